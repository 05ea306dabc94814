//! Links of members (会员链接): a secret in an address or QR code that stands for one company. It opens the phone form
//! and, with one more press, the member's own pages. Kept as its fingerprint; a new one does not end the old ones,
//! ending does.

use crate::{
    App, Problem,
    access::{fingerprint, new_secret, principal::Principal, principal::Via, session},
};
use axum::http::HeaderValue;
use jiff::SignedDuration;
use qianxian_core::{AccountRole, CompanyId, User, UserId};
use qianxian_engine::clock;

/// Space on the shelf: company by fingerprint.
const LINKS: &str = "member_link";
/// How long a link holds.
const LASTS: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Makes a link for a company, and the account its member acts by where there is none. Gives the secret: it is shown
/// once.
pub(crate) async fn make(app: &App, company: CompanyId, who: &Principal) -> Result<String, Problem> {
    account_of(app, company, who).await?;
    let secret: String = new_secret()?.chars().take(40).collect();
    let expires = clock::now() + LASTS;
    let shelf = app.engine().store().shelf(LINKS);
    shelf.put(&fingerprint(&secret), &company.to_string(), Some(expires)).await?;
    Ok(secret)
}

/// Ends all links of a company, and the sessions begun by them; says how many links there were.
pub(crate) async fn end_all(app: &App, company: CompanyId) -> Result<usize, Problem> {
    let shelf = app.engine().store().shelf(LINKS);
    let mut ended = 0;
    for (key, owner) in shelf.list(clock::now()).await? {
        if owner == company.to_string() && shelf.remove(&key).await? {
            ended += 1;
        }
    }
    if let Some(user) = member_of(app, company).await? {
        session::end_all(app, user).await?;
    }
    Ok(ended)
}

/// How many links each company has.
pub(crate) async fn counted(app: &App) -> Result<Vec<(CompanyId, usize)>, Problem> {
    let mut counted: Vec<(CompanyId, usize)> = Vec::new();
    for (_, owner) in app.engine().store().shelf(LINKS).list(clock::now()).await? {
        let Ok(company) = owner.parse::<CompanyId>() else { continue };
        match counted.iter_mut().find(|(known, _)| *known == company) {
            Some((_, count)) => *count += 1,
            None => counted.push((company, 1)),
        }
    }
    Ok(counted)
}

/// Who comes with a link: its company, for the phone form only.
pub(crate) async fn guest(app: &App, secret: &str) -> Result<(Principal, CompanyId), Problem> {
    let gone = || Problem::not_found("这个链接已经失效，请向秘书处要一个新的");
    let found = app.engine().store().shelf(LINKS).get(&fingerprint(secret), clock::now()).await?;
    let company: CompanyId = found.and_then(|id| id.parse().ok()).ok_or_else(gone)?;
    let snapshot = app.snapshot();
    let ix = snapshot.graph.find(company).ok_or_else(gone)?;
    let name = format!("{}（扫码填报）", snapshot.graph.company(ix).company.name);
    let role = AccountRole::Member;
    Ok((Principal { user: None, name, role, company: Some(company), via: Via::Link }, company))
}

/// Signs the member of a link in; gives the `Set-Cookie` header.
pub(crate) async fn enter(app: &App, secret: &str) -> Result<HeaderValue, Problem> {
    let (_, company) = guest(app, secret).await?;
    let user = member_of(app, company).await?.ok_or_else(Problem::forbidden)?;
    session::begin(app, user).await
}

/// The account that acts for a company, if it may sign in.
async fn member_of(app: &App, company: CompanyId) -> Result<Option<UserId>, Problem> {
    let directory = app.directory().await?;
    let mut own = directory.users().filter(|user| user.role == AccountRole::Member && user.company == Some(company));
    Ok(own.find(|user| !user.disabled).map(|user| user.id))
}

async fn account_of(app: &App, company: CompanyId, who: &Principal) -> Result<(), Problem> {
    if member_of(app, company).await?.is_some() {
        return Ok(());
    }
    let snapshot = app.snapshot();
    let found = snapshot.graph.find(company).map(|ix| snapshot.graph.company(ix).company.name.clone());
    let name = found.ok_or_else(|| Problem::not_found("名册里没有这家企业，请刷新后再试"))?;
    let short: String = company.to_string().chars().rev().take(8).collect();
    let user = User {
        id: UserId(clock::new_id()),
        login: format!("member-{short}"),
        name,
        role: AccountRole::Member,
        company: Some(company),
        disabled: false,
    };
    app.write(who, async |unit| Ok(unit.add(std::slice::from_ref(&user)).await?)).await
}
