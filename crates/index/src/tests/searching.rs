//! What a search finds, and in which order.

use super::{ROSTER, company_name, doc, fill, hits, id, place, roster, words};
use crate::{Ask, Filter, Index, Matching, Pace, Query, Sound, What, Words, Zone, ZoneWeights, search, similar};
use qianxian_core::{CompanyKind, Side, Visibility};
use std::sync::Arc;

const THINGS: &[&str] = &[
    "减速机",
    "伺服电机",
    "离心泵",
    "真空泵",
    "轴承",
    "压力容器",
    "不锈钢阀门",
    "陶瓷轴承",
    "洗地车",
    "机械密封",
    "齿轮箱",
    "控制柜",
    "输送带",
    "聚氨酯",
    "催化剂",
    "氧化铝",
    "机器人本体",
    "激光切割",
    "钣金加工",
    "热处理",
    "焊接",
    "电镀",
    "转向器",
    "曲轴",
    "法兰",
    "换热器",
    "除尘器",
    "搅拌机",
    "破碎机",
    "包装机",
    "传感器",
    "变频器",
    "电缆",
    "玻璃瓶",
];
const KINDS: &[&str] =
    &["大型", "精密", "高压", "立式", "全自动", "耐腐蚀", "NMRV", "DN", "食品级", "矿用", "进口", "定制", "小型"];
const TAILS: &[&str] = &["及配件", "生产线", "维修", "设备", "系统集成", "", "成套装置", "外协加工"];

/// A line as they come in rosters.
fn line(at: usize) -> String {
    let step = at.wrapping_mul(2_654_435_761) >> 7;
    let (kind, thing) = (KINDS[step % KINDS.len()], THINGS[step / 13 % THINGS.len()]);
    format!("{kind}{}{thing}{}", step / 450 % 90, TAILS[step / 5_000 % TAILS.len()])
}

#[track_caller]
fn check(query: &Query, expected: &str) {
    assert_eq!(hits(&roster(), query), expected);
}

fn sound(text: &str) -> Query {
    Query::new(Ask::Sound(Sound { text: text.to_owned(), pinyin: 1.0, initials: 0.5, typos: false }))
}

#[test]
fn a_word_finds_names_and_lines_whatever_their_spelling() {
    check(&words("减速机"), "1/1 0/1 0/0 0/name 2/0");
    assert_eq!(hits(&roster(), &words("減速機")), hits(&roster(), &words("减速机")));
    check(&words("伺服电机"), "3/0 3/name 2/0");
}

#[test]
fn nothing_to_look_for_finds_nothing() {
    for text in ["", "  ", "，。！？", "\u{202e}", "qwzx"] {
        check(&words(text), "");
        check(&Query::new(Ask::Phrase(text.to_owned(), 1.0)), "");
        check(&sound(text), "");
    }
    check(&Query::new(Ask::Any(Vec::new())), "");
    check(&Query::new(Ask::All(Vec::new())), "");
    assert!(search(&roster(), &words("减速机"), 0).unwrap().is_empty());
}

#[test]
fn model_numbers_match_in_every_way_they_are_written() {
    for text in ["NMRV075", "nmrv-075", "NMRV 075", "ｎｍｒｖ０７５"] {
        assert!(hits(&roster(), &words(text)).starts_with("0/0"), "{text}");
        check(&Query::new(Ask::Phrase(text.to_owned(), 1.0)), "0/0");
        check(&Query::new(Ask::Words(Words::all(text))), "0/0");
    }
}

#[test]
fn a_phrase_stands_as_it_is() {
    let phrase = |text: &str| Query::new(Ask::Phrase(text.to_owned(), 1.0));
    check(&phrase("压力容器"), "2/1");
    check(&phrase("容器压力"), "");
    check(&phrase("轴承"), "0/2 2/0");
    check(&phrase("泵"), "1/name 1/0 2/0");
    check(&phrase("0.75kW"), "3/0");
}

#[test]
fn a_single_character_is_found_inside_words() {
    check(&words("泵"), "1/name 1/0 2/0");
    check(&words("焊"), "2/1");
}

