//! What binds companies to each other: deals, affiliations, verdicts on pairs. A petgraph graph of companies.

use crate::{Affiliation, Certainty, CompanyId, Deal, PairMark};
use petgraph::{
    graph::{NodeIndex, UnGraph},
    unionfind::UnionFind,
    visit::EdgeRef,
};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// One bond between two companies.
#[derive(Debug, Clone, PartialEq)]
pub enum Bond {
    /// They traded or cooperated.
    Deal(Arc<Deal>),
    /// They belong together, or may.
    Affiliation(Arc<Affiliation>),
    /// A person said something about the pair.
    Mark(Arc<PairMark>),
}

/// All bonds between companies of the store, immutable.
#[derive(Debug, Default)]
pub struct Bonds {
    graph: UnGraph<CompanyId, Bond>,
    nodes: FxHashMap<CompanyId, NodeIndex>,
    /// Representative of the group of confirmed affiliates each company belongs to.
    groups: FxHashMap<CompanyId, CompanyId>,
    /// Deals each company took part in, also with partners outside the roster.
    deals: FxHashMap<CompanyId, Vec<Arc<Deal>>>,
}

impl Bonds {
    /// Puts bonds together. Companies are named by id only; a deal of three binds each two of them.
    pub fn new(deals: Vec<Arc<Deal>>, affiliations: Vec<Arc<Affiliation>>, marks: Vec<Arc<PairMark>>) -> Self {
        let mut bonds = Bonds::default();
        for deal in deals {
            let members: Vec<CompanyId> = deal.parties.iter().filter_map(|party| party.company).collect();
            for (at, a) in members.iter().enumerate() {
                bonds.deals.entry(*a).or_default().push(deal.clone());
                for b in &members[at + 1..] {
                    bonds.bind(*a, *b, Bond::Deal(deal.clone()));
                }
            }
        }
        for mark in marks {
            bonds.bind(mark.a, mark.b, Bond::Mark(mark.clone()));
        }
        for affiliation in affiliations {
            bonds.bind(affiliation.a, affiliation.b, Bond::Affiliation(affiliation.clone()));
        }
        bonds.close_groups();
        bonds
    }

    fn bind(&mut self, a: CompanyId, b: CompanyId, bond: Bond) {
        let (a, b) = (self.node(a), self.node(b));
        self.graph.add_edge(a, b, bond);
    }

    fn node(&mut self, company: CompanyId) -> NodeIndex {
        let graph = &mut self.graph;
        *self.nodes.entry(company).or_insert_with(|| graph.add_node(company))
    }

    /// Transitive closure of confirmed affiliations: the parent of my parent is of my group.
    fn close_groups(&mut self) {
        let mut sets = UnionFind::<usize>::new(self.graph.node_count());
        for edge in self.graph.edge_references() {
            if matches!(edge.weight(), Bond::Affiliation(a) if a.certainty == Certainty::Confirmed) {
                sets.union(edge.source().index(), edge.target().index());
            }
        }
        self.groups = self
            .graph
            .node_indices()
            .map(|node| (self.graph[node], self.graph[NodeIndex::new(sets.find(node.index()))]))
            .collect();
    }

    /// Everything said directly between two companies.
    pub fn between(&self, a: CompanyId, b: CompanyId) -> impl Iterator<Item = &Bond> {
        let nodes = self.nodes.get(&a).zip(self.nodes.get(&b));
        nodes.into_iter().flat_map(|(a, b)| self.graph.edges_connecting(*a, *b).map(|edge| edge.weight()))
    }

    /// Everything said between a company and any other.
    pub fn of(&self, company: CompanyId) -> impl Iterator<Item = (CompanyId, &Bond)> {
        self.nodes
            .get(&company)
            .into_iter()
            .flat_map(|node| self.graph.edges(*node).map(|edge| (self.graph[edge.target()], edge.weight())))
    }

    /// Deals a company took part in, also with partners outside the roster.
    pub fn deals_of(&self, company: CompanyId) -> &[Arc<Deal>] {
        self.deals.get(&company).map_or(&[], Vec::as_slice)
    }

    /// Whether two different companies belong to one group by confirmed affiliations, directly or through others.
    pub fn same_group(&self, a: CompanyId, b: CompanyId) -> bool {
        a != b && self.groups.get(&a).zip(self.groups.get(&b)).is_some_and(|(a, b)| a == b)
    }

    /// Whether they are suspected, not confirmed, to belong together.
    pub fn suspected(&self, a: CompanyId, b: CompanyId) -> Option<&Affiliation> {
        self.between(a, b).find_map(|bond| match bond {
            Bond::Affiliation(aff) if aff.certainty == Certainty::Suspected => Some(aff.as_ref()),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AffiliationId, SourceKind, SourceRef};
    use uuid::Uuid;

    fn company(n: u128) -> CompanyId {
        CompanyId(Uuid::from_u128(n))
    }

    fn affiliation(a: u128, b: u128, certainty: Certainty) -> Arc<Affiliation> {
        Arc::new(Affiliation {
            id: AffiliationId(Uuid::from_u128(a * 100 + b)),
            a: company(a),
            b: company(b),
            kind: "same_group".into(),
            certainty,
            source: SourceRef::new(SourceKind::Secretariat, ""),
        })
    }

    #[test]
    fn groups_are_transitive_and_only_confirmed_ones_count() {
        let bonds = Bonds::new(
            vec![],
            vec![
                affiliation(1, 2, Certainty::Confirmed),
                affiliation(2, 3, Certainty::Confirmed),
                affiliation(3, 4, Certainty::Suspected),
            ],
            vec![],
        );
        assert!(bonds.same_group(company(1), company(3)));
        assert!(!bonds.same_group(company(1), company(4)));
        assert!(!bonds.same_group(company(1), company(1)));
        assert!(bonds.suspected(company(4), company(3)).is_some());
        assert!(bonds.suspected(company(1), company(2)).is_none());
        assert!(!bonds.same_group(company(8), company(9)));
    }
}
