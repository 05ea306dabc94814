//! What comes in and goes out again: rehearsal, export and back, columns a person names, who is who, drafts confirmed.

use super::{Desk, ROSTER};
use serde_json::Value;

fn outcome<'a>(answer: &'a Value, count: &str) -> &'a Value {
    &answer["outcome"][count]
}

#[test]
fn a_rehearsal_says_what_the_real_thing_does() {
    let desk = Desk::with_roster();
    desk.write(
        "新.csv",
        "name,products,district\n甲传动机械有限公司,减速机；蜗轮,张店\n山东甲传动机械有限公司,泵,张店\n",
    );
    let rehearsed = desk.run(&["import", "新.csv", "--dry-run", "--format", "json"]).json();
    let mut done = desk.run(&["import", "新.csv", "--format", "json"]).json();
    assert!(done["outcome"]["import"].is_string());
    done["outcome"]["import"] = Value::Null;
    assert_eq!(rehearsed["outcome"], done["outcome"]);
    let rows = |answer: &Value| {
        let row = |row: &Value| (row["row"].clone(), row["verdict"].clone(), row["lines"].clone());
        answer["rows"].as_array().expect("rows").iter().map(row).collect::<Vec<_>>()
    };
    assert_eq!(rows(&rehearsed), rows(&done));
    assert_eq!((outcome(&done, "changed"), outcome(&done, "lines")), (&0.into(), &2.into()));
    let like = &rehearsed["rows"][1]["like"][0];
    assert_eq!((&like["b_name"], &like["likeness"]), (&"甲传动机械有限公司".into(), &"same".into()));
    let words = desk.run(&["import", "新.csv", "--dry-run"]).done().out;
    assert!(words.contains("没有变化 2 家"), "{words}");
}

#[test]
fn an_export_read_back_changes_nothing() {
    let desk = Desk::new();
    desk.write(
        "会员.csv",
        "单位名称,简称,主要产品,联系人,电话,2025年会费,特色,官网\n\
         甲传动机械有限公司,甲传动,\"减速机、齿轮箱(1,000Nm)\",张三 经理,0533-5550123转8,已交,@一流,\n\
         乙电机有限公司,,电机,王五,13800001234；13900001234,欠,\"两行\n内容；有分号\",http://example.com\n",
    );
    desk.run(&["import", "会员.csv"]).done();
    for name in ["名册.csv", "名册.xlsx"] {
        desk.run(&["export", name]).done();
        let again = desk.run(&["import", name, "--format", "json"]).json();
        for (count, wanted) in [("added", 0), ("changed", 0), ("lines", 0), ("unchanged", 2)] {
            assert_eq!(outcome(&again, count), wanted, "{name} {count}: {again}");
        }
        assert_eq!(again["problems"].as_array().map(Vec::len), Some(0), "{again}");
    }
    let text = std::fs::read_to_string(desk.path("名册.csv")).expect("written");
    assert!(text.starts_with('\u{feff}') && text.contains("'@一流"), "{text}");
    desk.write("改.csv", &text.replace("甲传动机械有限公司", "甲传动科技有限公司"));
    let renamed = desk.run(&["import", "改.csv", "--format", "json"]).json();
    assert_eq!((outcome(&renamed, "added"), outcome(&renamed, "changed")), (&0.into(), &1.into()), "known by our id");
    desk.run(&["export", "名册.csv"]).failed(2, &["名册.csv", "--overwrite"]);
    desk.run(&["export", "名册.pdf"]).failed(2, &[".xlsx"]);
}

#[test]
fn a_column_a_person_names_is_remembered() {
    let desk = Desk::new();
    let roster = |row: &str| format!("甲乙丙,丁戊,区县\n{row}\n");
    desk.write("一.csv", &roster("甲传动,减速机,张店"));
    desk.write("二.csv", &roster("乙电机,电机,博山"));
    let mapped = ["import", "一.csv", "--map", "甲乙丙=企业名称", "--map", "丁戊=主要产品", "--format", "json"];
    let first = desk.run(&mapped).json();
    assert_eq!((outcome(&first, "added"), outcome(&first, "lines")), (&1.into(), &1.into()), "{first}");
    let second = desk.run(&["import", "二.csv", "--format", "json"]).json();
    assert_eq!((outcome(&second, "added"), outcome(&second, "lines")), (&1.into(), &1.into()), "{second}");
    desk.run(&["import", "一.csv", "--map", "没有=企业名称"]).failed(2, &["没有", "甲乙丙"]);
    desk.run(&["import", "一.csv", "--map", "甲乙丙=天气"]).failed(2, &["天气", "企业名称"]);
    desk.run(&["import", "一.csv", "--map", "甲乙丙"]).failed(2, &["列名=内容"]);
}

