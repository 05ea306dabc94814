//! The shapes of the API: what people and programs get to see. The engine's own types are not shown as they are.

mod matches;
mod search;

pub use matches::{AddendView, CardView, MatchesView, PartnerView, ReasonView};
pub use search::{ChipView, HitView, SearchView};
