//! Backups (备份) and moving house: a whole store as one file, or as a folder that people can read.
//!
//! A backup is a data file of the embedded kind, whatever the database it was made from; hashes of passwords are in it.
//! The folder holds a `.jsonl` a table, from which an equal store can be made again, and a `.csv` a table for Excel,
//! which is only for reading. The folder holds no passwords.

use crate::{clock, engine::EngineError, readable::Readable};
use jiff::civil::Date;
use qianxian_store::{Place, Sequence, Store, TableSpec};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
};

/// What the folder says of itself.
const MANIFEST: &str = "manifest.json";
/// Shape of the folder.
const FORMAT: u32 = 1;
/// Daily backups that are kept.
const DAYS_KEPT: usize = 14;
/// Backups of the first day of a month that are kept beside them.
const MONTHS_KEPT: usize = 12;

/// What went wrong with a backup or a move.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// A file would be overwritten.
    #[error("{0} 已经存在，没有覆盖。请换一个文件名，或者先把它移走")]
    Exists(PathBuf),
    /// A file or folder cannot be read or written.
    #[error("{path} {problem}，操作没有完成，原有数据没有改动")]
    File {
        /// Which one.
        path: PathBuf,
        /// Why.
        problem: &'static str,
    },
    /// The folder is not one of ours.
    #[error("{0} 不是牵线导出的文件夹：缺少 manifest.json。请选 export --all 导出的那个文件夹")]
    NotOurs(PathBuf),
    /// A newer program wrote the folder.
    #[error("{path} 是更新版本的牵线导出的（格式第 {found} 版，本程序只认到第 {FORMAT} 版）。请升级本程序")]
    Newer {
        /// Which folder.
        path: PathBuf,
        /// Its format.
        found: u32,
    },
    /// A line cannot be read.
    #[error("{path} 第 {line} 行：{problem}。什么也没有写入；请用原来的导出文件，不要改动 .jsonl")]
    Line {
        /// Which file.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
        /// Why.
        problem: String,
    },
    /// A file has fewer or more lines than the manifest says.
    #[error("{path} 应有 {expected} 行，实际 {found} 行：文件不完整。什么也没有写入；请重新导出")]
    Incomplete {
        /// Which file.
        path: PathBuf,
        /// Lines there should be.
        expected: u64,
        /// Lines there are.
        found: u64,
    },
    /// The store refused or failed.
    #[error(transparent)]
    Store(#[from] qianxian_store::StoreError),
    /// The engine failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// What an exported folder says of itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Manifest {
    format: u32,
    sequence: i64,
    exported: String,
    rows: BTreeMap<String, u64>,
}

/// Writes a consistent backup of a store, while others work on it, as one file. It appears under its name only when it
/// is whole. Gives the sequence it holds.
pub async fn backup(store: &Store, path: &Path, progress: &(dyn Fn(u64) + Sync)) -> Result<Sequence, ArchiveError> {
    if path.exists() {
        return Err(ArchiveError::Exists(path.to_owned()));
    }
    let part = beside(path, "part");
    clear(&part)?;
    let copy = Store::open(&Place::File(part.clone())).await?;
    let copied = store.copy_into(&copy, progress).await;
    copy.close().await;
    let sequence = match copied {
        Ok(sequence) => sequence,
        Err(error) => {
            clear(&part)?;
            return Err(error.into());
        }
    };
    fs::rename(&part, path).map_err(|error| file(path, &error))?;
    Ok(sequence)
}

