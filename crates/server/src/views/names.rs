//! Who may be one company, and what a merge moved.

use super::matches::word;
use qianxian_engine::{Suspicion, merge::MergeOutcome};
use serde::Serialize;
use utoipa::ToSchema;

/// Two companies that may belong together.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SuspicionView {
    /// One side.
    pub a: String,
    /// Its name.
    pub a_name: String,
    /// The other side.
    pub b: String,
    /// Its name.
    pub b_name: String,
    /// `same` or `affiliate`.
    pub likeness: String,
    /// The same in Chinese.
    pub likeness_zh: &'static str,
    /// 0..=1.
    pub confidence: f32,
    /// Why.
    pub reason: String,
}

impl From<Suspicion> for SuspicionView {
    fn from(pair: Suspicion) -> SuspicionView {
        SuspicionView {
            a: pair.a.to_string(),
            a_name: pair.a_name,
            b: pair.b.to_string(),
            b_name: pair.b_name,
            likeness: word(&pair.likeness),
            likeness_zh: pair.likeness.zh(),
            confidence: pair.confidence,
            reason: pair.reason,
        }
    }
}

/// What a merge moved.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MergeView {
    /// Its number among the imports; undo it there or with `/names/merge/undo`.
    pub import: String,
    /// Who stays.
    pub kept: String,
    /// Who went.
    pub gone: String,
    /// Lines that moved.
    pub lines: u64,
    /// Needs that moved.
    pub needs: u64,
    /// Deals, affiliations and verdicts that moved.
    pub bonds: u64,
    /// Leads, visits and records of other books that moved.
    pub books: u64,
}

impl From<MergeOutcome> for MergeView {
    fn from(outcome: MergeOutcome) -> MergeView {
        let MergeOutcome { import, kept, gone, lines, needs, bonds, books } = outcome;
        MergeView { import: import.to_string(), kept, gone, lines, needs, bonds, books }
    }
}
