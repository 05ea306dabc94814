//! The chain (产业链知识): capabilities and the relations between them.
//!
//! Packs (`data/chain/*.chain`) are parsed by [`pack`], put together and checked by [`build`], and read through
//! [`Chain`], an immutable petgraph graph with closures and implied needs worked out once. petgraph's indices never
//! leave this module: the rest of the program holds a [`CapIx`], valid for one `Chain` only and never stored;
//! what is stored is the slug.

pub mod build;
pub mod needs;
pub mod pack;
mod stats;

use crate::vocabulary::vocabulary;
use petgraph::{Direction, graph::DiGraph, visit::EdgeRef};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

pub use build::{Finding, Severity, build, check_products};
pub use needs::{ImpliedNeed, NeedRole};
pub use pack::{Pack, PackError, parse_pack};
pub use stats::{ChainStats, SectorStats};

vocabulary! {
    /// What a node of the chain is.
    "能力类别" CapabilityKind {
        /// A thing that is made and sold.
        Product = "product" "产品",
        /// Something done to a thing: welding, casting.
        Process = "process" "工艺",
        /// A service.
        Service = "service" "服务",
        /// A field of knowledge.
        Technology = "technology" "技术",
        /// A certificate or licence.
        Qualification = "qualification" "资质",
        /// Something a company suffers from.
        Pain = "pain" "困扰",
        /// An industry or place of use; nobody sells it, it only answers `used_in`.
        Industry = "industry" "应用行业",
    }
}

vocabulary! {
    /// What a relation says. `from` and `to` as in `from broader to`: 离心泵 broader 泵.
    "关系" RelationKind {
        /// `from` is a kind of `to`.
        Broader = "broader" "属于",
        /// `from` is a component or material of `to`.
        InputOf = "input_of" "用于制造",
        /// `from` is made by process `to`.
        MadeBy = "made_by" "需要工艺",
        /// Equipment or service `from` performs process `to`.
        Performs = "performs" "完成工艺",
        /// `from` and `to` work as a pair; read both ways.
        CoupledWith = "coupled_with" "成套使用",
        /// `from` cures pain `to`.
        Cures = "cures" "解决",
        /// Makers or doers of `from` typically suffer from pain `to`.
        ProneTo = "prone_to" "常见困扰",
        /// `from` is used in industry or bigger product `to`.
        UsedIn = "used_in" "应用于",
        /// Makers of `from` hold qualification `to`.
        Requires = "requires" "需要资质",
    }
}

vocabulary! {
    /// How regularly a relation holds.
    "强度" Strength {
        /// Now and then.
        Occasional = "occasional" "偶尔",
        /// Usually.
        Typical = "typical" "通常",
        /// Nearly always.
        Core = "core" "核心",
    }
}

impl Strength {
    /// Share of makers for which the relation holds, roughly: nearly all, most, one in four. Chosen, not fitted.
    pub const fn weight(self) -> f32 {
        match self {
            Strength::Core => 1.0,
            Strength::Typical => 0.6,
            Strength::Occasional => 0.25,
        }
    }
}

/// A node of the chain. Valid for the [`Chain`] that gave it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CapIx(u32);

impl CapIx {
    /// Position in `0..chain.len()`, for tables beside the chain.
    pub const fn index(self) -> usize {
        self.0 as usize
    }

    /// The capability at a position of [`CapIx::index`].
    pub const fn from_index(index: usize) -> Self {
        CapIx(index as u32)
    }

    fn node(self) -> petgraph::graph::NodeIndex {
        petgraph::graph::NodeIndex::new(self.index())
    }
}

/// A word that means a capability only near one of its context words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sense {
    /// The ambiguous word: 风机.
    pub word: String,
    /// Words of which one must stand nearby: 风电, 塔筒.
    pub context: Vec<String>,
}

/// A node of the chain: something that can be made, bought, done, known, held or suffered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capability {
    /// Stable ASCII name, never used again for something else.
    pub slug: String,
    /// Chinese name.
    pub name: String,
    /// What it is.
    pub kind: CapabilityKind,
    /// Other Chinese words for the very same thing.
    pub aliases: Vec<String>,
    /// English names and abbreviations.
    pub english: Vec<String>,
    /// Words that mean it in some contexts only.
    pub senses: Vec<Sense>,
    /// Slug of its sector.
    pub sector: String,
    /// Where it is defined: `data/chain/pump.chain:12`.
    pub source: String,
}

/// What a relation says and where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// What it says.
    pub kind: RelationKind,
    /// How regularly it holds.
    pub strength: Strength,
    /// Where it is written: `data/chain/pump.chain:14`.
    pub source: String,
}

/// Which end of a relation is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Towards {
    /// Follow relations from the capability.
    To,
    /// Follow relations into the capability.
    From,
}

/// The immutable graph of capabilities.
#[derive(Debug)]
pub struct Chain {
    graph: DiGraph<Capability, Relation>,
    by_slug: FxHashMap<String, CapIx>,
    by_name: FxHashMap<String, CapIx>,
    sectors: Vec<(String, String)>,
    ancestors: Vec<Box<[(CapIx, u8)]>>,
    descendants: Vec<Box<[(CapIx, u8)]>>,
    direct_needs: Vec<Box<[ImpliedNeed]>>,
    /// First-hop and second-hand needs, worked out when first asked for.
    needs: Vec<OnceLock<Box<[ImpliedNeed]>>>,
    users: Vec<Box<[(CapIx, u16)]>>,
    specificity: Vec<f32>,
}