#[test]
fn all_words_in_any_order() {
    check(&Query::new(Ask::Words(Words::all("焊接 压力容器"))), "2/1");
    check(&Query::new(Ask::Words(Words::all("焊接 减速机"))), "");
    check(&Query::new(Ask::Words(Words { matching: Matching::All, bigrams: 0.0, ..Words::any("轴承油封") })), "0/2");
    check(&Query::new(Ask::Words(Words::all("泵 轴承"))), "2/0");
    check(&Query::new(Ask::Words(Words::all("压力焊"))), "");
    check(&Query::new(Ask::Words(Words::all("焊"))), "2/1");
}

#[test]
fn and_or_not() {
    let word = |text: &str| Ask::Words(Words::all(text));
    check(&Query::new(Ask::All(vec![word("轴承"), word("离心泵")])), "2/0");
    check(&Query::new(Ask::All(vec![word("轴承"), Ask::Not(Box::new(word("离心泵")))])), "0/2");
    check(&Query::new(Ask::Any(vec![word("油封"), word("焊接")])), "0/2 2/1");
    check(&Query::new(Ask::Any(vec![word("油封"), Ask::Times(9.0, Box::new(word("焊接")))])), "2/1 0/2");
    let all_but = Query::new(Ask::Not(Box::new(word("轴承"))));
    assert_eq!(search(&roster(), &all_but, 99).unwrap().len(), roster().documents() as usize - 2);
    check(&Query::new(Ask::All(vec![word("轴承"), word("！")])), "0/2 2/0");
}

#[test]
fn sounds_and_initials() {
    check(&sound("jiansuji"), "1/1 0/0 0/1 0/name");
    check(&sound("jian su ji"), "1/1 0/0 0/1 0/name");
    assert!(hits(&roster(), &sound("减速鸡")).starts_with("1/1 0/"));
    check(&sound("shzkb"), "1/0");
    let typo = Ask::Sound(Sound { text: "jiansvji".to_owned(), pinyin: 1.0, initials: 0.0, typos: true });
    assert!(hits(&roster(), &Query::new(typo)).contains("1/1"));
}

#[test]
fn lists_weigh_and_filters_hold() {
    let query = words("减速机");
    check(&Query { zones: ZoneWeights::only(Side::Buys), ..query.clone() }, "1/1");
    check(&Query { zones: ZoneWeights::EVEN.with(Zone::Buys, 0.0), ..query.clone() }, "0/1 0/0 0/name 2/0");
    check(&Query { zones: ZoneWeights::EVEN.with(Zone::Name, 50.0), ..query.clone() }, "0/name 1/1 0/1 0/0 2/0");
    check(&Query { zones: ZoneWeights::NONE, ..query.clone() }, "");
    let with = |filter: Filter| Query { filter, ..query.clone() };
    check(&with(Filter { kinds: vec![CompanyKind::Trader], ..Filter::default() }), "2/0");
    check(&with(Filter { places: vec!["张店".to_owned()], ..Filter::default() }), "1/1 2/0");
    check(
        &with(Filter { places: vec!["博山".to_owned(), "高新区".to_owned()], ..Filter::default() }),
        "0/1 0/0 0/name",
    );
    check(&with(Filter { places: vec!["淄博".to_owned()], ..Filter::default() }), "1/1 0/1 0/0 0/name 2/0");
    check(&with(Filter { places: vec!["火星".to_owned()], ..Filter::default() }), "");
    let companies = Some(Arc::new([id(0), id(3)].into_iter().collect()));
    check(&with(Filter { companies, ..Filter::default() }), "0/1 0/0 0/name");
    check(
        &Query {
            filter: Filter { places: vec!["高新".to_owned()], ..Filter::default() },
            ..Query::new(Ask::Everything)
        },
        "3/name 3/0",
    );
}

#[test]
fn nobody_finds_what_they_may_not_see() {
    let query = |viewer| Query { filter: Filter { viewer, ..Filter::default() }, ..words("机械密封供应商") };
    check(&query(Visibility::Secretariat), "1/need0 1/2");
    check(&query(Visibility::Members), "1/need0 1/2");
    check(&query(Visibility::Public), "1/2");
}

