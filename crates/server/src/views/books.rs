//! The secretariat's other books: each as a form, which is both what is typed in and what is shown.

use super::words;
use jiff::{Timestamp, civil::Date};
use qianxian_core::{ConditionKind, ConsentScope, ProgressEntry, WorkStatus};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A record of a book.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Entry<F> {
    /// Its id.
    pub id: String,
    /// Version, for `If-Match`.
    pub version: String,
    /// When it was added.
    #[schema(value_type = String, format = DateTime)]
    pub created: Timestamp,
    /// When it was last changed.
    #[schema(value_type = String, format = DateTime)]
    pub changed: Timestamp,
    /// What it says.
    pub value: F,
    /// What happened, oldest first; only ever added to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub progress: Vec<ProgressEntryView>,
}

/// One line of progress.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ProgressEntryView {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who wrote it.
    pub who: String,
    /// What happened.
    pub text: String,
}

impl From<&ProgressEntry> for ProgressEntryView {
    fn from(entry: &ProgressEntry) -> ProgressEntryView {
        ProgressEntryView { at: entry.at, who: entry.who.clone(), text: entry.text.clone() }
    }
}

/// 走访. Companies are given as id or name and shown as id, here and in the other books.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct VisitForm {
    /// Who was visited.
    pub company: String,
    /// When.
    #[schema(value_type = String, format = Date)]
    pub date: Date,
    /// Who went.
    #[serde(default)]
    pub visitors: String,
    /// Whom they met; shown only to who may see contacts.
    #[serde(default)]
    pub met: String,
    /// The note; shown only to who may see contacts.
    #[serde(default)]
    pub note: String,
}

/// 问题诉求. Progress is added by a route of its own.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ProblemForm {
    /// Who raised it.
    pub company: String,
    /// The problem in its own words.
    #[schema(min_length = 1)]
    pub text: String,
    /// The visit on which it was raised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<uuid::Uuid>,
    /// When it was raised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub raised: Option<Date>,
    /// 交办单位.
    #[serde(default)]
    pub assigned_to: String,
    /// 时限.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub due: Option<Date>,
    /// 回访.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub followed_up: Option<Date>,
    /// 销号.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub closed: Option<Date>,
}

/// 工作计划. Progress is added by a route of its own.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct WorkItemForm {
    /// The year of the plan.
    #[schema(minimum = 1990, maximum = 2200)]
    pub year: i16,
    /// 内容.
    #[schema(min_length = 1)]
    pub content: String,
    /// 时限.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub deadline: Option<Date>,
    /// 责任人.
    #[serde(default)]
    pub responsible: String,
    /// 协办.
    #[serde(default)]
    pub support: String,
    /// 依据.
    #[serde(default)]
    pub basis: String,
    /// How it stands.
    #[schema(schema_with = words::work_status)]
    pub status: WorkStatus,
}

/// 会费. Amounts in fen (分), 1/100 yuan.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct DueForm {
    /// The member.
    pub company: String,
    /// The year.
    #[schema(minimum = 1990, maximum = 2200)]
    pub year: i16,
    /// Level or office it is reckoned by.
    #[serde(default)]
    pub level: String,
    /// 应收.
    #[schema(minimum = 0)]
    pub owed: i64,
    /// 实收.
    #[schema(minimum = 0)]
    pub paid: i64,
    /// 减免.
    #[serde(default)]
    #[schema(minimum = 0)]
    pub waived: i64,
    /// When it was paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub paid_on: Option<Date>,
    /// Number of the receipt.
    #[serde(default)]
    pub receipt: String,
    /// 经手.
    #[serde(default)]
    pub handled_by: String,
    /// When the last reminder went out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub reminded: Option<Date>,
}

/// 授权. The latest one of a scope counts.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ConsentForm {
    /// Who.
    pub company: String,
    /// To what.
    #[schema(schema_with = words::consent_scope)]
    pub scope: ConsentScope,
    /// Yes, or withdrawn.
    pub given: bool,
    /// When.
    #[schema(value_type = String, format = Date)]
    pub date: Date,
    /// By which channel.
    #[serde(default)]
    pub channel: String,
    /// Who took it down.
    #[serde(default)]
    pub taken_by: String,
}

/// One condition of a bank product.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ConditionForm {
    /// What it asks about.
    #[schema(schema_with = words::condition_kind)]
    pub kind: ConditionKind,
    /// The least amount, in the unit of the kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<f64>,
    /// The condition in the bank's words.
    pub text: String,
}

/// 金融产品. Money in 万元.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct BankProductForm {
    /// The bank, where it is in the roster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank: Option<String>,
    /// The bank's name.
    pub bank_name: String,
    /// What it is called.
    #[schema(min_length = 1)]
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub purpose: String,
    /// The most one gets, 万元.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<f64>,
    /// Rate a year and time, in the bank's words.
    #[serde(default)]
    pub terms: String,
    /// What it asks for.
    #[serde(default)]
    pub conditions: Vec<ConditionForm>,
    /// Still offered.
    pub offered: bool,
    /// Where it was said.
    #[serde(default)]
    pub source: String,
}

/// 专长.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ExpertiseForm {
    /// The institute or expert, where it is in the roster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// The expert's or the team's name.
    #[serde(default)]
    pub person: String,
    /// Where he or she works.
    #[serde(default)]
    pub organisation: String,
    /// The field: 焊接工艺, 流体机械.
    #[schema(min_length = 1)]
    pub field: String,
    /// Past invitations and what came of them; not shown to members.
    #[serde(default)]
    pub record: String,
    /// Where it was said.
    #[serde(default)]
    pub source: String,
}
