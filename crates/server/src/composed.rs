//! What is worked out over the whole roster, once for each snapshot, and shared by all requests: the list for everybody
//! and who is worth a call. While a newer one is being composed the one before is shown; who reads it checks each pair
//! against the snapshot of the request.

use crate::Problem;
use qianxian_core::{CompanyId, CompanyNode, Side, SourceKind};
use qianxian_engine::{Engine, Snapshot, Unlock};
use qianxian_matching::{RosterList, RosterPolicy, whole_roster};
use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

/// How long a request waits for a newer list where there is an older one.
const PATIENCE: Duration = Duration::from_millis(400);
/// Companies that are asked what speaking would bring, of those that say least.
const ASKED: usize = 24;
/// Calls kept.
const CALLS: usize = 10;

/// A list with the snapshot it was composed from: places of companies are those of this snapshot.
pub(crate) struct Composed {
    /// The moment.
    pub(crate) snapshot: Arc<Snapshot>,
    /// The list.
    pub(crate) list: RosterList,
    /// Companies worth a call: they say little, and saying more would bring most.
    pub(crate) calls: Vec<(CompanyId, Unlock)>,
}

/// Keeps the last list.
#[derive(Default)]
pub(crate) struct Composer {
    last: RwLock<Option<Arc<Composed>>>,
    turn: tokio::sync::Mutex<()>,
}

impl Composer {
    /// The list of now, or the last one while the one of now takes long; nothing where the very first takes longer
    /// than a person waits for a page.
    pub(crate) async fn soon(self: &Arc<Self>, engine: &Arc<Engine>) -> Result<Option<Arc<Composed>>, Problem> {
        if let Some(known) = self.known(engine.snapshot().sequence) {
            return Ok(Some(known));
        }
        match tokio::time::timeout(2 * PATIENCE, self.latest(engine)).await {
            Ok(latest) => latest.map(Some),
            Err(_) => Ok(self.last()),
        }
    }

    /// The list of now, or the last one while the one of now takes long.
    pub(crate) async fn latest(self: &Arc<Self>, engine: &Arc<Engine>) -> Result<Arc<Composed>, Problem> {
        if let Some(known) = self.known(engine.snapshot().sequence) {
            return Ok(known);
        }
        let (composer, engine) = (self.clone(), engine.clone());
        let mut work = tokio::spawn(async move { composer.compose(&engine).await });
        match tokio::time::timeout(PATIENCE, &mut work).await {
            Ok(done) => done.map_err(Problem::internal)?,
            Err(_) => match self.last() {
                Some(older) => Ok(older),
                None => work.await.map_err(Problem::internal)?,
            },
        }
    }

    async fn compose(&self, engine: &Engine) -> Result<Arc<Composed>, Problem> {
        let _turn = self.turn.lock().await;
        let snapshot = engine.snapshot();
        if let Some(known) = self.known(snapshot.sequence) {
            return Ok(known);
        }
        let composing = tokio::task::spawn_blocking(move || {
            let list = snapshot.matching(|ctx| whole_roster(ctx, &RosterPolicy::default()));
            let calls = calls(&snapshot);
            Arc::new(Composed { snapshot, list, calls })
        });
        let composed = composing.await.map_err(Problem::internal)?;
        *self.last.write().unwrap_or_else(PoisonError::into_inner) = Some(composed.clone());
        Ok(composed)
    }

    fn last(&self) -> Option<Arc<Composed>> {
        self.last.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn known(&self, sequence: u64) -> Option<Arc<Composed>> {
        self.last().filter(|composed| composed.snapshot.sequence == sequence)
    }
}

/// Of the companies that say least, those that would gain most by saying more.
fn calls(snapshot: &Snapshot) -> Vec<(CompanyId, Unlock)> {
    let said = |node: &CompanyNode| node.lines.iter().filter(|line| line.line.source.kind != SourceKind::Name).count();
    let silent = |node: &&CompanyNode| node.kind.is_proposable() && node.links(Side::Makes).next().is_some();
    let mut thin: Vec<&CompanyNode> = snapshot.graph.companies().map(|(_, node)| node).filter(silent).collect();
    thin.sort_by(|a, b| said(a).cmp(&said(b)).then_with(|| a.key.cmp(&b.key)));
    let best = |node: &CompanyNode| {
        let unlock = snapshot.unlocks(snapshot.graph.find(node.company.id)?).into_iter().next()?;
        (unlock.more > 0).then_some((node.company.id, unlock))
    };
    let mut calls: Vec<(CompanyId, Unlock)> = thin.into_iter().take(ASKED).filter_map(best).collect();
    calls.sort_by_key(|(_, unlock)| std::cmp::Reverse(unlock.more));
    calls.truncate(CALLS);
    calls
}
