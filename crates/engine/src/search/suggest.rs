//! Typeahead: companies, capabilities and places that begin with what was typed, by characters, pinyin, initials.

use crate::snapshot::Snapshot;
use qianxian_core::{CapabilityKind, Side};
use qianxian_index::{Suggester, Suggestion};
use serde::Serialize;
use std::collections::BTreeMap;

/// What can be suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SuggestedKind {
    /// 产品、工艺、服务: something somebody here offers.
    Capability,
    /// 地区: a place where somebody is.
    Place,
    /// 企业.
    Company,
}

impl SuggestedKind {
    /// The word on the screen.
    pub const fn zh(self) -> &'static str {
        match self {
            SuggestedKind::Capability => "能力",
            SuggestedKind::Place => "地区",
            SuggestedKind::Company => "企业",
        }
    }
}

/// Everything that can be suggested in one snapshot.
pub type SuggestionTable = Suggester<SuggestedKind>;

/// What others offer stands before places, places before companies; within each, what is commoner comes first.
fn entries(snapshot: &Snapshot) -> Vec<Suggestion<SuggestedKind>> {
    let chain = &snapshot.knowledge.chain;
    let mut entries = Vec::new();
    let mut suggest = |term: &str, kind, weight| entries.push(Suggestion { term: term.to_owned(), kind, weight });
    for cap in chain.iter() {
        let known = chain.cap(cap);
        if matches!(known.kind, CapabilityKind::Industry | CapabilityKind::Pain) {
            continue;
        }
        let offers =
            [Side::Makes, Side::Does].iter().map(|side| snapshot.graph.postings(cap, *side).count()).sum::<usize>();
        if offers > 0 {
            let weight = 3_000.0 + (1.0 + offers as f32).ln();
            suggest(&known.name, SuggestedKind::Capability, weight);
            known.aliases.iter().for_each(|alias| suggest(alias, SuggestedKind::Capability, weight - 1_000.0));
        }
    }
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, node) in snapshot.graph.companies() {
        node.company.place.levels().for_each(|level| *places.entry(level).or_default() += 1);
        let lines = node.lines.len() as f32;
        node.company.names().for_each(|name| suggest(name, SuggestedKind::Company, (1.0 + lines).ln()));
    }
    for (place, companies) in places {
        suggest(place, SuggestedKind::Place, 1_000.0 + (1.0 + companies as f32).ln());
    }
    entries
}

impl Snapshot {
    /// What begins with `typed`, best first, at most `limit` (100). The tables are made when first asked for.
    pub fn suggest(&self, typed: &str, limit: usize) -> Vec<&Suggestion<SuggestedKind>> {
        self.suggestions().suggest(typed, limit)
    }

    /// The tables behind [`Snapshot::suggest`].
    pub fn suggestions(&self) -> &SuggestionTable {
        self.suggester.get_or_init(|| Suggester::new(entries(self)))
    }
}
