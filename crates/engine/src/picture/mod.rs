//! The chain picture (产业链图): the neighbourhood of one capability or of one company, with the companies of the roster
//! at each node and the links nobody here makes. [`Picture`] is what is shown; [`draw`] makes an SVG of it.
//!
//! What goes in stands left (要用), what it goes into right (用于), the thing itself with its processes and counterparts
//! in the middle.

pub mod draw;

use crate::snapshot::Snapshot;
use qianxian_core::{
    CapIx, CapabilityKind, CompanyId, CompanyIx, CompanyStatus, Found, RelationKind, Side, Strength, chain::NeedRole,
    chain::Towards,
};
use rustc_hash::{FxHashMap, FxHashSet};

/// Boxes of one group at most; the rest is counted.
const MOST_BOXES: usize = 9;
/// Products of a company in the middle at most.
const MOST_PRODUCTS: usize = 6;
/// Companies named in one box.
const NAMED: usize = 3;

/// What a box of the picture stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeKind {
    /// A capability that somebody of the roster has.
    Here,
    /// A capability that nobody of the roster has: a missing link (缺链).
    Missing,
    /// An industry or place of use, or a pain: nobody sells it.
    Plain,
    /// What the picture is about.
    Centre,
}

/// A company of the roster at a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stander {
    /// Its id.
    pub id: CompanyId,
    /// Its full name.
    pub name: String,
}

/// One box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it says.
    pub label: String,
    /// Where a click leads, as a path; empty for nowhere.
    pub href: String,
    /// How it is painted.
    pub kind: NodeKind,
    /// Companies named in it, surest first.
    pub companies: Vec<Stander>,
    /// How many companies stand here in all.
    pub count: usize,
}

/// Boxes under one heading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    /// Heading, in Chinese: 要用, 用于, 工艺, 成套.
    pub heading: &'static str,
    /// Its boxes.
    pub nodes: Vec<Node>,
    /// Boxes left out.
    pub more: usize,
}

/// A line between two boxes, by group and place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// Where it begins.
    pub from: (usize, usize),
    /// Where it ends: the arrow.
    pub to: (usize, usize),
    /// How regularly it holds.
    pub strength: Strength,
    /// What it says in one sentence: `减速机 要用 轴承（通常）`.
    pub words: String,
}

/// The neighbourhood of one capability or company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What it is about.
    pub title: String,
    /// Groups by place: [`LEFT`], [`ABOVE`], [`CENTRE`], [`BELOW`], [`RIGHT`].
    pub groups: [Group; 5],
    /// Lines between boxes.
    pub edges: Vec<Edge>,
}

/// What goes in.
pub const LEFT: usize = 0;
/// Processes.
pub const ABOVE: usize = 1;
/// The thing itself.
pub const CENTRE: usize = 2;
/// What works with it.
pub const BELOW: usize = 3;
/// What it goes into.
pub const RIGHT: usize = 4;

impl Picture {
    /// The missing links in it: label and path.
    pub fn missing(&self) -> impl Iterator<Item = &Node> {
        self.groups.iter().flat_map(|group| &group.nodes).filter(|node| node.kind == NodeKind::Missing)
    }
}

/// Companies of the roster that have a capability or a kind of it, surest first.
pub fn standing_at(snapshot: &Snapshot, cap: CapIx) -> Vec<CompanyIx> {
    let (graph, chain) = (&snapshot.graph, &snapshot.knowledge.chain);
    let kinds = std::iter::once(cap).chain(chain.descendants(cap).iter().map(|(kind, _)| *kind));
    let mut best: FxHashMap<CompanyIx, f32> = FxHashMap::default();
    for kind in kinds {
        for posting in [Side::Makes, Side::Does].into_iter().flat_map(|side| graph.postings(kind, side)) {
            let left = graph.company(posting.company).company.status == CompanyStatus::Left;
            if posting.found != Found::Mention && !left {
                let known = best.entry(posting.company).or_insert(0.0);
                *known = known.max(posting.weight);
            }
        }
    }
    let mut found: Vec<(CompanyIx, f32)> = best.into_iter().collect();
    found.sort_by(|a, b| {
        b.1.total_cmp(&a.1).then_with(|| graph.company(a.0).key.cmp(&graph.company(b.0).key)).then(a.0.cmp(&b.0))
    });
    found.into_iter().map(|(company, _)| company).collect()
}

