//! What extraction gives: drafts for a person to confirm. Shapes follow the batch form of `extract` (contracts.md,
//! section 3); each draft keeps its sentence and its place in the original text.

use super::source::Span;
use jiff::civil::Date;
use qianxian_core::NeedKind;
use serde::{Deserialize, Serialize};

/// A text to read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Input {
    /// Its id, given back unchanged.
    #[serde(default)]
    pub id: String,
    /// Day of writing, `2026-11-04`; relative dates count from it. A month or a year is read as its first day;
    /// anything else leaves relative dates unresolved.
    #[serde(default)]
    pub date: Option<String>,
    /// `visit`, `wechat`, `minutes`, `note` or `news`; where absent, a text with a title is news.
    #[serde(default)]
    pub channel: Option<String>,
    /// Headline of a news text.
    #[serde(default)]
    pub title: Option<String>,
    /// The text.
    #[serde(default)]
    pub text: String,
}

/// Drafts of one text, of a note or of news.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Extraction {
    /// From a visit note, a chat message or minutes.
    Note(Box<NoteDrafts>),
    /// From news.
    News(NewsDrafts),
}

/// Drafts of a note.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct NoteDrafts {
    /// Id of the input.
    pub id: String,
    /// The firm the note is about, as named in it.
    pub company: Option<String>,
    /// What it makes or sells now.
    pub offers: Vec<LineItem>,
    /// What it buys or has done outside.
    pub buys: Vec<LineItem>,
    /// What it can do in house.
    pub processes: Vec<LineItem>,
    /// What hurts.
    pub pains: Vec<PainItem>,
    /// What it asks for.
    pub needs: Vec<NeedItem>,
    /// A loan that falls due, is wanted, a lease.
    pub financing: Option<Financing>,
    /// What somebody undertook to do.
    pub promises: Vec<PromiseItem>,
    /// Other organisations named.
    pub mentions: Vec<LineItem>,
}

/// A product, a process or a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineItem {
    /// In the words of the note.
    pub text: String,
    /// The sentence it stands in.
    #[serde(default)]
    pub sentence: String,
    /// Bytes of the original text.
    #[serde(default)]
    pub span: Span,
}

/// What a pain is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PainTopic {
    /// Workers.
    #[serde(rename = "用工")]
    Talent,
    /// Quality.
    #[serde(rename = "质量")]
    Quality,
    /// Delivery and capacity.
    #[serde(rename = "交期")]
    Delivery,
    /// Money.
    #[serde(rename = "资金")]
    Money,
    /// Orders and customers.
    #[serde(rename = "订单")]
    Orders,
    /// Prices and costs.
    #[serde(rename = "成本")]
    Cost,
    /// Permits and rules.
    #[serde(rename = "政策")]
    Policy,
    /// Machines.
    #[serde(rename = "设备")]
    Equipment,
    /// Land and buildings.
    #[serde(rename = "场地")]
    Space,
    /// Skills and technique.
    #[serde(rename = "技术")]
    Tech,
    /// Anything else.
    #[serde(rename = "其他")]
    Other,
}

/// A pain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PainItem {
    /// In the words of the note.
    pub what: String,
    /// What it is about.
    pub topic: PainTopic,
    /// The sentence it stands in.
    #[serde(default)]
    pub sentence: String,
    /// Bytes of the original text.
    #[serde(default)]
    pub span: Span,
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeedItem {
    /// In the words of the note.
    pub what: String,
    /// What kind of help, as its code (`supply`).
    pub kind: NeedKind,
    /// The kind as a Chinese word (`找供应商`).
    #[serde(skip_deserializing)]
    pub kind_name: &'static str,
    /// Words of the note that say until when.
    pub deadline: Option<String>,
    /// The last day, where it can be reckoned.
    pub deadline_date: Option<Date>,
    /// The sentence it stands in.
    #[serde(default)]
    pub sentence: String,
    /// Bytes of the original text.
    #[serde(default)]
    pub span: Span,
}

/// What kind of money is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FinancingKind {
    /// 贷款到期.
    LoanDue,
    /// 需要贷款.
    NeedLoan,
    /// 融资租赁.
    Lease,
    /// 供应链金融.
    SupplyChainFinance,
}

impl FinancingKind {
    /// The Chinese word.
    pub const fn zh(self) -> &'static str {
        match self {
            FinancingKind::LoanDue => "贷款到期",
            FinancingKind::NeedLoan => "需要贷款",
            FinancingKind::Lease => "融资租赁",
            FinancingKind::SupplyChainFinance => "供应链金融",
        }
    }
}

