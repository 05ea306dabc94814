//! The engine: a store, the snapshot made from it, and the changes that lead from one snapshot to the next.

use crate::{
    clock,
    digest::digest,
    knowledge::{Knowledge, KnowledgeError},
    snapshot::{Snapshot, bind, nodes},
};
use jiff::civil::Date;
use qianxian_core::{CapabilityGraph, CompanyId, CompanyNode, Need, ProfileLine};
use qianxian_index::{CompanyDoc, Index, IndexError, OpenError, Pace, Searcher};
use qianxian_store::{Author, CompanyFacts, Sequence, Store, StoreError, sqlite};
use rustc_hash::FxHashMap;
use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, RwLock},
};

/// What can go wrong between store and snapshot.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The store refused or failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The index failed.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// A company to be merged went meanwhile.
    #[error("其中一家企业刚刚被删除或合并了，请重新查一下再试")]
    Gone,
    /// A correction of the chain does not hold.
    #[error("这条更正不成立，没有保存：{0}")]
    Correction(#[from] KnowledgeError),
    /// Values that do not fit, said in Chinese.
    #[error("{0}")]
    Unfit(String),
    /// It was decided before, said in Chinese.
    #[error("{0}")]
    Decided(String),
    /// A setting cannot be written.
    #[error("有一项设置存不下来：{0}")]
    Setting(serde_json::Error),
    /// The home folder cannot be used.
    #[error("数据文件夹 {home} 不能用：{problem}。请检查路径和权限，或用 --home 换一个")]
    Home {
        /// Which folder.
        home: PathBuf,
        /// Why.
        problem: &'static str,
    },
}

/// A store with its current snapshot.
pub struct Engine {
    store: Store,
    index: Index,
    current: RwLock<Arc<Snapshot>>,
    /// One change at a time becomes a snapshot.
    changing: Mutex<()>,
    home: PathBuf,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("home", &self.home).finish_non_exhaustive()
    }
}

/// More segments than this are put together again.
const MOST_SEGMENTS: usize = 24;

