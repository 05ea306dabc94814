//! What is asked of a search.

use qianxian_core::{CompanyKind, CompanyNode, Evidence, Visibility};

/// A search: the words, what of them to leave out, and who may be found.
#[derive(Debug, Clone)]
pub struct SearchRequest {
    /// As typed.
    pub query: String,
    /// Chips taken out, by typed word, meaning or `类别=意思`.
    pub without: Vec<String>,
    /// Who may be found.
    pub filter: SearchFilter,
    /// Who asks: only what they may see is found.
    pub viewer: Visibility,
    /// At most so many hits and as many references.
    pub limit: usize,
    /// Count hits by place, kind, evidence, qualification and level.
    pub facets: bool,
}

impl SearchRequest {
    /// Everything the secretariat may see, twenty hits, no facets.
    pub fn new(query: impl Into<String>) -> Self {
        SearchRequest {
            query: query.into(),
            without: Vec::new(),
            filter: SearchFilter::default(),
            viewer: Visibility::Secretariat,
            limit: 20,
            facets: false,
        }
    }
}

/// Conditions on companies; an empty one is no condition, several add up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchFilter {
    /// In one of these places, of any level.
    pub places: Vec<String>,
    /// Of one of these kinds.
    pub kinds: Vec<CompanyKind>,
    /// The line that matched is at least so sure.
    pub evidence: Option<Evidence>,
    /// Has a line that says this word: ISO9001.
    pub qualification: Option<String>,
    /// 会员级别.
    pub level: Option<String>,
}

/// Column of the roster that holds the level.
pub(super) const LEVEL: &str = "会员级别";

impl SearchFilter {
    /// The company meets the conditions; evidence is a matter of lines.
    pub(super) fn allows(&self, node: &CompanyNode) -> bool {
        (self.kinds.is_empty() || self.kinds.contains(&node.kind))
            && (self.places.is_empty()
                || self.places.iter().any(|place| node.company.place.levels().any(|level| same_place(level, place))))
            && self
                .level
                .as_ref()
                .is_none_or(|level| node.company.other.get(LEVEL).is_some_and(|own| own.contains(level.as_str())))
            && self
                .qualification
                .as_ref()
                .is_none_or(|word| node.lines.iter().any(|line| line.line.text.contains(word.as_str())))
    }
}

/// 张店区 and 张店 are one place.
pub(super) fn same_place(a: &str, b: &str) -> bool {
    bare(a) == bare(b)
}

fn bare(place: &str) -> &str {
    let ends = ['省', '市', '区', '县'];
    if place.chars().count() > 2 { place.strip_suffix(ends).unwrap_or(place) } else { place }
}
