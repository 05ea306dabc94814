//! What banks, institutes and experts offer: bank products (金融产品) and expertise (专长).

use crate::{
    evidence::SourceRef,
    id::{BankProductId, CompanyId, ExpertiseId},
    vocabulary::vocabulary,
};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What a bank's condition asks about; the value is in the unit that stands here.
    "条件类别" ConditionKind {
        /// Years since the company was founded, at least so many.
        YearsInBusiness = "years_in_business" "成立年限（年）",
        /// Tax paid a year, at least so many 万元.
        TaxPaid = "tax_paid" "年纳税（万元）",
        /// Turnover a year, at least so many 万元.
        Turnover = "turnover" "年营业额（万元）",
        /// Employees, at least so many.
        Employees = "employees" "员工（人）",
        /// A mortgage or another security is asked for.
        Collateral = "collateral" "有抵押或担保",
        /// A title: 专精特新, 高新技术企业; the value names it.
        Title = "title" "称号或资质",
        /// A district; the value names it.
        District = "district" "所在区县",
        /// Anything else: a person has to ask.
        Other = "other" "其他",
    }
}

/// One condition of a bank product.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    /// What it asks about.
    pub kind: ConditionKind,
    /// The least amount, where it asks for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<f64>,
    /// The condition in the bank's words.
    pub text: String,
}

/// A bank's offer. Money in 万元.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BankProduct {
    /// Our id.
    pub id: BankProductId,
    /// The bank, where it is in the roster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bank: Option<CompanyId>,
    /// The bank's name.
    pub bank_name: String,
    /// What it is called.
    pub name: String,
    /// What it is for, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub purpose: String,
    /// The most one gets, 万元.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<f64>,
    /// Rate a year and time, in the bank's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub terms: String,
    /// What it asks for.
    #[serde(default)]
    pub conditions: Vec<Condition>,
    /// Still offered.
    pub offered: bool,
    /// Where it was said.
    pub source: SourceRef,
}

/// A field an institute or an expert knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expertise {
    /// Our id.
    pub id: ExpertiseId,
    /// The institute or expert, where it is in the roster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<CompanyId>,
    /// The expert's or the team's name; may be empty where only the institute is known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub person: String,
    /// Where he or she works.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub organisation: String,
    /// The field, in words: 焊接工艺, 流体机械.
    pub field: String,
    /// Past invitations and what came of them, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub record: String,
    /// Where it was said.
    pub source: SourceRef,
}
