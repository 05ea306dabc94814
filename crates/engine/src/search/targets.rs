//! From a wanted thing to the capabilities to look for, nearest first: itself, narrower, wider, beside it, one hop.

use super::{
    Step,
    understand::{How, Want},
};
use crate::snapshot::Snapshot;
use qianxian_core::{CapIx, CapabilityKind, Chain, RelationKind, Strength, chain::Towards};
use rustc_hash::FxHashMap;

/// A wider kind with more kinds than this says too little to look beside.
const WIDE: usize = 250;
/// Capabilities looked for at most; nearest ones stay.
const MOST: usize = 1_500;

/// A capability to look for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Target {
    pub(super) cap: CapIx,
    pub(super) step: Step,
    /// 0..=1 within the step.
    pub(super) keep: f32,
    /// What it was reached from, for the reason.
    pub(super) from: CapIx,
}

/// Targets of one wanted thing by step, then by how well they fit.
pub(super) fn targets(snapshot: &Snapshot, want: &Want) -> Vec<Target> {
    let chain = &snapshot.knowledge.chain;
    let mut spread = Spread { chain, best: FxHashMap::default() };
    for reading in &want.readings {
        let (cap, share) = (reading.cap, reading.share.clamp(0.0, 1.0));
        match reading.how {
            How::Named => spread.around(cap, Step::Synonym, share),
            How::Wider => {
                spread.put(cap, Step::Broader, share, cap);
                spread.kinds(cap, cap, Step::Sibling, share);
                spread.relatives(cap, 0.8 * share);
            }
            How::StrangeHead => spread.kinds(cap, cap, Step::TextPart, share),
            How::Sound => spread.around(cap, Step::Sound, share),
            How::Through => {
                spread.put(cap, Step::Through, share, cap);
                spread.kinds(cap, cap, Step::Through, share);
            }
            How::Near => {
                spread.put(cap, Step::Hop, share, cap);
                spread.kinds(cap, cap, Step::Hop, share);
            }
            How::Stem => {
                spread.put(cap, Step::Stem, share, cap);
                spread.kinds(cap, cap, Step::Stem, 0.9 * share);
            }
        }
    }
    let mut targets: Vec<Target> = spread.best.into_values().collect();
    targets.sort_by(|a, b| {
        (b.step, b.keep).partial_cmp(&(a.step, a.keep)).unwrap_or(std::cmp::Ordering::Equal).then(a.cap.cmp(&b.cap))
    });
    targets.truncate(MOST);
    targets
}

struct Spread<'a> {
    chain: &'a Chain,
    best: FxHashMap<CapIx, Target>,
}

