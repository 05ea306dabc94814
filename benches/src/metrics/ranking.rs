//! Measures of one ranked answer against graded names: nDCG@10, hit@k, reciprocal rank, recall@20.

use super::mean;
use std::collections::HashMap;

/// Measures of one answer, or their means over many, each 0..=1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Ranking {
    /// Gain 2^grade - 1, discount log2(place + 1), over the best ten that exist.
    pub ndcg10: f64,
    /// A relevant name stands first.
    pub hit1: f64,
    /// One stands among the first five.
    pub hit5: f64,
    /// One stands among the first ten.
    pub hit10: f64,
    /// One divided by the place of the first relevant name.
    pub mrr: f64,
    /// Relevant names among the first twenty, of as many as could be there.
    pub recall20: f64,
    /// A name of the best grade that exists stands first.
    pub best1: f64,
}

impl Ranking {
    /// The mean of each measure.
    pub fn mean(all: &[Ranking]) -> Ranking {
        let of = |measure: fn(&Ranking) -> f64| mean(all.iter().map(measure));
        Ranking {
            ndcg10: of(|r| r.ndcg10),
            hit1: of(|r| r.hit1),
            hit5: of(|r| r.hit5),
            hit10: of(|r| r.hit10),
            mrr: of(|r| r.mrr),
            recall20: of(|r| r.recall20),
            best1: of(|r| r.best1),
        }
    }
}

/// Names of equal score: a stretch of places they share.
struct Group {
    /// Places before it.
    before: usize,
    /// Names in it.
    size: usize,
    /// Relevant ones among them.
    relevant: usize,
    /// Sum of their gains.
    gain: f64,
    /// Names of the best grade that exists.
    best: usize,
}

impl Group {
    /// Its places among the first `k`.
    fn within(&self, k: usize) -> usize {
        k.saturating_sub(self.before).min(self.size)
    }
}

/// Measures an answer, best first, against grades; relevant is a grade of 1 or more.
pub fn measure(hits: &[(String, f64)], grades: &HashMap<String, u32>) -> Ranking {
    let best_grade = grades.values().copied().max().unwrap_or(0);
    let groups = groups(hits, grades, best_grade);
    let there = grades.values().filter(|grade| **grade > 0).count();
    let mut ideal: Vec<f64> = grades.values().map(|grade| gain(*grade)).collect();
    ideal.sort_by(|a, b| b.total_cmp(a));
    let ideal: f64 = ideal.iter().take(10).enumerate().map(|(at, gain)| gain * discount(at)).sum();
    let dcg: f64 = groups
        .iter()
        .map(|g| g.gain / g.size as f64 * (g.before..g.before + g.within(10)).map(discount).sum::<f64>())
        .sum();
    let first = groups.iter().find(|group| group.relevant > 0);
    let recalled: f64 = groups.iter().map(|g| g.relevant as f64 * g.within(20) as f64 / g.size as f64).sum();
    Ranking {
        ndcg10: if ideal > 0.0 { dcg / ideal } else { 0.0 },
        hit1: first.map_or(0.0, |group| hit(group, 1)),
        hit5: first.map_or(0.0, |group| hit(group, 5)),
        hit10: first.map_or(0.0, |group| hit(group, 10)),
        mrr: first.map_or(0.0, reciprocal),
        recall20: if there > 0 { recalled / there.min(20) as f64 } else { 0.0 },
        best1: groups.first().filter(|_| best_grade > 0).map_or(0.0, |g| g.best as f64 / g.size as f64),
    }
}

fn gain(grade: u32) -> f64 {
    2f64.powi(grade as i32) - 1.0
}

fn discount(at: usize) -> f64 {
    1.0 / (at as f64 + 2.0).log2()
}

fn groups(hits: &[(String, f64)], grades: &HashMap<String, u32>, best_grade: u32) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (at, (name, score)) in hits.iter().enumerate() {
        if at == 0 || hits[at - 1].1 != *score {
            groups.push(Group { before: at, size: 0, relevant: 0, gain: 0.0, best: 0 });
        }
        let grade = grades.get(name).copied().unwrap_or(0);
        if let Some(group) = groups.last_mut() {
            group.size += 1;
            group.relevant += usize::from(grade > 0);
            group.gain += gain(grade);
            group.best += usize::from(grade == best_grade);
        }
    }
    groups
}

/// How likely a relevant name of the group stands among the first `k` if the group's order is drawn at random.
fn hit(group: &Group, k: usize) -> f64 {
    let (size, other) = (group.size as f64, (group.size - group.relevant) as f64);
    let none: f64 = (0..group.within(k)).map(|at| (other - at as f64).max(0.0) / (size - at as f64)).product();
    1.0 - none
}

