//! The shapes of the API: what people and programs get to see. The engine's own types are not shown as they are.

mod accounts;
mod audit;
mod between;
mod bonds;
mod books;
mod chain;
mod companies;
mod drafts;
mod forms;
mod imports;
mod leads;
pub mod mask;
mod matches;
mod names;
pub(crate) mod open;
mod search;
mod statements;
pub(crate) mod words;

pub use accounts::{LinkView, MeView, NewLinkView, NewTokenView, RoleView, ScopeView, TokenView, UserView, qr};
pub use audit::AuditView;
pub use between::{ExplainView, PathView, RosterView, SeatView, TeamView};
pub use bonds::BondView;
pub use books::{
    BankProductForm, ConditionForm, ConsentForm, DueForm, Entry, ExpertiseForm, ProblemForm, ProgressEntryView,
    VisitForm, WorkItemForm,
};
pub use chain::{CapabilityView, ChainStatsView, ImpliedView, RelationView, SectorView};
pub use companies::{CompanyForm, CompanyRow, CompanyView};
pub use drafts::{AcceptedView, ConfirmedView, DraftView, NewMatchView};
pub use forms::{Judgement, JudgementForm, LineForm, LinePatch, NeedForm, NeedPatch};
pub use imports::{
    BatchView, ColumnView, DealsView, FieldChangeView, ImportState, ImportView, OutcomeView, ProgressView, RowView,
    StagedRow, TallyView,
};
pub(crate) use leads::name_of;
pub use leads::{AffiliationView, CooperationParty, CooperationView, LeadEntryView, LeadPartyView, LeadView, MarkView};
pub use matches::{AddendView, CardView, MatchesView, PartnerView, ReasonView};
pub use names::{MergeView, SuspicionView};
pub use search::{
    ChipView, FacetView, FacetsView, HitView, SavedRunView, SavedSearchView, SearchView, SuggestionView, UnmetView,
};
pub use statements::{LineView, NeedView, RecognisedView};
