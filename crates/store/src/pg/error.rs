//! What the driver's errors mean for a person.

use crate::{error::StoreError, pg::Address};
use std::sync::Arc;

/// SQLSTATE codes of PostgreSQL (<https://www.postgresql.org/docs/current/errcodes-appendix.html>).
mod code {
    pub(super) const LOGIN: [&str; 2] = ["28000", "28P01"];
    pub(super) const NO_DATABASE: &str = "3D000";
    pub(super) const NOT_ALLOWED: [&str; 2] = ["42501", "3F000"];
    pub(super) const READ_ONLY: &str = "25006";
    pub(super) const DISK_FULL: &str = "53100";
    pub(super) const TOO_MANY_CONNECTIONS: &str = "53300";
    pub(super) const DISK_TROUBLE: [&str; 3] = ["58030", "XX001", "XX002"];
    /// Not available within `lock_timeout`; deadlock; two that cannot both be.
    pub(super) const BUSY: [&str; 3] = ["55P03", "40P01", "40001"];
    /// Shut down, crashed, not up yet, idle for too long.
    pub(super) const GONE: [&str; 5] = ["57P01", "57P02", "57P03", "57P05", "25P03"];
    /// The class of connection errors.
    pub(super) const CONNECTION: &str = "08";
}

/// An error while the database is in use.
pub(super) fn using(place: &Arc<str>, source: sqlx::Error) -> StoreError {
    let place = place.clone();
    if is_lost(&source) {
        return StoreError::NoServer { place, source: source.into() };
    }
    let code = state_of(&source).unwrap_or_default();
    let source = Box::new(source);
    match code.as_str() {
        code if code::LOGIN.contains(&code) => StoreError::LoginRefused { place, source },
        code::NO_DATABASE => StoreError::NoDatabase { place, source },
        code if code::NOT_ALLOWED.contains(&code) => StoreError::NotAllowed { place, source },
        code::READ_ONLY => StoreError::ReadOnly { place, source },
        code::DISK_FULL => StoreError::DiskFull { place, source },
        code::TOO_MANY_CONNECTIONS => StoreError::Crowded { place, source },
        code if code::DISK_TROUBLE.contains(&code) => StoreError::DiskTrouble { place, source },
        code if code::BUSY.contains(&code) => StoreError::Busy { place, source },
        _ => StoreError::Database { place, source },
    }
}

/// An error while the first connection is made.
pub(super) fn opening(address: &Address, source: sqlx::Error) -> StoreError {
    let place = address.shown().clone();
    let refused = state_of(&source).is_some_and(|code| code == code::LOGIN[0]);
    match source {
        // Whoever is refused without a word on the password, and spoke in the clear, probably should not have.
        source if refused && address.forbids_tls() => StoreError::NeedsTls { place, source: source.into() },
        sqlx::Error::Tls(_) => StoreError::NoTls { place, source: source.into() },
        // The handshake hands on what TLS says as input that cannot be read.
        sqlx::Error::Io(ref io) if io.kind() == std::io::ErrorKind::InvalidData => {
            StoreError::NoTls { place, source: source.into() }
        }
        sqlx::Error::Configuration(_) => StoreError::BadAddress { source: source.into() },
        other => using(&place, other),
    }
}

/// An error while saving: where the connection is lost, nobody knows whether the server has saved.
pub(super) fn saving(place: &Arc<str>, source: sqlx::Error) -> StoreError {
    match using(place, source) {
        StoreError::NoServer { place, source } => StoreError::Unsure { place, source },
        other => other,
    }
}

/// Whether the connection is gone, or there was none.
fn is_lost(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) => true,
        sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed | sqlx::Error::PoolTimedOut => true,
        other => state_of(other)
            .is_some_and(|code| code.starts_with(code::CONNECTION) || code::GONE.contains(&code.as_str())),
    }
}

fn state_of(error: &sqlx::Error) -> Option<String> {
    Some(error.as_database_error()?.code()?.into_owned())
}
