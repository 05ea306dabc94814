//! `/companies`: the roster.

use crate::{
    App, Problem,
    access::{Desk, Principal, Reader},
    api::refusals::{Refusals, WriteRefusals},
    extract::{Json, Path, Query},
    paging::{Page, PageParams},
    versions::{IfMatch, Tagged},
    views::{CompanyForm, CompanyRow, CompanyView, words},
};
use axum::{extract::State, http::StatusCode};
use qianxian_core::{Company, CompanyId, CompanyKind, CompanyNode, CompanyStatus};
use qianxian_engine::{Snapshot, clock};
use qianxian_store::Version;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(get, change, remove)).routes(routes!(restore))
}

/// Which companies.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CompanyParams {
    /// Part of a name.
    q: Option<String>,
    /// Sort of actor.
    #[param(schema_with = words::company_kind)]
    kind: Option<CompanyKind>,
    /// Status.
    #[param(schema_with = words::company_status)]
    status: Option<CompanyStatus>,
    /// A place of any level.
    place: Option<String>,
}

impl CompanyParams {
    fn allows(&self, node: &CompanyNode) -> bool {
        let company = &node.company;
        self.q.as_deref().is_none_or(|q| company.names().any(|name| name.contains(q.trim())))
            && self.kind.is_none_or(|kind| node.kind == kind)
            && self.status.is_none_or(|status| company.status == status)
            && self
                .place
                .as_deref()
                .is_none_or(|place| company.place.levels().any(|level| level.contains(place.trim())))
    }
}

/// Companies of the roster, in the order in which they were added.
#[utoipa::path(
    get, path = "/companies", tag = "企业", operation_id = "list_companies", security(("token" = [])),
    params(CompanyParams, PageParams),
    responses((status = 200, description = "企业", body = Page<CompanyRow>), Refusals)
)]
pub(crate) async fn list(
    State(app): State<App>,
    Reader(who): Reader,
    Query(params): Query<CompanyParams>,
    Query(page): Query<PageParams>,
) -> Result<Json<Page<CompanyRow>>, Problem> {
    let snapshot = app.snapshot();
    let mut found: Vec<&CompanyNode> =
        snapshot.graph.companies().map(|(_, node)| node).filter(|node| params.allows(node)).collect();
    found.sort_unstable_by_key(|node| node.company.id);
    let page = Page::of_list(found, &page, |node| node.company.id)?;
    Ok(Json(page.map(|node| CompanyRow::of(node, &who))))
}

/// Adds a company by hand.
#[utoipa::path(
    post, path = "/companies", tag = "企业", operation_id = "create_company", security(("token" = [])),
    request_body = CompanyForm,
    responses((status = 201, description = "已添加", body = CompanyView), WriteRefusals)
)]
pub(crate) async fn create(
    State(app): State<App>,
    Desk(who): Desk,
    Json(form): Json<CompanyForm>,
) -> Result<Tagged<CompanyView>, Problem> {
    let name = form.name.as_deref().unwrap_or("").trim().to_owned();
    if name.is_empty() {
        return Err(Problem::invalid("请写上企业名称（name）"));
    }
    if let Ok(known) = app.snapshot().company(&name) {
        let known = app.snapshot().graph.company(known).company.name.clone();
        return Err(Problem::new(crate::Code::Conflict, format!("名册里已有「{known}」，请直接修改它")));
    }
    let mut company = Company::named(CompanyId(clock::new_id()), name);
    form.over(&mut company);
    app.write(&who, async |unit| Ok(unit.add(std::slice::from_ref(&company)).await?)).await?;
    Ok(Tagged::created(shown(&app.snapshot(), &company, &who)))
}

/// One company with its lines, needs, affiliations and history, as far as they are open to who asks.
#[utoipa::path(
    get, path = "/companies/{company}", tag = "企业", operation_id = "get_company", security(("token" = [])),
    params(("company" = String, Path, description = "企业编号或名称")),
    responses((status = 200, description = "企业", body = CompanyView), Refusals)
)]
pub(crate) async fn get(
    State(app): State<App>,
    Reader(who): Reader,
    Path(company): Path<String>,
) -> Result<Tagged<CompanyView>, Problem> {
    let snapshot = app.snapshot();
    let ix = snapshot.company(&company)?;
    let version = version(&app, snapshot.graph.company(ix).company.id).await?;
    Ok(Tagged::ok(version, CompanyView::of(&snapshot, ix, &who)))
}

