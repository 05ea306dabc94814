//! Capabilities and their relations.

use super::matches::word;
use qianxian_core::{
    CapIx, Chain, RelationKind,
    chain::{ChainStats, Towards},
};
use serde::Serialize;
use utoipa::ToSchema;

/// One relation, as read from a capability.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RelationView {
    /// Kind by code: `input_of`, `made_by`, …
    pub kind: String,
    /// `to`: the capability itself stands first; `from`: the other one does.
    pub towards: &'static str,
    /// In words: 要用, 用于制造, …
    pub words: &'static str,
    /// The other capability's slug.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// 必需, 常用 or 偶尔.
    pub strength_zh: &'static str,
    /// Where it is written.
    pub source: String,
}

/// A capability.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CapabilityView {
    /// Its slug.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Kind by code.
    pub kind: String,
    /// The same in Chinese.
    pub kind_zh: &'static str,
    /// Other names.
    pub aliases: Vec<String>,
    /// English names.
    pub english: Vec<String>,
    /// Sector by code.
    pub sector: String,
    /// Where it is written.
    pub source: String,
    /// Companies that make or do it.
    pub offered_by: usize,
    /// Its relations.
    pub relations: Vec<RelationView>,
}

impl CapabilityView {
    /// A capability of a chain.
    pub fn of(chain: &Chain, cap: CapIx, offered_by: usize) -> CapabilityView {
        let known = chain.cap(cap);
        let both = RelationKind::ALL.iter().flat_map(|kind| [Towards::To, Towards::From].map(|way| (*kind, way)));
        // Pairs are the same from both ends.
        let each = both.filter(|(kind, towards)| *kind != RelationKind::CoupledWith || *towards == Towards::To);
        let relations = each.flat_map(|(kind, towards)| {
            chain.related(cap, kind, towards).into_iter().map(move |(other, relation)| RelationView {
                kind: word(&kind),
                towards: if towards == Towards::To { "to" } else { "from" },
                words: label(kind, towards),
                slug: chain.cap(other).slug.clone(),
                name: chain.name(other).to_owned(),
                strength_zh: relation.strength.zh(),
                source: relation.source.clone(),
            })
        });
        CapabilityView {
            slug: known.slug.clone(),
            name: known.name.clone(),
            kind: word(&known.kind),
            kind_zh: known.kind.zh(),
            aliases: known.aliases.clone(),
            english: known.english.clone(),
            sector: known.sector.clone(),
            source: known.source.clone(),
            offered_by,
            relations: relations.collect(),
        }
    }
}

/// A relation as read from one end.
fn label(kind: RelationKind, towards: Towards) -> &'static str {
    match (kind, towards) {
        (RelationKind::Broader, Towards::To) => "属于",
        (RelationKind::Broader, Towards::From) => "包括",
        (RelationKind::InputOf, Towards::To) => "用于制造",
        (RelationKind::InputOf, Towards::From) => "要用",
        (RelationKind::MadeBy, Towards::To) => "要经过工艺",
        (RelationKind::MadeBy, Towards::From) => "是其工艺",
        (RelationKind::Performs, Towards::To) => "能完成工艺",
        (RelationKind::Performs, Towards::From) => "由其完成",
        (RelationKind::CoupledWith, _) => "成套使用",
        (RelationKind::Cures, Towards::To) => "能解决",
        (RelationKind::Cures, Towards::From) => "由其解决",
        (RelationKind::ProneTo, Towards::To) => "常见困扰",
        (RelationKind::ProneTo, Towards::From) => "常困扰",
        (RelationKind::UsedIn, Towards::To) => "应用于",
        (RelationKind::UsedIn, Towards::From) => "用到",
        (RelationKind::Requires, Towards::To) => "需要资质",
        (RelationKind::Requires, Towards::From) => "是其资质",
    }
}

/// What the maker of a product usually needs.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ImpliedView {
    /// Slug of what is needed.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Kind in Chinese.
    pub kind_zh: &'static str,
    /// 0..=1.
    pub strength: f32,
    /// Why.
    pub reason: String,
}

/// What stands in one sector.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SectorView {
    /// Its code.
    pub sector: String,
    /// Its name.
    pub name: String,
    /// Capabilities.
    pub capabilities: usize,
    /// Products among them.
    pub products: usize,
    /// Other names.
    pub aliases: usize,
    /// Relations written there.
    pub relations: usize,
}

/// How much the chain knows.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChainStatsView {
    /// Capabilities.
    pub capabilities: usize,
    /// Relations, inherited ones left out.
    pub relations: usize,
    /// By sector.
    pub sectors: Vec<SectorView>,
}

impl From<ChainStats> for ChainStatsView {
    fn from(stats: ChainStats) -> ChainStatsView {
        let sector = |sector: qianxian_core::chain::SectorStats| SectorView {
            sector: sector.sector,
            name: sector.name,
            capabilities: sector.capabilities,
            products: sector.products,
            aliases: sector.aliases,
            relations: sector.relations,
        };
        ChainStatsView {
            capabilities: stats.total_capabilities,
            relations: stats.total_relations,
            sectors: stats.sectors.into_iter().map(sector).collect(),
        }
    }
}
