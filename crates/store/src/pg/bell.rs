//! The bell that each save rings, heard with `LISTEN`.

use crate::pg::Pools;
use sqlx::postgres::PgListener;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};

/// How often somebody who hears the bell looks all the same: it may be lost on the way without a word.
const LOOK: Duration = Duration::from_secs(10);
/// How often somebody looks who does not hear it.
const LOOK_DEAF: Duration = Duration::from_secs(1);
/// How long between two tries to hear it.
const TRY: Duration = Duration::from_secs(5);

/// One who listens to the bell.
#[derive(Debug)]
pub(crate) struct Bell {
    pools: Pools,
    ear: Option<PgListener>,
    tried: Option<Instant>,
}

impl Bell {
    pub(crate) fn new(pools: &Pools) -> Bell {
        Bell { pools: pools.clone(), ear: None, tried: None }
    }

    /// Begins to hear, where it does not. Whatever is saved after this rings.
    pub(crate) async fn arm(&mut self) {
        let (pool, Some(channel)) = self.pools.bell() else { return };
        if self.ear.is_some() || self.tried.is_some_and(|tried| tried.elapsed() < TRY) {
            return;
        }
        self.tried = Some(Instant::now());
        let listen = async {
            let mut ear = PgListener::connect_with(pool).await?;
            ear.eager_reconnect(false);
            ear.listen(channel).await?;
            Ok::<_, sqlx::Error>(ear)
        };
        self.ear = timeout(TRY, listen).await.ok().and_then(Result::ok);
    }

    /// Waits until it rings, or for a while: look in any case.
    pub(crate) async fn wait(&mut self) {
        let Some(ear) = &mut self.ear else { return sleep(LOOK_DEAF).await };
        match timeout(LOOK, ear.try_recv()).await {
            Ok(Ok(Some(_))) => while ear.next_buffered().is_some() {},
            Err(_) => {}
            // The connection is lost.
            Ok(Ok(None) | Err(_)) => {
                self.ear = None;
                self.tried = None;
            }
        }
    }
}
