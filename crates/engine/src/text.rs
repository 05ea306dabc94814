//! What matching asks of the index: whose products are named in what a company wants.

use crate::snapshot::Snapshot;
use qianxian_core::{CompanyIx, Side};
use qianxian_index::similar;
use qianxian_matching::TextSimilarity;
use rustc_hash::FxHashMap;

/// Companies looked at for one wanted thing.
const A_TEXT: usize = 40;
/// Fainter similarity is chance: one common word among many.
const LEAST: f32 = 0.45;

/// Text similarity over the index of a snapshot.
pub(crate) struct SnapshotText<'a> {
    pub(crate) snapshot: &'a Snapshot,
}

impl TextSimilarity for SnapshotText<'_> {
    fn named_by(&self, company: CompanyIx) -> Vec<(CompanyIx, f32)> {
        let node = self.snapshot.graph.company(company);
        let bought = node.lines.iter().filter(|line| line.line.side == Side::Buys).map(|line| line.line.text.as_str());
        let wanted = bought.chain(node.needs.iter().map(|need| need.need.text.as_str()));
        let mut best: FxHashMap<CompanyIx, f32> = FxHashMap::default();
        for text in wanted {
            // An index that fails leaves matching to chain and statements; `doctor` and the log tell of it.
            for (id, similarity) in similar(&self.snapshot.searcher, text, Side::Makes, A_TEXT).unwrap_or_default() {
                let Some(ix) = self.snapshot.graph.find(id).filter(|ix| *ix != company && similarity >= LEAST) else {
                    continue;
                };
                let known = best.entry(ix).or_insert(0.0);
                *known = known.max(similarity);
            }
        }
        let mut named: Vec<(CompanyIx, f32)> = best.into_iter().collect();
        named.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        named
    }
}
