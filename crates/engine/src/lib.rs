//! The only crate that ties store, graph, index and matching together.
//!
//! Facts come out of the store ([`engine`]), are linked to the chain ([`digest`]) and become a [`Snapshot`]: graph and
//! index of one moment, on which every request works from beginning to end. A change leads to the next snapshot,
//! which shares all but the changed companies with the one before.

pub mod clock;
pub mod confirm;
pub mod corrections;
pub mod decisions;
pub mod digest;
pub mod drafts;
pub mod engine;
pub mod export;
pub mod feedback;
pub mod founding;
pub mod identity;
pub mod import;
pub mod imports;
pub mod knowledge;
pub mod leads;
pub mod merge;
pub mod picture;
pub mod search;
pub mod snapshot;
mod text;
mod visit_books;

pub use confirm::{ConfirmOptions, ConfirmOutcome, NewMatch};
pub use corrections::Correction;
pub use decisions::Decisions;
pub use engine::{Engine, EngineError};
pub use identity::{Likeness, Suspicion};
pub use import::{ImportOutcome, Plan, RowPlan, RowVerdict};
pub use knowledge::{Knowledge, KnowledgeError};
pub use search::{
    Chip, Class, SavedSearch, SearchAnswer, SearchFilter, SearchHit, SearchRequest, Step, SuggestedKind, UnmetQuery,
};
pub use snapshot::{Snapshot, UnknownCompany};
