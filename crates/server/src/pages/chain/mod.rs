//! 产业链: the overview with what is missing here, the picture of one capability or one company, and corrections.

mod correct;
mod relations;

use crate::{
    App, Problem,
    access::DeskReader,
    extract::{Path, Query},
    pages::{Lang, Said, Shell, show},
};
use askama::Template;
use axum::{
    Router,
    extract::State,
    http::header,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use qianxian_core::{CapIx, CompanyId, Side};
use qianxian_engine::{
    Correction, Snapshot,
    picture::{self, Picture, draw},
};
use relations::{LineRow, RelationRow};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Things counted, in an order that does not depend on chance.
type Counted<T> = BTreeMap<T, usize>;

/// Capabilities shown in a list of the overview.
const LISTED: usize = 24;

/// Pages of the chain.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/chain", get(overview))
        .route("/chain/corrections/undo", post(correct::undo))
        .route("/chain/{slug}", get(capability))
        .route("/chain/{slug}/picture.svg", get(capability_svg))
        .route("/chain/{slug}/correct", post(correct::correct))
        .route("/chain/{slug}/reject", post(correct::reject))
        .route("/companies/{id}/chain", get(company))
        .route("/companies/{id}/chain.svg", get(company_svg))
}

/// A capability with a number beside it.
struct Item {
    name: String,
    slug: String,
    count: usize,
}

