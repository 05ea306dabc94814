//! Companies by what identifies them. Nothing merges by itself without one of these.

use super::ROSTER_ID;
use crate::{decisions::Decisions, snapshot::Snapshot};
use qianxian_core::{Company, CompanyId};
use qianxian_intake::Record;
use rustc_hash::{FxHashMap, FxHashSet};

/// Companies by credit code, id in the roster and normalised full name; and, of companies that a person merged, by what
/// those had.
pub(super) struct Known<'a> {
    snapshot: &'a Snapshot,
    by_key: FxHashMap<String, CompanyId>,
    /// Keys of companies that were merged into others.
    merged: FxHashSet<String>,
}

/// A company that a record means.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) id: CompanyId,
    /// The record bears its own name, not that of a company merged into it.
    pub(super) own_name: bool,
}

impl<'a> Known<'a> {
    pub(super) fn new(snapshot: &'a Snapshot, decisions: &Decisions) -> Self {
        let mut known = Known { snapshot, by_key: FxHashMap::default(), merged: FxHashSet::default() };
        for (_, node) in snapshot.graph.companies() {
            known.note(&node.company);
        }
        for merge in decisions.merges.iter().filter(|merge| snapshot.graph.find(merge.into).is_some()) {
            let keys = known.keys(&merge.name, merge.credit_code.as_deref(), merge.roster_id.as_deref());
            for key in keys.into_iter().chain([format!("own:{}", merge.gone)]) {
                if !known.by_key.contains_key(&key) {
                    known.by_key.insert(key.clone(), merge.into);
                    known.merged.insert(key);
                }
            }
        }
        known
    }

    pub(super) fn note(&mut self, company: &Company) {
        let id = company.external_ids.get(ROSTER_ID).map(String::as_str);
        for key in self.keys(&company.name, company.credit_code.as_deref(), id) {
            self.by_key.entry(key).or_insert(company.id);
        }
        self.by_key.insert(format!("own:{}", company.id), company.id);
    }

    pub(super) fn find(&self, record: &Record) -> Option<Found> {
        let own = record.own_id.as_ref().map(|id| format!("own:{id}"));
        let keys = self.keys(&record.name, record.credit_code.as_deref(), record.external_id.as_deref());
        own.into_iter().chain(keys).find_map(|key| {
            let id = *self.by_key.get(&key)?;
            Some(Found { id, own_name: !self.merged.contains(&key) })
        })
    }

    /// Surest first. A name says the same company only where no two different codes or ids speak against it.
    fn keys(&self, name: &str, code: Option<&str>, id: Option<&str>) -> Vec<String> {
        let name = self.snapshot.knowledge.names.key(name);
        match (code, id) {
            (Some(code), _) => vec![format!("code:{code}"), format!("name:{name}")],
            (None, Some(id)) => vec![format!("id:{id}"), format!("name:{name}")],
            (None, None) => vec![format!("name:{name}")],
        }
    }
}
