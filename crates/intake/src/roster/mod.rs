//! The roster reader (花名册): any table a secretariat has, to records, problems and the meaning of each column.
//!
//! Bytes are told apart by content, never by name: .xlsx, .xls, .ods, .et that is one of these, HTML tables, text with
//! separators in UTF-8, UTF-16, GB18030 or Big5. Each format is read into the same grid; header search, column
//! meaning, row kinds and values work on the grid. No row is dropped silently and no bad row stops the file: what is
//! no member is listed in [`Roster::skipped`], what is doubtful in [`Roster::problems`].
//!
//! Data flows one way: `open` (which format) -> `xlsx`, `xls`, `ods`, `html`, `delimited` -> `grid` -> `form` (cards
//! become a table; `own` reads our export word for word) -> `header` -> `meaning` (columns, from `columns.txt` and the values) -> `rows` (what a row is) ->
//! `member` and `contacts` (values, each sort in a file of its own) -> `duplicates`.
//!
//! Memory and time are bounded by [`Limits`] before anything is laid out: parts of packed files are measured while
//! they are unpacked, cells and text are counted as they come, .xls records are looked through first.
//!
//! JSON is the serde form of [`Roster`] (absent means not said):
//!
//! ```json
//! {"file": "名单.xlsx", "format": "xlsx",
//!  "sheets": [{"sheet": "会员", "used": true, "header_rows": [3, 4], "columns": [
//!    {"column": 2, "header": "联系人/电话", "field": "phone", "confidence": 1.0, "why": "列名「电话」是常用的写法", "hidden": false}]}],
//!  "records": [{"at": {"sheet": "会员", "row": 5}, "name": "甲子机械有限公司", "kind": "unknown", "credit_code": "…",
//!    "place": {"district": "博山区"}, "contacts": [{"name": "张三", "title": "经理", "phones": ["0533-5550123-806"], "emails": []}],
//!    "dues": {"2025": "paid"}, "joined": "2021-03",
//!    "lines": [{"side": "makes", "text": "减速机", "role": "unknown", "evidence": "self_reported", "confidence": 1.0,
//!      "source": {"kind": "roster", "ref": "名单.xlsx 「会员」第5行"}}], "other": {"传真": "…"}}],
//!  "skipped": [{"sheet": "会员", "row": 12, "reason": "subtotal"}],
//!  "problems": [{"file": "名单.xlsx", "sheet": "会员", "row": 6, "column": "统一代码", "field": "credit_code", "kind": "bad_length",
//!    "message": "「会员」第6行“统一代码”「9137…」有17位，信用代码应为18位，请核对营业执照"}],
//!  "duplicates": [{"first": 3, "second": 17, "reason": "信用代码相同"}]}
//! ```
//!
//! A refused file is `{"error_kind": "password_protected", "message": "…"}`. [`Roster::to_eval_json`] gives the flat
//! shape of the quality harness.

mod build;
mod cfb;
mod clean;
mod columns;
mod contacts;
mod credit_code;
mod dates;
mod delimited;
mod dues;
mod duplicates;
pub(crate) mod encoding;
mod eval;
mod field;
mod form;
pub(crate) mod grid;
mod header;
mod html;
mod lines;
pub(crate) mod markup;
mod meaning;
mod member;
mod ods;
pub(crate) mod open;
mod own;
mod phone;
mod place;
mod problems;
mod quotes;
mod record;
mod refused;
mod report;
mod rows;
mod sparse;
mod xls;
mod xlsx;
pub(crate) mod zipped;

pub use field::Field;
pub use own::{OWN_COLUMNS, OWN_ID, OWN_SEPARATOR, own_cell, own_header};
pub use record::{Contact, Dues, Duplicate, LineDraft, Record, Roster, RowRef};
pub use refused::{Limits, RefusalKind, Refused};
pub use report::{ColumnReading, Problem, ProblemKind, SheetReading, SkipReason, SkippedRow};

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a person said about the columns of files of one shape: header as written -> meaning. Beats every guess.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// Header (`联系人/电话` or its last part) to field.
    pub columns: BTreeMap<String, Field>,
}

impl Mapping {
    /// What a person said about a header, whole or its last part.
    pub(crate) fn of(&self, title: &str) -> Option<Field> {
        let leaf = title.rsplit('/').next().unwrap_or(title);
        let same = |name: &str, title: &str| columns::header_key(name) == columns::header_key(title);
        let whole = self.columns.iter().find(|(name, _)| same(name, title));
        let found = whole.or_else(|| self.columns.iter().find(|(name, _)| same(name, leaf)));
        found.filter(|_| !title.is_empty()).map(|(_, field)| *field)
    }
}

/// Reads a roster file. `file` is used in messages and sources only.
pub fn read_roster(file: &str, bytes: &[u8], limits: &Limits, mapping: &Mapping) -> Result<Roster, Refused> {
    let (format, grids) = open::read_grids(file, bytes, limits)?;
    Ok(build::build(file, format, &grids, mapping))
}

#[cfg(test)]
mod tests;
