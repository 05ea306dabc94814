//! Looking after the data: backups, moving house, the check-up.

use super::Desk;
use std::fs;

#[test]
fn a_backup_brings_everything_back() {
    let desk = Desk::with_roster();
    let before = desk.run(&["match", "甲传动"]).done().out;
    desk.run(&["backup", "备份.db"]).done();
    desk.run(&["backup", "备份.db"]).failed(3, &["已经存在", "没有覆盖"]);

    desk.write("更多.csv", "name,products\n己水泵有限公司,离心泵\n");
    desk.run(&["import", "更多.csv"]).done();
    desk.run(&["company", "己水泵有限公司"]).done();
    desk.run(&["restore", "备份.db"]).failed(2, &["不是空的", "--replace"]);
    let restored = desk.run(&["restore", "备份.db", "--replace"]).done();
    assert!(restored.err.contains("另存"), "{}", restored.err);
    desk.run(&["company", "己水泵有限公司"]).failed(4, &["没有找到"]);
    assert_eq!(desk.run(&["match", "甲传动"]).done().out, before);

    // What stood before the restoring was kept, and is a backup like any other.
    let kept =
        fs::read_dir(desk.path("数据/backups")).expect("backups").filter_map(Result::ok).map(|entry| entry.path());
    let kept = kept.into_iter().find(|path| path.to_string_lossy().contains("before-restore")).expect("kept");
    desk.run(&["restore", kept.to_str().expect("UTF-8"), "--replace"]).done();
    desk.run(&["company", "己水泵有限公司"]).done();
}

#[test]
fn a_backup_that_is_none_is_refused() {
    let desk = Desk::with_roster();
    desk.run(&["restore", "没有.db"]).failed(3, &["不存在"]);
    desk.write("坏.db", "这不是数据库");
    let refused = desk.run(&["restore", "坏.db", "--replace"]);
    refused.failed(5, &["不是数据库文件"]);
    desk.run(&["company", "甲传动"]).done();
}

#[test]
fn everything_moves_to_an_empty_home_and_nothing_else() {
    let desk = Desk::with_roster();
    desk.run(&["export", "--all", "搬家"]).done();
    desk.run(&["export", "--all", "搬家"]).failed(3, &["已经存在"]);
    let csv = fs::read_to_string(desk.path("搬家/company.csv")).expect("written");
    assert!(csv.starts_with('\u{feff}') && csv.contains("名称") && csv.contains("甲传动机械有限公司"), "{csv}");

    desk.run(&["import", "--all", "搬家"]).failed(5, &["已经有数据"]);
    let folder = desk.path("搬家").display().to_string();
    let there = Desk::new();
    there.run(&["import", "--all", &folder]).done();
    assert_eq!(there.run(&["match", "甲传动"]).done().out, desk.run(&["match", "甲传动"]).done().out);

    let path = desk.path("搬家/profile_line.jsonl");
    let whole = fs::read_to_string(&path).expect("written");
    let lines: Vec<&str> = whole.lines().collect();
    let third = Desk::new();
    fs::write(&path, lines[1..].join("\n")).expect("a line is missing");
    third.run(&["import", "--all", &folder]).failed(3, &["profile_line.jsonl", "不完整", "什么也没有写入"]);
    fs::write(&path, whole.replacen('{', "{{", 1)).expect("broken");
    third.run(&["import", "--all", &folder]).failed(3, &["profile_line.jsonl", "第 1 行", "什么也没有写入"]);
    fs::write(&path, whole).expect("whole again");
    third.run(&["import", "--all", &folder]).done();
}

#[test]
fn the_check_up_finds_a_damaged_index_and_mends_it() {
    let desk = Desk::with_roster();
    desk.run(&["search", "减速机"]).done();
    let findings = desk.run(&["doctor", "--format", "json"]).json();
    let all = findings.as_array().expect("a list");
    assert!(all.len() >= 6 && all.iter().all(|one| one["health"] != "bad"), "{findings}");

    // An index that says it is up to date and is empty.
    let other = Desk::with_roster();
    let mut folders = vec![desk.path("数据/index")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("an index").filter_map(Result::ok) {
            match entry.path() {
                path if path.is_dir() => folders.push(path),
                path => fs::write(path, "").expect("emptied"),
            }
        }
    }
    let found = desk.run(&["search", "减速机"]).done();
    assert_eq!(found.out, other.run(&["search", "减速机"]).done().out, "a damaged index is built anew on start");
    desk.run(&["doctor", "--repair"]).done();
}
