//! Does a thing made for one use serve another? 汽车轴承 serves makers of cars and of what goes into cars; to a maker of
//! pumps it says little.

use crate::{
    path::{Start, Target},
    reach::Hit,
    ways::Own,
};
use qianxian_core::{CapIx, CapabilityKind, Chain, Found, LineNode, RelationKind, chain::Towards};
use rustc_hash::FxHashMap;

/// Answers of one asking company, kept while its targets are followed.
pub(crate) struct Fits<'a> {
    own: &'a Own<'a>,
    known: FxHashMap<(CapIx, CapIx), bool>,
}

impl<'a> Fits<'a> {
    pub(crate) fn new(own: &'a Own<'a>) -> Fits<'a> {
        Fits { own, known: FxHashMap::default() }
    }

    /// What remains of a path's strength, 0..=1: all of it unless the seller's line names uses and the buyer has to do
    /// with none of them.
    pub(crate) fn keep(&mut self, target: &Target, hit: &Hit) -> f32 {
        let graph = self.own.ctx.graph;
        let mine = match target.start {
            Start::Line(at) => graph.company(self.own.company).lines.get(usize::from(at)),
            Start::Need(_) => None,
        };
        let Some(theirs) = graph.company(hit.company).lines.get(usize::from(hit.posting.line)) else { return 1.0 };
        let Some(mine) = mine else { return 1.0 };
        let (seller, buyer) = if target.asks { (theirs, mine) } else { (mine, theirs) };
        let serves = seller.applications.is_empty()
            || seller.applications.iter().any(|application| self.serves(*application, buyer));
        if serves { 1.0 } else { self.own.ctx.weights.path.other_application }
    }

    fn serves(&mut self, application: CapIx, buyer: &LineNode) -> bool {
        let named = buyer.links.iter().filter(|link| link.found != Found::Mention).map(|link| link.cap);
        named.chain(buyer.applications.iter().copied()).any(|product| self.concerns(application, product))
    }

    fn concerns(&mut self, application: CapIx, product: CapIx) -> bool {
        let chain = self.own.ctx.graph.chain();
        *self.known.entry((application, product)).or_insert_with(|| concerns(chain, application, product))
    }
}

/// The product is the application, a kind of it or what it is a kind of; or it goes into it; or it is used in that
/// industry.
fn concerns(chain: &Chain, application: CapIx, product: CapIx) -> bool {
    let kin = |a: CapIx, b: CapIx| chain.steps_up(a, b).is_some() || chain.steps_up(b, a).is_some();
    if kin(application, product) {
        return true;
    }
    let wider = || std::iter::once(product).chain(chain.ancestors(product).iter().map(|(wider, _)| *wider));
    if chain.cap(application).kind == CapabilityKind::Industry {
        return wider().any(|wider| {
            chain
                .related(wider, RelationKind::UsedIn, Towards::To)
                .iter()
                .any(|(industry, _)| kin(*industry, application))
        });
    }
    let into = |whole: CapIx| {
        chain.direct_needs(whole).iter().any(|need| wider().any(|wider| wider == need.cap) || kin(need.cap, product))
    };
    into(application)
        || wider().any(|wider| {
            chain.related(wider, RelationKind::UsedIn, Towards::To).iter().any(|(place, _)| kin(*place, application))
        })
}
