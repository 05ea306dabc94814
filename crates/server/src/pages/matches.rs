//! 配对: the list for everybody, and the cards of one company.

use crate::{
    App, Problem,
    access::{DeskReader, Principal},
    composed::Composed,
    pages::{
        Lang, Shell,
        card::{BandOfCards, Card, TeamView, class, is_taken},
        link::{Pager, address},
        notice::{DoneParams, Notice},
        show,
    },
};
use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use qianxian_core::CompanyIx;
use qianxian_engine::Snapshot;
use qianxian_matching::{Band, Match, Request, Way, exclude::exclusion, partners, teams};
use serde::Deserialize;

/// Cards of one company on a page.
const CARDS: usize = 15;
/// Pairs of the list for everybody on a page.
const PAIRS: usize = 15;
/// Teams under the cards.
const TEAMS: usize = 3;
/// Excluded companies named under the cards.
const EXCLUDED: usize = 12;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/matches", get(matches))
        .route("/matches/verdict", post(super::verdict::verdict))
        .route("/matches/undo/{mark}", post(super::verdict::undo))
        .route("/matches.xlsx", get(super::sheets::matches))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct MatchParams {
    pub(super) company: String,
    pub(super) way: String,
    pub(super) band: String,
    page: usize,
    done: String,
    item: String,
}

impl MatchParams {
    pub(super) fn way(&self) -> Option<Way> {
        self.way.parse().ok()
    }

    pub(super) fn band(&self) -> Option<Band> {
        [Band::Strong, Band::Possible, Band::Reference].into_iter().find(|band| class(*band) == self.band)
    }

    fn notice(&self, back: &str) -> Option<Notice> {
        Notice::of(&DoneParams { done: self.done.clone(), item: self.item.clone() }, back)
    }
}

#[derive(Template)]
#[template(path = "matches.html")]
struct RosterPage {
    shell: Shell,
    notice: Option<Notice>,
    companies: usize,
    all: usize,
    counts: [(Band, String, usize); 3],
    band: Option<Band>,
    way: Option<Way>,
    cards: Vec<Card>,
    pager: Pager,
    back: String,
    excel: String,
}

impl RosterPage {
    fn ways(&self) -> &'static [Way] {
        &Way::ALL
    }

    fn is_way(&self, way: &Way) -> bool {
        self.way == Some(*way)
    }

    fn is_band(&self, band: &Band) -> bool {
        self.band == Some(*band)
    }

    fn without_band(&self) -> String {
        address("/matches", &[("way", self.way.map_or("", Way::code))])
    }
}

#[derive(Template)]
#[template(path = "match_cards.html")]
struct CardsPage {
    shell: Shell,
    notice: Option<Notice>,
    id: String,
    name: String,
    place: String,
    kind: &'static str,
    way: Option<Way>,
    bands: Vec<BandOfCards>,
    teams: Vec<TeamView>,
    excluded: Vec<(String, String, String)>,
    excluded_more: usize,
    back: String,
    excel: String,
}

impl CardsPage {
    fn ways(&self) -> &'static [Way] {
        &Way::ALL
    }

    fn is_way(&self, way: &Way) -> bool {
        self.way == Some(*way)
    }
}

/// `GET /matches`.
async fn matches(
    State(app): State<App>,
    lang: Lang,
    DeskReader(who): DeskReader,
    Query(params): Query<MatchParams>,
) -> Result<Response, Problem> {
    if params.company.trim().is_empty() {
        return roster(&app, lang, &who, &params).await;
    }
    let snapshot = app.snapshot();
    match snapshot.company(params.company.trim()) {
        Ok(company) => cards(&snapshot, lang, &who, &params, company),
        // A product or half a name: the search knows better.
        Err(_) => Ok(Redirect::to(&address("/search", &[("q", &params.company)])).into_response()),
    }
}

/// Pairs of the list that may still be proposed on this snapshot, in its order.
pub(super) fn living<'c>(composed: &'c Composed, snapshot: &Snapshot) -> Vec<&'c Match> {
    let same = composed.snapshot.sequence == snapshot.sequence;
    let now = |ix: CompanyIx| snapshot.graph.find(composed.snapshot.graph.company(ix).company.id);
    let lives = |found: &&Match| {
        same || now(found.company)
            .zip(now(found.partner))
            .is_some_and(|(a, b)| snapshot.matching(|ctx| exclusion(ctx, a, b, false)).is_none())
    };
    composed.list.matches.iter().filter(lives).collect()
}

