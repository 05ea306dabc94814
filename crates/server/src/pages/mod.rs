//! The pages: server-rendered, whole without JavaScript. A file a page, its template beside it in `templates/`.
//!
//! A page is an askama struct with a [`Shell`] inside; [`show`] renders it. Errors are [`Problem`]s; the layer around
//! the pages turns them into a page, or into the way to sign in.

mod assets;
mod fault;
mod home;
mod member_link;
mod shell;
mod sign_in;
mod words;

pub(crate) use assets::routes as assets;
pub(crate) use fault::as_page;
pub(crate) use shell::{Shell, show};
pub(crate) use words::Lang;

use crate::App;
use axum::{Router, routing::get};

/// All pages.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/", get(home::home))
        .route("/sign-in", get(sign_in::form).post(sign_in::submit))
        .route("/sign-out", axum::routing::post(sign_in::leave))
        .route("/setup", get(sign_in::setup_form).post(sign_in::setup))
        .route("/lang/{lang}", get(words::switch))
        .merge(member_link::routes())
        .fallback(fault::missing)
}