impl Spread<'_> {
    fn put(&mut self, cap: CapIx, step: Step, keep: f32, from: CapIx) {
        let target = Target { cap, step, keep, from };
        let known = self.best.entry(cap).or_insert(target);
        if (step, keep) > (known.step, known.keep) {
            *known = target;
        }
    }

    /// Narrower kinds.
    fn kinds(&mut self, cap: CapIx, from: CapIx, step: Step, keep: f32) {
        for (kind, steps) in self.chain.descendants(cap) {
            self.put(*kind, step, keep * 0.93f32.powi(i32::from(*steps)), from);
        }
    }

    /// Everything around something that was named.
    fn around(&mut self, cap: CapIx, step: Step, share: f32) {
        self.put(cap, step, share, cap);
        self.kinds(cap, cap, Step::Narrower, share);
        self.relatives(cap, share);
        self.hops(cap, share);
    }

    /// Wider kinds and the kinds beside it: nearer ones have more of its name.
    fn relatives(&mut self, cap: CapIx, share: f32) {
        for (wider, steps) in self.chain.ancestors(cap).iter().filter(|(_, steps)| *steps <= 3) {
            let kinds = self.chain.descendants(*wider).len();
            let far = share * 0.75f32.powi(i32::from(*steps) - 1);
            let telling = 1.0 / (1.0 + kinds as f32 / 300.0);
            let kin = if *steps == 1 { self.kin(cap, *wider).max(0.6) } else { self.kin(cap, *wider) };
            self.put(*wider, Step::Broader, far * telling * kin, cap);
            if kinds <= WIDE {
                for (kind, _) in self.chain.descendants(*wider) {
                    self.put(*kind, Step::Sibling, far * self.kin(cap, *kind), cap);
                }
            }
        }
        if self.chain.ancestors(cap).is_empty() {
            for wider in wider_by_name(self.chain, cap) {
                self.put(wider, Step::Broader, 0.8 * share, cap);
                self.kinds(wider, cap, Step::Sibling, 0.7 * share);
            }
        }
        // What does the same work: a welding robot beside a welding station.
        for (process, _) in self.core(cap, RelationKind::Performs, Towards::To) {
            for (other, _) in self.core(process, RelationKind::Performs, Towards::From) {
                if self.chain.cap(other).kind == self.chain.cap(cap).kind {
                    self.put(other, Step::Sibling, share * self.kin(cap, other), cap);
                }
            }
        }
    }

    fn core(&self, cap: CapIx, kind: RelationKind, towards: Towards) -> Vec<(CapIx, Strength)> {
        let related = self.chain.related(cap, kind, towards).into_iter();
        related.filter(|(_, r)| r.strength == Strength::Core).map(|(cap, r)| (cap, r.strength)).collect()
    }

    /// The work behind a thing, the things that come out of a process, services that perform it.
    fn hops(&mut self, cap: CapIx, share: f32) {
        if self.chain.cap(cap).kind == CapabilityKind::Process {
            for (result, found) in self.chain.related(cap, RelationKind::MadeBy, Towards::From) {
                if is_result(self.chain.name(result), self.chain.name(cap)) {
                    let keep = share * found.strength.weight();
                    let step = if found.strength == Strength::Core { Step::Narrower } else { Step::Hop };
                    self.put(result, step, 0.8 * keep, cap);
                    self.kinds(result, cap, step, 0.8 * keep);
                }
            }
            for (service, found) in self.chain.related(cap, RelationKind::Performs, Towards::From) {
                if self.chain.cap(service).kind == CapabilityKind::Service {
                    self.put(service, Step::Narrower, share * found.strength.weight(), cap);
                }
            }
        } else {
            for (process, found) in self.chain.related(cap, RelationKind::MadeBy, Towards::To) {
                if is_result(self.chain.name(cap), self.chain.name(process)) {
                    self.put(process, Step::Hop, share * found.strength.weight(), cap);
                }
            }
        }
    }

    /// How much two names have in common, 0.3..=1: pairs of characters, or a head noun that says something.
    fn kin(&self, a: CapIx, b: CapIx) -> f32 {
        kin(self.chain.name(a), self.chain.name(b))
    }
}

fn kin(a: &str, b: &str) -> f32 {
    let (of_a, of_b) = (a.chars().count().max(1), b.chars().count().max(1));
    let (mut pairs, mut singles, mut before) = (0, 0, None);
    for (at, c) in a.char_indices() {
        let here = b.contains(c);
        singles += usize::from(here);
        if let Some(start) = before
            && here
            && b.contains(&a[start..at + c.len_utf8()])
        {
            pairs += 1;
        }
        before = Some(at);
    }
    let overlap = pairs as f32 / (of_a.min(of_b) - 1).max(1) as f32;
    let single = 0.8 * singles as f32 / of_a.min(of_b) as f32;
    let head = a.chars().next_back().is_some_and(|head| b.ends_with(head) && !FAINT_HEADS.contains(&head));
    0.3 + 0.7 * overlap.max(single).max(if head { 0.8 } else { 0.0 }).min(1.0)
}

/// What a thing is a kind of where the chain does not say: its name, or another one for it, ends in that thing's name.
/// 堆高叉车 is a 叉车.
pub(super) fn wider_by_name(chain: &Chain, cap: CapIx) -> Vec<CapIx> {
    let known = chain.cap(cap);
    let mut wider: Vec<CapIx> = Vec::new();
    for name in std::iter::once(&known.name).chain(&known.aliases) {
        let starts: Vec<usize> = name.char_indices().map(|(at, _)| at).collect();
        let ends = starts.iter().skip(1).take(starts.len().saturating_sub(2));
        let found = ends
            .filter_map(|at| chain.find_name(&name[*at..]))
            .find(|found| *found != cap && chain.cap(*found).kind == known.kind);
        wider.extend(found.filter(|found| !wider.contains(found)));
    }
    wider
}

/// Last characters of names of all sorts.
const FAINT_HEADS: &[char] =
    &['机', '器', '件', '品', '料', '仪', '具', '板', '管', '剂', '备', '械', '统', '材', '置', '片', '务'];

/// 铸件 says 铸造: a workpiece named after the process.
fn is_result(thing: &str, process: &str) -> bool {
    thing.ends_with(['件', '品', '坯']) && process.chars().next().is_some_and(|first| thing.contains(first))
}
