//! The server as a browser meets it, called in process:
//!
//! - `desk`: a server with somebody signed in
//! - `pages_desk`: every page of the secretariat, empty and with the founding case
//! - `pages_forms`: what the buttons of these pages do, and undo
//! - `pages_words`: the catalogue of words

mod desk;
mod pages_desk;
mod pages_forms;
mod pages_words;
