//! Percentiles: each of many questions timed by itself, one after the other. Means and their spread come from the
//! criterion benches.

use crate::{
    generate::{self, Generator},
    report::{Section, Table},
    rng::Rng,
};
use anyhow::{Context, Result};
use qianxian_core::{CompanyIx, Visibility};
use qianxian_engine::{Knowledge, Snapshot};
use qianxian_matching::{Request, RosterPolicy, partners, whole_roster};
use std::{
    hint::black_box,
    time::{Duration, Instant},
};

/// Questions of each kind.
const QUESTIONS: usize = 2_000;
/// Hits asked for, as on a page.
const PAGE: usize = 20;
const SEED: u64 = 1;
/// Text for recognition.
const TEXT: usize = 8 << 20;
/// A whole roster is matched up to this size: the work grows with its square.
const WHOLE: usize = 2_000;

/// Times everything at each size of roster.
pub fn run(sizes: &[usize], talk: impl Fn(&str)) -> Result<Section> {
    talk("knowledge");
    let loads = (0..5).map(|_| timed(Knowledge::embedded)).collect::<Vec<_>>();
    let best = loads.iter().map(|(_, took)| *took).min().unwrap_or_default();
    let knowledge = loads.into_iter().next().context("nothing loaded")?.0?;
    let speed = recognition(&knowledge);
    let mut once = Table::new("speed: once", &["value"]);
    once.row("all packs loaded, ms (best of 5)", &[millis(best)]);
    once.row(format!("recognition, MB/s on one core ({} MB)", TEXT >> 20), &[speed]);
    let mut each =
        Table::new(format!("speed: {QUESTIONS} questions each, ms"), &["companies", "p50", "p99", "worst", "mean"])
            .counting(&["companies"]);
    let mut summary = format!("packs {:.0} ms, recognition {speed:.1} MB/s", millis(best));
    for size in sizes {
        talk(&format!("{size} companies"));
        let samples = Generator::new(&knowledge, SEED).companies(*size);
        let (nodes, took) = timed(|| generate::digested(&knowledge, samples));
        once.row(format!("{size} companies recognised, ms (all cores)"), &[millis(took)]);
        let graph = generate::graph(&knowledge, nodes);
        let words = generate::index_words(&knowledge.chain);
        let (searcher, took) = timed(|| generate::index(&graph, &words));
        once.row(format!("{size} companies indexed in memory, ms"), &[millis(took)]);
        let snapshot = Snapshot::new(1, crate::TODAY, knowledge.clone(), graph, searcher?);
        for (name, times) in [("search", searches(&snapshot)), ("partners", all_partners(&snapshot))] {
            let spread = Spread::of(times);
            each.row(format!("{name} {size}"), &[*size as f64, spread.p50, spread.p99, spread.worst, spread.mean]);
            summary.push_str(&format!(", {name}@{size} p50 {:.2} p99 {:.2} ms", spread.p50, spread.p99));
        }
        if *size <= WHOLE {
            let (_, took) = timed(|| black_box(snapshot.matching(|ctx| whole_roster(ctx, &RosterPolicy::default()))));
            once.row(format!("{size} companies, whole roster matched, ms (all cores)"), &[millis(took)]);
        }
    }
    Ok(Section { set: "speed".to_owned(), summary, tables: vec![once, each] })
}

pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let started = Instant::now();
    let result = work();
    (result, started.elapsed())
}

pub(crate) fn millis(took: Duration) -> f64 {
    took.as_secs_f64() * 1000.0
}

fn recognition(knowledge: &Knowledge) -> f64 {
    let text = Generator::new(knowledge, SEED).text(TEXT);
    let bytes: usize = text.iter().map(String::len).sum();
    let read = || text.iter().map(|line| knowledge.recognizer.recognise(black_box(line)).len()).sum::<usize>();
    black_box(read());
    let (found, took) = timed(read);
    black_box(found);
    bytes as f64 / (1 << 20) as f64 / took.as_secs_f64()
}

fn searches(snapshot: &Snapshot) -> Vec<Duration> {
    let queries = Generator::new(&snapshot.knowledge, SEED + 1).queries(QUESTIONS);
    // What is worked out on first use is no part of an answer.
    black_box(snapshot.search("jsj", Visibility::Secretariat, PAGE));
    let search = |query: &String| timed(|| black_box(snapshot.search(query, Visibility::Secretariat, PAGE))).1;
    queries.iter().map(search).collect()
}

fn all_partners(snapshot: &Snapshot) -> Vec<Duration> {
    let companies: Vec<CompanyIx> = snapshot.graph.companies().map(|(ix, _)| ix).collect();
    let mut rng = Rng::new(SEED + 2);
    let request = Request::default();
    let mut ask = || {
        let company = *rng.pick(&companies);
        timed(|| black_box(snapshot.matching(|ctx| partners(ctx, company, &request)))).1
    };
    (0..QUESTIONS).map(|_| ask()).collect()
}

/// Milliseconds of many questions.
pub(crate) struct Spread {
    pub(crate) p50: f64,
    pub(crate) p99: f64,
    pub(crate) worst: f64,
    pub(crate) mean: f64,
}

impl Spread {
    pub(crate) fn of(mut times: Vec<Duration>) -> Spread {
        times.sort();
        let at = |percent: usize| times.get(times.len() * percent / 100).copied().unwrap_or_default();
        let mean = times.iter().sum::<Duration>() / times.len().max(1) as u32;
        let worst = times.last().copied().unwrap_or_default();
        Spread { p50: millis(at(50)), p99: millis(at(99)), worst: millis(worst), mean: millis(mean) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles() {
        let spread = Spread::of((1..=1000).rev().map(Duration::from_millis).collect());
        assert_eq!((spread.p50, spread.p99, spread.worst), (501.0, 991.0, 1000.0));
        assert!((spread.mean - 500.5).abs() < 1e-9);
        assert_eq!(Spread::of(Vec::new()).p99, 0.0);
    }
}
