//! `trade/*_pools.jsonl` over `trade/companies.csv`: one real partner among candidates. *Cold* knows what companies say
//! about themselves; *warm* knows past deals too, those between the asker and its candidates left out.

use super::{Bench, said};
use crate::{
    baseline::{self, Bm25},
    files,
    home::Home,
    metrics::{
        mean,
        pools::{Pools, expected_rank, sum_up},
    },
    question::Question,
    report::{Section, Table},
    trec::{Run, plain},
};
use anyhow::{Context, Result};
use qianxian_core::CompanyIx;
use qianxian_engine::Snapshot;
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

#[derive(Debug, Deserialize)]
struct Gold {
    gold: Option<Vec<String>>,
    size: Option<usize>,
    ask: Option<String>,
}

/// Ranks the candidates of each pool; writes `trade.run` and `trade_warm.run`.
pub(super) fn run(bench: &Bench) -> Result<Option<Section>> {
    let pools = bench.sets.files("trade", "_pools.jsonl")?;
    if pools.is_empty() {
        return Ok(None);
    }
    let roster = bench.sets.file("trade/companies.csv").context("trade/companies.csv is missing")?;
    let (mut questions, mut gold): (Vec<Question>, Vec<Gold>) = (Vec::new(), Vec::new());
    for path in &pools {
        questions.extend(files::json_lines::<Question>(path)?);
        gold.extend(files::json_lines::<Gold>(path)?);
    }
    let home = Home::with_roster(&bench.knowledge, &roster)?;
    let cold = ranked(&home, &questions, false);
    cold.write(&bench.out.join("trade.run"))?;
    let mut deals = bench.sets.files("trade", "_edges.csv")?;
    deals.extend(bench.sets.file("trade/filings_unlisted.csv"));
    for path in &deals {
        home.import_deals(path)?;
    }
    let warm = ranked(&home, &questions, true);
    warm.write(&bench.out.join("trade_warm.run"))?;
    let places = |run: &Run| places(run, &questions, &gold);
    let snapshot = home.snapshot();
    let random: Vec<Run> = (0..baseline::ROUNDS).map(|round| random(&questions, round)).collect();
    let systems = [
        ("cold", vec![places(&cold)]),
        ("warm", vec![places(&warm)]),
        ("random", random.iter().map(places).collect()),
        ("BM25", vec![places(&text(&snapshot, &questions))]),
    ];
    let slices: Vec<Slice> = systems[0].1[0].keys().cloned().collect();
    if slices.is_empty() {
        return Ok(Some(Section::unjudged("trade")));
    }
    let mut table = Table::new(
        format!("trade: {} companies, {} pools, {} files of deals", snapshot.graph.len(), questions.len(), deals.len()),
        &["hit@1", "hit@5", "95% low", "95% high", "MRR", "n"],
    )
    .counting(&["n"]);
    let mut summary = Vec::new();
    for slice in &slices {
        for (name, rounds) in &systems {
            let n = rounds[0].get(slice).map_or(0, Vec::len) as f64;
            let pools: Vec<Pools> = rounds.iter().map(|round| sum_up(&round[slice])).collect();
            let of = |value: fn(&Pools) -> f64| mean(pools.iter().map(value));
            let row = [of(|p| p.hit1), of(|p| p.hit5), of(|p| p.low), of(|p| p.high), of(|p| p.mrr), n];
            table.row(format!("N={} {} {name}", slice.0, slice.1), &row);
            if slice.1 == BOTH && matches!(*name, "cold" | "warm") {
                summary.push(format!("{name} N={} {:.3}", slice.0, row[1]));
            }
        }
    }
    let summary = format!("hit@5: {}", summary.join(", "));
    Ok(Some(Section { set: "trade".to_owned(), summary, tables: vec![table] }))
}

/// Size of the pool and side asked for.
type Slice = (usize, String);
const BOTH: &str = "both";

fn ranked(home: &Home, questions: &[Question], leave_out_asked: bool) -> Run {
    let (snapshot, names) = (home.snapshot(), home.names());
    let ask = |question: &Question| question.ask(&snapshot, &names.by_id, leave_out_asked);
    let answers: Vec<_> = questions.par_iter().map(ask).collect();
    let mut run = Run::default();
    questions.iter().zip(answers).for_each(|(question, hits)| run.answer(question.id(), hits));
    run
}

fn random(questions: &[Question], round: u64) -> Run {
    let mut run = Run::default();
    for (at, question) in (0u64..).zip(questions) {
        run.answer(
            question.id(),
            baseline::random(question.candidates.as_deref().unwrap_or_default(), round * 10_000 + at),
        );
    }
    run
}

/// What the asker says about itself as a query over what everybody says about themselves.
fn text(snapshot: &Snapshot, questions: &[Question]) -> Run {
    let everybody: Vec<CompanyIx> = snapshot.graph.companies().map(|(ix, _)| ix).collect();
    let index = Bm25::new(snapshot.graph.companies().map(|(_, node)| said(node)));
    let mut run = Run::default();
    for question in questions {
        let asker = snapshot.company(&question.company).ok();
        let query = asker.map_or_else(|| question.company_products.join("；"), |ix| said(snapshot.graph.company(ix)));
        let scores: HashMap<CompanyIx, f64> =
            index.search(&query).into_iter().map(|(at, score)| (everybody[at], score)).collect();
        let score = |name: &String| Some((name.clone(), *scores.get(&snapshot.company(name).ok()?)?));
        run.answer(question.id(), question.candidates.iter().flatten().filter_map(score));
    }
    run
}

/// Expected ranks of the true answers by slice, pools with gold only.
fn places(run: &Run, questions: &[Question], gold: &[Gold]) -> BTreeMap<Slice, Vec<f64>> {
    let mut places: BTreeMap<Slice, Vec<f64>> = BTreeMap::new();
    for (question, gold) in questions.iter().zip(gold) {
        let Some(truth) = gold.gold.as_ref().and_then(|names| names.first()) else { continue };
        let candidates: Vec<String> = question.candidates.iter().flatten().map(|name| plain(name)).collect();
        let place = expected_rank(run.hits(question.id()), &candidates, &plain(truth));
        let size = gold.size.unwrap_or(candidates.len());
        for side in [BOTH, gold.ask.as_deref().unwrap_or("partner")] {
            places.entry((size, side.to_owned())).or_default().push(place);
        }
    }
    places
}
