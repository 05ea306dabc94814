//! The program `qianxian`. Everything happens in [`qianxian_cli::run`].

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    qianxian_cli::run(std::env::args_os())
}
