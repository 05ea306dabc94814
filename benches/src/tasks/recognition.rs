//! Product words of `search/companies.csv` and of the makers of machinery in `trade/companies.csv`: how deep are they
//! recognised? There is no gold; `recognition_sample.csv` is for a person to read.

use super::Bench;
use crate::{
    files,
    report::{Section, Table},
    rng::Rng,
};
use anyhow::Result;
use qianxian_core::{CapabilityKind, Found};
use qianxian_engine::Knowledge;
use std::collections::{BTreeMap, BTreeSet};

/// Words in the sheet for a reader.
const SAMPLE: usize = 200;
/// Seed of the sample.
const SEED: u64 = 2026;
/// Words in the name of an industry that make it one of machinery, by GB/T 4754 (divisions 33 to 40).
const MACHINERY: [&str; 6] = ["金属制品业", "设备制造业", "汽车制造业", "电气机械", "仪器仪表制造业", "机械和设备修理"];

/// How deep one word was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Depth {
    /// The thing itself, by name, alias or sense.
    Named,
    /// Only its head noun.
    Head,
    /// Something else in the word.
    Mention,
    /// Nothing.
    Nothing,
}

/// Recognises every word; writes `recognition_sample.csv`.
pub(super) fn run(bench: &Bench) -> Result<Option<Section>> {
    let mut words: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    if let Some(path) = bench.sets.file("search/companies.csv") {
        let rows = files::table(&path, b',')?;
        words
            .insert("search", rows.iter().filter_map(|row| row.get("products")).flat_map(|cell| split(cell)).collect());
    }
    if let Some(path) = bench.sets.file("trade/companies.csv") {
        let rows = files::table(&path, b',')?;
        let machinery = rows.iter().filter(|row| {
            row.get("industry").is_some_and(|industry| MACHINERY.iter().any(|word| industry.contains(word)))
        });
        words.insert(
            "trade, machinery",
            machinery.filter_map(|row| row.get("products")).flat_map(|cell| split(cell)).collect(),
        );
    }
    if words.is_empty() {
        return Ok(None);
    }
    let mut table = Table::new("recognition: product words", &["words", "named", "head noun", "mention", "nothing"])
        .counting(&["words"]);
    let mut shares = Vec::new();
    let mut sheet: Vec<(String, String)> = Vec::new();
    for (set, words) in &words {
        let mut counts: BTreeMap<Depth, usize> = BTreeMap::new();
        let mut words: Vec<&String> = words.iter().collect();
        words.sort_unstable();
        for word in &words {
            let (depth, said) = recognise(&bench.knowledge, word);
            *counts.entry(depth).or_default() += 1;
            sheet.push(((*word).clone(), said));
        }
        let share = |depth: Depth| counts.get(&depth).copied().unwrap_or(0) as f64 / words.len().max(1) as f64;
        table.row(
            *set,
            &[
                words.len() as f64,
                share(Depth::Named),
                share(Depth::Head),
                share(Depth::Mention),
                share(Depth::Nothing),
            ],
        );
        shares.push(format!("{set} {:.3} of {}", share(Depth::Named), words.len()));
    }
    files::write(&bench.out.join("recognition_sample.csv"), &sample(sheet))?;
    let summary = format!("named deeper than the head noun: {}", shares.join(", "));
    Ok(Some(Section { set: "recognition".to_owned(), summary, tables: vec![table] }))
}

fn split(cell: &str) -> impl Iterator<Item = String> + '_ {
    cell.split(['；', ';']).map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned)
}

fn recognise(knowledge: &Knowledge, word: &str) -> (Depth, String) {
    let found = knowledge.recognizer.capabilities(word);
    let depth = found.iter().map(|r| match r.found {
        Found::Confirmed | Found::Name | Found::Alias | Found::Sense => Depth::Named,
        Found::HeadNoun => Depth::Head,
        Found::Mention => Depth::Mention,
    });
    let shown = found.iter().filter(|r| knowledge.chain.cap(r.cap).kind != CapabilityKind::Industry);
    let said: Vec<String> = shown.map(|r| format!("{}（{}）", knowledge.chain.name(r.cap), r.found.zh())).collect();
    (depth.min().unwrap_or(Depth::Nothing), said.join("、"))
}

/// A seeded sample as CSV: word, what was recognised, and two empty columns for the reader.
fn sample(mut sheet: Vec<(String, String)>) -> String {
    let mut rng = Rng::new(SEED);
    let mut text = String::from("词,认出,对不对,意见\n");
    for _ in 0..SAMPLE.min(sheet.len()) {
        let (word, said) = sheet.swap_remove(rng.below(sheet.len()));
        text.push_str(&format!("\"{}\",\"{said}\",,\n", word.replace('"', "\"\"")));
    }
    text
}
