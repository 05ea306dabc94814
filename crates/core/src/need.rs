//! Needs (需求): a dated request of one company.

use crate::{
    evidence::SourceRef,
    id::{CompanyId, NeedId},
    line::Visibility,
    vocabulary::vocabulary,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What kind of help is asked for.
    "需求类别" NeedKind {
        /// Find a supplier.
        Supply = "supply" "找供应商",
        /// Have something processed.
        Outsourcing = "outsourcing" "找外协",
        /// Machines, automation, software.
        Equipment = "equipment" "上设备",
        /// Find a customer.
        Customer = "customer" "找客户",
        /// Workers, engineers.
        Talent = "talent" "用工",
        /// Money.
        Finance = "finance" "融资",
        /// A technical problem.
        Tech = "tech" "技术",
        /// A policy.
        Policy = "policy" "政策",
        /// Land or buildings.
        Space = "space" "场地",
        /// Anything else.
        Other = "other" "其他",
    }
}

/// A dated request of one company.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Need {
    /// Our id.
    pub id: NeedId,
    /// Who asks.
    pub company: CompanyId,
    /// What is asked for, in its own words.
    pub text: String,
    /// What kind of help.
    pub kind: NeedKind,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Date>,
    /// Who may see it.
    pub visibility: Visibility,
    /// Where it was said.
    pub source: SourceRef,
    /// Still open.
    pub open: bool,
}
