//! Moving house: every row of a store, to be put into another one of either kind.
//!
//! A copy is equal to what it was made from: same versions, times, deleted rows, audit, change log, sequence. What runs
//! out (sessions, locks) stays behind; hashes of passwords go along into a backup, not into a readable export.

use crate::{
    contract::{Sequence, Store, View},
    db::{Connection, Statement, Value},
    error::StoreError,
    sql::{
        copy::{self, StoredRow, TABLES, TableSpec},
        fields::Fields,
        log,
    },
};
use std::collections::BTreeSet;

/// Rows read or written at once.
const PAGE: i64 = 5_000;
/// The table of things that run out, and of secrets.
const SHELF: &str = "shelf";
/// The table with the sequence.
const HEAD: &str = "log_head";

impl Store {
    /// Every table that holds facts or their history, one that refers to another after it. Secrets are not among them.
    pub fn tables() -> impl Iterator<Item = &'static TableSpec> {
        TABLES.iter().filter(|table| table.name != SHELF)
    }

    /// Puts a copy of this store, as it is at this moment, into an empty one. `progress` hears how many rows are
    /// written.
    ///
    /// # Errors
    /// [`StoreError::NotEmpty`] where the other store holds something.
    pub async fn copy_into(&self, other: &Store, progress: &(dyn Fn(u64) + Sync)) -> Result<Sequence, StoreError> {
        let mut view = self.view().await?;
        let mut filling = other.begin_filling().await?;
        filling.take(&mut view, progress).await?;
        filling.save().await
    }

    /// Puts the content of another store in the place of this one's, all or nothing. Whoever follows the change log
    /// sees every company as changed.
    pub async fn replace_with(&self, other: &Store, progress: &(dyn Fn(u64) + Sync)) -> Result<Sequence, StoreError> {
        let mut view = other.view().await?;
        let mut filling = self.begin_replacing().await?;
        filling.take(&mut view, progress).await?;
        filling.save().await
    }

    /// Begins to fill an empty store row by row.
    ///
    /// # Errors
    /// [`StoreError::NotEmpty`] where it holds something.
    pub async fn begin_filling(&self) -> Result<Filling, StoreError> {
        let mut connection = self.db().write().await?;
        if log::sequence(&mut connection).await? != Sequence(0) {
            return Err(StoreError::NotEmpty { place: self.place().into() });
        }
        connection.execute(Statement::new("DELETE FROM log_head")).await?;
        Ok(Filling { connection, replaced: None })
    }

    async fn begin_replacing(&self) -> Result<Filling, StoreError> {
        let mut connection = self.db().write().await?;
        // Taken, so that no other writer begins meanwhile.
        let before = log::take_sequence(&mut connection).await?;
        let companies = company_ids(&mut connection).await?;
        connection.unlock_log().await?;
        for table in TABLES.iter().rev().filter(|table| table.name != SHELF) {
            connection.execute(Statement::new(format!("DELETE FROM {}", table.name))).await?;
        }
        connection.execute(Statement::new("DELETE FROM shelf WHERE expires_at IS NULL")).await?;
        Ok(Filling { connection, replaced: Some((before, companies)) })
    }
}

impl View {
    /// The next rows of a table behind the last one read, by key; empty at its end.
    pub async fn rows(
        &mut self,
        table: &'static TableSpec,
        last: Option<&StoredRow>,
    ) -> Result<Vec<StoredRow>, StoreError> {
        copy::page(self.connection(), table, last, PAGE).await
    }
}

/// A store being filled. Dropping it leaves the store as it was.
#[derive(Debug)]
pub struct Filling {
    connection: Connection,
    /// What stood before, where something did: its sequence and its companies.
    replaced: Option<(Sequence, BTreeSet<String>)>,
}

impl Filling {
    /// Adds rows of a table; tables come in the order of [`Store::tables`].
    pub async fn add(&mut self, table: &'static TableSpec, rows: &[StoredRow]) -> Result<(), StoreError> {
        copy::insert(&mut self.connection, table, rows).await
    }

    async fn take(&mut self, view: &mut View, progress: &(dyn Fn(u64) + Sync)) -> Result<(), StoreError> {
        let mut written = 0;
        for table in TABLES {
            let mut rows = view.rows(table, None).await?;
            while let Some(last) = rows.last().cloned() {
                if table.name == SHELF {
                    rows.retain(|row| row.0.last() == Some(&Value::MaybeInt(None)));
                }
                self.add(table, &rows).await?;
                written += rows.len() as u64;
                progress(written);
                rows = view.rows(table, Some(&last)).await?;
            }
        }
        Ok(())
    }

    /// Saves. Gives the sequence from which on everybody sees it.
    pub async fn save(mut self) -> Result<Sequence, StoreError> {
        let rows = self.connection.fetch(Statement::new("SELECT id, sequence FROM log_head")).await?;
        let mut sequence = match rows.first() {
            Some(row) => {
                let mut fields = Fields::new(row, HEAD);
                fields.int("id")?;
                Sequence(fields.int("sequence")?)
            }
            None => {
                self.connection.execute(Statement::new("INSERT INTO log_head (id, sequence) VALUES (1, 0)")).await?;
                Sequence(0)
            }
        };
        if let Some((before, mut companies)) = self.replaced.take() {
            companies.extend(company_ids(&mut self.connection).await?);
            sequence = Sequence(sequence.0.max(before.0) + 1);
            let mut head = Statement::new("UPDATE log_head SET sequence = ");
            head.bind(sequence.0);
            self.connection.execute(head).await?;
            let rows = companies.into_iter().map(|id| [Value::Int(sequence.0), "company".into(), id.into()]);
            const INTO: &str = "INSERT INTO change_log (sequence, kind, company_id) ";
            log::insert(&mut self.connection, INTO, rows.collect()).await?;
            self.connection.lock_log().await?;
        }
        self.connection.ring().await?;
        self.connection.commit().await?;
        Ok(sequence)
    }
}

async fn company_ids(connection: &mut Connection) -> Result<BTreeSet<String>, StoreError> {
    let rows = connection.fetch(Statement::new("SELECT id FROM company")).await?;
    rows.iter().map(|row| Fields::new(row, "company").text("id")).collect()
}
