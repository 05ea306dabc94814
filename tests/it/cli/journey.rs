//! From an empty home to an undone import.

use super::{Desk, ROSTER, program};
use assert_cmd::Command;
use std::fs;

#[test]
fn the_demonstration_shows_the_founding_case() {
    let desk = Desk::new();
    let shown = desk.run(&["demo"]).done();
    for words in ["淄博案例", "翔宇机械", "减速机", "互补成套", "三方", "先问："] {
        assert!(shown.out.contains(words), "{words}");
    }
    let cards = desk.run(&["demo", "--format", "json"]).json();
    assert!(cards["matches"].as_array().is_some_and(|matches| matches.len() > 5));
    assert!(!desk.path("数据").join("qianxian.db").exists(), "the demonstration leaves the home alone");
}

#[test]
fn a_roster_goes_in_once_and_comes_out_again() {
    let desk = Desk::new();
    desk.write("会员.csv", ROSTER);
    let rehearsed = desk.run(&["import", "会员.csv", "--dry-run", "--format", "json"]).json();
    assert_eq!(rehearsed["outcome"]["added"], 5);
    desk.run(&["match", "甲传动"]).failed(4, &["还没有会员", "import"]);

    let first = desk.run(&["import", "会员.csv", "--format", "json"]).json();
    assert_eq!((&first["outcome"]["added"], &first["outcome"]["lines"]), (&5.into(), &6.into()));
    let before = desk.run(&["match", "甲传动"]).done().out;
    assert!(before.contains("乙电机"));

    let again = desk.run(&["import", "会员.csv", "--format", "json"]).json();
    for (count, wanted) in [("added", 0), ("changed", 0), ("lines", 0), ("unchanged", 5)] {
        assert_eq!(again["outcome"][count], wanted, "{count}");
    }
    assert_eq!(desk.run(&["match", "甲传动"]).done().out, before);

    let id = first["outcome"]["import"].as_str().expect("the number of the import").to_owned();
    desk.run(&["import", "--undo", &id]).done();
    desk.run(&["match", "甲传动"]).failed(4, &["还没有会员"]);
}

#[test]
fn deals_keep_a_pair_apart_unless_they_are_evidence() {
    let deals = "supplier,customer,product\n乙电机,甲传动,电机\n";
    for (used_as, excluded) in [("known", true), ("evidence", false)] {
        let desk = Desk::with_roster();
        desk.write("往来.csv", deals);
        desk.run(&["import", "--deals", "往来.csv", "--deals-as", used_as]).done();
        let answer = desk.run(&["match", "甲传动", "--format", "json"]).json();
        let out = answer["excluded"].as_array().expect("a list");
        let known = out.iter().any(|one| one["reason"].as_str().is_some_and(|why| why.contains("已经在合作")));
        assert_eq!(known, excluded, "{used_as}: {answer}");
    }
}

#[test]
fn the_binary_alone_in_an_empty_folder_is_enough() {
    let folder = tempfile::tempdir().expect("a folder");
    let alone = folder.path().join("qianxian");
    fs::copy(program(), &alone).expect("copied");
    let home = folder.path().join("home");
    fs::create_dir(&home).expect("made");
    fs::write(folder.path().join("会员.csv"), ROSTER).expect("written");
    let run = |arguments: &[&str]| {
        let mut command = Command::new(&alone);
        command.current_dir(folder.path()).env_clear().env("HOME", &home).args(arguments);
        command.assert().success().get_output().stdout.clone()
    };
    assert!(String::from_utf8_lossy(&run(&["demo"])).contains("翔宇机械"));
    run(&["import", "会员.csv"]);
    assert!(String::from_utf8_lossy(&run(&["match", "甲传动"])).contains("乙电机"));
    assert!(home.join(".qianxian").join("qianxian.db").is_file());
}