/// The picture of one capability.
pub fn of_capability(snapshot: &Snapshot, cap: CapIx) -> Picture {
    let chain = &snapshot.knowledge.chain;
    let mut painter = Painter::new(snapshot, chain.name(cap), None);
    painter.put(CENTRE, cap, NodeKind::Centre);
    painter.around(&[cap]);
    painter.finish()
}

/// The picture of one company: its products in the middle, what they need and go into at the sides.
pub fn of_company(snapshot: &Snapshot, company: CompanyIx) -> Picture {
    let node = snapshot.graph.company(company);
    let mut painter = Painter::new(snapshot, &node.company.name, Some(company));
    let sells = |cap: CapIx| {
        use CapabilityKind::{Process, Product, Service, Technology};
        matches!(snapshot.knowledge.chain.cap(cap).kind, Product | Service | Technology | Process)
    };
    let mut products: Vec<CapIx> = Vec::new();
    for (_, link) in [Side::Makes, Side::Does].into_iter().flat_map(|side| node.links(side)) {
        if link.found != Found::Mention && sells(link.cap) && !products.contains(&link.cap) {
            products.push(link.cap);
        }
    }
    painter.picture.groups[CENTRE].more = products.len().saturating_sub(MOST_PRODUCTS);
    products.truncate(MOST_PRODUCTS);
    products.iter().for_each(|cap| painter.put(CENTRE, *cap, NodeKind::Centre));
    painter.around(&products);
    painter.finish()
}

/// A relation that may be shown: other end, strength, rank (higher first), sentence.
struct Candidate {
    cap: CapIx,
    at: usize,
    strength: Strength,
    rank: f32,
    words: String,
}

struct Painter<'a> {
    snapshot: &'a Snapshot,
    own: Option<CompanyIx>,
    picture: Picture,
    places: FxHashMap<(usize, CapIx), usize>,
}

impl<'a> Painter<'a> {
    fn new(snapshot: &'a Snapshot, title: &str, own: Option<CompanyIx>) -> Self {
        let headings = ["要用（上游）", "要经过的工艺", "", "成套使用", "用于（下游）"];
        let groups = headings.map(|heading| Group { heading, ..Group::default() });
        let picture = Picture { title: title.to_owned(), groups, edges: Vec::new() };
        Painter { snapshot, own, picture, places: FxHashMap::default() }
    }

    /// Puts what stands around some capabilities into the groups, and the lines to them.
    fn around(&mut self, centres: &[CapIx]) {
        let mut found: [Vec<Candidate>; 5] = Default::default();
        for (at, centre) in centres.iter().enumerate() {
            self.needs(*centre, at, &mut found);
            self.users(*centre, at, &mut found[RIGHT]);
            self.partners(*centre, at, &mut found[BELOW]);
        }
        for (group, candidates) in found.into_iter().enumerate() {
            self.fill(group, candidates, centres);
        }
    }

    fn needs(&self, centre: CapIx, at: usize, found: &mut [Vec<Candidate>; 5]) {
        let chain = &self.snapshot.knowledge.chain;
        for need in chain.ranked_needs(centre).into_iter().filter(|need| need.hops == 1) {
            let group = if need.role == NeedRole::Process { ABOVE } else { LEFT };
            let relation = chain.need_relation(&need);
            let strength = relation.map_or(Strength::Typical, |relation| relation.strength);
            let words = format!("{}（{}）", chain.explain_need(centre, &need), strength.zh());
            found[group].push(Candidate { cap: need.cap, at, strength, rank: chain.rank(&need), words });
        }
    }

    fn users(&self, centre: CapIx, at: usize, found: &mut Vec<Candidate>) {
        let chain = &self.snapshot.knowledge.chain;
        let mut seen: FxHashSet<CapIx> = FxHashSet::default();
        let process = chain.cap(centre).kind == CapabilityKind::Process;
        for (user, need) in chain.users(centre).filter(|(_, need)| need.steps_up == 0) {
            if seen.insert(user) {
                let strength = chain.need_relation(need).map_or(Strength::Typical, |relation| relation.strength);
                let verb = if process { "要经过" } else { "要用" };
                let words = format!("{}{verb}{}（{}）", chain.name(user), chain.name(centre), strength.zh());
                found.push(Candidate { cap: user, at, strength, rank: need.strength, words });
            }
        }
        let further =
            [(RelationKind::UsedIn, "应用于"), (RelationKind::Performs, "能完成"), (RelationKind::Cures, "能解决")];
        for (kind, verb) in further {
            for (other, relation) in chain.related(centre, kind, Towards::To) {
                if seen.insert(other) {
                    let strength = relation.strength;
                    let words = format!("{}{verb}{}（{}）", chain.name(centre), chain.name(other), strength.zh());
                    found.push(Candidate { cap: other, at, strength, rank: strength.weight() * 0.9, words });
                }
            }
        }
    }

