//! The web: a JSON API with its OpenAPI document, and the Chinese-first pages of the secretariat and of the members.
//!
//! One router ([`router`]) over one [`App`]. Every answer comes from the engine: a handler takes its request apart, asks
//! the engine, and shows what it said ([`views`] for the API, templates for pages). Who asks is a [`access::Principal`],
//! taken from a session cookie, a bearer token or the link of a phone form; what it may do is said by the type of the
//! extractor in the handler's head ([`access::Desk`], [`access::Admin`], …), so that no route is open by accident.
//!
//! What stands around every route is in [`router`] and `around`: request numbers, the log, counters, limits, what is sent twice
//! done once. What handlers share: [`extract`] (refusals in Chinese), [`paging`] (cursors), [`versions`] (`ETag`,
//! `If-Match`).
//!
//! Errors have one type ([`Problem`]) with two faces: problem+json (RFC 9457) under `/api`, a page elsewhere.
//!
//! Depends on engine, and on the words of core, matching, intake and store. axum stays inside. Names no database.

pub mod access;
pub mod api;
mod app;
mod around;
mod composed;
mod duties;
mod error;
pub mod extract;
mod matched;
mod pages;
pub mod paging;
mod progress;
mod router;
mod serving;
pub mod versions;
pub mod views;

pub use app::{App, Options};
pub use error::{Code, Problem};
pub use router::router;
pub use serving::serve;
