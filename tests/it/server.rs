//! The server, called in process: who may do what, what an attacker tries, accounts, and what stands around every route;
//! the pages, a file each part.

mod accounts;
mod around;
mod attacks;
mod back;
mod matrix;
mod pages_chain;
mod pages_import;
mod pages_members;
mod pages_names;
mod pages_notes;
mod world;
