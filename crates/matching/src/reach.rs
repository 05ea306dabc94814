//! Who stands at a target: companies whose lines or needs name its capability, a narrower or a broader one.

use crate::{
    Context,
    path::{At, Target},
};
use qianxian_core::{CapIx, CompanyIx, CompanyKind, LineRole, Posting, Side};
use rustc_hash::FxHashMap;

/// One company at one target.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Which company.
    pub company: CompanyIx,
    /// Strength of the path, 0..=1, scarcity reckoned in.
    pub strength: f32,
    /// The posting that meets the target.
    pub posting: Posting,
    /// What it names.
    pub met: CapIx,
    /// Steps from the target's capability to `met`; negative if `met` is broader.
    pub off: i8,
}

/// Companies that stand at a target, each once with its strongest statement, in order of place.
///
/// A target's worth is shared among those who could answer it: with n of them (counted by how well they fit) each
/// keeps `n^-scarcity`. So a lone robot integrator says more to a pump maker than the tenth motor works does.
pub fn reach(ctx: Context<'_>, target: &Target, asker: CompanyIx) -> Vec<Hit> {
    let mut best: FxHashMap<CompanyIx, Hit> = FxHashMap::default();
    let weights = &ctx.weights.path;
    let mut look = |cap: CapIx, fit: f32, off: i8| {
        let mut note = |posting: &Posting, worth: f32| {
            if posting.company == asker {
                return;
            }
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
            At::Lines(side) => ctx.graph.postings(cap, side).for_each(|p| note(p, p.weight)),
            At::Offers => {
                ctx.graph
                    .postings(cap, Side::Makes)
                    .for_each(|p| note(p, p.weight * if is_traded(ctx, p) { weights.traded } else { 1.0 }));
                ctx.graph.postings(cap, Side::Does).for_each(|p| note(p, p.weight));
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
    if target.tolerance > 0.0 {
        let chain = ctx.graph.chain();
        for (narrower, steps) in chain.descendants(target.cap) {
            look(*narrower, weights.narrower.powi(i32::from(*steps)) * target.tolerance, *steps as i8);
        }
        if !matches!(target.at, At::Needs) {
            for (broader, steps) in chain.ancestors(target.cap).iter().filter(|(_, steps)| *steps <= 2) {
                look(*broader, weights.broader.powi(i32::from(*steps)) * target.tolerance, -(*steps as i8));
            }
        }
    }
    let answerers: f32 = best.values().map(|hit| hit.strength).sum();
    let share = answerers.max(1.0).powf(-weights.scarcity);
    let mut hits: Vec<Hit> = best
        .into_values()
        .map(|hit| Hit { strength: (hit.strength * target.weight * share).clamp(0.0, 0.98), ..hit })
        .collect();
    hits.sort_by_key(|hit| hit.company);
    hits
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
