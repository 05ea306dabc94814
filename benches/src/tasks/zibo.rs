//! `zibo/queries.jsonl` over `zibo/companies.csv` and `zibo/companies_mixed.csv`: the founding case.

use super::{Bench, said};
use crate::{
    baseline::{self, Bm25},
    files,
    home::{Home, Names},
    metrics::{
        mean,
        pools::expected_rank,
        ranking::{Ranking, measure},
    },
    question::Question,
    report::{Section, Table},
    trec::{self, Qrels, Run},
};
use anyhow::Result;
use qianxian_engine::Snapshot;
use rayon::prelude::*;
use serde::Deserialize;
use std::{collections::HashMap, path::Path};

/// Rosters and the runs over them.
const ROSTERS: [(&str, &str); 2] = [("zibo/companies.csv", "zibo.run"), ("zibo/companies_mixed.csv", "zibo_mixed.run")];
/// Within how many places a partner counts as found.
const WITHIN: [usize; 4] = [3, 5, 10, 20];

/// A documented cooperation: each direct pair has grade 2.
#[derive(Debug, Deserialize)]
struct Cooperation {
    arity: usize,
    pairs: Vec<(String, String, u32)>,
}

struct Gold {
    qrels: Qrels,
    cooperations: Vec<Cooperation>,
}

/// Asks for partners of each company; writes `zibo.run` and `zibo_mixed.run`.
pub(super) fn run(bench: &Bench) -> Result<Option<Section>> {
    let Some(path) = bench.sets.file("zibo/queries.jsonl") else { return Ok(None) };
    let questions: Vec<Question> = files::json_lines(&path)?;
    let gold = match (bench.sets.file("zibo/qrels.txt"), bench.sets.file("zibo/cooperations.jsonl")) {
        (Some(qrels), Some(cooperations)) => {
            Some(Gold { qrels: trec::qrels(&qrels)?, cooperations: files::json_lines(&cooperations)? })
        }
        _ => None,
    };
    let mut section = Section::unjudged("zibo");
    let mut summaries = Vec::new();
    for (roster, run) in ROSTERS {
        let Some(roster) = bench.sets.file(roster) else { continue };
        let table = one_roster(bench, &roster, run, &questions, gold.as_ref())?;
        if let Some((table, summary)) = table {
            section.tables.push(table);
            summaries.push(summary);
        }
    }
    if !summaries.is_empty() {
        section.summary = summaries.join("; ");
    }
    Ok(Some(section))
}

fn one_roster(
    bench: &Bench,
    roster: &Path,
    run: &str,
    questions: &[Question],
    gold: Option<&Gold>,
) -> Result<Option<(Table, String)>> {
    let home = Home::with_roster(&bench.knowledge, roster)?;
    let (snapshot, names) = (home.snapshot(), home.names());
    let answers: Vec<_> = questions.par_iter().map(|question| question.ask(&snapshot, &names.by_id, false)).collect();
    let mut ours = Run::default();
    questions.iter().zip(answers).for_each(|(question, hits)| ours.answer(question.id(), hits));
    ours.write(&bench.out.join(run))?;
    let Some(gold) = gold else { return Ok(None) };
    let columns = ["coop@3", "coop@5", "coop@10", "coop@20", "three@5", "nDCG@10", "hit@5", "MRR", "recall@20"];
    let title = format!("zibo: {} companies of {}", snapshot.graph.len(), files::name(roster));
    let mut table = Table::new(title, &columns);
    table.row("ours", &gold.measure(&ours, questions));
    let rounds: Vec<Vec<f64>> = random(&names, questions).iter().map(|run| gold.measure(run, questions)).collect();
    let averaged: Vec<f64> = (0..columns.len()).map(|at| mean(rounds.iter().map(|round| round[at]))).collect();
    table.row("random", &averaged);
    table.row("BM25", &gold.measure(&plain(&snapshot, &names, questions), questions));
    let ours = gold.measure(&ours, questions);
    let share = |at: usize| ours[at] * gold.cooperations.len() as f64;
    let summary = format!(
        "{}: cooperations found within 3/5/20: {:.0}/{:.0}/{:.0} of {}",
        files::name(roster),
        share(0),
        share(1),
        share(3),
        gold.cooperations.len()
    );
    Ok(Some((table, summary)))
}

