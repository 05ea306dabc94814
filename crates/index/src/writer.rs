//! Changes to an index. Nothing is visible before [`Writer::commit`].

use crate::{CompanyDoc, IndexError, Searcher, index::Shared};
use qianxian_core::CompanyId;
use std::sync::Arc;
use tantivy::{
    IndexWriter, Term,
    indexer::{LogMergePolicy, UserOperation},
};

/// Memory for documents not yet written, a thread.
const BULK_HEAP: usize = 96 << 20;
const LIVE_HEAP: usize = 32 << 20;
/// Threads of a bulk load at most: more make more segments, not more speed.
const MOST_THREADS: usize = 4;

/// What a writer is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// Many companies at once: a thread a core, up to 4, 96 MB each.
    Bulk,
    /// One company now and then: one thread, 32 MB.
    Live,
}

/// The one writer of an index. Dropping it takes back what was not committed.
pub struct Writer {
    shared: Arc<Shared>,
    inner: IndexWriter,
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}

impl Writer {
    pub(crate) fn open(shared: Arc<Shared>, pace: Pace) -> Result<Self, IndexError> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let (threads, heap) = match pace {
            Pace::Bulk => (cores.min(MOST_THREADS), BULK_HEAP),
            Pace::Live => (1, LIVE_HEAP),
        };
        let inner = shared.inner.writer_with_num_threads(threads, threads * heap)?;
        let mut merge = LogMergePolicy::default();
        merge.set_min_num_segments(4);
        merge.set_del_docs_ratio_before_merge(0.3);
        inner.set_merge_policy(Box::new(merge));
        Ok(Writer { shared, inner })
    }

    /// Adds a company that is not in the index.
    pub fn add_company(&self, company: &CompanyDoc<'_>) -> Result<(), IndexError> {
        let documents = company.documents(&self.shared.fields);
        self.inner.run(documents.into_iter().map(UserOperation::Add).collect::<Vec<_>>())?;
        Ok(())
    }

    /// Puts a company in place of what is there under its id.
    pub fn replace_company(&self, company: &CompanyDoc<'_>) -> Result<(), IndexError> {
        self.delete_company(company.id);
        self.add_company(company)
    }

    /// Takes a company out, with all its lines and needs.
    pub fn delete_company(&self, id: CompanyId) {
        self.inner.delete_term(Term::from_field_bytes(self.shared.fields.company, id.0.as_bytes()));
    }

    /// Takes everything out.
    pub fn clear(&self) -> Result<(), IndexError> {
        self.inner.delete_all_documents()?;
        Ok(())
    }

    /// Makes all changes visible and durable at once, under the sequence number of the change log they bring the
    /// index to. The view returned has them; views taken before do not change.
    pub fn commit(&mut self, sequence: u64) -> Result<Searcher, IndexError> {
        let mut prepared = self.inner.prepare_commit()?;
        prepared.set_payload(&sequence.to_string());
        prepared.commit()?;
        self.shared.reload(Some(sequence))
    }

    /// [`Writer::commit`], then waits for the segments to be merged: the end of a bulk load.
    pub fn finish(mut self, sequence: u64) -> Result<Searcher, IndexError> {
        self.commit(sequence)?;
        let Writer { shared, inner } = self;
        inner.wait_merging_threads()?;
        shared.reload(Some(sequence))
    }
}
