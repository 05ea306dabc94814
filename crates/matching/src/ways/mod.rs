//! Ways to cooperate, a file each: what a company's own statements make it look for, and who looks for it.
//!
//! Each way is one function from [`Own`] to [`Target`]s. It walks the chain only; who stands at a target is looked up
//! by [`crate::reach`].

mod channel;
mod expertise;
mod finance;
mod joint_purchase;
mod joint_rnd;
mod oem;
mod outsourcing;
mod pairing;
mod shared_capacity;
mod supply;
mod upgrade;

use crate::{
    Context,
    path::{At, Basis, Link, Start, Step, Target, Tolerance},
    way::Way,
};
use qianxian_core::{
    CapIx, CapabilityKind, Chain, CompanyIx, CompanyKind, Found, ImpliedNeed, LineRole, Need, NeedKind, RelationKind,
    Side, Strength,
    chain::{NeedRole, Towards},
};
use rustc_hash::FxHashMap;

/// Targets weaker than this are not followed.
const FAINTEST: f32 = 0.01;

/// One capability the asking company names, with where it says so.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OwnLink {
    /// Line or need.
    pub start: Start,
    /// Which capability.
    pub cap: CapIx,
    /// Evidence times confidence of the recognition, 0..=1.
    pub weight: f32,
    /// How it was found.
    pub found: Found,
    /// Bought to be sold on: whoever trades a thing does not buy what goes into it.
    pub traded: bool,
}

/// What one company says about itself, ready for the ways.
#[derive(Clone)]
pub struct Own<'a> {
    /// Everything a match is computed from.
    pub ctx: Context<'a>,
    /// Which company.
    pub company: CompanyIx,
    /// Its kind.
    pub kind: CompanyKind,
    makes: Vec<OwnLink>,
    buys: Vec<OwnLink>,
    does: Vec<OwnLink>,
    suffers: Vec<OwnLink>,
    needs: Vec<(OwnLink, &'a Need)>,
}

impl<'a> Own<'a> {
    /// Reads one company of the graph.
    pub fn read(ctx: Context<'a>, company: CompanyIx) -> Own<'a> {
        let node = ctx.graph.company(company);
        let side = |side: Side| {
            let mut best: FxHashMap<CapIx, OwnLink> = FxHashMap::default();
            for (at, line) in node.lines.iter().enumerate().filter(|(_, line)| line.line.side == side) {
                let traded = line.line.role == LineRole::Trader || node.kind == CompanyKind::Trader;
                let share = if side == Side::Makes && traded { ctx.weights.path.traded } else { 1.0 };
                for link in &line.links {
                    let own = OwnLink {
                        start: Start::Line(at as u16),
                        cap: link.cap,
                        weight: line.weight() * link.confidence * share,
                        found: link.found,
                        traded,
                    };
                    best.entry(link.cap)
                        .and_modify(|known| {
                            if own.weight > known.weight {
                                *known = own
                            }
                        })
                        .or_insert(own);
                }
            }
            let mut links: Vec<OwnLink> = best.into_values().collect();
            links.sort_by_key(|link| (link.start, link.cap));
            links
        };
        let needs = node
            .needs
            .iter()
            .enumerate()
            .flat_map(|(at, need)| {
                need.links.iter().map(move |link| {
                    let start = Start::Need(at as u16);
                    (
                        OwnLink {
                            start,
                            cap: link.cap,
                            weight: 0.95 * link.confidence,
                            found: link.found,
                            traded: false,
                        },
                        need.need.as_ref(),
                    )
                })
            })
            .collect();
        Own {
            ctx,
            company,
            kind: node.kind,
            makes: side(Side::Makes),
            buys: side(Side::Buys),
            does: side(Side::Does),
            suffers: side(Side::Suffers),
            needs,
        }
    }

    fn chain(&self) -> &'a Chain {
        self.ctx.graph.chain()
    }

