//! 今日待办: the home page.

use crate::{
    App, Problem,
    access::Reader,
    pages::{Lang, Shell, show},
};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use qianxian_core::AccountRole;

#[derive(Template)]
#[template(path = "home.html")]
struct HomePage {
    shell: Shell,
    companies: usize,
}

/// What is to be done today.
pub(crate) async fn home(State(app): State<App>, lang: Lang, Reader(who): Reader) -> Result<Response, Problem> {
    if who.role == AccountRole::Member {
        return Ok(Redirect::to("/my").into_response());
    }
    let snapshot = app.snapshot();
    show(&HomePage { shell: Shell::new(lang, lang.t("今日待办"), "/", &who), companies: snapshot.graph.len() })
}
