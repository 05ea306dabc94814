//! How similar the lines of companies are to a text, for matching: BM25 on the scale of what the text gives itself.

use crate::{
    IndexError, Searcher, ZoneWeights,
    analyzer::AnalyzerKind,
    collect::Conditions,
    lower::{any_of, readable},
    query::Filter,
    searcher::View,
};
use qianxian_core::{CompanyId, Side};
use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::{Term, query::Bm25StatisticsProvider};

/// Words of a text that are compared: the most telling ones.
const TELLING: usize = 16;
/// BM25, as the index engine reckons it (Robertson and Zaragoza 2009; the values are Lucene's).
const K1: f32 = 1.2;
const B: f32 = 0.75;

/// Companies with a line of one side that is similar to a text, with 0..=1, best first, at most `limit`. A company
/// counts with its best line; 1 is a line with the same words. Only what its own words weigh counts, so that a text
/// of words nobody uses is similar to nothing.
pub fn similar(searcher: &Searcher, text: &str, side: Side, limit: usize) -> Result<Vec<(CompanyId, f32)>, IndexError> {
    let view = searcher.view();
    let Some(Telling { terms, own_score }) = telling(view, text)? else { return Ok(Vec::new()) };
    let query = any_of(view.fields.text(AnalyzerKind::Words), &terms);
    let (zones, filter) = (ZoneWeights::only(side), Filter::default());
    let conditions = Conditions::new(&zones, &filter, &view.fields);
    let mut lines = limit.saturating_mul(4).max(64);
    loop {
        let found = view.best(&query, &conditions, lines)?;
        let mut seen = FxHashSet::default();
        let companies: Vec<(CompanyId, f32)> = found
            .iter()
            .filter(|found| seen.insert(found.company))
            .map(|found| (found.company, (found.score / own_score).min(1.0)))
            .take(limit)
            .collect();
        if companies.len() >= limit || found.len() < lines {
            return Ok(companies);
        }
        lines = lines.saturating_mul(4);
    }
}

/// The telling words of a text and what they give a line that has them all.
struct Telling {
    terms: Vec<String>,
    own_score: f32,
}

struct Used {
    text: String,
    times: u32,
    docs: u64,
    first: usize,
    last: usize,
}

fn telling(view: &View, text: &str) -> Result<Option<Telling>, IndexError> {
    let tokens = view.analyzers.tokens(AnalyzerKind::Words, readable(text));
    let field = view.fields.text(AnalyzerKind::Words);
    let all_docs = view.inner.total_num_docs()?;
    let average = view.inner.total_num_tokens(field)? as f32 / all_docs.max(1) as f32;
    let mut used: FxHashMap<&str, Used> = FxHashMap::default();
    for token in tokens.iter() {
        let docs = match used.get(token.text) {
            Some(known) => known.docs,
            None => view.inner.doc_freq(&Term::from_field_text(field, token.text))?,
        };
        let (first, last) = (token.position, token.position + token.length);
        let new = || Used { text: token.text.to_owned(), times: 0, docs, first, last };
        used.entry(token.text).or_insert_with(new).times += 1;
    }
    let (mut known, mut unknown): (Vec<Used>, Vec<Used>) = used.into_values().partition(|word| word.docs > 0);
    if known.is_empty() {
        return Ok(None);
    }
    // A long word nobody writes counts only where its parts are unknown too.
    let covered: FxHashSet<usize> = known.iter().flat_map(|word| word.first..word.last).collect();
    unknown.retain(|word| (word.first..word.last).any(|at| !covered.contains(&at)));
    known.sort_by(|left, right| (left.docs, &left.text).cmp(&(right.docs, &right.text)));
    known.truncate(TELLING);
    let norm = K1 * (1.0 - B + B * tokens.len() as f32 / average.max(1.0));
    let gives = |word: &Used| {
        let rest = all_docs.saturating_sub(word.docs) as f32;
        let idf = (1.0 + (rest + 0.5) / (word.docs as f32 + 0.5)).ln();
        idf * (1.0 + K1) * word.times as f32 / (word.times as f32 + norm)
    };
    let own: f32 = known.iter().map(gives).sum();
    // How telling a word is that no document has cannot be known: it weighs as the others do on average.
    let unknown = unknown.len().min(TELLING) as f32 * own / known.len() as f32;
    Ok(Some(Telling { terms: known.into_iter().map(|word| word.text).collect(), own_score: own + unknown }))
}
