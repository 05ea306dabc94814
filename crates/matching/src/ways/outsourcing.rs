//! 外协加工: A makes Y, Y is made by process P (or A seeks P); B does P for others. And the same seen from B.

use super::{At, Basis, CapabilityKind, ImpliedNeed, Link, NeedKind, NeedRole, Side, Targets, step};

/// What remains of a path where the process done is a kind of the one needed (machining, milling).
const A_KIND_OF_IT: f32 = 0.8;

/// Strength of a process from which doing it is making the part.
const MAKES_IT: f32 = 0.8;
/// What remains where the process is offered in place of the part that was asked for.
const INSTEAD_OF_THE_PART: f32 = 0.8;

pub(super) fn targets(t: &mut Targets<'_>) {
    let own = t.own;
    let chain = own.chain();
    for link in own.needs_of(&[NeedKind::Outsourcing]) {
        t.add(true, link.start, vec![], link.cap, At::Offers, Basis::Stated, link.weight);
    }
    for link in own.buys.iter().filter(|link| chain.cap(link.cap).kind == CapabilityKind::Process) {
        t.add(true, link.start, vec![], link.cap, At::Offers, Basis::Stated, link.weight);
    }
    // Who buys sheet-metal parts may as well have the sheet metal worked.
    for part in own.buys.iter().filter(|link| chain.cap(link.cap).kind == CapabilityKind::Product) {
        let makes_it = |need: &&ImpliedNeed| need.role == NeedRole::Process && need.strength >= MAKES_IT;
        for need in chain.direct_needs(part.cap).iter().filter(makes_it) {
            let steps = own.need_steps(part.cap, need, true);
            t.add(true, part.start, steps, need.cap, At::Offers, Basis::Stated, part.weight * INSTEAD_OF_THE_PART);
        }
    }
    for product in own.made() {
        for need in chain.needs(product.cap).iter().filter(|need| need.role == NeedRole::Process) {
            let weight = product.weight * need.strength * own.specific(need.cap);
            let steps = own.need_steps(product.cap, need, true);
            t.add(true, product.start, steps, need.cap, At::Offers, Basis::Implied, weight);
        }
    }
    for process in own.processes() {
        t.add(false, process.start, vec![], process.cap, At::Lines(Side::Buys), Basis::Stated, process.weight);
        t.add(false, process.start, vec![], process.cap, At::Needs, Basis::Stated, process.weight);
        for (taken, keep) in own.upwards(process.cap, 1, A_KIND_OF_IT) {
            let kind_of = (taken != process.cap).then(|| step(process.cap, Link::KindOf, taken, ""));
            for (product, need) in
                chain.users(taken).filter(|(_, need)| need.role == NeedRole::Process && need.steps_up == 0)
            {
                let weight = process.weight * keep * need.strength * own.specific(taken);
                let steps = kind_of.iter().cloned().chain(own.need_steps(product, need, false)).collect();
                t.add(false, process.start, steps, product, At::Made, Basis::Implied, weight);
            }
        }
    }
}
