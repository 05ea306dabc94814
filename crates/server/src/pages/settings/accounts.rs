//! Accounts, keys of programs and links of members, as the settings page changes them.

use super::{Fresh, page};
use crate::{
    App, Code, Problem,
    access::{
        Admin, Desk, Principal, UserChange, add_user as add, change_user as change, create_token, link, nobody,
        revoke_token, set_password,
    },
    api::reached_under,
    extract::Form,
    pages::{Lang, Said},
    views::qr,
};
use axum::{
    extract::State,
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use qianxian_core::{AccountRole, TokenId, UnknownWord, User, UserId};
use qianxian_engine::clock;
use serde::Deserialize;

/// Days a member's link holds.
const LINK_DAYS: u32 = 90;

/// Shows the page again with what is wrong, or passes a graver problem on.
async fn or_fault(
    app: &App,
    lang: Lang,
    who: &Principal,
    done: Result<&'static str, Problem>,
) -> Result<Response, Problem> {
    match done {
        Ok(code) => Ok(Redirect::to(&format!("/settings?done={code}")).into_response()),
        Err(problem) if matches!(problem.code, Code::Invalid | Code::Conflict | Code::NotFound) => {
            let status = problem.code.status();
            let page = page(app, lang, who, Said::default(), Some(problem.detail), None).await?;
            Ok((status, page).into_response())
        }
        Err(problem) => Err(problem),
    }
}

#[derive(Deserialize)]
pub(crate) struct UserForm {
    login: String,
    #[serde(default)]
    name: String,
    role: String,
    password: String,
    /// The company of a member.
    #[serde(default)]
    company: String,
}

/// `POST /settings/users`.
pub(super) async fn add_user(
    State(app): State<App>,
    lang: Lang,
    Admin(who): Admin,
    Form(form): Form<UserForm>,
) -> Result<Response, Problem> {
    let done = new_user(&app, &who, form).await;
    or_fault(&app, lang, &who, done).await
}

async fn new_user(app: &App, who: &Principal, form: UserForm) -> Result<&'static str, Problem> {
    let role = role_of(&form.role)?;
    let snapshot = app.snapshot();
    let company = match role {
        AccountRole::Member => {
            let ix = snapshot.company(form.company.trim());
            let ix = ix.map_err(|unknown| Problem::invalid(format!("会员账号要写明是哪家企业：{unknown}")))?;
            Some(snapshot.graph.company(ix).company.id)
        }
        _ => None,
    };
    let name = if form.name.trim().is_empty() { form.login.clone() } else { form.name };
    let user = User { id: UserId(clock::new_id()), login: form.login, name, role, company, disabled: false };
    add(app, who, user, &form.password).await?;
    Ok("user_added")
}

fn role_of(word: &str) -> Result<AccountRole, Problem> {
    word.parse().map_err(|unknown: UnknownWord| Problem::invalid(unknown.to_string()))
}

#[derive(Debug, Deserialize)]
pub(crate) struct ChangeForm {
    user: String,
    /// `disable`, `enable`, or a role by code.
    change: String,
}

/// `POST /settings/users/change`: another role, or no longer to sign in.
pub(super) async fn change_user(
    State(app): State<App>,
    lang: Lang,
    Admin(who): Admin,
    Form(form): Form<ChangeForm>,
) -> Result<Response, Problem> {
    let done = changed(&app, &who, &form).await;
    or_fault(&app, lang, &who, done).await
}

async fn changed(app: &App, who: &Principal, form: &ChangeForm) -> Result<&'static str, Problem> {
    let id: UserId = form.user.parse().map_err(|_| nobody())?;
    let seen = app.directory().await?.user(id).ok_or_else(nobody)?.version;
    let wanted = match form.change.as_str() {
        "disable" => UserChange { disabled: Some(true), ..UserChange::default() },
        "enable" => UserChange { disabled: Some(false), ..UserChange::default() },
        role => UserChange { role: Some(role_of(role)?), ..UserChange::default() },
    };
    change(app, who, id, seen, wanted).await?;
    Ok("kept")
}

#[derive(Deserialize)]
pub(crate) struct PasswordForm {
    user: String,
    password: String,
}