/// The expected reciprocal place of the first relevant name.
fn reciprocal(group: &Group) -> f64 {
    let (size, relevant) = (group.size as f64, group.relevant as f64);
    let mut none_yet = 1.0;
    let mut expected = 0.0;
    for at in 0..=group.size - group.relevant {
        let left = size - at as f64;
        expected += none_yet * relevant / left / (group.before + at + 1) as f64;
        none_yet *= (left - relevant) / left;
    }
    expected
}

/// How often a relevant score stands above an irrelevant one, ties half: the area under the curve. None where one side
/// is empty.
pub fn area(above: &[f64], below: &[f64]) -> Option<f64> {
    let pairs = above.iter().flat_map(|a| below.iter().map(move |b| (a, b)));
    let wins = pairs.map(|(a, b)| {
        if a > b {
            1.0
        } else if a == b {
            0.5
        } else {
            0.0
        }
    });
    (!above.is_empty() && !below.is_empty()).then(|| mean(wins))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f64, b: f64) {
        assert!((a - b).abs() < 1e-12, "{a} is not {b}");
    }

    fn hits(list: &[(&str, f64)]) -> Vec<(String, f64)> {
        list.iter().map(|(name, score)| ((*name).to_owned(), *score)).collect()
    }

    fn grades(list: &[(&str, u32)]) -> HashMap<String, u32> {
        list.iter().map(|(name, grade)| ((*name).to_owned(), *grade)).collect()
    }

    #[test]
    fn an_ordered_answer() {
        let m = measure(&hits(&[("a", 3.0), ("b", 2.0), ("c", 1.0)]), &grades(&[("b", 2), ("c", 1), ("z", 1)]));
        // Places 2 and 3 hold gains 3 and 1; the ideal holds 3, 1, 1.
        let ideal = 3.0 + 1.0 / 3f64.log2() + 0.5;
        close(m.ndcg10, (3.0 / 3f64.log2() + 0.5) / ideal);
        assert_eq!((m.hit1, m.hit5, m.mrr, m.best1), (0.0, 1.0, 0.5, 0.0));
        close(m.recall20, 2.0 / 3.0);
    }

    #[test]
    fn ties_are_averaged_over_their_orders() {
        // Three share places 1 to 3, one is relevant: each place as likely.
        let m = measure(&hits(&[("a", 1.0), ("b", 1.0), ("c", 1.0)]), &grades(&[("b", 1)]));
        close(m.hit1, 1.0 / 3.0);
        close(m.hit5, 1.0);
        close(m.mrr, (1.0 + 0.5 + 1.0 / 3.0) / 3.0);
        close(m.ndcg10, (1.0 + 1.0 / 3f64.log2() + 0.5) / 3.0);
        close(m.best1, 1.0 / 3.0);
        // Two of four relevant, one place before them: first at 2 in 1/2, at 3 in 1/3, at 4 in 1/6 of the orders.
        let m = measure(
            &hits(&[("x", 2.0), ("a", 1.0), ("b", 1.0), ("c", 1.0), ("d", 1.0)]),
            &grades(&[("a", 1), ("b", 1)]),
        );
        close(m.mrr, 0.5 / 2.0 + 1.0 / 3.0 / 3.0 + 1.0 / 6.0 / 4.0);
        assert_eq!((m.hit1, m.hit5), (0.0, 1.0));
    }

    #[test]
    fn a_group_across_the_limit_counts_in_part() {
        let many: Vec<(String, f64)> = (0..40).map(|at| (format!("d{at}"), 1.0)).collect();
        let m = measure(&many, &grades(&[("d7", 1)]));
        close(m.hit5, 5.0 / 40.0);
        close(m.recall20, 0.5);
        let all: HashMap<String, u32> = (0..40).map(|at| (format!("d{at}"), 1)).collect();
        close(measure(&many[..30], &all).recall20, 1.0);
    }

    #[test]
    fn nothing_answered_and_nothing_relevant_is_nothing() {
        assert_eq!(measure(&[], &grades(&[("a", 1)])), Ranking::default());
        assert_eq!(measure(&hits(&[("a", 1.0)]), &grades(&[("a", 0)])), Ranking::default());
        assert_eq!(area(&[2.0, 3.0], &[1.0]), Some(1.0));
        assert_eq!(area(&[1.0], &[1.0]), Some(0.5));
        assert_eq!(area(&[], &[1.0]), None);
    }
}
