//! What is known between companies: deals, affiliations, verdicts.

use qianxian_core::{Affiliation, Bond, Company, Deal, PairMark};
use qianxian_engine::Snapshot;
use serde::Serialize;
use utoipa::ToSchema;

/// What is known between two companies.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BondView {
    /// `deal`, `affiliation` or `mark`.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// Names of the others.
    pub others: Vec<String>,
    /// What it is, in Chinese.
    pub words: String,
    /// Where it was said.
    pub source: String,
}

impl BondView {
    fn deal(company: &Company, deal: &Deal) -> BondView {
        let others = deal.parties.iter().filter(|party| party.company != Some(company.id));
        BondView {
            kind: "deal",
            id: deal.id.to_string(),
            others: others.map(|party| party.name.clone()).collect(),
            words: deal.product.clone().unwrap_or_else(|| "往来".to_owned()),
            source: deal.source.label(),
        }
    }

    fn affiliation(other: &str, bond: &Affiliation) -> BondView {
        BondView {
            kind: "affiliation",
            id: bond.id.to_string(),
            others: vec![other.to_owned()],
            words: format!("关联（{}）", bond.certainty.zh()),
            source: bond.source.label(),
        }
    }

    fn mark(other: &str, mark: &PairMark) -> BondView {
        let way = mark.way.as_deref().map_or_else(String::new, |way| format!("（{way}）"));
        let reason = if mark.reason.is_empty() { String::new() } else { format!("：{}", mark.reason) };
        BondView {
            kind: "mark",
            id: mark.id.to_string(),
            others: vec![other.to_owned()],
            words: format!("{}{way}{reason}", mark.verdict.zh()),
            source: mark.date.map_or_else(String::new, |date| date.to_string()),
        }
    }

    /// Everything known between a company and others.
    pub fn all(snapshot: &Snapshot, company: &Company) -> Vec<BondView> {
        let bonds = snapshot.graph.bonds();
        let name = |id| {
            let ix = snapshot.graph.find(id);
            ix.map_or("", |ix| snapshot.graph.company(ix).company.name.as_str())
        };
        let deals = bonds.deals_of(company.id).iter().map(|deal| BondView::deal(company, deal));
        let others = bonds.of(company.id).filter_map(|(other, bond)| match bond {
            Bond::Affiliation(bond) => Some(BondView::affiliation(name(other), bond)),
            Bond::Mark(mark) => Some(BondView::mark(name(other), mark)),
            Bond::Deal(_) => None,
        });
        deals.chain(others).collect()
    }
}
