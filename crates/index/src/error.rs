//! What can go wrong with an index. None of it is a reason not to start: the index comes back from the store.

use std::path::PathBuf;

/// Writing to or searching an index failed.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The index engine refused.
    #[error("索引出错：{0}")]
    Engine(String),
    /// A writer is open already; there is one at a time.
    #[error("索引正在被写入，请稍后再试")]
    Busy,
}

/// A directory holds no index that can be used. All but [`OpenError::Locked`] are cured by building it anew.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is no index.
    #[error("目录 {0} 里没有索引，需要新建")]
    Missing(PathBuf),
    /// It was built by another version of the program or with other words.
    #[error("目录 {dir} 里的索引版本是「{found}」，现在需要「{expected}」，需要重建")]
    Stale {
        /// Where.
        dir: PathBuf,
        /// What it was built with.
        found: String,
        /// What would be right.
        expected: String,
    },
    /// Its files are not what they were when written.
    #[error("目录 {dir} 里的索引已损坏（{problem}），需要重建")]
    Damaged {
        /// Where.
        dir: PathBuf,
        /// What was noticed.
        problem: String,
    },
    /// Another process uses it: build one in memory.
    #[error("目录 {0} 里的索引正被另一个程序使用")]
    Locked(PathBuf),
    /// The directory cannot be read or written.
    #[error("目录 {dir} 无法读写：{source}")]
    Io {
        /// Where.
        dir: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl From<tantivy::TantivyError> for IndexError {
    fn from(error: tantivy::TantivyError) -> Self {
        match error {
            tantivy::TantivyError::LockFailure(..) => IndexError::Busy,
            other => IndexError::Engine(other.to_string()),
        }
    }
}

impl From<std::io::Error> for IndexError {
    fn from(error: std::io::Error) -> Self {
        IndexError::Engine(error.to_string())
    }
}
