//! 自动化/数字化改造: A suffers a pain that B's offer cures, or A's product takes a process that B's equipment
//! performs. And the same seen from B.

use super::{At, Basis, CapIx, Link, NeedKind, NeedRole, OwnLink, RelationKind, Side, Start, Targets, Towards, step};

/// A process of A alone is no wish for a machine: it says A could use one.
const COULD_USE_IT: f32 = 0.5;
/// A typical pain is not a stated one.
const TYPICAL_PAIN: f32 = 0.45;

pub(super) fn targets(t: &mut Targets<'_>) {
    asks(t);
    gives(t);
}

fn asks(t: &mut Targets<'_>) {
    let own = t.own;
    for pain in own.suffers.iter().chain(own.needs_of(&[NeedKind::Equipment, NeedKind::Talent, NeedKind::Tech])) {
        cures_of(t, pain.cap, pain.start, vec![], pain.weight, Basis::Stated);
        performers_of(t, pain.cap, pain.start, vec![], pain.weight, Basis::Stated);
    }
    for product in own.products() {
        for need in own.chain().direct_needs(product.cap).iter().filter(|need| need.role == NeedRole::Process) {
            let steps = own.need_steps(product.cap, need, true);
            performers_of(
                t,
                need.cap,
                product.start,
                steps,
                product.weight * need.strength * COULD_USE_IT,
                Basis::Implied,
            );
        }
    }
    for process in own.processes() {
        performers_of(t, process.cap, process.start, vec![], process.weight * COULD_USE_IT, Basis::Implied);
    }
    let doing: Vec<OwnLink> = own.products().chain(own.processes()).copied().collect();
    for link in doing {
        for (pain, weight) in own.chain().typical_pains(link.cap) {
            let steps = vec![step(link.cap, Link::ProneTo, pain, "")];
            cures_of(t, pain, link.start, steps, link.weight * weight * TYPICAL_PAIN, Basis::Implied);
        }
    }
}

fn performers_of(
    t: &mut Targets<'_>,
    process: CapIx,
    start: Start,
    before: Vec<super::Step>,
    weight: f32,
    basis: Basis,
) {
    for (machine, strength, source) in t.own.relations(process, RelationKind::Performs, Towards::From) {
        let steps = before.iter().cloned().chain([step(process, Link::PerformedBy, machine, &source)]).collect();
        let weight = weight * strength.weight() * t.own.specific(process);
        t.add(true, start, steps, machine, At::Offers, basis, weight);
    }
}

fn cures_of(t: &mut Targets<'_>, pain: CapIx, start: Start, before: Vec<super::Step>, weight: f32, basis: Basis) {
    for (pain, keep) in t.own.upwards(pain, 1, 0.7) {
        for (cure, strength, source) in t.own.relations(pain, RelationKind::Cures, Towards::From) {
            let steps = before.iter().cloned().chain([step(pain, Link::CuredBy, cure, &source)]).collect();
            t.add(true, start, steps, cure, At::Offers, basis, weight * keep * strength.weight());
        }
    }
}

fn gives(t: &mut Targets<'_>) {
    let own = t.own;
    let chain = own.chain();
    let offers: Vec<OwnLink> = own.makes.iter().chain(&own.does).copied().collect();
    for offer in offers {
        for (machine, keep) in own.upwards(offer.cap, 1, 0.85) {
            let kind_of = (machine != offer.cap).then(|| step(offer.cap, Link::KindOf, machine, ""));
            for (process, strength, source) in own.relations(machine, RelationKind::Performs, Towards::To) {
                let weight = offer.weight * keep * strength.weight() * own.specific(process);
                let performs: Vec<_> =
                    kind_of.iter().cloned().chain([step(machine, Link::Performs, process, &source)]).collect();
                t.add(false, offer.start, performs.clone(), process, At::Needs, Basis::Stated, weight);
                t.add(
                    false,
                    offer.start,
                    performs.clone(),
                    process,
                    At::Lines(Side::Does),
                    Basis::Implied,
                    weight * COULD_USE_IT,
                );
                for (product, need) in
                    chain.users(process).filter(|(_, n)| n.role == NeedRole::Process && n.steps_up == 0)
                {
                    let steps = performs.iter().cloned().chain(own.need_steps(product, need, false)).collect();
                    let weight = weight * need.strength * COULD_USE_IT;
                    t.add(false, offer.start, steps, product, At::Lines(Side::Makes), Basis::Implied, weight);
                }
            }
            for (pain, strength, source) in own.relations(machine, RelationKind::Cures, Towards::To) {
                let weight = offer.weight * keep * strength.weight();
                let cures: Vec<_> =
                    kind_of.iter().cloned().chain([step(machine, Link::Cures, pain, &source)]).collect();
                t.add(false, offer.start, cures.clone(), pain, At::Lines(Side::Suffers), Basis::Stated, weight);
                t.add(false, offer.start, cures.clone(), pain, At::Needs, Basis::Stated, weight);
                for (sufferer, strength, source) in own.relations(pain, RelationKind::ProneTo, Towards::From) {
                    let steps = cures.iter().cloned().chain([step(pain, Link::TypicalOf, sufferer, &source)]).collect();
                    let weight = weight * strength.weight() * TYPICAL_PAIN;
                    t.add(false, offer.start, steps, sufferer, At::Lines(Side::Makes), Basis::Implied, weight);
                }
            }
        }
    }
}
