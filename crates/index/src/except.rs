//! The documents that do not answer a query.
//!
//! The engine's own exclusion seeks the excluded side backwards, which phrases and intersections do not allow
//! (debug builds panic, tantivy 0.27; compare quickwit-oss/tantivy#2811). This one writes down what is excluded first.

use std::sync::Arc;
use tantivy::{
    BitSet, DocId, DocSet, Score, SegmentReader, TantivyError,
    query::{BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight},
};

/// Everything but what answers the query inside; without any score.
#[derive(Debug, Clone)]
pub(crate) struct Except(pub(crate) Arc<dyn Query>);

impl Query for Except {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let scoring = match scoring {
            EnableScoring::Enabled { searcher, .. } => EnableScoring::disabled_from_searcher(searcher),
            disabled => disabled,
        };
        Ok(Box::new(ExceptWeight(self.0.weight(scoring)?)))
    }
}

struct ExceptWeight(Box<dyn Weight>);

impl Weight for ExceptWeight {
    fn scorer(&self, reader: &SegmentReader, _boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut left = BitSet::with_max_value_and_full(reader.max_doc());
        self.0.for_each_no_score(reader, &mut |docs| docs.iter().for_each(|doc| left.remove(*doc)))?;
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(left), 0.0)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        match self.scorer(reader, 1.0)?.seek(doc) == doc {
            true => Ok(Explanation::new("Except", 0.0)),
            false => Err(TantivyError::InvalidArgument(format!("document {doc} does not match"))),
        }
    }
}
