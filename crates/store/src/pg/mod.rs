//! PostgreSQL: a server that any number of processes share.
//!
//! A unit of work takes the row of `log_head` first and holds it until it ends, so that writers take turns whatever
//! process they are in; a view is a transaction of REPEATABLE READ. Whoever waits too long for the row gets
//! [`StoreError::Busy`]. A lost connection costs the call under way ([`StoreError::NoServer`], or
//! [`StoreError::Unsure`] where it was lost while saving) and nothing else: the next call connects again. A process
//! that stops in the middle of a unit is shut out by the server after a minute, so that the others can go on.
//!
//! Each save rings a bell (`NOTIFY`) for [`Store::listen`]. Where the server has none, listeners poll.

mod address;
mod bell;
mod error;
mod migrate;
mod pools;
mod query;

#[cfg(test)]
pub(crate) mod tests;

pub use address::Address;
pub(crate) use bell::Bell;
pub(crate) use pools::{Pools, Row, Transaction};

use crate::{contract::Store, db::Db, error::StoreError};
use std::time::Duration;

/// How to use a server.
#[derive(Debug, Clone)]
pub struct Options {
    /// How long to wait for another writer, for a free connection, and for the server to answer when it is opened.
    pub busy_timeout: Duration,
    /// How many views may be open at once; more wait.
    pub readers: u32,
    /// How many may wait for their turn to write at once; more wait for these.
    pub writers: u32,
}

impl Default for Options {
    fn default() -> Self {
        Options { busy_timeout: Duration::from_secs(5), readers: 8, writers: 4 }
    }
}

/// Opens a database, makes the tables where there are none, and brings the schema up to date.
pub async fn open(address: &Address) -> Result<Store, StoreError> {
    open_with(address, &Options::default()).await
}

/// Opens a database with other options.
pub async fn open_with(address: &Address, options: &Options) -> Result<Store, StoreError> {
    Pools::open(address, options).await.map(|pools| Store::new(Db::Postgres(pools)))
}
