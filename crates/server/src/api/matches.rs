//! `GET /companies/{company}/matches`: who should talk to whom.

use crate::{
    App, Problem,
    access::Reader,
    extract::{Json, Path, Query},
    paging::within,
    views::MatchesView,
};
use axum::extract::State;
use qianxian_matching::{Request, Way};
use serde::Deserialize;
use utoipa::IntoParams;

/// What to look for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct MatchParams {
    /// Only this way to cooperate, by code.
    way: Option<String>,
    /// At most so many.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Partners of one company, best first, and who was kept out.
#[utoipa::path(
    get, path = "/companies/{company}/matches", tag = "配对", security(("token" = [])),
    params(("company" = String, Path, description = "企业编号或名称"), MatchParams),
    responses(
        (status = 200, description = "配对", body = MatchesView),
        (status = 400, description = "请求读不懂", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "请先登录", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "没有权限", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "没有这家企业", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "没有这种合作方式", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn matches(
    State(app): State<App>,
    Reader(who): Reader,
    Path(company): Path<String>,
    Query(params): Query<MatchParams>,
) -> Result<Json<MatchesView>, Problem> {
    let snapshot = app.snapshot();
    let company = snapshot.company(&company)?;
    if !who.sees_everything() && who.company != Some(snapshot.graph.company(company).company.id) {
        return Err(Problem::forbidden());
    }
    let ways = params.way.map(|way| way.parse::<Way>().map_err(|e| Problem::invalid(e.to_string()))).transpose()?;
    let limit = within("limit", params.limit.unwrap_or(20), 100)?;
    let request = Request { ways: ways.into_iter().collect(), limit, ..Request::default() };
    let answer = app.partners(&snapshot, company, &request);
    Ok(Json(MatchesView::of(&snapshot, company, &answer)))
}
