//! The command line `qianxian`: arguments in ([`args`]), one file a command ([`commands`]), text out ([`output`]).
//!
//! Data goes to standard output, talk to standard error, so that a pipe gets only data. Exit codes: [`exit`].

pub mod args;
mod commands;
pub mod exit;
mod home;
mod output;

use args::Arguments;
use exit::Failure;
use std::{ffi::OsString, process::ExitCode};

/// Runs one command line and says how it ended.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match args::parse(arguments) {
        Ok(arguments) => arguments,
        Err(ended) => return ended,
    };
    match dispatch(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) if failure.is_broken_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            output::say(&format!("错误：{failure}"));
            failure.exit_code()
        }
    }
}

fn dispatch(arguments: Arguments) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| Failure::Internal(anyhow::anyhow!("启动失败：{e}")))?;
    runtime.block_on(commands::run(arguments))
}
