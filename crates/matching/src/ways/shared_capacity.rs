//! 共享产能: A does or needs a process that B does with capacity to spare. Competitors may meet here, and the card
//! says so.

use super::{At, Basis, NeedRole, Targets};

/// A process of A's product is no stated lack of capacity.
const COULD_USE_IT: f32 = 0.6;

pub(super) fn targets(t: &mut Targets<'_>) {
    let own = t.own;
    for process in own.processes() {
        t.add(true, process.start, vec![], process.cap, At::Spare, Basis::Implied, process.weight);
    }
    for product in own.products() {
        for need in own.chain().direct_needs(product.cap).iter().filter(|need| need.role == NeedRole::Process) {
            let steps = own.need_steps(product.cap, need, true);
            let weight = product.weight * need.strength * COULD_USE_IT;
            t.add(true, product.start, steps, need.cap, At::Spare, Basis::Implied, weight);
        }
    }
}
