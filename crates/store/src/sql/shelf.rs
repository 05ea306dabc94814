//! The shelf in SQL.

use crate::{
    db::{Connection, Statement, Value},
    error::StoreError,
    sql::fields::Fields,
};
use jiff::Timestamp;

pub(crate) async fn get(
    connection: &mut Connection,
    space: &str,
    key: &str,
    now: Timestamp,
) -> Result<Option<String>, StoreError> {
    let mut statement = Statement::new("SELECT key, value FROM shelf WHERE space = ");
    statement.bind(space).push(" AND key = ").bind(key);
    statement.push(" AND (expires_at IS NULL OR expires_at > ").bind(now.as_microsecond()).push(")");
    let rows = connection.fetch(statement).await?;
    rows.first().map(|row| value_of(row).map(|(_, value)| value)).transpose()
}

pub(crate) async fn list(
    connection: &mut Connection,
    space: &str,
    now: Timestamp,
) -> Result<Vec<(String, String)>, StoreError> {
    let mut statement = Statement::new("SELECT key, value FROM shelf WHERE space = ");
    statement.bind(space);
    statement.push(" AND (expires_at IS NULL OR expires_at > ").bind(now.as_microsecond()).push(") ORDER BY key");
    connection.fetch(statement).await?.iter().map(value_of).collect()
}

/// Writes; with `unless_live`, only where nothing lies there that still holds. Says whether it wrote.
pub(crate) async fn put(
    connection: &mut Connection,
    space: &str,
    key: &str,
    value: &str,
    expires: Option<Timestamp>,
    unless_live: Option<Timestamp>,
) -> Result<bool, StoreError> {
    let mut statement = Statement::new("INSERT INTO shelf (space, key, value, expires_at) VALUES ");
    let expires = Value::MaybeInt(expires.map(Timestamp::as_microsecond));
    statement.bind_all([space.into(), key.into(), value.into(), expires]);
    statement.push(" ON CONFLICT (space, key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at");
    if let Some(now) = unless_live {
        statement.push(" WHERE shelf.expires_at IS NOT NULL AND shelf.expires_at <= ").bind(now.as_microsecond());
    }
    Ok(connection.execute(statement).await? > 0)
}

/// Lets a value lie longer. Says whether it lies there.
pub(crate) async fn extend(
    connection: &mut Connection,
    space: &str,
    key: &str,
    value: &str,
    expires: Timestamp,
) -> Result<bool, StoreError> {
    let mut statement = Statement::new("UPDATE shelf SET expires_at = ");
    statement.bind(expires.as_microsecond()).push(" WHERE space = ").bind(space);
    statement.push(" AND key = ").bind(key).push(" AND value = ").bind(value);
    Ok(connection.execute(statement).await? > 0)
}

/// Takes away; with `value`, only if that is what lies there. Says whether it did.
pub(crate) async fn remove(
    connection: &mut Connection,
    space: &str,
    key: &str,
    value: Option<&str>,
) -> Result<bool, StoreError> {
    let mut statement = Statement::new("DELETE FROM shelf WHERE space = ");
    statement.bind(space).push(" AND key = ").bind(key);
    if let Some(value) = value {
        statement.push(" AND value = ").bind(value);
    }
    Ok(connection.execute(statement).await? > 0)
}

pub(crate) async fn sweep(connection: &mut Connection, now: Timestamp) -> Result<u64, StoreError> {
    let mut statement = Statement::new("DELETE FROM shelf WHERE expires_at <= ");
    statement.bind(now.as_microsecond());
    connection.execute(statement).await
}

fn value_of(row: &crate::db::Row) -> Result<(String, String), StoreError> {
    let mut fields = Fields::new(row, "shelf");
    Ok((fields.text("key")?, fields.text("value")?))
}
