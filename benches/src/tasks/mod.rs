//! What is asked of the engine, a file a kind of set. Each task writes its answers, and measures them where there is
//! gold; a set that is not there gives no section.

mod chain;
mod drafts;
mod identity;
mod recognition;
mod rosters;
mod search;
mod trade;
mod zibo;

use crate::{
    report::{Report, Section},
    sets::Sets,
};
use anyhow::Result;
use qianxian_core::{CompanyNode, SourceKind};
use qianxian_engine::Knowledge;
use std::path::PathBuf;

/// Sets, what the engine knows, and where answers go.
#[derive(Debug)]
pub struct Bench {
    /// Chain, word lists, weights.
    pub knowledge: Knowledge,
    /// The sets.
    pub sets: Sets,
    /// Folder of the answers.
    pub out: PathBuf,
}

type Task = fn(&Bench) -> Result<Option<Section>>;

/// Tasks by name, in the order they run.
pub const TASKS: [(&str, Task); 9] = [
    ("identity", identity::run),
    ("chain", chain::run),
    ("recognition", recognition::run),
    ("search", search::run),
    ("zibo", zibo::run),
    ("trade", trade::run),
    ("rosters", rosters::run),
    ("notes", drafts::notes),
    ("articles", drafts::articles),
];

impl Bench {
    /// Runs all tasks, or one. `talk` hears what is under way.
    pub fn run(&self, only: Option<&str>, talk: impl Fn(&str)) -> Result<Report> {
        let mut report = Report::default();
        for (name, task) in TASKS.iter().filter(|(name, _)| only.is_none_or(|only| only == *name)) {
            talk(name);
            report.sections.extend(task(self)?);
        }
        Ok(report)
    }
}

/// What a company says about itself in one text, for the plain text row: what was concluded from its name is ours.
fn said(node: &CompanyNode) -> String {
    let lines = node.lines.iter().filter(|line| line.line.source.kind != SourceKind::Name);
    lines.map(|line| line.line.text.as_str()).collect::<Vec<_>>().join("；")
}
