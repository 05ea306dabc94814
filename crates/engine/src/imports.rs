//! Files on their way in: handed over, looked at as often as one likes with the columns corrected in between, then
//! confirmed once. The bytes lie in `imports/` of the home folder, what is known about them on the shelf of the store; both
//! run out after thirty days.

use crate::{
    clock,
    engine::{Engine, EngineError},
    import::Plan,
    knowledge::io_words,
};
use jiff::{SignedDuration, Timestamp};
use qianxian_intake::{Limits, Mapping, Refused, Roster, read_roster};
use qianxian_store::ImportId;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use uuid::Uuid;

/// Space on the shelf: files handed over.
const STAGED: &str = "staged_import";
/// Space on the shelf: files that are being written now.
const WRITING: &str = "staged_import_writing";
/// How long a file waits.
const WAITS: SignedDuration = SignedDuration::from_hours(30 * 24);
/// After so long a writer that never came back counts as gone.
const LONGEST_WRITE: SignedDuration = SignedDuration::from_mins(30);

/// A file handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StagedImport {
    /// Its id until it is confirmed, and after.
    pub id: Uuid,
    /// Name of the file, as the person knows it.
    pub file_name: String,
    /// Who handed it over.
    pub who: String,
    /// When.
    pub at: Timestamp,
    /// What a person said about its columns.
    #[serde(default)]
    pub mapping: Mapping,
    /// The batch it became.
    #[serde(default)]
    pub import: Option<ImportId>,
}

/// A file handed over, as it is read.
#[derive(Debug)]
pub struct StagedReading {
    /// What is known about it.
    pub staged: StagedImport,
    /// What stands in it.
    pub roster: Roster,
    /// What it would change.
    pub plan: Plan,
}

/// What can go wrong with a file handed over.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The engine failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The file is not a roster that can be read.
    #[error("{0}")]
    Refused(#[from] Refused),
    /// There is no such file any more.
    #[error("没有这份待导入的文件：可能已经过了 30 天，或者已被取消，请重新上传")]
    Unknown,
    /// It was confirmed before, or is being written now.
    #[error("这份文件已经确认导入，或者正在写入，不能再导入一次")]
    Confirmed,
    /// It has no member.
    #[error("{file}：没有读到会员，什么也没有写入。{problems}")]
    NoMembers {
        /// Which file.
        file: String,
        /// What was met in it.
        problems: String,
    },
    /// A person named a column that is not there.
    #[error("「{file}」里没有「{column}」这一列，现有的列：{known}")]
    NoColumn {
        /// Which file.
        file: String,
        /// What was named.
        column: String,
        /// The columns there are.
        known: String,
    },
}

impl From<qianxian_store::StoreError> for ImportError {
    fn from(error: qianxian_store::StoreError) -> Self {
        ImportError::Engine(error.into())
    }
}

impl Engine {
    /// Takes a file over and reads it. What persons said before about files of its shape is applied. A file that cannot
    /// be read at all is not kept.
    pub async fn stage_import(&self, file_name: &str, bytes: &[u8], who: &str) -> Result<StagedReading, ImportError> {
        let first = read(file_name, bytes, &Mapping::default())?;
        let mapping = self.mapping_for(&first).await?;
        let staged = StagedImport {
            id: clock::new_id(),
            file_name: file_name.to_owned(),
            who: who.to_owned(),
            at: clock::now(),
            mapping: mapping.clone(),
            import: None,
        };
        // Known before it is there: a sweep at the same time leaves it alone.
        self.keep_staged(&staged).await?;
        let path = self.staged_path(staged.id);
        let write = || {
            std::fs::create_dir_all(self.home().join("imports"))?;
            std::fs::write(&path, bytes)
        };
        write().map_err(|error| self.unusable(&error))?;
        self.sweep_staged().await?;
        let roster = if mapping.columns.is_empty() { first } else { read(file_name, bytes, &mapping)? };
        let plan = self.rehearse(&roster).await?;
        Ok(StagedReading { staged, roster, plan })
    }

    /// Files handed over that wait or were confirmed, the latest first.
    pub async fn staged_imports(&self) -> Result<Vec<StagedImport>, ImportError> {
        let kept = self.store().shelf(STAGED).list(clock::now()).await?;
        let mut staged: Vec<StagedImport> =
            kept.iter().filter_map(|(_, value)| serde_json::from_str(value).ok()).collect();
        staged.sort_by_key(|staged| std::cmp::Reverse(staged.id));
        Ok(staged)
    }

    /// What is known about a file handed over.
    pub async fn staged_import(&self, id: Uuid) -> Result<StagedImport, ImportError> {
        let kept = self.store().shelf(STAGED).get(&id.to_string(), clock::now()).await?;
        kept.and_then(|value| serde_json::from_str(&value).ok()).ok_or(ImportError::Unknown)
    }

    /// Reads a file handed over and works out what it would change today.
    pub async fn plan_import(&self, id: Uuid) -> Result<StagedReading, ImportError> {
        let staged = self.staged_import(id).await?;
        let roster = read(&staged.file_name, &self.staged_bytes(id)?, &staged.mapping)?;
        let plan = self.rehearse(&roster).await?;
        Ok(StagedReading { staged, roster, plan })
    }

