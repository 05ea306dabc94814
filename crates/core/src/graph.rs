//! The capability graph: companies with their lines and needs, linked to the chain, bound to each other.
//!
//! It is immutable. A change makes a new graph that shares all but the changed companies: companies live in
//! [`Segment`]s, a changed company gets a new place in a new segment and its old place is dead. Places
//! ([`CompanyIx`]) are valid for one graph and are never stored.

use crate::{Bonds, CapIx, Chain, Company, CompanyId, CompanyKind, Evidence, Need, ProfileLine, Side};
use roaring::RoaringBitmap;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Place of a company in one [`CapabilityGraph`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CompanyIx(pub u32);

/// How a capability was recognised in a text, surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// A person confirmed it for this line.
    Confirmed,
    /// By its Chinese name.
    Name,
    /// By an alias or English name.
    Alias,
    /// By an ambiguous word and its context.
    Sense,
    /// Only the head noun is known: 全自动驾驶式洗地车 -> 洗地车.
    HeadNoun,
    /// It is named, but as what something belongs to: 泵 in 泵配件.
    Mention,
}

impl Found {
    /// The way in words, for the card.
    pub const fn zh(self) -> &'static str {
        match self {
            Found::Confirmed => "人工确认",
            Found::Name => "按名称",
            Found::Alias => "按别名",
            Found::Sense => "按上下文",
            Found::HeadNoun => "按中心词",
            Found::Mention => "只是提到",
        }
    }
}

/// A line or need names a capability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CapabilityLink {
    /// Which capability.
    pub cap: CapIx,
    /// How sure the recognition is, 0..=1.
    pub confidence: f32,
    /// How it was found.
    pub found: Found,
}

/// A profile line with what was recognised in it.
#[derive(Debug, Clone)]
pub struct LineNode {
    /// The line.
    pub line: Arc<ProfileLine>,
    /// Its level today, staleness reckoned in.
    pub evidence: Evidence,
    /// The capabilities it names, best first.
    pub links: Vec<CapabilityLink>,
    /// What it says the thing is for: 汽车 in 汽车轴承, 矿山 in 矿山用减速机.
    pub applications: Vec<CapIx>,
}

impl LineNode {
    /// How much the line is worth, 0..=1: its level times the root of the source's confidence. The root, because the
    /// level already says that an inference is one.
    pub fn weight(&self) -> f32 {
        self.evidence.weight() * self.line.confidence.sqrt()
    }
}

/// A need with what was recognised in it.
#[derive(Debug, Clone)]
pub struct NeedNode {
    /// The need.
    pub need: Arc<Need>,
    /// The capabilities it names, best first.
    pub links: Vec<CapabilityLink>,
}

/// A company with everything that is linked to the chain.
#[derive(Debug, Clone)]
pub struct CompanyNode {
    /// The company.
    pub company: Arc<Company>,
    /// Normalised name: breaks ties, finds by name.
    pub key: String,
    /// Kind as said, or as concluded from lines and name where not said.
    pub kind: CompanyKind,
    /// Its lines that hold today, in stored order, those concluded from its name last.
    pub lines: Vec<LineNode>,
    /// Its open needs.
    pub needs: Vec<NeedNode>,
}

impl CompanyNode {
    /// Capabilities of one side with the line that names them; one entry a link.
    pub fn links(&self, side: Side) -> impl Iterator<Item = (&LineNode, CapabilityLink)> {
        self.lines
            .iter()
            .filter(move |node| node.line.side == side)
            .flat_map(|node| node.links.iter().map(move |link| (node, *link)))
    }
}

/// One statement of one company about one capability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Posting {
    /// Whose.
    pub company: CompanyIx,
    /// Which of its lines (or needs).
    pub line: u16,
    /// Evidence times confidence of the recognition, 0..=1.
    pub weight: f32,
    /// How the capability was found in the line.
    pub found: Found,
}

type Postings = FxHashMap<CapIx, Vec<Posting>>;

/// A run of companies with their postings; immutable, shared between graphs.
#[derive(Debug)]
pub struct Segment {
    first: u32,
    companies: Vec<CompanyNode>,
    sides: [Postings; 4],
    needs: Postings,
    by_id: FxHashMap<CompanyId, u32>,
}

impl Segment {
    /// Companies at the places `first..first + companies.len()`.
    pub fn new(first: u32, companies: Vec<CompanyNode>) -> Self {
        let mut segment = Segment {
            first,
            sides: Default::default(),
            needs: Postings::default(),
            by_id: companies.iter().enumerate().map(|(at, node)| (node.company.id, first + at as u32)).collect(),
            companies: Vec::new(),
        };
        for (at, node) in companies.iter().enumerate() {
            let company = CompanyIx(first + at as u32);
            for (line, line_node) in node.lines.iter().enumerate() {
                for link in &line_node.links {
                    let weight = line_node.weight() * link.confidence;
                    let posting = Posting { company, line: line as u16, weight, found: link.found };
                    segment.sides[line_node.line.side as usize].entry(link.cap).or_default().push(posting);
                }
            }
            for (line, need) in node.needs.iter().enumerate() {
                for link in &need.links {
                    let posting = Posting { company, line: line as u16, weight: link.confidence, found: link.found };
                    segment.needs.entry(link.cap).or_default().push(posting);
                }
            }
        }
        segment.companies = companies;
        segment
    }

