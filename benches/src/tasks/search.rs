//! `search/queries.tsv` over `search/companies.csv`: who makes what is asked for?

use super::{Bench, said};
use crate::{
    baseline::{self, Bm25},
    files,
    home::{Home, Names},
    metrics::{
        mean,
        ranking::{Ranking, area, measure},
    },
    report::{Section, Table},
    trec::{self, Qrels, Run},
};
use anyhow::{Context, Result};
use qianxian_core::Visibility;
use qianxian_engine::Snapshot;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// Hits written for each query.
const MOST: usize = 100;

struct Query {
    id: String,
    text: String,
    kind: String,
}

impl Query {
    fn is_negative(&self) -> bool {
        self.kind == "negative"
    }
}

/// Searches for each query; writes `search.run`.
pub(super) fn run(bench: &Bench) -> Result<Option<Section>> {
    let Some(path) = bench.sets.file("search/queries.tsv") else { return Ok(None) };
    let roster = bench.sets.file("search/companies.csv").context("search/companies.csv is missing")?;
    let home = Home::with_roster(&bench.knowledge, &roster)?;
    let (snapshot, names) = (home.snapshot(), home.names());
    let queries: Vec<Query> = files::table(&path, b'\t')?
        .into_iter()
        .map(|mut row| {
            let mut cell = |name: &str| row.remove(name).unwrap_or_default();
            Query { id: cell("qid"), text: cell("query"), kind: cell("type") }
        })
        .collect();
    let ours = answers(&snapshot, &names, &queries);
    ours.write(&bench.out.join("search.run"))?;
    let Some(qrels) = bench.sets.file("search/qrels.txt") else {
        return Ok(Some(Section::unjudged("search")));
    };
    let qrels = trec::qrels(&qrels)?;
    let (random, plain) = (random(&names, &queries), plain(&snapshot, &names, &queries));
    let ours_measured = Measured::of(std::slice::from_ref(&ours), &queries, &qrels);
    let systems = [
        ("ours", ours_measured.clone()),
        ("random", Measured::of(&random, &queries, &qrels)),
        ("BM25", Measured::of(&[plain], &queries, &qrels)),
    ];
    let summary = ours_measured.summary(names.changed);
    let tables = vec![by_system(snapshot.graph.len(), &systems), by_kind(&queries, &systems)];
    Ok(Some(Section { set: "search".to_owned(), summary, tables }))
}

fn answers(snapshot: &Snapshot, names: &Names, queries: &[Query]) -> Run {
    let found: Vec<_> =
        queries.par_iter().map(|q| snapshot.search(&q.text, Visibility::Secretariat, MOST).hits).collect();
    let mut run = Run::default();
    for (query, hits) in queries.iter().zip(found) {
        let name = |ix| names.by_id[&snapshot.graph.company(ix).company.id].clone();
        run.answer(&query.id, hits.into_iter().map(|hit| (name(hit.company), f64::from(hit.score))));
    }
    run
}

fn random(names: &Names, queries: &[Query]) -> Vec<Run> {
    let round = |round: u64| {
        let mut run = Run::default();
        for (at, query) in (0u64..).zip(queries) {
            run.answer(&query.id, baseline::random(&names.in_order, round * 10_000 + at));
        }
        run
    };
    (0..baseline::ROUNDS).map(round).collect()
}

fn plain(snapshot: &Snapshot, names: &Names, queries: &[Query]) -> Run {
    let text = |node: &qianxian_core::CompanyNode| {
        format!("{}；{}", node.company.names().collect::<Vec<_>>().join("；"), said(node))
    };
    let index = Bm25::new(snapshot.graph.companies().map(|(_, node)| text(node)));
    let mut run = Run::default();
    for query in queries {
        let hits = index.search(&query.text).into_iter().take(MOST);
        run.answer(&query.id, hits.map(|(at, score)| (names.in_order[at].clone(), score)));
    }
    run
}

/// Measures of one system, over one run or the mean of several.
#[derive(Clone)]
struct Measured {
    /// Sensible queries in order of the file.
    ranked: Vec<Ranking>,
    empty: f64,
    negatives_empty: Option<f64>,
    area: Option<f64>,
}

impl Measured {
    fn of(runs: &[Run], queries: &[Query], qrels: &Qrels) -> Measured {
        let nothing = HashMap::new();
        let grades = |query: &Query| qrels.get(&query.id).unwrap_or(&nothing);
        let sensible: Vec<&Query> = queries.iter().filter(|query| !query.is_negative()).collect();
        let negative: Vec<&Query> = queries.iter().filter(|query| query.is_negative()).collect();
        let ranked = sensible.iter().map(|query| {
            let all: Vec<Ranking> = runs.iter().map(|run| measure(run.hits(&query.id), grades(query))).collect();
            Ranking::mean(&all)
        });
        let empty =
            |list: &[&Query], run: &Run| mean(list.iter().map(|q| f64::from(u8::from(run.hits(&q.id).is_empty()))));
        let top = |list: &[&Query], run: &Run| -> Vec<f64> {
            list.iter().map(|q| run.hits(&q.id).first().map_or(f64::MIN, |(_, score)| *score)).collect()
        };
        let areas: Option<Vec<f64>> = runs.iter().map(|run| area(&top(&sensible, run), &top(&negative, run))).collect();
        Measured {
            ranked: ranked.collect(),
            empty: mean(runs.iter().map(|run| empty(&sensible, run))),
            negatives_empty: (!negative.is_empty()).then(|| mean(runs.iter().map(|run| empty(&negative, run)))),
            area: areas.map(mean),
        }
    }

    fn summary(&self, renamed: usize) -> String {
        let all = Ranking::mean(&self.ranked);
        let negatives = self.negatives_empty.map_or("-".to_owned(), |share| format!("{share:.2}"));
        let mut summary = format!(
            "nDCG@10 {:.3}, hit@1 {:.3}, left empty: {:.3} of sensible queries, {negatives} of nonsense",
            all.ndcg10, all.hit1, self.empty
        );
        if renamed > 0 {
            summary.push_str(&format!("; {renamed} names are stored otherwise than written"));
        }
        summary
    }
}

fn by_system(companies: usize, systems: &[(&str, Measured)]) -> Table {
    let columns =
        ["nDCG@10", "hit@1", "hit@5", "hit@10", "recall@20", "MRR", "best@1", "empty", "neg.empty", "neg.AUC"];
    let mut table = Table::new(format!("search: {companies} companies"), &columns);
    for (name, of) in systems {
        let m = Ranking::mean(&of.ranked);
        let mut values = [m.ndcg10, m.hit1, m.hit5, m.hit10, m.recall20, m.mrr, m.best1, of.empty].map(Some).to_vec();
        values.extend([of.negatives_empty, of.area]);
        table.row_with_gaps(*name, values);
    }
    table
}

fn by_kind(queries: &[Query], systems: &[(&str, Measured)]) -> Table {
    let mut table = Table::new("search: nDCG@10 by kind of query", &["n", "ours", "random", "BM25"]).counting(&["n"]);
    let mut kinds: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, query) in queries.iter().filter(|query| !query.is_negative()).enumerate() {
        kinds.entry(&query.kind).or_default().push(at);
    }
    for (kind, places) in kinds {
        let of = |measured: &Measured| mean(places.iter().map(|at| measured.ranked[*at].ndcg10));
        let mut values = vec![places.len() as f64];
        values.extend(systems.iter().map(|(_, measured)| of(measured)));
        table.row(if kind.is_empty() { "(none)" } else { kind }, &values);
    }
    table
}