impl Engine {
    /// Opens the store in a home folder (made if missing) and builds the first snapshot. The index on disk is used
    /// where it fits the store, built anew where it does not, and kept in memory where another process holds it.
    pub async fn open(home: &Path, knowledge: Knowledge, today: Date) -> Result<Engine, EngineError> {
        let unusable =
            |e: std::io::Error| EngineError::Home { home: home.to_owned(), problem: crate::knowledge::io_words(&e) };
        std::fs::create_dir_all(home).map_err(unusable)?;
        let store = sqlite::open(&home.join("qianxian.db")).await?;
        let facts = store.load().await?;
        let sequence = facts.sequence;
        let (nodes, bonds) = nodes(&knowledge, facts, today);
        let graph = CapabilityGraph::new(knowledge.chain.clone(), nodes, Arc::new(bonds));
        let index = index_of(&home.join("index"), &knowledge)?;
        let searcher = if index.sequence() == Some(sequence.0 as u64) {
            index.searcher()
        } else {
            fill(&index, &graph, sequence)?
        };
        let snapshot = Arc::new(Snapshot::new(sequence.0 as u64, today, knowledge, graph, searcher));
        Ok(Engine { store, index, current: RwLock::new(snapshot), changing: Mutex::new(()), home: home.to_owned() })
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The folder that holds everything a user has.
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// The current snapshot: hold it from the beginning of a request to its end.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Who changes something now.
    pub fn author(&self, who: &str) -> Author {
        Author { who: who.to_owned(), at: clock::now() }
    }

    /// Brings the snapshot up to the store: changed companies are read again, all else is shared with the old one.
    pub async fn refresh(&self) -> Result<Arc<Snapshot>, EngineError> {
        let before = self.snapshot();
        let mut view = self.store.view().await?;
        let changes = view.changes_since(Sequence(before.sequence as i64)).await?;
        if changes.to.0 as u64 == before.sequence {
            return Ok(before);
        }
        let touched = changes.companies();
        let facts = view.load_companies(&touched).await?;
        let bonds = if changes.touch_bonds() { Some(view.load_bonds().await?) } else { None };
        drop(view);
        let _turn = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.snapshot();
        if before.sequence >= changes.to.0 as u64 {
            return Ok(before);
        }
        let changed = digests(&before, facts);
        let gone: Vec<CompanyId> =
            touched.iter().copied().filter(|id| changed.iter().all(|node| node.company.id != *id)).collect();
        let searcher = self.reindex(&changed, &gone, changes.to)?;
        let mut graph = before.graph.with_changes(changed, &gone);
        if let Some(bonds) = bonds {
            graph = graph.with_bonds(Arc::new(bind(bonds)));
        }
        if graph.segment_count() > MOST_SEGMENTS {
            graph = graph.compacted();
        }
        let next =
            Arc::new(Snapshot::new(changes.to.0 as u64, before.today, before.knowledge.clone(), graph, searcher));
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = next.clone();
        Ok(next)
    }

    /// Takes other knowledge: every company is digested anew and the index filled anew, then requests see it. Words the
    /// index did not know when it was opened are cut as before until the program is started again.
    pub async fn replace_knowledge(&self, knowledge: Knowledge) -> Result<Arc<Snapshot>, EngineError> {
        loop {
            let facts = self.store.load().await?;
            let sequence = facts.sequence;
            let _turn = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
            let before = self.snapshot();
            // Somebody was faster: what was loaded is older than what requests see.
            if before.sequence > sequence.0 as u64 {
                continue;
            }
            let (nodes, bonds) = nodes(&knowledge, facts, before.today);
            let graph = CapabilityGraph::new(knowledge.chain.clone(), nodes, Arc::new(bonds));
            let searcher = fill(&self.index, &graph, sequence)?;
            let next = Arc::new(Snapshot::new(sequence.0 as u64, before.today, knowledge, graph, searcher));
            *self.current.write().unwrap_or_else(PoisonError::into_inner) = next.clone();
            return Ok(next);
        }
    }

    fn reindex(&self, changed: &[CompanyNode], gone: &[CompanyId], to: Sequence) -> Result<Searcher, EngineError> {
        let pace = if changed.len() > 1_000 { Pace::Bulk } else { Pace::Live };
        let writer = self.index.writer(pace)?;
        changed.iter().try_for_each(|node| writer.replace_company(&CompanyDoc::from(node)))?;
        gone.iter().for_each(|id| writer.delete_company(*id));
        Ok(writer.finish(to.0 as u64)?)
    }
}

fn digests(before: &Snapshot, facts: CompanyFacts) -> Vec<CompanyNode> {
    let mut lines: FxHashMap<CompanyId, Vec<Arc<ProfileLine>>> = FxHashMap::default();
    facts.lines.into_iter().for_each(|line| lines.entry(line.company).or_default().push(Arc::new(line)));
    let mut needs: FxHashMap<CompanyId, Vec<Arc<Need>>> = FxHashMap::default();
    facts.needs.into_iter().for_each(|need| needs.entry(need.company).or_default().push(Arc::new(need)));
    let digest_one = |company: qianxian_core::Company| {
        let (lines, needs) =
            (lines.remove(&company.id).unwrap_or_default(), needs.remove(&company.id).unwrap_or_default());
        digest(&before.knowledge, Arc::new(company), lines, needs, before.today)
    };
    facts.companies.into_iter().map(digest_one).collect()
}

/// Names and aliases of capabilities: the index cuts them as words.
fn words_of(knowledge: &Knowledge) -> Vec<String> {
    let chain = &knowledge.chain;
    chain
        .iter()
        .flat_map(|cap| std::iter::once(chain.cap(cap).name.clone()).chain(chain.cap(cap).aliases.iter().cloned()))
        .collect()
}

/// The index of a folder, empty where there was none that fits; in memory where another process holds the folder or
/// it cannot be written.
fn index_of(folder: &Path, knowledge: &Knowledge) -> Result<Index, IndexError> {
    let words = words_of(knowledge);
    let on_disk = match Index::open(folder, &words) {
        Ok(index) => Some(index),
        Err(OpenError::Locked(_)) => None,
        Err(_) => Index::create(folder, &words).ok(),
    };
    on_disk.map_or_else(|| Index::in_memory(&words), Ok)
}

/// Fills an index with a whole graph.
fn fill(index: &Index, graph: &CapabilityGraph, sequence: Sequence) -> Result<Searcher, IndexError> {
    let writer = index.writer(if graph.len() > 2_000 { Pace::Bulk } else { Pace::Live })?;
    writer.clear()?;
    graph.companies().try_for_each(|(_, node)| writer.add_company(&CompanyDoc::from(node)))?;
    writer.finish(sequence.0 as u64)
}
