//! What is sent twice under one `Idempotency-Key` is done once: the second request gets the first one's answer.
//!
//! Only for POST of the API. The key is one client's own: another account may use the same word. The answer is kept for
//! a day on the shelf of the store, so that every process of a group knows it.

use super::guard::LONGEST;
use crate::{
    App, Code, Problem,
    access::{Anyone, Principal, fingerprint},
    extract,
};
use axum::{
    RequestPartsExt,
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use jiff::SignedDuration;
use qianxian_engine::clock;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Space on the shelf.
const SPACE: &str = "idempotency";
/// How long an answer is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// Longer answers are not kept; the key then only keeps from doing it twice.
const MOST: usize = 1 << 20;
/// Says that an answer is that of an earlier request.
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// An answer that must not be kept, because a secret is in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NotKept;

/// What is known under a key.
#[derive(Serialize, Deserialize)]
struct Record {
    /// SHA-256 of the request's body.
    body: String,
    /// The answer; nothing while the request is under way.
    answer: Option<Answer>,
}

#[derive(Serialize, Deserialize)]
struct Answer {
    status: u16,
    /// Nothing where it could not be kept.
    text: Option<String>,
    headers: Vec<(String, String)>,
}

/// Does a POST with a key once.
pub(crate) async fn once(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let Some(given) = parts.headers.get("idempotency-key").cloned() else {
        return next.run(Request::from_parts(parts, body)).await;
    };
    let who = parts.extract_with_state::<Anyone, App>(&app).await.ok().and_then(|Anyone(who)| who);
    let (Some(who), true) = (who, applies(&parts)) else {
        return next.run(Request::from_parts(parts, body)).await;
    };
    let answered = answer(&app, &who, &given, (parts, body), next).await;
    answered.unwrap_or_else(IntoResponse::into_response)
}

fn applies(parts: &Parts) -> bool {
    parts.method == Method::POST && parts.uri.path().starts_with("/api/v1/")
}

async fn answer(
    app: &App,
    who: &Principal,
    given: &HeaderValue,
    (parts, body): (Parts, Body),
    next: Next,
) -> Result<Response, Problem> {
    let given = given.to_str().ok().filter(|given| (1..=200).contains(&given.len()));
    let given = given.ok_or_else(|| Problem::new(Code::BadRequest, "Idempotency-Key 要是 1 到 200 个英文字符"))?;
    let body = to_bytes(body, app.options().body_limit).await;
    let body = body.map_err(|_| extract::problem(StatusCode::PAYLOAD_TOO_LARGE, ""))?;
    let owner = who.user.map(|user| user.to_string()).unwrap_or_default();
    let key = fingerprint(&format!("{owner}\n{}\n{given}", parts.uri));
    let hash: String = Sha256::digest(&body).iter().map(|byte| format!("{byte:02x}")).collect();
    let shelf = app.engine().store().shelf(SPACE);
    let begun = Record { body: hash.clone(), answer: None };
    let until = clock::now() + SignedDuration::from_secs(LONGEST.as_secs() as i64 + 5);
    if !shelf.put_new(&key, &text_of(&begun)?, Some(until), clock::now()).await? {
        let known = shelf.get(&key, clock::now()).await?.and_then(|text| serde_json::from_str::<Record>(&text).ok());
        return known.map_or_else(|| Err(under_way()), |known| replay(&known, &hash));
    }
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    // Nothing was done: the client may try again under the same key.
    let undone = response.status().is_server_error()
        || matches!(
            response.status(),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::TOO_MANY_REQUESTS
        );
    if undone {
        shelf.remove(&key).await?;
        return Ok(response);
    }
    let (response, answer) = keep(response).await?;
    let done = Record { body: hash, answer: Some(answer) };
    shelf.put(&key, &text_of(&done)?, Some(clock::now() + KEPT)).await?;
    Ok(response)
}

fn text_of(record: &Record) -> Result<String, Problem> {
    serde_json::to_string(record).map_err(Problem::internal)
}

fn under_way() -> Problem {
    let mut problem = Problem::new(Code::Conflict, "同一个 Idempotency-Key 的请求正在处理，请稍后再查结果");
    problem.retry_after = Some(2);
    problem
}

/// The answer of a request to keep, and the response to give. A stream is not kept: it would not end here.
async fn keep(response: Response) -> Result<(Response, Answer), Problem> {
    let kept = [header::CONTENT_TYPE, header::ETAG, header::LOCATION];
    let headers = kept
        .iter()
        .filter_map(|name| Some((name.to_string(), response.headers().get(name)?.to_str().ok()?.to_owned())));
    let (status, headers) = (response.status().as_u16(), headers.collect());
    let streams =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/event"));
    if streams || response.extensions().get::<NotKept>().is_some() {
        return Ok((response, Answer { status, text: None, headers }));
    }
    let (parts, body) = response.into_parts();
    let bytes: Bytes = to_bytes(body, usize::MAX).await.map_err(Problem::internal)?;
    let text = (bytes.len() <= MOST).then(|| String::from_utf8(bytes.to_vec()).ok()).flatten();
    Ok((Response::from_parts(parts, Body::from(bytes)), Answer { status, text, headers }))
}

fn replay(known: &Record, hash: &str) -> Result<Response, Problem> {
    if known.body != hash {
        return Err(Problem::invalid("这个 Idempotency-Key 已经用于另一份内容；新的操作请换一个 Key"));
    }
    let answer = known.answer.as_ref().ok_or_else(under_way)?;
    let Some(text) = &answer.text else {
        return Err(Problem::new(Code::Conflict, "这个操作已经做过了，原来的答复不能重发；请直接查看结果"));
    };
    let mut response = Response::new(Body::from(text.clone()));
    *response.status_mut() = StatusCode::from_u16(answer.status).map_err(Problem::internal)?;
    for (name, value) in &answer.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    Ok(response)
}
