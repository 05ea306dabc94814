//! 搜索: one box, the query shown back as chips, what was relaxed, hits with their evidence.

use crate::{
    App, Problem,
    access::{Desk, Reader},
    pages::{
        Lang, Shell,
        link::{Pager, address, done, encode, inside},
        notice::{DoneParams, Notice},
        show,
    },
};
use askama::Template;
use axum::{
    Form, Router,
    extract::{Query, State},
    response::Response,
    routing::{get, post},
};
use qianxian_core::{AccountRole, CompanyId, CompanyKind, Evidence};
use qianxian_engine::{Chip, SavedSearch, SearchFilter, SearchHit, SearchRequest, Snapshot, search::Facet};
use std::collections::BTreeSet;

/// Hits looked at.
const MOST: usize = 200;
/// Hits on a page.
const A_PAGE: usize = 20;
/// References shown under the hits.
const REFERENCES: usize = 10;
/// Values shown of one facet.
const VALUES: usize = 8;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/search", get(search))
        .route("/search.xlsx", get(super::sheets::search))
        .route("/search/unmet", post(unmet))
        .route("/search/save", post(save))
        .route("/search/seen", post(seen))
        .route("/search/forget", post(forget))
}

/// What the address asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) q: String,
    without: Vec<String>,
    place: String,
    kind: String,
    evidence: String,
    qualification: String,
    level: String,
    saved: String,
    page: usize,
    done: DoneParamsText,
}

type DoneParamsText = (String, String);

impl Asked {
    pub(super) fn read(pairs: Vec<(String, String)>) -> Asked {
        let mut asked = Asked::default();
        for (key, value) in pairs {
            match key.as_str() {
                "q" => asked.q = value.trim().chars().take(200).collect(),
                "without" if !value.is_empty() => asked.without.push(value),
                "place" => asked.place = value,
                "kind" => asked.kind = value,
                "evidence" => asked.evidence = value,
                "qualification" => asked.qualification = value,
                "level" => asked.level = value,
                "saved" => asked.saved = value,
                "page" => asked.page = value.parse().unwrap_or(1),
                "done" => asked.done.0 = value,
                "item" => asked.done.1 = value,
                _ => {}
            }
        }
        asked
    }

    fn href(&self, path: &str) -> String {
        let mut address = address(
            path,
            &[
                ("q", &self.q),
                ("place", &self.place),
                ("kind", &self.kind),
                ("evidence", &self.evidence),
                ("qualification", &self.qualification),
                ("level", &self.level),
                ("saved", &self.saved),
            ],
        );
        for word in &self.without {
            address.push_str(&format!("&without={}", encode(word)));
        }
        address
    }

    /// The same question with something changed.
    fn but(&self, change: impl FnOnce(&mut Asked)) -> String {
        let mut other = self.clone();
        change(&mut other);
        other.href("/search")
    }

    pub(super) fn request(&self, viewer: qianxian_core::Visibility) -> SearchRequest {
        let given = |value: &String| (!value.is_empty()).then(|| value.clone());
        let filter = SearchFilter {
            places: given(&self.place).into_iter().collect(),
            kinds: self.kind.parse::<CompanyKind>().into_iter().collect(),
            evidence: self.evidence.parse::<Evidence>().ok(),
            qualification: given(&self.qualification),
            level: given(&self.level),
        };
        let without = self.without.clone();
        SearchRequest { without, filter, viewer, limit: MOST, facets: true, ..SearchRequest::new(&self.q) }
    }

    fn field(&mut self, name: &str) -> Option<&mut String> {
        Some(match name {
            "place" => &mut self.place,
            "kind" => &mut self.kind,
            "evidence" => &mut self.evidence,
            "qualification" => &mut self.qualification,
            "level" => &mut self.level,
            _ => return None,
        })
    }
}

struct ChipRow {
    kind: &'static str,
    meaning: String,
    typed: String,
    without: String,
}

/// A value to narrow by, or one that narrows already.
struct Narrow {
    value: String,
    count: usize,
    href: String,
    on: bool,
}

struct FacetRow {
    title: &'static str,
    values: Vec<Narrow>,
}

