//! Where a store is: a file, or a database on a server.

use crate::{error::StoreError, pg::Address};
use std::{
    fmt,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    str::FromStr,
};

/// Where a store is. What is shown of it never holds a password.
#[derive(Debug, Clone)]
pub enum Place {
    /// A file of SQLite.
    File(PathBuf),
    /// A database of PostgreSQL.
    Postgres(Address),
}

impl Place {
    /// The data file of a home folder.
    pub fn in_home(home: &Path) -> Place {
        Place::File(home.join("qianxian.db"))
    }

    /// The folder in a home for an index of this store. Each store has its own, since the number of the last change
    /// tells two states of one store apart and not two stores.
    pub fn index_folder(&self, home: &Path) -> PathBuf {
        match self {
            Place::File(path) if *path == home.join("qianxian.db") => home.join("index"),
            other => {
                let mut hasher = DefaultHasher::new();
                other.to_string().hash(&mut hasher);
                home.join(format!("index-{:016x}", hasher.finish()))
            }
        }
    }
}

/// `postgres://…` is a database, anything without `://` a file.
impl FromStr for Place {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Place, StoreError> {
        if text.contains("://") { text.parse().map(Place::Postgres) } else { Ok(Place::File(text.into())) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::File(path) => path.display().fmt(f),
            Place::Postgres(address) => address.fmt(f),
        }
    }
}
