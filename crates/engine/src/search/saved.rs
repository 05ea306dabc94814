//! Saved searches: kept as settings of the store, with the companies they found when they were last run.

use super::SearchRequest;
use crate::{
    engine::{Engine, EngineError},
    search::SearchAnswer,
    snapshot::Snapshot,
};
use qianxian_core::{CompanyId, Visibility};
use qianxian_store::{Author, Rows, Setting, SettingKey, Versioned};
use serde::{Deserialize, Serialize};

/// Keys of settings that hold a saved search begin so.
const KEY: &str = "search.saved.";
/// Hits that are remembered.
const REMEMBERED: usize = 200;

/// A search kept under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedSearch {
    /// What it is called.
    pub name: String,
    /// The query as typed.
    pub query: String,
    /// Chips taken out.
    #[serde(default)]
    pub without: Vec<String>,
    /// What it found when it was last run.
    #[serde(default)]
    pub found: Vec<CompanyId>,
    /// When it was last run, as a date.
    #[serde(default)]
    pub last_run: Option<String>,
}

/// A saved search run again.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SavedSearchRun {
    /// The answer.
    pub answer: SearchAnswer,
    /// Names of the companies that were not found the last time; empty on the first run.
    pub new: Vec<String>,
    /// When it was run before.
    pub before: Option<String>,
}

impl SavedSearch {
    fn request(&self, viewer: Visibility) -> SearchRequest {
        SearchRequest { without: self.without.clone(), viewer, limit: REMEMBERED, ..SearchRequest::new(&self.query) }
    }
}

fn found(snapshot: &Snapshot, answer: &SearchAnswer) -> Vec<CompanyId> {
    answer.hits.iter().map(|hit| snapshot.graph.company(hit.company).company.id).collect()
}

fn key(name: &str) -> SettingKey {
    SettingKey(format!("{KEY}{name}"))
}

fn read(setting: Versioned<Setting>) -> Option<SavedSearch> {
    serde_json::from_value(setting.value.value).ok()
}

impl Engine {
    /// Keeps a search under a name, in place of one of that name, with what it finds now.
    pub async fn save_search(
        &self,
        name: &str,
        query: &str,
        without: &[String],
        viewer: Visibility,
        author: Author,
    ) -> Result<SavedSearch, EngineError> {
        let snapshot = self.snapshot();
        let mut saved = SavedSearch {
            name: name.to_owned(),
            query: query.to_owned(),
            without: without.to_vec(),
            found: Vec::new(),
            last_run: Some(snapshot.today.to_string()),
        };
        saved.found = found(&snapshot, &snapshot.search_with(&saved.request(viewer)));
        self.keep(&saved, author).await?;
        Ok(saved)
    }

    async fn keep(&self, search: &SavedSearch, author: Author) -> Result<(), EngineError> {
        let value = serde_json::to_value(search).unwrap_or_default();
        let mut unit = self.store().begin(author).await?;
        unit.upsert(&[Setting { key: key(&search.name), value }]).await?;
        unit.save().await?;
        self.refresh().await?;
        Ok(())
    }

    /// All saved searches, by name.
    pub async fn saved_searches(&self) -> Result<Vec<SavedSearch>, EngineError> {
        let settings = self.store().list::<Setting>(Rows::Live).await?;
        let mut saved: Vec<SavedSearch> =
            settings.into_iter().filter(|setting| setting.value.key.0.starts_with(KEY)).filter_map(read).collect();
        saved.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(saved)
    }

    /// Runs a saved search and remembers what it found; nothing where there is none of that name.
    pub async fn run_saved_search(
        &self,
        name: &str,
        viewer: Visibility,
        limit: usize,
        author: Author,
    ) -> Result<Option<SavedSearchRun>, EngineError> {
        let Some(setting) = self.store().lookup::<Setting>(&key(name)).await? else { return Ok(None) };
        if setting.deleted.is_some() {
            return Ok(None);
        }
        let Some(saved) = read(setting) else { return Ok(None) };
        let snapshot = self.snapshot();
        let mut answer = snapshot.search_with(&saved.request(viewer));
        let found = found(&snapshot, &answer);
        let new = answer
            .hits
            .iter()
            .zip(&found)
            .filter(|(_, id)| saved.last_run.is_some() && !saved.found.contains(id))
            .map(|(hit, _)| hit.name.clone())
            .collect();
        let before = saved.last_run.clone();
        let next = SavedSearch { found, last_run: Some(snapshot.today.to_string()), ..saved };
        self.keep(&next, author).await?;
        answer.hits.truncate(limit);
        answer.reference.truncate(limit);
        Ok(Some(SavedSearchRun { answer, new, before }))
    }

    /// Deletes a saved search; false where there is none of that name.
    pub async fn delete_search(&self, name: &str, author: Author) -> Result<bool, EngineError> {
        let Some(setting) = self.store().lookup::<Setting>(&key(name)).await? else { return Ok(false) };
        if setting.deleted.is_some() {
            return Ok(false);
        }
        let mut unit = self.store().begin(author).await?;
        unit.remove::<Setting>(&key(name), setting.version).await?;
        unit.save().await?;
        self.refresh().await?;
        Ok(true)
    }
}
