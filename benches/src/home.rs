//! An engine in a temporary home, filled from the files of a set as a user would fill it.

use crate::TODAY;
use anyhow::{Context, Result};
use qianxian_engine::{Engine, Knowledge, Snapshot};
use qianxian_intake::{Limits, Mapping, read_deals, read_roster};
use std::{fs, path::Path, sync::Arc};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Who imports.
const WHO: &str = "quality";

/// An engine that is gone with its folder when dropped.
#[derive(Debug)]
pub struct Home {
    engine: Engine,
    runtime: Runtime,
    _folder: TempDir,
}

impl Home {
    /// An engine with one roster imported.
    pub fn with_roster(knowledge: &Knowledge, roster: &Path) -> Result<Home> {
        let folder = TempDir::new()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let engine = runtime.block_on(Engine::open(folder.path(), knowledge.clone(), TODAY))?;
        let (name, bytes) = read(roster)?;
        let read = read_roster(&name, &bytes, &Limits::default(), &Mapping::default())
            .with_context(|| roster.display().to_string())?;
        runtime.block_on(engine.import_roster(&read, WHO))?;
        Ok(Home { engine, runtime, _folder: folder })
    }

    /// Past deals as evidence: they teach, and keep nobody from being proposed.
    pub fn import_deals(&self, deals: &Path) -> Result<()> {
        let snapshot = self.snapshot();
        let resolve = |name: &str| snapshot.company(name).ok().map(|ix| snapshot.graph.company(ix).company.id);
        let (name, bytes) = read(deals)?;
        let file = read_deals(&name, &bytes, resolve).with_context(|| deals.display().to_string())?;
        self.runtime.block_on(self.engine.import_deals(&file, &name, false, WHO))?;
        Ok(())
    }

    /// The current snapshot.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.engine.snapshot()
    }
}

fn read(path: &Path) -> Result<(String, Vec<u8>)> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok((crate::files::name(path), bytes))
}
