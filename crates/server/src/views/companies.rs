//! Companies, in a list, whole, and as they are typed in.

use super::{BondView, LineView, NeedView, open, words};
use crate::access::Principal;
use qianxian_core::{Company, CompanyIx, CompanyKind, CompanyNode, CompanyStatus};
use qianxian_engine::Snapshot;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A company in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CompanyRow {
    /// Its id.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Sort of actor, by code.
    #[schema(schema_with = words::company_kind)]
    pub kind: CompanyKind,
    /// The same in Chinese.
    pub kind_zh: &'static str,
    /// Status, by code.
    #[schema(schema_with = words::company_status)]
    pub status: CompanyStatus,
    /// The same in Chinese.
    pub status_zh: &'static str,
    /// Where it is: `山东 淄博 张店`.
    pub place: String,
    /// Industry words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub industry: Option<String>,
    /// Lines that may be seen.
    pub lines: usize,
    /// Open needs that may be seen.
    pub needs: usize,
}

impl CompanyRow {
    /// A company of a snapshot, for somebody.
    pub fn of(node: &CompanyNode, who: &Principal) -> CompanyRow {
        let company = &node.company;
        CompanyRow {
            id: company.id.to_string(),
            name: company.name.clone(),
            kind: company.kind,
            kind_zh: company.kind.zh(),
            status: company.status,
            status_zh: company.status.zh(),
            place: company.place.label(),
            industry: company.industry.clone(),
            lines: node.lines.iter().filter(|line| open::sees_line(who, &line.line)).count(),
            needs: node.needs.iter().filter(|need| need.need.open && open::sees_need(who, &need.need)).count(),
        }
    }
}

/// A company.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CompanyView {
    /// Its id.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Short names and other spellings.
    pub aliases: Vec<String>,
    /// Names it bore before.
    pub former_names: Vec<String>,
    /// Sort of actor, by code.
    #[schema(schema_with = words::company_kind)]
    pub kind: CompanyKind,
    /// The same in Chinese.
    pub kind_zh: &'static str,
    /// Status, by code.
    #[schema(schema_with = words::company_status)]
    pub status: CompanyStatus,
    /// The same in Chinese.
    pub status_zh: &'static str,
    /// 统一社会信用代码.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit_code: Option<String>,
    /// 省.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    /// 市.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// 区县.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub district: Option<String>,
    /// Industry words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub industry: Option<String>,
    /// Website.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    /// Its id in other sources.
    pub external_ids: BTreeMap<String, String>,
    /// Other columns of the roster; contacts are masked and given out one by one at `/companies/{company}/contacts`.
    pub other: BTreeMap<String, String>,
    /// Something in `other` is masked or left out.
    pub masked: bool,
    /// What it says about itself.
    pub lines: Vec<LineView>,
    /// Its needs, open ones first.
    pub needs: Vec<NeedView>,
    /// Deals, affiliations, verdicts; empty for members.
    pub bonds: Vec<BondView>,
}

impl CompanyView {
    /// A company of a snapshot, for somebody.
    pub fn of(snapshot: &Snapshot, ix: CompanyIx, who: &Principal) -> CompanyView {
        let node = snapshot.graph.company(ix);
        let lines = node.lines.iter().filter(|line| open::sees_line(who, &line.line));
        let mut needs: Vec<NeedView> = node
            .needs
            .iter()
            .filter(|need| open::sees_need(who, &need.need))
            .map(|need| NeedView::from(need.need.as_ref()))
            .collect();
        needs.sort_by_key(|need| !need.open);
        let bonds = if who.sees_everything() { BondView::all(snapshot, &node.company) } else { Vec::new() };
        let lines = lines.map(|line| LineView::of(snapshot, line)).collect();
        CompanyView { lines, needs, bonds, ..CompanyView::bare(&node.company, who) }
    }

    /// A company without its lines, needs and bonds: a deleted one, say.
    pub fn bare(company: &Company, who: &Principal) -> CompanyView {
        let (other, masked) = open::columns(who, company);
        CompanyView {
            id: company.id.to_string(),
            name: company.name.clone(),
            aliases: company.aliases.clone(),
            former_names: company.former_names.clone(),
            kind: company.kind,
            kind_zh: company.kind.zh(),
            status: company.status,
            status_zh: company.status.zh(),
            credit_code: company.credit_code.clone(),
            province: company.place.province.clone(),
            city: company.place.city.clone(),
            district: company.place.district.clone(),
            industry: company.industry.clone(),
            website: company.website.clone(),
            external_ids: company.external_ids.clone(),
            other,
            masked,
            lines: Vec::new(),
            needs: Vec::new(),
            bonds: Vec::new(),
        }
    }
}

/// A company as it is typed in or changed. When it is changed, what is absent stays, and an empty text takes out.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct CompanyForm {
    /// Full name; needed for a new one.
    pub name: Option<String>,
    /// Short names, all of them.
    pub aliases: Option<Vec<String>>,
    /// Names it bore before, all of them.
    pub former_names: Option<Vec<String>>,
    /// Sort of actor.
    #[schema(schema_with = words::company_kind, required = false)]
    pub kind: Option<CompanyKind>,
    /// Status.
    #[schema(schema_with = words::company_status, required = false)]
    pub status: Option<CompanyStatus>,
    /// 统一社会信用代码.
    pub credit_code: Option<String>,
    /// 省.
    pub province: Option<String>,
    /// 市.
    pub city: Option<String>,
    /// 区县.
    pub district: Option<String>,
    /// Industry words.
    pub industry: Option<String>,
    /// Website.
    pub website: Option<String>,
    /// Other columns by name; what is not named stays, an empty text takes one out.
    pub other: Option<BTreeMap<String, String>>,
}

impl CompanyForm {
    /// Puts what is said over a company.
    pub fn over(self, company: &mut Company) {
        let list = |said: Option<Vec<String>>, kept: &mut Vec<String>| {
            if let Some(said) = said {
                *kept = said.into_iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
            }
        };
        if let Some(name) = self.name {
            company.name = name.trim().to_owned();
        }
        list(self.aliases, &mut company.aliases);
        list(self.former_names, &mut company.former_names);
        company.kind = self.kind.unwrap_or(company.kind);
        company.status = self.status.unwrap_or(company.status);
        for (said, kept) in [
            (self.credit_code, &mut company.credit_code),
            (self.province, &mut company.place.province),
            (self.city, &mut company.place.city),
            (self.district, &mut company.place.district),
            (self.industry, &mut company.industry),
            (self.website, &mut company.website),
        ] {
            if let Some(said) = said {
                *kept = Some(said.trim().to_owned()).filter(|text| !text.is_empty());
            }
        }
        for (name, value) in self.other.unwrap_or_default() {
            match value.trim() {
                "" => drop(company.other.remove(&name)),
                value => drop(company.other.insert(name, value.to_owned())),
            }
        }
    }
}