async fn roster(app: &App, lang: Lang, who: &Principal, params: &MatchParams) -> Result<Response, Problem> {
    let (snapshot, composed) = (app.snapshot(), app.composed().await?);
    let (way, band) = (params.way(), params.band());
    let mut pairs = living(&composed, &snapshot);
    pairs.retain(|found| way.is_none_or(|way| found.ways.contains(&way)));
    // Stable: within a band the order of the list stays.
    pairs.sort_by_key(|found| std::cmp::Reverse(found.band));
    let count = |band: Band| pairs.iter().filter(|found| found.band == band).count();
    let to = |band: Band| address("/matches", &[("band", class(band)), ("way", way.map_or("", Way::code))]);
    let counts = [Band::Strong, Band::Possible, Band::Reference].map(|band| (band, to(band), count(band)));
    let all = pairs.len();
    pairs.retain(|found| band.is_none_or(|band| found.band == band));
    let path = address("/matches", &[("band", band.map_or("", class)), ("way", way.map_or("", Way::code))]);
    let pager = Pager::new(&path, pairs.len(), PAIRS, params.page);
    let card = |found: &Match| {
        let id = |ix: CompanyIx| composed.snapshot.graph.company(ix).company.id;
        let taken = is_taken(&snapshot, id(found.company), id(found.partner));
        Card { taken, ..Card::of(&composed.snapshot, found) }
    };
    let cards = pager.cut(pairs, PAIRS).into_iter().map(card).collect();
    let back = address(&path, &[("page", &pager.page.to_string())]);
    show(&RosterPage {
        notice: params.notice(&back),
        companies: snapshot.graph.len(),
        all,
        counts,
        band,
        way,
        cards,
        pager,
        back,
        excel: address("/matches.xlsx", &[("band", band.map_or("", class)), ("way", way.map_or("", Way::code))]),
        shell: Shell::new(lang, lang.t("配对"), "/matches", who),
    })
}

fn cards(
    snapshot: &Snapshot,
    lang: Lang,
    who: &Principal,
    params: &MatchParams,
    company: CompanyIx,
) -> Result<Response, Problem> {
    let way = params.way();
    let request = Request { ways: way.into_iter().collect(), limit: CARDS, ..Request::default() };
    let (answer, teams) = snapshot.matching(|ctx| (partners(ctx, company, &request), teams(ctx, company, TEAMS)));
    let node = snapshot.graph.company(company);
    let id = node.company.id.to_string();
    let kept_out = answer.excluded.iter().take(EXCLUDED).map(|excluded| {
        let other = &snapshot.graph.company(excluded.company).company;
        (other.id.to_string(), other.name.clone(), snapshot.matching(|ctx| excluded.exclusion.words(ctx)))
    });
    let back = address("/matches", &[("company", &id), ("way", way.map_or("", Way::code))]);
    show(&CardsPage {
        notice: params.notice(&back),
        name: node.company.name.clone(),
        place: node.company.place.label(),
        kind: node.kind.zh(),
        way,
        bands: BandOfCards::split(snapshot, &answer.matches),
        teams: teams.iter().map(|team| TeamView::of(snapshot, team)).collect(),
        excluded: kept_out.collect(),
        excluded_more: answer.excluded.len().saturating_sub(EXCLUDED),
        excel: address("/matches.xlsx", &[("company", &id)]),
        back,
        id,
        shell: Shell::new(lang, lang.t("配对"), "/matches", who),
    })
}

/// Strong pairs that nobody has decided about, best first.
pub(super) fn undecided<'c>(composed: &'c Composed, snapshot: &Snapshot) -> Vec<&'c Match> {
    let mut pairs = living(composed, snapshot);
    let id = |ix: CompanyIx| composed.snapshot.graph.company(ix).company.id;
    pairs.retain(|found| found.band == Band::Strong && !is_taken(snapshot, id(found.company), id(found.partner)));
    pairs
}
