//! The best documents of a search, in an order that does not depend on how documents lie in segments.
//!
//! The collectors of the index engine break ties by place in the index, which differs from build to build. This one
//! breaks them by the company's key, then by line. Scores are rounded first: the engine adds a document's parts up in
//! an order that varies, and equal texts must be equal to the last bit.

use crate::{document::place_term, query::CompanySet};
use crate::{
    entry::Entry,
    query::{Filter, ZoneWeights, harmless},
    schema::Fields,
    searcher::Columns,
};
use qianxian_core::CompanyId;
use std::{cmp::Ordering, collections::BinaryHeap};
use tantivy::{
    BitSet, DocId, DocSet, Score, SegmentReader, TERMINATED, Term,
    query::{EnableScoring, Weight},
    schema::IndexRecordOption,
};

/// Steps in a score of one.
const STEPS: f32 = 4096.0;

/// A document found.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    pub(crate) score: Score,
    pub(crate) entry: Entry,
    pub(crate) company: CompanyId,
}

/// A document that may be among the best. The greatest is the worst: it leaves first.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    score: Score,
    key: u64,
    order: u32,
    doc: DocId,
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        (other.score.total_cmp(&self.score))
            .then(self.key.cmp(&other.key))
            .then(self.order.cmp(&other.order))
            .then(self.doc.cmp(&other.doc))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Candidate {}

/// The best `limit` documents of `query`, best first.
pub(crate) fn best(
    searcher: &tantivy::Searcher,
    columns: &[Columns],
    query: &dyn tantivy::query::Query,
    conditions: &Conditions<'_>,
    limit: usize,
) -> tantivy::Result<Vec<Found>> {
    if limit == 0 || conditions.top_weight <= 0.0 {
        return Ok(Vec::new());
    }
    let weight = query.weight(EnableScoring::enabled_from_searcher(searcher))?;
    let mut best: Vec<(usize, Candidate)> = Vec::new();
    let mut floor = Score::MIN;
    for (at, (reader, columns)) in searcher.segment_readers().iter().zip(columns).enumerate() {
        let segment = conditions.of_segment(reader, columns)?;
        let candidates = segment.best(weight.as_ref(), limit, floor)?;
        // A later segment need only look for what beats the worst of a full list.
        if candidates.len() == limit {
            floor = candidates.iter().map(|candidate| candidate.score).fold(Score::MAX, Score::min).max(floor);
        }
        best.extend(candidates.into_iter().map(|candidate| (at, candidate)));
    }
    rank(columns, best, limit)
}

/// Puts the candidates of all segments in order. Keys are numbers within a segment and texts between segments.
fn rank(columns: &[Columns], mut all: Vec<(usize, Candidate)>, limit: usize) -> tantivy::Result<Vec<Found>> {
    all.sort_unstable_by(|(_, left), (_, right)| right.score.total_cmp(&left.score));
    let mut found = Vec::with_capacity(limit.min(all.len()));
    for tied in all.chunk_by_mut(|(_, left), (_, right)| left.score == right.score) {
        if found.len() >= limit {
            break;
        }
        if tied.iter().all(|(segment, _)| *segment == tied[0].0) {
            tied.sort_unstable_by_key(|(_, candidate)| *candidate);
            found.extend(
                tied.iter().map(|(segment, candidate)| columns[*segment].found(candidate.doc, candidate.score)),
            );
            continue;
        }
        let mut keyed = Vec::with_capacity(tied.len());
        for (segment, candidate) in tied.iter() {
            let found = columns[*segment].found(candidate.doc, candidate.score);
            keyed.push((columns[*segment].key_text(candidate.key)?, candidate.order, found));
        }
        keyed.sort_by(|left, right| (&left.0, left.1, left.2.company).cmp(&(&right.0, right.1, right.2.company)));
        found.extend(keyed.into_iter().map(|(_, _, found)| found));
    }
    found.truncate(limit);
    Ok(found)
}

/// What a document must be, beside answering the query, and what its list weighs.
pub(crate) struct Conditions<'a> {
    weights: [Score; 6],
    top_weight: Score,
    kinds: u32,
    viewer: u64,
    companies: Option<&'a CompanySet>,
    places: Vec<Term>,
}