/// Puts a backup in the place of everything in a store, all or nothing. What was there before is first kept as a backup
/// of its own, whose path is given back.
pub async fn restore(
    store: &Store,
    path: &Path,
    keep_in: &Path,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Option<PathBuf>, ArchiveError> {
    fs::create_dir_all(keep_in).map_err(|error| file(keep_in, &error))?;
    // A copy is opened: an older backup would be brought up to date in place, and a backup is never written to.
    let copy = keep_in.join("restoring.part");
    clear(&copy)?;
    fs::copy(path, &copy).map_err(|error| file(path, &error))?;
    let result = restore_from(store, &copy, keep_in, progress).await;
    clear(&copy)?;
    result
}

async fn restore_from(
    store: &Store,
    copy: &Path,
    keep_in: &Path,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Option<PathBuf>, ArchiveError> {
    let from = Store::open(&Place::File(copy.to_owned())).await?;
    let kept = if store.sequence().await? == Sequence(0) {
        from.copy_into(store, progress).await.map(|_| None)?
    } else {
        let name = format!("before-restore-{}.db", clock::now().strftime("%Y%m%d-%H%M%S"));
        let kept = keep_in.join(name);
        backup(store, &kept, &|_| {}).await?;
        store.replace_with(&from, progress).await?;
        Some(kept)
    };
    from.close().await;
    Ok(kept)
}

/// The daily backup: written unless today's is there, old ones thrown away. Gives its path if it was written. Kept are
/// the last 14 days and the first backup of each of the last 12 months.
pub async fn daily_backup(store: &Store, folder: &Path, today: Date) -> Result<Option<PathBuf>, ArchiveError> {
    fs::create_dir_all(folder).map_err(|error| file(folder, &error))?;
    let path = folder.join(format!("qianxian-{today}.db"));
    if path.exists() {
        return Ok(None);
    }
    backup(store, &path, &|_| {}).await?;
    for old in superseded(&dated(folder)?) {
        let old = folder.join(format!("qianxian-{old}.db"));
        fs::remove_file(&old).map_err(|error| file(&old, &error))?;
    }
    Ok(Some(path))
}

/// Days of which there is a daily backup, oldest first.
pub fn dated(folder: &Path) -> Result<Vec<Date>, ArchiveError> {
    let entries = fs::read_dir(folder).map_err(|error| file(folder, &error))?;
    let names = entries.filter_map(Result::ok).map(|entry| entry.file_name().to_string_lossy().into_owned());
    let day = |name: String| name.strip_prefix("qianxian-")?.strip_suffix(".db")?.parse::<Date>().ok();
    let mut days: Vec<Date> = names.filter_map(day).collect();
    days.sort_unstable();
    Ok(days)
}

/// Of days in order, those whose backup is no longer kept.
fn superseded(days: &[Date]) -> Vec<Date> {
    let mut firsts: BTreeMap<(i16, i8), Date> = BTreeMap::new();
    days.iter().for_each(|day| {
        firsts.entry((day.year(), day.month())).or_insert(*day);
    });
    let monthly: Vec<Date> = firsts.into_values().rev().take(MONTHS_KEPT).collect();
    let recent = days.len().saturating_sub(DAYS_KEPT);
    days[..recent].iter().copied().filter(|day| !monthly.contains(day)).collect()
}

/// Writes everything but passwords into an empty folder: a `.jsonl` and a `.csv` a table.
pub async fn export_all(store: &Store, folder: &Path) -> Result<u64, ArchiveError> {
    fs::create_dir_all(folder).map_err(|error| file(folder, &error))?;
    if fs::read_dir(folder).map_err(|error| file(folder, &error))?.next().is_some() {
        return Err(ArchiveError::Exists(folder.to_owned()));
    }
    let mut view = store.view().await?;
    let sequence = view.sequence().0;
    let mut manifest = Manifest { format: FORMAT, sequence, exported: clock::now().to_string(), rows: BTreeMap::new() };
    for table in Store::tables() {
        let mut lines = Lines::begin(folder, table)?;
        let mut rows = view.rows(table, None).await?;
        while let Some(last) = rows.last().cloned() {
            rows.iter().try_for_each(|row| lines.put(&table.line(row)))?;
            rows = view.rows(table, Some(&last)).await?;
        }
        manifest.rows.insert(table.name.to_owned(), lines.finish()?);
    }
    let path = folder.join(MANIFEST);
    let text = serde_json::to_string_pretty(&manifest).map_err(EngineError::Setting)?;
    fs::write(&path, text).map_err(|error| file(&path, &error))?;
    Ok(manifest.rows.values().sum())
}

/// Fills an empty store from such a folder: equal to the one it was made from, or nothing.
pub async fn import_all(store: &Store, folder: &Path) -> Result<u64, ArchiveError> {
    let path = folder.join(MANIFEST);
    let text = fs::read_to_string(&path).map_err(|_| ArchiveError::NotOurs(folder.to_owned()))?;
    let manifest: Manifest = serde_json::from_str(&text).map_err(|_| ArchiveError::NotOurs(folder.to_owned()))?;
    if manifest.format > FORMAT {
        return Err(ArchiveError::Newer { path: folder.to_owned(), found: manifest.format });
    }
    let mut filling = store.begin_filling().await?;
    for table in Store::tables() {
        let path = folder.join(format!("{}.jsonl", table.name));
        let lines = BufReader::new(fs::File::open(&path).map_err(|error| file(&path, &error))?).lines();
        let mut rows = Vec::new();
        let mut found = 0;
        for (at, line) in lines.enumerate() {
            let line = line.map_err(|error| file(&path, &error))?;
            let problem = |problem| ArchiveError::Line { path: path.clone(), line: at + 1, problem };
            rows.push(table.row(&line).map_err(problem)?);
            found += 1;
            if rows.len() == 5_000 {
                filling.add(table, &std::mem::take(&mut rows)).await?;
            }
        }
        filling.add(table, &rows).await?;
        let expected = manifest.rows.get(table.name).copied().unwrap_or(0);
        if found != expected {
            return Err(ArchiveError::Incomplete { path, expected, found });
        }
    }
    filling.save().await?;
    Ok(manifest.rows.values().sum())
}

/// The two files of a table being written.
struct Lines {
    path: PathBuf,
    exact: BufWriter<fs::File>,
    readable: Readable,
    count: u64,
}

impl Lines {
    fn begin(folder: &Path, table: &TableSpec) -> Result<Lines, ArchiveError> {
        let path = folder.join(format!("{}.jsonl", table.name));
        let exact = fs::File::create(&path).map_err(|error| file(&path, &error))?;
        let columns = table.column_names().map(str::to_owned).collect();
        let csv = folder.join(format!("{}.csv", table.name));
        let readable = Readable::begin(csv.clone(), columns).map_err(|error| file(&csv, &error))?;
        Ok(Lines { path, exact: BufWriter::new(exact), readable, count: 0 })
    }

    fn put(&mut self, line: &str) -> Result<(), ArchiveError> {
        self.count += 1;
        self.readable.put(line).map_err(|error| file(self.readable.path(), &error))?;
        writeln!(self.exact, "{line}").map_err(|error| file(&self.path, &error))
    }

    fn finish(mut self) -> Result<u64, ArchiveError> {
        self.exact.flush().map_err(|error| file(&self.path, &error))?;
        let path = self.readable.path().to_owned();
        self.readable.finish().map_err(|error| file(&path, &error))?;
        Ok(self.count)
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{ending}"));
    path.with_file_name(name)
}

/// Takes a half-written file of an earlier try away, and what SQLite keeps beside it.
fn clear(path: &Path) -> Result<(), ArchiveError> {
    for ending in ["", "-wal", "-shm"] {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(ending);
        let path = path.with_file_name(name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(file(&path, &error)),
            _ => {}
        }
    }
    Ok(())
}

fn file(path: &Path, error: &std::io::Error) -> ArchiveError {
    ArchiveError::File { path: path.to_owned(), problem: crate::knowledge::io_words(error) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::{ToSpan, civil::date};

    #[test]
    fn two_weeks_and_a_year_of_months_are_kept() {
        let days: Vec<Date> = (0..400).map(|n| date(2025, 1, 1) + n.days()).collect();
        let gone = superseded(&days);
        let kept: Vec<Date> = days.iter().copied().filter(|day| !gone.contains(day)).collect();
        assert_eq!(&kept[kept.len() - 14..], &days[386..]);
        assert!(kept.contains(&date(2025, 6, 1)) && !kept.contains(&date(2025, 6, 2)));
        assert_eq!(kept.len(), 14 + 12 - kept[kept.len() - 14..].iter().filter(|day| day.day() == 1).count());
        assert!(superseded(&days[..14]).is_empty());
    }
}
