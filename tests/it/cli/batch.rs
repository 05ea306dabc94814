//! The forms of contracts.md, section 3, that scripts and the evaluation use.

use super::Desk;

const CANDIDATES: &str = r#""candidates": ["戊真空设备有限公司", "丁钣金加工厂", "乙电机", "丙清洁设备有限公司"]"#;

#[test]
fn a_table_of_queries_gives_trec_lines() {
    let desk = Desk::with_roster();
    desk.write("查.tsv", "note\tquery\tqid\nx\t减速箱\tS1\ny\t哈哈嘿嘿\tS2\nz\t真空泵\tS3\n");
    let run = desk.run(&["search", "--batch", "查.tsv", "--format", "trec"]).done();
    let lines: Vec<Vec<&str>> = run.out.lines().map(|line| line.split(' ').collect()).collect();
    assert!(lines.iter().all(|cells| cells.len() == 6 && cells[1] == "Q0" && cells[5] == "qianxian"), "{}", run.out);
    assert_eq!((lines[0][0], lines[0][2], lines[0][3]), ("S1", "甲传动机械有限公司", "1"));
    assert!(!run.out.contains("S2"), "a nonsense query leaves no line");
    assert!(lines.iter().any(|cells| cells[0] == "S3" && cells[2] == "戊真空设备有限公司"));
}

#[test]
fn candidates_are_ranked_and_none_is_dropped() {
    let desk = Desk::with_roster();
    desk.write("往来.csv", "supplier,customer,product\n乙电机,甲传动,电机\n");
    desk.run(&["import", "--deals", "往来.csv"]).done();
    desk.write("问.ndjson", &format!("{{\"id\": \"M1\", \"company\": \"甲传动\", {CANDIDATES}}}\n"));
    let run = desk.run(&["match", "--batch", "问.ndjson", "--format", "trec"]).done().out;
    let names: Vec<&str> = run.lines().filter_map(|line| line.split(' ').nth(2)).collect();
    assert_eq!(names.len(), 4, "{run}");
    assert_eq!(names[3], "乙电机有限公司", "who already trades comes last: {run}");
    let scores: Vec<f32> = run.lines().filter_map(|line| line.split(' ').nth(4)?.parse().ok()).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{run}");
    let left_out = desk.run(&["match", "--batch", "问.ndjson", "--format", "trec", "--leave-out", "asked"]).done().out;
    let first = left_out.lines().next().and_then(|line| line.split(' ').nth(2));
    assert_eq!(first, Some("乙电机有限公司"), "without the deal of the asked pair: {left_out}");
}

#[test]
fn excluded_candidates_say_why_in_json() {
    let desk = Desk::with_roster();
    desk.write("往来.csv", "supplier,customer,product\n乙电机,甲传动,电机\n");
    desk.run(&["import", "--deals", "往来.csv"]).done();
    desk.write("问.ndjson", &format!("{{\"id\": \"M1\", \"company\": \"甲传动\", {CANDIDATES}}}\n"));
    let line = desk.run(&["match", "--batch", "问.ndjson", "--format", "ndjson"]).ndjson().remove(0).to_string();
    for name in ["戊真空设备有限公司", "丁钣金加工厂", "丙清洁设备有限公司", "乙电机有限公司"]
    {
        assert!(line.contains(name), "{name} was dropped: {line}");
    }
    assert!(line.contains("已经在合作"), "{line}");
}

#[test]
fn gold_is_never_read() {
    let desk = Desk::with_roster();
    let ask = |gold: &str| {
        let line = format!("{{\"qid\": \"M1\", \"company\": \"甲传动\", \"ask\": \"partner\", {CANDIDATES}{gold}}}\n");
        desk.write("问.ndjson", &line);
        desk.run(&["match", "--batch", "问.ndjson", "--format", "trec"]).done().out
    };
    let plain = ask("");
    assert_eq!(plain, ask(r#", "gold": [{"name": "戊真空设备有限公司", "grade": 99}]"#));
    assert_eq!(plain, ask(r#", "gold": "胡说", "answer": 7, "type": null"#));
    assert_eq!(plain.lines().count(), 4);
}

#[test]
fn a_company_of_which_only_products_are_said() {
    let desk = Desk::with_roster();
    desk.write("问.ndjson", "{\"id\": \"M1\", \"company\": \"外来企业\", \"company_products\": [\"减速机\"]}\n");
    let run = desk.run(&["match", "--batch", "问.ndjson", "--format", "trec"]).done().out;
    assert_eq!(run.lines().next().and_then(|line| line.split(' ').nth(2)), Some("乙电机有限公司"), "{run}");
    desk.write("问.ndjson", "{\"id\": \"M1\", \"company\": \"外来企业\"}\n");
    desk.run(&["match", "--batch", "问.ndjson"]).failed(4, &["第1行", "外来企业"]);
}

#[test]
fn needs_and_names_in_batches() {
    let desk = Desk::new();
    let gold = r#"{"id": "N1", "product": "洗地机", "product_alts": ["洗地车"], "needs": ["胡说"]}"#;
    desk.write("产品.jsonl", &format!("{gold}\n{{\"id\": \"N2\", \"product\": \"谁也不做的东西\"}}\n"));
    let lines = desk.run(&["chain", "needs", "--batch", "产品.jsonl"]).ndjson();
    assert!(lines[0]["words"].as_array().is_some_and(|words| words.len() > 5), "{lines:?}");
    assert!(!lines[0].to_string().contains("胡说"));
    assert_eq!((lines.len(), &lines[1]["id"]), (2, &"N2".into()));
    let pairs = "id,a,b,label\n1,甲传动机械有限公司,甲传动机械股份有限公司,different\n2,甲传动机械有限公司,乙电机有限公司,same\n";
    desk.write("名.csv", pairs);
    let run = desk.run(&["names", "compare", "--batch", "名.csv"]).done().out;
    let rows: Vec<Vec<&str>> = run.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!((rows[0][0], rows[0][1]), ("1", "same"), "{run}");
    assert_eq!((rows[1][0], rows[1][1]), ("2", "different"), "{run}");
    assert!(rows.iter().all(|row| row.len() == 3 && row[2].parse::<f32>().is_ok()), "{run}");
}
