//! Who stands at a target: companies whose lines or needs name its capability, a narrower or a broader one.

use crate::{
    Context,
    path::{At, Target, Tolerance},
    way::Way,
};
use qianxian_core::{CapIx, CapabilityKind, CompanyIx, CompanyKind, Found, LineRole, Posting, Side};
use rustc_hash::FxHashMap;

/// One company at one target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Which company.
    pub company: CompanyIx,
    /// Strength of the path, 0..=1.
    pub strength: f32,
    /// The posting that meets the target.
    pub posting: Posting,
    /// What it names.
    pub met: CapIx,
    /// Steps from the target's capability to `met`; negative if `met` is broader.
    pub off: i8,
}

/// Companies that stand at a target, each once with its strongest statement, in order of place. Scarcity is not
/// reckoned in yet: see [`Shares`].
pub fn reach(ctx: Context<'_>, target: &Target, asker: CompanyIx) -> Vec<Hit> {
    let mut best: FxHashMap<CompanyIx, Hit> = FxHashMap::default();
    let weights = &ctx.weights.path;
    let mut look = |cap: CapIx, fit: f32, off: i8| {
        let mut note = |posting: &Posting, worth: f32| {
            if posting.company == asker {
                return;
            }
            // 电池材料 names batteries without making any.
            let worth = if posting.found == Found::Mention { worth * weights.mere_mention } else { worth };
            let hit = Hit { company: posting.company, strength: fit * worth, posting: *posting, met: cap, off };
            best.entry(posting.company)
                .and_modify(|known| {
                    if hit.strength > known.strength {
                        *known = hit
                    }
                })
                .or_insert(hit);
        };
        match target.at {
            At::Needs => ctx.graph.need_postings(cap).for_each(|p| note(p, p.weight)),
            At::Made => {
                ctx.graph.postings(cap, Side::Makes).filter(|p| !is_traded(ctx, p)).for_each(|p| note(p, p.weight))
            }
            At::Lines(side) => ctx.graph.postings(cap, side).for_each(|p| note(p, p.weight)),
            At::Offers => {
                for side in [Side::Makes, Side::Does] {
                    ctx.graph
                        .postings(cap, side)
                        .for_each(|p| note(p, p.weight * if is_traded(ctx, p) { weights.traded } else { 1.0 }));
                }
            }
            At::Traded => {
                ctx.graph.postings(cap, Side::Makes).filter(|p| is_traded(ctx, p)).for_each(|p| note(p, p.weight))
            }
            At::Spare => {
                ctx.graph.postings(cap, Side::Does).filter(|p| is_spare(ctx, p)).for_each(|p| note(p, p.weight))
            }
        }
    };
    look(target.cap, 1.0, 0);
    if target.tolerance >= Tolerance::Narrower {
        let chain = ctx.graph.chain();
        let kinds = chain.descendants(target.cap);
        // Who needs steel needs some kinds of it, not every one; who takes what machines take takes it for any kind.
        let one_of = if target.asks { breadth(kinds.len()) } else { 1.0 };
        for (narrower, steps) in kinds {
            look(*narrower, one_of * weights.narrower.powi(i32::from(*steps)), *steps as i8);
        }
        if target.tolerance == Tolerance::Both && !matches!(target.at, At::Needs) {
            for (broader, steps) in chain.ancestors(target.cap).iter().filter(|(_, steps)| *steps <= 2) {
                // Who says only "pressure vessels" may make this kind of them; that it takes what one kind takes is
                // much less likely.
                let kinds = chain.descendants(*broader).len();
                let worth = if target.asks { breadth(kinds) } else { weights.broad_user / (1.0 + kinds as f32 / 20.0) };
                look(*broader, worth * weights.broader.powi(i32::from(*steps)), -(*steps as i8));
            }
        }
    }
    let mut hits: Vec<Hit> = best
        .into_values()
        .map(|hit| Hit { strength: (hit.strength * target.weight).clamp(0.0, 0.98), ..hit })
        .collect();
    let is_field = ctx.graph.chain().cap(target.cap).kind == CapabilityKind::Technology;
    for hit in hits.iter_mut().filter(|hit| is_field && !researches(ctx.graph.company(hit.company).kind)) {
        hit.strength *= weights.own_know_how;
    }
    hits.sort_by_key(|hit| hit.company);
    hits
}

fn researches(kind: CompanyKind) -> bool {
    matches!(kind, CompanyKind::Institute | CompanyKind::Expert | CompanyKind::Service)
}

/// What a broad statement is worth for one of its kinds: the more kinds it has, the less likely it means this one.
/// 1 / (1 + ln(1 + kinds / 20) / 3): twenty kinds leave four fifths, two hundred a little more than a half.
fn breadth(kinds: usize) -> f32 {
    1.0 / (1.0 + (kinds as f32 / 20.0).ln_1p() / 3.0)
}

/// How a wish is shared among those who could answer it, and an offer among those who could take it.
///
/// With n of them (each counted by how well it fits beside the best) each keeps `n^-scarcity` of the path's strength:
/// a lone robot integrator says more to a pump maker than the tenth motor works does, and a motor works' hundred
/// possible customers say less each than the three possible ones of a maker of vacuum gauges.
#[derive(Debug, Default)]
pub struct Shares {
    best: FxHashMap<(Group, CompanyIx), f32>,
}

/// Targets that stand for one wish or one offer: asked, the capability wished for; offered, the capability the path
/// starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Group(Way, bool, CapIx);

impl Group {
    /// The group of a target.
    pub fn of(target: &Target) -> Group {
        let offered = target.steps.first().map_or(target.cap, |step| step.a);
        Group(target.way, target.asks, if target.asks && target.way != Way::Pairing { target.cap } else { offered })
    }
}

impl Shares {
    /// Notes one hit.
    pub fn note(&mut self, target: &Target, hit: &Hit) {
        let best = self.best.entry((Group::of(target), hit.company)).or_insert(0.0);
        *best = best.max(hit.strength);
    }

    /// What each group leaves to each of its companies, 0..=1.
    pub fn shares(&self, scarcity: f32) -> FxHashMap<Group, f32> {
        let mut most: FxHashMap<Group, f32> = FxHashMap::default();
        for ((group, _), strength) in &self.best {
            let known = most.entry(*group).or_insert(0.0);
            *known = known.max(*strength);
        }
        let mut sums: FxHashMap<Group, f64> = FxHashMap::default();
        for ((group, _), strength) in &self.best {
            *sums.entry(*group).or_insert(0.0) += f64::from(*strength / most[group].max(f32::MIN_POSITIVE));
        }
        // Sums of floats depend on their order; rounding makes the answer the same for every order.
        sums.into_iter().map(|(group, n)| (group, ((n * 1e4).round() as f32 / 1e4).max(1.0).powf(-scarcity))).collect()
    }
}

fn is_traded(ctx: Context<'_>, posting: &Posting) -> bool {
    let node = ctx.graph.company(posting.company);
    node.kind == CompanyKind::Trader || node.lines[usize::from(posting.line)].line.role == LineRole::Trader
}

/// The line offers capacity: it says so, or it runs out on a date.
fn is_spare(ctx: Context<'_>, posting: &Posting) -> bool {
    let line = &ctx.graph.company(posting.company).lines[usize::from(posting.line)].line;
    line.expires.is_some()
        || ["富余", "空闲", "闲置", "余量", "剩余产能", "吃不饱"].iter().any(|word| line.text.contains(word))
}
