//! What stands around every route.

use super::world::{As, PASSWORD, World, generous, request};
use axum::{body::Body, http::header};
use qianxian_server::Options;
use serde_json::{Value, json};

fn with_key(who: &As, key: &str, body: &Value) -> axum::http::Request<Body> {
    request(who, "POST", "/api/v1/users")
        .header(header::CONTENT_TYPE, "application/json")
        .header("idempotency-key", key)
        .body(Body::from(body.to_string()))
        .expect("a request")
}

#[tokio::test]
async fn what_is_sent_twice_is_done_once() {
    let world = World::new().await;
    let admin = world.sign_in("admin").await;
    let user = |login: &str| json!({"login": login, "name": "新人", "role": "read_only", "password": PASSWORD});
    let first = world.send(with_key(&admin, "k-1", &user("one"))).await;
    let again = world.send(with_key(&admin, "k-1", &user("one"))).await;
    assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 201), "{}", again.text);
    assert_eq!(first.text, again.text);
    assert_eq!((again.header("etag"), again.header("idempotent-replayed")), ("\"v1\"", "true"));
    let other = world.send(with_key(&admin, "k-1", &user("two"))).await;
    assert_eq!(other.status, 422, "{}", other.text);
    // A refusal by the values is an answer too; one for lack of rights is none.
    let desk = world.sign_in("desk").await;
    assert_eq!(world.send(with_key(&desk, "k-1", &user("one"))).await.status, 403, "keys are one's own");
    let users = world.get(&admin, "/api/v1/users").await.json();
    let ones = users["items"].as_array().expect("users").iter().filter(|user| user["login"] == "one").count();
    assert_eq!(ones, 1);

    let token = json!({"name": "程序", "scopes": ["read"]});
    let make = || {
        let request = request(&admin, "POST", "/api/v1/tokens").header(header::CONTENT_TYPE, "application/json");
        request.header("idempotency-key", "k-2").body(Body::from(token.to_string())).expect("a request")
    };
    assert_eq!(world.send(make()).await.status, 201);
    assert_eq!(world.send(make()).await.status, 409, "a secret is not kept to be given out again");
}

#[tokio::test]
async fn what_is_not_there_is_said_as_a_problem_and_as_a_page() {
    let world = World::new().await;
    let admin = world.sign_in("admin").await;
    for (method, path, status, code) in [
        ("GET", "/api/v1/nothing", 404, "not_found"),
        ("PATCH", "/api/v1/search", 405, "method_not_allowed"),
        ("TRACE", "/api/v1/users", 405, "method_not_allowed"),
        ("GET", "/api/v1/users/not-an-id", 404, "not_found"),
        ("GET", "/api/v1/search", 400, "bad_request"),
        ("GET", "/api/v1/search?q=a&limit=0", 422, "invalid"),
        ("GET", "/api/v1/audit?kind=nothing", 404, "not_found"),
        ("GET", "/api/v1/audit?cursor=x", 404, "not_found"),
    ] {
        let answer = world.call(&admin, method, path, None).await;
        assert_eq!(
            (answer.status.as_u16(), answer.code().as_str()),
            (status, code),
            "{method} {path}: {}",
            answer.text
        );
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert!(answer.json()["detail"].as_str().is_some_and(|words| !words.is_ascii()), "{}", answer.text);
    }
    assert_eq!(world.call(&admin, "PATCH", "/api/v1/search", None).await.header("allow"), "GET,HEAD");
    let bad = |kind: &str, body: &str| {
        let request = request(&admin, "POST", "/api/v1/users").header(header::CONTENT_TYPE, kind.to_owned());
        request.body(Body::from(body.to_owned())).expect("a request")
    };
    assert_eq!(world.send(bad("text/plain", "{}")).await.status, 415);
    assert_eq!(world.send(bad("application/json", "{\"login\":")).await.status, 400);
    assert_eq!(world.send(bad("application/json", "[]")).await.status, 422);
    let page = world.get(&admin, "/nothing").await;
    assert!(page.status == 404 && page.text.contains("<html") && page.text.contains("没有这个页面"));
}

#[tokio::test]
async fn a_request_has_a_number_and_an_answer_its_headers() {
    let world = World::new().await;
    let own = request(&As::Nobody, "GET", "/healthz").header("x-request-id", "abc-123").body(Body::empty());
    assert_eq!(world.send(own.expect("a request")).await.header("x-request-id"), "abc-123");
    let bad = request(&As::Nobody, "GET", "/healthz").header("x-request-id", "a b\"<script>").body(Body::empty());
    let answer = world.send(bad.expect("a request")).await;
    assert_eq!(answer.header("x-request-id").len(), 32, "a number of ours instead of what is no plain word");
    assert_eq!((answer.header("x-content-type-options"), answer.header("x-frame-options")), ("nosniff", "DENY"));
    let docs = world.get(&As::Nobody, "/api/docs/").await;
    assert!(docs.header("content-security-policy").contains("style-src 'self' 'unsafe-inline'"));
    assert!(docs.header("content-security-policy").contains("script-src 'self';"));
}

#[tokio::test]
async fn who_asks_too_often_has_to_wait() {
    let world = World::with(Options { requests_per_minute: 20, ..generous() }).await;
    let desk = world.sign_in("desk").await;
    let mut statuses = Vec::new();
    for _ in 0..25 {
        statuses.push(world.get(&desk, "/api/v1/session").await.status.as_u16());
    }
    assert!(statuses[..20].iter().all(|status| *status == 200), "{statuses:?}");
    assert!(statuses.contains(&429), "{statuses:?}");
    let refused = world.get(&desk, "/api/v1/session").await;
    assert!(refused.header("retry-after").parse::<u64>().is_ok_and(|seconds| (1..=60).contains(&seconds)));
    // Another account is not held up by it.
    let admin = world.sign_in("admin").await;
    assert_eq!(world.get(&admin, "/api/v1/session").await.status, 200);

    let world = World::with(Options { sign_ins_per_minute: 3, ..generous() }).await;
    let body = || Some(json!({"login": "nobody", "password": "wrong password"}));
    for expected in [401, 401, 401, 429] {
        assert_eq!(world.call(&As::Nobody, "POST", "/api/v1/session", body()).await.status, expected);
    }
}

#[tokio::test]
async fn counters_name_routes_and_never_what_was_asked() {
    let world = World::new().await;
    let admin = world.sign_in("admin").await;
    world.get(&admin, "/api/v1/search?q=%E5%87%8F%E9%80%9F%E6%9C%BA").await;
    assert_eq!(world.get(&As::Nobody, "/metrics").await.status, 401, "not from elsewhere without a token");
    let text = world.get(&admin, "/metrics").await.text;
    assert!(
        text.contains("qianxian_http_requests_total{method=\"GET\",route=\"/api/v1/search\",status=\"200\"}"),
        "{text}"
    );
    assert!(text.contains("qianxian_http_request_seconds_bucket") && text.contains("qianxian_companies"), "{text}");
    assert!(!text.contains("减速机") && !text.contains("%E5"), "{text}");
}
