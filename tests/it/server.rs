//! The server, called in process: who may do what, what an attacker tries, accounts, and what stands around every route;
//! the pages, a file each part, `pages_words` for the catalogue of words. `desk`, `back` and `world` are what the tests
//! stand on.

mod accounts;
mod around;
mod attacks;
mod back;
mod desk;
mod matrix;
mod pages_chain;
mod pages_desk;
mod pages_forms;
mod pages_import;
mod pages_members;
mod pages_names;
mod pages_notes;
mod pages_words;
mod world;
