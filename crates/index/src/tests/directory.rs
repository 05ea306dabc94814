//! The index on disk: opened again, locked, damaged.

use super::{fill, hits, words};
use crate::{Index, OpenError};
use std::{fs, path::Path};

fn own() -> Vec<String> {
    vec!["谐波减速机".to_owned()]
}

#[track_caller]
fn built(dir: &Path) {
    let index = Index::create(dir, &own()).unwrap();
    assert_eq!(index.sequence(), None);
    fill(&index, 42);
}

#[test]
fn an_index_is_there_again_after_the_process() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let index = Index::open(dir.path(), &own()).unwrap();
    assert_eq!(index.sequence(), Some(42));
    assert_eq!(hits(&index.searcher(), &words("油封")), "0/2");
    fill(&index, 43);
    assert_eq!(index.sequence(), Some(43));
}

#[test]
fn what_was_not_committed_is_gone() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    {
        let index = Index::open(dir.path(), &own()).unwrap();
        index.writer(crate::Pace::Live).unwrap().delete_company(super::id(0));
    }
    assert_eq!(hits(&Index::open(dir.path(), &own()).unwrap().searcher(), &words("油封")), "0/2");
}

#[test]
fn a_missing_index_is_said() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(Index::open(dir.path(), &own()), Err(OpenError::Missing(_))));
    assert!(matches!(Index::open(&dir.path().join("no"), &own()), Err(OpenError::Missing(_))));
    built(dir.path());
    fs::remove_file(dir.path().join("format")).unwrap();
    assert!(matches!(Index::open(dir.path(), &own()), Err(OpenError::Missing(_))));
}

#[test]
fn other_words_or_another_version_are_stale() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    assert!(matches!(Index::open(dir.path(), &[]), Err(OpenError::Stale { .. })));
    fs::write(dir.path().join("format"), "qianxian-index 0").unwrap();
    let error = Index::open(dir.path(), &own()).unwrap_err();
    assert!(matches!(error, OpenError::Stale { .. }));
    assert!(error.to_string().contains("qianxian-index 0"), "{error}");
}

#[test]
fn a_second_user_is_told_and_the_first_not_disturbed() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let first = Index::open(dir.path(), &own()).unwrap();
    let held = first.searcher();
    assert!(matches!(Index::open(dir.path(), &own()), Err(OpenError::Locked(_))));
    assert!(matches!(Index::create(dir.path(), &own()), Err(OpenError::Locked(_))));
    assert_eq!(hits(&held, &words("油封")), "0/2");
    drop(first);
    Index::open(dir.path(), &own()).unwrap();
}

#[test]
fn every_damaged_file_is_noticed_and_a_rebuild_cures_it() {
    let dir = tempfile::tempdir().unwrap();
    built(dir.path());
    let segments = dir.path().join("segments");
    let files: Vec<_> = fs::read_dir(&segments).unwrap().map(|entry| entry.unwrap().path()).collect();
    let mut checked = 0;
    for file in files {
        let bytes = fs::read(&file).unwrap();
        if bytes.len() < 100 || file.file_name().is_some_and(|name| name == ".managed.json") {
            continue;
        }
        checked += 1;
        let mut broken = bytes.clone();
        broken[20] ^= 0x5a;
        let changed: [Option<&[u8]>; 4] = [Some(&broken), Some(&bytes[..bytes.len() / 2]), Some(&[]), None];
        for change in changed {
            match change {
                Some(bytes) => fs::write(&file, bytes).unwrap(),
                None => fs::remove_file(&file).unwrap(),
            }
            let opened = Index::open(dir.path(), &own());
            assert!(matches!(opened, Err(OpenError::Damaged { .. })), "{}: {opened:?}", file.display());
        }
        fs::write(&file, &bytes).unwrap();
    }
    assert!(checked > 3);
    fs::write(segments.join("meta.json"), "{").unwrap();
    assert!(matches!(Index::open(dir.path(), &own()), Err(OpenError::Damaged { .. })));
    built(dir.path());
    assert_eq!(Index::open(dir.path(), &own()).unwrap().sequence(), Some(42));
}
