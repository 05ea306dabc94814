//! What is kept under an id, and what all of it has in common.

use crate::{
    contract::{Import, Setting},
    sql::Table,
};
use jiff::Timestamp;
use qianxian_core::{
    Affiliation, ApiToken, BankProduct, Company, Consent, Deal, Draft, Due, Expertise, Lead, MatchList, Need, PairMark,
    Problem, ProfileLine, User, Visit, WorkItem,
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Something the store keeps under an id: a fact, or the record of an import.
pub trait Entity: Table {}

/// An entity that people edit through a [`UnitOfWork`](crate::UnitOfWork).
pub trait Fact: Entity {}

macro_rules! facts {
    ($($fact:ty),+) => { $(impl Entity for $fact {} impl Fact for $fact {})+ };
}

facts!(Company, ProfileLine, Need, Deal, Affiliation, PairMark, Setting);
facts!(Lead, Visit, Problem, WorkItem, Due, Consent, BankProduct, Expertise, Draft, MatchList, User, ApiToken);
impl Entity for Import {}

/// What kind of thing is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntityKind {
    /// 企业: [`Company`].
    Company,
    /// 条目: [`ProfileLine`].
    Line,
    /// 需求: [`Need`].
    Need,
    /// 成交或协作: [`Deal`].
    Deal,
    /// 关联: [`Affiliation`].
    Affiliation,
    /// 配对意见: [`PairMark`].
    Mark,
    /// 设置: [`Setting`].
    Setting,
    /// 对接: [`Lead`].
    Lead,
    /// 走访: [`Visit`].
    Visit,
    /// 问题诉求: [`Problem`].
    Problem,
    /// 工作计划: [`WorkItem`].
    WorkItem,
    /// 会费: [`Due`].
    Due,
    /// 授权: [`Consent`].
    Consent,
    /// 金融产品: [`BankProduct`].
    BankProduct,
    /// 专长: [`Expertise`].
    Expertise,
    /// 待确认: [`Draft`].
    Draft,
    /// 配对清单: [`MatchList`].
    MatchList,
    /// 用户: [`User`].
    User,
    /// 接口令牌: [`ApiToken`].
    Token,
    /// 导入: [`Import`].
    Import,
}

impl EntityKind {
    /// Every kind; one that refers to another stands after it.
    pub const ALL: &[EntityKind] = &[
        EntityKind::Company,
        EntityKind::Line,
        EntityKind::Need,
        EntityKind::Deal,
        EntityKind::Affiliation,
        EntityKind::Mark,
        EntityKind::Setting,
        EntityKind::Lead,
        EntityKind::Visit,
        EntityKind::Problem,
        EntityKind::WorkItem,
        EntityKind::Due,
        EntityKind::Consent,
        EntityKind::BankProduct,
        EntityKind::Expertise,
        EntityKind::Draft,
        EntityKind::MatchList,
        EntityKind::User,
        EntityKind::Token,
        EntityKind::Import,
    ];

    /// The word in the database and in code.
    pub const fn code(self) -> &'static str {
        match self {
            EntityKind::Company => "company",
            EntityKind::Line => "line",
            EntityKind::Need => "need",
            EntityKind::Deal => "deal",
            EntityKind::Affiliation => "affiliation",
            EntityKind::Mark => "mark",
            EntityKind::Setting => "setting",
            EntityKind::Lead => "lead",
            EntityKind::Visit => "visit",
            EntityKind::Problem => "problem",
            EntityKind::WorkItem => "work_item",
            EntityKind::Due => "due",
            EntityKind::Consent => "consent",
            EntityKind::BankProduct => "bank_product",
            EntityKind::Expertise => "expertise",
            EntityKind::Draft => "draft",
            EntityKind::MatchList => "match_list",
            EntityKind::User => "user",
            EntityKind::Token => "token",
            EntityKind::Import => "import",
        }
    }

    /// The word on the screen.
    pub const fn zh(self) -> &'static str {
        match self {
            EntityKind::Company => "企业",
            EntityKind::Line => "条目",
            EntityKind::Need => "需求",
            EntityKind::Deal => "成交记录",
            EntityKind::Affiliation => "关联关系",
            EntityKind::Mark => "配对意见",
            EntityKind::Setting => "设置",
            EntityKind::Lead => "对接",
            EntityKind::Visit => "走访",
            EntityKind::Problem => "问题诉求",
            EntityKind::WorkItem => "工作计划",
            EntityKind::Due => "会费",
            EntityKind::Consent => "授权",
            EntityKind::BankProduct => "金融产品",
            EntityKind::Expertise => "专长",
            EntityKind::Draft => "待确认",
            EntityKind::MatchList => "配对清单",
            EntityKind::User => "用户",
            EntityKind::Token => "接口令牌",
            EntityKind::Import => "导入记录",
        }
    }
}

impl std::str::FromStr for EntityKind {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        EntityKind::ALL
            .iter()
            .copied()
            .find(|kind| kind.code() == word)
            .ok_or_else(|| format!("no entity kind: {word}"))
    }
}

/// How often a thing was written: 1 when it is added, one more with every change, delete, restore and undo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Version(pub i64);

impl Version {
    /// The version of a thing just added.
    pub const FIRST: Version = Version(1);

    /// The version after one more change.
    pub const fn next(self) -> Version {
        Version(self.0 + 1)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A thing as it is kept: its value and what the store knows about it. Times have microseconds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Versioned<T> {
    /// The thing.
    pub value: T,
    /// How often it was written; a writer gives back the version it has seen.
    pub version: Version,
    /// When it was added.
    pub created: Timestamp,
    /// When it was last written.
    pub changed: Timestamp,
    /// When it was deleted, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted: Option<Timestamp>,
}

/// A thing named to a person: `企业「淄博博山泵厂」`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntityRef {
    /// What kind.
    pub kind: EntityKind,
    /// Its id as text.
    pub id: String,
    /// What it is called on the screen: a name, the text of a line.
    pub label: String,
}

impl EntityRef {
    pub(crate) fn to<T: Table>(value: &T) -> Self {
        EntityRef { kind: T::KIND, id: value.id().to_string(), label: value.label() }
    }
}

impl fmt::Display for EntityRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.label.as_str() {
            "" => write!(f, "{}（编号 {}）", self.kind.zh(), self.id),
            label => write!(f, "{}「{label}」", self.kind.zh()),
        }
    }
}

/// Which rows of a kind are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// Those that are not deleted.
    Live,
    /// Only deleted ones.
    Deleted,
    /// All of them.
    All,
}
