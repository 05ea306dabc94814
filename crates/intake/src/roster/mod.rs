//! The roster reader (花名册): any table a secretariat has, to records, problems and the meaning of each column.
//!
//! Bytes are told apart by content, never by name: .xlsx, .xls, .ods, .et that is one of these, HTML tables, text with
//! separators in UTF-8, UTF-16, GB18030 or Big5. Each format is read into the same grid; header search, column
//! meaning, row kinds and values work on the grid. No row is dropped silently and no bad row stops the file: what is
//! no member is listed in [`Roster::skipped`], what is doubtful in [`Roster::problems`].

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
mod encoding;
mod eval;
mod field;
mod form;
pub(crate) mod grid;
mod header;
mod html;
mod lines;
mod markup;
mod meaning;
mod member;
mod ods;
pub(crate) mod open;
mod phone;
mod place;
mod problems;
mod record;
mod refused;
mod report;
mod rows;
mod sparse;
mod xls;
mod xlsx;
mod zipped;

pub use field::Field;
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
