//! Lists of matches as they were shown (配对清单): what is new since last time, and who was seen how often.

use crate::id::{CompanyId, MatchListId};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// One entry of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ListedMatch {
    /// Who asks.
    pub company: CompanyId,
    /// Who was proposed.
    pub partner: CompanyId,
    /// Way to cooperate, by code.
    pub way: String,
    /// Band on the screen, by code.
    pub band: String,
    /// A number that changes when the reasons do.
    pub fingerprint: u64,
}

/// A list as it was composed on one day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MatchList {
    /// Our id.
    pub id: MatchListId,
    /// When it was composed.
    pub at: Timestamp,
    /// The day it reckoned from.
    pub day: Date,
    /// What stood on it, in its order.
    pub entries: Vec<ListedMatch>,
}
