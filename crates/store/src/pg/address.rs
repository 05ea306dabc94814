//! The address of a database: `postgres://user:password@host:port/database?sslmode=require`. What is shown of it never
//! holds the password.

use crate::error::StoreError;
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use std::{fmt, str::FromStr, sync::Arc};

/// The address of a PostgreSQL database. What it does not say comes from `PGHOST`, `PGUSER`, `PGPASSWORD` and so on, and
/// from the password file, as with PostgreSQL's own programs.
#[derive(Clone)]
pub struct Address {
    options: Arc<PgConnectOptions>,
    shown: Arc<str>,
}

impl Address {
    /// Whether a text is meant to be such an address.
    pub(crate) fn is_meant(text: &str) -> bool {
        ["postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme))
    }

    pub(super) fn options(&self) -> &PgConnectOptions {
        &self.options
    }

    /// How it is shown to a person: without the password.
    pub(super) fn shown(&self) -> &Arc<str> {
        &self.shown
    }

    /// Whether it forbids TLS.
    pub(super) fn forbids_tls(&self) -> bool {
        matches!(self.options.get_ssl_mode(), PgSslMode::Disable | PgSslMode::Allow)
    }
}

impl FromStr for Address {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Address, StoreError> {
        if !Address::is_meant(text) {
            return Err(StoreError::BadAddress { source: "no postgres:// in front".into() });
        }
        let options =
            PgConnectOptions::from_str(text).map_err(|source| StoreError::BadAddress { source: source.into() })?;
        let shown = shown(&options).into();
        Ok(Address { options: Arc::new(options.application_name("qianxian")), shown })
    }
}

fn shown(options: &PgConnectOptions) -> String {
    let user = options.get_username();
    let database = options.get_database().unwrap_or(user);
    match options.get_socket() {
        Some(socket) => format!("postgres://{user}@/{database}?host={}", socket.display()),
        None => format!("postgres://{user}@{}:{}/{database}", options.get_host(), options.get_port()),
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Address").field(&self.shown).finish()
    }
}
