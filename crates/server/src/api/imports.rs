//! `/imports`: files on their way in. Hand one over, look at what it would change, correct its columns, confirm it, follow
//! it, undo it.

use crate::{
    App, Code, Problem,
    access::{Desk, DeskReader, Principal},
    api::{
        refusals::{Refusals, WriteRefusals},
        upload::Upload,
    },
    extract::{Json, Path, Query},
    paging::{Page, PageParams},
    progress::Step,
    views::{BatchView, DealsView, ImportState, ImportView, ProgressView, StagedRow},
};
use axum::{
    extract::State,
    http::StatusCode,
    response::sse::{Event, KeepAlive, Sse},
};
use qianxian_core::AccountRole;
use qianxian_engine::imports::ImportError;
use qianxian_intake::{Field, Limits, Mapping, read_deals};
use qianxian_store::{Import, ImportId, Rows};
use serde::Deserialize;
use std::{collections::BTreeMap, convert::Infallible, time::Duration};
use tokio::sync::watch;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, hand_over))
        .routes(routes!(get, discard))
        .routes(routes!(correct))
        .routes(routes!(confirm))
        .routes(routes!(progress))
        .routes(routes!(deals))
        .routes(routes!(batches))
        .routes(routes!(undo))
}

/// So long a confirmation waits for the writing; it goes on behind that.
const PATIENCE: Duration = Duration::from_secs(20);

/// A file.
#[derive(Debug, ToSchema)]
#[expect(dead_code, reason = "the shape of the form, for the document")]
pub(crate) struct FileForm {
    /// The file, with its name.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Files handed over in the last thirty days, the latest first.
#[utoipa::path(
    get, path = "/imports", tag = "导入", operation_id = "list_imports", security(("token" = [])),
    responses((status = 200, description = "待导入和已导入的文件", body = Vec<StagedRow>), Refusals)
)]
pub(crate) async fn list(State(app): State<App>, DeskReader(_): DeskReader) -> Result<Json<Vec<StagedRow>>, Problem> {
    let staged = app.engine().staged_imports().await?;
    Ok(Json(staged.iter().map(|staged| StagedRow::of(staged, app.progress().is_writing(staged.id))).collect()))
}

/// Hands a roster over. Nothing is written: the answer says what confirming it would change.
#[utoipa::path(
    post, path = "/imports", tag = "导入", operation_id = "hand_over_import", security(("token" = [])),
    request_body(content = FileForm, content_type = "multipart/form-data"),
    responses((status = 201, description = "已收下，等待确认", body = ImportView), WriteRefusals)
)]
pub(crate) async fn hand_over(
    State(app): State<App>,
    Desk(who): Desk,
    upload: Upload,
) -> Result<(StatusCode, Json<ImportView>), Problem> {
    let Upload { name, bytes } = upload;
    let reading = app.engine().stage_import(&name, &bytes, &who.name).await?;
    Ok((StatusCode::CREATED, Json(ImportView::from(&reading))))
}

/// A file handed over and what it would change now.
#[utoipa::path(
    get, path = "/imports/{import}", tag = "导入", operation_id = "get_import", security(("token" = [])),
    params(("import" = String, Path, description = "文件编号")),
    responses((status = 200, description = "文件与演练结果", body = ImportView), Refusals)
)]
pub(crate) async fn get(
    State(app): State<App>,
    DeskReader(who): DeskReader,
    Path(id): Path<Uuid>,
) -> Result<Json<ImportView>, Problem> {
    // The changes name contacts.
    if who.role == AccountRole::ReadOnly {
        return Err(Problem::forbidden());
    }
    Ok(Json(ImportView::from(&app.engine().plan_import(id).await?)))
}

/// What columns mean.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct MappingForm {
    /// Header to meaning, by code or in Chinese: `{"厂家": "企业名称"}`.
    columns: BTreeMap<String, String>,
}

/// Corrects what columns mean; the answer says what it would change then.
#[utoipa::path(
    put, path = "/imports/{import}/mapping", tag = "导入", operation_id = "map_import", security(("token" = [])),
    params(("import" = String, Path, description = "文件编号")), request_body = MappingForm,
    responses((status = 200, description = "按更正后的列重新演练", body = ImportView), WriteRefusals)
)]
pub(crate) async fn correct(
    State(app): State<App>,
    Desk(_): Desk,
    Path(id): Path<Uuid>,
    Json(form): Json<MappingForm>,
) -> Result<Json<ImportView>, Problem> {
    let mut said = Mapping::default();
    for (header, meaning) in form.columns {
        let field = Field::ALL.iter().find(|field| field.zh() == meaning || field.code() == meaning);
        let known = || Field::ALL.iter().map(|field| field.zh()).collect::<Vec<_>>().join("、");
        let field = field.ok_or_else(|| Problem::invalid(format!("不认识「{meaning}」，可用：{}", known())))?;
        said.columns.insert(header, *field);
    }
    Ok(Json(ImportView::from(&app.engine().map_import(id, &said).await?)))
}

/// Writes a file handed over: all of it or nothing. Long ones go on behind the answer (202); follow them at `progress`.
#[utoipa::path(
    post, path = "/imports/{import}/confirm", tag = "导入", operation_id = "confirm_import", security(("token" = [])),
    params(("import" = String, Path, description = "文件编号")),
    responses(
        (status = 200, description = "已写入", body = ProgressView),
        (status = 202, description = "还在写入", body = ProgressView),
        WriteRefusals,
    )
)]
pub(crate) async fn confirm(
    State(app): State<App>,
    Desk(who): Desk,
    Path(id): Path<Uuid>,
) -> Result<(StatusCode, Json<ProgressView>), Problem> {
    let staged = app.engine().staged_import(id).await?;
    if staged.import.is_some() || app.progress().is_writing(id) {
        return Err(ImportError::Confirmed.into());
    }
    let sender = app.progress().begin(id);
    let mut watched = sender.subscribe();
    let work = tokio::spawn(write(app, who, id, sender));
    match tokio::time::timeout(PATIENCE, work).await {
        Ok(done) => done.map_err(Problem::internal)??,
        Err(_) => return Ok((StatusCode::ACCEPTED, Json(shown(&watched.borrow_and_update(), ImportState::Writing)))),
    }
    Ok((StatusCode::OK, Json(shown(&watched.borrow_and_update(), ImportState::Done))))
}

