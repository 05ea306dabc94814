//! An import of the size of a province, and its undo: a wrong plan (a query per row) takes minutes.

use crate::conformance::{Database, author, samples::*};
use std::time::{Duration, Instant};

pub(super) async fn five_thousand_companies_are_fast(database: &impl Database) {
    let store = database.open().await;
    let companies: Vec<_> = (1..=5_000).map(company).collect();
    let lines: Vec<_> = (1..=20_000).map(|n| line(100_000 + n, (n - 1) / 4 + 1)).collect();

    let start = Instant::now();
    let mut unit = store.begin_import(author("李秘书", 0), import(1)).await.unwrap();
    unit.upsert(&companies).await.unwrap();
    unit.upsert(&lines).await.unwrap();
    unit.save().await.unwrap();
    let import_took = start.elapsed();

    let start = Instant::now();
    let facts = store.load().await.unwrap();
    let load_took = start.elapsed();
    assert_eq!((facts.companies, facts.lines), (companies, lines));
    let changes = store.changes_since(crate::Sequence(0)).await.unwrap();
    assert_eq!(changes.companies().len(), 5_000);

    let start = Instant::now();
    let mut unit = store.begin(author("李秘书", 1)).await.unwrap();
    unit.undo_import(import(1).id).await.unwrap();
    unit.save().await.unwrap();
    let undo_took = start.elapsed();
    assert!(store.load().await.unwrap().lines.is_empty());

    eprintln!("import {import_took:?}, load {load_took:?}, undo {undo_took:?}");
    // Minutes, on a machine that has nothing else to do; some seconds are for one that has.
    assert!(import_took + undo_took < Duration::from_secs(120), "import {import_took:?}, undo {undo_took:?}");
}
