//! Reading entities of any kind.

use crate::{
    contract::{CompanyFilter, Rows, Versioned},
    db::{Connection, Row, Statement},
    error::StoreError,
    sql::table::{Table, kept, select},
};
use qianxian_core::Company;
use std::collections::HashMap;

/// Rows of one page when a whole table is read: so many are held in the driver's form at once.
const PAGE: u32 = 5_000;

/// One thing by its id, deleted or not.
pub(crate) async fn lookup<T: Table>(
    connection: &mut Connection,
    id: &T::Id,
) -> Result<Option<Versioned<T>>, StoreError> {
    Ok(by_ids(connection, std::slice::from_ref(id)).await?.remove(id))
}

/// Things by their ids, deleted or not; a missing one is left out.
pub(crate) async fn by_ids<T: Table>(
    connection: &mut Connection,
    ids: &[T::Id],
) -> Result<HashMap<T::Id, Versioned<T>>, StoreError> {
    let mut found = HashMap::with_capacity(ids.len());
    for some in ids.chunks(Statement::MOST_ROWS) {
        let mut statement = select::<T>();
        statement.push(" WHERE id IN ").bind_all(some.iter().map(ToString::to_string));
        let rows = fetch_kept::<T>(connection, statement).await?;
        found.extend(rows.into_iter().map(|kept| (kept.value.id(), kept)));
    }
    Ok(found)
}

/// Every row of a kind, by id.
pub(crate) async fn list<T: Table>(connection: &mut Connection, rows: Rows) -> Result<Vec<Versioned<T>>, StoreError> {
    let mut all: Vec<Versioned<T>> = Vec::new();
    loop {
        let after = all.last().map_or_else(String::new, |last| last.value.id().to_string());
        let mut statement = select::<T>();
        statement.push(" WHERE id > ").bind(after);
        statement.push(which(rows)).push(" ORDER BY id LIMIT ").bind(i64::from(PAGE));
        let page = fetch_kept::<T>(connection, statement).await?;
        let is_last = page.len() < PAGE as usize;
        all.extend(page);
        if is_last {
            return Ok(all);
        }
    }
}

/// Live rows of which a column holds one of the keys.
pub(crate) async fn live_where<T: Table>(
    connection: &mut Connection,
    column: &str,
    keys: &[String],
) -> Result<Vec<T>, StoreError> {
    let mut found = Vec::new();
    for some in keys.chunks(Statement::MOST_ROWS) {
        let mut statement = select::<T>();
        statement.push(" WHERE deleted_at IS NULL AND ").push(column).push(" IN ");
        statement.bind_all(some.iter().map(String::as_str));
        found.extend(fetch_kept::<T>(connection, statement).await?.into_iter().map(|kept| kept.value));
    }
    Ok(found)
}

/// Companies by filter, by id.
pub(crate) async fn find_companies(
    connection: &mut Connection,
    filter: &CompanyFilter,
) -> Result<Vec<Versioned<Company>>, StoreError> {
    let mut statement = select::<Company>();
    statement.push(" WHERE id > ").bind(filter.after.map_or_else(String::new, |id| id.to_string()));
    statement.push(which(filter.rows));
    let equal = [
        (" AND name = ", filter.name.as_deref()),
        (" AND credit_code = ", filter.credit_code.as_deref()),
        (" AND kind = ", filter.kind.map(|kind| kind.code())),
        (" AND status = ", filter.status.map(|status| status.code())),
    ];
    for (condition, wanted) in equal {
        if let Some(wanted) = wanted {
            statement.push(condition).bind(wanted);
        }
    }
    statement.push(" ORDER BY id LIMIT ").bind(i64::from(filter.limit));
    fetch_kept(connection, statement).await
}

/// The things of the rows of a [`select`], with their parts.
async fn fetch_kept<T: Table>(
    connection: &mut Connection,
    statement: Statement,
) -> Result<Vec<Versioned<T>>, StoreError> {
    let rows: Vec<Row> = connection.fetch(statement).await?;
    let mut things = rows.iter().map(kept::<T>).collect::<Result<Vec<_>, _>>()?;
    drop(rows);
    T::read_parts(connection, &mut things).await?;
    Ok(things)
}

const fn which(rows: Rows) -> &'static str {
    match rows {
        Rows::Live => " AND deleted_at IS NULL",
        Rows::Deleted => " AND deleted_at IS NOT NULL",
        Rows::All => "",
    }
}
