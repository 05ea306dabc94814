//! Connections to the file, and statements and rows in the driver's words.

use crate::{
    db::{BadValue, Statement, Value},
    error::StoreError,
    sqlite::{Options, error, migrate},
};
use sqlx::{
    Arguments, AssertSqlSafe, Row as _, Sqlite, SqlitePool,
    sqlite::{
        SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
    },
};
use std::{path::Path, sync::Arc, time::Duration};
use tokio::time::{Instant, sleep};

/// Rows the driver may read ahead of us: its default of 50 costs a change of threads every 50 rows.
const ROWS_AHEAD: usize = 1_000;

/// Between two tries to open.
const PAUSE: Duration = Duration::from_millis(20);

/// The connections to one file: one that writes, and those that read.
#[derive(Debug, Clone)]
pub(crate) struct Pools {
    write: SqlitePool,
    read: SqlitePool,
    place: Arc<str>,
}

impl Pools {
    /// Opens a file. Turning a new file to WAL does not wait for others who do the same: it is tried again.
    pub(crate) async fn open(path: &Path, options: &Options) -> Result<Pools, StoreError> {
        let start = Instant::now();
        loop {
            match Pools::open_once(path, options).await {
                Err(StoreError::Busy { .. }) if start.elapsed() < options.busy_timeout => sleep(PAUSE).await,
                done => return done,
            }
        }
    }

    async fn open_once(path: &Path, options: &Options) -> Result<Pools, StoreError> {
        let place: Arc<str> = path.display().to_string().into();
        check_path(path, &place)?;
        let connect = SqliteConnectOptions::new()
            .filename(path)
            .busy_timeout(options.busy_timeout)
            .foreign_keys(true)
            .row_buffer_size(ROWS_AHEAD);
        migrate::check(path, &connect, &place).await?;
        let writer = connect
            .clone()
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full);
        let wait = options.busy_timeout.max(Duration::from_millis(1));
        let pool = || {
            let pool = SqlitePoolOptions::new().test_before_acquire(false).acquire_timeout(wait);
            pool.idle_timeout(None).max_lifetime(None)
        };
        let failed = |source| error::opening(&place, source);
        let write = pool().max_connections(1).connect_with(writer).await.map_err(failed)?;
        if let Err(error) = migrate::bring_up_to_date(&write, &place).await {
            write.close().await;
            return Err(error);
        }
        let readers = pool().max_connections(options.readers.max(1));
        let read = readers.connect_with(connect.read_only(true)).await.map_err(failed)?;
        Ok(Pools { write, read, place })
    }

    pub(crate) fn place(&self) -> &Arc<str> {
        &self.place
    }

    pub(crate) async fn read(&self) -> Result<Transaction, StoreError> {
        self.begin(&self.read, "BEGIN").await.map_err(|error| match error {
            StoreError::Busy { place, source } => StoreError::Crowded { place, source },
            other => other,
        })
    }

    pub(crate) async fn write(&self) -> Result<Transaction, StoreError> {
        self.begin(&self.write, "BEGIN IMMEDIATE").await
    }

    async fn begin(&self, pool: &SqlitePool, begin: &'static str) -> Result<Transaction, StoreError> {
        let transaction = pool.begin_with(begin).await.map_err(|source| error::using(&self.place, source))?;
        Ok(Transaction { transaction, place: self.place.clone() })
    }

    pub(crate) async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }
}

