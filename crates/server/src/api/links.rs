//! `/companies/{company}/links`: links and QR codes for a member's phone; `/companies/{company}/contacts`: seeing whom
//! to call, which is written down.

use super::refusals::{Refusals, WriteRefusals};
use crate::{
    App, Problem,
    access::{Desk, DeskReader, Reader, link},
    around::NotKept,
    extract::{Json, Path},
    paging::within,
    views::{LinkView, NewLinkView, mask::is_contact, qr},
};
use axum::{
    Extension,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use qianxian_core::{Company, CompanyId};
use qianxian_store::EntityKind;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// A new link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewLink {
    /// For how many days.
    #[schema(minimum = 1, maximum = 90)]
    days: u32,
}

/// Contacts of a company as they stand in the roster.
#[derive(Serialize, ToSchema)]
pub(crate) struct ContactsView {
    /// Column of the roster and what stands there.
    contacts: BTreeMap<String, String>,
}

/// Why somebody wants to see contacts.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reveal {
    /// Why, for the audit.
    #[serde(default)]
    #[schema(max_length = 200)]
    why: String,
}

/// Links of a company that have not run out, oldest first.
#[utoipa::path(
    get, path = "/companies/{company}/links", tag = "会员", operation_id = "list_links", params(("company" = Uuid, Path)), security(("token" = [])),
    responses((status = 200, description = "链接", body = Vec<LinkView>), Refusals)
)]
pub(crate) async fn list(
    State(app): State<App>,
    _: DeskReader,
    Path(company): Path<Uuid>,
) -> Result<Json<Vec<LinkView>>, Problem> {
    let company = company_of(&app, company).await?;
    Ok(Json(link::of_company(&app, company.id).await?.iter().map(LinkView::of).collect()))
}

/// Makes a link for a member's phone, with its QR code.
#[utoipa::path(
    post, path = "/companies/{company}/links", tag = "会员", operation_id = "create_link", request_body = NewLink, security(("token" = [])),
    params(("company" = Uuid, Path)),
    responses((status = 201, description = "已创建，网址只显示这一次", body = NewLinkView), WriteRefusals)
)]
pub(crate) async fn create(
    State(app): State<App>,
    Desk(who): Desk,
    Path(company): Path<Uuid>,
    headers: HeaderMap,
    Json(body): Json<NewLink>,
) -> Result<Response, Problem> {
    within("days", body.days, 90)?;
    let company = company_of(&app, company).await?;
    let (link, secret) = link::create(&app, &who, company.id, body.days).await?;
    let url = format!("{}/m/{secret}", reached_under(&app, &headers));
    let answer = NewLinkView { link: LinkView::of(&link), qr: qr(&url)?, url };
    Ok((StatusCode::CREATED, Extension(NotKept), Json(answer)).into_response())
}

/// Ends a link and the sessions begun by it.
#[utoipa::path(
    delete, path = "/links/{link}", tag = "会员", operation_id = "revoke_link", params(("link" = String, Path)), security(("token" = [])),
    responses((status = 204, description = "已作废"), WriteRefusals)
)]
pub(crate) async fn revoke(State(app): State<App>, _: Desk, Path(id): Path<String>) -> Result<StatusCode, Problem> {
    match link::revoke(&app, &id).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Problem::not_found("没有这个链接；它可能已经过期或作废")),
    }
}

/// Shows the contacts of a company; who looked, at what and why is written into the audit.
#[utoipa::path(
    post, path = "/companies/{company}/contacts", tag = "会员", operation_id = "reveal_contacts", request_body = Reveal, security(("token" = [])),
    params(("company" = Uuid, Path)),
    responses((status = 200, description = "联系方式", body = ContactsView), WriteRefusals)
)]
pub(crate) async fn reveal(
    State(app): State<App>,
    Reader(who): Reader,
    Path(company): Path<Uuid>,
    Json(body): Json<Reveal>,
) -> Result<Response, Problem> {
    if !who.sees_contacts_of(CompanyId(company)) || !who.may_write() {
        return Err(Problem::forbidden());
    }
    if body.why.chars().count() > 200 {
        return Err(Problem::invalid("原因最多 200 个字"));
    }
    let company = company_of(&app, company).await?;
    let contacts: BTreeMap<String, String> =
        company.other.into_iter().filter(|(column, _)| is_contact(column)).collect();
    let said = json!({"revealed": contacts.keys().collect::<Vec<_>>(), "why": body.why});
    app.write(&who, async |unit| Ok(unit.note(EntityKind::Company, &company.id.to_string(), &said).await?)).await?;
    Ok((Extension(NotKept), Json(ContactsView { contacts })).into_response())
}

async fn company_of(app: &App, company: Uuid) -> Result<Company, Problem> {
    let found = app.engine().store().lookup::<Company>(&CompanyId(company)).await?;
    let found = found.filter(|company| company.deleted.is_none());
    found.map(|company| company.value).ok_or_else(|| Problem::not_found("没有这家企业；它可能已被删除或合并"))
}

/// The address people reach the server under.
pub(crate) fn reached_under(app: &App, headers: &HeaderMap) -> String {
    if !app.options().public_url.is_empty() {
        return app.options().public_url.clone();
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("127.0.0.1:8080");
    format!("http://{host}")
}
