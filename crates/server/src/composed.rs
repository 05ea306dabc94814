//! The list for everybody, composed once for each snapshot and shared by all requests. While a newer one is being
//! composed the one before is shown; who reads it checks each pair against the snapshot of the request.

use crate::Problem;
use qianxian_engine::{Engine, Snapshot};
use qianxian_matching::{RosterList, RosterPolicy, whole_roster};
use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

/// How long a request waits for a newer list where there is an older one.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// A list with the snapshot it was composed from: places of companies are those of this snapshot.
pub(crate) struct Composed {
    /// The moment.
    pub(crate) snapshot: Arc<Snapshot>,
    /// The list.
    pub(crate) list: RosterList,
}

/// Keeps the last list.
#[derive(Default)]
pub(crate) struct Composer {
    last: RwLock<Option<Arc<Composed>>>,
    turn: tokio::sync::Mutex<()>,
}

impl Composer {
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
            Arc::new(Composed { snapshot, list })
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
