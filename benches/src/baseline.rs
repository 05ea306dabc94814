//! What every ranking is shown beside: chance, and plain text search without any knowledge.

use crate::rng::Rng;
use std::collections::HashMap;

/// Rounds a random row is averaged over.
pub const ROUNDS: u64 = 20;

/// Every name with a score drawn at random; another seed, another order.
pub fn random(names: &[String], seed: u64) -> Vec<(String, f64)> {
    let mut rng = Rng::new(seed);
    names.iter().map(|name| (name.clone(), rng.share())).collect()
}

/// BM25 (k1 1.2, b 0.75) over pairs of characters; words of Latin letters and digits count whole.
#[derive(Debug, Default)]
pub struct Bm25 {
    /// By term: the documents it stands in and how often.
    postings: HashMap<String, Vec<(usize, f64)>>,
    lengths: Vec<f64>,
}

impl Bm25 {
    /// Reads texts; a text is found by its place.
    pub fn new(texts: impl IntoIterator<Item = String>) -> Bm25 {
        let mut index = Bm25::default();
        for (at, text) in texts.into_iter().enumerate() {
            let terms = terms(&text);
            index.lengths.push(terms.len() as f64);
            let mut counts: HashMap<String, f64> = HashMap::new();
            terms.into_iter().for_each(|term| *counts.entry(term).or_default() += 1.0);
            counts.into_iter().for_each(|(term, count)| index.postings.entry(term).or_default().push((at, count)));
        }
        index
    }

    /// Places of texts that share a term with the query, with scores, best first.
    pub fn search(&self, query: &str) -> Vec<(usize, f64)> {
        let texts = self.lengths.len() as f64;
        let mean = self.lengths.iter().sum::<f64>() / texts.max(1.0);
        let mut scores: HashMap<usize, f64> = HashMap::new();
        let mut asked = terms(query);
        asked.sort();
        asked.dedup();
        for postings in asked.iter().filter_map(|term| self.postings.get(term)) {
            let found = postings.len() as f64;
            let rarity = (1.0 + (texts - found + 0.5) / (found + 0.5)).ln();
            for (at, count) in postings {
                let length = 0.25 + 0.75 * self.lengths[*at] / mean;
                *scores.entry(*at).or_default() += rarity * count * 2.2 / (count + 1.2 * length);
            }
        }
        let mut scores: Vec<(usize, f64)> = scores.into_iter().collect();
        scores.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        scores
    }
}

fn terms(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let runs = lower.split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty());
    runs.flat_map(|run| {
        let chars: Vec<char> = run.chars().collect();
        if run.is_ascii() || chars.len() == 1 {
            vec![run.to_owned()]
        } else {
            chars.windows(2).map(|pair| pair.iter().collect()).collect()
        }
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rare_pair_tells_more_and_length_tells_less() {
        let texts = ["离心泵；电机", "电机；电机配件；电机外壳；电机维修", "蝶阀 gearbox", "电机"];
        let index = Bm25::new(texts.map(str::to_owned));
        let found = |query: &str| index.search(query).into_iter().map(|(at, _)| at).collect::<Vec<_>>();
        assert_eq!(found("离心泵"), [0]);
        assert_eq!(found("GEARBOX"), [2]);
        assert!(found("茶叶").is_empty());
        assert_eq!(found("电机").len(), 3);
        // One text of one term, by hand: tf 1, length 1, mean (3 + 10 + 2 + 1) / 4 = 4 terms.
        let (mean, rarity) = (4.0, (1.0f64 + 1.5 / 3.5).ln());
        let own = index.search("电机").into_iter().find(|(at, _)| *at == 3).map(|(_, score)| score);
        let by_hand = rarity * 2.2 / (1.0 + 1.2 * (0.25 + 0.75 / mean));
        assert!((own.unwrap() - by_hand).abs() < 1e-12);
    }

    #[test]
    fn a_seed_is_an_order() {
        let names: Vec<String> = (0..50).map(|at| at.to_string()).collect();
        assert_eq!(random(&names, 1), random(&names, 1));
        assert_ne!(random(&names, 1), random(&names, 2));
    }
}
