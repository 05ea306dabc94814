//! `/m/{secret}`: the link of a member's phone. Opens a session for its company and goes on to its page.

use crate::{
    App, Code, Problem,
    access::{Anyone, Via, begin_by_link, fingerprint, link},
    extract::Path,
};
use axum::{
    Router,
    extract::State,
    http::header,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/m/{secret}", get(open))
}

/// Opens the link. Who is signed in with an account stays who it is.
async fn open(State(app): State<App>, Anyone(who): Anyone, Path(secret): Path<String>) -> Result<Response, Problem> {
    if let Some(who) = who.filter(|who| who.via != Via::Link) {
        let why = format!("您已用「{}」的账号登录；请先退出，再打开会员链接", who.name);
        return Err(Problem::new(Code::Conflict, why));
    }
    let id = fingerprint(&secret);
    if link::holder(&app, &id).await?.is_none() {
        return Err(Problem::not_found("这个链接已经过期或作废；请向秘书处要一个新的"));
    }
    let cookie = begin_by_link(&app, &id).await?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/my")).into_response())
}
