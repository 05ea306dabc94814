//! 专家诊断: A's product, process, problem or need lies in a field of B, an institute or expert. And the same seen
//! from B.

use super::{
    At, Basis, CapIx, CapabilityKind, Link, NeedKind, OwnLink, RelationKind, Side, Start, Targets, Towards, step,
};

/// Making something in a field is no wish for advice.
const COULD_USE_IT: f32 = 0.5;

pub(super) fn targets(t: &mut Targets<'_>) {
    let own = t.own;
    for asked in own.needs_of(&[NeedKind::Tech]).chain(&own.suffers) {
        fields_for(t, asked.cap, asked.start, asked.weight, Basis::Stated);
    }
    let doing: Vec<OwnLink> = own.products().chain(own.processes()).copied().collect();
    for link in doing {
        for (cap, keep) in own.upwards(link.cap, 2, 0.8) {
            fields_for(t, cap, link.start, link.weight * keep * COULD_USE_IT, Basis::Implied);
        }
    }
    let fields: Vec<OwnLink> = own
        .makes
        .iter()
        .chain(&own.does)
        .filter(|link| own.chain().cap(link.cap).kind == CapabilityKind::Technology)
        .copied()
        .collect();
    for field in fields {
        for (served, strength, source) in own.relations(field.cap, RelationKind::UsedIn, Towards::To) {
            let steps = vec![step(field.cap, Link::Serves, served, &source)];
            let weight = field.weight * strength.weight();
            t.add(false, field.start, steps.clone(), served, At::Needs, Basis::Stated, weight);
            t.add(
                false,
                field.start,
                steps,
                served,
                At::Made,
                Basis::Implied,
                weight * COULD_USE_IT * own.specific(served),
            );
        }
        for (pain, strength, source) in own.relations(field.cap, RelationKind::Cures, Towards::To) {
            let steps = vec![step(field.cap, Link::Cures, pain, &source)];
            t.add(
                false,
                field.start,
                steps,
                pain,
                At::Lines(Side::Suffers),
                Basis::Stated,
                field.weight * strength.weight(),
            );
        }
    }
}

fn fields_for(t: &mut Targets<'_>, cap: CapIx, start: Start, weight: f32, basis: Basis) {
    let own = t.own;
    let is_field = |other: CapIx| own.chain().cap(other).kind == CapabilityKind::Technology;
    if is_field(cap) {
        t.add(true, start, vec![], cap, At::Offers, basis, weight);
    }
    let serving = own.relations(cap, RelationKind::UsedIn, Towards::From).into_iter().map(|r| (Link::ServedBy, r));
    let curing = own.relations(cap, RelationKind::Cures, Towards::From).into_iter().map(|r| (Link::CuredBy, r));
    for (link, (field, strength, source)) in serving.chain(curing).filter(|(_, (other, ..))| is_field(*other)) {
        t.add(true, start, vec![step(cap, link, field, &source)], field, At::Offers, basis, weight * strength.weight());
    }
}
