//! From a wanted thing to the capabilities to look for, nearest first: itself, narrower, wider, beside it, one hop.

use super::{
    Step,
    understand::{How, Want},
};
use crate::snapshot::Snapshot;
use qianxian_core::{CapIx, CapabilityKind, Chain, RelationKind, chain::Towards};
use rustc_hash::FxHashMap;

/// A wider kind with more kinds than this says too little to look beside.
const WIDE: usize = 400;
/// Capabilities looked for at most; nearest ones stay.
const MOST: usize = 4_000;

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
        let head = self.chain.name(cap).chars().next_back();
        for (wider, steps) in self.chain.ancestors(cap).iter().filter(|(_, steps)| *steps <= 3) {
            // The same head noun (减速机 over 蜗轮减速机) is nearer than another one (传动设备).
            let same = self.chain.name(*wider).chars().next_back() == head;
            let far = 0.75f32.powi(i32::from(*steps) - 1);
            self.put(*wider, Step::Broader, share * far * if same { 1.0 } else { 0.6 }, cap);
            if self.chain.descendants(*wider).len() <= WIDE {
                for (kind, _) in self.chain.descendants(*wider) {
                    let same = self.chain.name(*kind).chars().next_back() == head;
                    self.put(*kind, Step::Sibling, share * far * if same { 1.0 } else { 0.4 }, cap);
                }
            }
        }
        self.hops(cap, share);
    }

    /// The work behind a thing, the things that come out of a process, what performs it.
    fn hops(&mut self, cap: CapIx, share: f32) {
        if self.chain.cap(cap).kind == CapabilityKind::Process {
            for (result, found) in self.chain.related(cap, RelationKind::MadeBy, Towards::From) {
                // 铸件 says 铸造; a crane that needs welding does not say 焊接.
                let telling = shares_a_character(self.chain.name(result), self.chain.name(cap));
                let keep = share * found.strength.weight() * if telling { 1.0 } else { 0.3 };
                self.put(result, Step::Hop, keep, cap);
            }
            for (service, found) in self.chain.related(cap, RelationKind::Performs, Towards::From) {
                if self.chain.cap(service).kind == CapabilityKind::Service {
                    self.put(service, Step::Narrower, share * found.strength.weight(), cap);
                }
            }
        } else {
            for (process, found) in self.chain.related(cap, RelationKind::MadeBy, Towards::To) {
                if shares_a_character(self.chain.name(process), self.chain.name(cap)) {
                    self.put(process, Step::Hop, share * found.strength.weight(), cap);
                }
            }
        }
    }
}

fn shares_a_character(a: &str, b: &str) -> bool {
    a.chars().any(|c| b.contains(c))
}
