//! An index in memory or in a directory, and the view that is current.
//!
//! A directory holds `lock` (held while a process uses it), `format` (what the index was built with; written last) and
//! `segments/` (files of the index engine).

use crate::{
    Analyzers, IndexError, OpenError, Pace, Searcher, Writer,
    schema::{FORMAT, Fields, schema},
};
use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};
use tantivy::{IndexReader, ReloadPolicy};

/// An index. Cheap to clone; clones are the same index.
#[derive(Clone)]
pub struct Index {
    shared: Arc<Shared>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("sequence", &self.sequence()).finish_non_exhaustive()
    }
}

/// What index, writer and views have in common.
pub(crate) struct Shared {
    pub(crate) inner: tantivy::Index,
    pub(crate) fields: Fields,
    reader: IndexReader,
    analyzers: Analyzers,
    current: RwLock<Searcher>,
    /// Released when the last handle goes.
    _lock: Option<File>,
}

impl Shared {
    fn new(
        mut inner: tantivy::Index,
        analyzers: Analyzers,
        lock: Option<File>,
    ) -> Result<Arc<Self>, tantivy::TantivyError> {
        let (_, fields) = schema();
        let tokenizers = tantivy::tokenizer::TokenizerManager::default();
        analyzers.register(&tokenizers);
        inner.set_tokenizers(tokenizers);
        let reader: IndexReader = inner.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let sequence = inner.load_metas()?.payload.and_then(|payload| payload.parse().ok());
        let current = Searcher::new(reader.searcher(), fields, analyzers.clone(), sequence)?;
        Ok(Arc::new(Shared { inner, fields, reader, analyzers, current: RwLock::new(current), _lock: lock }))
    }

    /// Makes the last commit the current view.
    pub(crate) fn reload(&self, sequence: Option<u64>) -> Result<Searcher, IndexError> {
        self.reader.reload()?;
        let next = Searcher::new(self.reader.searcher(), self.fields, self.analyzers.clone(), sequence)?;
        self.current.write().unwrap_or_else(PoisonError::into_inner).clone_from(&next);
        Ok(next)
    }
}

impl Index {
    /// An empty index in memory. `words` are names and aliases of capabilities: they are cut as words.
    pub fn in_memory(words: &[String]) -> Result<Self, IndexError> {
        let (schema, _) = schema();
        let inner = tantivy::Index::create_in_ram(schema);
        Ok(Index { shared: Shared::new(inner, Analyzers::new(words), None)? })
    }

    /// The index of a directory, checked. The words must be those it was built with.
    pub fn open(dir: &Path, words: &[String]) -> Result<Self, OpenError> {
        let home = Home(dir);
        if !home.segments().is_dir() {
            return Err(OpenError::Missing(dir.to_owned()));
        }
        let lock = home.lock()?;
        let analyzers = Analyzers::new(words);
        let expected = format_of(&analyzers);
        match fs::read_to_string(home.format()) {
            Ok(found) if found == expected => {}
            Ok(found) => {
                let found = found.chars().take(80).collect();
                return Err(OpenError::Stale { dir: dir.to_owned(), found, expected });
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(OpenError::Missing(dir.to_owned())),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                return Err(home.damaged("format 文件不是文本".to_owned()));
            }
            Err(error) => return Err(home.io(error)),
        }
        let inner = tantivy::Index::open_in_dir(home.segments()).map_err(|error| home.damaged(error.to_string()))?;
        if inner.schema() != schema().0 {
            return Err(home.damaged("字段与版本不符".to_owned()));
        }
        let broken = inner.validate_checksum().map_err(|error| home.damaged(error.to_string()))?;
        if let Some(file) = broken.iter().min() {
            return Err(home.damaged(format!("{} 等 {} 个文件校验不符", file.display(), broken.len())));
        }
        let shared = Shared::new(inner, analyzers, Some(lock)).map_err(|error| home.damaged(error.to_string()))?;
        Ok(Index { shared })
    }

    /// An empty index in a directory, in place of what was there.
    pub fn create(dir: &Path, words: &[String]) -> Result<Self, OpenError> {
        let home = Home(dir);
        fs::create_dir_all(dir).map_err(|error| home.io(error))?;
        let lock = home.lock()?;
        // Without `format` the directory counts as empty, whatever interrupts the rest.
        for removed in [fs::remove_file(home.format()), fs::remove_dir_all(home.segments())] {
            if let Err(error) = removed
                && error.kind() != io::ErrorKind::NotFound
            {
                return Err(home.io(error));
            }
        }
        fs::create_dir_all(home.segments()).map_err(|error| home.io(error))?;
        let analyzers = Analyzers::new(words);
        let format = format_of(&analyzers);
        let inner = tantivy::Index::create_in_dir(home.segments(), schema().0)
            .map_err(|error| home.damaged(error.to_string()))?;
        let shared = Shared::new(inner, analyzers, Some(lock)).map_err(|error| home.damaged(error.to_string()))?;
        fs::write(home.format(), format).map_err(|error| home.io(error))?;
        Ok(Index { shared })
    }

    /// A writer; there is one at a time.
    pub fn writer(&self, pace: Pace) -> Result<Writer, IndexError> {
        Writer::open(Arc::clone(&self.shared), pace)
    }

    /// The current view.
    pub fn searcher(&self) -> Searcher {
        self.shared.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Sequence number of the last commit; none before the first one.
    pub fn sequence(&self) -> Option<u64> {
        self.searcher().sequence()
    }
}

/// What an index must have been built with.
fn format_of(analyzers: &Analyzers) -> String {
    format!("qianxian-index {FORMAT}, tantivy {}, words {:016x}", tantivy::version(), analyzers.fingerprint())
}

/// The directory of an index.
struct Home<'a>(&'a Path);

impl Home<'_> {
    fn segments(&self) -> PathBuf {
        self.0.join("segments")
    }

    fn format(&self) -> PathBuf {
        self.0.join("format")
    }

    fn lock(&self) -> Result<File, OpenError> {
        let path = self.0.join("lock");
        let open = File::options().create(true).truncate(false).write(true).open(path);
        let file = open.map_err(|error| self.io(error))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(OpenError::Locked(self.0.to_owned())),
            Err(TryLockError::Error(error)) => Err(self.io(error)),
        }
    }

    fn io(&self, source: io::Error) -> OpenError {
        OpenError::Io { dir: self.0.to_owned(), source }
    }

    fn damaged(&self, problem: String) -> OpenError {
        OpenError::Damaged { dir: self.0.to_owned(), problem }
    }
}
