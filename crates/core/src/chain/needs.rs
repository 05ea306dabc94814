//! Implied needs: what the maker of a product buys and has done, read off the chain.
//!
//! A need is *own* (written at the product), *inherited* (written at something it is a kind of) or *second-hand*
//! (needed to make one of its inputs: a pump maker that casts its own casings buys pig iron). Its strength is the
//! relation's weight times [`INHERIT`] per step up and [`SECOND_HAND`] per hop; a nearer statement about the same
//! capability replaces a farther one, also when it is weaker.

use super::{CapIx, Capability, Chain, Relation, RelationKind, Towards};
use petgraph::{graph::DiGraph, visit::EdgeRef};
use rustc_hash::FxHashMap;

/// What remains of a relation's weight at each step up `broader`.
pub const INHERIT: f32 = 0.85;
/// What remains of it when it is needed only to make an input.
pub const SECOND_HAND: f32 = 0.35;
/// Needs weaker than this are not kept.
pub const FAINTEST: f32 = 0.08;

/// As what something is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NeedRole {
    /// Bought as component or material.
    Input,
    /// Done to the product, in house or outside.
    Process,
}

/// One thing the maker of a product needs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ImpliedNeed {
    /// What is needed.
    pub cap: CapIx,
    /// As what.
    pub role: NeedRole,
    /// How regularly, 0..=1.
    pub strength: f32,
    /// The capability at which the relation is written: the product itself, one of its broader ones, or an input.
    pub written_at: CapIx,
    /// Steps up `broader` from the product to `written_at`; 0 for own needs.
    pub steps_up: u8,
    /// 1 for what goes into the product itself, 2 for what goes into its inputs.
    pub hops: u8,
}

type Closure = [Box<[(CapIx, u8)]>];

/// First-hop needs of every capability, own ones before inherited ones.
pub(super) fn imply(graph: &DiGraph<Capability, Relation>, ancestors: &Closure) -> Vec<Box<[ImpliedNeed]>> {
    let own: Vec<Vec<ImpliedNeed>> =
        (0..graph.node_count()).map(|at| own_needs(graph, CapIx::from_index(at))).collect();
    let mut said = Marks::new(graph.node_count());
    (0..graph.node_count()).map(|at| with_inherited(&own, ancestors, &mut said, CapIx::from_index(at))).collect()
}

/// A set of capabilities that is emptied in one step.
struct Marks {
    round: u32,
    marked: Vec<u32>,
}

impl Marks {
    fn new(len: usize) -> Self {
        Marks { round: 0, marked: vec![0; len] }
    }

    fn clear(&mut self) {
        self.round += 1;
    }

    fn add(&mut self, cap: CapIx) {
        self.marked[cap.index()] = self.round;
    }

    fn has(&self, cap: CapIx) -> bool {
        self.marked[cap.index()] == self.round
    }
}

fn own_needs(graph: &DiGraph<Capability, Relation>, cap: CapIx) -> Vec<ImpliedNeed> {
    let need = |other: petgraph::graph::NodeIndex, relation: &Relation, role| ImpliedNeed {
        cap: CapIx::from_index(other.index()),
        role,
        strength: relation.strength.weight(),
        written_at: cap,
        steps_up: 0,
        hops: 1,
    };
    let inputs = graph
        .edges_directed(cap.node(), petgraph::Direction::Incoming)
        .filter(|e| e.weight().kind == RelationKind::InputOf)
        .map(|e| need(e.source(), e.weight(), NeedRole::Input));
    let processes = graph
        .edges_directed(cap.node(), petgraph::Direction::Outgoing)
        .filter(|e| e.weight().kind == RelationKind::MadeBy)
        .map(|e| need(e.target(), e.weight(), NeedRole::Process));
    inputs.chain(processes).collect()
}

fn with_inherited(own: &[Vec<ImpliedNeed>], ancestors: &Closure, said: &mut Marks, cap: CapIx) -> Box<[ImpliedNeed]> {
    let mut needs = own[cap.index()].clone();
    said.clear();
    said.add(cap);
    // A nearer statement wins; so does a nearer, narrower one: who needs 防爆电机 does not also need "电机".
    let note = |said: &mut Marks, near: CapIx| {
        said.add(near);
        ancestors[near.index()].iter().for_each(|(wider, _)| said.add(*wider));
    };
    needs.iter().for_each(|near| note(said, near.cap));
    for &(ancestor, steps) in &ancestors[cap.index()] {
        let before = needs.len();
        for inherited in own[ancestor.index()].iter().filter(|need| !said.has(need.cap)) {
            needs.push(ImpliedNeed {
                strength: inherited.strength * INHERIT.powi(i32::from(steps)),
                steps_up: steps,
                ..*inherited
            });
        }
        needs[before..].iter().for_each(|near| note(said, near.cap));
    }
    needs.into_boxed_slice()
}

