//! What is wrong is said in Chinese with file and line, ends with the documented code, and leaves nothing half done.
//! Codes: `crates/cli/src/exit.rs`.

use super::{Desk, ROSTER};

/// Companies and lines of the store, as far as a search and a rehearsal show them.
fn state(desk: &Desk) -> (String, String) {
    desk.write("查.tsv", "qid\tquery\n1\t减速机\n2\t电机\n3\t洗地机\n4\t钣金加工\n5\t真空泵\n");
    let found = desk.run(&["search", "--batch", "查.tsv"]).done().out;
    let again = desk.run(&["import", "会员.csv", "--dry-run", "--format", "json"]).json();
    (found, again["outcome"].to_string())
}

/// A desk with a roster, on which commands fail; what they must not do is change anything.
fn nothing_changes(work: impl FnOnce(&Desk)) {
    let desk = Desk::with_roster();
    let before = state(&desk);
    work(&desk);
    assert_eq!(state(&desk), before, "something was left behind");
}

#[test]
fn files_that_are_not_there() {
    nothing_changes(|desk| {
        for arguments in [
            &["import", "没有.csv"][..],
            &["import", "--deals", "没有.csv"],
            &["search", "--batch", "没有.csv"],
            &["match", "--batch", "没有.csv"],
            &["chain", "needs", "--batch", "没有.csv"],
            &["names", "compare", "--batch", "没有.csv"],
            &["extract", "没有.csv"],
        ] {
            desk.run(arguments).failed(3, &["没有.csv", "找不到"]);
        }
    });
}

#[test]
fn an_empty_roster() {
    nothing_changes(|desk| {
        desk.write("空.csv", "");
        desk.run(&["import", "空.csv"]).failed(3, &["空.csv", "空的"]);
    });
}

#[test]
fn a_roster_without_a_member() {
    nothing_changes(|desk| {
        desk.write("只有表头.csv", "name,products\n");
        desk.run(&["import", "只有表头.csv"]).failed(3, &["只有表头.csv"]);
    });
}

#[test]
fn a_quotation_mark_that_never_closes() {
    nothing_changes(|desk| {
        let roster = "name,products\n己机械有限公司,\"齿轮\n庚机械有限公司,链条\n辛机械有限公司,轴承\n";
        desk.write("坏.csv", roster);
        let ended = desk.run(&["import", "坏.csv", "--format", "json"]);
        if ended.code == 0 {
            let problems = ended.json()["problems"].to_string();
            assert!(problems.contains("引号"), "the rest of the file was swallowed in silence: {problems}");
        } else {
            ended.failed(3, &["坏.csv", "引号"]);
        }
    });
}

#[test]
fn a_row_with_a_fault_is_named_and_the_others_go_in() {
    let desk = Desk::new();
    desk.write("会员.csv", &format!("{ROSTER},,轴承,张店,企业\n"));
    let read = desk.run(&["import", "会员.csv", "--format", "json"]).json();
    assert_eq!(read["outcome"]["added"], 5);
    let said = format!("{}{}", read["problems"], read["skipped"]);
    assert!(said.contains('7'), "row 7 has no name: {said}");
}

#[test]
fn a_company_nobody_knows() {
    nothing_changes(|desk| {
        desk.run(&["match", "甲传动机器"]).failed(4, &["甲传动机器", "您是不是要找", "甲传动机械有限公司"]);
        desk.run(&["explain", "甲传动", "子虚乌有"]).failed(4, &["子虚乌有"]);
        desk.run(&["company", "乙电"]).failed(4, &["您是不是要找", "乙电机有限公司"]);
    });
}

#[test]
fn a_way_that_does_not_exist() {
    nothing_changes(|desk| {
        desk.run(&["match", "甲传动", "--way", "搭伙"]).failed(4, &["搭伙", "supply（上下游配套）"]);
    });
}

#[test]
fn a_broken_pack() {
    nothing_changes(|desk| {
        desk.write("知识/坏.chain", "sector: x 某行业\nsource: 测试\n\n[甲物] jia-wu product\nin: 电机\n乱写一行\n");
        for arguments in [&["recognize", "电机"][..], &["match", "甲传动"], &["chain", "check"]] {
            let arguments: Vec<&str> = arguments.iter().copied().chain(["--packs", "知识"]).collect();
            desk.run(&arguments).failed(3, &["坏.chain", "6", "乱写一行"]);
        }
        desk.write("知识/坏.chain", "sector: x 某行业\nsource: 测试\n\n[甲物] jia-wu product\nin: 不存在的东西\n");
        desk.run(&["chain", "check", "--packs", "知识"]).failed(3, &["坏.chain", "5", "不存在的东西"]);
        desk.run(&["chain", "check", "--packs", "没有"]).failed(3, &["没有"]);
    });
}

#[test]
fn batches_with_a_fault_name_the_line() {
    nothing_changes(|desk| {
        desk.write("问.ndjson", "{\"company\": \"甲传动\"}\n{\"company\": \n");
        let ended = desk.run(&["match", "--batch", "问.ndjson"]);
        assert_eq!(ended.code, 3);
        assert!(ended.err.contains("问.ndjson") && ended.err.contains("第2行"), "{}", ended.err);
        desk.write("查.tsv", "id\ttext\n1\t减速机\n");
        desk.run(&["search", "--batch", "查.tsv"]).failed(3, &["查.tsv", "第1行", "qid"]);
        desk.write("名.csv", "id,a\n1,甲\n");
        desk.run(&["names", "compare", "--batch", "名.csv"]).failed(3, &["名.csv", "第1行", "b"]);
    });
}

#[test]
fn a_command_line_that_makes_no_sense() {
    nothing_changes(|desk| {
        for (arguments, words) in [
            (&["serch", "减速机"][..], &["serch", "search"][..]),
            (&["match", "甲传动", "--limit", "许多"], &["许多"]),
            (&["match", "甲传动", "--format", "xml"], &["xml", "json"]),
            (&["match", "甲传动", "--what"], &["--what"]),
            (&["import"], &["文件"]),
            (&["import", "--undo", "不是编号"], &["不是编号"]),
            (&["explain", "甲传动", "甲传动"], &["同一家"]),
        ] {
            desk.run(arguments).failed(2, words);
        }
    });
}

#[test]
fn an_import_that_is_not_there_cannot_be_undone() {
    nothing_changes(|desk| {
        let ended = desk.run(&["import", "--undo", "01a2044f-1e47-74f4-a92d-27bfbb9773a1"]);
        assert_ne!(ended.code, 0);
        assert!(ended.err.starts_with("错误：") && ended.out.is_empty(), "{}{}", ended.out, ended.err);
    });
}

#[test]
fn a_database_that_cannot_be_used_is_told_without_its_password() {
    let desk = Desk::new();
    let nobody = desk.run(&["--database", "postgres://qx:geheim@127.0.0.1:1/x", "search", "减速机"]);
    nobody.failed(5, &["连不上数据库服务器「postgres://qx@127.0.0.1:1/x」", "稍后再试"]);
    let unknown = desk.run(&["--database", "mysql://qx:geheim@127.0.0.1/x", "search", "减速机"]);
    unknown.failed(5, &["看不懂数据库地址", "postgres://"]);
    assert!(!nobody.err.contains("geheim") && !unknown.err.contains("geheim"));
}
