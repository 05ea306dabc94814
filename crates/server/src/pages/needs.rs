//! 需求: what companies asked for; add one, close one.

use crate::{
    App, Problem,
    access::{Desk, DeskReader, Principal},
    pages::{
        Lang, Shell,
        link::{Pager, address, done, inside},
        notice::{DoneParams, Notice},
        show,
        verdict::BackForm,
    },
    views::open::sees_need,
};
use askama::Template;
use axum::{
    Form, Router,
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use jiff::civil::Date;
use qianxian_core::{Need, NeedId, NeedKind, SourceKind, SourceRef, UnknownWord, Visibility};
use qianxian_engine::{Snapshot, clock};
use qianxian_store::{Rows, Versioned};
use serde::Deserialize;

/// Needs on a page.
const A_PAGE: usize = 30;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/needs", get(needs).post(add))
        .route("/needs/{id}/close", post(close))
        .route("/needs/{id}/reopen", post(reopen))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct NeedParams {
    kind: String,
    state: String,
    company: String,
    page: usize,
    done: String,
    item: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct NeedForm {
    company: String,
    text: String,
    kind: String,
    deadline: String,
    visibility: String,
}

/// A need in the list.
struct Row {
    id: String,
    company: String,
    company_name: String,
    text: String,
    kind: NeedKind,
    deadline: Option<Date>,
    late: bool,
    visibility: Visibility,
    source: String,
    open: bool,
}

#[derive(Template)]
#[template(path = "needs.html")]
struct NeedsPage {
    shell: Shell,
    notice: Option<Notice>,
    closed: bool,
    kind: String,
    open_count: usize,
    closed_count: usize,
    rows: Vec<Row>,
    pager: Pager,
    form: NeedForm,
    fault: Option<String>,
    back: String,
}

impl NeedsPage {
    fn kinds(&self) -> &'static [NeedKind] {
        NeedKind::ALL
    }

    fn visibilities(&self) -> &'static [Visibility] {
        Visibility::ALL
    }
}

/// `GET /needs`.
async fn needs(
    State(app): State<App>,
    lang: Lang,
    DeskReader(who): DeskReader,
    Query(params): Query<NeedParams>,
) -> Result<Response, Problem> {
    let snapshot = app.snapshot();
    let company = snapshot.company(&params.company).ok();
    let form = NeedForm {
        company: company.map(|ix| snapshot.graph.company(ix).company.name.clone()).unwrap_or_default(),
        ..NeedForm::default()
    };
    page(&app, lang, &who, &params, form, None).await
}

async fn page(
    app: &App,
    lang: Lang,
    who: &Principal,
    params: &NeedParams,
    form: NeedForm,
    fault: Option<String>,
) -> Result<Response, Problem> {
    let snapshot = app.snapshot();
    let all = app.engine().store().list::<Need>(Rows::Live).await?;
    let mut rows: Vec<Row> = all.into_iter().filter_map(|need| row(&snapshot, who, need)).collect();
    rows.retain(|row| params.kind.parse::<NeedKind>().map_or(true, |kind| row.kind == kind));
    let open_count = rows.iter().filter(|row| row.open).count();
    let closed_count = rows.len() - open_count;
    let closed = params.state == "closed";
    rows.retain(|row| row.open != closed);
    // Ids grow with time: what has a deadline first, then the newest.
    rows.sort_by(|a, b| {
        (a.deadline.is_none(), a.deadline).cmp(&(b.deadline.is_none(), b.deadline)).then(b.id.cmp(&a.id))
    });
    let path = address("/needs", &[("kind", &params.kind), ("state", &params.state)]);
    let pager = Pager::new(&path, rows.len(), A_PAGE, params.page);
    show(&NeedsPage {
        notice: Notice::of(&DoneParams { done: params.done.clone(), item: params.item.clone() }, &path),
        closed,
        kind: params.kind.clone(),
        open_count,
        closed_count,
        rows: pager.cut(rows, A_PAGE),
        pager,
        form,
        fault,
        back: path,
        shell: Shell::new(lang, lang.t("需求"), "/needs", who),
    })
}

