//! What is suggested while a person types.

use super::{Suggester, Suggestion};

fn suggester(terms: &[(&str, f32)]) -> Suggester<u8> {
    let entry = |&(term, weight): &(&str, f32)| Suggestion { term: term.to_owned(), kind: 0, weight };
    Suggester::new(terms.iter().map(entry).collect())
}

#[track_caller]
fn check(terms: &[(&str, f32)], typed: &str, expected: &[&str]) {
    let suggester = suggester(terms);
    let found: Vec<&str> = suggester.suggest(typed, 5).iter().map(|entry| entry.term.as_str()).collect();
    assert_eq!(found, expected, "{typed}");
}

const TERMS: &[(&str, f32)] = &[
    ("减速机", 3.0),
    ("减速电机", 2.0),
    ("减振器", 9.0),
    ("电机", 5.0),
    ("PLC控制柜", 1.0),
    ("重庆机床", 1.0),
    ("减速", 0.1),
];

#[test]
fn by_characters_best_first() {
    check(TERMS, "减", &["减振器", "减速机", "减速电机", "减速"]);
    check(TERMS, "減速機", &["减速机"]);
    check(TERMS, "速", &[]);
}

#[test]
fn what_is_typed_in_full_comes_first() {
    check(TERMS, "减速", &["减速", "减速机", "减速电机"]);
    check(TERMS, "jiansu", &["减速", "减速机", "减速电机"]);
}

#[test]
fn by_pinyin_initials_and_mixed() {
    check(TERMS, "jian", &["减振器", "减速机", "减速电机", "减速"]);
    check(TERMS, "jian su j", &["减速机"]);
    check(TERMS, "jsj", &["减速机"]);
    check(TERMS, "JSD", &["减速电机"]);
    check(TERMS, "plc", &["PLC控制柜"]);
    check(TERMS, "plck", &["PLC控制柜"]);
    check(TERMS, "chongqing", &["重庆机床"]);
    check(TERMS, "cq", &["重庆机床"]);
}

#[test]
fn nothing_typed_gives_the_best_of_all() {
    check(TERMS, " ", &["减振器", "电机", "减速机", "减速电机", "PLC控制柜"]);
    assert!(suggester(&[]).suggest("a", 3).is_empty());
    assert!(suggester(TERMS).suggest("减", 0).is_empty());
    assert!(suggester(&[("", 1.0)]).suggest("减", 3).is_empty());
}

#[test]
fn equal_weights_are_ordered_by_term_whatever_the_order_given() {
    let mut terms = vec![("泵丙", 1.0), ("泵甲", 1.0), ("泵乙", f32::NAN), ("泵丁", 1.0)];
    let first: Vec<String> = suggester(&terms).suggest("beng", 9).iter().map(|entry| entry.term.clone()).collect();
    terms.reverse();
    let second: Vec<String> = suggester(&terms).suggest("beng", 9).iter().map(|entry| entry.term.clone()).collect();
    assert_eq!(first, second);
    assert_eq!(first.len(), 4);
}

#[test]
fn every_range_gives_what_a_scan_gives() {
    let letters = ["泵", "阀", "轴", "a", "b"];
    let mut terms = Vec::new();
    for at in 0..700usize {
        let term: String = [at % 5, at / 5 % 5, at / 25 % 5, at / 125].map(|digit| letters[digit % 5]).concat();
        terms.push(Suggestion { term, kind: at % 2, weight: (at * 7919 % 101) as f32 });
    }
    let suggester = Suggester::new(terms);
    for typed in ["泵", "泵阀", "a", "ab", "轴轴轴", "b泵阀"] {
        let scan: Vec<&str> = suggester
            .entries
            .iter()
            .filter(|entry| entry.term.starts_with(typed))
            .map(|entry| entry.term.as_str())
            .collect();
        let found: Vec<&str> = suggester.suggest(typed, 100).iter().map(|entry| entry.term.as_str()).collect();
        let mut expected: Vec<&str> = scan.iter().copied().filter(|term| *term == typed).collect();
        expected.extend(scan.iter().filter(|term| **term != typed));
        assert!(found.starts_with(&expected[..expected.len().min(found.len())]), "{typed}");
        assert!(found.len() >= expected.len().min(100), "{typed}");
    }
}

#[test]
fn hostile_input_is_harmless() {
    let suggester = suggester(TERMS);
    for typed in ["\0".repeat(10), "泵".repeat(400_000), "\u{202e}减".to_owned(), "(a+)+$".to_owned()] {
        assert!(suggester.suggest(&typed, 10).len() <= 10);
    }
}
