//! Every route, and what stands around them.

use crate::{App, Problem, api, around, pages};
use axum::{
    Router,
    http::{HeaderName, HeaderValue, header},
    middleware::{from_fn, from_fn_with_state},
    routing::get,
};
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, csrf::CsrfLayer, set_header::SetResponseHeaderLayer,
};
use utoipa_swagger_ui::SwaggerUi;

/// What pages may load: only what the server itself gives out.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'; \
                      base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
/// The page of the API documents sets styles by script; nothing else is opened for it.
const POLICY_OF_DOCS: &str = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; \
                              script-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; \
                              frame-ancestors 'none'";

/// The whole server.
pub fn router(app: App) -> Router {
    let (api, document) = api::routes();
    let docs: Router<App> = SwaggerUi::new("/api/docs").url("/api/openapi.json", document).into();
    let docs = docs.layer(header_layer(header::CONTENT_SECURITY_POLICY, POLICY_OF_DOCS));
    let inner = api
        .merge(pages::routes())
        .layer(from_fn_with_state(app.clone(), around::once))
        .layer(header_layer(header::CACHE_CONTROL, "no-store"));
    Router::new()
        .merge(inner)
        .merge(pages::assets())
        .merge(docs)
        .route("/healthz", get(api::healthz))
        .route("/readyz", get(api::readyz))
        .route("/metrics", get(around::metrics))
        .method_not_allowed_fallback(not_in_this_way)
        .layer(from_fn_with_state(app.clone(), around::limit_body))
        .layer(from_fn_with_state(app.clone(), around::limit))
        .layer(CsrfLayer::new())
        .layer(from_fn(around::only_in_time))
        .layer(CatchPanicLayer::custom(around::panicked))
        .layer(from_fn(around::only_problems))
        .layer(from_fn(pages::as_page))
        .layer(header_layer(header::CONTENT_SECURITY_POLICY, POLICY))
        .layer(header_layer(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header_layer(header::REFERRER_POLICY, "same-origin"))
        .layer(header_layer(header::X_FRAME_OPTIONS, "DENY"))
        .layer(CompressionLayer::new())
        .layer(from_fn(around::observe))
        .with_state(app)
}

async fn not_in_this_way() -> Problem {
    around::not_in_this_way()
}

fn header_layer(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}
