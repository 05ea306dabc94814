//! Every route, and what stands around them.

use crate::{App, api, pages};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderName, HeaderValue, StatusCode, header},
    routing::get,
};
use std::time::Duration;
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, csrf::CsrfLayer, set_header::SetResponseHeaderLayer,
    timeout::TimeoutLayer,
};
use utoipa_swagger_ui::SwaggerUi;

/// Longest time a request may take.
const LONGEST: Duration = Duration::from_secs(60);
/// What pages may load: only what the server itself gives out.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'; \
                      base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The whole server.
pub fn router(app: App) -> Router {
    let (api, document) = api::routes();
    let body_limit = app.options().body_limit;
    let guarded =
        api.merge(pages::routes()).layer(CsrfLayer::new()).layer(header_layer(header::CACHE_CONTROL, "no-store"));
    Router::new()
        .merge(guarded)
        .merge(pages::assets())
        .route("/healthz", get(api::healthz))
        .route("/readyz", get(api::readyz))
        .with_state(app)
        .merge(SwaggerUi::new("/api/docs").url("/api/openapi.json", document))
        .layer(DefaultBodyLimit::max(body_limit))
        .layer(header_layer(header::CONTENT_SECURITY_POLICY, POLICY))
        .layer(header_layer(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header_layer(header::REFERRER_POLICY, "same-origin"))
        .layer(header_layer(header::X_FRAME_OPTIONS, "DENY"))
        .layer(CompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST))
        .layer(CatchPanicLayer::new())
}

fn header_layer(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}