#[test]
fn ties_are_broken_by_key_then_line_not_by_place_in_the_index() {
    let lines: &[(Side, &str)] = &[(Side::Makes, "弹簧"), (Side::Makes, "弹簧")];
    let names: Vec<String> = (0..300).map(|at| format!("厂{:03}", at * 7919 % 300)).collect();
    let place = place("张店");
    let build = |backwards: bool, commits: usize| {
        let index = Index::in_memory(&[]).unwrap();
        let mut writer = index.writer(Pace::Bulk).unwrap();
        let mut order: Vec<usize> = (0..names.len()).collect();
        if backwards {
            order.reverse();
        }
        for (sequence, part) in order.chunks(names.len().div_ceil(commits)).enumerate() {
            for &at in part {
                writer.add_company(&doc(at, &names[at], &place, lines)).unwrap();
            }
            writer.commit(sequence as u64).unwrap();
        }
        index.searcher()
    };
    let query = Query { zones: ZoneWeights::only(Side::Makes), ..words("弹簧") };
    let expected = search(&build(false, 1), &query, 25).unwrap();
    assert!(expected.iter().all(|hit| hit.score == expected[0].score));
    let mut sorted = names.clone();
    sorted.sort();
    let named: Vec<&str> =
        expected.iter().map(|hit| names[(hit.company.0.as_u128() & 0xffff) as usize].as_str()).collect();
    let twice: Vec<&str> = sorted.iter().flat_map(|name| [name.as_str(); 2]).take(25).collect();
    assert_eq!(named, twice);
    assert_eq!(expected[0].what, What::Line(0));
    assert_eq!(expected[1].what, What::Line(1));
    for (backwards, commits) in [(true, 1), (false, 7), (true, 3)] {
        assert_eq!(search(&build(backwards, commits), &query, 25).unwrap(), expected);
    }
}

#[test]
fn the_best_ten_are_the_first_ten_of_all() {
    let index = Index::in_memory(&[]).unwrap();
    let writer = index.writer(Pace::Bulk).unwrap();
    let place = place("张店");
    for at in 0..4_000 {
        let (name, texts) = (company_name(at), [line(at * 3), line(at * 3 + 1), line(at * 3 + 2)]);
        let lines = [(Side::Makes, &*texts[0]), (Side::Buys, &*texts[1]), (Side::Does, &*texts[2])];
        writer.add_company(&doc(at, &name, &place, &lines)).unwrap();
    }
    let searcher = writer.finish(1).unwrap();
    let weighted = ZoneWeights::EVEN.with(Zone::Buys, 0.3).with(Zone::Name, 1.7);
    for text in ["精密减速机", "耐腐蚀离心泵维修", "全自动包装机生产线", "淄博鑫泰轴承有限公司", "激光切割", "泵"]
    {
        for zones in [ZoneWeights::EVEN, weighted, ZoneWeights::only(Side::Buys)] {
            for ask in [Words::any(text), Words::all(text)] {
                let query = Query { zones, ..Query::new(Ask::Words(ask)) };
                let all = search(&searcher, &query, usize::MAX).unwrap();
                let ten = search(&searcher, &query, 10).unwrap();
                assert_eq!(ten, all[..all.len().min(10)], "{query:?}");
            }
        }
    }
}

#[test]
fn of_many_words_that_must_be_there_none_may_miss() {
    let many: String = (0..200u32).filter_map(|at| char::from_u32(0x4e00 + at * 37)).collect();
    check(&Query::new(Ask::Words(Words::all(format!("减速机 {many}")))), "");
    assert!(hits(&roster(), &words(&format!("减速机 {many}"))).contains("1/1"));
}

