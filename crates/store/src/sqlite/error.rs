//! What the driver's errors mean for a person.

use crate::error::StoreError;
use std::sync::Arc;

/// Primary result codes of SQLite (<https://www.sqlite.org/rescode.html>).
mod code {
    pub(super) const PERM: i32 = 3;
    pub(super) const BUSY: i32 = 5;
    pub(super) const LOCKED: i32 = 6;
    pub(super) const READONLY: i32 = 8;
    pub(super) const IOERR: i32 = 10;
    pub(super) const CORRUPT: i32 = 11;
    pub(super) const FULL: i32 = 13;
    pub(super) const CANTOPEN: i32 = 14;
    pub(super) const PROTOCOL: i32 = 15;
    pub(super) const AUTH: i32 = 23;
    pub(super) const NOTADB: i32 = 26;
}

/// An error while the file is in use.
pub(super) fn using(place: &Arc<str>, source: sqlx::Error) -> StoreError {
    let place = place.clone();
    let primary = primary_code(&source);
    let is_wait = matches!(source, sqlx::Error::PoolTimedOut);
    let source = Box::new(source);
    match primary {
        _ if is_wait => StoreError::Busy { place, source },
        Some(code::BUSY | code::LOCKED | code::PROTOCOL) => StoreError::Busy { place, source },
        Some(code::FULL) => StoreError::DiskFull { place, source },
        Some(code::IOERR) => StoreError::DiskTrouble { place, source },
        Some(code::CORRUPT) => StoreError::Damaged { place, source },
        Some(code::NOTADB) => StoreError::NotADatabase { place, source },
        Some(code::PERM | code::READONLY | code::AUTH) => StoreError::NoPermission { place, source },
        _ => StoreError::Database { place, source },
    }
}

/// An error while the file is opened: that it cannot be opened, where path and folder are there, means permission.
pub(super) fn opening(place: &Arc<str>, source: sqlx::Error) -> StoreError {
    match primary_code(&source) {
        Some(code::CANTOPEN) => StoreError::NoPermission { place: place.clone(), source: source.into() },
        _ => using(place, source),
    }
}

/// The primary code: the low byte of the extended one that the driver gives as text.
fn primary_code(error: &sqlx::Error) -> Option<i32> {
    let code = error.as_database_error()?.code()?;
    code.parse::<i32>().ok().map(|extended| extended & 0xff)
}
