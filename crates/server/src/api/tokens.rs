//! `/tokens`: keys of programs, for administrators. The secret is shown once; a token cannot make another.

use super::refusals::{Refusals, WriteRefusals};
use crate::{
    App, Code, Problem,
    access::{Admin, Principal, Via, create_token, nobody, revoke_token},
    around::NotKept,
    extract::{Json, Path, Query},
    paging::{Page, PageParams, within},
    views::{NewTokenView, ScopeView, TokenView},
};
use axum::{
    Extension,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use qianxian_core::{ApiToken, TokenId, UserId};
use qianxian_store::Rows;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A new token.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewToken {
    /// What it is for.
    #[schema(max_length = 100, pattern = "^[^\\s]+( [^\\s]+)*$")]
    name: String,
    /// As whom it acts; nobody named: as who makes it.
    user: Option<Uuid>,
    /// What it may do; `write` includes `read`.
    #[schema(min_items = 1)]
    scopes: Vec<ScopeView>,
    /// For how many days; nothing: until it is revoked.
    #[schema(minimum = 1, maximum = 3650)]
    days: Option<u32>,
}

/// All tokens, by id.
#[utoipa::path(
    get, path = "/tokens", tag = "账号", operation_id = "list_tokens", params(PageParams), security(("token" = [])),
    responses((status = 200, description = "接口令牌", body = Page<TokenView>), Refusals)
)]
pub(crate) async fn list(
    State(app): State<App>,
    _: Admin,
    Query(page): Query<PageParams>,
) -> Result<Json<Page<TokenView>>, Problem> {
    let tokens = app.engine().store().list::<ApiToken>(Rows::Live).await?;
    let tokens = tokens.iter().map(|token| TokenView::of(&token.value));
    Ok(Json(Page::of_list(tokens, &page, |token| token.id.clone())?))
}

/// Makes a token. The secret is in this answer and nowhere else.
#[utoipa::path(
    post, path = "/tokens", tag = "账号", operation_id = "create_token", request_body = NewToken, security(("token" = [])),
    responses((status = 201, description = "已创建，secret 只显示这一次", body = NewTokenView), WriteRefusals)
)]
pub(crate) async fn create(
    State(app): State<App>,
    Admin(who): Admin,
    Json(body): Json<NewToken>,
) -> Result<Response, Problem> {
    in_person(&who)?;
    let name = body.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > 100 || body.scopes.is_empty() {
        return Err(Problem::invalid("请写明令牌的用途（最多 100 个字），并至少选一项权限"));
    }
    body.days.map(|days| within("days", days, 3650)).transpose()?;
    let user = body.user.map(UserId).or(who.user).ok_or_else(nobody)?;
    let writes = body.scopes.contains(&ScopeView::Write);
    let scopes = if writes { vec!["read".to_owned(), "write".to_owned()] } else { vec!["read".to_owned()] };
    let (token, secret) = create_token(&app, &who, (name, user), scopes, body.days).await?;
    let answer = NewTokenView { token: TokenView::of(&token), secret };
    Ok((StatusCode::CREATED, Extension(NotKept), Json(answer)).into_response())
}

/// Revokes a token; it stops working at once.
#[utoipa::path(
    delete, path = "/tokens/{token}", tag = "账号", operation_id = "revoke_token", params(("token" = Uuid, Path)), security(("token" = [])),
    responses((status = 204, description = "已作废"), WriteRefusals)
)]
pub(crate) async fn revoke(
    State(app): State<App>,
    Admin(who): Admin,
    Path(token): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    revoke_token(&app, &who, TokenId(token)).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn in_person(who: &Principal) -> Result<(), Problem> {
    if who.via == Via::Session {
        return Ok(());
    }
    Err(Problem::new(Code::Forbidden, "令牌不能再造令牌；请管理员登录后操作"))
}
