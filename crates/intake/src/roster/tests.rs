//! Whole files, built here byte by byte: every format, every sort of row, every refusal.

mod files;
mod formats;
mod mutated;
mod tables;

use super::{Limits, Mapping, Record, Refused, Roster, read_roster};

fn read(file: &str, bytes: &[u8]) -> Roster {
    try_read(file, bytes).unwrap_or_else(|refused| panic!("{file}: {refused}"))
}

fn try_read(file: &str, bytes: &[u8]) -> Result<Roster, Refused> {
    read_roster(file, bytes, &Limits::default(), &Mapping::default())
}

fn csv(text: &str) -> Roster {
    read("名单.csv", text.as_bytes())
}

fn names(roster: &Roster) -> Vec<&str> {
    roster.records.iter().map(|record| record.name.as_str()).collect()
}

fn products(record: &Record) -> Vec<&str> {
    record.said(qianxian_core::Side::Makes).map(|line| line.text.as_str()).collect()
}

/// Rows left out, as `4 subtotal`.
fn skipped(roster: &Roster) -> Vec<String> {
    let reason = |reason| serde_json::to_value(reason).unwrap().as_str().unwrap().to_owned();
    roster.skipped.iter().map(|row| format!("{} {}", row.at.row, reason(row.reason))).collect()
}

/// Problems, as `3 phone bad_length`.
fn problems(roster: &Roster) -> Vec<String> {
    let kind = |kind| serde_json::to_value(kind).unwrap().as_str().unwrap().to_owned();
    let field = |field: Option<super::Field>| field.map_or("", |field| field.code());
    roster.problems.iter().map(|p| format!("{} {} {}", p.at.row, field(p.field), kind(p.kind))).collect()
}
