//! The score: log-odds that two companies become partners, added up from families of evidence.
//!
//! score = prior + sum over families of weight x lift(p), where p is the noisy-or of the family's paths and
//! lift(p) = logit(p0 + (1 - p0) p) - logit(p0) with p0 = sigmoid(prior): no evidence adds nothing, certainty adds
//! what lies between the prior and certainty. The addends are what the card shows, and they add up to the score.

use crate::{
    Context,
    path::{Basis, Target},
    reach::Hit,
};
use qianxian_core::{Bond, CapIx, CompanyIx, Side};

/// Probability of the prior.
pub fn sigmoid(log_odds: f32) -> f32 {
    1.0 / (1.0 + (-log_odds).exp())
}

fn logit(p: f32) -> f32 {
    (p / (1.0 - p)).ln()
}

/// Log-odds that evidence of probability `p` (0..=1) adds to the prior.
pub fn lift(prior: f32, p: f32) -> f32 {
    let p0 = sigmoid(prior);
    logit((p0 + (1.0 - p0) * p.clamp(0.0, 0.98)).min(0.985)) - prior
}

/// Paths of one family put together: each target counts once, and n independent ones give 1 - product of (1 - p).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NoisyOr {
    none: f32,
}

impl Default for NoisyOr {
    fn default() -> Self {
        NoisyOr { none: 1.0 }
    }
}

impl NoisyOr {
    /// Adds one more piece of evidence, 0..=1.
    pub fn add(&mut self, p: f32) {
        self.none *= 1.0 - p.clamp(0.0, 0.98);
    }

    /// Probability that at least one of them holds.
    pub fn p(self) -> f32 {
        1.0 - self.none
    }
}

/// Evidence about one candidate, as gathered target by target.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Evidence {
    /// Implied by the chain.
    pub chain: NoisyOr,
    /// Stated by one side.
    pub stated: NoisyOr,
    /// Best path in which the asker gets something.
    pub gets: f32,
    /// Best path in which it gives something.
    pub gives: f32,
    /// Some path died, or is open to rivals only, because the asker makes the same.
    pub rival: bool,
}

impl Evidence {
    /// Adds one piece of evidence.
    pub fn add(&mut self, basis: Basis, strength: f32) {
        match basis {
            Basis::Implied => self.chain.add(strength),
            Basis::Stated => self.stated.add(strength),
        }
    }

    /// Notes which side a met target serves.
    pub fn note(&mut self, target: &Target, hit: &Hit) {
        let best = if target.asks { &mut self.gets } else { &mut self.gives };
        *best = best.max(hit.strength);
    }

    /// There is a living path.
    pub fn is_any(&self) -> bool {
        self.gets > 0.0 || self.gives > 0.0
    }
}

/// The parts of a score that do not come from paths.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Circumstances {
    /// The other side's text names what this side wants, 0..=1.
    pub text: f32,
    /// How many deals of makers of the same products had this partner, and how many deals they had at all.
    pub history: (u32, u32),
    /// Product the history is about.
    pub history_product: Option<CapIx>,
    /// Log-odds of standing near each other, with the level.
    pub place: Option<(&'static str, f32)>,
    /// They make the same in another line.
    pub rival_products: Vec<CapIx>,
    /// Where it is written that they may belong together.
    pub suspected: Option<String>,
}

