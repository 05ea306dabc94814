//! 排除清单: whom nobody proposes to whom, and why; nobody disappears silently.

use crate::{
    App, Problem,
    access::DeskReader,
    pages::{
        Lang, Shell,
        link::{Pager, address},
        notice::{DoneParams, Notice},
        show,
    },
};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use qianxian_core::{Affiliation, CapIx, Certainty, CompanyId, CompanyStatus, Deal, PairMark, PairVerdict, Side};
use qianxian_engine::Snapshot;
use qianxian_matching::{Request, partners};
use qianxian_store::Rows;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Products whose makers are rivals, on a page.
const A_PAGE: usize = 30;
/// Makers named of one product.
const MAKERS: usize = 12;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ExcludedParams {
    company: String,
    page: usize,
    done: String,
}

/// Two companies and what stands between them.
struct PairRow {
    a: (String, String),
    b: (String, String),
    words: String,
    detail: String,
    /// The mark that can be taken back.
    mark: Option<String>,
    suspected: bool,
}

/// Makers of the same.
struct Rivals {
    product: String,
    makers: Vec<(String, String)>,
    more: usize,
}

#[derive(Template)]
#[template(path = "excluded.html")]
struct ExcludedPage {
    shell: Shell,
    notice: Option<Notice>,
    companies: usize,
    asked: Option<(String, String)>,
    kept_out: Vec<(String, String, String)>,
    marks: Vec<PairRow>,
    affiliates: Vec<PairRow>,
    deals: Vec<PairRow>,
    statuses: Vec<(String, String, CompanyStatus)>,
    rivals: Vec<Rivals>,
    rival_count: usize,
    pager: Pager,
    back: String,
}

/// `GET /excluded`.
pub(super) async fn excluded(
    State(app): State<App>,
    lang: Lang,
    DeskReader(who): DeskReader,
    Query(params): Query<ExcludedParams>,
) -> Result<Response, Problem> {
    let snapshot = app.snapshot();
    let asked = match params.company.trim() {
        "" => None,
        name => Some(snapshot.company(name)?),
    };
    let kept_out = asked.map(|company| {
        let request = Request { limit: 0, ..Request::default() };
        let answer = snapshot.matching(|ctx| partners(ctx, company, &request));
        let row = |excluded: &qianxian_matching::Excluded| {
            let other = &snapshot.graph.company(excluded.company).company;
            (other.id.to_string(), other.name.clone(), snapshot.matching(|ctx| excluded.exclusion.words(ctx)))
        };
        answer.excluded.iter().map(row).collect()
    });
    let mut view = app.engine().store().view().await?;
    let marks = view.list::<PairMark>(Rows::Live).await?;
    let affiliations = view.list::<Affiliation>(Rows::Live).await?;
    let deals = view.list::<Deal>(Rows::Live).await?;
    drop(view);
    let rivals = if asked.is_none() { rivals(&snapshot) } else { Vec::new() };
    let rival_count = rivals.len();
    let pager = Pager::new("/excluded", rival_count, A_PAGE, params.page);
    let back = address("/excluded", &[("company", &params.company)]);
    show(&ExcludedPage {
        notice: Notice::of(&DoneParams { done: params.done.clone(), ..DoneParams::default() }, &back),
        companies: snapshot.graph.len(),
        asked: asked.map(|ix| named(&snapshot, snapshot.graph.company(ix).company.id)),
        kept_out: kept_out.unwrap_or_default(),
        marks: marks.into_iter().rev().filter_map(|mark| mark_row(&snapshot, mark.value)).collect(),
        affiliates: affiliations.into_iter().filter_map(|one| affiliate_row(&snapshot, one.value)).collect(),
        deals: deals.into_iter().filter_map(|deal| deal_row(&snapshot, deal.value)).collect(),
        statuses: statuses(&snapshot),
        rivals: pager.cut(rivals, A_PAGE),
        rival_count,
        pager,
        back,
        shell: Shell::new(lang, lang.t("排除清单"), "/excluded", &who),
    })
}

fn named(snapshot: &Snapshot, id: CompanyId) -> (String, String) {
    let name = snapshot.graph.find(id).map(|ix| snapshot.graph.company(ix).company.name.clone());
    (id.to_string(), name.unwrap_or_default())
}

fn pair(snapshot: &Snapshot, a: CompanyId, b: CompanyId) -> Option<PairRow> {
    (snapshot.graph.find(a).is_some() && snapshot.graph.find(b).is_some()).then(|| PairRow {
        a: named(snapshot, a),
        b: named(snapshot, b),
        words: String::new(),
        detail: String::new(),
        mark: None,
        suspected: false,
    })
}

fn mark_row(snapshot: &Snapshot, mark: PairMark) -> Option<PairRow> {
    if mark.verdict == PairVerdict::Accepted || mark.until.is_some_and(|until| until < snapshot.today) {
        return None;
    }
    let until = mark.until.map(|until| format!("到 {until}")).unwrap_or_default();
    let date = mark.date.map(|date| date.to_string()).unwrap_or_default();
    let detail: Vec<String> = [mark.reason, until, date].into_iter().filter(|part| !part.is_empty()).collect();
    Some(PairRow {
        words: mark.verdict.zh().to_owned(),
        detail: detail.join(" · "),
        mark: Some(mark.id.to_string()),
        ..pair(snapshot, mark.a, mark.b)?
    })
}

fn affiliate_row(snapshot: &Snapshot, one: Affiliation) -> Option<PairRow> {
    let suspected = one.certainty == Certainty::Suspected;
    let detail = one.source.label();
    Some(PairRow { words: one.certainty.zh().to_owned(), detail, suspected, ..pair(snapshot, one.a, one.b)? })
}

fn deal_row(snapshot: &Snapshot, deal: Deal) -> Option<PairRow> {
    let mut known = deal.parties.iter().filter_map(|party| party.company);
    let (a, b) = (known.next()?, known.next()?);
    let words = deal.product.unwrap_or_default();
    deal.excludes.then_some(())?;
    Some(PairRow { words, detail: deal.source.label(), ..pair(snapshot, a, b)? })
}

fn statuses(snapshot: &Snapshot) -> Vec<(String, String, CompanyStatus)> {
    let kept = snapshot.graph.companies().filter(|(_, node)| node.company.status != CompanyStatus::Active);
    kept.map(|(_, node)| (node.company.id.to_string(), node.company.name.clone(), node.company.status)).collect()
}

/// Products that several companies say they make themselves, the most crowded first.
fn rivals(snapshot: &Snapshot) -> Vec<Rivals> {
    let mut makers: BTreeMap<CapIx, BTreeSet<(String, CompanyId)>> = BTreeMap::new();
    for (_, node) in snapshot.graph.companies() {
        for (_, link) in node.links(Side::Makes).filter(|(_, link)| qianxian_matching::ways::is_exact(link.found)) {
            makers.entry(link.cap).or_default().insert((node.company.name.clone(), node.company.id));
        }
    }
    let mut rivals: Vec<Rivals> = makers
        .into_iter()
        .filter(|(_, makers)| makers.len() > 1)
        .map(|(cap, makers)| Rivals {
            product: snapshot.knowledge.chain.name(cap).to_owned(),
            more: makers.len().saturating_sub(MAKERS),
            makers: makers.into_iter().take(MAKERS).map(|(name, id)| (id.to_string(), name)).collect(),
        })
        .collect();
    rivals.sort_by(|a, b| (b.makers.len() + b.more).cmp(&(a.makers.len() + a.more)).then(a.product.cmp(&b.product)));
    rivals
}
