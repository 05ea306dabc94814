//! The record of an import: one file, one unit of work.

use crate::contract::EntityKind;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt, str::FromStr};
use uuid::Uuid;

/// Id of an import (导入记录).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ImportId(pub Uuid);

impl fmt::Display for ImportId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for ImportId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        text.parse().map(ImportId)
    }
}

/// An import about to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewImport {
    /// Its id.
    pub id: ImportId,
    /// Name of the file, as the person knows it.
    pub file_name: String,
    /// Rows read from it.
    pub rows: u64,
    /// Rows, or places in them, that could not be read well.
    pub problems: u64,
}

/// How many things of one kind were written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// New ones.
    pub added: u64,
    /// Ones that are different now.
    pub changed: u64,
    /// Ones that were just so already: nothing is written for them.
    pub unchanged: u64,
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.added += other.added;
        self.changed += other.changed;
        self.unchanged += other.unchanged;
    }
}

/// Who undid an import, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// Who.
    pub who: String,
    /// When.
    pub at: Timestamp,
}

/// An import that was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// Name of the file.
    pub file_name: String,
    /// Who imported it.
    pub who: String,
    /// When.
    pub at: Timestamp,
    /// Rows read from the file.
    pub rows: u64,
    /// Problems met in it.
    pub problems: u64,
    /// What it wrote, by kind of entity.
    pub written: BTreeMap<EntityKind, Tally>,
    /// Whether it was undone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone: Option<Undone>,
}
