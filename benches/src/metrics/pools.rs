//! One true answer among the candidates of a pool: its expected rank, and what shares of pools that gives.

use super::mean;
use crate::rng::Rng;

/// Drawings of a bootstrap interval.
const ROUNDS: usize = 1000;
/// Where the drawings start.
const SEED: u64 = 7;

/// Place of the true answer among the candidates: names with a better score, and half of those with the same, count
/// before it. A name without a score shares the last places.
pub fn expected_rank(hits: &[(String, f64)], candidates: &[String], truth: &str) -> f64 {
    let score = |name: &str| hits.iter().find(|(hit, _)| hit == name).map_or(f64::NEG_INFINITY, |(_, score)| *score);
    let own = score(truth);
    let scores: Vec<f64> = candidates.iter().map(|name| score(name)).collect();
    let above = scores.iter().filter(|other| **other > own).count();
    let level = scores.iter().filter(|other| **other == own).count();
    above as f64 + (level as f64 + 1.0) / 2.0
}

/// Shares over pools.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pools {
    /// True answers at expected rank 1.
    pub hit1: f64,
    /// True answers at expected rank 5 or better.
    pub hit5: f64,
    /// Lower end of the 95 % interval of `hit5`.
    pub low: f64,
    /// Upper end of it.
    pub high: f64,
    /// Mean of one divided by the expected rank.
    pub mrr: f64,
}

/// Sums up expected ranks. The interval is a percentile bootstrap over pools, seeded.
pub fn sum_up(ranks: &[f64]) -> Pools {
    let within = |k: f64| mean(ranks.iter().map(|rank| f64::from(u8::from(*rank <= k))));
    let mut rng = Rng::new(SEED);
    let mut drawn: Vec<f64> =
        (0..ROUNDS).map(|_| mean((0..ranks.len()).map(|_| f64::from(u8::from(*rng.pick(ranks) <= 5.0))))).collect();
    drawn.sort_by(f64::total_cmp);
    Pools {
        hit1: within(1.0),
        hit5: within(5.0),
        low: drawn[ROUNDS * 25 / 1000],
        high: drawn[ROUNDS * 975 / 1000 - 1],
        mrr: mean(ranks.iter().map(|rank| 1.0 / rank)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(list: &[&str]) -> Vec<String> {
        list.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn ties_share_their_places() {
        let hits: Vec<(String, f64)> =
            [("a", 3.0), ("b", 2.0), ("c", 2.0), ("d", 2.0)].map(|(n, s)| (n.to_owned(), s)).to_vec();
        let pool = names(&["a", "b", "c", "d", "e", "f"]);
        assert_eq!(expected_rank(&hits, &pool, "a"), 1.0);
        assert_eq!(expected_rank(&hits, &pool, "c"), 3.0);
        // Two without a score share places 5 and 6.
        assert_eq!(expected_rank(&hits, &pool, "f"), 5.5);
    }

    #[test]
    fn shares_and_interval() {
        let all = sum_up(&[1.0; 20]);
        assert_eq!((all.hit1, all.hit5, all.low, all.high, all.mrr), (1.0, 1.0, 1.0, 1.0, 1.0));
        let half: Vec<f64> = (0..100).map(|at| if at % 2 == 0 { 2.0 } else { 8.0 }).collect();
        let half = sum_up(&half);
        assert_eq!((half.hit1, half.hit5), (0.0, 0.5));
        assert!((half.mrr - 0.3125).abs() < 1e-12);
        // 0.5 +- 1.96 * sqrt(0.25 / 100) = 0.402..0.598
        assert!((0.36..0.44).contains(&half.low) && (0.56..0.64).contains(&half.high), "{half:?}");
    }
}
