//! A list of leads for everybody at once. Relevance ranks the pairs; policy composes the list: nobody is proposed to
//! more partners than the cap, and a member nobody would be proposed to otherwise gets a seat where one fits.

use crate::{
    Context,
    card::Match,
    request::{Request, by_name, partners},
    way::Way,
};
use qianxian_core::CompanyIx;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// How the list is composed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterPolicy {
    /// Ways to look for; all if empty.
    pub ways: Vec<Way>,
    /// Matches looked at for each company.
    pub per_company: usize,
    /// At most so many entries in which one company appears.
    pub cap: usize,
    /// At most so many entries in all; 0 for no limit.
    pub limit: usize,
}

impl Default for RosterPolicy {
    fn default() -> Self {
        RosterPolicy { ways: Vec::new(), per_company: 8, cap: 3, limit: 0 }
    }
}

/// The composed list.
#[derive(Debug, Clone, Default)]
pub struct RosterList {
    /// Entries, best first; each pair once.
    pub matches: Vec<Match>,
    /// How many pairs were looked at.
    pub considered: usize,
    /// How many were left out because one side had its share already.
    pub capped: usize,
    /// How many more there are behind the limit.
    pub cut: usize,
}

/// Leads for the whole roster.
pub fn whole_roster(ctx: Context<'_>, policy: &RosterPolicy) -> RosterList {
    let companies: Vec<CompanyIx> =
        ctx.graph.companies().filter(|(_, node)| node.kind.is_proposable()).map(|(ix, _)| ix).collect();
    let request = Request { ways: policy.ways.clone(), limit: policy.per_company, ..Request::default() };
    let mut pairs: FxHashMap<(CompanyIx, CompanyIx), Match> = FxHashMap::default();
    let all: Vec<Vec<Match>> = companies.par_iter().map(|company| partners(ctx, *company, &request).matches).collect();
    for found in all.into_iter().flatten() {
        let pair = (found.company.min(found.partner), found.company.max(found.partner));
        match pairs.get(&pair) {
            // Seen from both sides: keep the side that has more to say.
            Some(known) if known.score >= found.score => {}
            _ => drop(pairs.insert(pair, found)),
        }
    }
    let mut ranked: Vec<Match> = pairs.into_values().collect();
    ranked.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| by_name(ctx, a.company, b.company))
            .then_with(|| by_name(ctx, a.partner, b.partner))
    });
    compose(ranked, policy)
}

/// First every company's best lead as far as caps allow, so that nobody goes empty; then the rest by score.
fn compose(ranked: Vec<Match>, policy: &RosterPolicy) -> RosterList {
    let considered = ranked.len();
    let mut shares: FxHashMap<CompanyIx, usize> = FxHashMap::default();
    let mut taken = vec![false; considered];
    for reserved in [true, false] {
        for (at, entry) in ranked.iter().enumerate() {
            let share = |company: CompanyIx| shares.get(&company).copied().unwrap_or(0);
            let (a, b) = (share(entry.company), share(entry.partner));
            let wanted = !reserved || a == 0 || b == 0;
            if taken[at] || !wanted || a >= policy.cap || b >= policy.cap {
                continue;
            }
            taken[at] = true;
            *shares.entry(entry.company).or_default() += 1;
            *shares.entry(entry.partner).or_default() += 1;
        }
    }
    let capped = taken.iter().filter(|taken| !**taken).count();
    let mut matches: Vec<Match> =
        ranked.into_iter().zip(taken).filter_map(|(entry, taken)| taken.then_some(entry)).collect();
    let all = matches.len();
    if policy.limit > 0 {
        matches.truncate(policy.limit);
    }
    let cut = all - matches.len();
    RosterList { matches, considered, capped, cut }
}