/// A hit on the screen.
pub(super) struct HitRow {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) place: String,
    pub(super) kind: &'static str,
    /// Parts of the line, and whether they matched.
    pub(super) parts: Vec<(String, bool)>,
    pub(super) evidence: Option<Evidence>,
    pub(super) why: String,
    pub(super) new: bool,
}

impl HitRow {
    pub(super) fn of(snapshot: &Snapshot, hit: &SearchHit, seen: Option<&BTreeSet<CompanyId>>) -> HitRow {
        let node = snapshot.graph.company(hit.company);
        HitRow {
            id: node.company.id.to_string(),
            name: hit.name.clone(),
            place: hit.place.clone(),
            kind: node.kind.zh(),
            parts: parts(hit),
            evidence: hit.evidence,
            why: hit.why.clone(),
            new: seen.is_some_and(|seen| !seen.contains(&node.company.id)),
        }
    }
}

/// The line cut at its highlights.
fn parts(hit: &SearchHit) -> Vec<(String, bool)> {
    let mut parts = Vec::new();
    let mut at = 0;
    for range in &hit.highlights {
        if let (Some(before), Some(marked)) = (hit.line.get(at..range.start), hit.line.get(range.clone())) {
            parts.push((before.to_owned(), false));
            parts.push((marked.to_owned(), true));
            at = range.end;
        }
    }
    parts.push((hit.line.get(at..).unwrap_or("").to_owned(), false));
    parts.retain(|(text, _)| !text.is_empty());
    parts
}

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    shell: Shell,
    notice: Option<Notice>,
    asked: Asked,
    chips: Vec<ChipRow>,
    narrowed: Vec<Narrow>,
    relaxed: Vec<String>,
    facets: Vec<FacetRow>,
    found: usize,
    hits: Vec<HitRow>,
    reference: Vec<HitRow>,
    saved: Vec<(SavedSearch, String)>,
    seen_before: Option<String>,
    companies: usize,
    pager: Pager,
    desk: bool,
    back: String,
    excel: String,
}

/// `GET /search`.
async fn search(
    State(app): State<App>,
    lang: Lang,
    Reader(who): Reader,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let asked = Asked::read(pairs);
    let desk = who.role != AccountRole::Member;
    let snapshot = app.snapshot();
    let saved = if desk { app.engine().saved_searches().await? } else { Vec::new() };
    let kept = saved.iter().find(|saved| !asked.saved.is_empty() && saved.name == asked.saved);
    let seen: Option<BTreeSet<CompanyId>> = kept.map(|saved| saved.found.iter().copied().collect());
    let answer = match asked.q.is_empty() {
        true => Default::default(),
        false => snapshot.search_with(&asked.request(who.viewer())),
    };
    let path = asked.href("/search");
    let pager = Pager::new(&path, answer.hits.len(), A_PAGE, asked.page);
    let row = |hit: &SearchHit| HitRow::of(&snapshot, hit, seen.as_ref());
    let facets = answer.facets.as_ref();
    let title = if desk { lang.t("搜索") } else { lang.t("找配套") };
    show(&SearchPage {
        notice: Notice::of(&DoneParams { done: asked.done.0.clone(), item: asked.done.1.clone() }, &path),
        chips: chips(&asked, &answer.chips),
        narrowed: narrowed(&asked),
        relaxed: answer.relaxed.clone(),
        facets: facets.map(|facets| facet_rows(&asked, facets)).unwrap_or_default(),
        found: answer.hits.len(),
        hits: pager.cut(answer.hits.iter().collect(), A_PAGE).into_iter().map(row).collect(),
        reference: answer.reference.iter().take(REFERENCES).map(row).collect(),
        seen_before: kept.and_then(|saved| saved.last_run.clone()),
        saved: saved.into_iter().map(|saved| (address_of(&saved), saved)).map(|(href, saved)| (saved, href)).collect(),
        companies: snapshot.graph.len(),
        pager,
        desk,
        back: path,
        excel: asked.href("/search.xlsx"),
        asked,
        shell: Shell::new(lang, title, "/search", &who),
    })
}

