//! Input that means harm.

use super::roster;
use crate::{Ask, Filter, Matching, Query, Searcher, Sound, Words, ZoneWeights, search, similar};
use proptest::prelude::*;
use qianxian_core::Side;
use std::{
    sync::LazyLock,
    time::{Duration, Instant},
};

static SEARCHER: LazyLock<Searcher> = LazyLock::new(roster);

/// Asks a text in every way.
fn ask_everything(text: &str) {
    let words = |matching| Ask::Words(Words { matching, ..Words::any(text) });
    let sound = |typos| Ask::Sound(Sound { text: text.to_owned(), pinyin: 1.0, initials: 1.0, typos });
    let phrase = || Ask::Phrase(text.to_owned(), 1.0);
    let asks = [
        words(Matching::Any),
        words(Matching::All),
        sound(false),
        sound(true),
        phrase(),
        Ask::All(vec![words(Matching::All), Ask::Not(Box::new(phrase()))]),
        Ask::Any(vec![words(Matching::Any), Ask::Not(Box::new(Ask::Everything)), sound(true)]),
    ];
    for ask in asks {
        let query = Query { filter: Filter { places: vec![text.to_owned()], ..Filter::default() }, ..Query::new(ask) };
        search(&SEARCHER, &query, 10).unwrap();
        let query = Query { filter: Filter::default(), ..query };
        let hits = search(&SEARCHER, &query, 10).unwrap();
        assert!(hits.iter().all(|hit| hit.score.is_finite() && hit.score >= 0.0));
        for range in SEARCHER.highlight(text, &query) {
            assert!(text.get(range).is_some_and(|part| !part.is_empty()));
        }
    }
    similar(&SEARCHER, text, Side::Makes, 3).unwrap();
}

#[test]
fn texts_made_to_hurt() {
    let texts = [
        "\0\u{1}\u{7f}\u{85}".to_owned(),
        "\u{202e}机速减\u{2066}".to_owned(),
        String::from_utf16_lossy(&[0xd800, 0x51cf, 0x901f, 0xdc00]),
        "AND OR NOT (a+)+$ [^] * ? \\ \" ' ; DROP TABLE".to_owned(),
        "减速机".repeat(120_000),
        "a".repeat(1 << 20),
        "a-1_".repeat(1 << 18),
        (0..60_000u32).filter_map(|at| char::from_u32(0x4e00 + at % 20_000)).collect(),
        " \u{3000}".repeat(1 << 18),
        "e\u{301}".repeat(1000),
        "\u{10ffff}\u{fffd}\u{f8ff}".repeat(100),
    ];
    for text in texts {
        let start = Instant::now();
        ask_everything(&text);
        let shown: String = text.chars().take(8).collect();
        assert!(start.elapsed() < Duration::from_secs(10), "{shown:?} took {:?}", start.elapsed());
    }
}

#[test]
fn trees_made_to_hurt() {
    let word = || Ask::Words(Words::any("减速机"));
    let deep = (0..5_000).fold(word(), |ask, _| Ask::Not(Box::new(ask)));
    let wide = Ask::Any((0..5_000).map(|at| Ask::Words(Words::any(format!("词{at}减速")))).collect());
    let weights = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, -1.0, f32::MIN_POSITIVE, 0.0];
    let odd =
        weights.map(|weight| Ask::Times(weight, Box::new(Ask::Words(Words { words: weight, ..Words::any("泵") }))));
    for ask in [deep, wide, Ask::Any(odd.to_vec()), Ask::All(odd.to_vec())] {
        for zones in weights.map(|weight| ZoneWeights::EVEN.with(crate::Zone::Makes, weight)) {
            let query = Query { zones, ..Query::new(ask.clone()) };
            let hits = search(&SEARCHER, &query, usize::MAX).unwrap();
            assert!(hits.iter().all(|hit| hit.score.is_finite() && hit.score >= 0.0));
            SEARCHER.highlight("减速机", &query);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_text_panics(text in any::<String>()) {
        ask_everything(&text);
    }

    #[test]
    fn no_text_of_our_letters_panics(text in "[减速机泵電機ａA0-9._\\- ㎜\u{202e}]{0,40}") {
        ask_everything(&text);
    }
}
