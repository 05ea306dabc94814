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
use qianxian_store::{Author, CompanyFacts, Facts, Place, Sequence, Store, StoreError};
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
    /// Opens the data file in a home folder (made if missing) and builds the first snapshot.
    pub async fn open(home: &Path, knowledge: Knowledge, today: Date) -> Result<Engine, EngineError> {
        Engine::open_at(home, &Place::in_home(home), knowledge, today).await
    }

    /// Opens the store at a place and builds the first snapshot. The index lies in the home folder (made if missing):
    /// it is used where it fits the store, built anew where it does not, and kept in memory where another process holds
    /// it.
    pub async fn open_at(home: &Path, place: &Place, knowledge: Knowledge, today: Date) -> Result<Engine, EngineError> {
        let unusable =
            |e: std::io::Error| EngineError::Home { home: home.to_owned(), problem: crate::knowledge::io_words(&e) };
        std::fs::create_dir_all(home).map_err(unusable)?;
        let store = Store::open(place).await?;
        let facts = store.load().await?;
        let sequence = facts.sequence;
        let graph = graph_of(&knowledge, facts, today);
        let index = index_of(&place.index_folder(home), &knowledge)?;
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
        if (changes.to.0 as u64) < before.sequence {
            let facts = view.load().await?;
            drop(view);
            return self.begin_anew(facts, &before, before.today);
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

    /// How many documents the index of the snapshot has, and how many one made anew would have.
    pub(crate) fn index_sizes(&self) -> Result<(u64, u64), EngineError> {
        let snapshot = self.snapshot();
        let anew = Index::in_memory(&words_of(&snapshot.knowledge))?;
        let expected = fill(&anew, &snapshot.graph, Sequence(snapshot.sequence as i64))?.documents();
        Ok((snapshot.searcher.documents(), expected))
    }

    /// Lets a new day begin: what is stale or has run out counts less from now on.
    pub async fn begin_day(&self, today: Date) -> Result<Arc<Snapshot>, EngineError> {
        let before = self.snapshot();
        if before.today == today {
            return Ok(before);
        }
        let facts = self.store.load().await?;
        self.begin_anew(facts, &before, today)
    }

    /// Makes the index anew from the store.
    pub async fn rebuild_index(&self) -> Result<Arc<Snapshot>, EngineError> {
        let facts = self.store.load().await?;
        let before = self.snapshot();
        self.begin_anew(facts, &before, before.today)
    }

    /// An older state of the store came back, from a backup or a standby: nothing of the snapshot can be trusted.
    fn begin_anew(&self, facts: Facts, before: &Snapshot, today: Date) -> Result<Arc<Snapshot>, EngineError> {
        let _turn = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let sequence = facts.sequence;
        let graph = graph_of(&before.knowledge, facts, today);
        let searcher = fill(&self.index, &graph, sequence)?;
        let next = Snapshot::new(sequence.0 as u64, today, before.knowledge.clone(), graph, searcher);
        let next = Arc::new(next);
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = next.clone();
        Ok(next)
    }

    /// Reckons everything anew with other knowledge: every line is linked again, the index filled again. Whoever asks
    /// meanwhile is answered from the old snapshot.
    pub async fn learn(&self, knowledge: Knowledge) -> Result<Arc<Snapshot>, EngineError> {
        loop {
            let facts = self.store.load().await?;
            let sequence = facts.sequence;
            let today = self.snapshot().today;
            let graph = graph_of(&knowledge, facts, today);
            let _turn = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
            // Somebody wrote meanwhile: what was loaded is behind the snapshot already.
            if self.snapshot().sequence > sequence.0 as u64 {
                continue;
            }
            let searcher = fill(&self.index, &graph, sequence)?;
            let next = Arc::new(Snapshot::new(sequence.0 as u64, today, knowledge, graph, searcher));
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

fn graph_of(knowledge: &Knowledge, facts: Facts, today: Date) -> CapabilityGraph {
    let (nodes, bonds) = nodes(knowledge, facts, today);
    CapabilityGraph::new(knowledge.chain.clone(), nodes, Arc::new(bonds))
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
