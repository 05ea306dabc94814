//! Queries that found nobody, kept for the secretariat: 未满足需求. A need belongs to a company of the roster; a query
//! has none, so that it is kept as a setting of the store until somebody is found to whom it belongs.

use crate::engine::{Engine, EngineError};
use qianxian_store::{Author, Rows, Setting, SettingKey};
use serde::{Deserialize, Serialize};

/// Keys of settings that hold an unmet query begin so.
const KEY: &str = "search.unmet.";

/// A query that nobody here answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnmetQuery {
    /// As typed.
    pub query: String,
    /// How often it was recorded.
    pub times: u32,
    /// When last, as a date.
    pub last: String,
    /// Who recorded it last.
    pub who: String,
}

impl Engine {
    /// Records a query as an unmet need; the same words are counted, not repeated.
    pub async fn record_unmet(&self, query: &str, author: Author) -> Result<UnmetQuery, EngineError> {
        let words: String = query.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect();
        let key = SettingKey(format!("{KEY}{}", qianxian_text::fold_key(&words)));
        let known = self.store().lookup::<Setting>(&key).await?.filter(|setting| setting.deleted.is_none());
        let before: Option<UnmetQuery> = known.and_then(|setting| serde_json::from_value(setting.value.value).ok());
        let unmet = UnmetQuery {
            query: words,
            times: before.map_or(0, |before| before.times) + 1,
            last: self.snapshot().today.to_string(),
            who: author.who.clone(),
        };
        let value = serde_json::to_value(&unmet).unwrap_or_default();
        let mut unit = self.store().begin(author).await?;
        unit.upsert(&[Setting { key, value }]).await?;
        unit.save().await?;
        self.refresh().await?;
        Ok(unmet)
    }

    /// All unmet queries, the most recorded first.
    pub async fn unmet_queries(&self) -> Result<Vec<UnmetQuery>, EngineError> {
        let settings = self.store().list::<Setting>(Rows::Live).await?.into_iter();
        let mut unmet: Vec<UnmetQuery> = settings
            .filter(|setting| setting.value.key.0.starts_with(KEY))
            .filter_map(|setting| serde_json::from_value(setting.value.value).ok())
            .collect();
        unmet.sort_by(|a, b| b.times.cmp(&a.times).then_with(|| a.query.cmp(&b.query)));
        Ok(unmet)
    }
}
