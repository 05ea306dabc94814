//! The pages: server-rendered, whole without JavaScript. A file a page, its template beside it in `templates/`.
//!
//! A page is an askama struct with a [`Shell`] inside; [`show`] renders it. Errors are [`Problem`]s; the layer around
//! the pages turns them into a page, or into the way to sign in.

mod assets;
mod audit;
mod card;
mod chain;
mod companies;
mod company;
mod company_edit;
mod company_lines;
mod contacts;
mod drafts;
mod excluded;
mod fault;
mod home;
mod import;
mod lead;
mod leads;
mod link;
mod matches;
mod member_link;
mod my;
mod names;
mod needs;
mod notes;
mod notice;
mod said;
mod search;
mod settings;
mod sheets;
mod shell;
mod sign_in;
mod verdict;
mod words;

pub(crate) use assets::routes as assets;
pub(crate) use fault::as_page;
pub(crate) use said::Said;
pub(crate) use shell::{Shell, show};
pub(crate) use words::Lang;

use crate::App;
use axum::{Router, routing::get};

/// All pages.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .merge(home::routes())
        .merge(matches::routes())
        .merge(search::routes())
        .merge(company::routes())
        .merge(needs::routes())
        .merge(leads::routes())
        .route("/excluded", get(excluded::excluded))
        .route("/sign-in", get(sign_in::form).post(sign_in::submit))
        .route("/sign-out", axum::routing::post(sign_in::leave))
        .route("/setup", get(sign_in::setup_form).post(sign_in::setup))
        .route("/lang/{lang}", get(words::switch))
        .merge(audit::routes())
        .merge(chain::routes())
        .merge(drafts::routes())
        .merge(import::routes())
        .merge(my::routes())
        .merge(names::routes())
        .merge(notes::routes())
        .merge(settings::routes())
        .merge(member_link::routes())
        .fallback(fault::missing)
}
