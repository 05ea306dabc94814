//! Who may sign in, and keys of programs. Passwords and keys stand elsewhere, and only as hashes.

use crate::{
    id::{CompanyId, TokenId, UserId},
    vocabulary::vocabulary,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What somebody may do.
    "权限" AccountRole {
        /// Everything, users and settings too.
        Admin = "admin" "管理员",
        /// All work of the secretariat.
        Secretariat = "secretariat" "秘书处",
        /// Its own company, and searching.
        Member = "member" "会员",
        /// Looks, changes nothing.
        ReadOnly = "read_only" "只读",
    }
}

/// Somebody who may sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Our id.
    pub id: UserId,
    /// Name to sign in with; unique, without regard to case.
    pub login: String,
    /// Name on the screen.
    pub name: String,
    /// What he or she may do.
    pub role: AccountRole,
    /// The company of a member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<CompanyId>,
    /// May not sign in.
    #[serde(default)]
    pub disabled: bool,
}

/// A key of a program. The key itself is shown once and never kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiToken {
    /// Our id.
    pub id: TokenId,
    /// What it is for.
    pub name: String,
    /// SHA-256 of the key, hexadecimal.
    pub hash: String,
    /// As whom it acts.
    pub user: UserId,
    /// What it may do: `read`, `write`.
    pub scopes: Vec<String>,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Timestamp>,
}
