//! `/session`: signing in and out; `/me/password`: one's own password.

use super::refusals::{Refusals, WriteRefusals};
use crate::{
    App, Problem,
    access::{Reader, change_own_password, sign_in, sign_out},
    extract::Json,
    views::MeView,
};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::ToSchema;

/// Who wants to sign in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignIn {
    /// What is typed to sign in.
    #[schema(min_length = 1, max_length = 50)]
    login: String,
    /// The password.
    #[schema(min_length = 1, max_length = 200)]
    password: String,
}

/// A change of one's own password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OwnPassword {
    /// The present one.
    #[schema(min_length = 1, max_length = 200)]
    present: String,
    /// The new one, 10 to 200 characters.
    #[schema(min_length = 10, max_length = 200)]
    new: String,
}

/// Who is signed in.
#[utoipa::path(
    get, path = "/session", tag = "登录", operation_id = "show_session", security(("token" = [])),
    responses((status = 200, description = "当前身份", body = MeView), Refusals)
)]
pub(crate) async fn show(Reader(who): Reader) -> Json<MeView> {
    Json(MeView::of(&who))
}

/// Signs in by name and password; the answer sets the session cookie. Programs use tokens instead.
#[utoipa::path(
    post, path = "/session", tag = "登录", operation_id = "sign_in", request_body = SignIn, security(()),
    responses((status = 200, description = "已登录", body = MeView), WriteRefusals)
)]
pub(crate) async fn open(State(app): State<App>, Json(body): Json<SignIn>) -> Result<Response, Problem> {
    if body.login.is_empty() || body.password.is_empty() {
        return Err(Problem::invalid("请填写登录名和密码"));
    }
    let (who, cookie) = sign_in(&app, &body.login, &body.password).await?;
    Ok(([(header::SET_COOKIE, cookie)], Json(MeView::of(&who))).into_response())
}

/// Signs out.
#[utoipa::path(
    delete, path = "/session", tag = "登录", operation_id = "sign_out", security(("token" = [])),
    responses((status = 204, description = "已退出"), Refusals)
)]
pub(crate) async fn close(State(app): State<App>, headers: HeaderMap, _: Reader) -> Result<Response, Problem> {
    let cookie = sign_out(&app, &headers).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}

/// Changes one's own password and signs out everywhere.
#[utoipa::path(
    put, path = "/me/password", tag = "登录", operation_id = "change_own_password", request_body = OwnPassword, security(("token" = [])),
    responses((status = 204, description = "密码已修改，请重新登录"), WriteRefusals)
)]
pub(crate) async fn own_password(
    State(app): State<App>,
    Reader(who): Reader,
    Json(body): Json<OwnPassword>,
) -> Result<StatusCode, Problem> {
    change_own_password(&app, &who, &body.present, &body.new).await?;
    Ok(StatusCode::NO_CONTENT)
}
