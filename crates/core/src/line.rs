//! Profile lines (条目): one statement of or about a company, one product, process or pain a line.

use crate::{
    evidence::{Evidence, SourceRef},
    id::{CompanyId, LineId},
    vocabulary::vocabulary,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// Which of the four lists a line stands in.
    "条目类别" Side {
        /// 卖什么: products and services it sells.
        Makes = "makes" "卖什么",
        /// 买什么: what it buys.
        Buys = "buys" "买什么",
        /// 能做什么: processes, equipment, spare capacity.
        Does = "does" "能做什么",
        /// 被什么困扰: pains.
        Suffers = "suffers" "被什么困扰",
    }
}

vocabulary! {
    /// In which role a company sells what a line names.
    "角色" LineRole {
        /// Makes it itself.
        Maker = "maker" "生产",
        /// Sells what others make.
        Trader = "trader" "经销",
        /// Serves.
        Service = "service" "服务",
        /// Not said.
        Unknown = "unknown" "未说明",
    }
}

vocabulary! {
    /// Who may see a line or a need.
    "可见范围" Visibility {
        /// The secretariat only; the default.
        Secretariat = "secretariat" "秘书处",
        /// All members.
        Members = "members" "会员",
        /// Everybody.
        Public = "public" "公开",
    }
}

/// One statement of or about a company.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProfileLine {
    /// Our id.
    pub id: LineId,
    /// Whose line it is.
    pub company: CompanyId,
    /// Which list.
    pub side: Side,
    /// The words, as given. One product, process or pain.
    pub text: String,
    /// Maker, trader or service.
    pub role: LineRole,
    /// How sure.
    pub evidence: Evidence,
    /// How sure within that level, 0..=1, where the source says; else 1.
    pub confidence: f32,
    /// Where it comes from.
    pub source: SourceRef,
    /// When it was last confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Date>,
    /// When it stops being true (spare capacity, say).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
    /// Who may see it.
    pub visibility: Visibility,
    /// Slugs of capabilities a person confirmed for this line.
    #[serde(default)]
    pub confirmed: Vec<String>,
    /// Slugs of capabilities a person rejected for this line.
    #[serde(default)]
    pub rejected: Vec<String>,
}

impl ProfileLine {
    /// Days after which an unconfirmed line counts as stale: it drops one evidence level (product.md, feature 2).
    pub const STALE_AFTER_DAYS: i32 = 365;

    /// The level to reckon with on `today`: one lower once the line has not been confirmed for a year.
    pub fn evidence_on(&self, today: Date) -> Evidence {
        let stale = self.seen.is_some_and(|seen| (today - seen).get_days() > Self::STALE_AFTER_DAYS);
        match (stale, self.evidence) {
            (false, level) => level,
            (true, Evidence::Inferred | Evidence::SelfReported) => Evidence::Inferred,
            (true, Evidence::Document) => Evidence::SelfReported,
            (true, Evidence::Visited) => Evidence::Document,
            (true, Evidence::Deal) => Evidence::Visited,
        }
    }

    /// Whether the line still holds on `today`.
    pub fn holds_on(&self, today: Date) -> bool {
        self.expires.is_none_or(|expires| expires >= today)
    }
}
