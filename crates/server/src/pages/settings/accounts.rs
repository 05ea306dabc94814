//! Accounts, keys of programs and links of members, as the settings page changes them.

use super::{Fresh, page};
use crate::{
    App, Code, Problem,
    access::{Admin, Desk, Principal, fingerprint, member_link, new_secret, set_password},
    pages::{Lang, Said},
};
use axum::{
    Form,
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
};
use jiff::SignedDuration;
use qianxian_core::{AccountRole, ApiToken, TokenId, User, UserId};
use qianxian_engine::clock;
use qrcode::{QrCode, render::svg};
use serde::Deserialize;

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
    let login = form.login.trim().to_owned();
    if login.is_empty() || login.chars().count() > 50 {
        return Err(Problem::invalid("请填写登录名，最多 50 个字"));
    }
    if app.directory().await?.by_login(&login).is_some() {
        return Err(Problem::new(Code::Conflict, format!("登录名「{login}」已经有人用了，请换一个")));
    }
    let role: AccountRole =
        form.role.parse().map_err(|e: qianxian_core::UnknownWord| Problem::invalid(e.to_string()))?;
    let company = match role {
        AccountRole::Member => {
            let snapshot = app.snapshot();
            let ix = snapshot
                .company(form.company.trim())
                .map_err(|unknown| Problem::invalid(format!("会员账号要写明是哪家企业：{unknown}")))?;
            Some(snapshot.graph.company(ix).company.id)
        }
        _ => None,
    };
    let name = if form.name.trim().is_empty() { login.clone() } else { form.name.trim().to_owned() };
    let user = User { id: UserId(clock::new_id()), login, name, role, company, disabled: false };
    // The password first: one that is refused leaves no account without one.
    set_password(app, user.id, &form.password).await?;
    app.write(who, async |unit| Ok(unit.add(std::slice::from_ref(&user)).await?)).await?;
    Ok("user_added")
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
    let gone = || Problem::not_found("没有这个账号，请刷新后再试");
    let id: UserId = form.user.parse().map_err(|_| gone())?;
    let directory = app.directory().await?;
    let known = directory.user(id).ok_or_else(gone)?;
    let mut user = known.value.clone();
    match form.change.as_str() {
        "disable" => user.disabled = true,
        "enable" => user.disabled = false,
        role => user.role = role.parse().map_err(|e: qianxian_core::UnknownWord| Problem::invalid(e.to_string()))?,
    }
    if user.role == AccountRole::Member && user.company.is_none() {
        return Err(Problem::invalid("会员账号要先有所属企业，请新建一个会员账号"));
    }
    let is_admin = |user: &User| user.role == AccountRole::Admin && !user.disabled;
    let admins = directory.users().filter(|user| is_admin(user)).count();
    if is_admin(&known.value) && !is_admin(&user) && admins == 1 {
        return Err(Problem::new(Code::Conflict, "这是最后一个管理员，不能停用或改权限；请先添加另一个管理员"));
    }
    app.write(who, async |unit| Ok(unit.update(&user, known.version).await?)).await?;
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
    let done = async {
        let gone = || Problem::not_found("没有这个账号，请刷新后再试");
        let id: UserId = form.user.parse().map_err(|_| gone())?;
        app.directory().await?.user(id).ok_or_else(gone)?;
        set_password(&app, id, &form.password).await?;
        Ok("password_set")
    };
    let done = done.await;
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
    let secret = new_secret()?;
    let days: Option<i64> = form.days.trim().parse().ok().filter(|days| (1..=3650).contains(days));
    let scopes = if form.write == "1" { vec!["read".to_owned(), "write".to_owned()] } else { vec!["read".to_owned()] };
    let token = ApiToken {
        id: TokenId(clock::new_id()),
        name,
        hash: fingerprint(&secret),
        user,
        scopes,
        expires: days.map(|days| clock::now() + SignedDuration::from_hours(days * 24)),
    };
    app.write(&who, async |unit| Ok(unit.add(std::slice::from_ref(&token)).await?)).await?;
    let words = "只显示这一次，请现在复制保存。程序在请求头里写 Authorization: Bearer 加上它。";
    let fresh = Fresh { heading: "新的接口令牌", words, secret, qr: String::new() };
    page(&app, lang, &who, Said::default(), None, Some(fresh)).await
}

#[derive(Debug, Deserialize)]
pub(crate) struct EndTokenForm {
    token: String,
}

/// `POST /settings/tokens/end`.
pub(super) async fn end_token(
    State(app): State<App>,
    lang: Lang,
    Admin(who): Admin,
    Form(form): Form<EndTokenForm>,
) -> Result<Response, Problem> {
    let done = app.write(&who, async |unit| {
        let gone = || Problem::not_found("没有这个令牌，可能已经停用");
        let id: TokenId = form.token.parse().map_err(|_| gone())?;
        let token = unit.lookup::<ApiToken>(&id).await?.filter(|token| token.deleted.is_none()).ok_or_else(gone)?;
        unit.remove::<ApiToken>(&id, token.version).await?;
        Ok("token_gone")
    });
    let done = done.await;
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
    let secret = member_link::make(&app, company, &who).await?;
    let address = format!("{}/m/{secret}", origin(&app, &headers));
    let code = QrCode::new(address.as_bytes()).map_err(Problem::internal)?;
    let drawn = code.render::<svg::Color>().min_dimensions(220, 220).build();
    let qr = drawn.find("<svg").map_or_else(String::new, |at| drawn[at..].to_owned());
    let words = "发给这家企业的负责人，90 天内有效，不用密码；谁拿到谁能填，请勿公开。二维码可以打印。";
    let fresh = Fresh { heading: "会员填报链接", words, secret: address, qr };
    page(&app, lang, &who, Said::default(), None, Some(fresh)).await
}

/// The address people reach the server under.
fn origin(app: &App, headers: &HeaderMap) -> String {
    let options = app.options();
    if !options.public_url.is_empty() {
        return options.public_url.clone();
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let scheme = if options.secure_cookies { "https" } else { "http" };
    format!("{scheme}://{host}")
}

/// `POST /settings/links/end`: all links of a company are void.
pub(super) async fn end_links(
    State(app): State<App>,
    lang: Lang,
    Desk(who): Desk,
    Form(form): Form<LinkForm>,
) -> Result<Response, Problem> {
    let done = async {
        let id = form.company.parse().map_err(|_| Problem::not_found("没有这家企业，请刷新后再试"))?;
        member_link::end_all(&app, id).await?;
        Ok("link_gone")
    };
    let done = done.await;
    or_fault(&app, lang, &who, done).await
}
