//! 抱团采购: A and B make the same or sister products and so buy much the same. Competitors may meet here, and the
//! card says so.

use super::{At, Basis, CapIx, Link, NeedRole, RelationKind, Targets, Tolerance, Towards, step};

/// Two products whose makers share less than this of what they buy are no reason to buy together.
const LEAST_SHARED: f32 = 0.3;

pub(super) fn targets(t: &mut Targets<'_>) {
    let own = t.own;
    for product in own.made() {
        t.add_with(
            true,
            product.start,
            vec![],
            product.cap,
            At::Made,
            Basis::Implied,
            product.weight,
            Tolerance::Exact,
        );
        for (parent, ..) in own.relations(product.cap, RelationKind::Broader, Towards::To) {
            for (sister, ..) in own.relations(parent, RelationKind::Broader, Towards::From) {
                let shared = if sister == product.cap { 0.0 } else { shared_inputs(t, product.cap, sister) };
                if shared >= LEAST_SHARED {
                    let steps = vec![step(product.cap, Link::SharesInputs, sister, "")];
                    let weight = product.weight * shared * 0.8;
                    t.add_with(true, product.start, steps, sister, At::Made, Basis::Implied, weight, Tolerance::Exact);
                }
            }
        }
    }
}

/// Share of the inputs of two products that both have, weighted by strength, 0..=1 (weighted Jaccard).
fn shared_inputs(t: &Targets<'_>, a: CapIx, b: CapIx) -> f32 {
    let inputs = |cap: CapIx| t.own.chain().direct_needs(cap).iter().filter(|need| need.role == NeedRole::Input);
    let (mut both, mut either) = (0.0f32, 0.0f32);
    for need in inputs(a) {
        let other = inputs(b).find(|n| n.cap == need.cap).map_or(0.0, |n| n.strength);
        both += need.strength.min(other);
        either += need.strength.max(other);
    }
    either += inputs(b).filter(|need| inputs(a).all(|n| n.cap != need.cap)).map(|need| need.strength).sum::<f32>();
    if either > 0.0 { both / either } else { 0.0 }
}
