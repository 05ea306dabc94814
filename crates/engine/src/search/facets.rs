//! Counts over the hits, to narrow a search by.

use super::request::LEVEL;
use crate::snapshot::Snapshot;
use qianxian_core::{CapabilityKind, CompanyIx};
use qianxian_index::What;
use serde::Serialize;
use std::collections::BTreeMap;

/// Values of one property with the number of hits, most first.
pub type Facet = Vec<(String, usize)>;

/// What hits have in common. A search that finds very many counts the nearest few thousand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Facets {
    /// The smallest place known of each company.
    pub places: Facet,
    /// Sorts of companies.
    pub kinds: Facet,
    /// How sure the matching line is.
    pub evidence: Facet,
    /// Certificates.
    pub qualifications: Facet,
    /// 会员级别.
    pub levels: Facet,
}

/// Counts companies by what they are.
pub(super) fn count(snapshot: &Snapshot, hits: impl Iterator<Item = (CompanyIx, What)>) -> Facets {
    let chain = &snapshot.knowledge.chain;
    let mut maps: [BTreeMap<String, usize>; 5] = Default::default();
    let mut add = |at: usize, value: &str| *maps[at].entry(value.to_owned()).or_default() += 1;
    for (ix, what) in hits {
        let node = snapshot.graph.company(ix);
        if let Some(place) = node.company.place.levels().next() {
            add(0, place);
        }
        add(1, node.kind.zh());
        if let What::Line(at) = what
            && let Some(line) = node.lines.get(usize::from(at))
        {
            add(2, line.evidence.zh());
        }
        let links = node.lines.iter().flat_map(|line| &line.links);
        let mut held: Vec<&str> = links
            .filter(|link| chain.cap(link.cap).kind == CapabilityKind::Qualification)
            .map(|link| chain.name(link.cap))
            .collect();
        held.sort_unstable();
        held.dedup();
        held.into_iter().for_each(|name| add(3, name));
        if let Some(level) = node.company.other.get(LEVEL) {
            add(4, level);
        }
    }
    let [places, kinds, evidence, qualifications, levels] = maps.map(|map| {
        let mut facet: Facet = map.into_iter().collect();
        facet.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        facet
    });
    Facets { places, kinds, evidence, qualifications, levels }
}
