//! Drafts: what waits for a person, and what came of accepting it.

use super::{LeadView, words};
use qianxian_core::{Draft, DraftKind, DraftStatus};
use qianxian_engine::{ConfirmOutcome, NewMatch};
use qianxian_store::Version;
use serde::Serialize;
use utoipa::ToSchema;

/// Something that waits for a decision, or was decided.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DraftView {
    /// Its id.
    pub id: String,
    /// Version, for `If-Match`.
    pub version: String,
    /// What it is, by code.
    #[schema(schema_with = words::draft_kind)]
    pub kind: DraftKind,
    /// The same in Chinese.
    pub kind_zh: &'static str,
    /// The company concerned, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// One line for a list.
    pub title: String,
    /// The text it was made from.
    pub text: String,
    /// What would be written; its shape depends on the kind.
    #[schema(value_type = Object)]
    pub body: serde_json::Value,
    /// What was decided, by code.
    #[schema(schema_with = words::draft_status)]
    pub status: DraftStatus,
    /// The same in Chinese.
    pub status_zh: &'static str,
    /// Who handed it in.
    pub who: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: jiff::Timestamp,
    /// Why it was turned down.
    pub answer: String,
}

impl DraftView {
    /// A draft of a version.
    pub fn of(draft: &Draft, version: Version) -> DraftView {
        DraftView {
            id: draft.id.to_string(),
            version: format!("\"v{version}\""),
            kind: draft.kind,
            kind_zh: draft.kind.zh(),
            company: draft.company.map(|company| company.to_string()),
            title: draft.title.clone(),
            text: draft.text.clone(),
            body: draft.body.clone(),
            status: draft.status,
            status_zh: draft.status.zh(),
            who: draft.who.clone(),
            at: draft.at,
            answer: draft.answer.clone(),
        }
    }
}

/// A match that was not there before.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NewMatchView {
    /// Whom the draft is about.
    pub company: String,
    /// Who is proposed to it.
    pub partner: String,
    /// The way, in Chinese.
    pub way: String,
    /// Why.
    pub reason: String,
}

impl From<NewMatch> for NewMatchView {
    fn from(found: NewMatch) -> NewMatchView {
        let NewMatch { company, partner, way, reason } = found;
        NewMatchView { company, partner, way, reason }
    }
}

/// What a note wrote.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ConfirmedView {
    /// Its number; undo it among the batches, then the draft waits again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch: Option<String>,
    /// Names of the companies concerned.
    pub companies: Vec<String>,
    /// Companies added.
    pub added: u64,
    /// Lines written.
    pub lines: u64,
    /// Needs written.
    pub needs: u64,
    /// Cooperations written.
    pub cooperations: u64,
    /// Statements that were known already.
    pub known: u64,
    /// What was not written, and why.
    pub left_out: Vec<String>,
    /// Matches that were not there before.
    pub new_matches: Vec<NewMatchView>,
}

impl From<ConfirmOutcome> for ConfirmedView {
    fn from(outcome: ConfirmOutcome) -> ConfirmedView {
        ConfirmedView {
            batch: outcome.import.map(|import| import.to_string()),
            companies: outcome.companies,
            added: outcome.added,
            lines: outcome.lines,
            needs: outcome.needs,
            cooperations: outcome.cooperations,
            known: outcome.known,
            left_out: outcome.left_out,
            new_matches: outcome.new_matches.into_iter().map(NewMatchView::from).collect(),
        }
    }
}

/// What came of accepting a draft.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AcceptedView {
    /// The draft as it is now.
    pub draft: DraftView,
    /// What a note wrote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<ConfirmedView>,
    /// The lead of an introduction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead: Option<LeadView>,
}
