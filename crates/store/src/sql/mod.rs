//! The contract in SQL, once for all databases. A file for each kind of entity says how it lies in its table; the
//! others read and write all kinds alike.

mod affiliation;
pub(crate) mod book;
mod company;
pub(crate) mod copy;
mod deal;
pub(crate) mod fields;
mod import;
mod line;
pub(crate) mod load;
pub(crate) mod log;
mod mark;
mod need;
pub(crate) mod read;
mod setting;
pub(crate) mod shelf;
mod source;
mod table;
pub(crate) mod undo;
pub(crate) mod write;

pub use book::Book;
pub(crate) use table::Table;
