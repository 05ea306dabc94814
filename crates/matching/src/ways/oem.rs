//! 零部件→主机: the path of `supply` seen from the component maker. A makes X; B says it buys or needs X, or makes Y
//! that takes X.

use super::{At, Basis, Link, NeedRole, Side, Targets, step};

/// What remains of a path where A makes a kind of the thing B takes (B takes motors, A makes explosion-proof ones).
const A_KIND_OF_IT: f32 = 0.8;

pub(super) fn targets(t: &mut Targets<'_>) {
    let own = t.own;
    for product in own.products() {
        let weight = product.weight * own.specific(product.cap);
        t.add(false, product.start, vec![], product.cap, At::Lines(Side::Buys), Basis::Stated, weight);
        t.add(false, product.start, vec![], product.cap, At::Needs, Basis::Stated, weight);
        for (taken, keep) in own.upwards(product.cap, 2, A_KIND_OF_IT) {
            let kind_of = (taken != product.cap).then(|| step(product.cap, Link::KindOf, taken, ""));
            for (whole, need) in
                own.chain().users(taken).filter(|(_, need)| need.role == NeedRole::Input && need.steps_up == 0)
            {
                if own.chain().steps_up(product.cap, whole).is_some() {
                    continue;
                }
                let weight = product.weight * keep * need.strength * own.specific(taken);
                let steps = kind_of.iter().cloned().chain(own.need_steps(whole, need, false)).collect();
                t.add(false, product.start, steps, whole, At::Lines(Side::Makes), Basis::Implied, weight);
            }
        }
    }
}
