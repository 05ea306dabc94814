//! The snapshot: one consistent view of everything, immutable. A request holds one from beginning to end.

use crate::{digest::digest, knowledge::Knowledge, search::SuggestionTable, text::SnapshotText};
use jiff::civil::Date;
use qianxian_core::{Bonds, CapabilityGraph, CompanyId, CompanyIx, CompanyNode, Need, ProfileLine};
use qianxian_index::Searcher;
use qianxian_matching::Context;
use qianxian_store::{BondFacts, Facts};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock};

/// One consistent view of everything.
#[derive(Clone)]
pub struct Snapshot {
    /// Number of the last change it contains.
    pub sequence: u64,
    /// The day it reckons from.
    pub today: Date,
    /// Chain, word lists, weights.
    pub knowledge: Knowledge,
    /// Companies above the chain.
    pub graph: CapabilityGraph,
    /// The index of the same sequence.
    pub searcher: Searcher,
    names: Arc<FxHashMap<String, Vec<CompanyId>>>,
    /// Typeahead, worked out when first asked for.
    pub(crate) suggester: Arc<OnceLock<SuggestionTable>>,
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snapshot").field("sequence", &self.sequence).field("today", &self.today).finish_non_exhaustive()
    }
}

/// A name that no company bears, or several do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnknownCompany {
    /// Nobody bears it.
    #[error("没有找到企业「{name}」{}", hint(.suggestions, "，您是不是要找"))]
    Nobody {
        /// What was asked for.
        name: String,
        /// Names that look like it, best first.
        suggestions: Vec<String>,
    },
    /// Several do.
    #[error("「{name}」有不止一家，请写全称{}", hint(.candidates, ""))]
    Several {
        /// What was asked for.
        name: String,
        /// Full names of those that bear it.
        candidates: Vec<String>,
    },
}

fn hint(names: &[String], lead: &str) -> String {
    if names.is_empty() {
        "，可用 search 按产品查找".to_owned()
    } else {
        format!("{lead}：{}", names.join("、"))
    }
}

/// Nodes of all companies: recognition is the work, so it runs on all cores.
pub fn nodes(knowledge: &Knowledge, facts: Facts, today: Date) -> (Vec<CompanyNode>, Bonds) {
    let mut lines: FxHashMap<CompanyId, Vec<Arc<ProfileLine>>> = FxHashMap::default();
    for line in facts.lines {
        lines.entry(line.company).or_default().push(Arc::new(line));
    }
    let mut needs: FxHashMap<CompanyId, Vec<Arc<Need>>> = FxHashMap::default();
    for need in facts.needs {
        needs.entry(need.company).or_default().push(Arc::new(need));
    }
    let work: Vec<_> = facts
        .companies
        .into_iter()
        .map(|company| {
            let (lines, needs) =
                (lines.remove(&company.id).unwrap_or_default(), needs.remove(&company.id).unwrap_or_default());
            (Arc::new(company), lines, needs)
        })
        .collect();
    let nodes =
        work.into_par_iter().map(|(company, lines, needs)| digest(knowledge, company, lines, needs, today)).collect();
    let bonds = BondFacts {
        sequence: facts.sequence,
        deals: facts.deals,
        affiliations: facts.affiliations,
        marks: facts.marks,
    };
    (nodes, bind(bonds))
}

/// Bonds between companies, ready for the graph.
pub fn bind(facts: BondFacts) -> Bonds {
    Bonds::new(
        facts.deals.into_iter().map(Arc::new).collect(),
        facts.affiliations.into_iter().map(Arc::new).collect(),
        facts.marks.into_iter().map(Arc::new).collect(),
    )
}

impl Snapshot {
    /// A snapshot over a graph and the searcher of an index of the same sequence.
    pub fn new(
        sequence: u64,
        today: Date,
        knowledge: Knowledge,
        graph: CapabilityGraph,
        searcher: Searcher,
    ) -> Snapshot {
        let mut names: FxHashMap<String, Vec<CompanyId>> = FxHashMap::default();
        for (_, node) in graph.companies() {
            let mut keys: Vec<String> = node.company.names().map(|name| knowledge.names.key(name)).collect();
            keys.extend(node.company.external_ids.values().map(|id| knowledge.names.key(id)));
            keys.sort();
            keys.dedup();
            keys.into_iter().for_each(|key| names.entry(key).or_default().push(node.company.id));
        }
        Snapshot { sequence, today, knowledge, graph, searcher, names: Arc::new(names), suggester: Arc::default() }
    }

    /// A company by full name, alias, former name, id in a source, or our id.
    pub fn company(&self, name: &str) -> Result<CompanyIx, UnknownCompany> {
        if let Some(ix) = name.parse::<CompanyId>().ok().and_then(|id| self.graph.find(id)) {
            return Ok(ix);
        }
        let key = self.knowledge.names.key(name);
        let bearers: Vec<CompanyIx> =
            self.names.get(&key).into_iter().flatten().filter_map(|id| self.graph.find(*id)).collect();
        // A full name beats somebody else's alias.
        let in_full: Vec<CompanyIx> = bearers.iter().copied().filter(|ix| self.graph.company(*ix).key == key).collect();
        match (in_full.as_slice(), bearers.as_slice()) {
            ([one], _) | ([], [one]) => Ok(*one),
            ([], []) => Err(UnknownCompany::Nobody { name: name.to_owned(), suggestions: self.look_alikes(&key) }),
            _ => {
                let candidates = bearers.iter().map(|ix| self.graph.company(*ix).company.name.clone()).collect();
                Err(UnknownCompany::Several { name: name.to_owned(), candidates })
            }
        }
    }

    /// Every company that bears a name, short name, former name or number, by place in the graph.
    pub(crate) fn companies_named(&self, name: &str) -> Vec<CompanyIx> {
        let key = self.knowledge.names.key(name);
        let mut bearers: Vec<CompanyIx> =
            self.names.get(&key).into_iter().flatten().filter_map(|id| self.graph.find(*id)).collect();
        bearers.sort_unstable();
        bearers.dedup();
        bearers
    }

    /// Names that contain the word, or share most of its characters.
    fn look_alikes(&self, key: &str) -> Vec<String> {
        let wanted: Vec<char> = key.chars().collect();
        let mut scored: Vec<(f32, &str)> = self
            .graph
            .companies()
            .flat_map(|(_, node)| node.company.names().map(move |name| (node, name)))
            .filter_map(|(node, name)| {
                let shared = wanted.iter().filter(|c| name.contains(**c)).count() as f32;
                let contains = if !key.is_empty() && name.contains(key) { 1.0 } else { 0.0 };
                let score =
                    contains + shared / wanted.len().max(1) as f32 + shared / (name.chars().count() as f32 * 10.0);
                (score >= 0.6).then_some((score, node.company.name.as_str()))
            })
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        scored.dedup_by_key(|(_, name)| *name);
        let mut names: Vec<String> = Vec::new();
        scored.into_iter().for_each(|(_, name)| {
            if !names.iter().any(|n| n == name) && names.len() < 5 {
                names.push(name.to_owned())
            }
        });
        names
    }

    /// Runs a question of the matching crate on this snapshot.
    pub fn matching<T>(&self, ask: impl FnOnce(Context<'_>) -> T) -> T {
        let text = SnapshotText { snapshot: self };
        ask(Context { graph: &self.graph, text: &text, weights: &self.knowledge.weights, today: self.today })
    }
}