fn row(snapshot: &Snapshot, who: &Principal, need: Versioned<Need>) -> Option<Row> {
    let need = need.value;
    let company = &snapshot.graph.company(snapshot.graph.find(need.company)?).company;
    sees_need(who, &need).then(|| Row {
        id: need.id.to_string(),
        company: need.company.to_string(),
        company_name: company.name.clone(),
        text: need.text,
        kind: need.kind,
        deadline: need.deadline,
        late: need.deadline.is_some_and(|deadline| deadline < snapshot.today),
        visibility: need.visibility,
        source: need.source.label(),
        open: need.open,
    })
}

/// `POST /needs`.
async fn add(
    State(app): State<App>,
    lang: Lang,
    Desk(who): Desk,
    Form(form): Form<NeedForm>,
) -> Result<Response, Problem> {
    match read(&app.snapshot(), &form, &who) {
        Ok(need) => {
            app.write(&who, async |unit| Ok(unit.add(std::slice::from_ref(&need)).await?)).await?;
            Ok(done("/needs", &[("done", "need_added")]))
        }
        Err(fault) => {
            let shown = page(&app, lang, &who, &NeedParams::default(), form, Some(fault.detail)).await?;
            Ok((fault.code.status(), shown).into_response())
        }
    }
}

fn read(snapshot: &Snapshot, form: &NeedForm, who: &Principal) -> Result<Need, Problem> {
    let company = snapshot.graph.company(snapshot.company(form.company.trim())?).company.id;
    let text = form.text.trim();
    if text.is_empty() || text.chars().count() > 500 {
        return Err(Problem::invalid("请写明需要什么，500 个字以内"));
    }
    let deadline = match form.deadline.trim() {
        "" => None,
        day => Some(
            day.parse::<Date>()
                .map_err(|_| Problem::invalid(format!("日期「{day}」看不懂，请写成 2026-05-01 这样")))?,
        ),
    };
    let refuse = |e: UnknownWord| Problem::invalid(e.to_string());
    let today = clock::today();
    Ok(Need {
        id: NeedId(clock::new_id()),
        company,
        text: text.to_owned(),
        kind: form.kind.parse().map_err(refuse)?,
        deadline,
        visibility: form.visibility.parse().map_err(refuse)?,
        source: SourceRef { date: Some(today), ..SourceRef::new(SourceKind::Secretariat, who.name.clone()) },
        open: true,
    })
}

/// `POST /needs/{id}/close`.
async fn close(
    State(app): State<App>,
    Desk(who): Desk,
    Path(id): Path<String>,
    Form(form): Form<BackForm>,
) -> Result<Response, Problem> {
    set_open(&app, &who, &id, false).await?;
    Ok(done(&inside(&form.back, "/needs"), &[("done", "need_closed"), ("item", &id)]))
}

/// `POST /needs/{id}/reopen`.
async fn reopen(
    State(app): State<App>,
    Desk(who): Desk,
    Path(id): Path<String>,
    Form(form): Form<BackForm>,
) -> Result<Response, Problem> {
    set_open(&app, &who, &id, true).await?;
    Ok(done(&inside(&form.back, "/needs"), &[("done", "need_opened")]))
}

async fn set_open(app: &App, who: &Principal, id: &str, open: bool) -> Result<(), Problem> {
    let missing = || Problem::not_found("没有这条需求，可能已被删除");
    let id: NeedId = id.parse().map_err(|_| missing())?;
    let need = app.engine().store().lookup::<Need>(&id).await?;
    let need = need.filter(|need| need.deleted.is_none()).ok_or_else(missing)?;
    let changed = Need { open, ..need.value };
    app.write(who, async |unit| Ok(unit.update(&changed, need.version).await?)).await?;
    Ok(())
}
