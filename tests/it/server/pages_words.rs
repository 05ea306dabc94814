//! The catalogue of words: whatever a page says has English.

use std::{collections::BTreeSet, fs, path::Path};

fn read_all(folder: &Path, ending: &str, into: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("the folder is there").filter_map(Result::ok) {
        let path = entry.path();
        if path.is_dir() {
            read_all(&path, ending, into);
        } else if path.extension().is_some_and(|found| found == ending) {
            into.push((path.display().to_string(), fs::read_to_string(&path).expect("text")));
        }
    }
}

/// What stands between the quotes behind `t(` and `with(`.
fn words(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for call in [".t(\"", ".with(\"", ".t(\n", ".with(\n"] {
        for (at, _) in text.match_indices(call) {
            let rest = text[at + call.len() - 1..].trim_start().trim_start_matches('"');
            found.extend(rest.split('"').next());
        }
    }
    found.retain(|word| !word.is_ascii());
    found
}

#[test]
fn whatever_a_page_says_has_english() {
    let server = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the root").join("crates/server");
    let catalogue = fs::read_to_string(server.join("words/en.txt")).expect("the catalogue");
    let lines: Vec<(&str, &str)> = catalogue.lines().filter_map(|line| line.split_once(" = ")).collect();
    let known: BTreeSet<&str> = lines.iter().map(|(zh, _)| *zh).collect();
    assert_eq!(known.len(), lines.len(), "a word stands twice in the catalogue");
    let mut files = Vec::new();
    read_all(&server.join("templates"), "html", &mut files);
    read_all(&server.join("src/pages"), "rs", &mut files);
    let mut missing = Vec::new();
    let mut seen = 0;
    for (file, text) in &files {
        for word in words(text) {
            seen += 1;
            if !known.contains(word) {
                missing.push(format!("{file}: {word}"));
            }
        }
    }
    assert!(seen > 100, "only {seen} words were found: the reading is broken");
    assert!(missing.is_empty(), "no English for: {missing:#?}");
}

#[test]
fn fixed_word_lists_have_english() {
    use qianxian_core::{
        AccountRole, CompanyKind, CompanyStatus, DraftKind, Evidence, LeadStage, LineRole, NeedKind, ReasonCode, Side,
        ValueBand, Visibility,
    };
    let server = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the root").join("crates/server");
    let catalogue = fs::read_to_string(server.join("words/en.txt")).expect("the catalogue");
    let known: BTreeSet<&str> = catalogue.lines().filter_map(|line| line.split_once(" = ")).map(|(zh, _)| zh).collect();
    let mut all: Vec<&str> = Vec::new();
    macro_rules! lists {
        ($($list:ty),+) => { $(all.extend(<$list>::ALL.iter().map(|word| word.zh()));)+ };
    }
    lists!(
        AccountRole,
        CompanyKind,
        DraftKind,
        Evidence,
        LeadStage,
        LineRole,
        NeedKind,
        ReasonCode,
        Side,
        ValueBand,
        Visibility,
        CompanyStatus
    );
    all.extend(qianxian_matching::Way::ALL.iter().map(|way| way.zh()));
    let missing: Vec<&&str> = all.iter().filter(|word| !known.contains(**word)).collect();
    assert!(missing.is_empty(), "no English for: {missing:?}");
}
