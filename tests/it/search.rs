//! One box for buyers: what a query finds, which word it was found by, and input that means harm.

use proptest::prelude::*;
use qianxian_core::{CompanyKind, Visibility};
use qianxian_engine::{SearchAnswer, SearchFilter, SearchRequest, Snapshot, SuggestedKind};
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
fn the_nearest_place_stands_first_then_the_city_then_the_province() {
    assert_eq!(names("找张店附近能做钣金的"), ["丁钣金", "戊钣金"]);
    assert_eq!(names("潍坊做钣金加工的"), ["戊钣金", "丁钣金"]);
    assert_eq!(first("找博山的电机厂"), "乙电机");
}

#[test]
fn a_place_without_anybody_is_said() {
    let answer = search("长沙做减速机的");
    assert_eq!(answer.hits.first().map(|hit| hit.name.as_str()), Some("甲传动"));
    assert!(answer.relaxed.iter().any(|words| words.contains("长沙市")), "{:?}", answer.relaxed);
}

#[test]
fn a_chip_can_be_taken_out() {
    let without = |query: &str, chip: &str| {
        let request = SearchRequest { without: vec![chip.to_owned()], ..SearchRequest::new(query) };
        ROSTER.search_with(&request)
    };
    assert!(without("潍坊做钣金加工的", "地区=潍坊市").chips.iter().all(|chip| chip.kind != "地区"));
    let users = search("谁家用减速机");
    assert!(users.chips.iter().any(|chip| (chip.kind, chip.meaning.as_str()) == ("角色", "用户")), "{:?}", users.chips);
    let makers = without("谁家用减速机", "用户");
    assert_eq!(makers.hits.first().map(|hit| hit.name.as_str()), Some("甲传动"));
    assert_eq!(without("减速机", "没有这个标签"), search("减速机"));
}

#[test]
fn several_wanted_things_of_one_sentence() {
    let found = names("我们生产洗地车，需要配套的电机和减速机");
    assert!(found.contains(&"甲传动".to_owned()) && found.contains(&"乙电机".to_owned()), "{found:?}");
}

#[test]
fn who_trades_it_stands_first_where_a_trader_is_asked_for() {
    let roster = snapshot("甲轴承 | 做: 轴承\n乙商贸 | 类型: 经销商 | 做: 轴承(经销)");
    let answer = roster.search("轴承经销商", Visibility::Secretariat, 20);
    assert_eq!(answer.hits.first().map(|hit| hit.name.as_str()), Some("乙商贸"), "{answer:?}");
    assert!(answer.chips.iter().any(|chip| chip.kind == "角色"));
}

#[test]
fn company_names_in_the_same_box() {
    assert_eq!(names("丙真空"), ["丙真空"]);
    assert!(search("丙真空").chips.iter().any(|chip| chip.kind == "企业"));
}

#[test]
fn letters_of_all_sorts() {
    for query in ["jian su ji", "减速ji", "jiansuij", "zenkongbeng", "JSJ", "谁做zhenkongbeng"] {
        assert!(["甲传动", "丙真空"].contains(&first(query).as_str()), "{query}: {:?}", names(query));
    }
}

#[test]
fn a_typo_inside_a_longer_query() {
    assert_eq!(first("哪里有三相异步电几"), "乙电机");
    assert_eq!(first("带式输送几"), "己输送");
    assert_eq!(first("带式送输机"), "己输送");
}

#[test]
fn filters_and_counts() {
    let filter = SearchFilter { places: vec!["潍坊".to_owned()], ..SearchFilter::default() };
    let request = SearchRequest { filter, facets: true, ..SearchRequest::new("钣金加工") };
    let answer = ROSTER.search_with(&request);
    assert_eq!(answer.hits.iter().map(|hit| hit.name.as_str()).collect::<Vec<_>>(), ["戊钣金"]);
    assert_eq!(answer.facets.unwrap().places, [("潍城".to_owned(), 1)]);
    let traders = SearchFilter { kinds: vec![CompanyKind::Trader], ..SearchFilter::default() };
    let request = SearchRequest { filter: traders, ..SearchRequest::new("减速机") };
    assert!(ROSTER.search_with(&request).hits.is_empty());
}

#[test]
fn a_precise_hit_stands_above_every_relaxed_one() {
    for query in ["减速机", "电机", "罗茨真空泵", "钣金", "输送机", "找张店附近能做钣金的"] {
        let steps: Vec<bool> = search(query).hits.iter().map(|hit| hit.step.is_precise()).collect();
        assert!(steps.is_sorted_by(|a, b| a >= b), "{query}: {steps:?}");
    }
}

#[test]
fn what_nobody_offers_is_said_plainly() {
    let answer = search("宠物寄养");
    assert!(answer.hits.is_empty() && answer.unmet);
    assert!(!search("减速机").unmet);
}

#[test]
fn suggestions_by_characters_pinyin_and_initials() {
    for typed in ["减速", "jians", "jsj"] {
        let terms: Vec<&str> = ROSTER.suggest(typed, 10).iter().map(|one| one.term.as_str()).collect();
        assert!(terms.contains(&"减速机"), "{typed}: {terms:?}");
    }
    let kinds: Vec<SuggestedKind> = ROSTER.suggest("张店", 10).iter().map(|one| one.kind).collect();
    assert_eq!(kinds, [SuggestedKind::Place]);
    assert_eq!(ROSTER.suggest("丁", 10)[0].kind, SuggestedKind::Company);
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

/// Pieces that hostile queries are put together from.
const PIECES: &[&str] = &[
    "减速机",
    "泵",
    "谁家用",
    "找",
    "张店",
    "\0",
    "\u{1b}[2J",
    "\u{202e}",
    "\u{200d}",
    "\u{feff}",
    "\u{fffd}",
    "\u{10ffff}",
    "AND",
    "OR NOT",
    "(",
    ")",
    "[* TO *]",
    "\"",
    "'; --",
    "*",
    "?",
    "~2",
    "^9",
    ".*",
    "(a+)+$",
    "\\d{1,999}",
    "{{7*7}}",
    "%00",
    "../",
    "👩‍🏭",
    "e\u{301}",
    "שלום",
    "مرحبا",
    "ñ",
    "Ａ１",
    "㎜",
    "nmrv075",
    "-",
    "/",
    "\t",
    "\r\n",
    "𠮷",
    "jsj",
    "zhenkongbeng",
    "1e309",
    "NaN",
    "不做",
    "，",
    "。",
    "；",
];

#[test]
fn ten_thousand_hostile_queries_in_bounded_time() {
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let started = std::time::Instant::now();
    for _ in 0..10_000 {
        let query: String = (0..1 + next(12)).map(|_| PIECES[next(PIECES.len())]).collect();
        let answer = search(&query);
        let hits = answer.hits.iter().chain(&answer.reference);
        assert!(hits.into_iter().all(|hit| hit.score.is_finite()), "{query:?}");
    }
    // A hundred times what a quiet machine needs.
    assert!(started.elapsed().as_secs() < 600, "{:?}", started.elapsed());
}

#[test]
fn surrogates_alone_become_marks_and_are_only_a_query() {
    let lone = String::from_utf16_lossy(&[0xd800, 0x51cf, 0x901f, 0x673a, 0xdfff]);
    search(&lone);
    assert!(serde_json::from_str::<String>("\"\\ud800减速机\"").is_err(), "JSON with a lone surrogate is no text");
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
