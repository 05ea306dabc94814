//! An engine in a temporary home, filled from the files of a set as a user would fill it.

use crate::{TODAY, files, trec::plain};
use anyhow::{Context, Result};
use qianxian_core::{CompanyId, CompanyNode};
use qianxian_engine::{Engine, Knowledge, Snapshot};
use qianxian_intake::{Limits, Mapping, read_deals, read_roster};
use std::{collections::HashMap, fs, path::Path, sync::Arc};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Who imports.
const WHO: &str = "quality";

/// An engine that is gone with its folder when dropped.
#[derive(Debug)]
pub struct Home {
    engine: Engine,
    /// Names as the roster writes them; what is stored is cleaned.
    written: Vec<String>,
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
        runtime.block_on(engine.import_roster(&read, WHO, &|_, _| {}))?;
        let rows = files::table(roster, b',')?.into_iter();
        let written = rows.filter_map(|mut row| row.remove("name")).collect();
        Ok(Home { engine, written, runtime, _folder: folder })
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

    /// Names as the roster file writes them, by company: gold goes by them.
    pub fn names(&self) -> Names {
        let snapshot = self.snapshot();
        let id = |ix| snapshot.graph.company(ix).company.id;
        let mut written: HashMap<CompanyId, &String> = HashMap::new();
        for name in &self.written {
            if let Ok(ix) = snapshot.company(name) {
                written.entry(id(ix)).or_insert(name);
            }
        }
        let name = |node: &CompanyNode| written.get(&node.company.id).map_or(&node.company.name, |name| *name).clone();
        let changed = |node: &CompanyNode| plain(&name(node)) != plain(&node.company.name);
        let companies = || snapshot.graph.companies().map(|(_, node)| node);
        Names {
            in_order: companies().map(name).collect(),
            by_id: companies().map(|node| (node.company.id, name(node))).collect(),
            changed: companies().filter(|node| changed(node)).count(),
        }
    }

    /// The current snapshot.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.engine.snapshot()
    }
}

/// Names of a roster as its file writes them.
#[derive(Debug, Clone)]
pub struct Names {
    /// In the order of the graph.
    pub in_order: Vec<String>,
    /// By company.
    pub by_id: HashMap<CompanyId, String>,
    /// How many are stored otherwise: who prints stored names misses the gold of these.
    pub changed: usize,
}

fn read(path: &Path) -> Result<(String, Vec<u8>)> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok((files::name(path), bytes))
}
