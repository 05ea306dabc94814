//! `/marks`: what a person said about proposing a pair.

use crate::{
    App, Problem,
    access::{Desk, DeskReader},
    api::{
        company_in_body,
        refusals::{Refusals, WriteRefusals},
    },
    extract::{Json, Path, Query},
    paging::{Page, PageParams},
    views::{MarkView, words},
};
use axum::{extract::State, http::StatusCode};
use qianxian_core::{MarkId, PairMark, PairVerdict};
use qianxian_engine::{
    clock,
    feedback::{self, NewMark},
};
use qianxian_matching::Way;
use qianxian_store::Rows;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, mark)).routes(routes!(unmark))
}

/// A verdict on a pair.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct MarkForm {
    /// One side: id or name.
    a: String,
    /// The other side: id or name.
    b: String,
    /// What is said.
    #[schema(schema_with = words::pair_verdict)]
    verdict: PairVerdict,
    /// Why: `price`, `capacity`, `qualification`, `distance`, `has_supplier`, `no_answer`, `need_gone`, `affiliated`,
    /// `rival`, or words.
    #[serde(default)]
    reason: String,
    /// The way it is said about; absent where it holds for every way.
    #[serde(default)]
    #[schema(schema_with = words::way, required = false)]
    way: Option<Way>,
    /// Until when it is postponed.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    until: Option<jiff::civil::Date>,
}

/// Verdicts on pairs.
#[utoipa::path(
    get, path = "/marks", tag = "配对", operation_id = "list_marks", security(("token" = [])), params(PageParams),
    responses((status = 200, description = "配对意见", body = Page<MarkView>), Refusals)
)]
pub(crate) async fn list(
    State(app): State<App>,
    DeskReader(_): DeskReader,
    Query(page): Query<PageParams>,
) -> Result<Json<Page<MarkView>>, Problem> {
    let snapshot = app.snapshot();
    let marks = app.engine().store().list::<PairMark>(Rows::Live).await?;
    let page = Page::of_list(marks, &page, |mark| mark.value.id)?;
    Ok(Json(page.map(|mark| MarkView::of(&snapshot, &mark.value))))
}

/// Keeps a verdict on a pair, in the place of what was said before about the same pair and way.
#[utoipa::path(
    post, path = "/marks", tag = "配对", operation_id = "mark_pair", security(("token" = [])), request_body = MarkForm,
    responses((status = 201, description = "已记下", body = MarkView), WriteRefusals)
)]
pub(crate) async fn mark(
    State(app): State<App>,
    Desk(who): Desk,
    Json(form): Json<MarkForm>,
) -> Result<(StatusCode, Json<MarkView>), Problem> {
    let snapshot = app.snapshot();
    let new = NewMark {
        a: company_in_body(&snapshot, &form.a)?,
        b: company_in_body(&snapshot, &form.b)?,
        verdict: form.verdict,
        reason: form.reason,
        way: form.way.map(|way| way.code().to_owned()),
        until: form.until,
    };
    let (mark, _) =
        app.write(&who, async |unit| Ok(feedback::mark(unit, &snapshot, new, clock::today()).await?)).await?;
    Ok((StatusCode::CREATED, Json(MarkView::of(&snapshot, &mark))))
}

/// Takes a verdict back.
#[utoipa::path(
    delete, path = "/marks/{mark}", tag = "配对", operation_id = "unmark_pair", security(("token" = [])),
    params(("mark" = String, Path, description = "意见编号")),
    responses((status = 204, description = "已撤回"), WriteRefusals)
)]
pub(crate) async fn unmark(
    State(app): State<App>,
    Desk(who): Desk,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    match app.write(&who, async |unit| Ok(feedback::unmark(unit, MarkId(id)).await?)).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Problem::not_found("没有这条配对意见，可能已经撤回了")),
    }
}
