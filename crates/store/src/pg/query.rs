//! Statements in the driver's words.

use crate::db::{Statement, Value};
use sqlx::{Arguments, AssertSqlSafe, Postgres, postgres::PgArguments};

type Query = sqlx::query::Query<'static, Postgres, PgArguments>;

pub(super) fn query(mut statement: Statement) -> Query {
    if let Some((at, rows)) = statement.rows.take() {
        return insert(&statement.sql, at, rows);
    }
    let persistent = statement.is_worth_preparing();
    let sql = statement.numbered();
    let mut arguments = PgArguments::default();
    arguments.reserve(statement.values.len(), 0);
    for value in statement.values {
        let added = match value {
            Value::Text(text) => arguments.add(without_nul(text)),
            Value::MaybeText(text) => arguments.add(text.map(without_nul)),
            Value::Int(number) => arguments.add(number),
            Value::MaybeInt(number) => arguments.add(number),
            Value::Real(number) => arguments.add(number),
            Value::Flag(flag) => arguments.add(flag),
        };
        debug_assert!(added.is_ok(), "texts and numbers always encode");
    }
    // The text of a statement is put together from constants of this crate; what people wrote is bound.
    sqlx::query_with(AssertSqlSafe(sql), arguments).persistent(persistent)
}

/// An INSERT of many rows, a list for each column. With a parameter for each value the server was busy for seconds
/// reading the statements of an import.
fn insert(sql: &str, at: usize, rows: Vec<Vec<Value>>) -> Query {
    let columns = columns(rows);
    let lists: Vec<String> =
        (1..).zip(&columns).map(|(nth, column)| format!("${nth}::{}[]", column.type_name())).collect();
    let sql = format!("{}SELECT * FROM unnest({}){}", &sql[..at], lists.join(", "), &sql[at..]);
    let mut arguments = PgArguments::default();
    for column in columns {
        let added = match column {
            Column::Text(list) => arguments.add(list),
            Column::Int(list) => arguments.add(list),
            Column::Real(list) => arguments.add(list),
            Column::Flag(list) => arguments.add(list),
        };
        debug_assert!(added.is_ok(), "lists always encode");
    }
    sqlx::query_with(AssertSqlSafe(sql), arguments)
}

enum Column {
    Text(Vec<Option<String>>),
    Int(Vec<Option<i64>>),
    Real(Vec<Option<f64>>),
    Flag(Vec<Option<bool>>),
}

impl Column {
    fn like(value: &Value) -> Column {
        match value {
            Value::Text(_) | Value::MaybeText(_) => Column::Text(Vec::new()),
            Value::Int(_) | Value::MaybeInt(_) => Column::Int(Vec::new()),
            Value::Real(_) => Column::Real(Vec::new()),
            Value::Flag(_) => Column::Flag(Vec::new()),
        }
    }

    fn type_name(&self) -> &'static str {
        match self {
            Column::Text(_) => "text",
            Column::Int(_) => "bigint",
            Column::Real(_) => "double precision",
            Column::Flag(_) => "boolean",
        }
    }

    /// A value of another type than the first one of its column cannot be: every row is written by the same code.
    fn push(&mut self, value: Value) {
        match (self, value) {
            (Column::Text(list), Value::Text(text)) => list.push(Some(without_nul(text))),
            (Column::Text(list), Value::MaybeText(text)) => list.push(text.map(without_nul)),
            (Column::Int(list), Value::Int(number)) => list.push(Some(number)),
            (Column::Int(list), Value::MaybeInt(number)) => list.push(number),
            (Column::Real(list), Value::Real(number)) => list.push(Some(number)),
            (Column::Flag(list), Value::Flag(flag)) => list.push(Some(flag)),
            (_, value) => unreachable!("a column of two types: {value:?}"),
        }
    }
}

fn columns(rows: Vec<Vec<Value>>) -> Vec<Column> {
    let mut columns: Vec<Column> = rows.first().into_iter().flatten().map(Column::like).collect();
    for row in rows {
        columns.iter_mut().zip(row).for_each(|(column, value)| column.push(value));
    }
    columns
}

/// The server takes no NUL. None is ever saved (see `Work::apply`), so that what is looked for with one is not there:
/// a character that is none, either, finds as little.
fn without_nul(text: String) -> String {
    if text.contains('\0') { text.replace('\0', "\u{FFFF}") } else { text }
}