/// `POST /settings/users/password`: a new password ends the sessions of the account.
pub(super) async fn password(
    State(app): State<App>,
    lang: Lang,
    Admin(who): Admin,
    Form(form): Form<PasswordForm>,
) -> Result<Response, Problem> {
    let done = match form.user.parse() {
        Ok(id) => set_password(&app, id, &form.password).await.map(|()| "password_set"),
        Err(_) => Err(nobody()),
    };
    or_fault(&app, lang, &who, done).await
}

#[derive(Debug, Deserialize)]
pub(crate) struct TokenForm {
    name: String,
    #[serde(default)]
    write: String,
    /// Days it holds; nothing for good.
    #[serde(default)]
    days: String,
}

/// `POST /settings/tokens`: the key is shown once, on the page that answers.
pub(super) async fn add_token(
    State(app): State<App>,
    lang: Lang,
    Admin(who): Admin,
    Form(form): Form<TokenForm>,
) -> Result<Response, Problem> {
    let name: String = form.name.trim().chars().take(60).collect();
    let Some(user) = who.user.filter(|_| !name.is_empty()) else {
        return or_fault(&app, lang, &who, Err(Problem::invalid("请写明这个令牌给谁用"))).await;
    };
    let days: Option<u32> = form.days.trim().parse().ok().filter(|days| (1..=3650).contains(days));
    let mut scopes = vec!["read".to_owned()];
    scopes.extend((form.write == "1").then(|| "write".to_owned()));
    let (_, secret) = create_token(&app, &who, (name, user), scopes, days).await?;
    let words = "只显示这一次，请现在复制保存。程序在请求头里写 Authorization: Bearer 加上它。";
    let fresh = Fresh { heading: "新的接口令牌", words, secret, qr: String::new() };
    page(&app, lang, &who, Said::default(), None, Some(fresh)).await
}

#[derive(Debug, Deserialize)]
pub(crate) struct EndForm {
    id: String,
}

/// `POST /settings/tokens/end`.
pub(super) async fn end_token(
    State(app): State<App>,
    lang: Lang,
    Admin(who): Admin,
    Form(form): Form<EndForm>,
) -> Result<Response, Problem> {
    let done = match form.id.parse::<TokenId>() {
        Ok(id) => revoke_token(&app, &who, id).await.map(|()| "token_gone"),
        Err(_) => Err(Problem::not_found("没有这个令牌；它可能已经作废")),
    };
    or_fault(&app, lang, &who, done).await
}

#[derive(Debug, Deserialize)]
pub(crate) struct LinkForm {
    company: String,
}

/// `POST /settings/links`: a link for a member, as an address and as a QR code, shown once.
pub(super) async fn add_link(
    State(app): State<App>,
    lang: Lang,
    Desk(who): Desk,
    headers: HeaderMap,
    Form(form): Form<LinkForm>,
) -> Result<Response, Problem> {
    let snapshot = app.snapshot();
    let company = match snapshot.company(form.company.trim()) {
        Ok(ix) => snapshot.graph.company(ix).company.id,
        Err(unknown) => return or_fault(&app, lang, &who, Err(Problem::from(unknown))).await,
    };
    let (_, secret) = link::create(&app, &who, company, LINK_DAYS).await?;
    let address = format!("{}/m/{secret}", reached_under(&app, &headers));
    let drawn = qr(&address)?;
    // A file begins with a declaration of XML; inside a page there is none.
    let qr = drawn.find("<svg").map_or_else(String::new, |at| drawn[at..].to_owned());
    let words = "发给这家企业的负责人，90 天内有效，不用密码；谁拿到谁能填，请勿公开。二维码可以打印。";
    let fresh = Fresh { heading: "会员填报链接", words, secret: address, qr };
    page(&app, lang, &who, Said::default(), None, Some(fresh)).await
}

/// `POST /settings/links/end`.
pub(super) async fn end_link(
    State(app): State<App>,
    lang: Lang,
    Desk(who): Desk,
    Form(form): Form<EndForm>,
) -> Result<Response, Problem> {
    let done = match link::revoke(&app, &form.id).await? {
        true => Ok("link_gone"),
        false => Err(Problem::not_found("没有这个链接；它可能已经过期或作废")),
    };
    or_fault(&app, lang, &who, done).await
}
