//! The sequence, the change log and the audit.

use crate::{
    contract::{AuditEntry, AuditFilter, Change, Changes, EntityKind, Sequence},
    db::{Connection, Statement, Value},
    error::StoreError,
    sql::fields::Fields,
};
use qianxian_core::CompanyId;
use std::collections::BTreeSet;

/// Number of the last unit of work.
pub(crate) async fn sequence(connection: &mut Connection) -> Result<Sequence, StoreError> {
    head(connection, Statement::new("SELECT sequence FROM log_head WHERE id = 1")).await
}

/// Takes the next number; until the transaction ends, no other writer can.
pub(crate) async fn take_sequence(connection: &mut Connection) -> Result<Sequence, StoreError> {
    let next = "UPDATE log_head SET sequence = sequence + 1 WHERE id = 1 RETURNING sequence";
    head(connection, Statement::new(next)).await
}

async fn head(connection: &mut Connection, statement: Statement) -> Result<Sequence, StoreError> {
    let rows = connection.fetch(statement).await?;
    let row = rows.first().ok_or_else(|| StoreError::Inconsistent {
        table: "log_head",
        column: "sequence",
        id: "1".to_owned(),
        source: "row is missing".into(),
    })?;
    Fields::new(row, "log_head").int("sequence").map(Sequence)
}

/// Writes what a unit of work touched.
pub(crate) async fn write_changes(
    connection: &mut Connection,
    sequence: Sequence,
    touched: &BTreeSet<(EntityKind, Option<CompanyId>)>,
) -> Result<(), StoreError> {
    let rows = touched.iter().map(|(kind, company)| {
        let company = company.map_or_else(String::new, |company| company.to_string());
        [Value::Int(sequence.0), kind.code().into(), company.into()]
    });
    insert(connection, "INSERT INTO change_log (sequence, kind, company_id) ", rows.collect()).await
}

/// Runs an INSERT of many rows, as few statements as possible.
pub(crate) async fn insert<const N: usize>(
    connection: &mut Connection,
    into: &str,
    rows: Vec<[Value; N]>,
) -> Result<(), StoreError> {
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let mut statement = Statement::new(into);
        statement.rows(rows.by_ref().take(Statement::MOST_ROWS).map(Vec::from).collect());
        connection.execute(statement).await?;
    }
    Ok(())
}

/// The changes behind a sequence.
pub(crate) async fn changes_since(
    connection: &mut Connection,
    since: Sequence,
    to: Sequence,
) -> Result<Changes, StoreError> {
    let mut statement = Statement::new("SELECT sequence, kind, company_id FROM change_log WHERE sequence > ");
    statement.bind(since.0).push(" ORDER BY sequence");
    let mut touched: BTreeSet<(Sequence, EntityKind, Option<CompanyId>)> = BTreeSet::new();
    for row in connection.fetch(statement).await? {
        let mut row = Fields::new(&row, "change_log");
        let (sequence, kind) = (Sequence(row.int("sequence")?), row.parsed("kind")?);
        let company = match row.str("company_id")? {
            "" => None,
            id => Some(id.parse().map_err(|source: uuid::Error| row.fault("company_id", source))?),
        };
        touched.insert((sequence, kind, company));
    }
    let mut changes: Vec<Change> = Vec::new();
    for (sequence, kind, company) in touched {
        match changes.last_mut() {
            Some(last) if last.sequence == sequence && last.kind == kind => last.companies.extend(company),
            _ => changes.push(Change { sequence, kind, companies: company.into_iter().collect() }),
        }
    }
    Ok(Changes { to, changes })
}

/// Lines of the audit by filter.
pub(crate) async fn audit(connection: &mut Connection, filter: &AuditFilter) -> Result<Vec<AuditEntry>, StoreError> {
    let (sequence, ordinal) = filter.after.unwrap_or_default();
    let mut statement = Statement::new(
        "SELECT sequence, ordinal, who, at, kind, entity_id, before, after, import_id FROM audit WHERE (sequence > ",
    );
    statement.bind(sequence.0).push(" OR (sequence = ").bind(sequence.0);
    statement.push(" AND ordinal > ").bind(ordinal).push("))");
    let equal = [
        (" AND kind = ", filter.kind.map(|kind| kind.code().to_owned())),
        (" AND entity_id = ", filter.id.clone()),
        (" AND who = ", filter.who.clone()),
        (" AND import_id = ", filter.import.map(|import| import.to_string())),
    ];
    for (condition, wanted) in equal {
        if let Some(wanted) = wanted {
            statement.push(condition).bind(wanted);
        }
    }
    if let Some((sequence, ordinal)) = filter.before {
        statement.push(" AND (sequence < ").bind(sequence.0).push(" OR (sequence = ").bind(sequence.0);
        statement.push(" AND ordinal < ").bind(ordinal).push("))");
    }
    let order = if filter.before.is_some() { "sequence DESC, ordinal DESC" } else { "sequence, ordinal" };
    statement.push(" ORDER BY ").push(order);
    statement.push(" LIMIT ").bind(i64::from(filter.limit));
    let rows = connection.fetch(statement).await?;
    rows.iter().map(|row| audit_entry(&mut Fields::new(row, "audit"))).collect()
}

fn audit_entry(row: &mut Fields<'_>) -> Result<AuditEntry, StoreError> {
    Ok(AuditEntry {
        sequence: Sequence(row.int("sequence")?),
        ordinal: row.int("ordinal")?,
        who: row.text("who")?,
        at: row.time("at")?,
        kind: row.parsed("kind")?,
        id: row.text("entity_id")?,
        before: row.maybe_json("before")?,
        after: row.json("after")?,
        import: row.maybe_parsed("import_id")?,
    })
}
