//! `/api/v1`: a file a resource. Routes and their description stand in one place, so that the OpenAPI document cannot
//! forget one.

mod audit;
mod book;
mod books;
mod chain;
mod companies;
mod cooperations;
mod drafts;
mod events;
mod export;
mod health;
mod imports;
mod kept;
mod leads;
mod lines;
mod links;
mod marks;
mod matches;
mod names;
mod needs;
pub(crate) mod refusals;
mod search;
mod searches;
mod session;
mod tokens;
mod upload;
mod users;

use crate::{App, Problem};
use axum::Router;
use qianxian_core::CompanyId;
use qianxian_engine::Snapshot;
use qianxian_store::{Fact, UnitOfWork, Versioned};
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
    let v1 = OpenApiRouter::new()
        .merge(books::routes())
        .merge(chain::routes())
        .merge(companies::routes())
        .merge(cooperations::routes())
        .merge(drafts::routes())
        .merge(export::routes())
        .merge(imports::routes())
        .merge(leads::routes())
        .merge(lines::routes())
        .merge(marks::routes())
        .merge(matches::routes())
        .merge(names::routes())
        .merge(needs::routes())
        .merge(search::routes())
        .merge(searches::routes())
        .merge(account_routes());
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

/// A thing that is not deleted, in a unit of work.
async fn live<T: Fact>(unit: &mut UnitOfWork, id: &T::Id) -> Result<Versioned<T>, Problem> {
    let found = unit.lookup::<T>(id).await?.filter(|kept| kept.deleted.is_none());
    found.ok_or_else(|| Problem::not_found(format!("没有这条{}，可能已被删除", T::KIND.zh())))
}

/// A company named in a body, by id or name: 422 where there is none, since the address is right.
fn company_in_body(snapshot: &Snapshot, name: &str) -> Result<CompanyId, Problem> {
    let found = snapshot.company(name.trim()).map_err(|unknown| Problem::invalid(unknown.to_string()))?;
    Ok(snapshot.graph.company(found).company.id)
}

pub(crate) use health::{healthz, readyz};