#[derive(Template)]
#[template(path = "chain.html")]
struct OverviewPage {
    shell: Shell,
    said: Said,
    q: String,
    unknown: bool,
    companies: usize,
    missing: Vec<Item>,
    present: Vec<Item>,
    corrections: Vec<Correction>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct OverviewParams {
    #[serde(default)]
    q: String,
    #[serde(default)]
    done: String,
}

/// `GET /chain`: finds a capability, shows what is here and what is missing.
async fn overview(
    State(app): State<App>,
    lang: Lang,
    DeskReader(who): DeskReader,
    Query(params): Query<OverviewParams>,
) -> Result<Response, Problem> {
    let snapshot = app.snapshot();
    let q = params.q.trim().to_owned();
    if let Some(cap) = find(&snapshot, &q) {
        return Ok(Redirect::to(&format!("/chain/{}", snapshot.knowledge.chain.cap(cap).slug)).into_response());
    }
    let counted = counted(&snapshot);
    show(&OverviewPage {
        shell: Shell::new(lang, lang.t("产业链"), "/chain", &who),
        said: Said { done: params.done },
        unknown: !q.is_empty(),
        q,
        companies: snapshot.graph.len(),
        missing: missing(&snapshot, &counted),
        present: items(&snapshot, counted),
        corrections: app.engine().corrections()?,
    })
}

/// A capability by name, alias, slug, or as it is recognised in a text.
fn find(snapshot: &Snapshot, q: &str) -> Option<CapIx> {
    if q.is_empty() {
        return None;
    }
    let (chain, recognizer) = (&snapshot.knowledge.chain, &snapshot.knowledge.recognizer);
    let named = chain.find_name(q).or_else(|| chain.find_slug(q));
    named.or_else(|| recognizer.capabilities(q).first().map(|found| found.cap))
}

/// How many companies sell each capability.
fn counted(snapshot: &Snapshot) -> Counted<CapIx> {
    let mut counted = Counted::new();
    for (_, node) in snapshot.graph.companies() {
        let mut own: Vec<CapIx> = node.links(Side::Makes).map(|(_, link)| link.cap).collect();
        own.sort_unstable();
        own.dedup();
        own.into_iter().for_each(|cap| *counted.entry(cap).or_default() += 1);
    }
    counted
}

/// What many here need and nobody here makes, by how many need it.
fn missing(snapshot: &Snapshot, counted: &Counted<CapIx>) -> Vec<Item> {
    let chain = &snapshot.knowledge.chain;
    let mut asked = Counted::new();
    for (_, node) in snapshot.graph.companies() {
        let needs = node.links(Side::Makes).flat_map(|(_, link)| chain.direct_needs(link.cap));
        let needed: BTreeSet<CapIx> = needs.filter(|need| need.strength >= 0.5).map(|need| need.cap).collect();
        needed.into_iter().for_each(|cap| *asked.entry(cap).or_default() += 1);
    }
    asked.retain(|cap, _| !counted.contains_key(cap) && picture::standing_at(snapshot, *cap).is_empty());
    items(snapshot, asked)
}

fn items(snapshot: &Snapshot, counted: Counted<CapIx>) -> Vec<Item> {
    let chain = &snapshot.knowledge.chain;
    let mut counted: Vec<(CapIx, usize)> = counted.into_iter().collect();
    counted.sort_by_key(|(cap, count)| (std::cmp::Reverse(*count), *cap));
    let item = |(cap, count): (CapIx, usize)| {
        let known = chain.cap(cap);
        Item { name: known.name.clone(), slug: known.slug.clone(), count }
    };
    counted.into_iter().take(LISTED).map(item).collect()
}

#[derive(Template)]
#[template(path = "chain_show.html")]
struct PicturePage {
    shell: Shell,
    said: Said,
    svg: String,
    svg_href: String,
    file: String,
    missing: Vec<picture::Node>,
    /// Of a capability: its slug, kind, aliases, relations and lines; nothing of these for a company.
    about: Option<About>,
    /// Path and name of the company.
    company: Option<(CompanyId, String)>,
}

struct About {
    slug: String,
    kind: &'static str,
    aliases: Vec<String>,
    relations: Vec<RelationRow>,
    lines: Vec<LineRow>,
    more_lines: usize,
}

/// `GET /chain/{slug}`: one capability.
async fn capability(
    State(app): State<App>,
    lang: Lang,
    DeskReader(who): DeskReader,
    Path(slug): Path<String>,
    Query(said): Query<Said>,
) -> Result<Response, Problem> {
    let snapshot = app.snapshot();
    let cap = known(&snapshot, &slug)?;
    let chain = &snapshot.knowledge.chain;
    let picture = picture::of_capability(&snapshot, cap);
    let (lines, more_lines) = relations::lines(&snapshot, cap);
    let capability = chain.cap(cap);
    show(&PicturePage {
        shell: Shell::new(lang, capability.name.clone(), "/chain", &who),
        said,
        svg: drawn(&picture, lang, true),
        svg_href: format!("/chain/{}/picture.svg", capability.slug),
        file: format!("{}-{}", lang.t("产业链"), capability.name),
        missing: picture.missing().cloned().collect(),
        about: Some(About {
            slug: capability.slug.clone(),
            kind: capability.kind.zh(),
            aliases: capability.aliases.clone(),
            relations: relations::rows(chain, cap),
            lines,
            more_lines,
        }),
        company: None,
    })
}

/// `GET /companies/{id}/chain`: the picture of one company.
async fn company(
    State(app): State<App>,
    lang: Lang,
    DeskReader(who): DeskReader,
    Path(id): Path<String>,
    Query(said): Query<Said>,
) -> Result<Response, Problem> {
    let snapshot = app.snapshot();
    let ix = snapshot.company(&id)?;
    let company = &snapshot.graph.company(ix).company;
    let picture = picture::of_company(&snapshot, ix);
    show(&PicturePage {
        shell: Shell::new(lang, company.name.clone(), "/chain", &who),
        said,
        svg: drawn(&picture, lang, true),
        svg_href: format!("/companies/{}/chain.svg", company.id),
        file: format!("{}-{}", lang.t("产业链"), company.name),
        missing: picture.missing().cloned().collect(),
        about: None,
        company: Some((company.id, company.name.clone())),
    })
}

/// `GET /chain/{slug}/picture.svg`: the same as a file of its own.
async fn capability_svg(
    State(app): State<App>,
    lang: Lang,
    DeskReader(_): DeskReader,
    Path(slug): Path<String>,
) -> Result<Response, Problem> {
    let snapshot = app.snapshot();
    let picture = picture::of_capability(&snapshot, known(&snapshot, &slug)?);
    Ok(file(drawn(&picture, lang, false)))
}

/// `GET /companies/{id}/chain.svg`: the same as a file of its own.
async fn company_svg(
    State(app): State<App>,
    lang: Lang,
    DeskReader(_): DeskReader,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let snapshot = app.snapshot();
    let picture = picture::of_company(&snapshot, snapshot.company(&id)?);
    Ok(file(drawn(&picture, lang, false)))
}

fn known(snapshot: &Snapshot, slug: &str) -> Result<CapIx, Problem> {
    let found = snapshot.knowledge.chain.find_slug(slug);
    found.ok_or_else(|| Problem::not_found(format!("产业链里没有「{slug}」；请到“产业链”页按名称查找")))
}

fn drawn(picture: &Picture, lang: Lang, links: bool) -> String {
    draw::svg(picture, &draw::Style { links, words: &|zh| lang.t(zh) })
}

fn file(svg: String) -> Response {
    ([(header::CONTENT_TYPE, "image/svg+xml; charset=utf-8")], svg).into_response()
}
