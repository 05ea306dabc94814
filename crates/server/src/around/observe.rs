//! A number for every request, a line in the log, counters for Prometheus. The route's template stands there
//! (`/companies/{company}`), never the address itself: names and queries are personal data.

use crate::{App, Code, Problem, access::Anyone, around::rate};
use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use metrics::{counter, gauge, histogram};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use qianxian_engine::clock;
use std::{sync::LazyLock, time::Instant};
use tracing::Instrument;

/// The number of a request, in both directions.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Upper ends of the latency histogram, in seconds.
const BUCKETS: &[f64] = &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// The recorder of this process. Where another library installed one first, ours counts nothing and stays quiet.
static RECORDER: LazyLock<PrometheusHandle> = LazyLock::new(|| {
    let builder = || PrometheusBuilder::new().set_buckets(BUCKETS).unwrap_or_else(|_| PrometheusBuilder::new());
    builder().install_recorder().unwrap_or_else(|_| builder().build_recorder().handle())
});

/// Numbers, times, counts and logs a request.
pub(crate) async fn observe(mut request: Request, next: Next) -> Response {
    LazyLock::force(&RECORDER);
    let begun = Instant::now();
    let id = given_id(request.headers()).unwrap_or_else(new_id);
    request.headers_mut().insert(REQUEST_ID, id.clone());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("unmatched", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", id = id.to_str().unwrap_or(""), %method, route);
    let mut response = next.run(request).instrument(span.clone()).await;
    let (status, took) = (response.status().as_u16(), begun.elapsed());
    let labels = [("method", method.to_string()), ("route", route), ("status", status.to_string())];
    counter!("qianxian_http_requests_total", &labels).increment(1);
    histogram!("qianxian_http_request_seconds", &labels[..2]).record(took.as_secs_f64());
    let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    span.in_scope(|| tracing::info!(status, milliseconds, "answered"));
    response.headers_mut().insert(REQUEST_ID, id);
    response
}

/// The number a proxy or a client gave, where it is a plain word.
fn given_id(headers: &HeaderMap) -> Option<HeaderValue> {
    let given = headers.get(REQUEST_ID)?;
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-' || *byte == b'_';
    (1..=64).contains(&given.len()).then_some(())?;
    given.as_bytes().iter().all(plain).then(|| given.clone())
}

fn new_id() -> HeaderValue {
    HeaderValue::try_from(clock::new_id().simple().to_string()).unwrap_or(HeaderValue::from_static("0"))
}

/// `GET /metrics`: for Prometheus on this machine, or with a token of the secretariat from elsewhere.
pub(crate) async fn metrics(
    State(app): State<App>,
    from: rate::From,
    who: Result<Anyone, Problem>,
) -> Result<Response, Problem> {
    let may = match who? {
        Anyone(Some(who)) => who.sees_everything(),
        Anyone(None) => from.is_this_machine(&app),
    };
    if !may {
        return Err(Problem::new(Code::SignInFirst, "请用秘书处账号的接口令牌读取运行指标"));
    }
    let snapshot = app.snapshot();
    gauge!("qianxian_snapshot_sequence").set(snapshot.sequence as f64);
    gauge!("qianxian_store_sequence").set(app.engine().store().sequence().await?.0 as f64);
    gauge!("qianxian_companies").set(snapshot.graph.len() as f64);
    let text = RECORDER.render();
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
}