fn random(names: &Names, questions: &[Question]) -> Vec<Run> {
    let round = |round: u64| {
        let mut run = Run::default();
        for (at, question) in (0u64..).zip(questions) {
            run.answer(question.id(), baseline::random(&names.in_order, round * 10_000 + at));
        }
        run
    };
    (0..baseline::ROUNDS).map(round).collect()
}

fn plain(snapshot: &Snapshot, names: &Names, questions: &[Question]) -> Run {
    let index = Bm25::new(snapshot.graph.companies().map(|(_, node)| said(node)));
    let mut run = Run::default();
    for question in questions {
        let known = snapshot.company(&question.company).ok().map(|ix| said(snapshot.graph.company(ix)));
        let text = known.filter(|text| !text.is_empty()).unwrap_or_else(|| question.company_products.join("；"));
        run.answer(
            question.id(),
            index.search(&text).into_iter().map(|(at, score)| (names.in_order[at].clone(), score)),
        );
    }
    run
}

impl Gold {
    /// The columns of the table, in order.
    fn measure(&self, run: &Run, questions: &[Question]) -> Vec<f64> {
        let nothing = HashMap::new();
        let answers: HashMap<String, Vec<(String, f64)>> = questions
            .iter()
            .map(|question| {
                let own = trec::plain(&question.company);
                let others = run.hits(question.id()).iter().filter(|(name, _)| *name != own).cloned();
                (question.company.clone(), others.collect())
            })
            .collect();
        let ranked: Vec<Ranking> = questions
            .iter()
            .map(|q| measure(&answers[&q.company], self.qrels.get(q.id()).unwrap_or(&nothing)))
            .collect();
        let found = |cooperations: &[&Cooperation], k: usize| {
            mean(cooperations.iter().map(|cooperation| f64::from(u8::from(cooperation.is_found(&answers, k)))))
        };
        let all: Vec<&Cooperation> = self.cooperations.iter().collect();
        let three: Vec<&Cooperation> = self.cooperations.iter().filter(|c| c.arity == 3).collect();
        let m = Ranking::mean(&ranked);
        let mut values: Vec<f64> = WITHIN.iter().map(|k| found(&all, *k)).collect();
        values.extend([found(&three, 5), m.ndcg10, m.hit5, m.mrr, m.recall20]);
        values
    }
}

impl Cooperation {
    /// Every direct pair stands within the first `k` of an answer, by expected rank, from one side at least.
    fn is_found(&self, answers: &HashMap<String, Vec<(String, f64)>>, k: usize) -> bool {
        let within = |asker: &String, partner: &String| {
            let Some(hits) = answers.get(asker) else { return false };
            let partner = trec::plain(partner);
            let everybody: Vec<String> = hits.iter().map(|(name, _)| name.clone()).collect();
            everybody.contains(&partner) && expected_rank(hits, &everybody, &partner) <= k as f64
        };
        self.pairs.iter().filter(|(_, _, grade)| *grade == 2).all(|(a, b, _)| within(a, b) || within(b, a))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cooperation_is_found_from_one_side_by_expected_rank() {
        let pair = |a: &str, b: &str, grade| (a.to_owned(), b.to_owned(), grade);
        let star =
            Cooperation { arity: 3, pairs: vec![pair("甲", "乙", 2), pair("甲", "丙", 2), pair("乙", "丙", 1)] };
        let hits = |list: &[(&str, f64)]| list.iter().map(|(name, score)| ((*name).to_owned(), *score)).collect();
        let mut answers: HashMap<String, Vec<(String, f64)>> = HashMap::new();
        answers.insert("甲".to_owned(), hits(&[("乙", 3.0), ("丁", 1.0), ("丙", 1.0), ("戊", 1.0)]));
        assert!(star.is_found(&answers, 3), "丙 shares places 2 to 4");
        assert!(!star.is_found(&answers, 2));
        answers.insert("丙".to_owned(), hits(&[("甲", 1.0)]));
        assert!(star.is_found(&answers, 2), "from the other side");
    }
}
