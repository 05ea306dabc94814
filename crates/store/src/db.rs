//! The seam between the SQL, which is one for all databases, and the drivers, of which each backend has its own.
//!
//! A statement is text with `?` for each value and a list of typed values (a missing one is typed too: PostgreSQL wants
//! to know). SQLite takes `?` as it is. With `$1`, `$2` it looks each parameter up in a list by name: an import of
//! 5,000 companies with 20,000 lines took 32 s instead of 0.8 s. A driver that wants `$1` numbers them. No statement
//! contains a literal question mark.
//!
//! A backend adds one variant to each of the four enums here, and the compiler names what is missing.

use crate::{error::StoreError, pg, sqlite};
use std::{sync::Arc, time::Duration};

/// One value of a statement.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Text(String),
    MaybeText(Option<String>),
    Int(i64),
    MaybeInt(Option<i64>),
    Real(f64),
    Flag(bool),
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Value::Int(number)
    }
}

/// A statement being put together.
#[derive(Debug, Default)]
pub(crate) struct Statement {
    pub(crate) sql: String,
    pub(crate) values: Vec<Value>,
    /// Rows to insert, each as long as the others, and where in `sql` they stand; there are no other values then.
    pub(crate) rows: Option<(usize, Vec<Vec<Value>>)>,
}

impl Statement {
    /// Most values of one statement that every backend takes (SQLite 32,766; PostgreSQL 65,535).
    pub(crate) const MOST_VALUES: usize = 30_000;
    /// Most ids or rows of one statement: more make it no faster.
    pub(crate) const MOST_ROWS: usize = 500;
    /// Statements with more values than this are not kept prepared: there are too many lengths of them.
    const MOST_PREPARED: usize = 32;

    pub(crate) fn new(sql: impl Into<String>) -> Self {
        Statement { sql: sql.into(), values: Vec::new(), rows: None }
    }

    pub(crate) fn push(&mut self, sql: &str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    pub(crate) fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.sql.push('?');
        self.values.push(value.into());
        self
    }

    /// `(?, ?, ?)`.
    pub(crate) fn bind_all<V: Into<Value>>(&mut self, values: impl IntoIterator<Item = V>) -> &mut Self {
        self.sql.push('(');
        for (at, value) in values.into_iter().enumerate() {
            if at > 0 {
                self.sql.push_str(", ");
            }
            self.bind(value);
        }
        self.sql.push(')');
        self
    }

    /// Rows of an INSERT: each driver hands them over in its own way.
    pub(crate) fn rows(&mut self, rows: Vec<Vec<Value>>) -> &mut Self {
        self.rows = Some((self.sql.len(), rows));
        self
    }

    /// The statement with its rows as `VALUES (?, ..), (?, ..)`.
    pub(crate) fn spread(self) -> Statement {
        let Some((at, rows)) = self.rows else { return self };
        let mut spread = Statement::new(&self.sql[..at]);
        for (nth, row) in rows.into_iter().enumerate() {
            spread.push(if nth > 0 { ", " } else { "VALUES " }).bind_all(row);
        }
        spread.push(&self.sql[at..]);
        spread
    }

    /// The text with `$1`, `$2`, .. in the place of `?`.
    pub(crate) fn numbered(&self) -> String {
        let mut numbered = String::with_capacity(self.sql.len() + 4 * self.values.len());
        for (at, part) in self.sql.split('?').enumerate() {
            if at > 0 {
                numbered.push('$');
                numbered.push_str(&at.to_string());
            }
            numbered.push_str(part);
        }
        numbered
    }

    /// Whether the driver should keep it prepared for the next time.
    pub(crate) fn is_worth_preparing(&self) -> bool {
        self.values.len() <= Self::MOST_PREPARED
    }
}

/// A database: the pools of one backend.
#[derive(Debug, Clone)]
pub(crate) enum Db {
    Sqlite(sqlite::Pools),
    Postgres(pg::Pools),
}

impl Db {
    /// Begins a transaction that only reads and sees one moment.
    pub(crate) async fn read(&self) -> Result<Connection, StoreError> {
        match self {
            Db::Sqlite(pools) => pools.read().await.map(Connection::Sqlite),
            Db::Postgres(pools) => pools.read().await.map(Connection::Postgres),
        }
    }

    /// Begins a transaction that writes; one writer at a time.
    pub(crate) async fn write(&self) -> Result<Connection, StoreError> {
        match self {
            Db::Sqlite(pools) => pools.write().await.map(Connection::Sqlite),
            Db::Postgres(pools) => pools.write().await.map(Connection::Postgres),
        }
    }

    /// Closes all connections and waits for them.
    pub(crate) async fn close(&self) {
        match self {
            Db::Sqlite(pools) => pools.close().await,
            Db::Postgres(pools) => pools.close().await,
        }
    }

    /// Where it is, as one may show it to a person: a path, or an address without its password.
    pub(crate) fn place(&self) -> &Arc<str> {
        match self {
            Db::Sqlite(pools) => pools.place(),
            Db::Postgres(pools) => pools.place(),
        }
    }

