//! `rosters/*/`: member rosters as they come, and files to refuse.

use super::Bench;
use crate::{
    files,
    metrics::Counts,
    report::{Section, Table},
};
use anyhow::{Context, Result};
use qianxian_intake::{Limits, Mapping, Refused, Roster, read_roster};
use qianxian_text::fold_key;
use serde::Deserialize;
use serde_json::Value;
use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

#[derive(Debug, Deserialize)]
struct Gold {
    error_kind: Option<String>,
    #[serde(default)]
    records: Vec<GoldRecord>,
}

#[derive(Debug, Deserialize)]
struct GoldRecord {
    row: u32,
    #[serde(default)]
    name: Option<String>,
}

/// Reads every file; writes `rosters/NAME.json` and `rosters/refuse/NAME.json`.
pub(super) fn run(bench: &Bench) -> Result<Option<Section>> {
    let folders = bench.sets.folders("rosters")?;
    if folders.is_empty() {
        return Ok(None);
    }
    let mut table = Table::new(
        "rosters: members by row and name (fields: score_roster.py)",
        &["ms", "members", "lost", "invented"],
    )
    .counting(&["ms", "members", "lost", "invented"]);
    let (mut all, mut refusals) = (Counts::default(), (0, 0));
    for path in folders.iter().flat_map(|folder| [folder.clone(), folder.join("refuse")]).map(|f| rosters(&f)) {
        for path in path? {
            let refuse = path.parent().is_some_and(|folder| folder.ends_with("refuse"));
            let started = Instant::now();
            let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
            let read = read_roster(&files::name(&path), &bytes, &Limits::default(), &Mapping::default());
            let took = started.elapsed().as_secs_f64() * 1000.0;
            let out = bench.out.join("rosters").join(if refuse { "refuse" } else { "" });
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            files::write(&out.join(format!("{stem}.json")), &serde_json::to_string_pretty(&written(&read)?)?)?;
            let gold = path.with_file_name(format!("{stem}.gold.json"));
            if !gold.is_file() {
                continue;
            }
            let gold: Gold = files::json(&gold)?;
            if let Some(kind) = &gold.error_kind {
                let right = written(&read)?.get("error_kind").and_then(Value::as_str) == Some(kind);
                refusals.0 += usize::from(right);
                refusals.1 += 1;
                table.row_with_gaps(
                    format!("{stem} ({kind}{})", if right { "" } else { ": NOT REFUSED SO" }),
                    vec![Some(took), None, None, None],
                );
            } else {
                let counts = members(&gold, read.as_ref().ok());
                all.add(counts);
                table.row(stem, &[took, gold.records.len() as f64, counts.missed as f64, counts.invented as f64]);
            }
        }
    }
    let summary = if all == Counts::default() && refusals.1 == 0 {
        "written, no gold".to_owned()
    } else {
        format!(
            "{} members lost, {} invented, {} found; refused as they should be: {} of {}",
            all.missed, all.invented, all.right, refusals.0, refusals.1
        )
    };
    Ok(Some(Section { set: "rosters".to_owned(), summary, tables: vec![table] }))
}

/// Files of a folder that are rosters: neither gold nor notes on them.
fn rosters(folder: &Path) -> Result<Vec<PathBuf>> {
    let aside = |name: &str| {
        name.ends_with(".gold.json") || name.ends_with(".md") || name.ends_with(".py") || name.starts_with('.')
    };
    Ok(files::list(folder)?.into_iter().filter(|path| path.is_file() && !aside(&files::name(path))).collect())
}

fn written(read: &Result<Roster, Refused>) -> Result<Value> {
    Ok(match read {
        Ok(roster) => roster.to_eval_json(),
        Err(refused) => serde_json::to_value(refused)?,
    })
}

/// Members found by row and name, white space and widths levelled.
fn members(gold: &Gold, roster: Option<&Roster>) -> Counts {
    let mut open: HashMap<(u32, String), usize> = HashMap::new();
    for record in &gold.records {
        *open.entry((record.row, level(record.name.as_deref().unwrap_or_default()))).or_default() += 1;
    }
    let mut counts = Counts::default();
    for record in roster.iter().flat_map(|roster| &roster.records) {
        match open.get_mut(&(record.at.row, level(&record.name))) {
            Some(left) if *left > 0 => {
                *left -= 1;
                counts.right += 1;
            }
            _ => counts.invented += 1,
        }
    }
    counts.missed = gold.records.len() - counts.right;
    counts
}

fn level(name: &str) -> String {
    fold_key(name)
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| {
            if "【〔［".contains(c) {
                '('
            } else if "】〕］".contains(c) {
                ')'
            } else {
                c
            }
        })
        .collect()
}
