//! What persons decided about the identity of companies and the meaning of columns, kept as settings of the store.

use crate::engine::{Engine, EngineError};
use qianxian_core::CompanyId;
use qianxian_intake::{Mapping, Roster};
use qianxian_store::{Rows, Setting, SettingKey};
use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Settings that say of two companies that they are not one: `names.distinct.A.B`.
const DISTINCT: &str = "names.distinct.";
/// Settings that say which company another one went into: `names.merged.B`.
const MERGED: &str = "names.merged.";
/// The setting that keeps corrected columns, by the shape of the sheet.
const MAPPINGS: &str = "import.mappings";

/// A company that a person merged into another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    /// The one that went.
    pub gone: CompanyId,
    /// The one that stays.
    pub into: CompanyId,
    /// Full name of the one that went.
    pub name: String,
    /// Its credit code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_code: Option<String>,
    /// Its id in the roster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roster_id: Option<String>,
}

impl Merge {
    /// The setting that remembers it.
    pub(crate) fn setting(&self) -> Result<Setting, EngineError> {
        let value = serde_json::to_value(self).map_err(EngineError::Setting)?;
        Ok(Setting { key: SettingKey(format!("{MERGED}{}", self.gone)), value })
    }
}

/// All decisions about identity.
#[derive(Debug, Clone, Default)]
pub struct Decisions {
    /// Merges that hold.
    pub merges: Vec<Merge>,
    distinct: FxHashSet<(CompanyId, CompanyId)>,
}

impl Decisions {
    /// Whether a person said that two companies are not one.
    pub fn are_distinct(&self, a: CompanyId, b: CompanyId) -> bool {
        self.distinct.contains(&(a.min(b), a.max(b)))
    }

    /// Pairs of which a person said that they are not one, in no particular order.
    pub fn distinct(&self) -> impl Iterator<Item = (CompanyId, CompanyId)> + '_ {
        self.distinct.iter().copied()
    }
}

/// The key under which 「不是同一家」 is remembered.
pub(crate) fn distinct_key(a: CompanyId, b: CompanyId) -> SettingKey {
    SettingKey(format!("{DISTINCT}{}.{}", a.min(b), a.max(b)))
}

impl Engine {
    /// What was decided about identity so far. Settings that cannot be read are passed over: they decide nothing.
    pub async fn decisions(&self) -> Result<Decisions, EngineError> {
        let mut decisions = Decisions::default();
        for setting in self.store().list::<Setting>(Rows::Live).await? {
            let Setting { key, value } = setting.value;
            if let Some(pair) = key.0.strip_prefix(DISTINCT) {
                let pair = pair.split_once('.').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
                decisions.distinct.extend(pair);
            } else if key.0.starts_with(MERGED) {
                decisions.merges.extend(serde_json::from_value::<Merge>(value));
            }
        }
        // A chain of merges leads to the one that is left.
        let into: BTreeMap<CompanyId, CompanyId> =
            decisions.merges.iter().map(|merge| (merge.gone, merge.into)).collect();
        for merge in &mut decisions.merges {
            for _ in 0..into.len() {
                match into.get(&merge.into) {
                    Some(next) => merge.into = *next,
                    None => break,
                }
            }
        }
        Ok(decisions)
    }

    /// What persons said about the columns of files of the shape of this one; empty where nobody did.
    pub async fn mapping_for(&self, roster: &Roster) -> Result<Mapping, EngineError> {
        let known = self.mappings().await?;
        let mut mapping = Mapping::default();
        for shape in shapes(roster) {
            mapping.columns.extend(known.get(&shape).into_iter().flat_map(|said| said.columns.clone()));
        }
        Ok(mapping)
    }

    /// Remembers what a person said about the columns of files of the shape of this one.
    pub async fn remember_mapping(&self, roster: &Roster, said: &Mapping, who: &str) -> Result<(), EngineError> {
        let mut known = self.mappings().await?;
        for shape in shapes(roster) {
            known.entry(shape).or_default().columns.extend(said.columns.clone());
        }
        let value = serde_json::to_value(known).map_err(EngineError::Setting)?;
        let mut unit = self.store().begin(self.author(who)).await?;
        unit.upsert(&[Setting { key: MAPPINGS.into(), value }]).await?;
        unit.save().await?;
        Ok(())
    }

    async fn mappings(&self) -> Result<BTreeMap<String, Mapping>, EngineError> {
        let setting = self.store().lookup::<Setting>(&MAPPINGS.into()).await?;
        let live = setting.filter(|setting| setting.deleted.is_none());
        Ok(live.and_then(|setting| serde_json::from_value(setting.value.value).ok()).unwrap_or_default())
    }
}

fn shapes(roster: &Roster) -> impl Iterator<Item = String> + '_ {
    roster.sheets.iter().map(qianxian_intake::SheetReading::shape).filter(|shape| !shape.is_empty())
}