/// Changes fields of a company; what is absent stays, an empty text takes out.
#[utoipa::path(
    patch, path = "/companies/{company}", tag = "企业", operation_id = "change_company", security(("token" = [])),
    params(("company" = String, Path, description = "企业编号"), ("If-Match" = String, Header, description = "读取时得到的 ETag")),
    request_body = CompanyForm,
    responses((status = 200, description = "已修改", body = CompanyView), WriteRefusals)
)]
pub(crate) async fn change(
    State(app): State<App>,
    Desk(who): Desk,
    Path(id): Path<uuid::Uuid>,
    IfMatch(expected): IfMatch,
    Json(form): Json<CompanyForm>,
) -> Result<Tagged<CompanyView>, Problem> {
    if form.name.as_deref().is_some_and(|name| name.trim().is_empty()) {
        return Err(Problem::invalid("企业名称不能是空的"));
    }
    let (company, version) = app
        .write(&who, async |unit| {
            let mut company = super::live::<Company>(unit, &CompanyId(id)).await?.value;
            form.over(&mut company);
            let version = unit.update(&company, expected).await?;
            Ok((company, version))
        })
        .await?;
    Ok(Tagged::ok(version, shown(&app.snapshot(), &company, &who)))
}

/// Deletes a company: it stays in the store, and can be restored with all that hangs on it.
#[utoipa::path(
    delete, path = "/companies/{company}", tag = "企业", operation_id = "delete_company", security(("token" = [])),
    params(("company" = String, Path, description = "企业编号"), ("If-Match" = String, Header, description = "读取时得到的 ETag")),
    responses((status = 204, description = "已删除"), WriteRefusals)
)]
pub(crate) async fn remove(
    State(app): State<App>,
    Desk(who): Desk,
    Path(id): Path<uuid::Uuid>,
    IfMatch(expected): IfMatch,
) -> Result<StatusCode, Problem> {
    app.write(&who, async |unit| Ok(unit.remove::<Company>(&CompanyId(id), expected).await?)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Brings a deleted company back.
#[utoipa::path(
    post, path = "/companies/{company}/restore", tag = "企业", operation_id = "restore_company",
    security(("token" = [])), params(("company" = String, Path, description = "企业编号")),
    responses((status = 200, description = "已恢复", body = CompanyView), WriteRefusals)
)]
pub(crate) async fn restore(
    State(app): State<App>,
    Desk(who): Desk,
    Path(id): Path<uuid::Uuid>,
) -> Result<Tagged<CompanyView>, Problem> {
    let (company, version) = app
        .write(&who, async |unit| {
            let found = unit.lookup::<Company>(&CompanyId(id)).await?;
            let found = found.ok_or_else(|| Problem::not_found("没有这家企业"))?;
            if found.deleted.is_none() {
                return Err(Problem::new(crate::Code::Conflict, "这家企业没有被删除，不需要恢复"));
            }
            let version = unit.restore::<Company>(&CompanyId(id), found.version).await?;
            Ok((found.value, version))
        })
        .await?;
    Ok(Tagged::ok(version, shown(&app.snapshot(), &company, &who)))
}

/// A company as the snapshot after a change has it.
fn shown(snapshot: &Snapshot, company: &Company, who: &Principal) -> CompanyView {
    match snapshot.graph.find(company.id) {
        Some(ix) => CompanyView::of(snapshot, ix, who),
        None => CompanyView::bare(company, who),
    }
}

async fn version(app: &App, id: CompanyId) -> Result<Version, Problem> {
    let kept = app.engine().store().lookup::<Company>(&id).await?;
    kept.map(|kept| kept.version).ok_or_else(|| Problem::not_found("这家企业刚刚被删除了，请刷新后再试"))
}
