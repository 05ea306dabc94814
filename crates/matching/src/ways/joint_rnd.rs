//! 联合研发: institute and integrator meet over a field both work in. The scene comes in through `upgrade` and
//! `expertise`; [`crate::team`] puts the three together.

use super::{At, Basis, CapabilityKind, Link, OwnLink, RelationKind, Targets, Towards, step};

/// Institute and integrator meet over a field both work in.
const SAME_FIELD: f32 = 0.7;

pub(super) fn targets(t: &mut Targets<'_>) {
    let own = t.own;
    let chain = own.chain();
    let makes: Vec<OwnLink> = own.makes.iter().chain(&own.does).copied().collect();
    for offer in &makes {
        if chain.cap(offer.cap).kind == CapabilityKind::Technology {
            technology_meets_integration(t, offer);
            continue;
        }
        // Integrator -> institutes whose field serves what it builds, or the process that performs.
        for (machine, keep) in own.upwards(offer.cap, 3, 0.85) {
            for (field, strength, source) in own.relations(machine, RelationKind::UsedIn, Towards::From) {
                if chain.cap(field).kind == CapabilityKind::Technology {
                    let weight = offer.weight * keep * strength.weight() * SAME_FIELD;
                    t.add(
                        true,
                        offer.start,
                        vec![step(machine, Link::ServedBy, field, &source)],
                        field,
                        At::Offers,
                        Basis::Implied,
                        weight,
                    );
                }
            }
        }
    }
}

fn technology_meets_integration(t: &mut Targets<'_>, field: &OwnLink) {
    let own = t.own;
    for (served, strength, source) in own.relations(field.cap, RelationKind::UsedIn, Towards::To) {
        let integrates = !own.relations(served, RelationKind::Performs, Towards::To).is_empty();
        if integrates {
            let steps = vec![step(field.cap, Link::Serves, served, &source)];
            t.add(
                false,
                field.start,
                steps,
                served,
                At::Made,
                Basis::Implied,
                field.weight * strength.weight() * SAME_FIELD,
            );
        }
    }
}