/// Money wanted or due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Financing {
    /// What kind, as its code (`loan_due`).
    pub kind: FinancingKind,
    /// The kind as a Chinese word (`贷款到期`).
    #[serde(skip_deserializing)]
    pub kind_name: &'static str,
    /// How much, in 万 (`500万`).
    pub amount: Option<String>,
    /// Words of the note that say when.
    pub due: Option<String>,
    /// The day, where it can be reckoned.
    pub due_date: Option<Date>,
    /// The sentence it stands in.
    #[serde(default)]
    pub sentence: String,
    /// Bytes of the original text.
    #[serde(default)]
    pub span: Span,
}

/// Something somebody undertook to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromiseItem {
    /// In the words of the note.
    pub what: String,
    /// Words of the note that say when.
    pub due: Option<String>,
    /// The last day, where it can be reckoned.
    pub due_date: Option<Date>,
    /// Who; `秘书处` where the note names nobody.
    pub who: String,
    /// The sentence it stands in.
    #[serde(default)]
    pub sentence: String,
    /// Bytes of the original text.
    #[serde(default)]
    pub span: Span,
}

/// Drafts of a news text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewsDrafts {
    /// Id of the input.
    pub id: String,
    /// Organisations named, each once.
    pub companies: Vec<NamedCompany>,
    /// Cooperations stated as such.
    pub cooperations: Vec<CooperationDraft>,
}

/// An organisation of a news text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedCompany {
    /// Its fullest name in the text.
    pub name: String,
    /// Other names it bears there.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What the text says it makes or supplies.
    #[serde(default)]
    pub products: Vec<String>,
    /// Where it is first named, in bytes of the original text (of the title, when named there only).
    #[serde(default)]
    pub span: Span,
    /// It is named in the title only; then `span` counts there.
    #[serde(default)]
    pub in_title: bool,
}

/// What kind of cooperation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum CooperationKind {
    /// One supplies the other.
    #[serde(rename = "供货配套")]
    Supply,
    /// One works for the other.
    #[serde(rename = "外协加工")]
    Outsourcing,
    /// They develop something together.
    #[serde(rename = "联合研发")]
    Research,
    /// They develop something together and one supplies it.
    #[serde(rename = "联合研发+供货配套")]
    ResearchSupply,
    /// They found a company together.
    #[serde(rename = "合资")]
    Venture,
    /// A framework.
    #[serde(rename = "战略合作")]
    Strategic,
    /// A framework under which one supplies the other.
    #[serde(rename = "战略合作+供货配套")]
    StrategicSupply,
    /// A plant as a whole.
    #[serde(rename = "工程总承包")]
    Project,
    /// They make something together.
    #[serde(rename = "联合生产")]
    Production,
    /// Agreed in principle only.
    #[serde(rename = "合作意向")]
    Intent,
}

impl CooperationKind {
    /// The Chinese word.
    pub const fn zh(self) -> &'static str {
        match self {
            CooperationKind::Supply => "供货配套",
            CooperationKind::Outsourcing => "外协加工",
            CooperationKind::Research => "联合研发",
            CooperationKind::ResearchSupply => "联合研发+供货配套",
            CooperationKind::Venture => "合资",
            CooperationKind::Strategic => "战略合作",
            CooperationKind::StrategicSupply => "战略合作+供货配套",
            CooperationKind::Project => "工程总承包",
            CooperationKind::Production => "联合生产",
            CooperationKind::Intent => "合作意向",
        }
    }
}

/// Who supplies whom, where the text says so.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roles {
    /// Who supplies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplier: Option<String>,
    /// Who buys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
}

/// A cooperation of two or more organisations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CooperationDraft {
    /// Who takes part; three partners of one thing are one cooperation, a supplier of two customers is two.
    pub participants: Vec<String>,
    /// What it is about.
    pub product: Option<String>,
    /// What kind, as a Chinese word.
    pub kind: CooperationKind,
    /// The word that says so.
    #[serde(default)]
    pub verb: String,
    /// Who supplies whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<Roles>,
    /// The sentence it stands in.
    #[serde(default)]
    pub sentence: String,
    /// Bytes of the original text or, when `in_title`, of the title.
    #[serde(default)]
    pub span: Span,
    /// It stands in the title.
    #[serde(default)]
    pub in_title: bool,
}
