//! What can be asked. Text of people is understood elsewhere and arrives here as a tree; there is no query language,
//! so nothing a person types is ever an operator.

use qianxian_core::{CompanyId, CompanyKind, Side, Visibility};
use rustc_hash::FxHashSet;
use std::sync::Arc;

use crate::entry::Zone;

/// A set of companies.
pub type CompanySet = Arc<FxHashSet<CompanyId>>;

/// A search.
#[derive(Debug, Clone)]
pub struct Query {
    /// What is asked.
    pub ask: Ask,
    /// What each list of a company counts.
    pub zones: ZoneWeights,
    /// Who may be found.
    pub filter: Filter,
}

impl Query {
    /// Everything of everybody that answers `ask`, all lists alike.
    pub fn new(ask: Ask) -> Self {
        Query { ask, zones: ZoneWeights::EVEN, filter: Filter::default() }
    }
}

/// What is asked of one document: of one line, one need, or the names of one company. What is asked of a company as a
/// whole is put together by the caller from several searches.
#[derive(Debug, Clone)]
pub enum Ask {
    /// Words of a text.
    Words(Words),
    /// What sounds like a text.
    Sound(Sound),
    /// The text as it stands, anywhere in a line; what it weighs.
    Phrase(String, f32),
    /// All of them. Parts without any word are left out.
    All(Vec<Ask>),
    /// At least one of them; scores add up.
    Any(Vec<Ask>),
    /// The documents that do not answer; only beside others in [`Ask::All`] or alone.
    Not(Box<Ask>),
    /// The same with its score multiplied.
    Times(f32, Box<Ask>),
    /// Every document, with an equal score.
    Everything,
}

/// Words of a text, as the dictionary cuts them and as pairs of characters.
#[derive(Debug, Clone)]
pub struct Words {
    /// The text.
    pub text: String,
    /// What dictionary words weigh.
    pub words: f32,
    /// What pairs of characters weigh.
    pub bigrams: f32,
    /// How many must be there.
    pub matching: Matching,
}

impl Words {
    /// Any word of a text. Pairs of characters weigh a third: they overlap, so that each character counts twice.
    pub fn any(text: impl Into<String>) -> Self {
        Words { text: text.into(), words: 1.0, bigrams: 0.35, matching: Matching::Any }
    }

    /// All words of a text.
    pub fn all(text: impl Into<String>) -> Self {
        Words { matching: Matching::All, ..Words::any(text) }
    }
}

/// How many words of a text must be in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matching {
    /// One; more score higher.
    Any,
    /// Every word, letter word and number, in any order; words the dictionary does not know by their characters.
    All,
}

/// What sounds like a text. Chinese characters are read aloud (减速鸡 finds 减速机); letters are pinyin or initials.
#[derive(Debug, Clone)]
pub struct Sound {
    /// The text.
    pub text: String,
    /// What full pinyin weighs.
    pub pinyin: f32,
    /// What initials weigh; 0 leaves them out.
    pub initials: f32,
    /// One wrong, missing or swapped letter in a long syllable row is forgiven, at half the weight.
    pub typos: bool,
}

/// What a match in each list of a company weighs, 0 for not at all. The largest sets the scale of the scores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ZoneWeights(pub(crate) [f32; 6]);

impl ZoneWeights {
    /// All lists alike.
    pub const EVEN: ZoneWeights = ZoneWeights([1.0; 6]);
    /// No list.
    pub const NONE: ZoneWeights = ZoneWeights([0.0; 6]);

    /// One side only.
    pub fn only(side: Side) -> Self {
        Self::NONE.with(side.into(), 1.0)
    }

    /// The same with another weight for one list.
    #[must_use]
    pub fn with(mut self, zone: Zone, weight: f32) -> Self {
        self.0[zone as usize] = weight;
        self
    }

    /// The weight of a list, made harmless.
    pub(crate) fn get(&self, zone: usize) -> f32 {
        self.0.get(zone).copied().map_or(0.0, harmless)
    }
}

/// Who may be found. Conditions add up; an empty list is no condition.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Only these companies.
    pub companies: Option<CompanySet>,
    /// Only companies of these kinds.
    pub kinds: Vec<CompanyKind>,
    /// Only companies in one of these places, of any level, with or without 省, 市, 区, 县.
    pub places: Vec<String>,
    /// Who asks: only what they may see is found.
    pub viewer: Visibility,
}

impl Default for Filter {
    /// Everything, as the secretariat sees it.
    fn default() -> Self {
        Filter { companies: None, kinds: Vec::new(), places: Vec::new(), viewer: Visibility::Secretariat }
    }
}

/// A weight as it is used: never negative, never infinite, never not a number.
pub(crate) fn harmless(weight: f32) -> f32 {
    if weight.is_nan() { 0.0 } else { weight.clamp(0.0, 1000.0) }
}
