//! `chain/items.jsonl`: what does the maker of a product need?

use super::Bench;
use crate::{
    baseline::{self, Bm25},
    files,
    metrics::{
        mean,
        needs::{GoldNeed, Needs},
    },
    report::{Section, Table},
};
use anyhow::Result;
use qianxian_core::{CapIx, CapabilityKind};
use qianxian_engine::Knowledge;
use serde::{Deserialize, Serialize};

/// Words written for each product.
const MOST: usize = 20;
const SLICES: [&str; 9] =
    ["recall@15", "specific", "core", "typical", "component", "material", "process", "equipment", "precision@15"];

/// A line of `chain needs --batch`.
#[derive(Debug, Deserialize)]
struct Question {
    id: String,
    product: String,
    #[serde(default)]
    product_alts: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Gold {
    needs: Option<Vec<GoldNeed>>,
}

#[derive(Debug, Serialize)]
struct Answer {
    id: String,
    words: Vec<String>,
}

/// Asks for the needs of each product; writes `chain.jsonl`.
pub(super) fn run(bench: &Bench) -> Result<Option<Section>> {
    let Some(path) = bench.sets.file("chain/items.jsonl") else { return Ok(None) };
    let questions: Vec<Question> = files::json_lines(&path)?;
    let answer = |q: &Question| Answer { id: q.id.clone(), words: needs(&bench.knowledge, q) };
    let answers: Vec<Answer> = questions.iter().map(answer).collect();
    files::write_json_lines(&bench.out.join("chain.jsonl"), &answers)?;
    let gold: Vec<Gold> = files::json_lines(&path)?;
    let common: Vec<String> =
        bench.sets.file("chain/generic_words.json").map_or(Ok(Vec::new()), |p| files::json(&p))?;
    let measure = |words: &dyn Fn(usize) -> Vec<String>| {
        let mut measured = Needs::default();
        for (at, gold) in gold.iter().enumerate() {
            if let Some(needs) = &gold.needs {
                measured.add(&words(at), needs, &common);
            }
        }
        measured
    };
    let ours = measure(&|at| answers[at].words.clone());
    let Some(recall) = ours.mean("recall@15") else {
        return Ok(Some(Section::unjudged("chain")));
    };
    let words = all_words(&bench.knowledge);
    let mut table = Table::new(format!("chain: {} products", gold.len()), &SLICES);
    let row = |of: &Needs| SLICES.iter().map(|slice| of.mean(slice)).collect();
    table.row_with_gaps("ours", row(&ours));
    let rounds: Vec<Needs> =
        (0..baseline::ROUNDS).map(|round| measure(&|at| drawn(&words, round * 10_000 + at as u64))).collect();
    let averaged = SLICES.iter().map(|slice| {
        let known: Option<Vec<f64>> = rounds.iter().map(|round| round.mean(slice)).collect();
        known.map(mean)
    });
    table.row_with_gaps("random", averaged.collect());
    let index = Bm25::new(words.iter().cloned());
    let similar = |at: usize| {
        index.search(&questions[at].product).into_iter().take(MOST).map(|(at, _)| words[at].clone()).collect()
    };
    table.row_with_gaps("BM25 over names", row(&measure(&similar)));
    if !common.is_empty() {
        table.row_with_gaps("constant list", row(&measure(&|_| common.clone())));
    }
    let specific = ours.mean("specific").unwrap_or(0.0);
    let answered = ours.mean("answered").unwrap_or(0.0);
    let summary = format!("recall@15 {recall:.3}, specific {specific:.3}, answered {answered:.3}");
    Ok(Some(Section { set: "chain".to_owned(), summary, tables: vec![table] }))
}

/// Needs of a product as words, best first: the product is found by its names, or read as free text.
fn needs(knowledge: &Knowledge, question: &Question) -> Vec<String> {
    let chain = &knowledge.chain;
    let mut words = std::iter::once(&question.product).chain(&question.product_alts);
    let read = |word: &String| knowledge.recognizer.capabilities(word).first().map(|found| found.cap);
    let named = words.clone().find_map(|word| chain.find_name(word));
    let Some(product) = named.or_else(|| words.find_map(read)) else { return Vec::new() };
    let mut names: Vec<String> = Vec::new();
    for need in chain.ranked_needs(product) {
        let name = chain.name(need.cap);
        if names.iter().all(|had| had != name) {
            names.push(name.to_owned());
        }
    }
    names.truncate(MOST);
    names
}

/// Names of everything that can be needed.
fn all_words(knowledge: &Knowledge) -> Vec<String> {
    let chain = &knowledge.chain;
    let needed = |cap: &CapIx| matches!(chain.cap(*cap).kind, CapabilityKind::Product | CapabilityKind::Process);
    chain.iter().filter(needed).map(|cap| chain.name(cap).to_owned()).collect()
}

fn drawn(words: &[String], seed: u64) -> Vec<String> {
    let mut rng = crate::rng::Rng::new(seed);
    (0..MOST).map(|_| rng.pick(words).clone()).collect()
}
