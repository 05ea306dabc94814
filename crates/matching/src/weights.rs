//! Weights and thresholds of the score: one versioned file, `data/weights.toml`, read as text.

use crate::way::Way;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything that can be tuned. No defaults: what is not in the file is an error.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// Version of the file, shown on cards and in logs.
    pub version: String,
    /// Log-odds that two companies drawn at random become partners: the score of no evidence at all.
    pub prior: f32,
    /// Weight of each evidence family.
    pub family: FamilyWeights,
    /// How much a path of each way is worth, 0..=1, before its evidence: how often such a path turns into a deal.
    pub way: BTreeMap<Way, f32>,
    /// How the strength of a path is put together.
    pub path: PathWeights,
    /// Log-odds for standing near each other.
    pub place: PlaceWeights,
    /// Log-odds against.
    pub against: AgainstWeights,
    /// Scores from which a match counts as strong or possible.
    pub bands: Bands,
}

/// Weight of each evidence family: its log-odds are multiplied by it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FamilyWeights {
    /// Implied by the chain.
    pub chain: f32,
    /// Stated by one side: buys, needs, suffers.
    pub stated: f32,
    /// The other side's text names it.
    pub text: f32,
    /// Past deals of similar companies.
    pub history: f32,
    /// Both sides gain: paths in both directions.
    pub reciprocity: f32,
}

/// How the strength of a path is put together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathWeights {
    /// Share of a path's strength that does not depend on how specific the thing needed is.
    pub unspecific: f32,
    /// Exponent of 1/n where n companies could answer the same: 0 ignores it, 1 shares it out evenly.
    pub scarcity: f32,
    /// What an offer one step narrower than asked is worth.
    pub narrower: f32,
    /// What an offer one step broader than asked is worth.
    pub broader: f32,
    /// What remains of that where the broader thing is to be the one that takes what its kind takes.
    pub broad_user: f32,
    /// What a traded line is worth where a maker is looked for.
    pub traded: f32,
    /// What remains where the seller says its thing is for something else than the buyer makes (汽车轴承 for pumps).
    pub other_application: f32,
    /// What a statement is worth that names a thing only as what something else belongs to (电池材料).
    pub mere_mention: f32,
    /// What a field of technology is worth that a maker names: it uses it itself and does not offer it to others.
    pub own_know_how: f32,
}

/// Log-odds for standing near each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceWeights {
    /// Same district.
    pub district: f32,
    /// Same city.
    pub city: f32,
    /// Same province.
    pub province: f32,
}

/// Log-odds against, all 0 or below.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgainstWeights {
    /// They make the same thing in another line.
    pub rival_line: f32,
    /// They are suspected to belong together.
    pub suspected_affiliation: f32,
}

/// Scores from which a match counts as strong or possible.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bands {
    /// 强烈建议 from here.
    pub strong: f32,
    /// 可以一试 from here.
    pub possible: f32,
}

/// A weights file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("权重文件 {file} 有误：{problem}")]
pub struct WeightsError {
    /// File name.
    pub file: String,
    /// What is wrong.
    pub problem: String,
}

impl Weights {
    /// Reads a weights file.
    pub fn parse(file: &str, text: &str) -> Result<Weights, WeightsError> {
        let wrong = |problem: String| WeightsError { file: file.to_owned(), problem };
        let weights: Weights = toml::from_str(text).map_err(|e| wrong(e.message().to_owned()))?;
        if let Some(missing) = Way::ALL.into_iter().find(|way| !weights.way.contains_key(way)) {
            return Err(wrong(format!("[way] 缺少 {}（{}）", missing.code(), missing.zh())));
        }
        Ok(weights)
    }

    /// How much a path of a way is worth before its evidence.
    pub fn way(&self, way: Way) -> f32 {
        self.way.get(&way).copied().unwrap_or(0.0)
    }
}
