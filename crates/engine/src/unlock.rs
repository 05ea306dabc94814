//! What a company has not said yet, and how many matches it would get by saying it. Counted, not estimated: what
//! companies of its trade usually buy, have done or suffer from is added to a copy of the graph as if it had said so,
//! and the matching is asked again.

use crate::{digest::digest, snapshot::Snapshot};
use qianxian_core::{
    CapIx, CompanyIx, CompanyNode, Evidence, LineId, LineRole, ProfileLine, Side, SourceKind, SourceRef, Visibility,
    chain::NeedRole,
};
use qianxian_matching::{Band, Request, partners};
use std::sync::Arc;
use uuid::Uuid;

/// One of the four lists on which nothing stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unlock {
    /// Which list.
    pub side: Side,
    /// What companies of its trade usually say there; empty where its trade is not known.
    pub expected: Vec<String>,
    /// Partners it would newly be proposed to at least as 可以一试.
    pub more: usize,
}

/// Products looked at.
const PRODUCTS: usize = 3;
/// Expected statements of a list.
const EXPECTED: usize = 4;
/// Matches compared before and after.
const COMPARED: usize = 60;

impl Snapshot {
    /// Empty lists of a company, the one that unlocks most first.
    pub fn unlocks(&self, company: CompanyIx) -> Vec<Unlock> {
        let node = self.graph.company(company);
        if !node.kind.is_proposable() {
            return Vec::new();
        }
        let said = |side: Side| node.lines.iter().any(|line| line.line.side == side && said_by_somebody(&line.line));
        let empty: Vec<Side> = Side::ALL.iter().copied().filter(|side| !said(*side)).collect();
        if empty.is_empty() {
            return Vec::new();
        }
        let before = self.worth_trying(company);
        let unlock = |side: Side| {
            let expected = self.expected(node, side);
            let more = if expected.is_empty() { 0 } else { self.more_with(node, side, &expected, &before) };
            Unlock { side, expected: expected.iter().map(|cap| self.cap_name(*cap).to_owned()).collect(), more }
        };
        let mut unlocks: Vec<Unlock> = empty.into_iter().map(unlock).collect();
        unlocks.sort_by_key(|unlock| std::cmp::Reverse(unlock.more));
        unlocks
    }

    /// Partners it is proposed to, better than for reference.
    fn worth_trying(&self, company: CompanyIx) -> Vec<CompanyIx> {
        let request = Request { limit: COMPARED, ..Request::default() };
        let answer = self.matching(|ctx| partners(ctx, company, &request));
        answer.matches.iter().filter(|found| found.band >= Band::Possible).map(|found| found.partner).collect()
    }

    /// What the chain expects of who makes what this company makes.
    fn expected(&self, node: &CompanyNode, side: Side) -> Vec<CapIx> {
        let chain = &self.knowledge.chain;
        let mut expected: Vec<CapIx> = Vec::new();
        let mut products: Vec<CapIx> = node.links(Side::Makes).map(|(_, link)| link.cap).collect();
        products.dedup();
        for product in products.into_iter().take(PRODUCTS) {
            let needs = |role: NeedRole| {
                let needs = chain.ranked_needs(product).into_iter();
                needs.filter(move |need| need.role == role && need.hops == 1).map(|need| need.cap).collect::<Vec<_>>()
            };
            let caps = match side {
                Side::Makes => Vec::new(),
                Side::Buys => needs(NeedRole::Input),
                Side::Does => needs(NeedRole::Process),
                Side::Suffers => chain.typical_pains(product).into_iter().map(|(pain, _)| pain).collect(),
            };
            caps.into_iter().for_each(|cap| {
                if !expected.contains(&cap) && expected.len() < EXPECTED {
                    expected.push(cap)
                }
            });
        }
        expected
    }

    fn more_with(&self, node: &CompanyNode, side: Side, expected: &[CapIx], before: &[CompanyIx]) -> usize {
        let supposed = expected.iter().enumerate().map(|(at, cap)| Arc::new(self.supposed(node, side, at, *cap)));
        let own = node.lines.iter().map(|line| line.line.clone()).filter(|line| said_by_somebody(line));
        let needs = node.needs.iter().map(|need| need.need.clone()).collect();
        let changed = digest(&self.knowledge, node.company.clone(), own.chain(supposed).collect(), needs, self.today);
        let mut supposed = self.clone();
        supposed.graph = self.graph.with_changes(vec![changed], &[]);
        let after = supposed.graph.find(node.company.id).map(|ix| supposed.worth_trying(ix)).unwrap_or_default();
        after.iter().filter(|partner| !before.contains(partner)).count()
    }

    fn supposed(&self, node: &CompanyNode, side: Side, at: usize, cap: CapIx) -> ProfileLine {
        ProfileLine {
            id: LineId(Uuid::from_u128(at as u128)),
            company: node.company.id,
            side,
            text: self.cap_name(cap).to_owned(),
            role: LineRole::Unknown,
            evidence: Evidence::SelfReported,
            confidence: 1.0,
            source: SourceRef::new(SourceKind::Chain, ""),
            seen: Some(self.today),
            expires: None,
            visibility: Visibility::Secretariat,
            confirmed: Vec::new(),
            rejected: Vec::new(),
        }
    }
}

/// Lines concluded from the name are made anew with every digest.
fn said_by_somebody(line: &ProfileLine) -> bool {
    line.source.kind != SourceKind::Name
}
