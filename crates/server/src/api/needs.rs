//! `/needs`: dated requests of companies.

use crate::{
    App, Problem,
    access::{Desk, Principal, Reader},
    api::{
        live,
        refusals::{Refusals, WriteRefusals},
    },
    extract::{Json, Path, Query},
    paging::{Page, PageParams},
    versions::{IfMatch, Tagged},
    views::{NeedForm, NeedPatch, NeedView, open, words},
};
use axum::{extract::State, http::StatusCode};
use qianxian_core::{CompanyId, Need, NeedId, NeedKind, SourceKind, SourceRef, Visibility};
use qianxian_engine::clock;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(get, change, remove))
}

/// Which needs.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct NeedParams {
    /// Of this company: id or name.
    company: Option<String>,
    /// What kind of help.
    #[param(schema_with = words::need_kind)]
    kind: Option<NeedKind>,
    /// Open ones, or closed ones; both where nothing is said.
    open: Option<bool>,
}

/// Needs that are open to who asks, in the order in which they came.
#[utoipa::path(
    get, path = "/needs", tag = "需求", operation_id = "list_needs", security(("token" = [])),
    params(NeedParams, PageParams),
    responses((status = 200, description = "需求", body = Page<NeedView>), Refusals)
)]
pub(crate) async fn list(
    State(app): State<App>,
    Reader(who): Reader,
    Query(params): Query<NeedParams>,
    Query(page): Query<PageParams>,
) -> Result<Json<Page<NeedView>>, Problem> {
    let snapshot = app.snapshot();
    let company: Option<CompanyId> = match &params.company {
        Some(name) => Some(snapshot.graph.company(snapshot.company(name)?).company.id),
        None => None,
    };
    let wanted = |need: &Need| {
        company.is_none_or(|company| need.company == company)
            && params.kind.is_none_or(|kind| need.kind == kind)
            && params.open.is_none_or(|open| need.open == open)
            && open::sees_need(&who, need)
    };
    let needs = snapshot.graph.companies().flat_map(|(_, node)| &node.needs).map(|need| need.need.as_ref());
    let mut needs: Vec<&Need> = needs.filter(|need| wanted(need)).collect();
    needs.sort_unstable_by_key(|need| need.id);
    Ok(Json(Page::of_list(needs, &page, |need| need.id)?.map(NeedView::from)))
}

/// Adds a need.
#[utoipa::path(
    post, path = "/needs", tag = "需求", operation_id = "create_need", security(("token" = [])),
    request_body = NeedForm,
    responses((status = 201, description = "已添加", body = NeedView), WriteRefusals)
)]
pub(crate) async fn create(
    State(app): State<App>,
    Desk(who): Desk,
    Json(form): Json<NeedForm>,
) -> Result<Tagged<NeedView>, Problem> {
    let snapshot = app.snapshot();
    let company = snapshot.company(&form.company).map_err(|error| Problem::invalid(error.to_string()))?;
    let mut source = SourceRef::new(SourceKind::Secretariat, form.source.as_deref().unwrap_or(&who.name));
    source.date = Some(clock::today());
    let need = Need {
        id: NeedId(clock::new_id()),
        company: snapshot.graph.company(company).company.id,
        text: said(&form.text)?,
        kind: form.kind,
        deadline: form.deadline,
        visibility: form.visibility.unwrap_or(Visibility::Secretariat),
        source,
        open: true,
    };
    guarded(&need)?;
    app.write(&who, async |unit| Ok(unit.add(std::slice::from_ref(&need)).await?)).await?;
    Ok(Tagged::created(NeedView::from(&need)))
}

/// One need.
#[utoipa::path(
    get, path = "/needs/{need}", tag = "需求", operation_id = "get_need", security(("token" = [])),
    params(("need" = String, Path, description = "需求编号")),
    responses((status = 200, description = "需求", body = NeedView), Refusals)
)]
pub(crate) async fn get(
    State(app): State<App>,
    Reader(who): Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<NeedView>, Problem> {
    let seen = |need: &Need, who: &Principal| open::sees_need(who, need);
    let kept = app.engine().store().lookup::<Need>(&NeedId(id)).await?;
    let kept = kept.filter(|kept| kept.deleted.is_none() && seen(&kept.value, &who));
    let kept = kept.ok_or_else(|| Problem::not_found("没有这条需求，或者它不对您开放"))?;
    Ok(Tagged::ok(kept.version, NeedView::from(&kept.value)))
}

/// Changes a need, or closes it with `open: false`.
#[utoipa::path(
    patch, path = "/needs/{need}", tag = "需求", operation_id = "change_need", security(("token" = [])),
    params(("need" = String, Path, description = "需求编号"), ("If-Match" = String, Header, description = "读取时得到的 ETag")),
    request_body = NeedPatch,
    responses((status = 200, description = "已修改", body = NeedView), WriteRefusals)
)]
pub(crate) async fn change(
    State(app): State<App>,
    Desk(who): Desk,
    Path(id): Path<Uuid>,
    IfMatch(expected): IfMatch,
    Json(patch): Json<NeedPatch>,
) -> Result<Tagged<NeedView>, Problem> {
    let text = patch.text.as_deref().map(said).transpose()?;
    let (need, version) = app
        .write(&who, async |unit| {
            let mut need = live::<Need>(unit, &NeedId(id)).await?.value;
            need.text = text.unwrap_or(need.text);
            need.deadline = patch.deadline.or(need.deadline);
            need.visibility = patch.visibility.unwrap_or(need.visibility);
            need.open = patch.open.unwrap_or(need.open);
            guarded(&need)?;
            let version = unit.update(&need, expected).await?;
            Ok((need, version))
        })
        .await?;
    Ok(Tagged::ok(version, NeedView::from(&need)))
}

/// Deletes a need.
#[utoipa::path(
    delete, path = "/needs/{need}", tag = "需求", operation_id = "delete_need", security(("token" = [])),
    params(("need" = String, Path, description = "需求编号"), ("If-Match" = String, Header, description = "读取时得到的 ETag")),
    responses((status = 204, description = "已删除"), WriteRefusals)
)]
pub(crate) async fn remove(
    State(app): State<App>,
    Desk(who): Desk,
    Path(id): Path<Uuid>,
    IfMatch(expected): IfMatch,
) -> Result<StatusCode, Problem> {
    app.write(&who, async |unit| Ok(unit.remove::<Need>(&NeedId(id), expected).await?)).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn said(text: &str) -> Result<String, Problem> {
    match text.trim() {
        "" => Err(Problem::invalid("需求的内容（text）是空的，请写清楚要什么")),
        text => Ok(text.to_owned()),
    }
}

/// What a company needs in money is nobody's business but its own and the secretariat's.
fn guarded(need: &Need) -> Result<(), Problem> {
    if need.kind == NeedKind::Finance && need.visibility != Visibility::Secretariat {
        return Err(Problem::invalid("融资需求只对秘书处可见，visibility 请填 secretariat 或留空"));
    }
    Ok(())
}
