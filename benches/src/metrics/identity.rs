//! Verdicts on pairs of names against labels. What matters most: nothing different is called the same.

use super::Counts;
use std::collections::BTreeMap;

/// The labels.
pub const LABELS: [&str; 3] = ["same", "affiliate", "different"];

/// Counts over pairs.
#[derive(Debug, Clone, Default)]
pub struct Identity {
    /// By label.
    pub labels: BTreeMap<&'static str, Counts>,
    /// Right verdicts.
    pub right: usize,
    /// Pairs.
    pub pairs: usize,
    /// Pairs called the same that are not.
    pub false_merges: usize,
    /// Pairs that are not the same.
    pub not_same: usize,
    /// Right verdicts and pairs by kind of difficulty.
    pub kinds: BTreeMap<String, (usize, usize)>,
}

impl Identity {
    /// Adds a pair: its kind, what was said, what is so.
    pub fn add(&mut self, kind: &str, said: &str, truth: &str) {
        for label in LABELS {
            let counts = self.labels.entry(label).or_default();
            counts.right += usize::from(said == label && truth == label);
            counts.invented += usize::from(said == label && truth != label);
            counts.missed += usize::from(said != label && truth == label);
        }
        let right = usize::from(said == truth);
        self.right += right;
        self.pairs += 1;
        self.not_same += usize::from(truth != "same");
        self.false_merges += usize::from(said == "same" && truth != "same");
        let kind = self.kinds.entry(kind.to_owned()).or_default();
        kind.0 += right;
        kind.1 += 1;
    }

    /// Share of right verdicts.
    pub fn accuracy(&self) -> f64 {
        if self.pairs == 0 { 0.0 } else { self.right as f64 / self.pairs as f64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_by_label_and_kind() {
        let mut identity = Identity::default();
        identity.add("short", "same", "same");
        identity.add("short", "affiliate", "same");
        identity.add("branch", "same", "affiliate");
        identity.add("other", "different", "different");
        assert_eq!(identity.accuracy(), 0.5);
        assert_eq!((identity.false_merges, identity.not_same), (1, 2));
        assert_eq!(identity.labels["same"], Counts { right: 1, invented: 1, missed: 1 });
        assert_eq!(identity.labels["affiliate"], Counts { right: 0, invented: 1, missed: 1 });
        assert_eq!(identity.kinds["short"], (1, 2));
    }
}
