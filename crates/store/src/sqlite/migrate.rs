//! The schema of a data file: whose file it is, how new it is, and bringing it up to date. Forward only.

use crate::{error::StoreError, sqlite::error};
use sqlx::{
    ConnectOptions, Connection, SqlSafeStr, SqliteConnection, SqlitePool,
    migrate::{MigrateError, Migration, MigrationType, Migrator},
    sqlite::SqliteConnectOptions,
};
use std::{path::Path, sync::Arc};

/// Written into the header of the file, so that a database of another program is told apart: "QXst".
const APPLICATION_ID: i64 = 0x5158_7374;
const SET_APPLICATION_ID: &str = "PRAGMA application_id = 1364751220";

/// The triggers that keep audit and change log append-only.
pub(super) const APPEND_ONLY: &str = include_str!("../../migrations/sqlite/0003_append_only.sql");

/// The steps of the schema. A step that was ever released is never changed: a new one is added.
fn migrations() -> Vec<Migration> {
    let step = |version, name: &'static str, sql: &'static str| {
        Migration::new(version, name.into(), MigrationType::Simple, sql.into_sql_str(), false)
    };
    vec![
        step(1, "facts", include_str!("../../migrations/0001_facts.sql")),
        step(2, "log", include_str!("../../migrations/0002_log.sql")),
        step(3, "append only", APPEND_ONLY),
        step(4, "books", include_str!("../../migrations/0004_books.sql")),
    ]
}

/// Refuses a file that is not for this program, before anything is written to it: even its journal mode is.
pub(super) async fn check(path: &Path, connect: &SqliteConnectOptions, place: &Arc<str>) -> Result<(), StoreError> {
    if !path.exists() {
        return Ok(());
    }
    let failed = |source| error::opening(place, source);
    let mut connection = connect.connect().await.map_err(failed)?;
    let state = inspect_now(&mut connection).await.map_err(failed)?;
    connection.close().await.map_err(failed)?;
    refuse(&state, newest(), place).map(drop)
}

/// Brings the schema up to date, all steps or none, while nobody else writes. A file that needs none is only read.
pub(super) async fn bring_up_to_date(pool: &SqlitePool, place: &Arc<str>) -> Result<(), StoreError> {
    let known = newest();
    let failed = |source| error::opening(place, source);
    let state = inspect_now(&mut *pool.acquire().await.map_err(failed)?).await.map_err(failed)?;
    if refuse(&state, known, place)? == known {
        return Ok(());
    }
    let mut writing = pool.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
    let state = inspect(&mut writing).await.map_err(failed)?;
    refuse(&state, known, place)?;
    sqlx::query(SET_APPLICATION_ID).execute(&mut *writing).await.map_err(failed)?;
    let run = Migrator::with_migrations(migrations()).run_direct(None, &mut *writing, false).await;
    run.map_err(|error| refused(error, known, place))?;
    writing.commit().await.map_err(failed)
}

/// The newest step this program knows.
fn newest() -> i64 {
    migrations().iter().map(|step| step.version).max().unwrap_or_default()
}

/// What a file says of itself.
struct State {
    application_id: i64,
    has_tables: bool,
    /// The last step applied to it; 0 where none was.
    applied: i64,
}

/// In a transaction of its own: another process may be making the file meanwhile.
async fn inspect_now(connection: &mut SqliteConnection) -> Result<State, sqlx::Error> {
    let mut reading = connection.begin().await?;
    let state = inspect(&mut reading).await?;
    reading.rollback().await?;
    Ok(state)
}

/// Inside a transaction of the caller.
async fn inspect(connection: &mut SqliteConnection) -> Result<State, sqlx::Error> {
    let application_id = sqlx::query_scalar("PRAGMA application_id").fetch_one(&mut *connection).await?;
    let tables: i64 = sqlx::query_scalar("SELECT CAST(COUNT(*) AS BIGINT) FROM sqlite_schema WHERE type = 'table'")
        .fetch_one(&mut *connection)
        .await?;
    let stepped: i64 =
        sqlx::query_scalar("SELECT CAST(COUNT(*) AS BIGINT) FROM sqlite_schema WHERE name = '_sqlx_migrations'")
            .fetch_one(&mut *connection)
            .await?;
    let applied = match stepped {
        0 => 0,
        _ => {
            let last = "SELECT CAST(COALESCE(MAX(version), 0) AS BIGINT) FROM _sqlx_migrations";
            sqlx::query_scalar(last).fetch_one(&mut *connection).await?
        }
    };
    Ok(State { application_id, has_tables: tables > 0, applied })
}

/// The last step applied, unless the file is not for this program.
fn refuse(state: &State, known: i64, place: &Arc<str>) -> Result<i64, StoreError> {
    let is_ours = state.application_id == APPLICATION_ID;
    let is_new = state.application_id == 0 && !state.has_tables;
    if !is_ours && !is_new {
        return Err(StoreError::OtherProgram { place: place.clone() });
    }
    if state.applied > known {
        return Err(StoreError::NewerSchema { place: place.clone(), found: state.applied, known });
    }
    Ok(state.applied)
}

fn refused(error: MigrateError, known: i64, place: &Arc<str>) -> StoreError {
    match error {
        MigrateError::Execute(source) | MigrateError::ExecuteMigration(source, _) => error::opening(place, source),
        MigrateError::VersionMissing(found) if found > known => {
            StoreError::NewerSchema { place: place.clone(), found, known }
        }
        other => StoreError::OtherSchema { place: place.clone(), source: other.into() },
    }
}
