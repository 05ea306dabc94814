//! `quality`: measures answers on evaluation sets, and percentiles of speed.
//!
//! Figures go to standard output, what is under way to standard error.

use anyhow::{Result, bail};
use clap::Parser;
use qianxian_benches::{
    report::Report,
    sets::Sets,
    speed, speed_search,
    tasks::{Bench, TASKS},
};
use qianxian_engine::Knowledge;
use std::{io::Write, path::PathBuf};

/// Measures Qianxian on evaluation sets and writes the answers for their scorers.
#[derive(Debug, Parser)]
struct Arguments {
    /// Folder of evaluation sets; without it the small ones of the repository
    #[arg(long, env = "QIANXIAN_EVAL")]
    sets: Option<PathBuf>,
    /// Folder for the answers
    #[arg(long, default_value = "target/quality")]
    out: PathBuf,
    /// Only one kind of set: identity, chain, recognition, search, zibo, trade, rosters, notes, articles
    #[arg(long)]
    only: Option<String>,
    /// Figures as JSON
    #[arg(long)]
    json: bool,
    /// Percentiles of speed over generated companies in place of quality; with `--only search` beside plain engines
    #[arg(long)]
    speed: bool,
    /// Sizes of the generated rosters
    #[arg(long, value_delimiter = ',', default_value = "500,10000")]
    companies: Vec<usize>,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let talk = |what: &str| {
        // Nobody listening is no reason to stop.
        let _ = writeln!(std::io::stderr(), "... {what}");
    };
    let report = if arguments.speed {
        let section = match arguments.only.as_deref() {
            Some("search") => speed_search::run(&arguments.companies, talk)?,
            Some(other) => bail!("speed of {other} is not measured by itself; there is search"),
            None => speed::run(&arguments.companies, talk)?,
        };
        Report { sections: vec![section] }
    } else {
        quality(&arguments, talk)?
    };
    let text = if arguments.json { serde_json::to_string_pretty(&report)? + "\n" } else { report.text() };
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

fn quality(arguments: &Arguments, talk: impl Fn(&str)) -> Result<Report> {
    let only = arguments.only.as_deref();
    if let Some(name) = only.filter(|only| TASKS.iter().all(|(name, _)| name != only)) {
        bail!("no kind of set is called {name}; there are {}", TASKS.map(|(name, _)| name).join(", "));
    }
    let sets = arguments.sets.as_deref().map_or_else(Sets::own, Sets::of)?;
    talk(&format!("sets of {}, answers to {}", sets.root().display(), arguments.out.display()));
    let bench = Bench { knowledge: Knowledge::embedded()?, sets, out: arguments.out.clone() };
    bench.run(only, talk)
}
