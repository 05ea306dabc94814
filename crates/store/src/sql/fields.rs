//! Reading a row column by column, and naming table, column and id where a value is not what it should be.

use crate::{
    db::{BadValue, Row},
    error::{Cause, StoreError},
};
use jiff::{Timestamp, civil::Date};
use serde::{Serialize, de::DeserializeOwned};
use std::str::FromStr;

/// The columns of one row, read from left to right: each call takes the next one, whose name it says for the error.
pub(crate) struct Fields<'r> {
    row: &'r Row,
    table: &'static str,
    at: usize,
}

impl<'r> Fields<'r> {
    pub(crate) fn new(row: &'r Row, table: &'static str) -> Self {
        Fields { row, table, at: 0 }
    }

    /// An error about a column of this row; the row is named by its first column.
    pub(crate) fn fault(&self, column: &'static str, source: impl Into<Cause>) -> StoreError {
        let id = match self.row.text(0) {
            Ok(Some(id)) => id.to_owned(),
            _ => self.row.int(0).ok().flatten().map(|id| id.to_string()).unwrap_or_default(),
        };
        StoreError::Inconsistent { table: self.table, column, id, source: source.into() }
    }

    fn next<V>(
        &mut self,
        column: &'static str,
        get: impl FnOnce(&'r Row, usize) -> Result<V, BadValue>,
    ) -> Result<V, StoreError> {
        let at = self.at;
        self.at += 1;
        get(self.row, at).map_err(|source| self.fault(column, source))
    }

    fn present<V>(&self, column: &'static str, value: Option<V>) -> Result<V, StoreError> {
        value.ok_or_else(|| self.fault(column, "value is missing"))
    }

    pub(crate) fn maybe_str(&mut self, column: &'static str) -> Result<Option<&'r str>, StoreError> {
        self.next(column, Row::text)
    }

    pub(crate) fn str(&mut self, column: &'static str) -> Result<&'r str, StoreError> {
        let value = self.maybe_str(column)?;
        self.present(column, value)
    }

    pub(crate) fn text(&mut self, column: &'static str) -> Result<String, StoreError> {
        self.str(column).map(str::to_owned)
    }

    pub(crate) fn maybe_text(&mut self, column: &'static str) -> Result<Option<String>, StoreError> {
        Ok(self.maybe_str(column)?.map(str::to_owned))
    }

    pub(crate) fn maybe_int(&mut self, column: &'static str) -> Result<Option<i64>, StoreError> {
        self.next(column, Row::int)
    }

    pub(crate) fn int(&mut self, column: &'static str) -> Result<i64, StoreError> {
        let value = self.maybe_int(column)?;
        self.present(column, value)
    }

    /// A number that counts.
    pub(crate) fn count(&mut self, column: &'static str) -> Result<u64, StoreError> {
        let value = self.int(column)?;
        u64::try_from(value).map_err(|source| self.fault(column, source))
    }

    pub(crate) fn real(&mut self, column: &'static str) -> Result<f64, StoreError> {
        let value = self.next(column, Row::real)?;
        self.present(column, value)
    }

    pub(crate) fn flag(&mut self, column: &'static str) -> Result<bool, StoreError> {
        let value = self.next(column, Row::flag)?;
        self.present(column, value)
    }

    /// A word of a list, an id, a date: whatever stands as text and is parsed.
    pub(crate) fn parsed<V: FromStr<Err: Into<Cause>>>(&mut self, column: &'static str) -> Result<V, StoreError> {
        let text = self.str(column)?;
        text.parse().map_err(|source: V::Err| self.fault(column, source))
    }

    pub(crate) fn maybe_parsed<V: FromStr<Err: Into<Cause>>>(
        &mut self,
        column: &'static str,
    ) -> Result<Option<V>, StoreError> {
        let text = self.maybe_str(column)?;
        text.map(|text| text.parse().map_err(|source: V::Err| self.fault(column, source))).transpose()
    }

    pub(crate) fn maybe_date(&mut self, column: &'static str) -> Result<Option<Date>, StoreError> {
        self.maybe_parsed(column)
    }

    pub(crate) fn json<V: DeserializeOwned>(&mut self, column: &'static str) -> Result<V, StoreError> {
        let text = self.str(column)?;
        serde_json::from_str(text).map_err(|source| self.fault(column, source))
    }

    pub(crate) fn maybe_json<V: DeserializeOwned>(&mut self, column: &'static str) -> Result<Option<V>, StoreError> {
        let text = self.maybe_str(column)?;
        text.map(|text| serde_json::from_str(text).map_err(|source| self.fault(column, source))).transpose()
    }

    pub(crate) fn time(&mut self, column: &'static str) -> Result<Timestamp, StoreError> {
        let value = self.int(column)?;
        Timestamp::from_microsecond(value).map_err(|source| self.fault(column, source))
    }

    pub(crate) fn maybe_time(&mut self, column: &'static str) -> Result<Option<Timestamp>, StoreError> {
        let value = self.maybe_int(column)?;
        value.map(|value| Timestamp::from_microsecond(value).map_err(|source| self.fault(column, source))).transpose()
    }
}

/// A list or map as JSON text. Strings, numbers and times always become JSON.
pub(crate) fn json<V: Serialize + ?Sized>(value: &V) -> String {
    serde_json::to_string(value).unwrap_or_else(|error| unreachable!("facts become JSON: {error}"))
}
