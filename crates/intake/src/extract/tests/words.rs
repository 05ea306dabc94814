//! Single phrases: cues, dates, quantities.

use super::*;
use crate::extract::{cues::Cues, dates, source::Source};
use jiff::civil::date;

fn when(text: &str) -> Option<(String, String)> {
    let cues = Cues::parse("extract.txt", &lexicon()).unwrap();
    let found = dates::find(text, Some(date(2026, 11, 4)), &cues);
    found.first().map(|when| (text[when.span.clone()].to_owned(), when.date.map_or("-".to_owned(), |d| d.to_string())))
}

#[test]
fn relative_dates_count_from_the_day_of_writing() {
    for (text, words, day) in [
        ("下周三前联系", "下周三前", "2026-11-11"),
        ("这周五给他", "这周五", "2026-11-06"),
        ("周二之前回话", "周二之前", "2026-11-10"),
        ("本周内订", "本周内", "2026-11-08"),
        ("月底前来", "月底前", "2026-11-30"),
        ("下个月初开会", "下个月初", "2026-12-10"),
        ("11月底前要货", "11月底前", "2026-11-30"),
        ("明年3月报", "明年3月", "2027-03-31"),
        ("1月15日前提供", "1月15日前", "2027-01-15"),
        ("15号前到货", "15号前", "2026-11-15"),
        ("三天内答复", "三天内", "2026-11-07"),
        ("半个月内", "半个月内", "2026-11-19"),
        ("年底到期", "年底", "2026-12-31"),
        ("春节前上完", "春节前", "2027-02-05"),
        ("年前扩线", "年前", "2027-02-05"),
        ("元旦前发", "元旦前", "2026-12-31"),
        ("明天发他", "明天", "2026-11-05"),
        ("正月初八见", "正月初八", "2027-02-13"),
    ] {
        assert_eq!(when(text), Some((words.to_owned(), day.to_owned())), "{text}");
    }
}

#[test]
fn lengths_of_time_are_no_dates() {
    for text in ["一周一次", "三年前建厂", "来回三天", "一个月十万套", "前提是质量"] {
        assert_eq!(when(text), None, "{text}");
    }
}

#[test]
fn cleaning_drops_noise_and_leads_back() {
    let cues = Cues::parse("extract.txt", &lexicon()).unwrap();
    let text = "插入视频 岚(lán)峰 電機１２台[捂脸]，图3.png 坏\u{fffd}字";
    let source = Source::new(text, &cues);
    assert_eq!(source.text, "岚峰电机12台,坏字");
    let at = source.text.find("电机").unwrap();
    let span = source.original(&(at..at + "电机".len()));
    assert_eq!(&text[span.start..span.end], "電機");
    assert_eq!(source.shown(&(at..at + "电机".len())), "電機");
}

#[test]
fn names_of_the_basic_set_keep_their_spelling() {
    assert_eq!(visit("走访磐锦重工，做球磨机。").company.as_deref(), Some("磐锦重工"));
}

#[test]
fn unknown_and_missing_classes_are_refused() {
    let recognizer = EXTRACTOR.recognizer.clone();
    let error = Extractor::new(recognizer.clone(), ("extract.txt", "nonsense: 词\n")).unwrap_err();
    assert!(error.to_string().starts_with("extract.txt 第 1 行：不认识的类别「nonsense」"), "{error}");
    assert!(Extractor::new(recognizer.clone(), ("extract.txt", "place: 山东\n")).is_err());
    let broken = lexicon().replace("从~买", "~买");
    assert!(Extractor::new(recognizer, ("extract.txt", &broken)).is_err());
}

#[test]
fn hostile_text_neither_panics_nor_lies_about_places() {
    let base = "我们嵘锦泵业主要做“磁力泵、化工泵”（316L），电机从江苏买，急！下周三前联系，500万贷款年底到期。\
                山东岚峰机械有限公司(“岚峰机械”)与昊津集团签署战略合作协议，为其供应减速机。";
    let chars: Vec<char> = base.chars().collect();
    let odd =
        ['(', ')', '“', '、', '\n', '\u{fffd}', '😀', '㎡', '１', '的', '与', '，', ' ', '.', '@', '前', '~', 'é'];
    let mut state = 7u64;
    let mut next = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % limit
    };
    for round in 0..400 {
        let mut text = chars.clone();
        for _ in 0..1 + round % 12 {
            let at = next(text.len().max(1));
            match next(3) {
                0 if text.len() > 2 => drop(text.remove(at.min(text.len() - 1))),
                1 => text.insert(at.min(text.len()), odd[next(odd.len())]),
                _ => {
                    let cut = at.min(text.len());
                    let turn = cut.min(text.len().saturating_sub(1));
                    text.rotate_left(turn);
                }
            }
        }
        let text: String = text.into_iter().collect();
        for item in &visit(&text).offers {
            assert!(text.get(item.span.start..item.span.end).is_some(), "{text}");
        }
        for company in &news(&text.chars().take(20).collect::<String>(), &text).companies {
            assert!(company.in_title || text.get(company.span.start..company.span.end).is_some(), "{text}");
        }
    }
}
