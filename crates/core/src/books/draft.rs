//! Drafts (待确认): what the program or a member proposes and a person of the secretariat decides.

use crate::{
    id::{CompanyId, DraftId},
    vocabulary::vocabulary,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What waits.
    "待确认类别" DraftKind {
        /// A visit note or a news text, with what was read from it.
        Note = "note" "走访记录",
        /// A member's change of its own profile.
        Profile = "profile" "会员修改资料",
        /// A need posted by a member.
        Need = "need" "会员发布需求",
        /// A member asks to be introduced to somebody.
        Introduction = "introduction" "请求引荐",
    }
}

vocabulary! {
    /// What was decided.
    "处理结果" DraftStatus {
        /// Nobody has decided.
        Waiting = "waiting" "待处理",
        /// Became facts.
        Accepted = "accepted" "已采纳",
        /// Was turned down.
        Rejected = "rejected" "未采纳",
    }
}

/// Something that waits for a person's decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Our id.
    pub id: DraftId,
    /// What it is.
    pub kind: DraftKind,
    /// The company concerned, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<CompanyId>,
    /// One line for a list.
    pub title: String,
    /// The text or form it was made from, word for word.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// What would be written, in the shape of its kind.
    #[serde(default)]
    pub body: serde_json::Value,
    /// What was decided.
    pub status: DraftStatus,
    /// Who handed it in.
    pub who: String,
    /// When.
    pub at: Timestamp,
    /// Why it was turned down, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub answer: String,
}
