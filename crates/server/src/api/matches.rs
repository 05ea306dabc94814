//! Who should talk to whom: partners of one company, teams, everything between two, the list for everybody.

use crate::{
    App, Problem,
    access::{DeskReader, Principal, Reader},
    api::{refusals::Refusals, search::listed},
    extract::{Json, Path, Query},
    paging::within,
    views::{CardView, ExplainView, MatchesView, RosterView, TeamView},
};
use axum::extract::State;
use qianxian_core::CompanyIx;
use qianxian_engine::Snapshot;
use qianxian_matching::{Ask, Request, RosterPolicy, Way, teams as find_teams, whole_roster};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(matches))
        .routes(routes!(teams))
        .routes(routes!(explained))
        .routes(routes!(everybody))
}

/// Which side is asked for.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AskParam {
    /// Who could supply the company.
    Supplier,
    /// Whom it could supply.
    Customer,
    /// Anybody it could work with.
    Partner,
}

/// What to look for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct MatchParams {
    /// Only these ways to cooperate, by code, with commas between.
    way: Option<String>,
    /// Which side is asked for; anybody where nothing is said.
    #[param(inline)]
    ask: Option<AskParam>,
    /// At most so many.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Partners of one company, best first, and who was kept out.
#[utoipa::path(
    get, path = "/companies/{company}/matches", tag = "配对", operation_id = "list_matches", security(("token" = [])),
    params(("company" = String, Path, description = "企业编号或名称"), MatchParams),
    responses((status = 200, description = "配对", body = MatchesView), Refusals)
)]
pub(crate) async fn matches(
    State(app): State<App>,
    Reader(who): Reader,
    Path(company): Path<String>,
    Query(params): Query<MatchParams>,
) -> Result<Json<MatchesView>, Problem> {
    let snapshot = app.snapshot();
    let company = own_or_any(&snapshot, &company, &who)?;
    let ask = match params.ask {
        Some(AskParam::Supplier) => Ask::Supplier,
        Some(AskParam::Customer) => Ask::Customer,
        Some(AskParam::Partner) | None => Ask::Partner,
    };
    let limit = within("limit", params.limit.unwrap_or(20), 100)?;
    let request = Request { ask, ways: ways(params.way.as_deref())?, limit, ..Request::default() };
    let answer = app.partners(&snapshot, company, &request);
    Ok(Json(MatchesView::of(&snapshot, company, &answer, &who)))
}

/// How many.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct TeamParams {
    /// At most so many.
    #[param(minimum = 1, maximum = 50)]
    limit: Option<u32>,
}

/// Teams of three that a company could be part of, best first.
#[utoipa::path(
    get, path = "/companies/{company}/teams", tag = "配对", operation_id = "list_teams", security(("token" = [])),
    params(("company" = String, Path, description = "企业编号或名称"), TeamParams),
    responses((status = 200, description = "三方组合", body = Vec<TeamView>), Refusals)
)]
pub(crate) async fn teams(
    State(app): State<App>,
    DeskReader(_): DeskReader,
    Path(company): Path<String>,
    Query(params): Query<TeamParams>,
) -> Result<Json<Vec<TeamView>>, Problem> {
    let snapshot = app.snapshot();
    let company = snapshot.company(&company)?;
    let limit = within("limit", params.limit.unwrap_or(5), 50)?;
    let found = snapshot.matching(|ctx| find_teams(ctx, company, limit));
    Ok(Json(found.iter().map(|team| TeamView::of(&snapshot, team)).collect()))
}

/// Every path between two companies, why they may not be proposed, and the card.
#[utoipa::path(
    get, path = "/companies/{a}/explain/{b}", tag = "配对", operation_id = "explain", security(("token" = [])),
    params(("a" = String, Path, description = "企业编号或名称"), ("b" = String, Path, description = "另一家企业的编号或名称")),
    responses((status = 200, description = "两家之间的全部依据", body = ExplainView), Refusals)
)]
pub(crate) async fn explained(
    State(app): State<App>,
    DeskReader(who): DeskReader,
    Path((a, b)): Path<(String, String)>,
) -> Result<Json<ExplainView>, Problem> {
    let snapshot = app.snapshot();
    let (a, b) = (snapshot.company(&a)?, snapshot.company(&b)?);
    if a == b {
        return Err(Problem::invalid("两边是同一家企业，请换一家"));
    }
    Ok(Json(ExplainView::of(&snapshot, a, b, &who)))
}

/// How the list is composed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct RosterParams {
    /// Only these ways to cooperate, by code, with commas between.
    way: Option<String>,
    /// At most so many pairs in which one company appears.
    #[param(minimum = 1, maximum = 20)]
    cap: Option<u32>,
    /// At most so many pairs.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// A list of pairs for the whole roster: nobody appears too often, nobody who fits somewhere goes empty.
#[utoipa::path(
    get, path = "/matches", tag = "配对", operation_id = "roster_matches", security(("token" = [])),
    params(RosterParams), responses((status = 200, description = "全体配对清单", body = RosterView), Refusals)
)]
pub(crate) async fn everybody(
    State(app): State<App>,
    DeskReader(who): DeskReader,
    Query(params): Query<RosterParams>,
) -> Result<Json<RosterView>, Problem> {
    let usual = RosterPolicy::default();
    let cap = params.cap.map(|cap| within("cap", cap, 20)).transpose()?.unwrap_or(usual.cap);
    let limit = within("limit", params.limit.unwrap_or(100), 1_000)?;
    let policy = RosterPolicy { ways: ways(params.way.as_deref())?, cap, limit, ..usual };
    let snapshot = app.snapshot();
    // Every company is asked about: a thread of its own, so that others are answered meanwhile.
    let work = move || {
        let list = snapshot.matching(|ctx| whole_roster(ctx, &policy));
        let matches = list.matches.iter().map(|found| CardView::open_to(&snapshot, found, &who)).collect();
        RosterView { matches, considered: list.considered, capped: list.capped, cut: list.cut }
    };
    Ok(Json(tokio::task::spawn_blocking(work).await.map_err(Problem::internal)?))
}

/// The company, for the secretariat; for a member only its own.
fn own_or_any(snapshot: &Snapshot, name: &str, who: &Principal) -> Result<CompanyIx, Problem> {
    let company = snapshot.company(name)?;
    let own = who.company == Some(snapshot.graph.company(company).company.id);
    if who.sees_everything() || own { Ok(company) } else { Err(Problem::forbidden()) }
}

fn ways(said: Option<&str>) -> Result<Vec<Way>, Problem> {
    listed(said).map(|way| way.parse::<Way>().map_err(|error| Problem::invalid(error.to_string()))).collect()
}
