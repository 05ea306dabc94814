//! The sheet of one company: four lists with the evidence of every line, what is missing and what it would bring,
//! needs, affiliates, history, contacts by rule.

use crate::{
    App, Problem,
    access::{Desk, DeskReader, Principal},
    pages::{
        Lang, Shell,
        contacts::is_contact,
        notice::{DoneParams, Notice},
        show,
    },
    views::open::{columns, sees_need},
};
use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::{get, post},
};
use qianxian_core::{
    Affiliation, Bond, Certainty, CompanyId, CompanyIx, CompanyKind, CompanyNode, CompanyStatus, Evidence, Lead,
    LineRole, Need, Problem as Trouble, Side, SourceKind, Visibility, Visit,
};
use qianxian_engine::{Snapshot, Unlock};
use qianxian_store::EntityKind;

pub(super) fn routes() -> Router<App> {
    use super::{companies, company_edit as edit, company_lines as lines, sheets};
    Router::new()
        .route("/companies", get(companies::companies))
        .route("/companies/new", get(edit::new_form).post(edit::create))
        .route("/companies/{id}", get(sheet))
        .route("/companies/{id}/edit", get(edit::form).post(edit::save))
        .route("/companies/{id}/contacts", post(reveal))
        .route("/companies/{id}/affiliates", post(edit::affiliate))
        .route("/companies/{id}/lines", post(lines::add))
        .route("/companies/lines/{line}", get(lines::form).post(lines::save))
        .route("/companies/lines/{line}/delete", post(lines::delete))
        .route("/companies/lines/{line}/restore", post(lines::restore))
        .route("/companies/{id}/sheet.xlsx", get(sheets::company))
}

/// A line on the screen.
pub(super) struct LineView {
    pub(super) id: String,
    pub(super) text: String,
    pub(super) role: Option<&'static str>,
    pub(super) evidence: Evidence,
    /// Not confirmed for a year: a level lower than it was.
    pub(super) stale: bool,
    pub(super) source: String,
    pub(super) quote: Option<String>,
    pub(super) seen: Option<String>,
    pub(super) expires: Option<String>,
    pub(super) visibility: Visibility,
    /// What was recognised in it.
    pub(super) capabilities: String,
    /// Concluded from the name: nobody wrote it, so that nobody can edit it.
    pub(super) concluded: bool,
}

/// One of the four lists.
pub(super) struct ListView {
    pub(super) side: Side,
    pub(super) lines: Vec<LineView>,
}

/// A company bound to it.
struct Affiliate {
    id: String,
    name: String,
    confirmed: bool,
    source: String,
}

struct DealView {
    date: String,
    others: String,
    product: String,
    source: String,
}

#[derive(Template)]
#[template(path = "company.html")]
struct SheetPage {
    shell: Shell,
    notice: Option<Notice>,
    id: String,
    name: String,
    others: String,
    kind: &'static str,
    status: CompanyStatus,
    facts: Vec<(String, String)>,
    contacts: Vec<(String, String)>,
    contacts_hidden: bool,
    contacts_masked: bool,
    lists: Vec<ListView>,
    unlocks: Vec<Unlock>,
    needs: Vec<Need>,
    affiliates: Vec<Affiliate>,
    deals: Vec<DealView>,
    leads: Vec<Lead>,
    visits: Vec<Visit>,
    troubles: Vec<Trouble>,
}

impl SheetPage {
    fn roles(&self) -> &'static [LineRole] {
        LineRole::ALL
    }

    /// The question that fills an empty list.
    fn question(&self, side: &Side) -> &'static str {
        self.shell.t(question(*side))
    }
}

/// What to ask on the telephone to fill a list.
pub(super) const fn question(side: Side) -> &'static str {
    match side {
        Side::Makes => "贵司主打的产品是哪几样？",
        Side::Buys => "外购件和原材料里，哪几样最想换供应商或找近一点的？",
        Side::Does => "有哪些工艺和设备，最近有没有空出来的产能？",
        Side::Suffers => "眼下最头疼的一件事是什么：招工、质量、成本还是交期？",
    }
}

