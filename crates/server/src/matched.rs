//! Answers of the matching, remembered for as long as their snapshot is the current one: the same snapshot gives the same
//! answer, and one morning's visitors ask for the same few companies.

use qianxian_core::CompanyIx;
use qianxian_engine::Snapshot;
use qianxian_matching::{Answer, Ask, Request, Way, partners};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Most matches and exclusions that are remembered; then all are forgotten.
const MOST: usize = 100_000;

/// What was asked.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    company: CompanyIx,
    ask: u8,
    ways: Vec<Way>,
    limit: usize,
}

/// Answers of one snapshot.
#[derive(Default)]
struct Known {
    snapshot: Option<Arc<Snapshot>>,
    answers: HashMap<Key, Arc<Answer>>,
    /// Matches and exclusions in `answers`.
    size: usize,
}

/// The answers that are remembered.
#[derive(Default)]
pub(crate) struct Matched(Mutex<Known>);

impl Matched {
    /// Partners of one company, without the ranking of everybody that evaluations read.
    pub(crate) fn partners(&self, snapshot: &Arc<Snapshot>, company: CompanyIx, request: &Request) -> Arc<Answer> {
        let work = || {
            let answer = snapshot.matching(|ctx| partners(ctx, company, request));
            Arc::new(Answer { ranking: Vec::new(), ..answer })
        };
        if request.candidates.is_some() || request.leave_out_asked {
            return work();
        }
        let ask = match request.ask {
            Ask::Supplier => 0,
            Ask::Customer => 1,
            Ask::Partner => 2,
        };
        let key = Key { company, ask, ways: request.ways.clone(), limit: request.limit };
        if let Some(answer) = self.known(snapshot, &key) {
            return answer;
        }
        let answer = work();
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A request that began on an older snapshot leaves nothing behind.
        if known.snapshot.as_ref().is_some_and(|current| Arc::ptr_eq(current, snapshot)) {
            if known.size > MOST {
                *known = Known { snapshot: known.snapshot.take(), ..Known::default() };
            }
            known.size += answer.matches.len() + answer.excluded.len();
            known.answers.insert(key, answer.clone());
        }
        answer
    }

    /// What is remembered; the answers of another snapshot than the current one are forgotten.
    fn known(&self, snapshot: &Arc<Snapshot>, key: &Key) -> Option<Arc<Answer>> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &known.snapshot {
            Some(current) if Arc::ptr_eq(current, snapshot) => known.answers.get(key).cloned(),
            Some(current) if current.sequence > snapshot.sequence => None,
            _ => {
                *known = Known { snapshot: Some(snapshot.clone()), ..Known::default() };
                None
            }
        }
    }
}
