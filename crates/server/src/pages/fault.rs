//! Problems as pages.

use crate::{
    Code, Problem,
    pages::{Lang, Shell, show},
};
use askama::Template;
use axum::{
    extract::Request,
    http::{Method, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};

/// A problem on the screen.
#[derive(Template)]
#[template(path = "fault.html")]
struct FaultPage {
    shell: Shell,
    problem: Problem,
}

/// There is no such page.
pub(crate) async fn missing() -> Problem {
    Problem::not_found("没有这个页面；可能是地址写错了，或者内容已经移走")
}

/// Turns a problem into a page; who is not signed in is led to sign in and back.
pub(crate) async fn as_page(request: Request, next: Next) -> Response {
    let lang = Lang::of(request.headers());
    let came_for = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let is_get = request.method() == Method::GET;
    let path = request.uri().path();
    let is_for_programs = path.starts_with("/api/") || matches!(path, "/metrics" | "/healthz" | "/readyz");
    let mut response = next.run(request).await;
    let Some(problem) = response.extensions_mut().remove::<Problem>() else { return response };
    if is_for_programs {
        return response;
    }
    if problem.code == Code::SignInFirst && came_for != "/sign-in" {
        let next = if is_get { came_for } else { "/".to_owned() };
        return Redirect::to(&format!("/sign-in?next={}", encode(&next))).into_response();
    }
    let status = response.status();
    let retry = response.headers().get(header::RETRY_AFTER).cloned();
    let page = FaultPage { shell: Shell::outside(lang, problem.title), problem };
    let mut response = show(&page).unwrap_or(response);
    *response.status_mut() = status;
    if let Some(retry) = retry {
        response.headers_mut().insert(header::RETRY_AFTER, retry);
    }
    response
}

pub(crate) fn encode(path: &str) -> String {
    path.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}