/// `GET /companies/{id}`.
async fn sheet(
    State(app): State<App>,
    lang: Lang,
    DeskReader(who): DeskReader,
    Path(id): Path<String>,
    Query(params): Query<DoneParams>,
) -> Result<Response, Problem> {
    sheet_of(&app, lang, &who, &id, &params, false).await
}

/// `POST /companies/{id}/contacts`: the sheet with its contacts in full. That somebody looked stands in the audit.
async fn reveal(
    State(app): State<App>,
    lang: Lang,
    Desk(who): Desk,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let snapshot = app.snapshot();
    let company = &snapshot.graph.company(snapshot.company(&id)?).company;
    let columns: Vec<&String> = company.other.keys().filter(|column| is_contact(column)).collect();
    let said = serde_json::json!({"revealed": columns, "why": "企业页面"});
    let id = company.id.to_string();
    app.write(&who, async |unit| Ok(unit.note(EntityKind::Company, &id, &said).await?)).await?;
    sheet_of(&app, lang, &who, &id, &DoneParams::default(), true).await
}

async fn sheet_of(
    app: &App,
    lang: Lang,
    who: &Principal,
    id: &str,
    params: &DoneParams,
    revealed: bool,
) -> Result<Response, Problem> {
    let snapshot = app.snapshot();
    let ix = snapshot.company(id)?;
    let node = snapshot.graph.company(ix);
    let company = node.company.id;
    let mut view = app.engine().store().view().await?;
    let (leads, visits, troubles) = (
        view.of_company::<Lead>(company).await?,
        view.of_company::<Visit>(company).await?,
        view.of_company::<Trouble>(company).await?,
    );
    drop(view);
    let back = format!("/companies/{company}");
    show(&SheetPage {
        notice: Notice::of(params, &back),
        id: company.to_string(),
        name: node.company.name.clone(),
        others: node.company.names().skip(1).collect::<Vec<_>>().join("、"),
        kind: node.kind.zh(),
        status: node.company.status,
        facts: facts(lang, who, node),
        contacts: if revealed { contacts(node) } else { others(who, node, true) },
        contacts_hidden: !who.sees_contacts_of(company),
        contacts_masked: !revealed && columns(who, &node.company).1,
        lists: lists(&snapshot, node),
        unlocks: snapshot.unlocks(ix),
        needs: needs(node, who),
        affiliates: affiliates(&snapshot, company),
        deals: deals(&snapshot, company),
        leads: newest(leads.into_iter().map(|lead| lead.value), |lead| lead.number.clone()),
        visits: newest(visits.into_iter().map(|visit| visit.value), |visit| visit.date),
        troubles: troubles.into_iter().map(|trouble| trouble.value).collect(),
        shell: Shell::new(lang, node.company.name.clone(), "/companies", who),
    })
}

fn newest<T, K: Ord>(all: impl Iterator<Item = T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let mut all: Vec<T> = all.collect();
    all.sort_by_key(|one| std::cmp::Reverse(key(one)));
    all
}

/// What is known of the company itself.
fn facts(lang: Lang, who: &Principal, node: &CompanyNode) -> Vec<(String, String)> {
    let company = &node.company;
    let said = |value: &Option<String>| value.clone().unwrap_or_default();
    let kind = match company.kind {
        CompanyKind::Unknown if node.kind != CompanyKind::Unknown => {
            format!("{}（{}）", lang.t(node.kind.zh()), lang.t("推断"))
        }
        kind => lang.t(kind.zh()).to_owned(),
    };
    let rows = [
        (lang.t("类型"), kind),
        (lang.t("地区"), company.place.label()),
        (lang.t("行业"), said(&company.industry)),
        (lang.t("信用代码"), said(&company.credit_code)),
        (lang.t("网站"), said(&company.website)),
    ];
    let own = rows.into_iter().map(|(label, value)| (label.to_owned(), value));
    own.chain(others(who, node, false)).filter(|(_, value)| !value.is_empty()).collect()
}

