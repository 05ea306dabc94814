//! 银企对接: A needs money; B, a bank or another financier, offers what eases it. A bank sees only needs that A lets
//! others see.

use super::{At, Basis, CompanyKind, Link, NeedKind, OwnLink, RelationKind, Side, Targets, Towards, step};

pub(super) fn targets(t: &mut Targets<'_>) {
    let own = t.own;
    let asked: Vec<OwnLink> = own.needs_of(&[NeedKind::Finance]).chain(&own.suffers).copied().collect();
    for link in asked {
        t.add(true, link.start, vec![], link.cap, At::Offers, Basis::Stated, link.weight);
        for (pain, keep) in own.upwards(link.cap, 1, 0.8) {
            for (service, strength, source) in own.relations(pain, RelationKind::Cures, Towards::From) {
                if own.chain().cap(service).sector == FINANCE {
                    let steps = vec![step(pain, Link::CuredBy, service, &source)];
                    t.add(
                        true,
                        link.start,
                        steps,
                        service,
                        At::Offers,
                        Basis::Stated,
                        link.weight * keep * strength.weight(),
                    );
                }
            }
        }
    }
    if own.kind != CompanyKind::Bank {
        return;
    }
    let services: Vec<OwnLink> =
        own.makes.iter().filter(|link| own.chain().cap(link.cap).sector == FINANCE).copied().collect();
    for service in services {
        t.add(false, service.start, vec![], service.cap, At::Needs, Basis::Stated, service.weight);
        for (pain, strength, source) in own.relations(service.cap, RelationKind::Cures, Towards::To) {
            let steps = vec![step(service.cap, Link::Cures, pain, &source)];
            let weight = service.weight * strength.weight();
            t.add(false, service.start, steps.clone(), pain, At::Needs, Basis::Stated, weight);
            t.add(false, service.start, steps, pain, At::Lines(Side::Suffers), Basis::Stated, weight);
        }
    }
}

/// The sector of the chain in which money is: `data/chain/finance.chain`.
const FINANCE: &str = "finance";
