//! Signing in and out, and the first start.

use crate::{
    App, Code, Problem,
    access::{Anyone, create_first_admin, sign_in, sign_out},
    extract::{Form, Query},
    pages::{Lang, Shell, show},
};
use askama::Template;
use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

/// `GET /sign-in`.
#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    shell: Shell,
    login: String,
    next: String,
    fault: Option<String>,
}

/// `GET /setup`.
#[derive(Template)]
#[template(path = "setup.html")]
struct SetupPage {
    shell: Shell,
    login: String,
    name: String,
    fault: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct NextParams {
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
pub(crate) struct SignInForm {
    login: String,
    password: String,
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
pub(crate) struct SetupForm {
    code: String,
    login: String,
    #[serde(default)]
    name: String,
    password: String,
}

/// The form, or on the first start the way to the setup.
pub(crate) async fn form(
    State(app): State<App>,
    lang: Lang,
    Anyone(who): Anyone,
    Query(params): Query<NextParams>,
) -> Result<Response, Problem> {
    if app.directory().await?.is_empty() {
        return Ok(Redirect::to("/setup").into_response());
    }
    if who.is_some() {
        return Ok(Redirect::to("/").into_response());
    }
    let shell = Shell::outside(lang, lang.t("登录"));
    show(&SignInPage { shell, login: String::new(), next: params.next, fault: None })
}

/// Signs in and goes where one wanted to go.
pub(crate) async fn submit(
    State(app): State<App>,
    lang: Lang,
    Form(form): Form<SignInForm>,
) -> Result<Response, Problem> {
    match sign_in(&app, &form.login, &form.password).await {
        Ok((_, cookie)) => Ok(go(inside(&form.next), cookie)),
        Err(problem) if matches!(problem.code, Code::SignInFirst | Code::TooMany) => {
            let shell = Shell::outside(lang, lang.t("登录"));
            let status = problem.code.status();
            let page = SignInPage { shell, login: form.login, next: form.next, fault: Some(problem.detail) };
            Ok((status, show(&page)?).into_response())
        }
        Err(problem) => Err(problem),
    }
}

/// Signs out.
pub(crate) async fn leave(State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    Ok(go("/sign-in", sign_out(&app, &headers).await?))
}

/// The first start: who has the code from the console becomes administrator.
pub(crate) async fn setup_form(State(app): State<App>, lang: Lang) -> Result<Response, Problem> {
    if !app.directory().await?.is_empty() {
        return Ok(Redirect::to("/sign-in").into_response());
    }
    let shell = Shell::outside(lang, lang.t("首次设置"));
    show(&SetupPage { shell, login: String::new(), name: String::new(), fault: None })
}

/// Makes the first administrator.
pub(crate) async fn setup(
    State(app): State<App>,
    lang: Lang,
    Form(form): Form<SetupForm>,
) -> Result<Response, Problem> {
    match create_first_admin(&app, &form.code, &form.login, &form.name, &form.password).await {
        Ok(cookie) => Ok(go("/", cookie)),
        Err(problem) if problem.code == Code::Internal => Err(problem),
        Err(problem) => {
            let shell = Shell::outside(lang, lang.t("首次设置"));
            let status = problem.code.status();
            let page = SetupPage { shell, login: form.login, name: form.name, fault: Some(problem.detail) };
            Ok((status, show(&page)?).into_response())
        }
    }
}

fn go(path: &str, cookie: HeaderValue) -> Response {
    let mut response = Redirect::to(path).into_response();
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    response
}

/// A path of ours, or the home page: never another server.
fn inside(next: &str) -> &str {
    let ours = next.starts_with('/') && !next.starts_with("//") && !next.contains('\\');
    if ours { next } else { "/" }
}
