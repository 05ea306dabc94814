//! SQLite: one file, no server. The default.
//!
//! WAL, so that readers never wait for the writer; `synchronous=FULL`, so that a saved unit of work survives a power
//! cut; foreign keys on. One connection writes, some others read and could not write. A second process on the same file
//! is safe: it sees what is saved, and it writes when the first does not; who waits too long gets
//! [`StoreError::Busy`].

mod error;
mod migrate;
mod pools;

#[cfg(test)]
pub(crate) mod tests;

pub(crate) use pools::{Pools, Row, Transaction};

use crate::{contract::Store, db::Db, error::StoreError};
use std::{path::Path, time::Duration};

/// How to open a file.
#[derive(Debug, Clone)]
pub struct Options {
    /// How long to wait for another writer.
    pub busy_timeout: Duration,
    /// How many views may be open at once; more wait.
    pub readers: u32,
}

impl Default for Options {
    fn default() -> Self {
        Options { busy_timeout: Duration::from_secs(5), readers: 4 }
    }
}

/// Opens a data file, makes it where there is none, and brings its schema up to date.
pub async fn open(path: &Path) -> Result<Store, StoreError> {
    open_with(path, &Options::default()).await
}

/// Opens a data file with other options.
pub async fn open_with(path: &Path, options: &Options) -> Result<Store, StoreError> {
    Pools::open(path, options).await.map(|pools| Store::new(Db::Sqlite(pools)))
}
