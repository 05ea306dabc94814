//! Steps of an import as server-sent events.

use crate::{
    progress::Step,
    views::{ImportState, ProgressView},
};
use axum::response::sse::Event;
use futures_util::{Stream, stream::unfold};
use std::convert::Infallible;
use tokio::sync::watch;

/// Where a stream stands.
enum Next {
    /// Nothing is under way here: one event says how it is.
    Only(Step),
    /// The step to tell first, then those that come.
    Tell(watch::Receiver<Step>, bool),
    /// Everything is told.
    End,
}

/// `progress` for each step, at last `done` or `failed`. Where nothing is under way, one event says how it is.
pub(super) fn steps(is: Step, watched: Option<watch::Receiver<Step>>) -> impl Stream<Item = Result<Event, Infallible>> {
    let first = watched.map_or(Next::Only(is), |receiver| Next::Tell(receiver, true));
    unfold(first, async |next| {
        let (step, then) = match next {
            Next::End => return None,
            Next::Only(step) => (step, Next::End),
            Next::Tell(mut receiver, first) => {
                // The writer is gone without a word: the server is stopping.
                let gone = !first && receiver.changed().await.is_err();
                let step = receiver.borrow_and_update().clone();
                let then = if gone || step.ended.is_some() { Next::End } else { Next::Tell(receiver, false) };
                (step, then)
            }
        };
        Some((Ok(event(&step, &then)), then))
    })
}

fn event(step: &Step, then: &Next) -> Event {
    let (name, state) = match (&step.ended, then) {
        (Some(words), _) if words.is_empty() => ("done", ImportState::Done),
        (Some(words), _) => return Event::default().event("failed").data(words.replace(['\r', '\n'], " ")),
        (None, Next::Tell(..)) => ("progress", ImportState::Writing),
        (None, _) => ("progress", ImportState::Waiting),
    };
    let shown = ProgressView { state, done: step.done, all: step.all };
    // A struct of numbers and words has a JSON.
    Event::default().event(name).data(serde_json::to_string(&shown).unwrap_or_default())
}
