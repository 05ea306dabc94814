//! Chinese text: levelling its spelling, recognising capabilities in it, reading company names, pinyin.
//!
//! Depends on `core` for the chain and on the lexicon files handed in as text; does no IO, holds no clock, and knows
//! neither index nor store.

pub mod company_name;
pub mod fold;
pub mod lexicon;
pub mod pinyin;
pub mod recognize;

pub use company_name::{NameComparison, NameParts, NameVerdict, Names};
pub use fold::{Folded, fold, fold_key};
pub use lexicon::{Lexicon, LexiconError, WordClass};
pub use recognize::{Modifier, Recognised, Recognizer};
