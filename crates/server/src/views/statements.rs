//! What companies say: lines and needs.

use super::words;
use qianxian_core::{Evidence, LineNode, LineRole, Need, NeedKind, ProfileLine, Side, Visibility};
use qianxian_engine::Snapshot;
use serde::Serialize;
use utoipa::ToSchema;

/// A capability recognised in a line.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RecognisedView {
    /// Slug in the chain.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// 0..=1.
    pub confidence: f32,
    /// How it was found, in Chinese.
    pub found: &'static str,
    /// A person confirmed it.
    pub confirmed: bool,
}

/// One statement of or about a company.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LineView {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub company: String,
    /// Which list, by code.
    #[schema(schema_with = words::side)]
    pub side: Side,
    /// The same in Chinese.
    pub side_zh: &'static str,
    /// The words as given.
    pub text: String,
    /// Maker, trader or service.
    #[schema(schema_with = words::line_role)]
    pub role: LineRole,
    /// How sure, by code.
    #[schema(schema_with = words::evidence)]
    pub evidence: Evidence,
    /// The same in Chinese.
    pub evidence_zh: &'static str,
    /// Where it comes from, in one line.
    pub source: String,
    /// The sentence it was read from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// When it was last confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub seen: Option<jiff::civil::Date>,
    /// When it stops being true.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub expires: Option<jiff::civil::Date>,
    /// Who may see it.
    #[schema(schema_with = words::visibility)]
    pub visibility: Visibility,
    /// What was recognised in it.
    pub capabilities: Vec<RecognisedView>,
    /// Slugs a person rejected.
    pub rejected: Vec<String>,
}

impl LineView {
    /// A line of a snapshot.
    pub fn of(snapshot: &Snapshot, node: &LineNode) -> LineView {
        let chain = snapshot.graph.chain();
        let recognised = node.links.iter().map(|link| {
            let slug = chain.cap(link.cap).slug.clone();
            RecognisedView {
                name: chain.name(link.cap).to_owned(),
                confidence: link.confidence,
                found: link.found.zh(),
                confirmed: node.line.confirmed.contains(&slug),
                slug,
            }
        });
        LineView { capabilities: recognised.collect(), ..LineView::bare(&node.line) }
    }

    /// A line without what was recognised in it.
    pub fn bare(line: &ProfileLine) -> LineView {
        LineView {
            id: line.id.to_string(),
            company: line.company.to_string(),
            side: line.side,
            side_zh: line.side.zh(),
            text: line.text.clone(),
            role: line.role,
            evidence: line.evidence,
            evidence_zh: line.evidence.zh(),
            source: line.source.label(),
            quote: line.source.quote.clone(),
            seen: line.seen,
            expires: line.expires,
            visibility: line.visibility,
            capabilities: Vec::new(),
            rejected: line.rejected.clone(),
        }
    }
}

/// A need.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NeedView {
    /// Its id.
    pub id: String,
    /// Who asks.
    pub company: String,
    /// What is asked for.
    pub text: String,
    /// What kind of help, by code.
    #[schema(schema_with = words::need_kind)]
    pub kind: NeedKind,
    /// The same in Chinese.
    pub kind_zh: &'static str,
    /// Until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub deadline: Option<jiff::civil::Date>,
    /// Who may see it.
    #[schema(schema_with = words::visibility)]
    pub visibility: Visibility,
    /// Where it was said.
    pub source: String,
    /// Still open.
    pub open: bool,
}

impl From<&Need> for NeedView {
    fn from(need: &Need) -> NeedView {
        NeedView {
            id: need.id.to_string(),
            company: need.company.to_string(),
            text: need.text.clone(),
            kind: need.kind,
            kind_zh: need.kind.zh(),
            deadline: need.deadline,
            visibility: need.visibility,
            source: need.source.label(),
            open: need.open,
        }
    }
}