#[test]
fn changes_show_after_commit_and_old_views_stay() {
    let index = Index::in_memory(&[]).unwrap();
    let before = fill(&index, 5);
    assert_eq!(before.sequence(), Some(5));
    let mut writer = index.writer(Pace::Live).unwrap();
    assert!(matches!(index.writer(Pace::Live), Err(crate::IndexError::Busy)));
    let place = place("张店");
    writer.replace_company(&doc(2, ROSTER[2].0, &place, &[(Side::Makes, "齿轮箱")])).unwrap();
    writer.delete_company(id(0));
    assert_eq!(hits(&index.searcher(), &words("齿轮箱")), "");
    let after = writer.commit(6).unwrap();
    assert_eq!((after.sequence(), index.sequence()), (Some(6), Some(6)));
    assert_eq!(hits(&after, &words("齿轮箱")), "2/0");
    assert_eq!(hits(&after, &words("油封")), "");
    assert_eq!(hits(&after, &words("焊接")), "");
    assert_eq!(hits(&before, &words("油封")), "0/2");
    assert_eq!(hits(&before, &words("齿轮箱")), "");
    writer.clear().unwrap();
    assert_eq!(writer.finish(7).unwrap().documents(), 0);
    assert_eq!(index.sequence(), Some(7));
}

#[test]
fn every_name_is_found() {
    let index = Index::in_memory(&[]).unwrap();
    let mut writer = index.writer(Pace::Live).unwrap();
    let place = place("张店");
    let mut company = doc(0, "山东华能汽车零部件股份有限公司", &place, &[]);
    company.names.extend(["华能汽配", "淄博转向器总厂"]);
    writer.add_company(&company).unwrap();
    let searcher = writer.commit(1).unwrap();
    for name in ["华能汽车零部件", "华能汽配", "转向器总厂"] {
        assert_eq!(hits(&searcher, &Query::new(Ask::Phrase(name.to_owned(), 1.0))), "0/name", "{name}");
    }
    // Names do not run into each other.
    assert_eq!(hits(&searcher, &Query::new(Ask::Phrase("汽配淄博".to_owned(), 1.0))), "");
}

#[test]
fn highlights_keep_the_spelling_of_the_line() {
    let searcher = roster();
    let marked = |text: &str, query: &Query| {
        let mut shown = text.to_owned();
        for range in searcher.highlight(text, query).into_iter().rev() {
            shown.insert(range.end, '>');
            shown.insert(range.start, '<');
        }
        shown
    };
    assert_eq!(marked("諧波減速機、ＮＭＲＶ０７５", &words("谐波减速机")), "<諧波減速機>、ＮＭＲＶ０７５");
    assert_eq!(marked("諧波減速機、ＮＭＲＶ０７５", &words("nmrv-075")), "諧波減速機、<ＮＭＲＶ０７５>");
    assert_eq!(marked("离心泵和真空泵配件", &words("泵")), "离心<泵>和真空<泵>配件");
    assert_eq!(marked("直径35㎜的轴", &words("35mm")), "直径<35㎜>的轴");
    assert_eq!(marked("高效减速机", &sound("jiansuji")), "高效<减速机>");
    assert_eq!(marked("高效减速机", &Query::new(Ask::Not(Box::new(Ask::Words(Words::any("高效")))))), "高效减速机");
    assert_eq!(marked("无关", &words("减速机")), "无关");
}

#[test]
fn similarity_is_one_for_the_same_words_and_less_for_fewer() {
    let searcher = roster();
    let near = |text: &str, side| similar(&searcher, text, side, 5).unwrap();
    let same = near("水环真空泵", Side::Makes);
    assert_eq!(same[0].0, id(1));
    assert!((same[0].1 - 1.0).abs() < 1e-3, "{same:?}");
    let part = near("需要购买真空泵", Side::Makes);
    assert_eq!(part[0].0, id(1));
    assert!(part[0].1 > 0.05 && part[0].1 < 1.0, "{part:?}");
    assert!(near("轴承", Side::Makes).iter().any(|(company, _)| *company == id(2)));
    assert_eq!(near("轴承", Side::Buys).iter().map(|(company, _)| *company).collect::<Vec<_>>(), [id(0)]);
    assert!(near("大豆玉米", Side::Makes).is_empty());
    assert!(near("", Side::Makes).is_empty());
    for text in ["减速机 轴承 泵", "交流伺服电机 0.75kW 全新"] {
        for side in Side::ALL {
            assert!(near(text, *side).iter().all(|(_, score)| (0.0..=1.0).contains(score)));
        }
    }
}
