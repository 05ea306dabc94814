//! One box for buyers: a query becomes chips ([`understand`]), what is wanted becomes capabilities to look for
//! ([`targets`]), these and the text become candidates ([`gather`]), candidates become a ranked answer ([`rank`]).
//!
//! Steps of relaxation, each announced: exact word, another word for it, what sounds or looks like it, narrower
//! kinds, text, broader kinds, kinds beside it, one hop in the chain. A hit of an earlier step always stands above one
//! of a later step.

mod facets;
mod gather;
mod lookalike;
mod rank;
mod request;
mod saved;
mod sound;
mod suggest;
mod targets;
mod terms;
mod understand;
mod unmet;
mod words;

use crate::snapshot::Snapshot;
use qianxian_core::{CapIx, CompanyIx, Evidence, Side, Visibility};
use serde::Serialize;
use std::ops::Range;

pub use facets::{Facet, Facets};
pub use lookalike::LookAlikes;
pub use request::{SearchFilter, SearchRequest};
pub use saved::{SavedSearch, SavedSearchRun};
pub use sound::SoundTable;
pub use suggest::{SuggestedKind, SuggestionTable};
pub use understand::{Asked, Understood, understand};
pub use unmet::UnmetQuery;
pub use words::SearchWords;

/// A word of the query as it was understood, to show back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chip {
    /// `产品`, `工艺`, `地区`, `资质`, `材料`, `型号`, `角色`, `企业` and the like.
    pub kind: &'static str,
    /// The word as typed, spelling levelled.
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

/// How far a hit is from what was asked, farthest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Shares some telling words.
    TextPart,
    /// Makes what is one relation away: the thing's maker for a process, the process for a thing.
    Hop,
    /// Another kind of the same.
    Sibling,
    /// Names it, but as what something belongs to: parts, repair.
    Mention,
    /// Something whose name has the word in it.
    Stem,
    /// A wider word.
    Broader,
    /// All telling words, in text.
    TextFull,
    /// Cures the pain or performs the process that was asked about.
    Through,
    /// A narrower kind.
    Narrower,
    /// What sounds or looks like the word.
    Sound,
    /// The same by another word.
    Synonym,
    /// The very word.
    Exact,
}

impl Step {
    /// The step in words, for the announcement of a relaxation.
    pub const fn zh(self) -> &'static str {
        match self {
            Step::Exact => "原词",
            Step::Synonym => "同义词",
            Step::Sound => "读音、首字母或形近字",
            Step::Narrower => "更具体的品类",
            Step::Through => "按产业链推断相符的企业",
            Step::TextFull => "文字相符",
            Step::Broader => "更宽的品类",
            Step::Stem => "名称里有这个词的品类",
            Step::Mention => "相关的配件和服务",
            Step::Sibling => "同类的其他品种",
            Step::Hop => "产业链上相邻的一步",
            Step::TextPart => "文字相近",
        }
    }

    /// It answers what was asked, without loosening it.
    pub const fn is_precise(self) -> bool {
        matches!(self, Step::TextFull | Step::Through | Step::Narrower | Step::Sound | Step::Synonym | Step::Exact)
    }
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
    /// How far it is from what was asked.
    pub step: Step,
    /// Higher is better; comparable within one answer only.
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
    /// What was relaxed, in words and in the order of the steps.
    pub relaxed: Vec<String>,
    /// Answers, best first.
    pub hits: Vec<SearchHit>,
    /// Near answers, best first.
    pub reference: Vec<SearchHit>,
    /// Counts over the hits, where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facets: Option<Facets>,
    /// Nobody was found: the secretariat may record the query as an unmet need.
    pub unmet: bool,
}

impl Snapshot {
    /// Searches companies for what a person typed. `viewer` limits what may be found; at most `limit` hits and as
    /// many references.
    pub fn search(&self, query: &str, viewer: Visibility, limit: usize) -> SearchAnswer {
        self.search_with(&SearchRequest { viewer, limit, ..SearchRequest::new(query) })
    }

    /// The same with chips taken out, filters and facets.
    pub fn search_with(&self, request: &SearchRequest) -> SearchAnswer {
        let understood = understand(self, &request.query, &request.without);
        let found = gather::gather(self, &understood, request);
        rank::answer(self, &understood, request, found)
    }

    /// The capability's name, for messages.
    pub(crate) fn cap_name(&self, cap: CapIx) -> &str {
        self.knowledge.chain.name(cap)
    }

    /// Somebody makes or does it, or a kind of it.
    pub(crate) fn is_offered(&self, cap: CapIx) -> bool {
        self.offers_of(cap, 1) > 0
    }

    /// How many statements offer it or a kind of it, counted up to `most`.
    pub(crate) fn offers_of(&self, cap: CapIx, most: usize) -> usize {
        let kinds = self.knowledge.chain.descendants(cap).iter().map(|(kind, _)| *kind);
        let caps = std::iter::once(cap).chain(kinds);
        let offers = |cap| [Side::Makes, Side::Does].into_iter().flat_map(move |side| self.graph.postings(cap, side));
        caps.flat_map(offers).take(most).count()
    }
}
