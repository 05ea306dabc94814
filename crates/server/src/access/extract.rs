//! Extractors: what a handler demands of who asks, said in its head.

use crate::{
    App, Problem,
    access::{fingerprint, principal::Principal, principal::Via, session},
};
use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use qianxian_core::{AccountRole, CompanyId};
use qianxian_engine::clock;

/// Whoever asks; nothing where nobody is signed in.
#[derive(Debug, Clone)]
pub struct Anyone(pub Option<Principal>);

/// Anybody signed in.
#[derive(Debug, Clone)]
pub struct Reader(pub Principal);

/// Somebody who sees what the secretariat sees.
#[derive(Debug, Clone)]
pub struct DeskReader(pub Principal);

/// Somebody of the secretariat who may change things.
#[derive(Debug, Clone)]
pub struct Desk(pub Principal);

/// An administrator.
#[derive(Debug, Clone)]
pub struct Admin(pub Principal);

/// A member acting for its own company.
#[derive(Debug, Clone)]
pub struct OwnMember(pub Principal, pub CompanyId);

impl FromRequestParts<App> for Anyone {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        if let Some(Anyone(known)) = parts.extensions.get::<Anyone>() {
            return Ok(Anyone(known.clone()));
        }
        let found = Anyone(principal(app, &parts.headers).await?);
        parts.extensions.insert(found.clone());
        Ok(found)
    }
}

async fn principal(app: &App, headers: &HeaderMap) -> Result<Option<Principal>, Problem> {
    if let Some(given) = headers.get(header::AUTHORIZATION) {
        let secret = given.to_str().ok().and_then(|given| given.strip_prefix("Bearer "));
        return by_token(app, secret.unwrap_or("").trim()).await.map(Some);
    }
    session::principal(app, headers).await
}

async fn by_token(app: &App, secret: &str) -> Result<Principal, Problem> {
    let directory = app.directory().await?;
    let refused = || Problem::new(crate::Code::SignInFirst, "接口令牌无效或已过期，请向管理员要一个新的");
    let token = directory.token(&fingerprint(secret)).ok_or_else(refused)?;
    if token.expires.is_some_and(|expires| expires <= clock::now()) {
        return Err(refused());
    }
    let user = directory.user(token.user).filter(|user| !user.value.disabled).ok_or_else(refused)?;
    let writes = token.scopes.iter().any(|scope| scope == "write");
    Ok(Principal::of(&user.value, Via::Token { writes }))
}

async fn someone(parts: &mut Parts, app: &App) -> Result<Principal, Problem> {
    Anyone::from_request_parts(parts, app).await?.0.ok_or_else(Problem::sign_in)
}

macro_rules! demands {
    ($($name:ident: $may:expr;)+) => {$(
        impl FromRequestParts<App> for $name {
            type Rejection = Problem;

            async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
                let who = someone(parts, app).await?;
                let may: fn(&Principal) -> bool = $may;
                if may(&who) { Ok($name(who)) } else { Err(Problem::forbidden()) }
            }
        }
    )+};
}

demands! {
    Reader: |_| true;
    DeskReader: Principal::sees_everything;
    Desk: Principal::is_desk;
    Admin: Principal::is_admin;
}

impl FromRequestParts<App> for OwnMember {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let who = someone(parts, app).await?;
        match (who.role, who.company) {
            (AccountRole::Member, Some(company)) => Ok(OwnMember(who, company)),
            _ => Err(Problem::forbidden()),
        }
    }
}
