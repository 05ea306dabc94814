//! The server, called in process: who may do what, what an attacker tries, accounts, and what stands around every route.

mod accounts;
mod around;
mod attacks;
mod matrix;
mod world;
