//! The same answers for people and for programs; standard output holds data only.

use super::Desk;
use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

/// Every command that answers a question, with a word its table shows.
const QUESTIONS: &[(&[&str], &str)] = &[
    (&["search", "减速箱"], "甲传动机械有限公司"),
    (&["match", "甲传动"], "乙电机有限公司"),
    (&["match", "甲传动", "--teams", "--limit", "3"], "先问："),
    (&["match", "--all"], "乙电机有限公司"),
    (&["explain", "甲传动", "乙电机"], "互补成套"),
    (&["recognize", "不锈钢离心泵"], "离心泵"),
    (&["company", "甲传动"], "齿轮箱"),
    (&["chain", "needs", "洗地机"], "刷盘"),
    (&["chain", "show", "减速机"], "成套使用"),
    (&["chain", "stats"], "能力"),
    (&["names", "compare", "甲传动机械有限公司", "甲传动机械股份有限公司"], "同一家"),
];

#[test]
fn tables_are_for_people() {
    let desk = Desk::with_roster();
    for (arguments, word) in QUESTIONS {
        let shown = desk.run(arguments).done().out;
        assert!(shown.contains(word), "{arguments:?}: {shown}");
    }
    assert!(desk.run(&["chain", "check"]).done().out.starts_with("检查通过"));
}

#[test]
fn json_is_one_document() {
    let desk = Desk::with_roster();
    for (arguments, _) in QUESTIONS {
        let arguments: Vec<&str> = arguments.iter().copied().chain(["--format", "json"]).collect();
        desk.run(&arguments).json();
    }
    for query in ["search", "match"] {
        let lines =
            desk.run(&[query, if query == "match" { "甲传动" } else { "减速机" }, "--format", "ndjson"]).ndjson();
        assert!(!lines.is_empty(), "{query}");
    }
}

#[test]
fn a_card_in_json_says_why_with_sources() {
    let desk = Desk::with_roster();
    let answer = desk.run(&["match", "甲传动", "--format", "json"]).json();
    let card = &answer["matches"][0];
    assert_eq!((card["partner"].as_str(), card["way"].as_str()), (Some("乙电机有限公司"), Some("pairing")));
    let sources = card["reasons"][0]["sources"].to_string();
    assert!(sources.contains("会员.csv") && sources.contains(".chain:"), "{sources}");
    assert!(card["question"].as_str().is_some_and(|question| !question.is_empty()));
    let addends: f64 = card["addends"].as_array().expect("a list").iter().filter_map(|a| a["value"].as_f64()).sum();
    assert!((addends - card["score"].as_f64().expect("a score")).abs() < 1e-3, "the addends add up");
}

#[test]
fn the_same_question_has_the_same_answer() {
    let desk = Desk::with_roster();
    for arguments in [&["match", "--all", "--format", "json"][..], &["search", "电机", "--format", "json"]] {
        assert_eq!(desk.run(arguments).done().out, desk.run(arguments).done().out);
    }
}

#[test]
fn notes_become_drafts() {
    let desk = Desk::new();
    let note = "今天走访戊真空设备有限公司，主要做真空泵，外购电机，装配和焊接招不到人，下周三前帮他们联系机器人厂家。";
    desk.write("走访.txt", note);
    let drafts = desk.run(&["extract", "走访.txt", "--today", "2026-03-02"]).json();
    assert!(drafts.to_string().contains("招不到人"), "{drafts}");
    desk.write("一批.jsonl", &format!("{{\"id\":\"1\",\"date\":\"2026-03-02\",\"text\":\"{note}\"}}\n"));
    let lines = desk.run(&["extract", "--batch", "一批.jsonl"]).ndjson();
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["id"], "1");
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let desk = Desk::with_roster();
    for arguments in [&["chain", "stats"][..], &["chain", "review", "--count", "20000"], &["demo"]] {
        let mut child = Command::new(super::program())
            .args(arguments)
            .arg("--home")
            .arg(desk.path("数据"))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let mut reader = BufReader::with_capacity(16, child.stdout.take().expect("a pipe"));
        reader.read_line(&mut line).expect("one line");
        drop(reader);
        let ended = child.wait_with_output().expect("it ends");
        let talk = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert_eq!(ended.status.code(), Some(0), "{arguments:?}: {talk}");
        assert!(!talk.contains("panicked") && !talk.contains("错误"), "{talk}");
    }
}

#[test]
fn the_list_for_everybody_keeps_to_ways_and_limit() {
    let desk = Desk::with_roster();
    let all = desk.run(&["match", "--all", "--format", "ndjson"]).ndjson();
    assert!(all.len() > 1);
    assert_eq!(desk.run(&["match", "--all", "--limit", "1", "--format", "ndjson"]).ndjson().len(), 1);
    let talk = desk.run(&["match", "--all", "--limit", "1"]).done().err;
    assert!(talk.contains(&format!("{} 对在 --limit 之外", all.len() - 1)), "{talk}");
    let pairs = desk.run(&["match", "--all", "--way", "互补成套", "--format", "ndjson"]).ndjson();
    assert!(!pairs.is_empty() && pairs.iter().all(|card| card["way"] == "pairing"), "{pairs:?}");
    desk.run(&["match", "--all", "--ask", "supplier"]).failed(2, &["--all", "--ask"]);
    desk.run(&["match", "--all", "--home", "另一处"]).failed(2, &["--home", "只能写一次"]);
}
