//! Files and notes in: member rosters and deals out of whatever file a secretariat has, drafts out of notes and news.
//!
//! Everything here is a function from bytes or text to typed drafts; nothing is stored, no clock is asked, no network
//! is touched. Knows `core` (the vocabulary) and `text` (levelled spelling); knows neither index, store nor engine.
//!
//! - [`read_roster`]: a 花名册 in any of the formats of [`roster`] becomes a [`Roster`]: records, skipped rows,
//!   problems, the guessed meaning of each column. A file that cannot be read at all is [`Refused`].
//! - [`read_deals`]: past deals (往来记录) become [`DealsFile`].
//! - [`read_document`]: the text of a .docx or .txt, for [`extract`](extract::extract), which turns notes and news into
//!   drafts; their JSON stands at [`extract`].

pub mod deals;
pub mod document;
pub mod extract;
pub mod roster;

pub use deals::{DealDraft, DealProblem, DealsFile, read_deals};
pub use document::read_document;
pub use roster::{
    ColumnReading, Contact, Dues, Duplicate, Field, Limits, LineDraft, Mapping, OWN_COLUMNS, OWN_ID, OWN_SEPARATOR,
    Problem, ProblemKind, Record, RefusalKind, Refused, Roster, RowRef, SheetReading, SkipReason, SkippedRow, own_cell,
    own_header, read_roster,
};
