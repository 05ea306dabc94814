//! 渠道互荐: A makes X, B trades X or the range X belongs to. And the same seen from the trader.

use super::{At, Basis, CompanyKind, Link, Targets, Tolerance, step};

/// A range one step broader than the product still covers it.
const PER_STEP_UP: f32 = 0.75;

pub(super) fn targets(t: &mut Targets<'_>) {
    let own = t.own;
    let is_trader = own.kind == CompanyKind::Trader;
    for product in own.products() {
        if is_trader {
            t.add(false, product.start, vec![], product.cap, At::Made, Basis::Implied, product.weight);
            continue;
        }
        for (range, keep) in own.upwards(product.cap, 2, PER_STEP_UP) {
            let steps = (range != product.cap).then(|| step(product.cap, Link::KindOf, range, ""));
            let weight = product.weight * keep;
            t.add_with(
                false,
                product.start,
                steps.into_iter().collect(),
                range,
                At::Traded,
                Basis::Implied,
                weight,
                Tolerance::Exact,
            );
        }
    }
}