fn address_of(saved: &SavedSearch) -> String {
    let without = saved.without.clone();
    Asked { q: saved.query.clone(), without, saved: saved.name.clone(), ..Asked::default() }.href("/search")
}

fn chips(asked: &Asked, chips: &[Chip]) -> Vec<ChipRow> {
    let row = |chip: &Chip| ChipRow {
        kind: chip.kind,
        meaning: chip.meaning.clone(),
        typed: chip.typed.clone(),
        without: asked.but(|asked| asked.without.push(chip.typed.clone())),
    };
    chips.iter().map(row).collect()
}

const NARROWING: [&str; 5] = ["place", "kind", "evidence", "qualification", "level"];

fn narrowed(asked: &Asked) -> Vec<Narrow> {
    let on = |name: &&str| {
        let mut asked = asked.clone();
        let value = std::mem::take(asked.field(name)?);
        (!value.is_empty()).then(|| Narrow { value, count: 0, href: asked.href("/search"), on: true })
    };
    NARROWING.iter().filter_map(on).collect()
}

fn facet_rows(asked: &Asked, facets: &qianxian_engine::search::Facets) -> Vec<FacetRow> {
    let row = |title, name: &str, facet: &Facet| {
        let value = |(value, count): &(String, usize)| {
            let mut other = asked.clone();
            let on = other.field(name).is_some_and(|field| *field == *value);
            if let Some(field) = other.field(name) {
                *field = if on { String::new() } else { value.clone() };
            }
            Narrow { value: value.clone(), count: *count, href: other.href("/search"), on }
        };
        FacetRow { title, values: facet.iter().take(VALUES).map(value).collect() }
    };
    let rows = [
        row("地区", "place", &facets.places),
        row("类型", "kind", &facets.kinds),
        row("可信度", "evidence", &facets.evidence),
        row("资质", "qualification", &facets.qualifications),
        row("会员级别", "level", &facets.levels),
    ];
    rows.into_iter().filter(|row| row.values.len() > 1 || row.values.iter().any(|value| value.on)).collect()
}

fn value_of<'p>(pairs: &'p [(String, String)], key: &str) -> &'p str {
    pairs.iter().find(|(name, _)| name == key).map_or("", |(_, value)| value.trim())
}

/// `POST /search/unmet`.
async fn unmet(
    State(app): State<App>,
    Desk(who): Desk,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let query = value_of(&pairs, "q");
    if query.is_empty() {
        return Err(Problem::invalid("没有写要找什么，请先在搜索框里写上"));
    }
    app.engine().record_unmet(query, app.engine().author(&who.name)).await?;
    Ok(done(&inside(value_of(&pairs, "back"), "/search"), &[("done", "unmet")]))
}

/// `POST /search/save`.
async fn save(
    State(app): State<App>,
    Desk(who): Desk,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let (query, name) = (value_of(&pairs, "q"), value_of(&pairs, "name"));
    if query.is_empty() || name.chars().count() > 40 {
        return Err(Problem::invalid("保存的搜索要有内容，名称不超过 40 个字"));
    }
    let without: Vec<String> =
        pairs.iter().filter(|(key, _)| key == "without").map(|(_, value)| value.clone()).collect();
    let name = if name.is_empty() { query } else { name };
    app.engine().save_search(name, query, &without, who.viewer(), app.engine().author(&who.name)).await?;
    Ok(done(&inside(value_of(&pairs, "back"), "/search"), &[("done", "search_saved")]))
}

/// `POST /search/seen`: what it finds now is no longer new.
async fn seen(
    State(app): State<App>,
    Desk(who): Desk,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let author = app.engine().author(&who.name);
    let run = app.engine().run_saved_search(value_of(&pairs, "name"), who.viewer(), 1, author).await?;
    run.ok_or_else(|| Problem::not_found("没有这个保存的搜索，可能已被删除"))?;
    Ok(done(&inside(value_of(&pairs, "back"), "/search"), &[]))
}

/// `POST /search/forget`.
async fn forget(
    State(app): State<App>,
    Desk(who): Desk,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    app.engine().delete_search(value_of(&pairs, "name"), app.engine().author(&who.name)).await?;
    Ok(done("/search", &[("done", "search_gone")]))
}
