//! Whole tables as they lie in the database: for backups, for moving from one database to another, for the readable
//! export. One list of tables serves all of them.

use crate::{
    db::{Connection, Row, Statement, Value},
    error::StoreError,
    sql::fields::Fields,
};
use serde_json::value::RawValue;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Text, or nothing.
    Text,
    /// A JSON text.
    Json,
    /// A whole number, or nothing.
    Int,
    /// A number.
    Real,
    /// Yes or no.
    Flag,
}

use Holds::{Flag, Int, Json, Real, Text};

/// A table: its key comes first among its columns.
#[derive(Debug)]
pub struct TableSpec {
    /// Its name.
    pub name: &'static str,
    pub(crate) keys: usize,
    pub(crate) columns: &'static [(&'static str, Holds)],
}

macro_rules! tables {
    ($($name:literal $keys:literal [$($column:literal $holds:ident),+];)+) => {
        /// Every table, one that refers to another after it.
        pub(crate) const TABLES: &[TableSpec] =
            &[$(TableSpec { name: $name, keys: $keys, columns: &[$(($column, $holds)),+] }),+];
    };
}

macro_rules! all_tables {
    ($($book:literal)+) => {
        tables! {
            "company" 1 ["id" Text, "name" Text, "kind" Text, "credit_code" Text, "province" Text, "city" Text,
                "district" Text, "industry" Text, "website" Text, "status" Text, "external_ids" Json, "aliases" Json,
                "former_names" Json, "other" Json, "version" Int, "created_at" Int, "changed_at" Int, "deleted_at" Int];
            "profile_line" 1 ["id" Text, "company_id" Text, "side" Text, "text" Text, "role" Text, "evidence" Text,
                "confidence" Real, "source_kind" Text, "source_ref" Text, "source_date" Text, "source_quote" Text,
                "seen" Text, "expires" Text, "visibility" Text, "confirmed" Json, "rejected" Json, "version" Int,
                "created_at" Int, "changed_at" Int, "deleted_at" Int];
            "need" 1 ["id" Text, "company_id" Text, "text" Text, "kind" Text, "deadline" Text, "visibility" Text,
                "source_kind" Text, "source_ref" Text, "source_date" Text, "source_quote" Text, "is_open" Flag,
                "version" Int, "created_at" Int, "changed_at" Int, "deleted_at" Int];
            "deal" 1 ["id" Text, "product" Text, "date" Text, "source_kind" Text, "source_ref" Text,
                "source_date" Text, "source_quote" Text, "excludes" Flag, "version" Int, "created_at" Int,
                "changed_at" Int, "deleted_at" Int];
            "deal_party" 2 ["deal_id" Text, "position" Int, "company_id" Text, "name" Text, "role" Text];
            "affiliation" 1 ["id" Text, "a" Text, "b" Text, "kind" Text, "certainty" Text, "source_kind" Text,
                "source_ref" Text, "source_date" Text, "source_quote" Text, "version" Int, "created_at" Int,
                "changed_at" Int, "deleted_at" Int];
            "pair_mark" 1 ["id" Text, "a" Text, "b" Text, "verdict" Text, "reason" Text, "date" Text, "way" Text,
                "until" Text, "version" Int, "created_at" Int, "changed_at" Int, "deleted_at" Int];
            "setting" 1 ["id" Text, "value" Json, "version" Int, "created_at" Int, "changed_at" Int, "deleted_at" Int];
            "import_batch" 1 ["id" Text, "file_name" Text, "who" Text, "at" Int, "row_count" Int, "problems" Int,
                "written" Json, "undone_by" Text, "undone_at" Int, "version" Int, "created_at" Int, "changed_at" Int,
                "deleted_at" Int];
            $($book 1 ["id" Text, "body" Json, "version" Int, "created_at" Int, "changed_at" Int, "deleted_at" Int];)+
            "book_company" 3 ["kind" Text, "book_id" Text, "company_id" Text];
            "audit" 2 ["sequence" Int, "ordinal" Int, "who" Text, "at" Int, "kind" Text, "entity_id" Text,
                "before" Json, "after" Json, "import_id" Text];
            "change_log" 3 ["sequence" Int, "kind" Text, "company_id" Text];
            "log_head" 1 ["id" Int, "sequence" Int];
            "shelf" 2 ["space" Text, "key" Text, "value" Text, "expires_at" Int];
        }
    };
}

all_tables!("lead" "visit" "problem" "work_item" "due" "consent" "bank_product" "expertise" "draft" "match_list"
    "account" "api_token");

/// A row as it lies in a table.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredRow(pub(crate) Vec<Value>);

impl TableSpec {
    fn columns(&self) -> String {
        self.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }

    /// Names of its columns, in their order.
    pub fn column_names(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().map(|(name, _)| *name)
    }

