//! Waiting for changes, whichever process makes them.

use crate::{
    contract::{Sequence, Store},
    db::Bell,
    error::StoreError,
};

/// One who waits for changes: PostgreSQL rings when something is saved; a file is looked at twice a second.
#[derive(Debug)]
pub struct Listener {
    store: Store,
    bell: Bell,
}

impl Listener {
    pub(crate) fn new(store: &Store) -> Listener {
        Listener { store: store.clone(), bell: store.db().bell() }
    }

    /// Waits until the last unit of work is another one than `seen`, and gives its number. A smaller one means that an
    /// older state of the database came back. Fails where the database cannot be asked: try again after a while.
    pub async fn changed(&mut self, seen: Sequence) -> Result<Sequence, StoreError> {
        loop {
            // First the ear, then the look: what is saved between the two is heard.
            self.bell.arm().await;
            let now = self.store.sequence().await?;
            if now != seen {
                return Ok(now);
            }
            self.bell.wait().await;
        }
    }
}
