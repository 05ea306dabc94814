//! 走访记录: a note is pasted or uploaded, what can be read from it is accepted, edited or dismissed, and becomes facts,
//! to-dos and problems; at once it says which matches are new because of it.

mod items;

use crate::{
    App, Code, Problem,
    access::{Desk, DeskReader, Principal},
    extract::{Form, Path, Query},
    pages::{Lang, Said, Shell, audit::local, show},
};
use askama::Template;
use axum::{
    Router,
    extract::{Multipart, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use items::{Edits, Item, edited, items, pieces};
use jiff::{SignedDuration, civil::Date};
use qianxian_core::{CompanyId, Draft, DraftId, DraftKind, DraftStatus, Visit};
use qianxian_engine::{
    ConfirmOptions, ConfirmOutcome, Snapshot, UnknownCompany, clock,
    drafts::{NewDraft, hand_in, reject},
};
use qianxian_intake::{
    Limits,
    extract::{DraftFile, TextKind},
    read_document,
};
use qianxian_store::Rows;
use serde::Deserialize;

/// Space on the shelf: what confirming a note wrote, to show after the redirect.
const OUTCOMES: &str = "note_outcome";
/// How long it is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// Longest text of a note, in characters.
const LONGEST: usize = 20_000;
/// Visits listed.
const LISTED: usize = 20;

/// `/notes`.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/notes", get(form).post(read))
        .route("/notes/{id}", get(review))
        .route("/notes/{id}/confirm", post(confirm))
        .route("/notes/{id}/dismiss", post(dismiss))
        .route("/notes/{id}/done", get(done))
}

struct VisitRow {
    date: Date,
    company: CompanyId,
    name: String,
    note: String,
    visitors: String,
}

struct WaitingRow {
    id: DraftId,
    title: String,
    who: String,
    at: String,
}

#[derive(Template)]
#[template(path = "notes.html")]
struct NotesPage {
    shell: Shell,
    said: Said,
    fault: Option<String>,
    text: String,
    date: String,
    company: String,
    waiting: Vec<WaitingRow>,
    visits: Vec<VisitRow>,
}

/// What was typed into the form.
#[derive(Debug, Default)]
struct Typed {
    text: String,
    date: String,
    company: String,
    news: bool,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct NotesParams {
    #[serde(default)]
    done: String,
    /// The company of a note, by name or id: a company's page leads here with it.
    #[serde(default)]
    company: String,
}

/// `GET /notes`.
async fn form(
    State(app): State<App>,
    lang: Lang,
    DeskReader(who): DeskReader,
    Query(params): Query<NotesParams>,
) -> Result<Response, Problem> {
    let snapshot = app.snapshot();
    let company = snapshot.company(&params.company).ok();
    let company = company.map(|ix| snapshot.graph.company(ix).company.name.clone()).unwrap_or_default();
    page(&app, lang, &who, Said { done: params.done }, Typed { company, ..Typed::default() }, None).await
}

async fn page(
    app: &App,
    lang: Lang,
    who: &Principal,
    said: Said,
    typed: Typed,
    fault: Option<String>,
) -> Result<Response, Problem> {
    let snapshot = app.snapshot();
    let store = app.engine().store();
    let mut waiting = store.list::<Draft>(Rows::Live).await?;
    waiting.retain(|draft| draft.value.kind == DraftKind::Note && draft.value.status == DraftStatus::Waiting);
    waiting.sort_by_key(|draft| std::cmp::Reverse(draft.value.at));
    let mut visits = store.list::<Visit>(Rows::Live).await?;
    visits.sort_by_key(|visit| (std::cmp::Reverse(visit.value.date), visit.value.id));
    let visits = visits.into_iter().filter_map(|visit| {
        let Visit { date, company, note, visitors, .. } = visit.value;
        let name = snapshot.graph.company(snapshot.graph.find(company)?).company.name.clone();
        let note = note.chars().take(60).collect();
        Some(VisitRow { date, company, name, note, visitors })
    });
    let waiting = waiting.into_iter().map(|draft| {
        let Draft { id, title, who, at, .. } = draft.value;
        WaitingRow { id, title, who, at: local(at) }
    });
    show(&NotesPage {
        shell: Shell::new(lang, lang.t("走访记录"), "/notes", who),
        said,
        fault,
        text: typed.text,
        date: if typed.date.is_empty() { snapshot.today.to_string() } else { typed.date },
        company: typed.company,
        waiting: waiting.collect(),
        visits: visits.take(LISTED).collect(),
    })
}

/// `POST /notes`: reads the text and leads to what was found in it.
async fn read(State(app): State<App>, lang: Lang, Desk(who): Desk, parts: Multipart) -> Result<Response, Problem> {
    let (typed, file) = parts_of(parts).await?;
    match take(&app, &who, &typed, file).await {
        Ok(draft) => Ok(Redirect::to(&format!("/notes/{}", draft.id)).into_response()),
        Err(problem) if problem.code == Code::Invalid => {
            let page = page(&app, lang, &who, Said::default(), typed, Some(problem.detail)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(problem) => Err(problem),
    }
}

async fn parts_of(mut parts: Multipart) -> Result<(Typed, Option<(String, Vec<u8>)>), Problem> {
    let broken = |_| Problem::new(Code::BadRequest, "内容没有传完整，请检查网络后再试");
    let (mut typed, mut file) = (Typed::default(), None);
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        match part.name().unwrap_or_default() {
            "text" => typed.text = part.text().await.map_err(broken)?,
            "date" => typed.date = part.text().await.map_err(broken)?,
            "company" => typed.company = part.text().await.map_err(broken)?,
            "kind" => typed.news = part.text().await.map_err(broken)? == "news",
            "file" => {
                let name = part.file_name().unwrap_or_default().to_owned();
                let bytes = part.bytes().await.map_err(broken)?.to_vec();
                file = (!name.is_empty() && !bytes.is_empty()).then_some((name, bytes));
            }
            _ => {}
        }
    }
    Ok((typed, file))
}

async fn take(app: &App, who: &Principal, typed: &Typed, file: Option<(String, Vec<u8>)>) -> Result<Draft, Problem> {
    let snapshot = app.snapshot();
    let day: Date = typed
        .date
        .trim()
        .parse()
        .map_err(|_| Problem::invalid(format!("「{}」不是日期，请写成 2026-11-04 的样子", typed.date)))?;
    let (reference, text) = match file {
        Some((name, bytes)) => {
            let text = read_document(&name, &bytes, &Limits::default())
                .map_err(|refused| Problem::invalid(refused.message))?;
            (name, text)
        }
        None => ("粘贴的记录".to_owned(), typed.text.replace("\r\n", "\n")),
    };
    if text.trim().is_empty() {
        return Err(Problem::invalid("请粘贴一段记录，或选一个 .docx / .txt 文件"));
    }
    if text.chars().count() > LONGEST {
        return Err(Problem::invalid(format!("文字超过 {LONGEST} 字，请分几次粘贴")));
    }
    let kind = if typed.news { TextKind::News } else { TextKind::Note };
    let mut file = snapshot.read_note(&text, Some(kind), day, &reference)?;
    let company = named(&snapshot, &typed.company);
    if let (Some((_, name)), Some(note)) = (&company, file.notes.first_mut()) {
        note.company = Some(name.clone());
    }
    let said = file.notes.first().and_then(|note| note.company.clone()).filter(|name| !name.is_empty());
    let begins: String = text.trim().chars().take(30).collect();
    let title = said.map_or_else(|| begins.replace('\n', " "), |name| format!("{name} {day}"));
    let body = serde_json::to_value(&file).map_err(Problem::internal)?;
    let new = NewDraft { kind: DraftKind::Note, company: company.map(|(id, _)| id), title, text, body };
    app.write(who, async |unit| Ok(hand_in(unit, new, &who.name).await?)).await
}

fn named(snapshot: &Snapshot, name: &str) -> Option<(CompanyId, String)> {
    let company = &snapshot.graph.company(snapshot.company(name.trim()).ok()?).company;
    Some((company.id, company.name.clone()))
}

#[derive(Template)]
#[template(path = "note.html")]
struct NotePage {
    shell: Shell,
    draft: Draft,
    fault: Option<String>,
    is_note: bool,
    company: String,
    add: bool,
    items: Vec<Item>,
    pieces: Vec<(String, Option<String>)>,
    day: String,
}

/// `GET /notes/{id}`: what was read, to accept, edit or dismiss.
async fn review(
    State(app): State<App>,
    lang: Lang,
    DeskReader(who): DeskReader,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let draft = draft(&app, &id).await?;
    if draft.status != DraftStatus::Waiting {
        return Ok(Redirect::to(&format!("/notes/{}/done", draft.id)).into_response());
    }
    if !who.is_desk() {
        return Err(Problem::forbidden());
    }
    note_page(&app, lang, &who, draft, None, None)
}

async fn draft(app: &App, id: &str) -> Result<Draft, Problem> {
    let gone = || Problem::not_found("没有这份记录；可能已经处理或删除");
    let id: DraftId = id.parse().map_err(|_| gone())?;
    let draft = app.engine().store().lookup::<Draft>(&id).await?.filter(|draft| draft.deleted.is_none());
    Ok(draft.filter(|draft| draft.value.kind == DraftKind::Note).ok_or_else(gone)?.value)
}

fn file_of(draft: &Draft) -> Result<DraftFile, Problem> {
    serde_json::from_value(draft.body.clone()).map_err(Problem::internal)
}

fn note_page(
    app: &App,
    lang: Lang,
    who: &Principal,
    draft: Draft,
    edits: Option<&Edits>,
    fault: Option<String>,
) -> Result<Response, Problem> {
    let snapshot = app.snapshot();
    let file = file_of(&draft)?;
    let mut items = items(&file);
    let pieces = pieces(&draft.text, &items);
    let said = file.notes.first().and_then(|note| note.company.clone()).unwrap_or_default();
    let mut company = named(&snapshot, &said).map_or(said, |(_, name)| name);
    let mut add = false;
    if let Some(edits) = edits {
        edits.apply(&mut items);
        edits.value("company").clone_into(&mut company);
        add = edits.value("add") == "1";
    }
    show(&NotePage {
        shell: Shell::new(lang, draft.title.clone(), "/notes", who),
        is_note: !file.notes.is_empty(),
        day: file.source.date.map_or_else(String::new, |date| date.to_string()),
        draft,
        fault,
        company,
        add,
        items,
        pieces,
    })
}

/// `POST /notes/{id}/confirm`: what is ticked becomes facts.
async fn confirm(
    State(app): State<App>,
    lang: Lang,
    Desk(who): Desk,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let edits = Edits::new(fields);
    let draft = draft(&app, &id).await?;
    let file = file_of(&draft)?;
    let is_note = !file.notes.is_empty();
    let name = edits.value("company").to_owned();
    let add = edits.value("add") == "1";
    if let Some(fault) = company_fault(&app.snapshot(), &name, add).filter(|_| is_note) {
        let page = note_page(&app, lang, &who, draft, Some(&edits), Some(fault))?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let body = serde_json::to_value(edited(file, &edits)).map_err(Problem::internal)?;
    let options = ConfirmOptions { company: is_note.then_some(name), add_company: add };
    let accepted = app.engine().accept_draft(draft.id, None, Some(body), &options, &who.name).await?;
    let outcome = serde_json::to_string(&accepted.confirmed.unwrap_or_default()).map_err(Problem::internal)?;
    let expires = clock::now() + KEPT;
    app.engine().store().shelf(OUTCOMES).put(&draft.id.to_string(), &outcome, Some(expires)).await?;
    Ok(Redirect::to(&format!("/notes/{}/done", draft.id)).into_response())
}

/// Why a note cannot be about this company, in Chinese.
fn company_fault(snapshot: &Snapshot, name: &str, add: bool) -> Option<String> {
    if name.is_empty() {
        return Some("请写上这份记录说的是哪家企业".to_owned());
    }
    match snapshot.company(name) {
        Ok(_) => None,
        Err(UnknownCompany::Nobody { .. }) if add => None,
        Err(UnknownCompany::Nobody { name, suggestions }) => {
            let like = if suggestions.is_empty() {
                String::new()
            } else {
                format!("，您是不是要找：{}", suggestions.join("、"))
            };
            Some(format!("名册里没有「{name}」{like}。确是新企业，请勾选“名册里没有，加进去”"))
        }
        Err(several) => Some(several.to_string()),
    }
}

/// `POST /notes/{id}/dismiss`.
async fn dismiss(State(app): State<App>, Desk(who): Desk, Path(id): Path<String>) -> Result<Response, Problem> {
    let draft = draft(&app, &id).await?;
    app.write(&who, async |unit| Ok(reject(unit, draft.id, None, "").await?)).await?;
    Ok(Redirect::to("/notes?done=removed").into_response())
}

/// A new match with its links.
struct NewRow {
    company: (String, String),
    partner: (String, String),
    way: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "note_done.html")]
struct DonePage {
    shell: Shell,
    draft: Draft,
    outcome: Option<ConfirmOutcome>,
    companies: Vec<(String, String)>,
    new: Vec<NewRow>,
}

/// `GET /notes/{id}/done`: what it became, and the matches that are new because of it.
async fn done(
    State(app): State<App>,
    lang: Lang,
    DeskReader(who): DeskReader,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let draft = draft(&app, &id).await?;
    let kept = app.engine().store().shelf(OUTCOMES).get(&draft.id.to_string(), clock::now()).await?;
    let outcome: Option<ConfirmOutcome> = kept.and_then(|kept| serde_json::from_str(&kept).ok());
    let snapshot = app.snapshot();
    let link = |name: &String| {
        let id = named(&snapshot, name).map(|(id, _)| id.to_string());
        (id.unwrap_or_default(), name.clone())
    };
    let companies = outcome.iter().flat_map(|outcome| &outcome.companies).map(link).collect();
    let new = outcome.iter().flat_map(|outcome| &outcome.new_matches).map(|found| NewRow {
        company: link(&found.company),
        partner: link(&found.partner),
        way: found.way.clone(),
        reason: found.reason.clone(),
    });
    let new = new.collect();
    show(&DonePage { shell: Shell::new(lang, draft.title.clone(), "/notes", &who), draft, outcome, companies, new })
}
