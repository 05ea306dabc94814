//! `GET /search`: one box. `GET /suggest`: what one may be about to type.

use crate::{
    App, Problem,
    access::{Principal, Reader},
    api::refusals::Refusals,
    extract::{Json, Query},
    paging::within,
    views::{SearchView, SuggestionView, words},
};
use axum::extract::State;
use qianxian_core::Evidence;
use qianxian_engine::{SearchFilter, SearchRequest};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(search)).routes(routes!(suggest))
}

/// Most hits of one answer.
const MOST: u32 = 200;

/// A search. Lists are written with commas.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SearchParams {
    /// What a person would type.
    q: String,
    /// At most so many hits, and as many references.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// In one of these places, of any level: `张店,博山`.
    place: Option<String>,
    /// Of one of these kinds, by code or in Chinese: `manufacturer,trader`.
    kind: Option<String>,
    /// The matching statement is at least so sure.
    #[param(schema_with = words::evidence)]
    evidence: Option<Evidence>,
    /// Has a statement that says this word: `ISO9001`.
    qualification: Option<String>,
    /// 会员级别.
    level: Option<String>,
    /// Chips taken out: the word as typed, its meaning, or `地区=张店`.
    without: Option<String>,
    /// Count the hits by place, kind, evidence, qualification and level.
    facets: Option<bool>,
}

impl SearchParams {
    fn request(self, who: &Principal) -> Result<SearchRequest, Problem> {
        let kinds = listed(self.kind.as_deref()).map(|kind| kind.parse()).collect::<Result<_, _>>();
        let filter = SearchFilter {
            places: listed(self.place.as_deref()).map(str::to_owned).collect(),
            kinds: kinds.map_err(|error: qianxian_core::UnknownWord| Problem::invalid(error.to_string()))?,
            evidence: self.evidence,
            qualification: self.qualification.filter(|word| !word.trim().is_empty()),
            level: self.level.filter(|word| !word.trim().is_empty()),
        };
        Ok(SearchRequest {
            query: self.q,
            without: listed(self.without.as_deref()).map(str::to_owned).collect(),
            filter,
            viewer: who.viewer(),
            limit: within("limit", self.limit.unwrap_or(20), MOST)?,
            facets: self.facets.unwrap_or(false),
        })
    }
}

/// What stands between commas.
pub(super) fn listed(text: Option<&str>) -> impl Iterator<Item = &str> {
    text.unwrap_or("").split([',', '，']).map(str::trim).filter(|word| !word.is_empty())
}

/// Searches companies for what a person typed.
#[utoipa::path(
    get, path = "/search", tag = "检索", operation_id = "search", params(SearchParams), security(("token" = [])),
    responses((status = 200, description = "结果", body = SearchView), Refusals)
)]
pub(crate) async fn search(
    State(app): State<App>,
    Reader(who): Reader,
    Query(params): Query<SearchParams>,
) -> Result<Json<SearchView>, Problem> {
    let snapshot = app.snapshot();
    let request = params.request(&who)?;
    Ok(Json(SearchView::of(&snapshot, &snapshot.search_with(&request), &who)))
}

/// What is being typed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SuggestParams {
    /// The beginning of a word.
    q: String,
    /// At most so many.
    #[param(minimum = 1, maximum = 50)]
    limit: Option<u32>,
}

/// Completes what is being typed: capabilities somebody offers, places, companies. Pinyin and initials work as well.
#[utoipa::path(
    get, path = "/suggest", tag = "检索", operation_id = "suggest", params(SuggestParams), security(("token" = [])),
    responses((status = 200, description = "建议", body = Vec<SuggestionView>), Refusals)
)]
pub(crate) async fn suggest(
    State(app): State<App>,
    Reader(_): Reader,
    Query(params): Query<SuggestParams>,
) -> Result<Json<Vec<SuggestionView>>, Problem> {
    let limit = within("limit", params.limit.unwrap_or(10), 50)?;
    let snapshot = app.snapshot();
    let found = snapshot.suggest(&params.q, limit).into_iter();
    Ok(Json(found.map(|one| SuggestionView::new(&one.term, one.kind)).collect()))
}
