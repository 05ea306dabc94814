//! How an entity lies in its table.

use crate::{
    contract::{EntityKind, Version, Versioned},
    db::{Connection, Statement, Value},
    error::StoreError,
    sql::fields::Fields,
};
use jiff::Timestamp;
use qianxian_core::CompanyId;
use serde::{Serialize, de::DeserializeOwned};
use std::{fmt::Display, future::Future, hash::Hash, str::FromStr};

/// How an entity lies in its table. Not implemented outside this crate.
///
/// A table has the columns `id`, then [`Table::COLUMNS`], then [`META`]; rows are written and read in that order.
pub trait Table: Clone + PartialEq + Send + Sync + Serialize + DeserializeOwned + 'static {
    /// Its id.
    type Id: Clone + Ord + Hash + Send + Sync + Display + FromStr<Err: Into<crate::error::Cause>>;

    /// Its kind.
    const KIND: EntityKind;
    #[doc(hidden)]
    const TABLE: &'static str;
    #[doc(hidden)]
    const COLUMNS: &'static [&'static str];

    /// Its id.
    fn id(&self) -> Self::Id;

    /// What it is called on the screen.
    fn label(&self) -> String;

    /// The companies it concerns, each once.
    fn companies(&self) -> Vec<CompanyId>;

    /// What is wrong with it, in Chinese, if anything is.
    #[doc(hidden)]
    fn fault(&self) -> Option<String> {
        None
    }

    /// The companies it names in other rows than its own: they have to be there.
    #[doc(hidden)]
    fn named_companies(&self) -> Vec<CompanyId> {
        self.companies()
    }

    #[doc(hidden)]
    #[expect(private_interfaces, reason = "the trait is sealed: only this crate calls it")]
    fn write(&self, row: &mut Vec<Value>);

    #[doc(hidden)]
    #[expect(private_interfaces, reason = "the trait is sealed: only this crate calls it")]
    fn read(id: Self::Id, row: &mut Fields<'_>) -> Result<Self, StoreError>;

    /// Writes what lies in other tables, replacing what was there.
    #[doc(hidden)]
    #[expect(private_interfaces, reason = "the trait is sealed: only this crate calls it")]
    fn write_parts(_: &mut Connection, _: &[&Self]) -> impl Future<Output = Result<(), StoreError>> + Send {
        async { Ok(()) }
    }

    /// Reads what lies in other tables into things just read from this one.
    #[doc(hidden)]
    #[expect(private_interfaces, reason = "the trait is sealed: only this crate calls it")]
    fn read_parts(
        _: &mut Connection,
        _: &mut [Versioned<Self>],
    ) -> impl Future<Output = Result<(), StoreError>> + Send {
        async { Ok(()) }
    }
}

/// The last columns of every table.
pub(crate) const META: [&str; 4] = ["version", "created_at", "changed_at", "deleted_at"];

/// `SELECT id, …, deleted_at FROM table`.
pub(crate) fn select<T: Table>() -> Statement {
    let columns = all_columns::<T>().collect::<Vec<_>>().join(", ");
    Statement::new(format!("SELECT {columns} FROM {}", T::TABLE))
}

/// Every column of a table, in its order.
pub(crate) fn all_columns<T: Table>() -> impl Iterator<Item = &'static str> {
    std::iter::once("id").chain(T::COLUMNS.iter().copied()).chain(META)
}

/// The values of a row, in the order of [`all_columns`].
pub(crate) fn row_of<T: Table>(kept: &Versioned<T>) -> Vec<Value> {
    let mut row = Vec::with_capacity(T::COLUMNS.len() + 5);
    row.push(kept.value.id().to_string().into());
    kept.value.write(&mut row);
    row.push(kept.version.0.into());
    row.push(kept.created.as_microsecond().into());
    row.push(kept.changed.as_microsecond().into());
    row.push(Value::MaybeInt(kept.deleted.map(Timestamp::as_microsecond)));
    row
}

/// A thing from a row of [`select`], but for its parts.
pub(crate) fn kept<T: Table>(row: &crate::db::Row) -> Result<Versioned<T>, StoreError> {
    let mut fields = Fields::new(row, T::TABLE);
    let id = fields.parsed("id")?;
    let value = T::read(id, &mut fields)?;
    Ok(Versioned {
        value,
        version: Version(fields.int("version")?),
        created: fields.time("created_at")?,
        changed: fields.time("changed_at")?,
        deleted: fields.maybe_time("deleted_at")?,
    })
}
