//! Reading sets and writing answers: tables by column name, JSON lines, with the file and line in every error.

use anyhow::{Context, Result};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// A row of a table by column name.
pub type Row = BTreeMap<String, String>;

/// A text file, without byte order mark.
pub fn text(path: &Path) -> Result<String> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned))
}

/// A table with a header line; `separator` is a comma (quotes as usual) or a tab (quotes are characters).
pub fn table(path: &Path, separator: u8) -> Result<Vec<Row>> {
    let text = text(path)?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .quoting(separator != b'\t')
        .flexible(true)
        .from_reader(text.as_bytes());
    let header = reader.headers().with_context(|| format!("{}: no header", path.display()))?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.with_context(|| format!("cannot read {}", path.display()))?;
        rows.push(header.iter().zip(&record).map(|(name, cell)| (name.trim().to_owned(), cell.to_owned())).collect());
    }
    Ok(rows)
}

/// JSON lines.
pub fn json_lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let text = text(path)?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| serde_json::from_str(line).with_context(|| format!("{} line {}", path.display(), at + 1)))
        .collect()
}

/// One JSON document.
pub fn json<T: DeserializeOwned>(path: &Path) -> Result<T> {
    serde_json::from_str(&text(path)?).with_context(|| format!("cannot read {}", path.display()))
}

/// Values as JSON lines.
pub fn write_json_lines<T: Serialize>(path: &Path, values: &[T]) -> Result<()> {
    let mut lines = String::new();
    for value in values {
        lines.push_str(&serde_json::to_string(value)?);
        lines.push('\n');
    }
    write(path, &lines)
}

/// A text, its folder made where it is missing.
pub fn write(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// Files or folders of a folder in order of name; empty where the folder is missing.
pub fn list(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

/// The last part of a path.
pub fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
