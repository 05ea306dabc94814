//! Full-text index (全文索引) over companies, their lines and their needs.
//!
//! One document is one name card, one line or one need of a company. Text goes in and is asked for through the same
//! four analyzers ([`Analyzers`]): dictionary words, characters in pairs, pinyin, initials. A search is a [`Query`]: a
//! tree of what is asked ([`Ask`]), what each list of a company counts ([`ZoneWeights`]) and who may be found
//! ([`Filter`]). Answers come from a [`Searcher`], one consistent view that does not change while it is held, in an
//! order that does not depend on how the index was put together.
//!
//! The index is derived from the store and can be deleted at any time: [`Index::open`] says why a directory cannot be
//! used, the caller then builds a new one. Depends on `core` for the words of the domain and on `text` for spelling
//! and pinyin; knows neither store nor graph nor matching. tantivy types do not leave this crate.

mod analyzer;
mod collect;
mod document;
mod entry;
mod error;
mod except;
mod highlight;
mod index;
mod lower;
mod query;
mod schema;
mod searcher;
mod similar;
mod suggest;
mod words;
mod writer;

#[cfg(test)]
mod tests;

pub use analyzer::Analyzers;
pub use document::{CompanyDoc, LineDoc, NeedDoc};
pub use entry::{What, Zone};
pub use error::{IndexError, OpenError};
pub use index::Index;
pub use query::{Ask, CompanySet, Filter, Matching, Query, Sound, Words, ZoneWeights};
pub use searcher::{Hit, Searcher, search};
pub use similar::similar;
pub use suggest::{Suggester, Suggestion};
pub use words::TextWord;
pub use writer::{Pace, Writer};