    fn end(&self) -> u32 {
        self.first + self.companies.len() as u32
    }
}

/// Companies above the chain.
#[derive(Debug, Clone)]
pub struct CapabilityGraph {
    chain: Arc<Chain>,
    segments: Vec<Arc<Segment>>,
    dead: RoaringBitmap,
    bonds: Arc<Bonds>,
}

impl CapabilityGraph {
    /// A graph of one segment.
    pub fn new(chain: Arc<Chain>, companies: Vec<CompanyNode>, bonds: Arc<Bonds>) -> Self {
        CapabilityGraph {
            chain,
            segments: vec![Arc::new(Segment::new(0, companies))],
            dead: RoaringBitmap::new(),
            bonds,
        }
    }

    /// The same graph with some companies changed or new, and some gone. Shares everything else.
    #[must_use]
    pub fn with_changes(&self, changed: Vec<CompanyNode>, gone: &[CompanyId]) -> Self {
        let mut next = self.clone();
        for id in gone.iter().copied().chain(changed.iter().map(|node| node.company.id)) {
            if let Some(old) = self.find(id) {
                next.dead.insert(old.0);
            }
        }
        if !changed.is_empty() {
            next.segments.push(Arc::new(Segment::new(self.slots(), changed)));
        }
        next
    }

    /// The same graph with other bonds.
    #[must_use]
    pub fn with_bonds(&self, bonds: Arc<Bonds>) -> Self {
        CapabilityGraph { bonds, ..self.clone() }
    }

    /// The same graph in one segment, without dead places. Places change.
    #[must_use]
    pub fn compacted(&self) -> Self {
        let companies = self.companies().map(|(_, node)| node.clone()).collect();
        CapabilityGraph::new(self.chain.clone(), companies, self.bonds.clone())
    }

    /// The chain below.
    pub fn chain(&self) -> &Chain {
        &self.chain
    }

    /// The chain below, to share.
    pub fn chain_arc(&self) -> &Arc<Chain> {
        &self.chain
    }

    /// What binds companies to each other.
    pub fn bonds(&self) -> &Bonds {
        &self.bonds
    }

    /// Places in use, dead ones included: the length for tables beside the graph.
    pub fn slots(&self) -> u32 {
        self.segments.last().map_or(0, |segment| segment.end())
    }

    /// Number of companies.
    pub fn len(&self) -> usize {
        self.slots() as usize - self.dead.len() as usize
    }

    /// True without any company.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of segments: a caller puts them together again when there are many.
    pub fn segment_count(&self) -> usize {
        self.segments.len()
    }

    /// The company at a place.
    pub fn company(&self, ix: CompanyIx) -> &CompanyNode {
        let segment = self.segments.partition_point(|segment| segment.end() <= ix.0);
        let segment = &self.segments[segment];
        &segment.companies[(ix.0 - segment.first) as usize]
    }

    /// All living companies, in order of place.
    pub fn companies(&self) -> impl Iterator<Item = (CompanyIx, &CompanyNode)> {
        self.segments.iter().flat_map(move |segment| {
            segment.companies.iter().enumerate().filter_map(move |(at, node)| {
                let ix = segment.first + at as u32;
                (!self.dead.contains(ix)).then_some((CompanyIx(ix), node))
            })
        })
    }

    /// The place of a company.
    pub fn find(&self, id: CompanyId) -> Option<CompanyIx> {
        let newest = self.segments.iter().rev().find_map(|segment| segment.by_id.get(&id).copied())?;
        (!self.dead.contains(newest)).then_some(CompanyIx(newest))
    }

    /// Who says something about a capability on one side.
    pub fn postings(&self, cap: CapIx, side: Side) -> impl Iterator<Item = &Posting> {
        self.segments
            .iter()
            .filter_map(move |segment| segment.sides[side as usize].get(&cap))
            .flatten()
            .filter(|posting| !self.dead.contains(posting.company.0))
    }

    /// Who has an open need for a capability.
    pub fn need_postings(&self, cap: CapIx) -> impl Iterator<Item = &Posting> {
        self.segments
            .iter()
            .filter_map(move |segment| segment.needs.get(&cap))
            .flatten()
            .filter(|posting| !self.dead.contains(posting.company.0))
    }

    /// Checks what must always hold; every sentence returned is a fault.
    pub fn verify(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut seen = FxHashMap::default();
        for (ix, node) in self.companies() {
            if let Some(other) = seen.insert(node.company.id, ix) {
                faults.push(format!("企业「{}」占了两个位置：{} 和 {}", node.company.name, other.0, ix.0));
            }
            if self.find(node.company.id) != Some(ix) {
                faults.push(format!("企业「{}」按编号找不到自己的位置", node.company.name));
            }
            for (at, line) in node.lines.iter().enumerate() {
                for link in &line.links {
                    let posted =
                        self.postings(link.cap, line.line.side).any(|p| p.company == ix && usize::from(p.line) == at);
                    if link.cap.index() >= self.chain.len() || !posted {
                        faults
                            .push(format!("企业「{}」的条目「{}」没有登记到能力表", node.company.name, line.line.text));
                    }
                }
            }
        }
        faults
    }
}
