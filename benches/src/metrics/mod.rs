//! Measures, with the definitions of the evaluation sets' own scorer (`score.py`), each checked against values worked
//! out by hand.
//!
//! Equal scores have no order: where the scorer averages over twenty sampled orders, here the mean over *all* orders
//! is worked out exactly. The two agree where nothing is tied, and within sampling noise elsewhere.

pub mod drafts;
pub mod identity;
pub mod matching;
pub mod needs;
pub mod pools;
pub mod ranking;

/// The mean; 0 of nothing.
pub fn mean(values: impl IntoIterator<Item = f64>) -> f64 {
    let (sum, count) = values.into_iter().fold((0.0, 0u32), |(sum, count), value| (sum + value, count + 1));
    if count == 0 { 0.0 } else { sum / f64::from(count) }
}

/// Found, invented and missed items.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Found.
    pub right: usize,
    /// Found, but not there.
    pub invented: usize,
    /// There, but not found.
    pub missed: usize,
}

impl Counts {
    /// Adds others.
    pub fn add(&mut self, more: Counts) {
        self.right += more.right;
        self.invented += more.invented;
        self.missed += more.missed;
    }

    /// Share of what was found that is right; 1 where nothing was found.
    pub fn precision(&self) -> f64 {
        share(self.right, self.right + self.invented)
    }

    /// Share of what is there that was found; 1 where nothing is there.
    pub fn recall(&self) -> f64 {
        share(self.right, self.right + self.missed)
    }

    /// Harmonic mean of the two.
    pub fn f1(&self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_wanted_and_nothing_found_is_right() {
        assert_eq!(Counts::default().f1(), 1.0);
        let half = Counts { right: 1, invented: 1, missed: 0 };
        assert_eq!((half.precision(), half.recall()), (0.5, 1.0));
        assert!((half.f1() - 2.0 / 3.0).abs() < 1e-12);
        assert_eq!(Counts { right: 0, invented: 1, missed: 1 }.f1(), 0.0);
        assert_eq!(mean([]), 0.0);
    }
}
