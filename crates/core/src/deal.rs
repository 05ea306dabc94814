//! What is known between companies: past deals, affiliations, verdicts on pairs.

use crate::{
    evidence::SourceRef,
    id::{AffiliationId, CompanyId, DealId, MarkId},
    vocabulary::vocabulary,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One participant of a deal: a company of the roster, or a name outside it that only teaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DealParty {
    /// The company, where it is in the roster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<CompanyId>,
    /// Its name as written.
    pub name: String,
    /// `supplier`, `customer`, `technology`, `integrator`, `scene` or `partner`.
    pub role: String,
}

/// A past cooperation or trade (成交、协作) between two or more companies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Deal {
    /// Our id.
    pub id: DealId,
    /// Who took part, with roles.
    pub parties: Vec<DealParty>,
    /// What it was about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// When; for a year, its first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// Where it was said.
    pub source: SourceRef,
    /// Whether the pair counts as already cooperating, or the deal is there only to learn from.
    pub excludes: bool,
}

vocabulary! {
    /// How sure an affiliation is. Only confirmed ones exclude.
    "关联程度" Certainty {
        /// Confirmed by a person or a register.
        Confirmed = "confirmed" "已确认",
        /// Suspected.
        Suspected = "suspected" "疑似",
    }
}

/// Two companies of one group or one owner (关联企业).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Affiliation {
    /// Our id.
    pub id: AffiliationId,
    /// One side.
    pub a: CompanyId,
    /// The other side.
    pub b: CompanyId,
    /// `same_group`, `same_person`, `shareholder`, `branch`, `may_be_same`.
    pub kind: String,
    /// How sure.
    pub certainty: Certainty,
    /// Where it was said.
    pub source: SourceRef,
}

vocabulary! {
    /// What a person said about proposing a pair.
    "意见" PairVerdict {
        /// Taken up: the secretariat found it good.
        Accepted = "accepted" "已采纳",
        /// Not now.
        Postponed = "postponed" "暂缓",
        /// Not suitable, said by one side or the secretariat.
        Unsuitable = "unsuitable" "说过不合适",
        /// Never propose this pair again.
        Never = "never" "永不推荐",
    }
}

vocabulary! {
    /// Why a pair does not fit, or a lead was given up (product.md, section 2).
    "原因" ReasonCode {
        /// The price.
        Price = "price" "价格",
        /// Not enough capacity.
        Capacity = "capacity" "产能",
        /// A qualification is missing.
        Qualification = "qualification" "资质",
        /// Too far away.
        Distance = "distance" "距离",
        /// There is a supplier already.
        HasSupplier = "has_supplier" "已有供方",
        /// No answer came.
        NoAnswer = "no_answer" "无回应",
        /// The need is gone.
        NeedGone = "need_gone" "需求取消",
        /// They belong together.
        Affiliated = "affiliated" "关联",
        /// They compete.
        Rival = "rival" "竞品",
    }
}

/// A verdict on a pair of companies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairMark {
    /// Our id.
    pub id: MarkId,
    /// One side.
    pub a: CompanyId,
    /// The other side.
    pub b: CompanyId,
    /// What was said.
    pub verdict: PairVerdict,
    /// Why, in words or a reason code.
    pub reason: String,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// The way to cooperate it was said about, by code; nothing where it holds for every way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub way: Option<String>,
    /// Until when it is postponed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}
