//! `/searches`: searches kept under a name. `/unmet`: queries that nobody here answers.

use crate::{
    App, Problem,
    access::{Desk, DeskReader, Reader},
    api::refusals::{Refusals, WriteRefusals},
    extract::{Json, Path},
    views::{SavedRunView, SavedSearchView, SearchView, UnmetView},
};
use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, save))
        .routes(routes!(run))
        .routes(routes!(forget))
        .routes(routes!(unmet, record_unmet))
}

/// Hits a run shows.
const SHOWN: usize = 50;

/// A search to be kept.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct SavedSearchForm {
    /// What to call it; one of that name is replaced.
    #[schema(min_length = 1, max_length = 60)]
    name: String,
    /// The query.
    #[schema(min_length = 1)]
    query: String,
    /// Chips taken out.
    #[serde(default)]
    without: Vec<String>,
}

/// A query nobody answers.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct UnmetForm {
    /// As typed.
    #[schema(min_length = 1, max_length = 200)]
    query: String,
}

/// Searches kept under a name.
#[utoipa::path(
    get, path = "/searches", tag = "检索", operation_id = "list_searches", security(("token" = [])),
    responses((status = 200, description = "保存的检索", body = Vec<SavedSearchView>), Refusals)
)]
pub(crate) async fn list(
    State(app): State<App>,
    DeskReader(_): DeskReader,
) -> Result<Json<Vec<SavedSearchView>>, Problem> {
    let saved = app.engine().saved_searches().await?;
    Ok(Json(saved.into_iter().map(SavedSearchView::from).collect()))
}

/// Keeps a search under a name, with what it finds now.
#[utoipa::path(
    post, path = "/searches", tag = "检索", operation_id = "save_search", security(("token" = [])),
    request_body = SavedSearchForm,
    responses((status = 201, description = "已保存", body = SavedSearchView), WriteRefusals)
)]
pub(crate) async fn save(
    State(app): State<App>,
    Desk(who): Desk,
    Json(form): Json<SavedSearchForm>,
) -> Result<(StatusCode, Json<SavedSearchView>), Problem> {
    let (name, query) = (form.name.trim(), form.query.trim());
    if name.is_empty() || name.chars().count() > 60 || query.is_empty() {
        return Err(Problem::invalid("保存检索要写名称（60 字以内）和检索词"));
    }
    let author = app.engine().author(&who.name);
    let saved = app.engine().save_search(name, query, &form.without, who.viewer(), author).await?;
    Ok((StatusCode::CREATED, Json(saved.into())))
}

/// Runs a saved search again and says who is new since the last run.
#[utoipa::path(
    post, path = "/searches/{name}/run", tag = "检索", operation_id = "run_search", security(("token" = [])),
    params(("name" = String, Path, description = "名称")),
    responses((status = 200, description = "结果", body = SavedRunView), WriteRefusals)
)]
pub(crate) async fn run(
    State(app): State<App>,
    Desk(who): Desk,
    Path(name): Path<String>,
) -> Result<Json<SavedRunView>, Problem> {
    let author = app.engine().author(&who.name);
    let run = app.engine().run_saved_search(&name, who.viewer(), SHOWN, author).await?;
    let run = run.ok_or_else(|| missing(&name))?;
    let answer = SearchView::of(&app.snapshot(), &run.answer, &who);
    Ok(Json(SavedRunView { answer, new: run.new, before: run.before }))
}

/// Forgets a saved search.
#[utoipa::path(
    delete, path = "/searches/{name}", tag = "检索", operation_id = "delete_search", security(("token" = [])),
    params(("name" = String, Path, description = "名称")),
    responses((status = 204, description = "已删除"), WriteRefusals)
)]
pub(crate) async fn forget(
    State(app): State<App>,
    Desk(who): Desk,
    Path(name): Path<String>,
) -> Result<StatusCode, Problem> {
    match app.engine().delete_search(&name, app.engine().author(&who.name)).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(missing(&name)),
    }
}

/// Queries nobody answers, the most recorded first.
#[utoipa::path(
    get, path = "/unmet", tag = "检索", operation_id = "list_unmet", security(("token" = [])),
    responses((status = 200, description = "没有人能满足的检索", body = Vec<UnmetView>), Refusals)
)]
pub(crate) async fn unmet(State(app): State<App>, DeskReader(_): DeskReader) -> Result<Json<Vec<UnmetView>>, Problem> {
    let unmet = app.engine().unmet_queries().await?;
    Ok(Json(unmet.into_iter().map(UnmetView::from).collect()))
}

/// Records a query as an unmet need; the same words are counted. A member may do so, too.
#[utoipa::path(
    post, path = "/unmet", tag = "检索", operation_id = "record_unmet", security(("token" = [])),
    request_body = UnmetForm,
    responses((status = 201, description = "已记下", body = UnmetView), WriteRefusals)
)]
pub(crate) async fn record_unmet(
    State(app): State<App>,
    Reader(who): Reader,
    Json(form): Json<UnmetForm>,
) -> Result<(StatusCode, Json<UnmetView>), Problem> {
    if !who.may_write() {
        return Err(Problem::forbidden());
    }
    if form.query.trim().is_empty() || form.query.chars().count() > 200 {
        return Err(Problem::invalid("检索词要有 1 到 200 个字"));
    }
    let unmet = app.engine().record_unmet(&form.query, app.engine().author(&who.name)).await?;
    Ok((StatusCode::CREATED, Json(unmet.into())))
}

fn missing(name: &str) -> Problem {
    Problem::not_found(format!("没有名为「{name}」的检索，请从列表里重新选"))
}