    /// Reads a row of a line written by [`TableSpec::line`].
    ///
    /// # Errors
    /// What is wrong with the line, naming the column, in Chinese.
    pub fn row(&self, line: &str) -> Result<StoredRow, String> {
        let cells: std::collections::HashMap<String, &RawValue> =
            serde_json::from_str(line).map_err(|_| "不是一行完整的 JSON".to_owned())?;
        if let Some(strange) = cells.keys().find(|name| self.columns.iter().all(|(known, _)| known != *name)) {
            return Err(format!("不认识「{strange}」这一栏"));
        }
        self.columns
            .iter()
            .map(|(name, holds)| value_of(cells.get(*name).copied(), name, *holds))
            .collect::<Result<_, _>>()
            .map(StoredRow)
    }

    /// A row as a line of JSON: an object with the columns of the table; what is missing is left out.
    pub fn line(&self, row: &StoredRow) -> String {
        let text = |text: &str| serde_json::Value::from(text).to_string();
        let cells = self.columns.iter().zip(&row.0).filter_map(|((name, holds), value)| {
            let value = match (value, holds) {
                (Value::Text(json) | Value::MaybeText(Some(json)), Json) if is_json(json) => json.clone(),
                (Value::Text(words) | Value::MaybeText(Some(words)), _) => text(words),
                (Value::Int(number) | Value::MaybeInt(Some(number)), _) => number.to_string(),
                (Value::Real(number), _) => serde_json::Value::from(*number).to_string(),
                (Value::Flag(flag), _) => flag.to_string(),
                (Value::MaybeText(None) | Value::MaybeInt(None), _) => return None,
            };
            Some(format!("\"{name}\":{value}"))
        });
        format!("{{{}}}", cells.collect::<Vec<_>>().join(","))
    }
}

/// JSON on one line, as this program writes it.
fn is_json(text: &str) -> bool {
    !text.contains('\n') && serde_json::from_str::<&RawValue>(text).is_ok_and(|raw| raw.get() == text)
}

fn value_of(cell: Option<&RawValue>, name: &str, holds: Holds) -> Result<Value, String> {
    let wrong = |what: &str| format!("「{name}」这一栏应当是{what}");
    let cell = cell.map(RawValue::get).filter(|cell| *cell != "null");
    Ok(match holds {
        Text => Value::MaybeText(
            cell.map(|cell| serde_json::from_str::<String>(cell).map_err(|_| wrong("文字"))).transpose()?,
        ),
        // JSON lies in the database as text, to the letter.
        Json => Value::MaybeText(cell.map(str::to_owned)),
        Int => Value::MaybeInt(cell.map(|cell| cell.parse().map_err(|_| wrong("整数"))).transpose()?),
        Real => Value::Real(cell.and_then(|cell| cell.parse().ok()).ok_or_else(|| wrong("数"))?),
        Flag => Value::Flag(cell.and_then(|cell| cell.parse().ok()).ok_or_else(|| wrong("true 或 false"))?),
    })
}

/// The next rows of a table behind the last one, by key.
pub(crate) async fn page(
    connection: &mut Connection,
    table: &'static TableSpec,
    last: Option<&StoredRow>,
    most: i64,
) -> Result<Vec<StoredRow>, StoreError> {
    let keys: Vec<&str> = table.columns[..table.keys].iter().map(|(name, _)| *name).collect();
    let keys = keys.join(", ");
    let mut statement = Statement::new(format!("SELECT {} FROM {}", table.columns(), table.name));
    if let Some(last) = last {
        statement.push(&format!(" WHERE ({keys}) > ")).bind_all(last.0[..table.keys].iter().cloned());
    }
    statement.push(&format!(" ORDER BY {keys} LIMIT ")).bind(most);
    connection.fetch(statement).await?.iter().map(|row| stored(row, table)).collect()
}

fn stored(row: &Row, table: &'static TableSpec) -> Result<StoredRow, StoreError> {
    let mut fields = Fields::new(row, table.name);
    let cell = |(name, holds): &(&'static str, Holds)| {
        Ok(match holds {
            Text | Json => Value::MaybeText(fields.maybe_text(name)?),
            Int => Value::MaybeInt(fields.maybe_int(name)?),
            Real => Value::Real(fields.real(name)?),
            Flag => Value::Flag(fields.flag(name)?),
        })
    };
    table.columns.iter().map(cell).collect::<Result<_, StoreError>>().map(StoredRow)
}

/// Writes rows into a table.
pub(crate) async fn insert(
    connection: &mut Connection,
    table: &'static TableSpec,
    rows: &[StoredRow],
) -> Result<(), StoreError> {
    let at_once = Statement::MOST_ROWS.min(Statement::MOST_VALUES / table.columns.len());
    for some in rows.chunks(at_once) {
        let mut statement = Statement::new(format!("INSERT INTO {} ({}) ", table.name, table.columns()));
        statement.rows(some.iter().map(|row| row.0.clone()).collect());
        connection.execute(statement).await?;
    }
    Ok(())
}
