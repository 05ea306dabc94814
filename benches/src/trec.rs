//! Runs: what was answered to each query, in the TREC form `qid Q0 name rank score tag`.

use crate::files;
use anyhow::Result;
use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write,
    path::Path,
};

/// Grades of documents by query.
pub type Qrels = BTreeMap<String, HashMap<String, u32>>;

/// Answers by query. Equal scores have no order.
#[derive(Debug, Clone, Default)]
pub struct Run {
    answers: BTreeMap<String, Vec<(String, f64)>>,
}

impl Run {
    /// Sets the answers to a query; of a name that stands twice the best score counts.
    pub fn answer(&mut self, query: &str, hits: impl IntoIterator<Item = (String, f64)>) {
        let mut best: HashMap<String, f64> = HashMap::new();
        for (name, score) in hits {
            let known = best.entry(plain(&name)).or_insert(score);
            *known = known.max(score);
        }
        let mut hits: Vec<(String, f64)> = best.into_iter().collect();
        hits.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        self.answers.insert(query.to_owned(), hits);
    }

    /// Answers to a query, best first.
    pub fn hits(&self, query: &str) -> &[(String, f64)] {
        self.answers.get(query).map_or(&[], Vec::as_slice)
    }

    /// Writes the run file; a query without an answer leaves no line.
    pub fn write(&self, path: &Path) -> Result<()> {
        let mut lines = String::new();
        for (query, hits) in &self.answers {
            for (at, (name, score)) in hits.iter().enumerate() {
                writeln!(lines, "{query} Q0 {name} {} {score} qianxian", at + 1)?;
            }
        }
        files::write(path, &lines)
    }
}

/// A name as it stands in a run: without white space.
pub fn plain(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Reads `qid 0 name grade` lines.
pub fn qrels(path: &Path) -> Result<Qrels> {
    let mut grades = Qrels::new();
    for line in files::text(path)?.lines() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        if let [query, _, name, grade] = fields[..] {
            grades.entry(query.to_owned()).or_default().insert(name.to_owned(), grade.parse()?);
        }
    }
    Ok(grades)
}
