//! Rules of the house that a machine can check: which crate may know which, what a file opens with, what never
//! stands in the repository.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Which crates of ours a crate may name, as in `crates/README.md`. The composition root (cli) may name them all.
const EDGES: &[(&str, &[&str])] = &[
    ("core", &[]),
    ("text", &["core"]),
    ("index", &["core", "text"]),
    ("matching", &["core", "text"]),
    ("intake", &["core", "text"]),
    ("store", &["core"]),
    ("engine", &["core", "text", "index", "matching", "intake", "store"]),
    ("server", &["core", "matching", "intake", "store", "engine"]),
    ("cli", &["core", "text", "index", "matching", "intake", "store", "engine", "server"]),
];

/// Crates of others that live in one room only.
const ROOMS: &[(&str, &str)] = &[("petgraph", "core"), ("tantivy", "index"), ("sqlx", "store"), ("axum", "server")];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ stands in the root").to_owned()
}

/// Names of everything a crate depends on, for its code, its build and its tests.
fn dependencies(folder: &str) -> BTreeSet<String> {
    let path = root().join("crates").join(folder).join("Cargo.toml");
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let manifest: toml::Table = text.parse().unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let tables = ["dependencies", "dev-dependencies", "build-dependencies"];
    tables.iter().filter_map(|key| manifest.get(*key)?.as_table()).flat_map(|table| table.keys().cloned()).collect()
}

fn crates() -> Vec<String> {
    let entries = fs::read_dir(root().join("crates")).expect("crates/ is there");
    let folders = entries.filter_map(Result::ok).filter(|entry| entry.path().join("Cargo.toml").is_file());
    let mut names: Vec<String> = folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Files that git follows or would follow, with their text; binary ones are left out.
fn texts(pattern: &str) -> Vec<(String, String)> {
    let listed = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", pattern])
        .current_dir(root())
        .output();
    let listed = listed.expect("git lists the files");
    let names = String::from_utf8_lossy(&listed.stdout).into_owned();
    let read = |name: &str| Some((name.to_owned(), String::from_utf8(fs::read(root().join(name)).ok()?).ok()?));
    names.split('\0').filter(|name| !name.is_empty()).filter_map(read).collect()
}

#[test]
fn crates_know_only_those_below() {
    for folder in crates() {
        let (_, allowed) = EDGES.iter().find(|(name, _)| *name == folder).unwrap_or_else(|| {
            panic!("crates/{folder} has no place in the layers: add it here and in crates/README.md")
        });
        for ours in dependencies(&folder).iter().filter_map(|name| name.strip_prefix("qianxian-")) {
            assert!(allowed.contains(&ours), "crates/{folder} must not depend on {ours}");
        }
    }
}

#[test]
fn graph_index_and_database_live_in_one_room_each() {
    for folder in crates() {
        let all = dependencies(&folder);
        for (theirs, room) in ROOMS {
            assert!(
                !all.contains(*theirs) || folder == *room,
                "crates/{folder} must not name {theirs}: only {room} may"
            );
        }
    }
}

#[test]
fn every_source_file_says_what_it_is_for() {
    let silent: Vec<String> =
        texts("crates/*.rs").into_iter().filter(|(_, text)| !text.starts_with("//!")).map(|(name, _)| name).collect();
    let silent: Vec<&String> = silent.iter().filter(|name| name.contains("/src/")).collect();
    assert!(silent.is_empty(), "no //! on top: {silent:#?}");
}

#[test]
fn pure_crates_do_no_io() {
    for folder in ["core", "text", "matching"] {
        for (name, text) in texts(&format!("crates/{folder}/src/*.rs")) {
            for word in ["std::fs", "std::net", "async fn", "SystemTime::now", "Instant::now", "Timestamp::now"] {
                assert!(!text.contains(word), "{name} must not use {word}");
            }
        }
    }
}

#[test]
fn no_path_of_a_workplace_is_written_down() {
    // Put together here, so that this file does not hold what it forbids.
    let forbidden: Vec<String> = ["work", "farm", "root", "home"]
        .iter()
        .flat_map(|place| [format!("\"/{place}/"), format!(" /{place}/"), format!("`/{place}/")])
        .collect();
    for (name, text) in texts(".").iter().filter(|(name, _)| !name.ends_with("Cargo.lock")) {
        for word in &forbidden {
            assert!(!text.contains(word.as_str()), "{name} holds {word}");
        }
    }
}