    fn partners(&self, centre: CapIx, at: usize, found: &mut Vec<Candidate>) {
        let chain = &self.snapshot.knowledge.chain;
        let kinds =
            [(RelationKind::CoupledWith, Towards::To, "成套使用"), (RelationKind::Performs, Towards::From, "由其完成")];
        for (kind, towards, verb) in kinds {
            for (other, relation) in chain.related(centre, kind, towards) {
                let strength = relation.strength;
                let words = match kind {
                    RelationKind::CoupledWith => {
                        format!("{}与{}{verb}（{}）", chain.name(centre), chain.name(other), strength.zh())
                    }
                    _ => format!("{}能完成{}（{}）", chain.name(other), chain.name(centre), strength.zh()),
                };
                found.push(Candidate { cap: other, at, strength, rank: strength.weight(), words });
            }
        }
    }

    /// Fills one group: links that are missing here and links that are there, by rank; the rest is counted.
    fn fill(&mut self, group: usize, mut candidates: Vec<Candidate>, centres: &[CapIx]) {
        candidates.retain(|candidate| !centres.contains(&candidate.cap));
        if group == RIGHT {
            // Hundreds of things may use it: those that somebody here makes come first.
            let here = |cap: CapIx| !standing_at(self.snapshot, cap).is_empty();
            candidates.iter_mut().filter(|candidate| here(candidate.cap)).for_each(|candidate| candidate.rank += 1.0);
        }
        candidates.sort_by(|a, b| b.rank.total_cmp(&a.rank).then(a.cap.cmp(&b.cap)));
        let mut left_out: FxHashSet<CapIx> = FxHashSet::default();
        for candidate in candidates {
            let known = self.places.contains_key(&(group, candidate.cap));
            if !known && self.picture.groups[group].nodes.len() >= MOST_BOXES {
                left_out.insert(candidate.cap);
                continue;
            }
            if !known {
                self.put(group, candidate.cap, NodeKind::Here);
            }
            let (there, here) = ((group, self.places[&(group, candidate.cap)]), (CENTRE, candidate.at));
            let (from, to) = if group == RIGHT { (here, there) } else { (there, here) };
            let Candidate { strength, words, .. } = candidate;
            self.picture.edges.push(Edge { from, to, strength, words });
        }
        if group != CENTRE {
            self.picture.groups[group].more = left_out.len();
        }
    }

    fn put(&mut self, group: usize, cap: CapIx, kind: NodeKind) {
        let known = self.snapshot.knowledge.chain.cap(cap);
        let others: Vec<CompanyIx> =
            standing_at(self.snapshot, cap).into_iter().filter(|company| Some(*company) != self.own).collect();
        let sold =
            !matches!(known.kind, CapabilityKind::Industry | CapabilityKind::Pain | CapabilityKind::Qualification);
        let kind = match kind {
            NodeKind::Centre => NodeKind::Centre,
            _ if !sold => NodeKind::Plain,
            // Who would buy is no link that is missing here.
            _ if others.is_empty() && group == RIGHT => NodeKind::Plain,
            _ if others.is_empty() && !self.own_has(cap) => NodeKind::Missing,
            _ => NodeKind::Here,
        };
        let named = others.iter().take(NAMED).map(|company| {
            let company = &self.snapshot.graph.company(*company).company;
            Stander { id: company.id, name: company.name.clone() }
        });
        let nodes = &mut self.picture.groups[group].nodes;
        self.places.insert((group, cap), nodes.len());
        nodes.push(Node {
            label: known.name.clone(),
            href: format!("/chain/{}", known.slug),
            kind,
            companies: if sold { named.collect() } else { Vec::new() },
            count: if sold { others.len() } else { 0 },
        });
    }

    fn own_has(&self, cap: CapIx) -> bool {
        self.own.is_some_and(|own| standing_at(self.snapshot, cap).contains(&own))
    }

    fn finish(self) -> Picture {
        self.picture
    }
}