impl<'a> Conditions<'a> {
    pub(crate) fn new(zones: &ZoneWeights, filter: &'a Filter, fields: &Fields) -> Self {
        let weights = std::array::from_fn(|zone| zones.get(zone));
        let kinds = match filter.kinds.as_slice() {
            [] => u32::MAX,
            kinds => kinds.iter().fold(0, |bits, kind| bits | 1 << *kind as u32),
        };
        let places = &filter.places;
        Conditions {
            weights,
            top_weight: weights.iter().copied().fold(0.0, Score::max),
            kinds,
            viewer: filter.viewer as u64,
            companies: filter.companies.as_ref(),
            places: places.iter().map(|place| Term::from_field_text(fields.place, &place_term(place))).collect(),
        }
    }

    fn of_segment<'s>(&'s self, reader: &'s SegmentReader, columns: &'s Columns) -> tantivy::Result<Segment<'s>> {
        let mut here = None;
        if let Some(place) = self.places.first() {
            let mut docs = BitSet::with_max_value(reader.max_doc());
            let inverted = reader.inverted_index(place.field())?;
            for place in &self.places {
                let Some(mut postings) = inverted.read_postings(place, IndexRecordOption::Basic)? else { continue };
                while postings.doc() != TERMINATED {
                    docs.insert(postings.doc());
                    postings.advance();
                }
            }
            here = Some(docs);
        }
        Ok(Segment { conditions: self, reader, columns, here })
    }
}

/// One segment of the index under the conditions of a search.
struct Segment<'a> {
    conditions: &'a Conditions<'a>,
    reader: &'a SegmentReader,
    columns: &'a Columns,
    here: Option<BitSet>,
}

impl Segment<'_> {
    /// The best `limit` documents that reach `floor`.
    fn best(&self, weight: &dyn Weight, limit: usize, floor: Score) -> tantivy::Result<Vec<Candidate>> {
        let alive = self.reader.alive_bitset();
        let mut heap: BinaryHeap<Candidate> = BinaryHeap::with_capacity(limit.min(1024));
        let mut threshold = self.below(floor);
        weight.for_each_pruning(threshold, self.reader, &mut |doc, score| {
            if alive.is_some_and(|alive| !alive.is_alive(doc)) {
                return threshold;
            }
            let bar =
                if heap.len() == limit { heap.peek().map_or(Score::MIN, |worst| worst.score) } else { Score::MIN };
            let Some(candidate) = self.candidate(doc, score, bar) else { return threshold };
            if heap.len() < limit {
                heap.push(candidate);
            } else if let Some(mut worst) = heap.peek_mut()
                && candidate < *worst
            {
                *worst = candidate;
            }
            if heap.len() == limit
                && let Some(worst) = heap.peek()
            {
                threshold = threshold.max(self.below(worst.score));
            }
            threshold
        })?;
        Ok(heap.into_vec())
    }

    /// A bound of the engine's score under which no document reaches `score`.
    fn below(&self, score: Score) -> Score {
        if score == Score::MIN { Score::MIN } else { (score - 1.0 / STEPS) / self.conditions.top_weight }
    }

    /// The document, where it passes the conditions and its score is not under the bar.
    fn candidate(&self, doc: DocId, score: Score, bar: Score) -> Option<Candidate> {
        let conditions = self.conditions;
        let entry = Entry(self.columns.entry.get_val(doc));
        let zone = conditions.weights.get(entry.zone()).copied().unwrap_or(0.0);
        let score = (harmless(score * zone) * STEPS).round() / STEPS;
        let passes = zone > 0.0
            && score >= bar
            && conditions.kinds & entry.kind_bit() != 0
            && entry.visibility() >= conditions.viewer
            && self.here.as_ref().is_none_or(|here| here.contains(doc))
            && conditions.companies.is_none_or(|companies| companies.contains(&self.columns.company(doc)));
        passes.then(|| Candidate { score, key: self.columns.key.get_val(doc), order: entry.order(), doc })
    }
}
