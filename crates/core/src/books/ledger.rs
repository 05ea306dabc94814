//! Visits (走访), problems (问题诉求), the annual plan (工作计划), dues (会费) and consents (授权).

use crate::{
    id::{CompanyId, ConsentId, DueId, ProblemId, VisitId, WorkItemId},
    vocabulary::vocabulary,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// A visit to a company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// Our id.
    pub id: VisitId,
    /// Who was visited.
    pub company: CompanyId,
    /// When.
    pub date: Date,
    /// Who went, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub visitors: String,
    /// Whom they met, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub met: String,
    /// The note as it was written.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// One line of progress; written once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgressEntry {
    /// When.
    pub at: Timestamp,
    /// Who wrote it.
    pub who: String,
    /// What happened.
    pub text: String,
}

/// A problem a company raised: who deals with it, until when, what came of it (交办—时限—回访—销号).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Our id.
    pub id: ProblemId,
    /// Who raised it.
    pub company: CompanyId,
    /// The problem in its own words.
    pub text: String,
    /// The visit on which it was raised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<VisitId>,
    /// When it was raised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raised: Option<Date>,
    /// 交办单位: who deals with it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub assigned_to: String,
    /// 时限: until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// 进展, oldest first.
    #[serde(default)]
    pub progress: Vec<ProgressEntry>,
    /// 回访: when the company was asked whether it is solved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub followed_up: Option<Date>,
    /// 销号: when it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Date>,
}

vocabulary! {
    /// How an item of the plan stands.
    "进度" WorkStatus {
        /// Not begun.
        Planned = "planned" "未开始",
        /// Going on.
        Going = "going" "推进中",
        /// Done.
        Done = "done" "已完成",
        /// Dropped, with a reason in its progress.
        Dropped = "dropped" "已取消",
    }
}

/// An item of the annual plan with content, deadline and responsible person (三落实).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkItem {
    /// Our id.
    pub id: WorkItemId,
    /// The year of the plan.
    pub year: i16,
    /// 内容: what is to be done.
    pub content: String,
    /// 时限: until when; an item of a plan without one has none yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Date>,
    /// 责任人: who is responsible.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub responsible: String,
    /// 协办: who helps.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub support: String,
    /// 依据: what it rests on.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub basis: String,
    /// How it stands.
    pub status: WorkStatus,
    /// What happened, oldest first.
    #[serde(default)]
    pub progress: Vec<ProgressEntry>,
}

impl WorkItem {
    /// What of content, deadline and responsible person is missing, in Chinese.
    pub fn missing(&self) -> Vec<&'static str> {
        let mut missing = Vec::new();
        if self.content.trim().is_empty() {
            missing.push("内容");
        }
        if self.deadline.is_none() {
            missing.push("时限");
        }
        if self.responsible.trim().is_empty() {
            missing.push("责任人");
        }
        missing
    }
}

/// What a member owes and paid for one year. Amounts in fen (分), 1/100 yuan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// Our id.
    pub id: DueId,
    /// The member.
    pub company: CompanyId,
    /// The year.
    pub year: i16,
    /// Level or office it is reckoned by: 会员, 理事, 副会长.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub level: String,
    /// 应收.
    pub owed: i64,
    /// 实收.
    pub paid: i64,
    /// 减免.
    #[serde(default)]
    pub waived: i64,
    /// When it was paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid_on: Option<Date>,
    /// Number of the receipt (票据).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub receipt: String,
    /// Who handled it (经手).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub handled_by: String,
    /// When the last reminder went out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reminded: Option<Date>,
}

impl Due {
    /// What is still open, in fen; never below 0.
    pub const fn open(&self) -> i64 {
        let open = self.owed - self.waived - self.paid;
        if open > 0 { open } else { 0 }
    }
}

vocabulary! {
    /// What a company may agree to.
    "授权事项" ConsentScope {
        /// Being proposed to other members.
        Referral = "referral" "被推荐",
        /// Its contacts being given to the other side once both are willing.
        Contacts = "contacts" "提供联系方式",
        /// Its financing need being shown to banks.
        Finance = "finance" "向金融机构展示融资需求",
        /// Standing in printed directories.
        Directory = "directory" "列入名录",
        /// Being named in reports as an example.
        Example = "example" "作为案例报道",
        /// Messages by the association's channels.
        Messages = "messages" "接收推送",
    }
}

/// What a company agreed to, or no longer agrees to. The latest one of a scope counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Our id.
    pub id: ConsentId,
    /// Who.
    pub company: CompanyId,
    /// To what.
    pub scope: ConsentScope,
    /// Yes, or withdrawn.
    pub given: bool,
    /// When.
    pub date: Date,
    /// By which channel: 电话, 微信, 本人填报.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub channel: String,
    /// Who took it down.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub taken_by: String,
}
