//! Whatever goes wrong inside comes out as a problem: panics, requests that take too long, refusals of the framework.

use crate::{App, Code, Problem, extract};
use axum::{
    extract::{DefaultBodyLimit, Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::{any::Any, time::Duration};

/// Longest time until an answer begins.
pub(crate) const LONGEST: Duration = Duration::from_secs(60);

/// A handler that panicked. The message is logged; the person gets a sentence.
pub(crate) fn panicked(cause: Box<dyn Any + Send + 'static>) -> Response {
    let text = cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied());
    Problem::internal(format!("panic: {}", text.unwrap_or("no message"))).into_response()
}

/// Gives up after [`LONGEST`]; a client that sends its body too slowly meets the same end.
pub(crate) async fn only_in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(LONGEST, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::new(Code::Unavailable, "处理超过了 60 秒，已经停下；请缩小范围或稍后再试").into_response(),
    }
}

/// Turns a refusal that is no problem yet (of the framework or a layer) into one; [`Problem`]s pass.
pub(crate) async fn only_problems(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    // A page that shows a form again with what is wrong, or any other answer of ours, is said already.
    let kind = response.headers().get(header::CONTENT_TYPE);
    let is_plain = kind.is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"));
    let failed = status.is_client_error() || status.is_server_error();
    if !failed || !is_plain || response.extensions().get::<Problem>().is_some() {
        return response;
    }
    let problem = match status {
        StatusCode::FORBIDDEN => {
            tracing::warn!("a request from a page of another site was refused");
            Problem::new(Code::Forbidden, "这个请求来自别的网站，已经拒绝；请在牵线的页面里操作")
        }
        StatusCode::NOT_FOUND => Problem::not_found("没有这个地址"),
        StatusCode::METHOD_NOT_ALLOWED => not_in_this_way(),
        status => extract::problem(status, ""),
    };
    let mut answer = problem.into_response();
    if let Some(allow) = response.headers().get(header::ALLOW) {
        answer.headers_mut().insert(header::ALLOW, allow.clone());
    }
    answer
}

/// A method that the route does not have.
pub(crate) fn not_in_this_way() -> Problem {
    Problem::new(Code::MethodNotAllowed, "这个地址不支持这种请求方式，可用的方式见响应头 Allow")
}

/// Files of an import and of a note may be large, nothing else. What says it is larger is refused before it is read.
pub(crate) async fn limit_body(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_import = path.starts_with("/api/v1/imports") || path == "/import" || path.starts_with("/import/");
    let most = if is_import || path == "/notes" { app.options().body_limit } else { app.options().small_body_limit };
    let declared = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if declared.is_some_and(|length: usize| length > most) {
        return extract::problem(StatusCode::PAYLOAD_TOO_LARGE, "").into_response();
    }
    DefaultBodyLimit::max(most).apply(&mut request);
    next.run(request).await
}
