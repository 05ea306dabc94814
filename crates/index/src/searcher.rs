//! One consistent view of an index, and searching it.

use crate::{
    Analyzers, IndexError, Query, What,
    collect::{self, Conditions, Found},
    entry::Entry,
    highlight, lower,
    schema::{ENTRY, Fields, ID_HIGH, ID_LOW, KEY},
};
use qianxian_core::CompanyId;
use std::{ops::Range, sync::Arc};
use tantivy::{
    DocId, Score, SegmentReader,
    columnar::{ColumnValues, StrColumn},
};
use uuid::Uuid;

/// Hits of one search at most.
const MOST_HITS: usize = 100_000;

/// One consistent view of an index: it does not change while it is held. Cheap to clone.
#[derive(Clone)]
pub struct Searcher {
    view: Arc<View>,
}

impl std::fmt::Debug for Searcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Searcher").field("sequence", &self.sequence()).field("documents", &self.documents()).finish()
    }
}

pub(crate) struct View {
    pub(crate) inner: tantivy::Searcher,
    pub(crate) fields: Fields,
    pub(crate) analyzers: Analyzers,
    pub(crate) columns: Vec<Columns>,
    sequence: Option<u64>,
}

/// A statement that answers a search.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Whose it is.
    pub company: CompanyId,
    /// Which one.
    pub what: What,
    /// Relevance: BM25 parts times their weights, from 0 up. Comparable within one search only.
    pub score: f32,
}

/// The statements that answer a query best, best first: by score, then by key of the company, then names before lines
/// before needs and each by number. No hits for a query without any word. At most 100,000.
pub fn search(searcher: &Searcher, query: &Query, limit: usize) -> Result<Vec<Hit>, IndexError> {
    let view = searcher.view();
    let Some(ask) = lower::lower(view, &query.ask)? else { return Ok(Vec::new()) };
    let conditions = Conditions::new(&query.zones, &query.filter, &view.fields);
    let found = view.best(ask.as_ref(), &conditions, limit)?;
    Ok(found.into_iter().map(Hit::from).collect())
}

impl From<Found> for Hit {
    fn from(found: Found) -> Self {
        Hit { company: found.company, what: found.entry.what(), score: found.score }
    }
}

impl Searcher {
    pub(crate) fn new(
        inner: tantivy::Searcher,
        fields: Fields,
        analyzers: Analyzers,
        sequence: Option<u64>,
    ) -> tantivy::Result<Self> {
        let columns = inner.segment_readers().iter().map(Columns::open).collect::<tantivy::Result<Vec<_>>>()?;
        Ok(Searcher { view: Arc::new(View { inner, fields, analyzers, columns, sequence }) })
    }

    pub(crate) fn view(&self) -> &View {
        &self.view
    }

    /// Sequence number of the change log this view is at; none before the first commit.
    pub fn sequence(&self) -> Option<u64> {
        self.view.sequence
    }

    /// Names, lines and needs in the view.
    pub fn documents(&self) -> u64 {
        self.view.inner.num_docs()
    }

    /// Parts the index lies in; a search visits each.
    pub fn segments(&self) -> usize {
        self.view.columns.len()
    }

    /// What of `text` answers `query`: byte ranges of the text as it stands, in order, not touching each other.
    pub fn highlight(&self, text: &str, query: &Query) -> Vec<Range<usize>> {
        highlight::highlight(&self.view.analyzers, text, &query.ask)
    }
}

impl View {
    /// The best documents of a query of the index engine.
    pub(crate) fn best(
        &self,
        query: &dyn tantivy::query::Query,
        conditions: &Conditions<'_>,
        limit: usize,
    ) -> tantivy::Result<Vec<Found>> {
        collect::best(&self.inner, &self.columns, query, conditions, limit.min(MOST_HITS))
    }
}

/// What is read of a document in one segment.
pub(crate) struct Columns {
    pub(crate) entry: Arc<dyn ColumnValues<u64>>,
    /// Place of the company's key among the keys of the segment.
    pub(crate) key: Arc<dyn ColumnValues<u64>>,
    keys: Option<StrColumn>,
    id_high: Arc<dyn ColumnValues<u64>>,
    id_low: Arc<dyn ColumnValues<u64>>,
}

impl Columns {
    fn open(reader: &SegmentReader) -> tantivy::Result<Self> {
        let fast = reader.fast_fields();
        let keys = fast.str(KEY)?;
        let key = match &keys {
            Some(keys) => keys.ords().clone().first_or_default_col(0),
            None => fast.column_first_or_default(ENTRY)?,
        };
        Ok(Columns {
            entry: fast.column_first_or_default(ENTRY)?,
            key,
            keys,
            id_high: fast.column_first_or_default(ID_HIGH)?,
            id_low: fast.column_first_or_default(ID_LOW)?,
        })
    }

    pub(crate) fn company(&self, doc: DocId) -> CompanyId {
        CompanyId(Uuid::from_u64_pair(self.id_high.get_val(doc), self.id_low.get_val(doc)))
    }

    pub(crate) fn found(&self, doc: DocId, score: Score) -> Found {
        Found { score, entry: Entry(self.entry.get_val(doc)), company: self.company(doc) }
    }

    pub(crate) fn key_text(&self, key: u64) -> tantivy::Result<String> {
        let mut text = String::new();
        if let Some(keys) = &self.keys {
            keys.ord_to_str(key, &mut text)?;
        }
        Ok(text)
    }
}
