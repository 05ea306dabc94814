//! `/users`: accounts, for administrators.

use super::refusals::{Refusals, WriteRefusals};
use crate::{
    App, Problem,
    access::{Admin, UserChange, add_user, change_user, nobody, set_password},
    extract::{Json, Path, Query},
    paging::{Page, PageParams},
    versions::{IfMatch, Tagged},
    views::{RoleView, UserView},
};
use axum::{extract::State, http::StatusCode};
use qianxian_core::{CompanyId, User, UserId};
use qianxian_engine::clock;
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;
use uuid::Uuid;

/// A new account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewUser {
    /// What is typed to sign in; nobody else has it, whatever the case.
    #[schema(max_length = 50, pattern = "^[^\\s]+$")]
    login: String,
    /// Name on the screen.
    #[schema(max_length = 50, pattern = "^[^\\s]+( [^\\s]+)*$")]
    name: String,
    /// What it may do.
    role: RoleView,
    /// Company of a member.
    company: Option<Uuid>,
    /// 10 to 200 characters.
    #[schema(min_length = 10, max_length = 200)]
    password: String,
}

/// A change of an account; what is not said stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangedUser {
    /// Name on the screen.
    #[schema(max_length = 50, pattern = "^[^\\s]+( [^\\s]+)*$")]
    name: Option<String>,
    /// What it may do.
    role: Option<RoleView>,
    /// Company of a member; null takes it away.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<Uuid>)]
    company: Option<Option<Uuid>>,
    /// May not sign in.
    disabled: Option<bool>,
}

/// A password set by an administrator.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPassword {
    /// 10 to 200 characters.
    #[schema(min_length = 10, max_length = 200)]
    password: String,
}

/// A null that was written is told apart from a field that was left out.
fn said<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<Uuid>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// All accounts, by id.
#[utoipa::path(
    get, path = "/users", tag = "账号", operation_id = "list_users", params(PageParams), security(("token" = [])),
    responses((status = 200, description = "账号", body = Page<UserView>), Refusals)
)]
pub(crate) async fn list(
    State(app): State<App>,
    _: Admin,
    Query(page): Query<PageParams>,
) -> Result<Json<Page<UserView>>, Problem> {
    let (snapshot, directory) = (app.snapshot(), app.directory().await?);
    let mut users: Vec<UserView> = directory.users().map(|user| UserView::of(&snapshot, user)).collect();
    users.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(Json(Page::of_list(users, &page, |user| user.id.clone())?))
}

/// One account.
#[utoipa::path(
    get, path = "/users/{user}", tag = "账号", operation_id = "get_user", params(("user" = Uuid, Path)), security(("token" = [])),
    responses((status = 200, description = "账号", body = UserView), Refusals)
)]
pub(crate) async fn show(
    State(app): State<App>,
    _: Admin,
    Path(user): Path<Uuid>,
) -> Result<Tagged<UserView>, Problem> {
    let directory = app.directory().await?;
    let user = directory.user(UserId(user)).ok_or_else(nobody)?;
    Ok(Tagged::ok(user.version, UserView::of(&app.snapshot(), user)))
}

/// Adds an account.
#[utoipa::path(
    post, path = "/users", tag = "账号", operation_id = "add_user", request_body = NewUser, security(("token" = [])),
    responses((status = 201, description = "已添加", body = UserView), WriteRefusals)
)]
pub(crate) async fn add(
    State(app): State<App>,
    Admin(who): Admin,
    Json(body): Json<NewUser>,
) -> Result<Tagged<UserView>, Problem> {
    let user = User {
        id: UserId(clock::new_id()),
        login: body.login,
        name: body.name,
        role: body.role.into(),
        company: body.company.map(CompanyId),
        disabled: false,
    };
    let added = add_user(&app, &who, user, &body.password).await?;
    let directory = app.directory().await?;
    let kept = directory.user(added.id).ok_or_else(nobody)?;
    Ok(Tagged::created(UserView::of(&app.snapshot(), kept)))
}

/// Changes an account. The last administrator cannot be disabled or demoted.
#[utoipa::path(
    patch, path = "/users/{user}", tag = "账号", operation_id = "change_user", request_body = ChangedUser, security(("token" = [])),
    params(("user" = Uuid, Path), ("If-Match" = String, Header, description = "读取时得到的 ETag")),
    responses((status = 200, description = "已修改", body = UserView), WriteRefusals)
)]
pub(crate) async fn change(
    State(app): State<App>,
    Admin(who): Admin,
    Path(user): Path<Uuid>,
    IfMatch(seen): IfMatch,
    Json(body): Json<ChangedUser>,
) -> Result<Tagged<UserView>, Problem> {
    let change = UserChange {
        name: body.name,
        role: body.role.map(Into::into),
        company: body.company.map(|company| company.map(CompanyId)),
        disabled: body.disabled,
    };
    let changed = change_user(&app, &who, UserId(user), seen, change).await?;
    Ok(Tagged::ok(changed.version, UserView::of(&app.snapshot(), &changed)))
}

/// Sets the password of an account, lifts its lock and ends its sessions.
#[utoipa::path(
    put, path = "/users/{user}/password", tag = "账号", operation_id = "reset_password", request_body = NewPassword, security(("token" = [])),
    params(("user" = Uuid, Path)),
    responses((status = 204, description = "密码已设置"), WriteRefusals)
)]
pub(crate) async fn password(
    State(app): State<App>,
    _: Admin,
    Path(user): Path<Uuid>,
    Json(body): Json<NewPassword>,
) -> Result<StatusCode, Problem> {
    set_password(&app, UserId(user), &body.password).await?;
    Ok(StatusCode::NO_CONTENT)
}
