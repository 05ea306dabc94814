//! 互补成套: A makes X, B makes Z; X and Z work as a pair, or both are main parts of one assembly.

use super::{At, Basis, CapIx, Link, NeedRole, RelationKind, Targets, Towards, step};

/// Relations say X pairs with Z; a kind of X does so a little less surely.
const PER_STEP_UP: f32 = 0.9;
/// Parts of one assembly meet less often than a pair that is sold together.
const CO_ASSEMBLY: f32 = 0.55;
/// An assembly with more main parts than this says nothing about any two of them.
const MOST_MAIN_PARTS: usize = 6;

pub(super) fn targets(t: &mut Targets<'_>) {
    let own = t.own;
    let chain = own.chain();
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
        for (whole, need) in
            chain.users(product.cap).filter(|(_, need)| need.role == NeedRole::Input && need.strength >= 0.8)
        {
            let parts: Vec<(CapIx, f32)> = chain
                .direct_needs(whole)
                .iter()
                .filter(|other| other.role == NeedRole::Input && other.strength >= 0.8)
                .map(|other| (other.cap, other.strength))
                .collect();
            if parts.len() > MOST_MAIN_PARTS {
                continue;
            }
            for (other, strength) in parts.iter().filter(|(other, _)| *other != product.cap) {
                let weight = product.weight * need.strength * strength * CO_ASSEMBLY * own.specific(*other)
                    / (parts.len() as f32 - 1.0).max(1.0);
                let source = chain.need_relation(need).map_or_else(String::new, |r| r.source.clone());
                let steps = vec![step(product.cap, Link::BothGoInto(whole), *other, &source)];
                t.add(true, product.start, steps, *other, At::Made, Basis::Implied, weight);
            }
        }
    }
}