/// Writes and tells about it. A task of its own: whoever asked may leave.
async fn write(app: App, who: Principal, id: Uuid, sender: watch::Sender<Step>) -> Result<(), Problem> {
    let tell = |done, all| drop(sender.send_replace(Step { done, all, ended: None }));
    let written = app.engine().confirm_import(id, &who.name, &tell).await.map(drop).map_err(Problem::from);
    let words = written.as_ref().err().map_or_else(String::new, |problem| problem.detail.clone());
    sender.send_modify(|step| step.ended = Some(words));
    written
}

fn shown(step: &Step, state: ImportState) -> ProgressView {
    ProgressView { state, done: step.done, all: step.all }
}

/// How far an import has come, as server-sent events: `progress` with `{state, done, all}`, at last `done` or `failed`.
#[utoipa::path(
    get, path = "/imports/{import}/progress", tag = "导入", operation_id = "follow_import", security(("token" = [])),
    params(("import" = String, Path, description = "文件编号")),
    responses((status = 200, description = "进度事件", body = String, content_type = "text/event-stream"), Refusals)
)]
pub(crate) async fn progress(
    State(app): State<App>,
    DeskReader(_): DeskReader,
    Path(id): Path<Uuid>,
) -> Result<Sse<impl futures_util::Stream<Item = Result<Event, Infallible>>>, Problem> {
    let staged = app.engine().staged_import(id).await?;
    let watched = app.progress().watch(id);
    let first = match staged.import {
        Some(_) => Step { ended: Some(String::new()), ..Step::default() },
        None => Step::default(),
    };
    Ok(Sse::new(super::events::steps(first, watched)).keep_alive(KeepAlive::default()))
}

/// Throws a file handed over away; nothing of it was written.
#[utoipa::path(
    delete, path = "/imports/{import}", tag = "导入", operation_id = "discard_import", security(("token" = [])),
    params(("import" = String, Path, description = "文件编号")),
    responses((status = 204, description = "已取消"), WriteRefusals)
)]
pub(crate) async fn discard(
    State(app): State<App>,
    Desk(_): Desk,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    app.engine().discard_import(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How deals count.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DealsParams {
    /// Only say what would be written.
    dry_run: Option<bool>,
    /// They keep a pair from being proposed again; yes where nothing is said.
    excludes: Option<bool>,
}

/// Imports past deals (往来记录): all of them or nothing.
#[utoipa::path(
    post, path = "/imports/deals", tag = "导入", operation_id = "import_deals", security(("token" = [])),
    params(DealsParams), request_body(content = FileForm, content_type = "multipart/form-data"),
    responses((status = 200, description = "已写入或已演练", body = DealsView), WriteRefusals)
)]
pub(crate) async fn deals(
    State(app): State<App>,
    Desk(who): Desk,
    Query(params): Query<DealsParams>,
    upload: Upload,
) -> Result<Json<DealsView>, Problem> {
    let Upload { name, bytes } = upload;
    let snapshot = app.snapshot();
    let company = |name: &str| snapshot.company(name).ok().map(|ix| snapshot.graph.company(ix).company.id);
    if bytes.len() > Limits::default().bytes {
        return Err(Problem::new(Code::TooLarge, "文件太大，请分成几份再导入"));
    }
    let file = read_deals(&name, &bytes, company).map_err(|refused| Problem::invalid(refused.to_string()))?;
    if params.dry_run.unwrap_or(false) {
        return Ok(Json(DealsView::of(&file, None)));
    }
    let excludes = params.excludes.unwrap_or(true);
    let outcome = app.engine().import_deals(&file, &name, excludes, &who.name).await?;
    Ok(Json(DealsView::of(&file, Some(&outcome))))
}

/// What was written in batches: files, confirmed drafts, merges.
#[utoipa::path(
    get, path = "/batches", tag = "导入", operation_id = "list_batches", security(("token" = [])), params(PageParams),
    responses((status = 200, description = "导入记录", body = Page<BatchView>), Refusals)
)]
pub(crate) async fn batches(
    State(app): State<App>,
    DeskReader(_): DeskReader,
    Query(page): Query<PageParams>,
) -> Result<Json<Page<BatchView>>, Problem> {
    let imports = app.engine().store().list::<Import>(Rows::Live).await?;
    let page = Page::of_list(imports, &page, |import| import.value.id)?;
    Ok(Json(page.map(|import| BatchView::from(&import.value))))
}

/// Undoes a batch as a whole. 409 where something of it was changed since.
#[utoipa::path(
    post, path = "/batches/{batch}/undo", tag = "导入", operation_id = "undo_batch", security(("token" = [])),
    params(("batch" = String, Path, description = "导入记录编号")),
    responses((status = 204, description = "已撤销"), WriteRefusals)
)]
pub(crate) async fn undo(State(app): State<App>, Desk(who): Desk, Path(id): Path<Uuid>) -> Result<StatusCode, Problem> {
    app.engine().undo_import(ImportId(id), &who.name).await?;
    Ok(StatusCode::NO_CONTENT)
}