/// Further columns of the roster that the person may see: those that look like contacts, or the rest.
pub(super) fn others(who: &Principal, node: &CompanyNode, contacts: bool) -> Vec<(String, String)> {
    let (columns, _) = columns(who, &node.company);
    columns.into_iter().filter(|(column, _)| is_contact(column) == contacts).collect()
}

/// The contacts of a company in full: for whom they have been given out.
pub(super) fn contacts(node: &CompanyNode) -> Vec<(String, String)> {
    let known = node.company.other.iter().filter(|(column, _)| is_contact(column));
    known.map(|(column, value)| (column.clone(), value.clone())).collect()
}

/// The four lists.
pub(super) fn lists(snapshot: &Snapshot, node: &CompanyNode) -> Vec<ListView> {
    let view = |line: &qianxian_core::LineNode| {
        let mut names: Vec<&str> = line.links.iter().map(|link| snapshot.knowledge.chain.name(link.cap)).collect();
        names.dedup();
        names.truncate(4);
        LineView {
            id: line.line.id.to_string(),
            text: line.line.text.clone(),
            role: (line.line.role != LineRole::Unknown).then(|| line.line.role.zh()),
            evidence: line.evidence,
            stale: line.evidence < line.line.evidence,
            source: line.line.source.label(),
            quote: line.line.source.quote.clone(),
            seen: line.line.seen.map(|seen| seen.to_string()),
            expires: line.line.expires.map(|expires| expires.to_string()),
            visibility: line.line.visibility,
            capabilities: names.join("、"),
            concluded: line.line.source.kind == SourceKind::Name,
        }
    };
    let of = |side: Side| ListView {
        side,
        lines: node.lines.iter().filter(|line| line.line.side == side).map(view).collect(),
    };
    Side::ALL.iter().copied().map(of).collect()
}

/// Open needs that the person may see.
pub(super) fn needs(node: &CompanyNode, who: &Principal) -> Vec<Need> {
    let seen = node.needs.iter().map(|need| &need.need).filter(|need| sees_need(who, need));
    seen.map(|need| Need::clone(need)).collect()
}

fn affiliates(snapshot: &Snapshot, company: CompanyId) -> Vec<Affiliate> {
    let bound = |other: CompanyId, affiliation: &Affiliation| {
        let other: CompanyIx = snapshot.graph.find(other)?;
        let other = &snapshot.graph.company(other).company;
        Some(Affiliate {
            id: other.id.to_string(),
            name: other.name.clone(),
            confirmed: affiliation.certainty == Certainty::Confirmed,
            source: affiliation.source.label(),
        })
    };
    let bonds = snapshot.graph.bonds().of(company);
    bonds
        .filter_map(|(other, bond)| match bond {
            Bond::Affiliation(affiliation) => bound(other, affiliation),
            _ => None,
        })
        .collect()
}

fn deals(snapshot: &Snapshot, company: CompanyId) -> Vec<DealView> {
    let view = |deal: &std::sync::Arc<qianxian_core::Deal>| DealView {
        date: deal.date.map(|date| date.to_string()).unwrap_or_default(),
        others: deal
            .parties
            .iter()
            .filter(|party| party.company != Some(company))
            .map(|party| party.name.as_str())
            .collect::<Vec<_>>()
            .join("、"),
        product: deal.product.clone().unwrap_or_default(),
        source: deal.source.label(),
    };
    let mut deals: Vec<DealView> = snapshot.graph.bonds().deals_of(company).iter().map(view).collect();
    deals.sort_by(|a, b| b.date.cmp(&a.date));
    deals
}