/// First-hop needs and what goes into the inputs among them, strongest first.
pub(super) fn with_second_hand(direct: &[Box<[ImpliedNeed]>], ancestors: &Closure, cap: CapIx) -> Box<[ImpliedNeed]> {
    let near_ones = &direct[cap.index()];
    let mut best: FxHashMap<CapIx, ImpliedNeed> = FxHashMap::default();
    for near in near_ones {
        for far in &direct[near.cap.index()] {
            let strength = near.strength * far.strength * SECOND_HAND;
            let needless = strength < FAINTEST
                || far.cap == cap
                || ancestors[cap.index()].iter().any(|(a, _)| *a == far.cap)
                || near_ones.iter().any(|n| n.cap == far.cap);
            if needless {
                continue;
            }
            let candidate =
                ImpliedNeed { cap: far.cap, role: far.role, strength, written_at: near.cap, steps_up: 0, hops: 2 };
            best.entry(far.cap)
                .and_modify(|known| {
                    if strength > known.strength {
                        *known = candidate
                    }
                })
                .or_insert(candidate);
        }
    }
    let mut needs: Vec<ImpliedNeed> = near_ones.iter().copied().filter(|n| n.strength >= FAINTEST).collect();
    needs.extend(best.into_values());
    needs.sort_by(|a, b| b.strength.total_cmp(&a.strength).then(a.hops.cmp(&b.hops)).then(a.cap.cmp(&b.cap)));
    needs.into_boxed_slice()
}

/// In how many relations, as written, each capability is an input or a process of something.
pub(super) fn uses(graph: &DiGraph<Capability, Relation>) -> Vec<u32> {
    let mut uses = vec![0u32; graph.node_count()];
    for edge in graph.raw_edges() {
        match edge.weight.kind {
            RelationKind::InputOf => uses[edge.source().index()] += 1,
            RelationKind::MadeBy => uses[edge.target().index()] += 1,
            _ => {}
        }
    }
    uses
}

impl Chain {
    /// Rank of a need among those of one product, above 0, at most 1: strength^0.8 x e^(-specificity / 2), a third of
    /// that for processes and a quarter for what only goes into an input. Of two needs written equally strong the
    /// commoner is the surer one, and who asks what a maker needs asks first what it buys. Fitted by hill climbing on
    /// the development set of chain questions and rounded; three-fold cross-validation loses one point of recall.
    pub fn rank(&self, need: &ImpliedNeed) -> f32 {
        let role = if need.role == NeedRole::Process { 0.33 } else { 1.0 };
        let hop = if need.hops == 2 { 0.25 } else { 1.0 };
        role * hop * need.strength.powf(0.8) * (-0.5 * self.specificity(need.cap)).exp()
    }

    /// Needs of one capability in the order to show them: by [`Chain::rank`], ties in pack order. A wider word for
    /// something shown before it is left out: it would say the same again.
    pub fn ranked_needs(&self, ix: CapIx) -> Vec<ImpliedNeed> {
        let mut needs = self.needs(ix).to_vec();
        needs.sort_by(|a, b| self.rank(b).total_cmp(&self.rank(a)).then(a.cap.cmp(&b.cap)));
        let mut shown: Vec<ImpliedNeed> = Vec::with_capacity(needs.len());
        for need in needs {
            if !shown.iter().any(|other| self.steps_up(other.cap, need.cap).is_some()) {
                shown.push(need);
            }
        }
        shown
    }

    /// Why somebody who makes `product` needs `need`: the relations passed, in words.
    pub fn explain_need(&self, product: CapIx, need: &ImpliedNeed) -> String {
        let mut words = String::new();
        if need.hops == 2 {
            words.push_str(&format!("{}要用{}，", self.name(product), self.name(need.written_at)));
        } else if need.steps_up > 0 {
            words.push_str(&format!("{}属于{}，", self.name(product), self.name(need.written_at)));
        }
        let verb = if need.role == NeedRole::Process { "要经过" } else { "要用" };
        words.push_str(&format!("{}{verb}{}", self.name(need.written_at), self.name(need.cap)));
        words
    }

    /// The relation behind a first-hop need, with its strength and source; for a second-hand need the relation at
    /// the input.
    pub fn need_relation(&self, need: &ImpliedNeed) -> Option<&Relation> {
        let (kind, towards) = match need.role {
            NeedRole::Input => (RelationKind::InputOf, Towards::From),
            NeedRole::Process => (RelationKind::MadeBy, Towards::To),
        };
        let written_at = need.written_at;
        let at = self.related(written_at, kind, towards).into_iter().find(|(other, _)| *other == need.cap);
        at.or_else(|| {
            // A second-hand need may be inherited by the input it is written at.
            self.ancestors(written_at)
                .iter()
                .find_map(|(a, _)| self.related(*a, kind, towards).into_iter().find(|(other, _)| *other == need.cap))
        })
        .map(|(_, relation)| relation)
    }
}
