//! `/drafts`: notes with what was read from them, and what members hand in; a person of the secretariat decides.

use crate::{
    App, Code, Problem,
    access::{Desk, Principal, Reader},
    api::{
        company_in_body,
        refusals::{Refusals, WriteRefusals},
    },
    extract::{Json, Path, Query},
    paging::{Page, PageParams},
    versions::{IfMatch, Tagged},
    views::{AcceptedView, ConfirmedView, DraftView, LeadView, words},
};
use axum::extract::State;
use qianxian_core::{AccountRole, CompanyId, Draft, DraftId, DraftKind, DraftStatus, NeedKind, Visibility};
use qianxian_engine::{
    ConfirmOptions, Snapshot, clock,
    drafts::{self, Introduction, NeedForm, NewDraft, ProfileChange},
};
use qianxian_intake::extract::{DraftFile, TextKind};
use qianxian_store::{Rows, Version};
use serde::{Deserialize, de::DeserializeOwned};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, hand_in))
        .routes(routes!(get))
        .routes(routes!(accept))
        .routes(routes!(reject))
}

/// Longest note, in characters.
const LONGEST: usize = 100_000;
/// Characters of a note in its title.
const TITLE: usize = 30;

/// What kind of text.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TextParam {
    /// A visit note, a chat, minutes.
    Note,
    /// News.
    News,
}

/// A draft to be handed in. A note needs `text`, everything else `body`.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct DraftForm {
    /// What it is. Members hand in everything but notes.
    #[schema(schema_with = words::draft_kind)]
    kind: DraftKind,
    /// The company concerned: id or name. A member's is its own.
    #[serde(default)]
    company: Option<String>,
    /// One line for a list; made from the text where nothing is said.
    #[serde(default)]
    title: String,
    /// The note, word for word.
    #[serde(default)]
    text: String,
    /// A visit note or news; found out where nothing is said.
    #[serde(default)]
    text_kind: Option<TextParam>,
    /// When the note was written; today where nothing is said.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    date: Option<jiff::civil::Date>,
    /// For `profile`: `{website?, industry?, aliases[], other{}, lines[{side, text}], gone[]}`; for `need`:
    /// `{text, kind, deadline?, visibility}`; for `introduction`: `{partner, way?, why?}`.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    body: Option<serde_json::Value>,
}

/// Which drafts.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DraftParams {
    /// Of this kind.
    #[param(schema_with = words::draft_kind)]
    kind: Option<DraftKind>,
    /// So decided.
    #[param(schema_with = words::draft_status)]
    status: Option<DraftStatus>,
}

/// Drafts in the order in which they came; a member sees those of its own company.
#[utoipa::path(
    get, path = "/drafts", tag = "待确认", operation_id = "list_drafts", security(("token" = [])),
    params(DraftParams, PageParams), responses((status = 200, description = "待确认", body = Page<DraftView>), Refusals)
)]
pub(crate) async fn list(
    State(app): State<App>,
    Reader(who): Reader,
    Query(params): Query<DraftParams>,
    Query(page): Query<PageParams>,
) -> Result<Json<Page<DraftView>>, Problem> {
    let drafts = app.engine().store().list::<Draft>(Rows::Live).await?;
    let wanted = |draft: &Draft| {
        sees(&who, draft)
            && params.kind.is_none_or(|kind| draft.kind == kind)
            && params.status.is_none_or(|status| draft.status == status)
    };
    let page = Page::of_list(drafts.into_iter().filter(|draft| wanted(&draft.value)), &page, |draft| draft.value.id)?;
    Ok(Json(page.map(|draft| DraftView::of(&draft.value, draft.version))))
}

