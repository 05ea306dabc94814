//! Which part of a line answers a query, in the line's own spelling.

use crate::{
    Analyzers, Ask,
    analyzer::{AnalyzerKind, Shape},
    lower::{MAX_DEPTH, readable, single_character, spoken},
};
use rustc_hash::FxHashSet;
use std::ops::Range;

/// What is looked for, by analyzer.
#[derive(Default)]
struct Sought {
    terms: [FxHashSet<String>; 4],
    characters: FxHashSet<char>,
}

/// Byte ranges of `text` that answer `ask`, in order, not touching each other.
pub(crate) fn highlight(analyzers: &Analyzers, text: &str, ask: &Ask) -> Vec<Range<usize>> {
    let mut sought = Sought::default();
    sought.gather(analyzers, ask, MAX_DEPTH);
    let mut ranges = Vec::new();
    for kind in AnalyzerKind::ALL {
        let terms = &sought.terms[kind as usize];
        let singles = kind == AnalyzerKind::Bigrams && !sought.characters.is_empty();
        if terms.is_empty() && !singles {
            continue;
        }
        for token in analyzers.tokens(kind, text).iter() {
            if terms.contains(token.text) {
                ranges.push(token.from..token.to);
            }
            // Every character begins a pair or is an edge.
            if singles && token.text.chars().next().is_some_and(|first| sought.characters.contains(&first)) {
                let first = text[token.from..token.to].chars().next().map_or(0, char::len_utf8);
                ranges.push(token.from..token.from + first);
            }
        }
    }
    merged(ranges)
}

impl Sought {
    fn gather(&mut self, analyzers: &Analyzers, ask: &Ask, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        match ask {
            Ask::Words(words) => {
                self.take(analyzers, AnalyzerKind::Words, &words.text);
                self.take(analyzers, AnalyzerKind::Bigrams, &words.text);
            }
            Ask::Phrase(text, _) => self.take(analyzers, AnalyzerKind::Bigrams, text),
            Ask::Sound(sound) => {
                for (kind, weight) in [(AnalyzerKind::Pinyin, sound.pinyin), (AnalyzerKind::Initials, sound.initials)] {
                    if weight > 0.0 {
                        self.terms[kind as usize].extend(spoken(analyzers, kind, &sound.text));
                    }
                }
            }
            Ask::All(asks) | Ask::Any(asks) => asks.iter().for_each(|ask| self.gather(analyzers, ask, depth)),
            Ask::Times(_, ask) => self.gather(analyzers, ask, depth),
            Ask::Not(_) | Ask::Everything => {}
        }
    }

    fn take(&mut self, analyzers: &Analyzers, kind: AnalyzerKind, text: &str) {
        let text = readable(text);
        let tokens = analyzers.tokens(kind, text);
        let plain = tokens.iter().filter(|token| token.shape != Shape::Edge);
        self.terms[kind as usize].extend(plain.map(|token| token.text.to_owned()));
        self.characters.extend(single_character(text));
    }
}

/// The same ranges in order, overlapping and touching ones as one.
fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}
