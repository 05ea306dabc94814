//! Answers of the search.

use super::{matches::word, open};
use crate::access::Principal;
use qianxian_engine::{SavedSearch, SearchAnswer, SearchHit, Snapshot, SuggestedKind, UnmetQuery, search::Facets};
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

/// A value and how many hits have it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FacetView {
    /// The value, in Chinese.
    pub value: String,
    /// Hits that have it.
    pub count: usize,
}

/// What the hits have in common, most first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FacetsView {
    /// Places.
    pub places: Vec<FacetView>,
    /// Sorts of companies.
    pub kinds: Vec<FacetView>,
    /// How sure the matching statement is.
    pub evidence: Vec<FacetView>,
    /// Certificates.
    pub qualifications: Vec<FacetView>,
    /// 会员级别.
    pub levels: Vec<FacetView>,
}

impl From<&Facets> for FacetsView {
    fn from(facets: &Facets) -> FacetsView {
        let view = |list: &[(String, usize)]| {
            list.iter().map(|(value, count)| FacetView { value: value.clone(), count: *count }).collect()
        };
        FacetsView {
            places: view(&facets.places),
            kinds: view(&facets.kinds),
            evidence: view(&facets.evidence),
            qualifications: view(&facets.qualifications),
            levels: view(&facets.levels),
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
    /// Counts over the hits, where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facets: Option<FacetsView>,
    /// Nobody was found: the query may be recorded as an unmet need.
    pub unmet: bool,
}

impl SearchView {
    /// The answer of a search on a snapshot, for somebody: a hit by a financing need is shown only to whom that is open.
    pub fn of(snapshot: &Snapshot, answer: &SearchAnswer, who: &Principal) -> SearchView {
        let chip = |chip: &qianxian_engine::Chip| ChipView {
            kind: chip.kind,
            typed: chip.typed.clone(),
            meaning: chip.meaning.clone(),
        };
        let hits = |hits: &[SearchHit]| {
            let open = hits.iter().filter(|hit| is_open(snapshot, hit, who));
            open.map(|hit| HitView::of(snapshot, hit)).collect()
        };
        SearchView {
            chips: answer.chips.iter().map(chip).collect(),
            relaxed: answer.relaxed.clone(),
            hits: hits(&answer.hits),
            reference: hits(&answer.reference),
            facets: answer.facets.as_ref().map(FacetsView::from),
            unmet: answer.unmet,
        }
    }
}

fn is_open(snapshot: &Snapshot, hit: &SearchHit, who: &Principal) -> bool {
    let node = snapshot.graph.company(hit.company);
    let closed = node.needs.iter().filter(|need| !open::sees_need(who, &need.need));
    closed.into_iter().all(|need| need.need.text != hit.line)
}

/// A completion of what is being typed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SuggestionView {
    /// The whole word.
    pub term: String,
    /// `capability`, `place` or `company`.
    pub kind: String,
    /// The same in Chinese.
    pub kind_zh: &'static str,
}

impl SuggestionView {
    /// A suggestion of the engine.
    pub fn new(term: &str, kind: SuggestedKind) -> SuggestionView {
        SuggestionView { term: term.to_owned(), kind: word(&kind), kind_zh: kind.zh() }
    }
}

/// A search kept under a name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SavedSearchView {
    /// What it is called.
    pub name: String,
    /// The query as typed.
    pub query: String,
    /// Chips taken out.
    pub without: Vec<String>,
    /// Companies it found when it was last run.
    pub found: usize,
    /// When it was last run.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Date)]
    pub last_run: Option<String>,
}

impl From<SavedSearch> for SavedSearchView {
    fn from(saved: SavedSearch) -> SavedSearchView {
        let SavedSearch { name, query, without, found, last_run } = saved;
        SavedSearchView { name, query, without, found: found.len(), last_run }
    }
}

/// A saved search run again.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SavedRunView {
    /// The answer.
    pub answer: SearchView,
    /// Names of companies that were not found the last time.
    pub new: Vec<String>,
    /// When it was run before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = Date)]
    pub before: Option<String>,
}

/// A query that nobody here answers.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UnmetView {
    /// As typed.
    pub query: String,
    /// How often it was recorded.
    pub times: u32,
    /// When last.
    #[schema(format = Date)]
    pub last: String,
    /// Who recorded it last.
    pub who: String,
}

impl From<UnmetQuery> for UnmetView {
    fn from(unmet: UnmetQuery) -> UnmetView {
        let UnmetQuery { query, times, last, who } = unmet;
        UnmetView { query, times, last, who }
    }
}