/// Looks up what does not come from paths.
pub fn circumstances(ctx: Context<'_>, a: CompanyIx, b: CompanyIx, text: f32, leave_out_deals: bool) -> Circumstances {
    let (one, other) = (ctx.graph.company(a), ctx.graph.company(b));
    let place = &ctx.weights.place;
    let same = |x: &Option<String>, y: &Option<String>| x.is_some() && x == y;
    let (mine, theirs) = (&one.company.place, &other.company.place);
    let near = if same(&mine.district, &theirs.district) && (same(&mine.city, &theirs.city) || mine.city.is_none()) {
        Some(("同区县", place.district))
    } else if same(&mine.city, &theirs.city) {
        Some(("同市", place.city))
    } else if same(&mine.province, &theirs.province) {
        Some(("同省", place.province))
    } else {
        None
    };
    let (history, history_product) = peers_deals(ctx, a, b, leave_out_deals);
    Circumstances {
        text,
        history,
        history_product,
        place: near,
        rival_products: crate::exclude::rival_products(ctx, a, b),
        suspected: ctx.graph.bonds().suspected(one.company.id, other.company.id).map(|aff| aff.source.label()),
    }
}

/// Of the deals that makers of A's products had, how many were with B. Counts are smoothed n / (n + 5) by the caller.
fn peers_deals(ctx: Context<'_>, a: CompanyIx, b: CompanyIx, leave_out_deals: bool) -> ((u32, u32), Option<CapIx>) {
    let graph = ctx.graph;
    let own = graph.company(a).company.id;
    let mine: Vec<CapIx> = graph.company(a).links(Side::Makes).map(|(_, link)| link.cap).collect();
    let mut with_peers = 0;
    let mut product = None;
    let mut all = 0;
    for (peer, bond) in graph.bonds().of(graph.company(b).company.id) {
        if !matches!(bond, Bond::Deal(_)) || (peer == own && leave_out_deals) {
            continue;
        }
        all += 1;
        let Some(peer) = graph.find(peer).filter(|peer| *peer != a) else { continue };
        if let Some((_, link)) = graph.company(peer).links(Side::Makes).find(|(_, link)| mine.contains(&link.cap)) {
            with_peers += 1;
            product = product.or(Some(link.cap));
        }
    }
    ((with_peers, all), product)
}

/// Counts smoothed as in the design: n / (n + 5).
pub fn smoothed(n: u32) -> f32 {
    n as f32 / (n as f32 + 5.0)
}

/// The addends of a score, without the prior, in the order of the card: chain, stated, text, history, place,
/// reciprocity, against.
pub fn addends(ctx: Context<'_>, evidence: &Evidence, around: &Circumstances) -> [f32; 7] {
    let (weights, prior) = (&ctx.weights.family, ctx.weights.prior);
    let both_ways = evidence.gets.min(evidence.gives);
    let mut against = 0.0;
    if !around.rival_products.is_empty() {
        against += ctx.weights.against.rival_line;
    }
    if around.suspected.is_some() {
        against += ctx.weights.against.suspected_affiliation;
    }
    [
        weights.chain * lift(prior, evidence.chain.p()),
        weights.stated * lift(prior, evidence.stated.p()),
        weights.text * lift(prior, around.text),
        weights.history * lift(prior, smoothed(around.history.0)),
        around.place.map_or(0.0, |(_, log_odds)| log_odds),
        weights.reciprocity * lift(prior, both_ways),
        against,
    ]
}

/// The score itself.
pub fn score(ctx: Context<'_>, evidence: &Evidence, around: &Circumstances) -> f32 {
    ctx.weights.prior + addends(ctx, evidence, around).iter().sum::<f32>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_evidence_adds_nothing_and_more_evidence_adds_more() {
        assert!(lift(-3.9, 0.0).abs() < 1e-5);
        assert!(lift(-3.9, 0.2) < lift(-3.9, 0.6));
        assert!(lift(-3.9, 1.0).is_finite());
    }

    #[test]
    fn noisy_or_never_exceeds_one_and_ignores_order() {
        let mut a = NoisyOr::default();
        let mut b = NoisyOr::default();
        for p in [0.3, 0.9, 0.5] {
            a.add(p);
        }
        for p in [0.5, 0.3, 0.9] {
            b.add(p);
        }
        assert!((a.p() - b.p()).abs() < 1e-6 && a.p() < 1.0);
        assert!((a.p() - 0.965).abs() < 1e-5);
    }
}
