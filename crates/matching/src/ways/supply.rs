//! 上下游配套: A buys or needs X, or makes Y that takes X; B makes X or a narrower kind. Testing and certification are
//! a supply of a service.

use super::{At, Basis, NeedKind, NeedRole, Targets};

pub(super) fn targets(t: &mut Targets<'_>) {
    let own = t.own;
    for link in own.buys.iter().chain(own.needs_of(&[NeedKind::Supply, NeedKind::Equipment, NeedKind::Other])) {
        t.add(true, link.start, vec![], link.cap, At::Offers, Basis::Stated, link.weight * own.specific(link.cap));
    }
    for product in own.made() {
        for need in own.chain().needs(product.cap).iter().filter(|need| need.role == NeedRole::Input) {
            let weight = product.weight * need.strength * own.specific(need.cap);
            let steps = own.need_steps(product.cap, need, true);
            t.add(true, product.start, steps, need.cap, At::Offers, Basis::Implied, weight);
        }
    }
}