impl Chain {
    /// Number of capabilities.
    pub fn len(&self) -> usize {
        self.graph.node_count()
    }

    /// True for a chain without a capability.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of relations, inherited ones not counted.
    pub fn relation_count(&self) -> usize {
        self.graph.edge_count()
    }

    /// All capabilities, in the order of the packs.
    pub fn iter(&self) -> impl Iterator<Item = CapIx> + use<> {
        (0..self.graph.node_count()).map(CapIx::from_index)
    }

    /// The capability itself.
    pub fn cap(&self, ix: CapIx) -> &Capability {
        &self.graph[ix.node()]
    }

    /// Its Chinese name.
    pub fn name(&self, ix: CapIx) -> &str {
        &self.cap(ix).name
    }

    /// By slug; old slugs are redirected.
    pub fn find_slug(&self, slug: &str) -> Option<CapIx> {
        self.by_slug.get(slug).copied()
    }

    /// By Chinese name, alias or English name, spelling levelled by [`build::name_key`]. Words that have several
    /// senses give the plain one.
    pub fn find_name(&self, name: &str) -> Option<CapIx> {
        self.by_name.get(&build::name_key(name)).copied()
    }

    /// Sectors in pack order: slug and Chinese name.
    pub fn sectors(&self) -> &[(String, String)] {
        &self.sectors
    }

    /// Relations of one kind at one capability, strongest first, then in the order of the packs.
    /// `coupled_with` is read both ways whatever `towards` says.
    pub fn related(&self, ix: CapIx, kind: RelationKind, towards: Towards) -> Vec<(CapIx, &Relation)> {
        let mut found: Vec<(CapIx, &Relation)> = Vec::new();
        for side in [Towards::To, Towards::From] {
            if side == towards || kind == RelationKind::CoupledWith {
                found.extend(self.edges(ix, side).filter(|(_, relation)| relation.kind == kind));
            }
        }
        found.sort_by_key(|(to, relation)| (std::cmp::Reverse(relation.strength), *to));
        found
    }

    fn edges(&self, ix: CapIx, towards: Towards) -> impl Iterator<Item = (CapIx, &Relation)> {
        let direction = match towards {
            Towards::To => Direction::Outgoing,
            Towards::From => Direction::Incoming,
        };
        self.graph.edges_directed(ix.node(), direction).map(move |edge| {
            let other = if towards == Towards::To { edge.target() } else { edge.source() };
            (CapIx::from_index(other.index()), edge.weight())
        })
    }

    /// Every relation: from, relation, to.
    pub fn relations(&self) -> impl Iterator<Item = (CapIx, &Relation, CapIx)> {
        self.graph.edge_references().map(|edge| {
            (CapIx::from_index(edge.source().index()), edge.weight(), CapIx::from_index(edge.target().index()))
        })
    }

    /// What it is a kind of, nearest first, with the number of steps (1..).
    pub fn ancestors(&self, ix: CapIx) -> &[(CapIx, u8)] {
        &self.ancestors[ix.index()]
    }

    /// Its kinds, nearest first, with the number of steps (1..).
    pub fn descendants(&self, ix: CapIx) -> &[(CapIx, u8)] {
        &self.descendants[ix.index()]
    }

    /// Steps from `kind` up to `ancestor`: `Some(0)` for the same, `None` if it is not a kind of it.
    pub fn steps_up(&self, kind: CapIx, ancestor: CapIx) -> Option<u8> {
        if kind == ancestor {
            return Some(0);
        }
        self.ancestors(kind).iter().find(|(a, _)| *a == ancestor).map(|(_, steps)| *steps)
    }

    /// What a maker (or doer) of it needs, best first: own, inherited and second-hand (see [`needs`]).
    pub fn needs(&self, ix: CapIx) -> &[ImpliedNeed] {
        self.needs[ix.index()].get_or_init(|| needs::with_second_hand(&self.direct_needs, &self.ancestors, ix))
    }

    /// The first-hop part of [`Chain::needs`], in no particular order.
    pub fn direct_needs(&self, ix: CapIx) -> &[ImpliedNeed] {
        &self.direct_needs[ix.index()]
    }

    /// Whose makers need it at first hop: the reverse of [`Chain::direct_needs`].
    pub fn users(&self, ix: CapIx) -> impl Iterator<Item = (CapIx, &ImpliedNeed)> {
        self.users[ix.index()].iter().map(|(user, at)| (*user, &self.direct_needs[user.index()][*at as usize]))
    }

    /// How telling it is that somebody needs this, 0.05..=1: a part of everything (钢板) tells little, a part of few
    /// things (扭矩传感器) tells much. 1 - ln(1 + uses) / ln(1 + most uses), uses counted in relations as written.
    pub fn specificity(&self, ix: CapIx) -> f32 {
        self.specificity[ix.index()]
    }

    /// Pains that somebody who makes or does it typically has, own first, then inherited, with the weight 0..=1.
    pub fn typical_pains(&self, ix: CapIx) -> Vec<(CapIx, f32)> {
        let mut pains: Vec<(CapIx, f32)> = Vec::new();
        for (cap, steps) in std::iter::once((ix, 0u8)).chain(self.ancestors(ix).iter().copied()) {
            for (pain, relation) in self.related(cap, RelationKind::ProneTo, Towards::To) {
                if pains.iter().all(|(p, _)| *p != pain) {
                    pains.push((pain, relation.strength.weight() * needs::INHERIT.powi(i32::from(steps))));
                }
            }
        }
        pains
    }
}
