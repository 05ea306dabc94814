//! Leads (对接): what the secretariat took up, from the first word to the result.

use crate::{
    id::{CompanyId, LeadId, NeedId},
    vocabulary::vocabulary,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// How far a lead has come (product.md, section 2). The five that count as results are kept apart.
    "阶段" LeadStage {
        /// Taken up, not checked yet.
        Proposed = "proposed" "待核",
        /// Recommended by the secretariat.
        Recommended = "recommended" "已推荐",
        /// The first side is willing.
        OneWilling = "one_willing" "甲方愿意",
        /// Both sides are willing: contacts may be exchanged.
        BothWilling = "both_willing" "双方愿意",
        /// They met.
        Met = "met" "已见面/互访",
        /// A sample or an offer is out.
        Quoted = "quoted" "样品/报价",
        /// A trial order or a joint project was begun.
        Trial = "trial" "试单/立项",
        /// Signed.
        Signed = "signed" "签约/成交",
        /// Ordered again.
        Repeat = "repeat" "复购",
        /// Given up, with a reason.
        Closed = "closed" "终止",
    }
}

impl LeadStage {
    /// Whether contacts of both sides may be shown to each other.
    pub const fn releases_contacts(self) -> bool {
        !matches!(self, LeadStage::Proposed | LeadStage::Recommended | LeadStage::OneWilling | LeadStage::Closed)
    }

    /// Whether nothing more has to be done.
    pub const fn is_final(self) -> bool {
        matches!(self, LeadStage::Signed | LeadStage::Repeat | LeadStage::Closed)
    }
}

vocabulary! {
    /// How much a result is worth, in yuan.
    "金额档" ValueBand {
        /// Below 100,000.
        UnderTenWan = "under_10w" "10万以下",
        /// 100,000 to 1,000,000.
        TenToHundredWan = "10w_100w" "10万—100万",
        /// 1,000,000 to 10,000,000.
        HundredToThousandWan = "100w_1000w" "100万—1000万",
        /// Above 10,000,000.
        OverThousandWan = "over_1000w" "1000万以上",
        /// Not said.
        Undisclosed = "undisclosed" "不便透露",
    }
}

/// One side of a lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadParty {
    /// The company.
    pub company: CompanyId,
    /// Its role on the card: `supplier`, `customer`, `partner`, `scene`, `technology`, `integrator`.
    pub role: String,
}

/// One line of a lead's log; written once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadEntry {
    /// When.
    pub at: Timestamp,
    /// Who wrote it.
    pub who: String,
    /// The stage it came to, where it moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<LeadStage>,
    /// What happened.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// How a lead ended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadOutcome {
    /// Why it was given up, as a reason code or in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// How much it is worth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<ValueBand>,
    /// What was traded or developed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// Who introduced the two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub introduced_by: Option<String>,
}

/// A match or a hand-made pair that the secretariat took up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lead {
    /// Our id.
    pub id: LeadId,
    /// Number people cite: `DJ-20260112-003`.
    pub number: String,
    /// Way to cooperate, by code; empty for a hand-made pair without one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub way: String,
    /// Who takes part, the asking side first.
    pub parties: Vec<LeadParty>,
    /// Why they should talk: the sentence of the card.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// The need it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need: Option<NeedId>,
    /// How far it has come.
    pub stage: LeadStage,
    /// Who looks after it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub owner: String,
    /// What is to be done next.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub next: String,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// What happened, oldest first.
    #[serde(default)]
    pub log: Vec<LeadEntry>,
    /// How it ended.
    #[serde(default)]
    pub outcome: LeadOutcome,
}
