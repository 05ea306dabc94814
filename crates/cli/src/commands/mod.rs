//! One file a command.

mod chain;
mod company;
mod confirm;
mod correct;
mod demo;
mod explain;
mod export;
mod extract;
mod import;
mod match_batch;
mod matching;
mod names;
mod recognize;
mod search;
mod search_kept;
mod serve;
mod user;

use crate::{
    args::{Arguments, Command},
    exit::Failure,
};

/// Runs the command asked for.
pub(crate) async fn run(arguments: Arguments) -> Result<(), Failure> {
    match &arguments.command {
        Command::Demo(args) => demo::run(&arguments, args).await,
        Command::Import(args) => import::run(&arguments, args).await,
        Command::Export(args) => export::run(&arguments, args).await,
        Command::Search(args) => search::run(&arguments, args).await,
        Command::Match(args) => matching::run(&arguments, args).await,
        Command::Explain(args) => explain::run(&arguments, args).await,
        Command::Recognize(args) => recognize::run(&arguments, args),
        Command::Chain(args) => chain::run(&arguments, args),
        Command::Names(args) => names::run(&arguments, args).await,
        Command::Extract(args) => extract::run(&arguments, args).await,
        Command::Confirm(args) => confirm::run(&arguments, args).await,
        Command::Company(args) => company::run(&arguments, args).await,
        Command::Serve(args) => serve::run(&arguments, args).await,
        Command::User(args) => user::run(&arguments, args).await,
    }
}
