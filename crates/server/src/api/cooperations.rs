//! `/cooperations`: past cooperations and trades. `/affiliations`: who belongs together.

use crate::{
    App, Problem,
    access::{Desk, DeskReader},
    api::refusals::{Refusals, WriteRefusals},
    extract::{Json, Path, Query},
    paging::{Page, PageParams},
    versions::{IfMatch, Tagged},
    views::{AffiliationView, CooperationParty, CooperationView},
};
use axum::{extract::State, http::StatusCode};
use qianxian_core::{Affiliation, Deal, DealId, DealParty, SourceKind, SourceRef};
use qianxian_engine::{Snapshot, clock};
use qianxian_store::{Rows, Version};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(get, remove)).routes(routes!(affiliations))
}

/// Roles a party may have.
const ROLES: [&str; 6] = ["supplier", "customer", "technology", "integrator", "scene", "partner"];

/// A cooperation as it is typed in.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct CooperationForm {
    /// Who took part: two or more, one of them at least in the roster.
    #[schema(min_items = 2)]
    parties: Vec<CooperationParty>,
    /// What it was about.
    #[serde(default)]
    product: Option<String>,
    /// When.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    date: Option<jiff::civil::Date>,
    /// Where it is known from.
    #[serde(default)]
    source: Option<String>,
    /// The pair counts as already cooperating; yes where nothing is said.
    #[serde(default)]
    excludes: Option<bool>,
}

/// Of whom.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfCompany {
    /// In which this company takes part: id or name.
    company: Option<String>,
}

/// Past cooperations, in the order in which they were entered.
#[utoipa::path(
    get, path = "/cooperations", tag = "协作成果", operation_id = "list_cooperations", security(("token" = [])),
    params(OfCompany, PageParams),
    responses((status = 200, description = "协作成果", body = Page<CooperationView>), Refusals)
)]
pub(crate) async fn list(
    State(app): State<App>,
    DeskReader(_): DeskReader,
    Query(params): Query<OfCompany>,
    Query(page): Query<PageParams>,
) -> Result<Json<Page<CooperationView>>, Problem> {
    let company = of_company(&app.snapshot(), &params)?;
    let deals = app.engine().store().list::<Deal>(Rows::Live).await?.into_iter();
    let wanted = |deal: &Deal| company.is_none_or(|id| deal.parties.iter().any(|party| party.company == Some(id)));
    let page = Page::of_list(deals.filter(|deal| wanted(&deal.value)), &page, |deal| deal.value.id)?;
    Ok(Json(page.map(|deal| CooperationView::from(&deal.value))))
}

/// Adds a cooperation.
#[utoipa::path(
    post, path = "/cooperations", tag = "协作成果", operation_id = "add_cooperation", security(("token" = [])),
    request_body = CooperationForm,
    responses((status = 201, description = "已添加", body = CooperationView), WriteRefusals)
)]
pub(crate) async fn add(
    State(app): State<App>,
    Desk(who): Desk,
    Json(form): Json<CooperationForm>,
) -> Result<Tagged<CooperationView>, Problem> {
    let snapshot = app.snapshot();
    let parties: Vec<DealParty> = form.parties.iter().map(|said| party(&snapshot, said)).collect::<Result<_, _>>()?;
    if parties.len() < 2 || parties.iter().all(|party| party.company.is_none()) {
        return Err(Problem::invalid("协作成果要有两方以上，其中至少一方是名册里的企业"));
    }
    let reference = form.source.as_deref().map(str::trim).filter(|source| !source.is_empty()).unwrap_or(&who.name);
    let source = SourceRef { date: Some(clock::today()), ..SourceRef::new(SourceKind::Secretariat, reference) };
    let deal = Deal {
        id: DealId(clock::new_id()),
        parties,
        product: form.product.map(|product| product.trim().to_owned()).filter(|product| !product.is_empty()),
        date: form.date,
        source,
        excludes: form.excludes.unwrap_or(true),
    };
    app.write(&who, async |unit| Ok(unit.add(std::slice::from_ref(&deal)).await?)).await?;
    Ok(Tagged(StatusCode::CREATED, Version::FIRST, CooperationView::from(&deal)))
}