    /// Capabilities it makes, sells or does under a name or alias: its own lines of business.
    pub fn own_lines(&self) -> impl Iterator<Item = CapIx> + '_ {
        self.makes.iter().chain(&self.does).filter(|link| is_exact(link.found)).map(|link| link.cap)
    }

    /// Products and services it sells.
    fn products(&self) -> impl Iterator<Item = &OwnLink> + '_ {
        let chain = self.chain();
        self.makes
            .iter()
            .filter(move |link| matches!(chain.cap(link.cap).kind, CapabilityKind::Product | CapabilityKind::Service))
    }

    /// Products and services of its own making: what makes it need inputs and processes.
    fn made(&self) -> impl Iterator<Item = &OwnLink> + '_ {
        self.products().filter(|link| !link.traded)
    }

    /// Processes it does for others or in house.
    fn processes(&self) -> impl Iterator<Item = &OwnLink> + '_ {
        let chain = self.chain();
        self.does.iter().chain(&self.makes).filter(move |link| chain.cap(link.cap).kind == CapabilityKind::Process)
    }

    fn needs_of(&self, kinds: &'static [NeedKind]) -> impl Iterator<Item = &OwnLink> + '_ {
        self.needs.iter().filter(move |(_, need)| kinds.contains(&need.kind)).map(|(link, _)| link)
    }

    /// How much a path's strength keeps for a capability this specific.
    fn specific(&self, cap: CapIx) -> f32 {
        let unspecific = self.ctx.weights.path.unspecific;
        unspecific + (1.0 - unspecific) * self.chain().specificity(cap)
    }

    fn relations(&self, cap: CapIx, kind: RelationKind, towards: Towards) -> Vec<(CapIx, Strength, String)> {
        self.chain()
            .related(cap, kind, towards)
            .into_iter()
            .map(|(other, r)| (other, r.strength, r.source.clone()))
            .collect()
    }

    /// The capability itself and what it is a kind of, with what remains after each step up.
    fn upwards(&self, cap: CapIx, steps: u8, keep: f32) -> Vec<(CapIx, f32)> {
        let up = self.chain().ancestors(cap).iter().filter(move |(_, n)| *n <= steps);
        std::iter::once((cap, 1.0)).chain(up.map(|(a, n)| (*a, keep.powi(i32::from(*n))))).collect()
    }

    /// The step of a need, written where the relation is written.
    fn need_steps(&self, product: CapIx, need: &ImpliedNeed, forwards: bool) -> Vec<Step> {
        let chain = self.chain();
        let source = chain.need_relation(need).map_or_else(String::new, |r| r.source.clone());
        let (there, back) = match need.role {
            NeedRole::Input => (Link::Takes, Link::GoesInto),
            NeedRole::Process => (Link::IncludesProcess, Link::ProcessOf),
        };
        let at = need.written_at;
        let to_written = (at != product).then(|| {
            let (link, back) =
                if need.hops == 2 { (Link::Takes, Link::GoesInto) } else { (Link::KindOf, Link::HasKind) };
            if forwards { step(product, link, at, "") } else { step(at, back, product, "") }
        });
        let main = if forwards { step(at, there, need.cap, &source) } else { step(need.cap, back, at, &source) };
        if forwards {
            to_written.into_iter().chain([main]).collect()
        } else {
            std::iter::once(main).chain(to_written).collect()
        }
    }
}

/// Named in full, not by a head noun or in passing.
pub fn is_exact(found: Found) -> bool {
    matches!(found, Found::Confirmed | Found::Name | Found::Alias | Found::Sense)
}

fn step(a: CapIx, link: Link, b: CapIx, source: &str) -> Step {
    Step { a, link, b, source: source.to_owned() }
}

/// Collects targets of one way.
pub(crate) struct Targets<'o> {
    own: &'o Own<'o>,
    way: Way,
    list: &'o mut Vec<Target>,
}

impl<'o> Targets<'o> {
    /// A target, unless it is too faint to follow.
    #[expect(clippy::too_many_arguments, reason = "one call writes one row of the table of a way")]
    fn add(&mut self, asks: bool, start: Start, steps: Vec<Step>, cap: CapIx, at: At, basis: Basis, weight: f32) {
        let second_hand = steps.len() >= 2
            && steps.iter().filter(|step| matches!(step.link, Link::Takes | Link::GoesInto)).count() >= 2;
        let tolerance =
            if second_hand || matches!(self.way, Way::Upgrade | Way::Expertise | Way::Finance | Way::JointRnd) {
                Tolerance::Narrower
            } else {
                Tolerance::Both
            };
        self.add_with(asks, start, steps, cap, at, basis, weight, tolerance);
    }

    #[expect(clippy::too_many_arguments, reason = "one call writes one row of the table of a way")]
    fn add_with(
        &mut self,
        asks: bool,
        start: Start,
        steps: Vec<Step>,
        cap: CapIx,
        at: At,
        basis: Basis,
        weight: f32,
        tolerance: Tolerance,
    ) {
        let weight = weight * self.own.ctx.weights.way(self.way);
        if weight >= FAINTEST {
            self.list.push(Target {
                way: self.way,
                asks,
                start,
                steps,
                cap,
                at,
                basis,
                weight: weight.min(0.98),
                tolerance,
            });
        }
    }
}

/// Every target of a company, in the order of the ways; of equal ones (way, direction, capability, place) the
/// strongest.
pub fn targets(own: &Own<'_>, ways: &[Way]) -> Vec<Target> {
    let mut list = Vec::new();
    for way in ways {
        let mut targets = Targets { own, way: *way, list: &mut list };
        match way {
            Way::Supply => supply::targets(&mut targets),
            Way::Oem => oem::targets(&mut targets),
            Way::Pairing => pairing::targets(&mut targets),
            Way::Outsourcing => outsourcing::targets(&mut targets),
            Way::Upgrade => upgrade::targets(&mut targets),
            Way::JointRnd => joint_rnd::targets(&mut targets),
            Way::Expertise => expertise::targets(&mut targets),
            Way::Finance => finance::targets(&mut targets),
            Way::JointPurchase => joint_purchase::targets(&mut targets),
            Way::SharedCapacity => shared_capacity::targets(&mut targets),
            Way::Channel => channel::targets(&mut targets),
        }
    }
    let mut strongest: FxHashMap<(Way, bool, CapIx, At), usize> = FxHashMap::default();
    let mut kept: Vec<Target> = Vec::with_capacity(list.len());
    for target in list {
        match strongest.entry((target.way, target.asks, target.cap, target.at)) {
            std::collections::hash_map::Entry::Occupied(at) => {
                let known = &mut kept[*at.get()];
                if target.weight > known.weight {
                    *known = target;
                }
            }
            std::collections::hash_map::Entry::Vacant(slot) => {
                slot.insert(kept.len());
                kept.push(target);
            }
        }
    }
    kept
}
