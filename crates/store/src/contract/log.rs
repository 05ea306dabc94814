//! What happened: the change log, which the engine follows, and the audit, which people read.

use crate::contract::{EntityKind, ImportId};
use jiff::Timestamp;
use qianxian_core::CompanyId;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt};

/// Number of a unit of work that was saved. Numbers grow in the order in which units become visible: who has seen one
/// has seen all before it. 0 is the empty store.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Sequence(pub i64);

impl fmt::Display for Sequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Who changes something, and when. The time is kept in microseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// Name of the person, or of the job that acts without one.
    pub who: String,
    /// When.
    pub at: Timestamp,
}

/// The companies that a unit of work touched by one kind of entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which unit of work.
    pub sequence: Sequence,
    /// What kind of entity was written.
    pub kind: EntityKind,
    /// The companies concerned, before or after the change, by id; empty where none is (a setting, say).
    pub companies: Vec<CompanyId>,
}

/// All changes behind a sequence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// The last unit of work now. Where it is smaller than what was asked for, an older backup was put back, and the
    /// follower must load everything again.
    pub to: Sequence,
    /// The changes, by sequence, then kind.
    pub changes: Vec<Change>,
}

impl Changes {
    /// The companies of which something changed, by id.
    pub fn companies(&self) -> Vec<CompanyId> {
        let all: BTreeSet<CompanyId> = self.changes.iter().flat_map(|change| &change.companies).copied().collect();
        all.into_iter().collect()
    }

    /// Whether anything between companies changed: deals, affiliations, marks, or the companies they name.
    pub fn touch_bonds(&self) -> bool {
        use EntityKind::{Affiliation, Company, Deal, Mark};
        self.changes.iter().any(|change| matches!(change.kind, Company | Deal | Affiliation | Mark))
    }
}

/// One line of the audit. Before and after are [`Versioned`](crate::Versioned) values as JSON.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AuditEntry {
    /// Which unit of work.
    pub sequence: Sequence,
    /// Its place in the unit of work, from 1.
    pub ordinal: i64,
    /// Who did it.
    pub who: String,
    /// When.
    pub at: Timestamp,
    /// What kind of thing was written.
    pub kind: EntityKind,
    /// Its id.
    pub id: String,
    /// What it was before; nothing where it was added.
    pub before: Option<serde_json::Value>,
    /// What it became; a deleted thing has `deleted`.
    pub after: serde_json::Value,
    /// The import that did it, if one did.
    pub import: Option<ImportId>,
}

/// Which lines of the audit are wanted. What is not set does not filter. The oldest come first, unless `before` is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditFilter {
    /// Kind of thing.
    pub kind: Option<EntityKind>,
    /// Id of one thing.
    pub id: Option<String>,
    /// Who did it.
    pub who: Option<String>,
    /// The import that did it.
    pub import: Option<ImportId>,
    /// Only lines behind this one (sequence, ordinal): the last of the page before.
    pub after: Option<(Sequence, i64)>,
    /// Only lines before this one (sequence, ordinal), and the newest first.
    pub before: Option<(Sequence, i64)>,
    /// At most so many.
    pub limit: u32,
}

impl Default for AuditFilter {
    fn default() -> Self {
        AuditFilter { kind: None, id: None, who: None, import: None, after: None, before: None, limit: 1_000 }
    }
}

impl AuditFilter {
    /// The history of one thing.
    pub fn of(kind: EntityKind, id: impl ToString) -> Self {
        AuditFilter { kind: Some(kind), id: Some(id.to_string()), ..AuditFilter::default() }
    }
}
