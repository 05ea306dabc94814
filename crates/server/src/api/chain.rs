//! `/chain`: the knowledge itself, and what the association corrects in it.

use crate::{
    App, Problem,
    access::{Desk, DeskReader, Reader},
    api::refusals::{Refusals, WriteRefusals},
    extract::{Json, Path, Query},
    paging::within,
    views::{CapabilityView, ChainStatsView, ImpliedView},
};
use axum::extract::State;
use qianxian_core::{CapIx, Side};
use qianxian_engine::Snapshot;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(show))
        .routes(routes!(needs))
        .routes(routes!(stats))
        .routes(routes!(corrections, correct))
        .routes(routes!(undo))
}

/// A capability with its relations and where each is written.
#[utoipa::path(
    get, path = "/chain/capabilities/{name}", tag = "产业链", operation_id = "get_capability",
    security(("token" = [])), params(("name" = String, Path, description = "名称、别名、英文名或 slug")),
    responses((status = 200, description = "能力", body = CapabilityView), Refusals)
)]
pub(crate) async fn show(
    State(app): State<App>,
    Reader(_): Reader,
    Path(name): Path<String>,
) -> Result<Json<CapabilityView>, Problem> {
    let snapshot = app.snapshot();
    Ok(Json(shown(&snapshot, find(&snapshot, &name)?)))
}

/// How many.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ImpliedParams {
    /// At most so many.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// What the maker of a product usually needs, best first.
#[utoipa::path(
    get, path = "/chain/capabilities/{name}/needs", tag = "产业链", operation_id = "list_implied_needs",
    security(("token" = [])),
    params(("name" = String, Path, description = "名称、别名、英文名或 slug"), ImpliedParams),
    responses((status = 200, description = "通常需要", body = Vec<ImpliedView>), Refusals)
)]
pub(crate) async fn needs(
    State(app): State<App>,
    Reader(_): Reader,
    Path(name): Path<String>,
    Query(params): Query<ImpliedParams>,
) -> Result<Json<Vec<ImpliedView>>, Problem> {
    let snapshot = app.snapshot();
    let limit = within("limit", params.limit.unwrap_or(20), 200)?;
    let (cap, chain) = (find(&snapshot, &name)?, snapshot.graph.chain());
    let view = |need: &qianxian_core::ImpliedNeed| ImpliedView {
        slug: chain.cap(need.cap).slug.clone(),
        name: chain.name(need.cap).to_owned(),
        kind_zh: chain.cap(need.cap).kind.zh(),
        strength: need.strength,
        reason: chain.explain_need(cap, need),
    };
    Ok(Json(chain.ranked_needs(cap).iter().take(limit).map(view).collect()))
}

/// How much the chain knows.
#[utoipa::path(
    get, path = "/chain/stats", tag = "产业链", operation_id = "chain_stats", security(("token" = [])),
    responses((status = 200, description = "统计", body = ChainStatsView), Refusals)
)]
pub(crate) async fn stats(State(app): State<App>, Reader(_): Reader) -> Result<Json<ChainStatsView>, Problem> {
    Ok(Json(app.snapshot().graph.chain().stats().into()))
}

/// Corrections of the association.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CorrectionsView {
    /// The pack they stand in.
    text: String,
}

/// All corrections, as the pack they stand in.
#[utoipa::path(
    get, path = "/chain/corrections", tag = "产业链", operation_id = "list_corrections", security(("token" = [])),
    responses((status = 200, description = "全部更正", body = CorrectionsView), Refusals)
)]
pub(crate) async fn corrections(
    State(app): State<App>,
    DeskReader(_): DeskReader,
) -> Result<Json<CorrectionsView>, Problem> {
    Ok(Json(CorrectionsView { text: app.engine().corrections_text()? }))
}

/// A correction.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct CorrectionForm {
    /// Name, alias, English name or slug of the capability.
    capability: String,
    /// One line as in a pack: `in: 电机`; `-in: 电机` takes one out.
    #[schema(min_length = 1)]
    statement: String,
}

/// Which capability.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct UndoForm {
    /// Name, alias, English name or slug of the capability.
    capability: String,
}

/// Corrects what is known of a capability; every company is looked at anew before this answers.
#[utoipa::path(
    post, path = "/chain/corrections", tag = "产业链", operation_id = "correct_chain", security(("token" = [])),
    request_body = CorrectionForm,
    responses((status = 200, description = "已更正并生效", body = CapabilityView), WriteRefusals)
)]
pub(crate) async fn correct(
    State(app): State<App>,
    Desk(who): Desk,
    Json(form): Json<CorrectionForm>,
) -> Result<Json<CapabilityView>, Problem> {
    let cap = find(&app.snapshot(), &form.capability)?;
    let name = app.snapshot().knowledge.chain.name(cap).to_owned();
    app.engine().correct_chain(&name, &form.statement, &who.name).await?;
    let snapshot = app.snapshot();
    Ok(Json(shown(&snapshot, find(&snapshot, &form.capability)?)))
}

/// Takes the last correction of a capability back.
#[utoipa::path(
    post, path = "/chain/corrections/undo", tag = "产业链", operation_id = "undo_correction",
    security(("token" = [])), request_body = UndoForm,
    responses((status = 200, description = "已撤销", body = CapabilityView), WriteRefusals)
)]
pub(crate) async fn undo(
    State(app): State<App>,
    Desk(who): Desk,
    Json(form): Json<UndoForm>,
) -> Result<Json<CapabilityView>, Problem> {
    let cap = find(&app.snapshot(), &form.capability)?;
    let name = app.snapshot().knowledge.chain.name(cap).to_owned();
    let none = || Problem::not_found(format!("「{}」还没有更正可以撤销", form.capability));
    let last = app.engine().corrections()?.into_iter().rev().find(|known| known.name == name).ok_or_else(none)?;
    if !app.engine().uncorrect_chain(&last.block, &who.name).await? {
        return Err(none());
    }
    let snapshot = app.snapshot();
    Ok(Json(shown(&snapshot, find(&snapshot, &form.capability)?)))
}

fn find(snapshot: &Snapshot, name: &str) -> Result<CapIx, Problem> {
    let found = snapshot.knowledge.capability(name);
    found.ok_or_else(|| Problem::not_found(format!("产业链里没有「{name}」，也认不出它是什么，请换个说法")))
}

fn shown(snapshot: &Snapshot, cap: CapIx) -> CapabilityView {
    let offers = [Side::Makes, Side::Does].into_iter().flat_map(|side| snapshot.graph.postings(cap, side));
    let mut companies: Vec<_> = offers.map(|posting| posting.company).collect();
    companies.sort_unstable();
    companies.dedup();
    CapabilityView::of(snapshot.graph.chain(), cap, companies.len())
}
