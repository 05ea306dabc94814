//! The shapes of the API: what people and programs get to see. The engine's own types are not shown as they are.

mod between;
mod bonds;
mod companies;
mod forms;
mod leads;
mod matches;
mod names;
pub(crate) mod open;
mod search;
mod statements;
pub(crate) mod words;

pub use between::{ExplainView, PathView, RosterView, SeatView, TeamView};
pub use bonds::BondView;
pub use companies::{CompanyForm, CompanyRow, CompanyView};
pub use forms::{Judgement, JudgementForm, LineForm, LinePatch, NeedForm, NeedPatch};
pub(crate) use leads::name_of;
pub use leads::{AffiliationView, CooperationParty, CooperationView, LeadEntryView, LeadPartyView, LeadView, MarkView};
pub use matches::{AddendView, CardView, MatchesView, PartnerView, ReasonView};
pub use names::{MergeView, SuspicionView};
pub use search::{
    ChipView, FacetView, FacetsView, HitView, SavedRunView, SavedSearchView, SearchView, SuggestionView, UnmetView,
};
pub use statements::{LineView, NeedView, RecognisedView};
