//! The server, called without a socket. A file a part of it.

mod back;
mod pages_chain;
mod pages_import;
mod pages_members;
mod pages_names;
mod pages_notes;
