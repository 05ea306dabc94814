//! Lines and needs as they are typed in or changed.

use super::words;
use qianxian_core::{Evidence, LineRole, NeedKind, Side, Visibility};
use serde::Deserialize;
use utoipa::ToSchema;

/// A line as it is typed in.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct LineForm {
    /// Which list.
    #[schema(schema_with = words::side)]
    pub side: Side,
    /// One product, process or pain.
    #[schema(min_length = 1)]
    pub text: String,
    /// Maker, trader or service.
    #[serde(default)]
    #[schema(schema_with = words::line_role, required = false)]
    pub role: Option<LineRole>,
    /// How sure; 自报 where nothing is said.
    #[serde(default)]
    #[schema(schema_with = words::evidence, required = false)]
    pub evidence: Option<Evidence>,
    /// Who may see it; members where nothing is said.
    #[serde(default)]
    #[schema(schema_with = words::visibility, required = false)]
    pub visibility: Option<Visibility>,
    /// When it stops being true.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub expires: Option<jiff::civil::Date>,
    /// Where it is known from: a visit, a document.
    #[serde(default)]
    pub source: Option<String>,
}

/// A change of a line; what is absent stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct LinePatch {
    /// Which list.
    #[schema(schema_with = words::side, required = false)]
    pub side: Option<Side>,
    /// The words.
    pub text: Option<String>,
    /// Maker, trader or service.
    #[schema(schema_with = words::line_role, required = false)]
    pub role: Option<LineRole>,
    /// How sure.
    #[schema(schema_with = words::evidence, required = false)]
    pub evidence: Option<Evidence>,
    /// Who may see it.
    #[schema(schema_with = words::visibility, required = false)]
    pub visibility: Option<Visibility>,
    /// When it stops being true.
    #[schema(value_type = Option<String>, format = Date)]
    pub expires: Option<jiff::civil::Date>,
    /// It still holds: it counts as seen today.
    pub still_true: bool,
}

/// What a person says about a capability recognised in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Judgement {
    /// It is that.
    Confirmed,
    /// It is not that.
    Rejected,
    /// Nothing is said any more.
    Open,
}

/// A judgement of a person.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct JudgementForm {
    /// What is said.
    pub verdict: Judgement,
}

/// A need as it is typed in.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct NeedForm {
    /// Who asks: id or name.
    pub company: String,
    /// What is asked for.
    #[schema(min_length = 1)]
    pub text: String,
    /// What kind of help.
    #[schema(schema_with = words::need_kind)]
    pub kind: NeedKind,
    /// Until when.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub deadline: Option<jiff::civil::Date>,
    /// Who may see it; the secretariat where nothing is said. A financing need is always for the secretariat only.
    #[serde(default)]
    #[schema(schema_with = words::visibility, required = false)]
    pub visibility: Option<Visibility>,
    /// Where it was said.
    #[serde(default)]
    pub source: Option<String>,
}

/// A change of a need; what is absent stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(default)]
pub struct NeedPatch {
    /// What is asked for.
    pub text: Option<String>,
    /// Until when.
    #[schema(value_type = Option<String>, format = Date)]
    pub deadline: Option<jiff::civil::Date>,
    /// Who may see it.
    #[schema(schema_with = words::visibility, required = false)]
    pub visibility: Option<Visibility>,
    /// Still open; `false` closes it.
    pub open: Option<bool>,
}