/// Hands a draft in. Out of a note everything that can be read from it is read; nothing is written but the draft.
#[utoipa::path(
    post, path = "/drafts", tag = "待确认", operation_id = "hand_in_draft", security(("token" = [])),
    request_body = DraftForm, responses((status = 201, description = "已提交，等待处理", body = DraftView), WriteRefusals)
)]
pub(crate) async fn hand_in(
    State(app): State<App>,
    Reader(who): Reader,
    Json(form): Json<DraftForm>,
) -> Result<Tagged<DraftView>, Problem> {
    let allowed = who.is_desk() || (who.may_write() && who.company.is_some() && form.kind != DraftKind::Note);
    if !allowed {
        return Err(Problem::forbidden());
    }
    let new = draft_of(&app.snapshot(), &who, form)?;
    let draft = app.write(&who, async |unit| Ok(drafts::hand_in(unit, new, &who.name).await?)).await?;
    Ok(Tagged::created(DraftView::of(&draft, Version::FIRST)))
}

fn draft_of(snapshot: &Snapshot, who: &Principal, form: DraftForm) -> Result<NewDraft, Problem> {
    let named = form.company.as_deref().map(|name| company_in_body(snapshot, name)).transpose()?;
    let company: Option<CompanyId> = if who.is_desk() { named } else { who.company };
    if !who.is_desk() && named.is_some_and(|named| Some(named) != who.company) {
        return Err(Problem::forbidden());
    }
    let body = match form.kind {
        DraftKind::Note => read_note(snapshot, &form)?,
        DraftKind::Profile => checked::<ProfileChange>(form.body)?.1,
        DraftKind::Need => {
            let (need, body) = checked::<NeedForm>(form.body)?;
            if need.kind == NeedKind::Finance && need.visibility != Visibility::Secretariat {
                return Err(Problem::invalid("融资需求只对秘书处可见，visibility 请填 secretariat"));
            }
            body
        }
        DraftKind::Introduction => {
            let (wish, body) = checked::<Introduction>(form.body)?;
            let partner = snapshot.graph.find(wish.partner);
            partner.map(|_| body).ok_or_else(|| Problem::invalid("没有要引荐的这家企业，请核对 partner"))?
        }
    };
    if form.kind != DraftKind::Note && company.is_none() {
        return Err(Problem::invalid("请写明是哪家企业（company）"));
    }
    let begin: String = form.text.trim().chars().take(TITLE).collect();
    let title = [form.title.trim(), &begin, form.kind.zh()].into_iter().find(|title| !title.is_empty());
    let title = title.unwrap_or_default().to_owned();
    Ok(NewDraft { kind: form.kind, company, title, text: form.text, body })
}

fn read_note(snapshot: &Snapshot, form: &DraftForm) -> Result<serde_json::Value, Problem> {
    let length = form.text.chars().count();
    if form.text.trim().is_empty() || length > LONGEST {
        return Err(Problem::invalid(format!("记录（text）要有 1 到 {LONGEST} 个字，现在是 {length} 个")));
    }
    let kind = form.text_kind.map(|kind| match kind {
        TextParam::Note => TextKind::Note,
        TextParam::News => TextKind::News,
    });
    let reference = if form.title.trim().is_empty() { "走访记录" } else { form.title.trim() };
    let file: DraftFile = snapshot.read_note(&form.text, kind, form.date.unwrap_or_else(clock::today), reference)?;
    serde_json::to_value(file).map_err(Problem::internal)
}

/// A body in the shape of its kind.
fn checked<T: DeserializeOwned>(body: Option<serde_json::Value>) -> Result<(T, serde_json::Value), Problem> {
    let body = body.ok_or_else(|| Problem::invalid("缺少 body：请按接口文档填写要提交的内容"))?;
    let value = serde_json::from_value(body.clone());
    value.map(|value| (value, body)).map_err(|_| Problem::invalid("body 的内容不完整或格式不对，请对照接口文档检查"))
}

