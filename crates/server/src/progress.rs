//! How far imports under way have come, for who looks on: a place in memory for each, gone a while after it ended.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::watch;
use uuid::Uuid;

/// One moment of an import.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Step {
    /// Things written.
    pub(crate) done: u64,
    /// Things to be written; 0 before that is known.
    pub(crate) all: u64,
    /// How it ended: nothing while it goes on, then a Chinese sentence of what went wrong, or an empty one.
    pub(crate) ended: Option<String>,
}

/// Imports under way, by their id.
#[derive(Debug, Clone, Default)]
pub(crate) struct Progress(Arc<Mutex<HashMap<Uuid, watch::Sender<Step>>>>);

impl Progress {
    /// Begins to tell about an import. Those that ended and that nobody looks at are forgotten.
    pub(crate) fn begin(&self, id: Uuid) -> watch::Sender<Step> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|_, sender| sender.borrow().ended.is_none() || sender.receiver_count() > 0);
        let sender = watch::Sender::new(Step::default());
        known.insert(id, sender.clone());
        sender
    }

    /// Looks on at an import; nothing where none of that id was begun here lately.
    pub(crate) fn watch(&self, id: Uuid) -> Option<watch::Receiver<Step>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&id).map(watch::Sender::subscribe)
    }

    /// Whether an import is being written now.
    pub(crate) fn is_writing(&self, id: Uuid) -> bool {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&id).is_some_and(|sender| sender.borrow().ended.is_none())
    }
}
