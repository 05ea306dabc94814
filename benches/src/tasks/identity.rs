//! `identity/pairs.csv`: are two names one company?

use super::Bench;
use crate::{
    files,
    metrics::identity::{Identity, LABELS},
    report::{Section, Table},
};
use anyhow::Result;
use qianxian_text::NameVerdict;

/// Compares every pair; writes `identity.tsv`.
pub(super) fn run(bench: &Bench) -> Result<Option<Section>> {
    let Some(path) = bench.sets.file("identity/pairs.csv") else { return Ok(None) };
    let mut lines = String::new();
    let (mut ours, mut plain) = (Identity::default(), Identity::default());
    for pair in files::table(&path, b',')? {
        let cell = |name: &str| pair.get(name).map_or("", String::as_str);
        let names = &bench.knowledge.names;
        let compared = names.compare(cell("a"), cell("b"));
        let said = match compared.verdict {
            NameVerdict::Same => "same",
            NameVerdict::Affiliate => "affiliate",
            NameVerdict::Different => "different",
        };
        lines.push_str(&format!("{}\t{said}\t{:.3}\n", cell("id"), compared.confidence));
        if !cell("label").is_empty() {
            ours.add(cell("kind"), said, cell("label"));
            let equal = names.key(cell("a")) == names.key(cell("b"));
            plain.add(cell("kind"), if equal { "same" } else { "different" }, cell("label"));
        }
    }
    files::write(&bench.out.join("identity.tsv"), &lines)?;
    Ok(Some(Section { set: "identity".to_owned(), summary: summary(&ours), tables: tables(&ours, &plain) }))
}

fn summary(ours: &Identity) -> String {
    if ours.pairs == 0 {
        return "written, no gold".to_owned();
    }
    let merges = ours.false_merges;
    format!(
        "accuracy {:.3}, {merges} false merges among {} pairs that are not the same",
        ours.accuracy(),
        ours.not_same
    )
}

fn tables(ours: &Identity, plain: &Identity) -> Vec<Table> {
    if ours.pairs == 0 {
        return Vec::new();
    }
    let mut systems = Table::new("identity: verdicts", &["accuracy", "false mrg", "same R", "affil. R", "diff. R"])
        .counting(&["false mrg"]);
    for (name, of) in [("ours", ours), ("equal spelling", plain)] {
        let recall = |label: &str| of.labels.get(label).map(|counts| counts.recall());
        let mut values = vec![Some(of.accuracy()), Some(of.false_merges as f64)];
        values.extend(LABELS.map(recall));
        systems.row_with_gaps(name, values);
    }
    let mut labels = Table::new("identity: ours by label", &["precision", "recall", "F1"]);
    for (label, counts) in &ours.labels {
        labels.row(*label, &[counts.precision(), counts.recall(), counts.f1()]);
    }
    let mut kinds = Table::new("identity: ours by kind", &["right", "pairs"]).counting(&["right", "pairs"]);
    for (kind, (right, pairs)) in &ours.kinds {
        kinds.row(kind.clone(), &[*right as f64, *pairs as f64]);
    }
    vec![systems, labels, kinds]
}
