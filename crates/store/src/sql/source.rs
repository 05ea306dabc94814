//! The four columns of a source: kind, reference, date, quote.

use crate::{db::Value, error::StoreError, sql::fields::Fields};
use qianxian_core::SourceRef;

pub(crate) fn write(source: &SourceRef, row: &mut Vec<Value>) {
    row.push(source.kind.code().into());
    row.push(source.reference.clone().into());
    row.push(Value::MaybeText(source.date.map(|date| date.to_string())));
    row.push(Value::MaybeText(source.quote.clone()));
}

pub(crate) fn read(row: &mut Fields<'_>) -> Result<SourceRef, StoreError> {
    Ok(SourceRef {
        kind: row.parsed("source_kind")?,
        reference: row.text("source_ref")?,
        date: row.maybe_date("source_date")?,
        quote: row.maybe_text("source_quote")?,
    })
}
