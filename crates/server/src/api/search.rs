//! `GET /search`: one box.

use crate::{
    App, Problem,
    access::Reader,
    extract::{Json, Query},
    paging::within,
    views::SearchView,
};
use axum::extract::State;
use qianxian_engine::SearchRequest;
use serde::Deserialize;
use utoipa::IntoParams;

/// Most hits of one answer.
const MOST: u32 = 200;

/// A search.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SearchParams {
    /// What a person would type.
    q: String,
    /// At most so many hits, and as many references.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// Searches companies for what a person typed.
#[utoipa::path(
    get, path = "/search", tag = "检索", params(SearchParams), security(("token" = [])),
    responses(
        (status = 200, description = "结果", body = SearchView),
        (status = 400, description = "请求读不懂", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "请先登录", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "填写有误", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn search(
    State(app): State<App>,
    Reader(who): Reader,
    Query(params): Query<SearchParams>,
) -> Result<Json<SearchView>, Problem> {
    let snapshot = app.snapshot();
    let limit = within("limit", params.limit.unwrap_or(20), MOST)?;
    let request = SearchRequest { viewer: who.viewer(), limit, ..SearchRequest::new(&params.q) };
    Ok(Json(SearchView::of(&snapshot, &snapshot.search_with(&request))))
}
