//! The schema of a database: whose it is, how new it is, and bringing it up to date. Forward only.

use crate::{
    error::StoreError,
    pg::{Address, error},
};
use sqlx::{
    AssertSqlSafe, Connection, PgConnection, SqlSafeStr,
    migrate::{MigrateError, Migration, MigrationType, Migrator},
};
use std::sync::Arc;

/// Held while the schema is looked at and changed: "QXst".
const LOCK: &str = "SELECT pg_advisory_xact_lock(1364751220)";
/// Another process may be bringing a large database up to date.
const WAIT: &str = "SET LOCAL lock_timeout = '10min'";

/// The steps of the schema. A step that was ever released is never changed: a new one is added.
///
/// Texts compare byte by byte, as in SQLite, whatever the language of the database.
fn migrations() -> Vec<Migration> {
    let step = |version, name: &'static str, sql: &'static str| {
        let sql = AssertSqlSafe(sql.replace(" TEXT", " TEXT COLLATE \"C\"")).into_sql_str();
        Migration::new(version, name.into(), MigrationType::Simple, sql, false)
    };
    vec![
        step(1, "facts", include_str!("../../migrations/0001_facts.sql")),
        step(2, "log", include_str!("../../migrations/0002_log.sql")),
        step(3, "append only", include_str!("../../migrations/pgsql/0003_append_only.sql")),
        step(4, "books", include_str!("../../migrations/0004_books.sql")),
    ]
}

/// Brings the schema up to date, all steps or none, one process at a time. A database that needs none is only read.
pub(super) async fn bring_up_to_date(connection: &mut PgConnection, address: &Address) -> Result<(), StoreError> {
    let place = address.shown();
    let known = migrations().iter().map(|step| step.version).max().unwrap_or_default();
    let failed = |source| error::using(place, source);
    let state = inspect(connection).await.map_err(failed)?;
    if state.encoding != "UTF8" {
        return Err(StoreError::WrongEncoding { place: place.clone(), found: state.encoding });
    }
    if refuse(&state, known, place)? == known {
        return Ok(());
    }
    let mut writing = connection.begin().await.map_err(failed)?;
    sqlx::query(WAIT).execute(&mut *writing).await.map_err(failed)?;
    sqlx::query(LOCK).execute(&mut *writing).await.map_err(failed)?;
    refuse(&inspect(&mut writing).await.map_err(failed)?, known, place)?;
    // Our lock, not the migrator's: that one holds for a session, not for a transaction.
    let run = Migrator::with_migrations(migrations()).set_locking(false).run_direct(None, &mut *writing, false).await;
    run.map_err(|error| refused(error, known, place))?;
    writing.commit().await.map_err(failed)
}

/// What a database says of itself.
struct State {
    encoding: String,
    /// Tables in our schema, those of extensions left out.
    tables: i64,
    is_ours: bool,
    /// The last step applied to it; 0 where none was.
    applied: i64,
}

async fn inspect(connection: &mut PgConnection) -> Result<State, sqlx::Error> {
    let look = "SELECT current_setting('server_encoding'),
        (SELECT CAST(COUNT(*) AS BIGINT) FROM pg_class
            WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
            AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')),
        to_regclass(quote_ident(current_schema()) || '.log_head') IS NOT NULL
            AND to_regclass(quote_ident(current_schema()) || '._sqlx_migrations') IS NOT NULL";
    let (encoding, tables, is_ours): (String, i64, Option<bool>) =
        sqlx::query_as(look).fetch_one(&mut *connection).await?;
    let is_ours = is_ours.unwrap_or_default();
    let applied = match is_ours {
        false => 0,
        true => {
            let last = "SELECT CAST(COALESCE(MAX(version), 0) AS BIGINT) FROM _sqlx_migrations";
            sqlx::query_scalar(last).fetch_one(&mut *connection).await?
        }
    };
    Ok(State { encoding, tables, is_ours, applied })
}

/// The last step applied, unless the database is not for this program.
fn refuse(state: &State, known: i64, place: &Arc<str>) -> Result<i64, StoreError> {
    if !state.is_ours && state.tables > 0 {
        return Err(StoreError::OtherProgram { place: place.clone() });
    }
    if state.applied > known {
        return Err(StoreError::NewerSchema { place: place.clone(), found: state.applied, known });
    }
    Ok(state.applied)
}

fn refused(error: MigrateError, known: i64, place: &Arc<str>) -> StoreError {
    match error {
        MigrateError::Execute(source) | MigrateError::ExecuteMigration(source, _) => error::using(place, source),
        MigrateError::VersionMissing(found) if found > known => {
            StoreError::NewerSchema { place: place.clone(), found, known }
        }
        other => StoreError::OtherSchema { place: place.clone(), source: other.into() },
    }
}
