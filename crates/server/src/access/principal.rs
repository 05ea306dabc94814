//! Somebody who asks.

use qianxian_core::{AccountRole, CompanyId, User, UserId, Visibility};

/// How somebody proved who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// A session cookie: a person in a browser.
    Session,
    /// A bearer token: a program.
    Token {
        /// The token may change something.
        writes: bool,
    },
    /// The link of a phone form: one company, one purpose.
    Link,
}

/// Somebody who asks, and what it may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The account; a link has none.
    pub user: Option<UserId>,
    /// Name for the screen and the audit.
    pub name: String,
    /// What it may do.
    pub role: AccountRole,
    /// The company of a member.
    pub company: Option<CompanyId>,
    /// How it proved who it is.
    pub via: Via,
}

impl Principal {
    /// The principal of an account.
    pub fn of(user: &User, via: Via) -> Principal {
        Principal { user: Some(user.id), name: user.name.clone(), role: user.role, company: user.company, via }
    }

    /// May change something at all.
    pub const fn may_write(&self) -> bool {
        !matches!(self.role, AccountRole::ReadOnly) && !matches!(self.via, Via::Token { writes: false })
    }

    /// Works for the secretariat and may change things.
    pub const fn is_desk(&self) -> bool {
        matches!(self.role, AccountRole::Admin | AccountRole::Secretariat) && self.may_write()
    }

    /// May see what the secretariat sees.
    pub const fn sees_everything(&self) -> bool {
        matches!(self.role, AccountRole::Admin | AccountRole::Secretariat | AccountRole::ReadOnly)
    }

    /// May look after users, tokens and settings.
    pub const fn is_admin(&self) -> bool {
        matches!(self.role, AccountRole::Admin) && self.may_write()
    }

    /// May see contacts and financing needs of a company. A read-only account may not: it looks on for a third party.
    pub fn sees_contacts_of(&self, company: CompanyId) -> bool {
        matches!(self.role, AccountRole::Admin | AccountRole::Secretariat) || self.company == Some(company)
    }

    /// How far lines and needs are open to it.
    pub const fn viewer(&self) -> Visibility {
        if self.sees_everything() { Visibility::Secretariat } else { Visibility::Members }
    }
}
