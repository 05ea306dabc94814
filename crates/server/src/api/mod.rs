//! `/api/v1`: a file a resource. Routes and their description stand in one place, so that the OpenAPI document cannot
//! forget one.

mod audit;
mod health;
mod links;
mod matches;
pub(crate) mod refusals;
mod search;
mod session;
mod tokens;
mod users;

use crate::{App, Problem};
use axum::Router;
use utoipa::{Modify, OpenApi, openapi::security};
use utoipa_axum::{router::OpenApiRouter, routes};

/// The head of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Qianxian 牵线 API",
        version = "1",
        description = "企业对接的接口：检索、配对、对接、导入。出错时返回 application/problem+json，code 一栏固定不变。"
    ),
    modifiers(&Security),
    components(schemas(Problem))
)]
struct Document;

struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_with(Default::default);
        let bearer = security::SecurityScheme::Http(security::Http::new(security::HttpAuthScheme::Bearer));
        components.add_security_scheme("token", bearer);
    }
}

/// All routes of the API with their document.
pub(crate) fn routes() -> (Router<App>, utoipa::openapi::OpenApi) {
    let v1 =
        OpenApiRouter::new().routes(routes!(search::search)).routes(routes!(matches::matches)).merge(account_routes());
    OpenApiRouter::with_openapi(Document::openapi()).nest("/api/v1", v1).split_for_parts()
}

/// Accounts, links, the audit.
fn account_routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(session::show, session::open, session::close))
        .routes(routes!(session::own_password))
        .routes(routes!(users::list, users::add))
        .routes(routes!(users::show, users::change))
        .routes(routes!(users::password))
        .routes(routes!(tokens::list, tokens::create))
        .routes(routes!(tokens::revoke))
        .routes(routes!(links::list, links::create))
        .routes(routes!(links::revoke))
        .routes(routes!(links::reveal))
        .routes(routes!(audit::list))
        .routes(routes!(audit::table))
}

pub(crate) use health::{healthz, readyz};
pub(crate) use links::reached_under;
