//! One box for buyers: what a query finds, which word it was found by, and input that means harm.

use proptest::prelude::*;
use qianxian_core::Visibility;
use qianxian_engine::{SearchAnswer, Snapshot};
use qianxian_tests::fixture::snapshot;
use std::sync::LazyLock;

static ROSTER: LazyLock<Snapshot> = LazyLock::new(|| {
    snapshot(
        "
        甲传动 @淄博/张店 | 做: 减速机
        乙电机 @淄博/博山 | 做: 三相异步电机
        丙真空 @淄博/博山 | 做: 真空泵
        丁钣金 @淄博/张店 | 能做: 不锈钢钣金加工
        戊钣金 @潍坊/潍城 | 能做: 钣金加工
        己输送 @淄博/桓台 | 做: 带式输送机 | 买: 减速机(走访)
        庚软件 @淄博/高新 | 做: 计算机软件开发
        辛轴承 @淄博/临淄 | 类型: 经销商 | 做: 轴承(经销)",
    )
});

fn search(query: &str) -> SearchAnswer {
    ROSTER.search(query, Visibility::Secretariat, 20)
}

fn names(query: &str) -> Vec<String> {
    search(query).hits.into_iter().map(|hit| hit.name).collect()
}

fn first(query: &str) -> String {
    names(query).into_iter().next().unwrap_or_default()
}

#[test]
fn the_word_itself() {
    assert_eq!(first("减速机"), "甲传动");
    assert_eq!(first("真空泵"), "丙真空");
    assert_eq!(first("三相异步电机"), "乙电机");
}

#[test]
fn other_words_for_it() {
    assert_eq!(first("减速箱"), "甲传动");
    assert_eq!(first("减速器"), "甲传动");
    let answer = search("减速箱");
    assert!(answer.hits[0].why.contains("减速机"), "{}", answer.hits[0].why);
}

#[test]
fn the_word_of_case_10() {
    assert_eq!(first("变速机"), "甲传动");
}

#[test]
fn sound_and_initials() {
    assert_eq!(first("jiansuji"), "甲传动");
    assert_eq!(first("zhenkongbeng"), "丙真空");
    assert_eq!(first("jsj"), "甲传动");
    assert_ne!(names("jsj"), ["庚软件"]);
}

#[test]
fn a_typo_of_the_same_sound() {
    assert_eq!(first("减速鸡"), "甲传动");
    assert_eq!(first("真空蹦"), "丙真空");
}

#[test]
fn traditional_and_english() {
    assert_eq!(first("減速機"), "甲传动");
    assert_eq!(first("真空泵製造"), "丙真空");
    assert_eq!(first("vacuum pump"), "丙真空");
    assert_eq!(first("Gear Reducer"), "甲传动");
}

#[test]
fn a_wider_word_finds_its_kinds_and_says_so() {
    assert!(names("电机").contains(&"乙电机".to_owned()));
    let answer = search("罗茨真空泵");
    assert_eq!(answer.hits.first().or(answer.reference.first()).map(|hit| hit.name.as_str()), Some("丙真空"));
    assert!(!answer.relaxed.is_empty(), "a broader answer is announced");
}

#[test]
fn who_uses_it_is_another_question_than_who_makes_it() {
    let users = names("谁家用减速机");
    assert_eq!(users.first().map(String::as_str), Some("己输送"));
    assert!(!users.contains(&"甲传动".to_owned()), "{users:?}");
}

#[test]
fn a_place_in_the_sentence_counts() {
    assert_eq!(first("找张店附近能做钣金的"), "丁钣金");
    assert!(search("找张店附近能做钣金的").chips.iter().any(|chip| chip.kind == "地区"));
}

#[test]
fn nonsense_has_no_hit() {
    for query in ["哈哈嘿嘿", "asdfqwer", "量子纠缠", "！？。", "", "   "] {
        assert_eq!(names(query), Vec::<String>::new(), "{query}");
    }
}

#[test]
fn what_is_shown_points_into_the_text() {
    for hit in search("减速机").hits {
        for range in hit.highlights {
            assert!(hit.line.get(range.clone()).is_some(), "{range:?} in {}", hit.line);
        }
    }
}

#[test]
fn hostile_queries_are_only_queries() {
    let mega = "减速机".repeat(1 << 20 >> 3);
    let long = "泵".repeat(100_000);
    for query in [
        "\0\u{1}\u{7f}减速机",
        "\u{202e}机速减\u{202c}",
        "AND OR NOT (減速機",
        "\" OR *:*",
        "'; DROP TABLE company; --",
        "[* TO *]",
        "\u{feff}减速机\u{200b}",
        "👩‍🏭🏭",
        "e\u{301}".repeat(2_000).as_str(),
        long.as_str(),
        mega.as_str(),
    ] {
        search(query);
    }
    assert_eq!(first("\u{feff}减速机"), "甲传动");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_can_be_asked_for(query in "\\PC{0,60}|[减速机泵电轴承不做找谁家用的 0-9a-zA-Z(){}\\[\\]:\"*~^+-]{0,40}") {
        let answer = search(&query);
        prop_assert!(answer.hits.iter().chain(&answer.reference).all(|hit| hit.score.is_finite()));
        prop_assert_eq!(search(&query), answer, "the same query, the same answer");
    }

    #[test]
    fn any_text_can_be_recognised(text in "\\PC{0,80}") {
        let found = ROSTER.knowledge.recognizer.recognise(&text);
        prop_assert!(found.iter().all(|r| text.get(r.span.clone()).is_some()));
    }
}
