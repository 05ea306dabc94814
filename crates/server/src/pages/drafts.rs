//! 待审: what members hand in (changes of their profile, needs, introductions) waits here for a person's decision.

use crate::{
    App, Code, Problem,
    access::{Desk, DeskReader, Principal},
    extract::{Form, Path, Query},
    pages::{Lang, Said, Shell, audit::local, show},
};
use askama::Template;
use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use qianxian_core::{CompanyId, Draft, DraftId, DraftKind, DraftStatus, ProfileLine};
use qianxian_engine::{
    ConfirmOptions, Snapshot,
    drafts::{Introduction, NeedForm, ProfileChange, reject},
};
use qianxian_store::Rows;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Decided drafts listed.
const DECIDED: usize = 30;

/// `/drafts`.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/drafts", get(page))
        .route("/drafts/{id}/accept", post(accept))
        .route("/drafts/{id}/reject", post(turn_down))
}

/// One thing a draft would change: what it is called, what it was, what it would become.
struct Line {
    field: &'static str,
    part: String,
    before: String,
    after: String,
}

struct Row {
    id: DraftId,
    kind: DraftKind,
    status: DraftStatus,
    title: String,
    who: String,
    at: String,
    company: Option<(CompanyId, String)>,
    partner: Option<(CompanyId, String)>,
    lines: Vec<Line>,
    answer: String,
}

#[derive(Template)]
#[template(path = "drafts.html")]
struct DraftsPage {
    shell: Shell,
    said: Said,
    fault: Option<String>,
    waiting: Vec<Row>,
    decided: Vec<Row>,
}

/// `GET /drafts`.
async fn page(
    State(app): State<App>,
    lang: Lang,
    DeskReader(who): DeskReader,
    Query(said): Query<Said>,
) -> Result<Response, Problem> {
    // A member's contacts and financing needs may stand in a draft: who only looks on does not see it.
    if !who.is_desk() {
        return Err(Problem::forbidden());
    }
    drafts_page(&app, lang, &who, said, None).await
}

async fn drafts_page(
    app: &App,
    lang: Lang,
    who: &Principal,
    said: Said,
    fault: Option<String>,
) -> Result<Response, Problem> {
    let snapshot = app.snapshot();
    let mut drafts = app.engine().store().list::<Draft>(Rows::Live).await?;
    drafts.sort_by_key(|draft| draft.value.at);
    let (waiting, mut decided): (Vec<_>, Vec<_>) =
        drafts.into_iter().map(|draft| draft.value).partition(|draft| draft.status == DraftStatus::Waiting);
    decided.reverse();
    let mut rows = Vec::new();
    for draft in waiting {
        rows.push(row(app, &snapshot, draft).await?);
    }
    let mut past = Vec::new();
    for draft in decided.into_iter().filter(|draft| draft.kind != DraftKind::Note).take(DECIDED) {
        past.push(row(app, &snapshot, draft).await?);
    }
    let shell = Shell::new(lang, lang.t("待审"), "/drafts", who);
    show(&DraftsPage { shell, said, fault, waiting: rows, decided: past })
}

async fn row(app: &App, snapshot: &Snapshot, draft: Draft) -> Result<Row, Problem> {
    let named = |id: CompanyId| {
        let ix = snapshot.graph.find(id)?;
        Some((id, snapshot.graph.company(ix).company.name.clone()))
    };
    let mut partner = None;
    let lines = match draft.kind {
        DraftKind::Profile => profile(app, snapshot, &draft).await?,
        DraftKind::Need => body::<NeedForm>(&draft).map(need).unwrap_or_default(),
        DraftKind::Introduction => {
            let wanted = body::<Introduction>(&draft);
            partner = wanted.as_ref().and_then(|wanted| named(wanted.partner));
            wanted.map(|wanted| vec![line("想谈什么", String::new(), wanted.why)]).unwrap_or_default()
        }
        DraftKind::Note => Vec::new(),
    };
    let Draft { id, kind, status, title, who, at, company, answer, .. } = draft;
    let company = company.and_then(named);
    Ok(Row { id, kind, status, title, who, at: local(at), company, partner, lines, answer })
}

