//! 自动化/数字化改造: A suffers a pain that B's offer cures, or A's product takes a process that B's equipment
//! performs. And the same seen from B.

use super::{At, Basis, CapIx, Link, NeedKind, NeedRole, OwnLink, RelationKind, Side, Start, Targets, Towards, step};

/// A process of A alone is no wish for a machine: it says A could use one.
const COULD_USE_IT: f32 = 0.5;
/// What remains of that where the machine cures no pain that is typical of the process: everybody inspects, few wish
/// for another instrument.
const NO_PAIN: f32 = 0.35;
/// A typical pain is not a stated one.
const TYPICAL_PAIN: f32 = 0.35;
/// A machine cures pains where its process is done: injection moulding machines make pumps no more uniform.
const FOREIGN_PROCESS: f32 = 0.12;

pub(super) fn targets(t: &mut Targets<'_>) {
    asks(t);
    gives(t);
}

fn asks(t: &mut Targets<'_>) {
    let own = t.own;
    let doing: Vec<CapIx> = own.made().chain(own.processes()).map(|link| link.cap).collect();
    for pain in own.suffers.iter().chain(own.needs_of(&[NeedKind::Equipment, NeedKind::Talent, NeedKind::Tech])) {
        cures_of(t, &doing, pain.cap, pain.start, vec![], pain.weight, Basis::Stated);
        performers_of(t, pain.cap, pain.start, vec![], pain.weight, Basis::Stated);
    }
    for product in own.made() {
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
    for link in own.made().chain(own.processes()).copied().collect::<Vec<OwnLink>>() {
        for (pain, weight) in own.chain().typical_pains(link.cap) {
            let steps = vec![step(link.cap, Link::ProneTo, pain, "")];
            cures_of(t, &[link.cap], pain, link.start, steps, link.weight * weight * TYPICAL_PAIN, Basis::Implied);
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
        let urgency = if basis == Basis::Stated { 1.0 } else { urgency(t.own, process, machine) };
        t.add(true, start, steps, machine, At::Offers, basis, weight * strength.weight() * urgency);
    }
}

fn cures_of(
    t: &mut Targets<'_>,
    doing: &[CapIx],
    pain: CapIx,
    start: Start,
    before: Vec<super::Step>,
    weight: f32,
    basis: Basis,
) {
    for (pain, keep) in t.own.upwards(pain, 1, 0.7) {
        for (cure, strength, source) in t.own.relations(pain, RelationKind::Cures, Towards::From) {
            let steps = before.iter().cloned().chain([step(pain, Link::CuredBy, cure, &source)]).collect();
            let at_home = if has_use_for(t.own, doing, cure) { 1.0 } else { FOREIGN_PROCESS };
            t.add(true, start, steps, cure, At::Offers, basis, weight * keep * strength.weight() * at_home);
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
                let weight = offer.weight * keep * strength.weight();
                let urgency = urgency(own, process, machine);
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
                    let weight = weight * need.strength * urgency * COULD_USE_IT;
                    t.add(false, offer.start, steps, product, At::Made, Basis::Implied, weight);
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
                    let at_home = if has_use_for(own, &[sufferer], machine) { 1.0 } else { FOREIGN_PROCESS };
                    let weight = weight * strength.weight() * TYPICAL_PAIN * at_home;
                    t.add(false, offer.start, steps, sufferer, At::Made, Basis::Implied, weight);
                }
            }
        }
    }
}

/// Whether any of these products and processes takes a process the machine performs. What performs no process (software,
/// services) is of use to everybody, and so is everything to somebody of whom nothing is known.
fn has_use_for(own: &super::Own<'_>, doing: &[CapIx], machine: CapIx) -> bool {
    let performed = own.relations(machine, RelationKind::Performs, Towards::To);
    performed.is_empty()
        || doing.is_empty()
        || doing.iter().any(|cap| {
            let takes = own
                .chain()
                .direct_needs(*cap)
                .iter()
                .filter(|need| need.role == NeedRole::Process)
                .map(|need| need.cap);
            takes.chain([*cap]).any(|process| performed.iter().any(|(other, ..)| *other == process))
        })
}

/// How much a process asks for a machine by itself: the strength of the typical pain of the process that the machine
/// (or what it is a kind of) cures.
fn urgency(own: &super::Own<'_>, process: CapIx, machine: CapIx) -> f32 {
    let pains = own.chain().typical_pains(process);
    let cured = own
        .upwards(machine, 2, 1.0)
        .into_iter()
        .flat_map(|(cap, _)| own.relations(cap, RelationKind::Cures, Towards::To))
        .filter_map(|(pain, strength, _)| {
            pains.iter().find(|(p, _)| *p == pain).map(|(_, weight)| weight * strength.weight())
        })
        .fold(0.0f32, f32::max);
    NO_PAIN + (1.0 - NO_PAIN) * cured
}
