//! Company names: their parts and whether two of them mean the same company.

use crate::{fold::fold_key, lexicon::LexiconError};
use std::ops::Range;

/// Knowledge about names: places, legal forms, trade words (`data/lexicon/places.txt`, `names.txt`).
#[derive(Debug, Clone, Default)]
pub struct Names {}

/// The parts of a company name, as byte ranges of the folded name without white space.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NameParts {
    /// The folded name the ranges point into.
    pub text: String,
    /// 山东, 淄博市: places at the front or in brackets.
    pub places: Vec<Range<usize>>,
    /// 字号: the distinctive part.
    pub brand: Range<usize>,
    /// Words of trade: 减速机, 石化装备.
    pub trade: Range<usize>,
    /// 有限公司, 集团.
    pub form: Range<usize>,
}

/// What two names say about each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameVerdict {
    /// One company.
    Same,
    /// Branch, subsidiary, sister.
    Affiliate,
    /// Different companies.
    Different,
}

/// Verdict with how sure it is and why.
#[derive(Debug, Clone, PartialEq)]
pub struct NameComparison {
    /// The verdict.
    pub verdict: NameVerdict,
    /// 0..=1.
    pub confidence: f32,
    /// Why, in Chinese.
    pub reason: String,
}

impl Names {
    /// Reads the two lexicon files.
    pub fn parse(_places: (&str, &str), _words: (&str, &str)) -> Result<Names, LexiconError> {
        Ok(Names {})
    }

    /// The normalised name: what must be equal for two spellings to be one name.
    pub fn key(&self, name: &str) -> String {
        fold_key(name)
    }
}
