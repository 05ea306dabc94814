//! The only crate that ties store, graph, index and matching together.
//!
//! Facts come out of the store ([`engine`]), are linked to the chain ([`digest`]) and become a [`Snapshot`]: graph and
//! index of one moment, on which every request works from beginning to end. A change leads to the next snapshot,
//! which shares all but the changed companies with the one before.

pub mod archive;
pub mod clock;
pub mod confirm;
pub mod corrections;
pub mod decisions;
pub mod digest;
pub mod doctor;
pub mod drafts;
pub mod engine;
pub mod export;
pub mod feedback;
pub mod follow;
pub mod founding;
pub mod identity;
pub mod import;
pub mod imports;
pub mod jobs;
pub mod knowledge;
pub mod leads;
pub mod merge;
pub mod picture;
mod readable;
pub mod search;
pub mod snapshot;
mod text;
pub mod unlock;
mod visit_books;
pub mod wechat;
pub mod worklist;

pub use confirm::{ConfirmOptions, ConfirmOutcome, NewMatch};
pub use corrections::Correction;
pub use decisions::Decisions;
pub use engine::{Engine, EngineError};
pub use identity::{Likeness, Suspicion};
pub use import::{ImportOutcome, Plan, RowPlan, RowVerdict};
pub use jobs::{Attempt, Job, JobRun, RunState};
pub use knowledge::{Knowledge, KnowledgeError};
pub use search::{
    Chip, Class, SavedSearch, SearchAnswer, SearchFilter, SearchHit, SearchRequest, Step, SuggestedKind, UnmetQuery,
};
pub use snapshot::{Snapshot, UnknownCompany};
pub use unlock::Unlock;
pub use wechat::WechatTexts;
pub use worklist::{MonthFigures, Task, Todo, Worklist};
