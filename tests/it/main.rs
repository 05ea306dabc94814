//! The integration tests, one binary. A module a subject:
//!
//! - `cases`: the cases of product.md, what must come out and what must not
//! - `founding`: the founding case with its cooperations held out; names carry no weight
//! - `recognition`: what is recognised in short texts; what must hold of the chain
//! - `search`: one box for buyers, hostile input included
//! - `cli`: the program as a person or a script runs it
//! - `server`: the pages and the API as a browser or a program meets them
//! - `house`: rules of the house that a machine can check

mod cases;
mod cli;
mod evidence;
mod founding;
mod house;
mod recognition;
mod search;
mod server;
