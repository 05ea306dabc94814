//! The program as the tests run it: the same `run` as in `crates/cli/src/main.rs`.

use std::process::ExitCode;

fn main() -> ExitCode {
    qianxian_cli::run(std::env::args_os())
}
