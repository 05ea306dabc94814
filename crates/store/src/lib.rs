//! The store (事实库): what people said about companies, when, from which source, and who changed it.
//!
//! It is the only truth of the program; graph and index are made from it and can be made again. One contract
//! ([`contract`]) stands before two backends: SQLite ([`sqlite`]), one file and no server; PostgreSQL ([`pg`]), which many
//! processes share. [`Store::open`] takes either as a [`Place`].
//!
//! - A [`Store`] hands out [`View`]s (one consistent moment, read only) and [`UnitOfWork`]s (all or nothing).
//! - What is kept under an id is an [`Entity`]; those that people edit are [`Fact`]s. All of them live alike: a
//!   [`Version`] that only grows, soft delete and restore, an audit row and change-log rows in the same transaction.
//! - An import is one unit of work ([`Store::begin_import`]) and can be undone as a whole.
//! - Ids, the author and the time are arguments: nothing here reads a clock or draws a random number.
//!
//! It depends on `qianxian-core` for the words and on nothing else of the project: not on text, index, matching or
//! the web. sqlx stays inside. Everything is `async` on tokio, because sqlx is.
//!
//! From the outside in: `contract` says what can be asked; `sql` says it in SQL that both databases understand; `db`
//! is the seam where the backends meet; `sqlite` and `pg` open the database, speak to the driver and translate its errors.

pub mod contract;
mod db;
mod error;
pub mod pg;
mod place;
mod sql;
pub mod sqlite;

#[cfg(test)]
mod conformance;

pub use contract::{
    AuditEntry, AuditFilter, Author, BondFacts, Change, Changes, CompanyFacts, CompanyFilter, Entity, EntityKind,
    EntityRef, Fact, Facts, Filling, Import, ImportId, Listener, NewImport, Rows, Sequence, Setting, SettingKey, Shelf,
    Store, Tally, Undone, UnitOfWork, Version, Versioned, View,
};
pub use error::{Cause, StoreError};
pub use place::Place;
pub use sql::{
    Book,
    copy::{StoredRow, TableSpec},
};
