//! Accounts, tokens and links.

use crate::{
    Problem,
    access::{Link, Principal, Via},
};
use qianxian_core::{AccountRole, ApiToken, User};
use qianxian_engine::Snapshot;
use qianxian_store::Versioned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What an account may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoleView {
    /// 管理员
    Admin,
    /// 秘书处
    Secretariat,
    /// 会员
    Member,
    /// 只读
    ReadOnly,
}

impl From<RoleView> for AccountRole {
    fn from(role: RoleView) -> Self {
        match role {
            RoleView::Admin => AccountRole::Admin,
            RoleView::Secretariat => AccountRole::Secretariat,
            RoleView::Member => AccountRole::Member,
            RoleView::ReadOnly => AccountRole::ReadOnly,
        }
    }
}

impl From<AccountRole> for RoleView {
    fn from(role: AccountRole) -> Self {
        match role {
            AccountRole::Admin => RoleView::Admin,
            AccountRole::Secretariat => RoleView::Secretariat,
            AccountRole::Member => RoleView::Member,
            AccountRole::ReadOnly => RoleView::ReadOnly,
        }
    }
}

/// Who is signed in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MeView {
    /// Id of the account; a link has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Name on the screen.
    pub name: String,
    /// What it may do.
    pub role: RoleView,
    /// Company of a member, by id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// May change something.
    pub may_write: bool,
    /// How it proved who it is: `session`, `token`, `link`.
    pub via: &'static str,
}

impl MeView {
    /// Somebody who asks.
    pub fn of(who: &Principal) -> MeView {
        MeView {
            id: who.user.map(|id| id.to_string()),
            name: who.name.clone(),
            role: who.role.into(),
            company: who.company.map(|id| id.to_string()),
            may_write: who.may_write(),
            via: match who.via {
                Via::Session => "session",
                Via::Token { .. } => "token",
                Via::Link => "link",
            },
        }
    }
}

/// An account.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UserView {
    /// Its id.
    pub id: String,
    /// What is typed to sign in.
    pub login: String,
    /// Name on the screen.
    pub name: String,
    /// What it may do.
    pub role: RoleView,
    /// Company of a member, by id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Name of that company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company_name: Option<String>,
    /// May not sign in.
    pub disabled: bool,
    /// For `If-Match`.
    pub version: String,
}

impl UserView {
    /// An account as it is kept.
    pub fn of(snapshot: &Snapshot, user: &Versioned<User>) -> UserView {
        let named = |id| snapshot.graph.find(id).map(|ix| snapshot.graph.company(ix).company.name.clone());
        let value = &user.value;
        UserView {
            id: value.id.to_string(),
            login: value.login.clone(),
            name: value.name.clone(),
            role: value.role.into(),
            company: value.company.map(|id| id.to_string()),
            company_name: value.company.and_then(named),
            disabled: value.disabled,
            version: format!("\"v{}\"", user.version),
        }
    }
}

/// What a token may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ScopeView {
    /// Looking.
    Read,
    /// Looking and changing.
    Write,
}

/// A token without its secret.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TokenView {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// As whom it acts, by id.
    pub user: String,
    /// What it may do.
    pub scopes: Vec<ScopeView>,
    /// Until when (RFC 3339); absent: until it is revoked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
}

impl TokenView {
    /// A token as it is kept.
    pub fn of(token: &ApiToken) -> TokenView {
        let writes = token.scopes.iter().any(|scope| scope == "write");
        TokenView {
            id: token.id.to_string(),
            name: token.name.clone(),
            user: token.user.to_string(),
            scopes: if writes { vec![ScopeView::Read, ScopeView::Write] } else { vec![ScopeView::Read] },
            expires: token.expires.map(|at| at.to_string()),
        }
    }
}

/// A token just made.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NewTokenView {
    /// The token.
    pub token: TokenView,
    /// The secret for `Authorization: Bearer …`. Shown this once.
    pub secret: String,
}

/// A link of a member, without its secret.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LinkView {
    /// Its id.
    pub id: String,
    /// The company it acts for, by id.
    pub company: String,
    /// Who made it.
    pub by: String,
    /// When it was made (RFC 3339).
    pub made: String,
    /// Until when it holds (RFC 3339).
    pub expires: String,
}

impl LinkView {
    /// A link as it is kept.
    pub fn of(link: &Link) -> LinkView {
        LinkView {
            id: link.id.clone(),
            company: link.company.to_string(),
            by: link.by.clone(),
            made: link.made.to_string(),
            expires: link.expires.to_string(),
        }
    }
}

/// A link just made.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NewLinkView {
    /// The link.
    pub link: LinkView,
    /// The address to send to the member. Shown this once.
    pub url: String,
    /// The same as a picture (SVG).
    pub qr: String,
}

/// The QR code of an address, as an SVG picture.
pub fn qr(url: &str) -> Result<String, Problem> {
    let code = qrcode::QrCode::new(url).map_err(Problem::internal)?;
    Ok(code.render::<qrcode::render::svg::Color<'_>>().min_dimensions(240, 240).build())
}
