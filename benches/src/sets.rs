//! Evaluation sets, found by pattern in one folder. A pattern without a file is a set that is not there: no error.

use crate::files;
use anyhow::{Result, ensure};
use std::path::{Path, PathBuf};

/// A folder of sets.
#[derive(Debug, Clone)]
pub struct Sets {
    root: PathBuf,
}

impl Sets {
    /// Sets of a folder.
    pub fn of(root: &Path) -> Result<Sets> {
        ensure!(root.is_dir(), "no folder of sets at {}", root.display());
        Ok(Sets { root: root.to_owned() })
    }

    /// The small sets kept in the repository.
    pub fn own() -> Result<Sets> {
        Sets::of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("sets"))
    }

    /// Where they are.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// One file, if it is there.
    pub fn file(&self, path: &str) -> Option<PathBuf> {
        Some(self.root.join(path)).filter(|path| path.is_file())
    }

    /// Files of a folder by the end of their name, in order of name.
    pub fn files(&self, folder: &str, ending: &str) -> Result<Vec<PathBuf>> {
        let all = files::list(&self.root.join(folder))?;
        Ok(all.into_iter().filter(|path| path.is_file() && files::name(path).ends_with(ending)).collect())
    }

    /// Folders of a folder, in order of name.
    pub fn folders(&self, folder: &str) -> Result<Vec<PathBuf>> {
        Ok(files::list(&self.root.join(folder))?.into_iter().filter(|path| path.is_dir()).collect())
    }

    /// `notes/*/notes.jsonl`.
    pub fn notes(&self) -> Result<Vec<PathBuf>> {
        let folders = self.folders("notes")?;
        Ok(folders.into_iter().map(|folder| folder.join("notes.jsonl")).filter(|path| path.is_file()).collect())
    }
}
