//! Answers of the search.

use super::matches::word;
use qianxian_engine::{SearchAnswer, SearchHit, Snapshot};
use serde::Serialize;
use utoipa::ToSchema;

/// A word of the query as it was understood.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChipView {
    /// 产品, 工艺, 地区, 资质, 材料, 型号, 角色, 企业.
    pub kind: &'static str,
    /// As typed; hand it back in `without` to take it out.
    pub typed: String,
    /// What it was understood as.
    pub meaning: String,
}

/// One answer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HitView {
    /// Id of the company.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it is.
    pub place: String,
    /// The statement that matched, in its own words.
    pub line: String,
    /// Parts of `line` that matched: first and last position in Unicode characters, the last one outside.
    pub highlights: Vec<[usize; 2]>,
    /// How sure the statement is, by code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// How far it is from what was asked, by code: `exact`, `synonym`, `sound`, …
    pub step: String,
    /// Why it is here.
    pub why: String,
}

impl HitView {
    /// A hit of a snapshot.
    pub fn of(snapshot: &Snapshot, hit: &SearchHit) -> HitView {
        let characters = |byte: usize| hit.line.get(..byte).map_or(0, |text| text.chars().count());
        HitView {
            id: snapshot.graph.company(hit.company).company.id.to_string(),
            name: hit.name.clone(),
            place: hit.place.clone(),
            line: hit.line.clone(),
            highlights: hit.highlights.iter().map(|part| [characters(part.start), characters(part.end)]).collect(),
            evidence: hit.evidence.map(|level| level.code().to_owned()),
            step: word(&hit.step),
            why: hit.why.clone(),
        }
    }
}

/// What a search found.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SearchView {
    /// The query as understood.
    pub chips: Vec<ChipView>,
    /// What was relaxed, in words and in order.
    pub relaxed: Vec<String>,
    /// Answers, best first.
    pub hits: Vec<HitView>,
    /// 仅供参考: near answers, best first.
    pub reference: Vec<HitView>,
    /// Nobody was found: the query may be recorded as an unmet need.
    pub unmet: bool,
}

impl SearchView {
    /// The answer of a search on a snapshot.
    pub fn of(snapshot: &Snapshot, answer: &SearchAnswer) -> SearchView {
        let chip = |chip: &qianxian_engine::Chip| ChipView {
            kind: chip.kind,
            typed: chip.typed.clone(),
            meaning: chip.meaning.clone(),
        };
        let hits = |hits: &[SearchHit]| hits.iter().map(|hit| HitView::of(snapshot, hit)).collect();
        SearchView {
            chips: answer.chips.iter().map(chip).collect(),
            relaxed: answer.relaxed.clone(),
            hits: hits(&answer.hits),
            reference: hits(&answer.reference),
            unmet: answer.unmet,
        }
    }
}
