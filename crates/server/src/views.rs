//! The shapes of the API: what people and programs get to see. The engine's own types are not shown as they are.

mod accounts;
mod audit;
pub mod mask;
mod matches;
mod search;

pub use accounts::{LinkView, MeView, NewLinkView, NewTokenView, RoleView, ScopeView, TokenView, UserView, qr};
pub use audit::AuditView;
pub use matches::{AddendView, CardView, MatchesView, PartnerView, ReasonView};
pub use search::{ChipView, HitView, SearchView};