/// One draft.
#[utoipa::path(
    get, path = "/drafts/{draft}", tag = "待确认", operation_id = "get_draft", security(("token" = [])),
    params(("draft" = String, Path, description = "待确认编号")),
    responses((status = 200, description = "待确认", body = DraftView), Refusals)
)]
pub(crate) async fn get(
    State(app): State<App>,
    Reader(who): Reader,
    Path(id): Path<Uuid>,
) -> Result<Tagged<DraftView>, Problem> {
    let found = app.engine().store().lookup::<Draft>(&DraftId(id)).await?;
    let found = found.filter(|draft| draft.deleted.is_none() && sees(&who, &draft.value));
    let found = found.ok_or_else(|| Problem::not_found("没有这条待确认，或者它不对您开放"))?;
    Ok(Tagged::ok(found.version, DraftView::of(&found.value, found.version)))
}

/// How a draft is accepted.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct AcceptForm {
    /// The body as a person corrected it; as it was handed in where nothing is said.
    #[schema(value_type = Option<Object>)]
    body: Option<serde_json::Value>,
    /// The company a note is about, where the note names it badly or not at all.
    company: Option<String>,
    /// Add the company of a note where the roster does not have it.
    add_company: bool,
}

/// Accepts a draft: it becomes facts. For a note the matches that are new because of it come back.
#[utoipa::path(
    post, path = "/drafts/{draft}/accept", tag = "待确认", operation_id = "accept_draft", security(("token" = [])),
    params(("draft" = String, Path, description = "待确认编号"), ("If-Match" = String, Header, description = "读取时得到的 ETag")),
    request_body = AcceptForm, responses((status = 200, description = "已采纳", body = AcceptedView), WriteRefusals)
)]
pub(crate) async fn accept(
    State(app): State<App>,
    Desk(who): Desk,
    Path(id): Path<Uuid>,
    IfMatch(expected): IfMatch,
    Json(form): Json<AcceptForm>,
) -> Result<Tagged<AcceptedView>, Problem> {
    let options = ConfirmOptions { company: form.company, add_company: form.add_company };
    let accepted = app.engine().accept_draft(DraftId(id), Some(expected), form.body, &options, &who.name).await?;
    let snapshot = app.snapshot();
    let view = AcceptedView {
        draft: DraftView::of(&accepted.draft, accepted.version),
        confirmed: accepted.confirmed.map(ConfirmedView::from),
        lead: accepted.lead.map(|lead| LeadView::of(&snapshot, &lead, Version::FIRST)),
    };
    Ok(Tagged::ok(accepted.version, view))
}

/// Why a draft is turned down.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(crate) struct RejectForm {
    /// In words; whoever handed it in reads them.
    answer: String,
}

/// Turns a draft down.
#[utoipa::path(
    post, path = "/drafts/{draft}/reject", tag = "待确认", operation_id = "reject_draft", security(("token" = [])),
    params(("draft" = String, Path, description = "待确认编号"), ("If-Match" = String, Header, description = "读取时得到的 ETag")),
    request_body = RejectForm, responses((status = 200, description = "未采纳", body = DraftView), WriteRefusals)
)]
pub(crate) async fn reject(
    State(app): State<App>,
    Desk(who): Desk,
    Path(id): Path<Uuid>,
    IfMatch(expected): IfMatch,
    Json(form): Json<RejectForm>,
) -> Result<Tagged<DraftView>, Problem> {
    if form.answer.chars().count() > 1_000 {
        return Err(Problem::new(Code::Invalid, "答复请写在 1000 字以内"));
    }
    let (draft, version) = app
        .write(&who, async |unit| Ok(drafts::reject(unit, DraftId(id), Some(expected), &form.answer).await?))
        .await?;
    Ok(Tagged::ok(version, DraftView::of(&draft, version)))
}

/// The secretariat sees all; a member what it handed in; notes and financing needs are not for who only looks on.
fn sees(who: &Principal, draft: &Draft) -> bool {
    match draft.company {
        Some(company) if who.company == Some(company) => draft.kind != DraftKind::Note,
        Some(company) => who.sees_contacts_of(company),
        None => who.sees_everything() && who.role != AccountRole::ReadOnly,
    }
}
