//! One box for buyers: a query becomes chips ([`understand`]), chips become hits ([`find`]).
//!
//! Steps of relaxation, each announced: exact word, another word for it, what sounds like it, narrower kinds, broader
//! kind, plain text. A hit of an earlier step always stands above one of a later step.

mod find;
mod sound;
mod understand;

use crate::snapshot::Snapshot;
use qianxian_core::{CapIx, CompanyIx, Evidence, Visibility};
use serde::Serialize;
use std::ops::Range;

pub use sound::SoundTable;
pub use understand::{Asked, Understood, understand};

/// A word of the query as it was understood, to show back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chip {
    /// `产品`, `工艺`, `地区` and the like.
    pub kind: &'static str,
    /// The word as typed.
    pub typed: String,
    /// What it was understood as.
    pub meaning: String,
}

/// Hit, or only near it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// An answer.
    Hit,
    /// 仅供参考
    Reference,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SearchHit {
    /// Which company, in the snapshot searched.
    #[serde(skip)]
    pub company: CompanyIx,
    /// Its name.
    pub name: String,
    /// Hit or only near it.
    pub class: Class,
    /// The step of relaxation times 10, plus how well it fits within the step; higher is better.
    pub score: f32,
    /// The statement that matched, in its own words.
    pub line: String,
    /// What of it matched, in bytes of `line`.
    pub highlights: Vec<Range<usize>>,
    /// How sure the statement is, for lines.
    pub evidence: Option<Evidence>,
    /// Why it is here.
    pub why: String,
    /// Where the company is.
    pub place: String,
}

/// What a search found.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct SearchAnswer {
    /// The query as understood.
    pub chips: Vec<Chip>,
    /// What was relaxed, in words.
    pub relaxed: Vec<String>,
    /// Answers, best first.
    pub hits: Vec<SearchHit>,
    /// Near answers, best first.
    pub reference: Vec<SearchHit>,
}

impl Snapshot {
    /// Searches companies for what a person typed. `viewer` limits what may be found; at most `limit` hits and as
    /// many references.
    pub fn search(&self, query: &str, viewer: Visibility, limit: usize) -> SearchAnswer {
        let understood = understand(self, query);
        find::find(self, &understood, viewer, limit)
    }

    /// The capability's name, for messages.
    pub(crate) fn cap_name(&self, cap: CapIx) -> &str {
        self.knowledge.chain.name(cap)
    }
}
