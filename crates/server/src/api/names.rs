//! `/names`: who may be one company or of one house, and what a person decides about it.

use crate::{
    App, Problem,
    access::{Desk, DeskReader},
    api::{
        company_in_body,
        refusals::{Refusals, WriteRefusals},
    },
    extract::{Json, Query},
    paging::within,
    views::{MergeView, SuspicionView},
};
use axum::{extract::State, http::StatusCode};
use qianxian_core::CompanyId;
use qianxian_engine::Snapshot;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(suspicions))
        .routes(routes!(merge))
        .routes(routes!(undo_merge))
        .routes(routes!(distinct))
        .routes(routes!(affiliate))
}

/// How many.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SuspicionParams {
    /// At most so many.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// Two companies: ids or names.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct PairForm {
    /// One; of a merge, the one that stays.
    a: String,
    /// The other one; of a merge, the one that goes.
    b: String,
}

/// Two companies and whether it holds.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct DecisionForm {
    /// One: id or name.
    a: String,
    /// The other one: id or name.
    b: String,
    /// Yes, or taken back; yes where nothing is said.
    #[serde(default)]
    holds: Option<bool>,
}

/// Companies that may be one, or of one house, the likeliest first.
#[utoipa::path(
    get, path = "/names/suspicions", tag = "名称核对", operation_id = "list_suspicions", security(("token" = [])),
    params(SuspicionParams),
    responses((status = 200, description = "疑似同一家或疑似关联", body = Vec<SuspicionView>), Refusals)
)]
pub(crate) async fn suspicions(
    State(app): State<App>,
    DeskReader(_): DeskReader,
    Query(params): Query<SuspicionParams>,
) -> Result<Json<Vec<SuspicionView>>, Problem> {
    let limit = within("limit", params.limit.unwrap_or(100), 1_000)?;
    let (snapshot, decisions) = (app.snapshot(), app.engine().decisions().await?);
    let work = move || snapshot.suspicions(&decisions);
    let found = tokio::task::spawn_blocking(work).await.map_err(Problem::internal)?;
    Ok(Json(found.into_iter().take(limit).map(SuspicionView::from).collect()))
}

/// Puts everything said of `b` to `a` and hides `b`.
#[utoipa::path(
    post, path = "/names/merge", tag = "名称核对", operation_id = "merge_companies", security(("token" = [])),
    request_body = PairForm, responses((status = 200, description = "已合并", body = MergeView), WriteRefusals)
)]
pub(crate) async fn merge(
    State(app): State<App>,
    Desk(who): Desk,
    Json(form): Json<PairForm>,
) -> Result<Json<MergeView>, Problem> {
    let (kept, gone) = two(&app.snapshot(), &form.a, &form.b)?;
    Ok(Json(MergeView::from(app.engine().merge(kept, gone, &who.name).await?)))
}

/// Takes the last merge of two companies back, by the full names they bore.
#[utoipa::path(
    post, path = "/names/merge/undo", tag = "名称核对", operation_id = "undo_merge", security(("token" = [])),
    request_body = PairForm, responses((status = 204, description = "已撤销合并"), WriteRefusals)
)]
pub(crate) async fn undo_merge(
    State(app): State<App>,
    Desk(who): Desk,
    Json(form): Json<PairForm>,
) -> Result<StatusCode, Problem> {
    match app.engine().undo_merge(&form.a, &form.b, &who.name).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(nothing(&form.a, &form.b)),
    }
}

/// Remembers that two companies are not one, or takes that back with `holds: false`.
#[utoipa::path(
    post, path = "/names/distinct", tag = "名称核对", operation_id = "set_distinct", security(("token" = [])),
    request_body = DecisionForm, responses((status = 204, description = "已记下"), WriteRefusals)
)]
pub(crate) async fn distinct(
    State(app): State<App>,
    Desk(who): Desk,
    Json(form): Json<DecisionForm>,
) -> Result<StatusCode, Problem> {
    let (a, b) = two(&app.snapshot(), &form.a, &form.b)?;
    match app.engine().set_distinct(a, b, form.holds.unwrap_or(true), &who.name).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(nothing(&form.a, &form.b)),
    }
}

/// Confirms that two companies belong together (they are no longer proposed to each other), or takes that back.
#[utoipa::path(
    post, path = "/names/affiliate", tag = "名称核对", operation_id = "set_affiliated", security(("token" = [])),
    request_body = DecisionForm, responses((status = 204, description = "已记下"), WriteRefusals)
)]
pub(crate) async fn affiliate(
    State(app): State<App>,
    Desk(who): Desk,
    Json(form): Json<DecisionForm>,
) -> Result<StatusCode, Problem> {
    let (a, b) = two(&app.snapshot(), &form.a, &form.b)?;
    match app.engine().set_affiliated(a, b, form.holds.unwrap_or(true), &who.name).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(nothing(&form.a, &form.b)),
    }
}

/// Two different companies of the roster.
fn two(snapshot: &Snapshot, a: &str, b: &str) -> Result<(CompanyId, CompanyId), Problem> {
    let (one, other) = (company_in_body(snapshot, a)?, company_in_body(snapshot, b)?);
    if one == other {
        return Err(Problem::invalid(format!("「{a}」和「{b}」在名册里是同一家")));
    }
    Ok((one, other))
}

fn nothing(a: &str, b: &str) -> Problem {
    Problem::not_found(format!("「{a}」和「{b}」之间没有记录可以撤销，请写两家的全称"))
}