#[test]
fn two_names_of_one_company_are_merged_by_a_person_only() {
    let desk = Desk::new();
    let roster = "name,products\n山东甲传动机械有限公司,减速机\n甲传动机械有限公司,齿轮箱\n乙电机有限公司,电机\n";
    desk.write("会员.csv", roster);
    let first = desk.run(&["import", "会员.csv", "--format", "json"]).json();
    assert_eq!((outcome(&first, "added"), outcome(&first, "doubtful")), (&3.into(), &1.into()));
    let pair = ["山东甲传动机械有限公司", "甲传动机械有限公司"];
    let suspected = || desk.run(&["names", "review", "--format", "json"]).json().as_array().map_or(0, Vec::len);
    let decide = |what: &str, undo: bool| {
        let mut arguments = vec!["names", what, pair[0], pair[1]];
        arguments.extend(undo.then_some("--undo"));
        desk.run(&arguments)
    };
    assert_eq!(suspected(), 1);
    for what in ["distinct", "affiliate"] {
        decide(what, false).done();
        assert_eq!(suspected(), 0, "{what}");
        decide(what, true).done();
        assert_eq!(suspected(), 1, "{what}");
        decide(what, true).failed(4, &["撤销"]);
    }
    decide("merge", false).done();
    let sheet = desk.run(&["company", pair[1]]).done().out;
    assert!(sheet.contains(pair[0]) && sheet.contains("减速机") && sheet.contains("齿轮箱"), "{sheet}");
    let again = desk.run(&["import", "会员.csv", "--format", "json"]).json();
    for (count, wanted) in [("added", 0), ("changed", 0), ("lines", 0)] {
        assert_eq!(outcome(&again, count), wanted, "{again}");
    }
    decide("merge", false).failed(2, &["同一家"]);
    decide("merge", true).done();
    assert_eq!(suspected(), 1);
    let sheet = desk.run(&["company", pair[1]]).done().out;
    assert!(!sheet.contains("减速机") && sheet.contains("齿轮箱"), "{sheet}");
    decide("merge", true).failed(4, &["合并"]);
}

const NOTE: &str = "走访甲传动机械有限公司。他们主要做减速机，铸件从外面买。招不到装配工。想找一家电机厂配套，月底前定下来。\
                    我答应下周三之前给他们介绍两家铸造厂。";

#[test]
fn drafts_become_facts_when_a_person_confirms_them() {
    let desk = Desk::with_roster();
    desk.write("走访.txt", NOTE);
    desk.run(&["extract", "走访.txt", "--today", "2026-11-04", "--out", "草稿.json"]).done();
    let rehearsed = desk.run(&["confirm", "草稿.json", "--dry-run", "--format", "json"]).json();
    assert!(rehearsed["import"].is_null() && rehearsed["needs"] != 0, "{rehearsed}");
    let done = desk.run(&["confirm", "草稿.json", "--format", "json"]).json();
    assert_eq!((&done["lines"], &done["needs"]), (&rehearsed["lines"], &rehearsed["needs"]));
    assert!(done["new_matches"].is_array());
    let sheet = desk.run(&["company", "甲传动", "--format", "json"]).json();
    let lines = sheet["lines"].as_array().expect("lines");
    let bought = lines.iter().find(|line| line["line"]["side"] == "buys").expect("what it buys");
    assert_eq!(bought["line"]["evidence"], "visited");
    assert_eq!(bought["line"]["source"]["ref"], "走访.txt");
    assert!(bought["line"]["source"]["quote"].as_str().is_some_and(|quote| quote.contains("铸件")), "{bought}");
    let again = desk.run(&["confirm", "草稿.json", "--format", "json"]).json();
    assert_eq!((&again["lines"], &again["needs"], &again["import"]), (&0.into(), &0.into(), &Value::Null), "{again}");
    let id = done["import"].as_str().expect("a number").to_owned();
    desk.run(&["import", "--undo", &id]).done();
    let sheet = desk.run(&["company", "甲传动", "--format", "json"]).json();
    assert!(!sheet.to_string().contains("visited"), "{sheet}");
}

#[test]
fn a_note_about_an_unknown_company_is_not_written_in_silence() {
    let desk = Desk::with_roster();
    desk.write("走访.txt", &NOTE.replace("甲传动", "癸橡塑"));
    let ended = desk.run(&["extract", "走访.txt", "--confirm"]).done();
    assert!(ended.out.contains("没有找到企业") && ended.out.contains("--add-company"), "{}", ended.out);
    let added = desk.run(&["extract", "走访.txt", "--confirm", "--add-company", "--format", "json"]).json();
    assert_eq!(added["added"], 1, "{added}");
    desk.write("坏.json", "{\"source\": ");
    desk.run(&["confirm", "坏.json"]).failed(3, &["坏.json", "草稿"]);
}

#[test]
fn news_becomes_a_cooperation_between_members() {
    let desk = Desk::new();
    desk.write("会员.csv", ROSTER);
    desk.run(&["import", "会员.csv"]).done();
    let news = "本报讯（记者 张三）近日，甲传动机械有限公司与乙电机有限公司签署战略合作协议，乙电机有限公司将为甲传动机械有限公司供应电机。";
    desk.write("新闻.txt", news);
    let done = desk.run(&["extract", "新闻.txt", "--confirm", "--format", "json"]).json();
    assert_eq!(done["cooperations"], 1, "{done}");
    let answer = desk.run(&["match", "甲传动", "--format", "json"]).json();
    assert!(answer["excluded"].to_string().contains("已经在合作"), "{answer}");
}