    /// One who waits for changes.
    pub(crate) fn bell(&self) -> Bell {
        match self {
            Db::Sqlite(_) => Bell::Sqlite,
            Db::Postgres(pools) => Bell::Postgres(pg::Bell::new(pools)),
        }
    }
}

/// A transaction. Dropping it rolls back.
#[derive(Debug)]
pub(crate) enum Connection {
    Sqlite(sqlite::Transaction),
    Postgres(pg::Transaction),
}

impl Connection {
    /// Runs a statement and says how many rows it wrote.
    pub(crate) async fn execute(&mut self, statement: Statement) -> Result<u64, StoreError> {
        match self {
            Connection::Sqlite(transaction) => transaction.execute(statement).await,
            Connection::Postgres(transaction) => transaction.execute(statement).await,
        }
    }

    /// Runs a query.
    pub(crate) async fn fetch(&mut self, statement: Statement) -> Result<Vec<Row>, StoreError> {
        match self {
            Connection::Sqlite(transaction) => {
                Ok(transaction.fetch(statement).await?.into_iter().map(Row::Sqlite).collect())
            }
            Connection::Postgres(transaction) => {
                Ok(transaction.fetch(statement).await?.into_iter().map(Row::Postgres).collect())
            }
        }
    }

    /// Tells those who listen, when the transaction is committed.
    pub(crate) async fn ring(&mut self) -> Result<(), StoreError> {
        match self {
            // Who listens to a file looks at it now and then.
            Connection::Sqlite(_) => Ok(()),
            Connection::Postgres(transaction) => transaction.ring().await,
        }
    }

    /// What the database itself finds wrong with its file, in its own words; nothing where all is well.
    pub(crate) async fn integrity(&mut self) -> Result<Vec<String>, StoreError> {
        match self {
            Connection::Sqlite(transaction) => transaction.integrity().await,
            // The server looks after its pages and keys itself.
            Connection::Postgres(_) => Ok(Vec::new()),
        }
    }

    /// Lets audit and change log be emptied until [`Connection::lock_log`], in this transaction only: a backup is put
    /// in the place of everything.
    pub(crate) async fn unlock_log(&mut self) -> Result<(), StoreError> {
        match self {
            Connection::Sqlite(transaction) => transaction.unlock_log().await,
            Connection::Postgres(transaction) => transaction.guard_log(false).await,
        }
    }

    /// Makes audit and change log append-only again.
    pub(crate) async fn lock_log(&mut self) -> Result<(), StoreError> {
        match self {
            Connection::Sqlite(transaction) => transaction.lock_log().await,
            Connection::Postgres(transaction) => transaction.guard_log(true).await,
        }
    }

    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        match self {
            Connection::Sqlite(transaction) => transaction.commit().await,
            Connection::Postgres(transaction) => transaction.commit().await,
        }
    }

    pub(crate) async fn rollback(self) -> Result<(), StoreError> {
        match self {
            Connection::Sqlite(transaction) => transaction.rollback().await,
            Connection::Postgres(transaction) => transaction.rollback().await,
        }
    }
}

/// How often a file is looked at.
const LOOK: Duration = Duration::from_millis(500);

/// One who waits for changes.
#[derive(Debug)]
pub(crate) enum Bell {
    Sqlite,
    Postgres(pg::Bell),
}

impl Bell {
    /// Begins to hear: whatever is saved after this ends the next [`Bell::wait`].
    pub(crate) async fn arm(&mut self) {
        match self {
            Bell::Sqlite => {}
            Bell::Postgres(bell) => bell.arm().await,
        }
    }

    /// Waits until something may have changed.
    pub(crate) async fn wait(&mut self) {
        match self {
            Bell::Sqlite => tokio::time::sleep(LOOK).await,
            Bell::Postgres(bell) => bell.wait().await,
        }
    }
}

/// A row of a result. Columns are asked for by place; an error is the driver's word on what is wrong with the value.
pub(crate) enum Row {
    Sqlite(sqlite::Row),
    Postgres(pg::Row),
}

/// What is wrong with a value of a row.
pub(crate) type BadValue = Box<dyn std::error::Error + Send + Sync>;

impl Row {
    pub(crate) fn text(&self, at: usize) -> Result<Option<&str>, BadValue> {
        match self {
            Row::Sqlite(row) => row.text(at),
            Row::Postgres(row) => row.text(at),
        }
    }

    pub(crate) fn int(&self, at: usize) -> Result<Option<i64>, BadValue> {
        match self {
            Row::Sqlite(row) => row.int(at),
            Row::Postgres(row) => row.int(at),
        }
    }

    pub(crate) fn real(&self, at: usize) -> Result<Option<f64>, BadValue> {
        match self {
            Row::Sqlite(row) => row.real(at),
            Row::Postgres(row) => row.real(at),
        }
    }

    pub(crate) fn flag(&self, at: usize) -> Result<Option<bool>, BadValue> {
        match self {
            Row::Sqlite(row) => row.flag(at),
            Row::Postgres(row) => row.flag(at),
        }
    }
}