fn body<T: DeserializeOwned>(draft: &Draft) -> Option<T> {
    serde_json::from_value(draft.body.clone()).ok()
}

fn line(field: &'static str, before: String, after: String) -> Line {
    Line { field, part: String::new(), before, after }
}

fn need(need: NeedForm) -> Vec<Line> {
    let deadline = need.deadline.map_or_else(String::new, |date| date.to_string());
    let rows = [
        line("内容", String::new(), need.text),
        line("类别", String::new(), need.kind.zh().to_owned()),
        line("截止", String::new(), deadline),
        line("可见范围", String::new(), need.visibility.zh().to_owned()),
    ];
    rows.into_iter().filter(|row| !row.after.is_empty()).collect()
}

/// What a change of profile would do, field by field.
async fn profile(app: &App, snapshot: &Snapshot, draft: &Draft) -> Result<Vec<Line>, Problem> {
    let Some(change) = body::<ProfileChange>(draft) else { return Ok(Vec::new()) };
    let known = draft.company.and_then(|id| snapshot.graph.find(id));
    let known = known.map(|ix| snapshot.graph.company(ix).company.clone());
    let before = |of: fn(&qianxian_core::Company) -> &Option<String>| {
        known.as_ref().and_then(|company| of(company).clone()).unwrap_or_default()
    };
    let mut lines = Vec::new();
    lines.extend(change.website.map(|website| line("网址", before(|company| &company.website), website)));
    lines.extend(change.industry.map(|industry| line("行业", before(|company| &company.industry), industry)));
    for (column, value) in change.other {
        let old = known.as_ref().and_then(|company| company.other.get(&column).cloned()).unwrap_or_default();
        lines.push(Line { field: "其他信息", part: column, before: old, after: value });
    }
    for added in change.lines {
        lines.push(line(added.side.zh(), String::new(), added.text));
    }
    for gone in change.gone {
        let stored = app.engine().store().lookup::<ProfileLine>(&gone).await?;
        lines.extend(stored.map(|stored| line(stored.value.side.zh(), stored.value.text, String::new())));
    }
    Ok(lines)
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct DecideForm {
    #[serde(default)]
    answer: String,
}

/// `POST /drafts/{id}/accept`.
async fn accept(
    State(app): State<App>,
    lang: Lang,
    Desk(who): Desk,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let id = id_of(&id)?;
    let done = app.engine().accept_draft(id, None, None, &ConfirmOptions::default(), &who.name).await;
    match done.map_err(Problem::from) {
        Ok(_) => Ok(Redirect::to("/drafts?done=accepted").into_response()),
        Err(problem) => or_fault(&app, lang, &who, problem).await,
    }
}

/// `POST /drafts/{id}/reject`: the member sees the answer.
async fn turn_down(
    State(app): State<App>,
    lang: Lang,
    Desk(who): Desk,
    Path(id): Path<String>,
    Form(form): Form<DecideForm>,
) -> Result<Response, Problem> {
    let id = id_of(&id)?;
    let answer: String = form.answer.trim().chars().take(200).collect();
    let done = app.write(&who, async |unit| {
        reject(unit, id, None, &answer).await?;
        Ok(())
    });
    match done.await {
        Ok(()) => Ok(Redirect::to("/drafts?done=turned_down").into_response()),
        Err(problem) => or_fault(&app, lang, &who, problem).await,
    }
}

fn id_of(id: &str) -> Result<DraftId, Problem> {
    id.parse().map_err(|_| Problem::not_found("没有这份待审内容；可能已经处理"))
}

async fn or_fault(app: &App, lang: Lang, who: &Principal, problem: Problem) -> Result<Response, Problem> {
    if !matches!(problem.code, Code::Conflict | Code::Invalid) {
        return Err(problem);
    }
    let status = problem.code.status();
    let page = drafts_page(app, lang, who, Said::default(), Some(problem.detail)).await?;
    Ok((status, page).into_response())
}
