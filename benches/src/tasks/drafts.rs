//! `notes/*/notes.jsonl` and `articles/*.jsonl`: drafts out of visit notes, chats and news.

use super::Bench;
use crate::{
    files,
    metrics::{
        Counts,
        drafts::{GoldArticle, GoldNote, NOTE_LISTS},
        mean,
    },
    report::{Section, Table},
};
use anyhow::Result;
use qianxian_engine::knowledge::embedded;
use qianxian_intake::extract::{Extractor, Input, extract};
use serde_json::Value;
use std::collections::BTreeMap;

/// The word lists of extraction.
const LEXICON: &str = "lexicon/extract.txt";
const COLUMNS: [&str; 6] = ["right", "invented", "missed", "precision", "recall", "F1"];
const COUNTS: [&str; 3] = ["right", "invented", "missed"];

/// Drafts by id.
type Drafts = BTreeMap<String, Value>;

fn drafts(bench: &Bench, inputs: &[Input], out: &str) -> Result<Drafts> {
    let extractor =
        Extractor::new(bench.knowledge.recognizer.clone(), (&format!("data/{LEXICON}"), &embedded(LEXICON)))?;
    let values = inputs.iter().map(|input| Ok(serde_json::to_value(extract(&extractor, input))?));
    let values = values.collect::<Result<Vec<Value>>>()?;
    files::write_json_lines(&bench.out.join(out), &values)?;
    Ok(inputs.iter().map(|input| input.id.clone()).zip(values).collect())
}

/// Drafts of notes; writes `notes.jsonl`.
pub(super) fn notes(bench: &Bench) -> Result<Option<Section>> {
    let paths = bench.sets.notes()?;
    if paths.is_empty() {
        return Ok(None);
    }
    let (mut inputs, mut gold): (Vec<Input>, Vec<GoldNote>) = (Vec::new(), Vec::new());
    for path in &paths {
        inputs.extend(files::json_lines::<Input>(path)?);
        let beside = path.with_file_name("gold.jsonl");
        if beside.is_file() {
            gold.extend(files::json_lines::<GoldNote>(&beside)?);
        }
    }
    let drafts = drafts(bench, &inputs, "notes.jsonl")?;
    let mut table =
        Table::new(format!("notes: {} with gold (the rest: score_notes.py)", gold.len()), &COLUMNS).counting(&COUNTS);
    let mut traps = 0;
    let mut f1 = Vec::new();
    for list in NOTE_LISTS {
        let mut all = Counts::default();
        for note in &gold {
            let drafted = drafts.get(&note.id).and_then(|draft| draft.get(list)).unwrap_or(&Value::Null);
            let (counts, trapped) = note.compare(list, drafted);
            all.add(counts);
            traps += trapped;
        }
        row(&mut table, list, all);
        f1.push(all.f1());
    }
    let summary = match gold.len() {
        0 => "written, no gold".to_owned(),
        notes => format!("mean F1 of {} lists {:.3} over {notes} notes, {traps} traps taken", f1.len(), mean(f1)),
    };
    Ok(Some(Section { set: "notes".to_owned(), summary, tables: vec![table] }))
}

/// Drafts of news; writes `articles.jsonl`.
pub(super) fn articles(bench: &Bench) -> Result<Option<Section>> {
    let paths = bench.sets.files("articles", ".jsonl")?;
    if paths.is_empty() {
        return Ok(None);
    }
    let (mut inputs, mut gold): (Vec<Input>, Vec<GoldArticle>) = (Vec::new(), Vec::new());
    for path in &paths {
        inputs.extend(files::json_lines::<Input>(path)?);
        gold.extend(files::json_lines::<GoldArticle>(path)?);
    }
    let drafts = drafts(bench, &inputs, "articles.jsonl")?;
    let (mut organisations, mut cooperations) = (Counts::default(), Counts::default());
    let (mut alarms, mut without, mut judged) = (0, 0, 0);
    for article in &gold {
        let Some((named, working)) = article.compare(&drafts[&article.id]) else { continue };
        organisations.add(named);
        cooperations.add(working);
        judged += 1;
        if article.cooperations.as_ref().is_some_and(Vec::is_empty) {
            without += 1;
            alarms += usize::from(working.invented > 0);
        }
    }
    let mut table =
        Table::new(format!("articles: {judged} with gold (the rest: score_articles.py)"), &COLUMNS).counting(&COUNTS);
    row(&mut table, "organisations", organisations);
    row(&mut table, "cooperations", cooperations);
    let summary = match judged {
        0 => "written, no gold".to_owned(),
        _ => format!(
            "cooperations: precision {:.3}, recall {:.3}; false alarms in {alarms} of {without} texts without one",
            cooperations.precision(),
            cooperations.recall()
        ),
    };
    Ok(Some(Section { set: "articles".to_owned(), summary, tables: vec![table] }))
}

fn row(table: &mut Table, name: &str, counts: Counts) {
    let count = |value: usize| value as f64;
    let Counts { right, invented, missed } = counts;
    let values = [count(right), count(invented), count(missed), counts.precision(), counts.recall(), counts.f1()];
    table.row(name, &values);
}
