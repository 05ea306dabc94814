//! Who should talk to whom, and why.
//!
//! A way to cooperate ([`ways`], a file each) turns what a company says about itself into *targets*: capabilities in
//! the chain at which partners stand, each with the steps that lead there. [`reach`] looks up who stands there;
//! [`score`] adds the evidence up; [`exclude`] keeps apart whom nobody may propose, visibly; [`card`] says it in
//! words; [`team`] fills the role slots of cooperations of three; [`roster`] composes a list for everybody.
//!
//! Pure: the same graph, weights, date and request give the same answer in the same order. No IO, no clock, no text
//! search: how similar texts are is asked through [`TextSimilarity`], which the engine fills from its index.

mod application;
pub mod card;
pub mod exclude;
pub mod path;
pub mod reach;
pub mod request;
pub mod roster;
pub mod score;
pub mod team;
pub mod way;
pub mod ways;
pub mod weights;

pub use card::{Addend, Band, Family, Match, Reason};
pub use exclude::{Excluded, Exclusion};
pub use path::{At, Basis, Path, Start, Step, Target};
pub use request::{Answer, Ask, Request, explain, partners};
pub use roster::{RosterList, RosterPolicy, whole_roster};
pub use team::{Role, Seat, Team, teams};
pub use way::Way;
pub use weights::{Weights, WeightsError};

use jiff::civil::Date;
use qianxian_core::{CapabilityGraph, CompanyIx};

/// How similar the texts of companies are. Filled by the engine from the index; matching never sees the index.
pub trait TextSimilarity: Sync {
    /// Companies whose product text names what `company` says it wants or uses, with 0..=1, best first.
    fn named_by(&self, company: CompanyIx) -> Vec<(CompanyIx, f32)>;
}

/// No text at hand: matching by chain, statements and history alone.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoText;

impl TextSimilarity for NoText {
    fn named_by(&self, _company: CompanyIx) -> Vec<(CompanyIx, f32)> {
        Vec::new()
    }
}

/// Everything a match is computed from.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Companies above the chain.
    pub graph: &'a CapabilityGraph,
    /// Similar texts.
    pub text: &'a dyn TextSimilarity,
    /// Weights and thresholds.
    pub weights: &'a Weights,
    /// The day to reckon from.
    pub today: Date,
}
