//! The secretariat's other books: what stands around the matching. Every record is one value that is kept whole; dates
//! are civil dates, times are moments.

mod access;
mod draft;
mod lead;
mod ledger;
mod list;
mod resource;

pub use access::{AccountRole, ApiToken, User};
pub use draft::{Draft, DraftKind, DraftStatus};
pub use lead::{Lead, LeadEntry, LeadOutcome, LeadParty, LeadStage, ValueBand};
pub use ledger::{Consent, ConsentScope, Due, Problem, ProgressEntry, Visit, WorkItem, WorkStatus};
pub use list::{ListedMatch, MatchList};
pub use resource::{BankProduct, Condition, ConditionKind, Expertise};
