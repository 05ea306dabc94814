//! 互补成套: A makes X, B makes Z; X and Z work as a pair, or both are main parts of one assembly.

use super::{
    At, Basis, CapIx, Chain, ImpliedNeed, Link, NeedRole, OwnLink, RelationKind, Step, Targets, Towards, step,
};
use rustc_hash::FxHashMap;

/// Relations say X pairs with Z; a kind of X does so a little less surely.
const PER_STEP_UP: f32 = 0.9;
/// Parts of one assembly meet less often than a pair that is sold together.
const CO_ASSEMBLY: f32 = 0.55;
/// An assembly with more main parts than this says nothing about any two of them.
const MOST_MAIN_PARTS: usize = 6;
/// Strength from which a part is a main one.
const MAIN: f32 = 0.8;

pub(super) fn targets(t: &mut Targets<'_>) {
    let own = t.own;
    for product in own.products() {
        for (paired, keep) in own.upwards(product.cap, 3, PER_STEP_UP) {
            let kind_of = (paired != product.cap).then(|| step(product.cap, Link::KindOf, paired, ""));
            for (other, strength, source) in own.relations(paired, RelationKind::CoupledWith, Towards::To) {
                let weight = product.weight * keep * strength.weight();
                let steps = kind_of.iter().cloned().chain([step(paired, Link::Pairs, other, &source)]).collect();
                for asks in [true, false] {
                    t.add(asks, product.start, Vec::clone(&steps), other, At::Made, Basis::Implied, weight);
                }
            }
        }
        co_assembled(t, product);
    }
}

/// How two parts meet.
#[derive(Default)]
struct Meets {
    /// Products of their strengths over all machines both go into, summed up.
    sum: f32,
    /// The strongest meeting, with its step.
    most: f32,
    steps: Vec<Step>,
}

/// Main parts of the machines the product goes into. How much two parts belong together is the cosine of the machines
/// they go into: a motor goes into everything and so belongs to hardly any other part, a squeegee and a scrub brush
/// meet in every machine either is in.
fn co_assembled(t: &mut Targets<'_>, product: &OwnLink) {
    let own = t.own;
    let chain = own.chain();
    let own_norm = uses(chain, product.cap);
    let mut together: FxHashMap<CapIx, Meets> = FxHashMap::default();
    for (whole, need) in main_part_of(chain, product.cap) {
        let parts = || main_parts(chain, whole);
        if parts().count() > MOST_MAIN_PARTS {
            continue;
        }
        for other in parts().filter(|other| other.cap != product.cap) {
            let both = need.strength * other.strength;
            let meets = together.entry(other.cap).or_default();
            meets.sum += both;
            if both > meets.most {
                let source = chain.need_relation(need).map_or_else(String::new, |r| r.source.clone());
                meets.most = both;
                meets.steps = vec![step(product.cap, Link::BothGoInto(whole), other.cap, &source)];
            }
        }
    }
    let mut together: Vec<(CapIx, Meets)> = together.into_iter().collect();
    together.sort_by_key(|(other, _)| *other);
    for (other, meets) in together {
        let cosine = meets.sum / (own_norm * uses(chain, other)).sqrt().max(f32::MIN_POSITIVE);
        let weight = product.weight * CO_ASSEMBLY * cosine.min(1.0);
        t.add(true, product.start, meets.steps, other, At::Made, Basis::Implied, weight);
    }
}

/// Machines a product is a main part of.
fn main_part_of(chain: &Chain, part: CapIx) -> impl Iterator<Item = (CapIx, &ImpliedNeed)> {
    chain.users(part).filter(|(_, need)| need.role == NeedRole::Input && need.strength >= MAIN)
}

/// Main parts of a machine.
fn main_parts(chain: &Chain, whole: CapIx) -> impl Iterator<Item = &ImpliedNeed> {
    chain.direct_needs(whole).iter().filter(|need| need.role == NeedRole::Input && need.strength >= MAIN)
}

/// Squared strengths of all machines a product is a main part of, summed up.
fn uses(chain: &Chain, part: CapIx) -> f32 {
    main_part_of(chain, part).map(|(_, need)| need.strength * need.strength).sum()
}