    /// Corrects what columns mean: what is said takes the place of what was said about the same column.
    pub async fn map_import(&self, id: Uuid, said: &Mapping) -> Result<StagedReading, ImportError> {
        let mut staged = self.staged_import(id).await?;
        if staged.import.is_some() {
            return Err(ImportError::Confirmed);
        }
        staged.mapping.columns.extend(said.columns.clone());
        let roster = read(&staged.file_name, &self.staged_bytes(id)?, &staged.mapping)?;
        columns_are_there(&staged.file_name, &roster, said)?;
        self.keep_staged(&staged).await?;
        let plan = self.rehearse(&roster).await?;
        Ok(StagedReading { staged, roster, plan })
    }

    /// Writes a file handed over: all of it or nothing, and once. Corrected columns are remembered for the next file of
    /// its shape. `progress` hears how many of how many things are written.
    pub async fn confirm_import(
        &self,
        id: Uuid,
        who: &str,
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<StagedReading, ImportError> {
        let now = clock::now();
        let turn = self.store().shelf(WRITING);
        if !turn.put_new(&id.to_string(), who, Some(now + LONGEST_WRITE), now).await? {
            return Err(ImportError::Confirmed);
        }
        let written = self.write_staged(id, who, progress).await;
        turn.remove(&id.to_string()).await?;
        written
    }

    async fn write_staged(
        &self,
        id: Uuid,
        who: &str,
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<StagedReading, ImportError> {
        let mut staged = self.staged_import(id).await?;
        if staged.import.is_some() {
            return Err(ImportError::Confirmed);
        }
        let bytes = self.staged_bytes(id)?;
        let roster = read(&staged.file_name, &bytes, &staged.mapping)?;
        if roster.records.iter().all(|record| record.name.is_empty()) {
            let problems: Vec<&str> = roster.problems.iter().map(|problem| problem.message.as_str()).collect();
            return Err(ImportError::NoMembers { file: staged.file_name, problems: problems.join("；") });
        }
        let plan = self.import_roster(&roster, who, progress).await?;
        staged.import = plan.outcome().import;
        self.keep_staged(&staged).await?;
        if !staged.mapping.columns.is_empty() {
            let first = read(&staged.file_name, &bytes, &Mapping::default())?;
            self.remember_mapping(&first, &staged.mapping, who).await?;
        }
        Ok(StagedReading { staged, roster, plan })
    }

    /// Throws a file handed over away; nothing of it was or will be written.
    pub async fn discard_import(&self, id: Uuid) -> Result<(), ImportError> {
        if self.staged_import(id).await?.import.is_some() {
            return Err(ImportError::Confirmed);
        }
        self.store().shelf(STAGED).remove(&id.to_string()).await?;
        self.sweep_staged().await
    }

    fn staged_path(&self, id: Uuid) -> PathBuf {
        self.home().join("imports").join(id.to_string())
    }

    fn staged_bytes(&self, id: Uuid) -> Result<Vec<u8>, ImportError> {
        std::fs::read(self.staged_path(id)).map_err(|_| ImportError::Unknown)
    }

    async fn keep_staged(&self, staged: &StagedImport) -> Result<(), ImportError> {
        let value = serde_json::to_string(staged).map_err(EngineError::Setting)?;
        self.store().shelf(STAGED).put(&staged.id.to_string(), &value, Some(staged.at + WAITS)).await?;
        Ok(())
    }

    /// Deletes files that nobody knows any more.
    async fn sweep_staged(&self) -> Result<(), ImportError> {
        let known = self.staged_imports().await?;
        let Ok(files) = std::fs::read_dir(self.home().join("imports")) else { return Ok(()) };
        for file in files.flatten() {
            let id = file.file_name().to_str().and_then(|name| name.parse::<Uuid>().ok());
            if id.is_some_and(|id| known.iter().all(|staged| staged.id != id)) {
                // A file that cannot be deleted now is tried again next time.
                let _ = std::fs::remove_file(file.path());
            }
        }
        Ok(())
    }

    fn unusable(&self, error: &std::io::Error) -> EngineError {
        EngineError::Home { home: self.home().join("imports"), problem: io_words(error) }
    }
}

fn read(file_name: &str, bytes: &[u8], mapping: &Mapping) -> Result<Roster, ImportError> {
    Ok(read_roster(file_name, bytes, &Limits::default(), mapping)?)
}

/// A column that a person names must be in the file.
fn columns_are_there(file: &str, roster: &Roster, said: &Mapping) -> Result<(), ImportError> {
    let columns = || roster.sheets.iter().flat_map(|sheet| &sheet.columns);
    let is = |header: &str, name: &str| header == name || header.rsplit('/').next() == Some(name);
    match said.columns.keys().find(|name| !columns().any(|column| is(&column.header, name))) {
        None => Ok(()),
        Some(name) => Err(ImportError::NoColumn {
            file: file.to_owned(),
            column: name.clone(),
            known: columns().map(|column| column.header.as_str()).collect::<Vec<_>>().join("、"),
        }),
    }
}
