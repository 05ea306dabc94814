//! What the integration tests share: a small text language for companies ([`fixture`]) and the answers to questions
//! about them as text ([`ask`]), and a PostgreSQL server of one's own ([`postgres`]).

pub mod ask;
pub mod fixture;
pub mod postgres;

/// Lines of each company that the worker imports.
pub const LINES_EACH: usize = 5;

/// Says that something is not checked here, and why. Written past the capture of the test harness, so that it is read.
pub fn skipped(why: &str) {
    use std::io::Write;
    // Nobody listening is no reason to fail.
    let _ = writeln!(std::io::stderr().lock(), "跳过：{why}");
}
