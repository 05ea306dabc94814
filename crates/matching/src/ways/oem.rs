//! 零部件→主机: the path of `supply` seen from the component maker. A makes X; B says it buys or needs X, or makes Y
//! that takes X.

use super::{At, Basis, CapIx, Link, NeedRole, Side, Step, Targets, step};
use crate::score::NoisyOr;
use rustc_hash::FxHashMap;

/// What remains of a path where A makes a kind of the thing B takes (B takes motors, A makes explosion-proof ones).
const A_KIND_OF_IT: f32 = 0.8;
/// What remains where B takes a kind of what A says it makes (A makes metal parts, B takes sheet-metal parts).
const KIND_OF_MINE: f32 = 0.5;

/// Why a whole may take what A makes.
#[derive(Default)]
struct Uses {
    /// All relations that say so.
    all: NoisyOr,
    /// The strongest of them, with its steps.
    most: f32,
    steps: Vec<Step>,
}

pub(super) fn targets(t: &mut Targets<'_>) {
    let own = t.own;
    for product in own.products() {
        let weight = product.weight * own.specific(product.cap);
        t.add(false, product.start, vec![], product.cap, At::Lines(Side::Buys), Basis::Stated, weight);
        t.add(false, product.start, vec![], product.cap, At::Needs, Basis::Stated, weight);
        let kinds = own.chain().descendants(product.cap).iter().filter(|(_, n)| *n <= 2);
        let kinds = kinds.map(|(kind, n)| (*kind, KIND_OF_MINE.powi(i32::from(*n)), Link::HasKind));
        let wider =
            own.upwards(product.cap, 2, A_KIND_OF_IT).into_iter().map(|(wider, keep)| (wider, keep, Link::KindOf));
        // Whoever takes several kinds of what A makes is the more likely customer.
        let mut wholes: FxHashMap<CapIx, Uses> = FxHashMap::default();
        for (taken, keep, link) in wider.chain(kinds) {
            let kind_of = (taken != product.cap).then(|| step(product.cap, link, taken, ""));
            for (whole, need) in
                own.chain().users(taken).filter(|(_, need)| need.role == NeedRole::Input && need.steps_up == 0)
            {
                if own.chain().steps_up(product.cap, whole).is_some() {
                    continue;
                }
                let weight = product.weight * keep * need.strength * own.specific(taken);
                let uses = wholes.entry(whole).or_default();
                uses.all.add(weight);
                if weight > uses.most {
                    uses.most = weight;
                    uses.steps = kind_of.iter().cloned().chain(own.need_steps(whole, need, false)).collect();
                }
            }
        }
        let mut wholes: Vec<(CapIx, Uses)> = wholes.into_iter().collect();
        wholes.sort_by_key(|(whole, _)| *whole);
        for (whole, uses) in wholes {
            t.add(false, product.start, uses.steps, whole, At::Made, Basis::Implied, uses.all.p());
        }
    }
}
