//! Connections to the server, transactions on them, and rows in the driver's words.

use crate::{
    db::{BadValue, Statement},
    error::StoreError,
    pg::{Address, Options, error, migrate, query::query},
};
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection as _, PgConnection, PgPool, Postgres, Row as _,
    postgres::{PgPoolOptions, PgRow},
};
use std::{sync::Arc, time::Duration};
use tokio::time::{Instant, sleep, timeout};

/// Between two tries to open.
const PAUSE: Duration = Duration::from_millis(100);

const WRITING: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
const READING: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// The connections to one database: those that write, those that read, those that listen.
#[derive(Debug, Clone)]
pub(crate) struct Pools {
    write: PgPool,
    read: PgPool,
    listen: PgPool,
    place: Arc<str>,
    /// The name of our bell: one a schema. None where the server has no bells.
    channel: Option<Arc<str>>,
}

impl Pools {
    /// Opens a database. A server that is just starting is waited for.
    pub(crate) async fn open(address: &Address, options: &Options) -> Result<Pools, StoreError> {
        let start = Instant::now();
        let place = address.shown().clone();
        let mut first = loop {
            let late = || StoreError::NoServer { place: place.clone(), source: "no answer".into() };
            let tried = timeout(options.busy_timeout, address.options().connect()).await.map_err(|_| late())?;
            match tried {
                Ok(connection) => break connection,
                Err(error) if is_starting(&error) && start.elapsed() < options.busy_timeout => sleep(PAUSE).await,
                Err(error) => return Err(error::opening(address, error)),
            }
        };
        migrate::bring_up_to_date(&mut first, address).await?;
        let channel = channel(&mut first).await.map_err(|source| error::using(&place, source))?;
        // It has done its work: that the server does not say good-bye is no failure.
        let _ = first.close().await;

        let pool = |connections: u32| {
            let settings = settings(options.busy_timeout);
            PgPoolOptions::new()
                .max_connections(connections.max(1))
                .acquire_timeout(options.busy_timeout.max(Duration::from_millis(1)))
                .after_connect(move |connection, _| {
                    let settings = settings.clone();
                    Box::pin(async move { sqlx::raw_sql(AssertSqlSafe(settings)).execute(connection).await.map(drop) })
                })
                .connect_lazy_with(address.options().clone())
        };
        Ok(Pools { write: pool(options.writers), read: pool(options.readers), listen: pool(4), place, channel })
    }

    pub(crate) fn place(&self) -> &Arc<str> {
        &self.place
    }

    /// The pool of listeners, and the bell they listen to.
    pub(super) fn bell(&self) -> (&PgPool, Option<&Arc<str>>) {
        (&self.listen, self.channel.as_ref())
    }

    pub(crate) async fn read(&self) -> Result<Transaction, StoreError> {
        self.begin(&self.read, READING).await.map_err(|error| match error {
            StoreError::Busy { place, source } => StoreError::Crowded { place, source },
            other => other,
        })
    }

    pub(crate) async fn write(&self) -> Result<Transaction, StoreError> {
        self.begin(&self.write, WRITING).await
    }

    /// A connection that is lost between two transactions costs nothing: it is tried once more.
    async fn begin(&self, pool: &PgPool, begin: &'static str) -> Result<Transaction, StoreError> {
        let transaction = match self.begin_once(pool, begin).await {
            Err(sqlx::Error::PoolTimedOut) => return Err(self.no_connection(pool)),
            Err(_) => self.begin_once(pool, begin).await.map_err(|source| error::using(&self.place, source))?,
            Ok(transaction) => transaction,
        };
        Ok(Transaction { transaction, place: self.place.clone(), channel: self.channel.clone() })
    }

    async fn begin_once(
        &self,
        pool: &PgPool,
        begin: &'static str,
    ) -> Result<sqlx::Transaction<'static, Postgres>, sqlx::Error> {
        pool.begin_with(begin).await
    }

    /// Nothing came free in time, or nothing could be connected: the pool tells them apart by its size.
    fn no_connection(&self, pool: &PgPool) -> StoreError {
        let (place, source) = (self.place.clone(), sqlx::Error::PoolTimedOut.into());
        if pool.size() >= pool.options().get_max_connections() {
            StoreError::Busy { place, source }
        } else {
            StoreError::NoServer { place, source }
        }
    }

    pub(crate) async fn close(&self) {
        self.listen.close().await;
        self.read.close().await;
        self.write.close().await;
    }
}

/// What every connection is set to. `synchronous_commit` is raised where it would lose what was saved, never lowered.
fn settings(wait: Duration) -> String {
    format!(
        "SET lock_timeout = {}; SET idle_in_transaction_session_timeout = '60s';
        SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'",
        wait.as_millis().max(1)
    )
}

fn is_starting(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(|error| error.code().as_deref() == Some("57P03"))
}

/// The name of the bell of our schema, if the server has bells: some that speak PostgreSQL's language do not. A standby
/// cannot ring and has nothing to ring for.
async fn channel(connection: &mut PgConnection) -> Result<Option<Arc<str>>, sqlx::Error> {
    let ask = "SELECT pg_is_in_recovery(), 'qianxian_' || md5(current_schema())";
    let (is_standby, name): (bool, String) = sqlx::query_as(ask).fetch_one(&mut *connection).await?;
    let rings = is_standby || sqlx::query("SELECT pg_notify($1, '')").bind(&name).execute(connection).await.is_ok();
    Ok(rings.then(|| name.into()))
}

/// A transaction. Dropping it rolls back.
#[derive(Debug)]
pub(crate) struct Transaction {
    transaction: sqlx::Transaction<'static, Postgres>,
    place: Arc<str>,
    channel: Option<Arc<str>>,
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

    /// Turns the triggers of audit and change log on or off; a roll-back leaves them on.
    pub(crate) async fn guard_log(&mut self, on: bool) -> Result<(), StoreError> {
        let word = if on { "ENABLE" } else { "DISABLE" };
        for table in ["audit", "change_log"] {
            self.execute(Statement::new(format!("ALTER TABLE {table} {word} TRIGGER USER"))).await?;
        }
        Ok(())
    }

    /// Rings the bell when the transaction is committed.
    pub(crate) async fn ring(&mut self) -> Result<(), StoreError> {
        let Some(channel) = &self.channel else { return Ok(()) };
        let rung = sqlx::query("SELECT pg_notify($1, '')").bind(&**channel).execute(&mut *self.transaction).await;
        rung.map(drop).map_err(|source| error::using(&self.place, source))
    }

    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        self.transaction.commit().await.map_err(|source| error::saving(&self.place, source))
    }

    pub(crate) async fn rollback(self) -> Result<(), StoreError> {
        self.transaction.rollback().await.map_err(|source| error::using(&self.place, source))
    }
}

/// A row of a result.
pub(crate) struct Row(PgRow);

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