/// One cooperation.
#[utoipa::path(
    get, path = "/cooperations/{cooperation}", tag = "协作成果", operation_id = "get_cooperation",
    security(("token" = [])), params(("cooperation" = String, Path, description = "协作编号")),
    responses((status = 200, description = "协作成果", body = CooperationView), Refusals)
)]
pub(crate) async fn get(
    State(app): State<App>,
    DeskReader(_): DeskReader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<CooperationView>, Problem> {
    let kept = app.engine().store().lookup::<Deal>(&DealId(id)).await?.filter(|deal| deal.deleted.is_none());
    let kept = kept.ok_or_else(|| Problem::not_found("没有这条协作成果"))?;
    Ok(Tagged::ok(kept.version, CooperationView::from(&kept.value)))
}

/// Deletes a cooperation.
#[utoipa::path(
    delete, path = "/cooperations/{cooperation}", tag = "协作成果", operation_id = "delete_cooperation",
    security(("token" = [])),
    params(("cooperation" = String, Path, description = "协作编号"), ("If-Match" = String, Header, description = "读取时得到的 ETag")),
    responses((status = 204, description = "已删除"), WriteRefusals)
)]
pub(crate) async fn remove(
    State(app): State<App>,
    Desk(who): Desk,
    Path(id): Path<Uuid>,
    IfMatch(expected): IfMatch,
) -> Result<StatusCode, Problem> {
    app.write(&who, async |unit| Ok(unit.remove::<Deal>(&DealId(id), expected).await?)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who belongs together, confirmed and suspected. `/names/affiliate` changes it.
#[utoipa::path(
    get, path = "/affiliations", tag = "名称核对", operation_id = "list_affiliations", security(("token" = [])),
    params(OfCompany, PageParams),
    responses((status = 200, description = "关联企业", body = Page<AffiliationView>), Refusals)
)]
pub(crate) async fn affiliations(
    State(app): State<App>,
    DeskReader(_): DeskReader,
    Query(params): Query<OfCompany>,
    Query(page): Query<PageParams>,
) -> Result<Json<Page<AffiliationView>>, Problem> {
    let snapshot = app.snapshot();
    let company = of_company(&snapshot, &params)?;
    let bonds = app.engine().store().list::<Affiliation>(Rows::Live).await?.into_iter();
    let wanted = |bond: &Affiliation| company.is_none_or(|id| bond.a == id || bond.b == id);
    let page = Page::of_list(bonds.filter(|bond| wanted(&bond.value)), &page, |bond| bond.value.id)?;
    Ok(Json(page.map(|bond| AffiliationView::of(&snapshot, &bond.value))))
}

fn of_company(snapshot: &Snapshot, params: &OfCompany) -> Result<Option<qianxian_core::CompanyId>, Problem> {
    let found = params.company.as_deref().map(|name| snapshot.company(name)).transpose()?;
    Ok(found.map(|ix| snapshot.graph.company(ix).company.id))
}

fn party(snapshot: &Snapshot, said: &CooperationParty) -> Result<DealParty, Problem> {
    let role = said.role.as_deref().unwrap_or("partner");
    if !ROLES.contains(&role) {
        return Err(Problem::invalid(format!("没有「{role}」这种角色，可用：{}", ROLES.join("、"))));
    }
    let named = said.company.as_deref().map(|name| super::company_in_body(snapshot, name)).transpose()?;
    let company = named.or_else(|| {
        let ix = snapshot.company(&said.name).ok()?;
        Some(snapshot.graph.company(ix).company.id)
    });
    let roster_name = || company.map_or_else(String::new, |id| crate::views::name_of(snapshot, id));
    let name = if said.name.trim().is_empty() { roster_name() } else { said.name.trim().to_owned() };
    if name.is_empty() {
        return Err(Problem::invalid("每一方都要写企业（company）或名称（name）"));
    }
    Ok(DealParty { company, name, role: role.to_owned() })
}