/// What SQLite would only call "unable to open".
fn check_path(path: &Path, place: &Arc<str>) -> Result<(), StoreError> {
    if path.is_dir() {
        return Err(StoreError::IsFolder { place: place.clone() });
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    match folder.map(Path::try_exists) {
        Some(Ok(false)) => Err(StoreError::NoFolder { place: place.clone() }),
        Some(Err(source)) => Err(StoreError::NoPermission { place: place.clone(), source: source.into() }),
        None | Some(Ok(true)) => Ok(()),
    }
}

/// A transaction. Dropping it rolls back.
#[derive(Debug)]
pub(crate) struct Transaction {
    transaction: sqlx::Transaction<'static, Sqlite>,
    place: Arc<str>,
}

impl Transaction {
    pub(crate) async fn execute(&mut self, statement: Statement) -> Result<u64, StoreError> {
        let done = query(statement).execute(&mut *self.transaction).await;
        done.map(|done| done.rows_affected()).map_err(|source| error::using(&self.place, source))
    }

    pub(crate) async fn fetch(&mut self, statement: Statement) -> Result<Vec<Row>, StoreError> {
        let rows = query(statement).fetch_all(&mut *self.transaction).await;
        let rows = rows.map_err(|source| error::using(&self.place, source))?;
        Ok(rows.into_iter().map(Row).collect())
    }

    /// What `integrity_check` and `foreign_key_check` say, but for "ok".
    pub(crate) async fn integrity(&mut self) -> Result<Vec<String>, StoreError> {
        let mut faults = Vec::new();
        for row in self.fetch(Statement::new("PRAGMA integrity_check(20)")).await? {
            faults.extend(row.text(0).ok().flatten().filter(|word| *word != "ok").map(str::to_owned));
        }
        for row in self.fetch(Statement::new("PRAGMA foreign_key_check")).await? {
            let (table, parent) = (row.text(0).ok().flatten(), row.text(2).ok().flatten());
            faults.push(format!("{} -> {}", table.unwrap_or("?"), parent.unwrap_or("?")));
        }
        Ok(faults)
    }

    /// Takes the triggers away; a roll-back brings them back.
    pub(crate) async fn unlock_log(&mut self) -> Result<(), StoreError> {
        for trigger in ["audit_is_not_changed", "audit_is_not_removed", "change_log_is_not_changed"] {
            self.execute(Statement::new(format!("DROP TRIGGER IF EXISTS {trigger}"))).await?;
        }
        Ok(())
    }

    /// Puts the triggers back as the schema made them.
    pub(crate) async fn lock_log(&mut self) -> Result<(), StoreError> {
        let done = sqlx::raw_sql(migrate::APPEND_ONLY).execute(&mut *self.transaction).await;
        done.map(drop).map_err(|source| error::using(&self.place, source))
    }

    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        self.transaction.commit().await.map_err(|source| error::using(&self.place, source))
    }

    pub(crate) async fn rollback(self) -> Result<(), StoreError> {
        self.transaction.rollback().await.map_err(|source| error::using(&self.place, source))
    }
}

fn query(statement: Statement) -> sqlx::query::Query<'static, Sqlite, SqliteArguments> {
    let statement = statement.spread();
    let persistent = statement.is_worth_preparing();
    let mut arguments = SqliteArguments::default();
    arguments.reserve(statement.values.len(), 0);
    for value in statement.values {
        let added = match value {
            Value::Text(text) => arguments.add(text),
            Value::MaybeText(text) => arguments.add(text),
            Value::Int(number) => arguments.add(number),
            Value::MaybeInt(number) => arguments.add(number),
            Value::Real(number) => arguments.add(number),
            Value::Flag(flag) => arguments.add(flag),
        };
        debug_assert!(added.is_ok(), "texts and numbers always encode");
    }
    // The text of a statement is put together from constants of this crate; what people wrote is bound.
    sqlx::query_with(AssertSqlSafe(statement.sql), arguments).persistent(persistent)
}

/// A row of a result.
pub(crate) struct Row(SqliteRow);

impl Row {
    pub(crate) fn text(&self, at: usize) -> Result<Option<&str>, BadValue> {
        self.0.try_get(at).map_err(Into::into)
    }

    pub(crate) fn int(&self, at: usize) -> Result<Option<i64>, BadValue> {
        self.0.try_get(at).map_err(Into::into)
    }

    pub(crate) fn real(&self, at: usize) -> Result<Option<f64>, BadValue> {
        self.0.try_get(at).map_err(Into::into)
    }

    pub(crate) fn flag(&self, at: usize) -> Result<Option<bool>, BadValue> {
        self.0.try_get(at).map_err(Into::into)
    }
}
