//! Following the store: what another process saves comes into this process's snapshot, too.

use crate::engine::{Engine, EngineError};
use qianxian_store::Sequence;
use std::{future::Future, pin::pin, time::Duration};
use tokio::time::sleep;

/// How long to rest after a failure: first, and at most.
const REST: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(10));

impl Engine {
    /// Brings the snapshot up to the store whenever anybody has saved something, until `stop` ends. A store that cannot
    /// be reached is asked again and again, more and more rarely; `trouble` hears the first failure of each row, and
    /// `None` when it is over. Meanwhile the last snapshot is served.
    pub async fn follow(&self, stop: impl Future<Output = ()>, trouble: impl Fn(Option<&EngineError>)) {
        let mut stop = pin!(stop);
        let mut listener = self.store().listen();
        let mut rest = None;
        loop {
            let seen = Sequence(self.snapshot().sequence as i64);
            let step = async {
                if rest.is_some() {
                    // To know that it is over, not only that something was saved.
                    self.refresh().await?;
                    return Ok(());
                }
                listener.changed(seen).await?;
                self.refresh().await.map(drop)
            };
            let ended = tokio::select! {
                () = &mut stop => return,
                ended = step => ended,
            };
            match ended {
                Ok(()) => {
                    if rest.take().is_some() {
                        trouble(None);
                    }
                }
                Err(error) => {
                    if rest.is_none() {
                        trouble(Some(&error));
                    }
                    let now = rest.map_or(REST.0, |before: Duration| (before * 2).min(REST.1));
                    rest = Some(now);
                    tokio::select! {
                        () = &mut stop => return,
                        () = sleep(now) => {}
                    }
                }
            }
        }
    }
}
