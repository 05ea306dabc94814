//! Dictionary words of a run of Chinese characters: the words it is made of and the words inside these.

use super::{
    runs::Run,
    tokens::{Place, Shape, Sink},
};
use jieba_rs::Jieba;

/// Longest word looked for inside another one, in characters.
const LONGEST_INNER: usize = 8;

/// A word inside a run: its characters and bytes, from the start of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cut {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Cut {
    pub(super) fn chars(self) -> usize {
        self.last - self.first
    }
}

/// Words of a run, by place. Every character is in at least one of them.
pub(super) fn cut(jieba: &Jieba, run: &str) -> Vec<Cut> {
    let mut cuts: Vec<Cut> = jieba
        .cut_for_search(run, false)
        .into_iter()
        .map(|token| Cut { first: token.start, last: token.end, start: token.byte_start, end: token.byte_end })
        .collect();
    // The segmenter gives inner words of two and three characters; names of products have longer ones inside.
    for at in 0..cuts.len() {
        if cuts[at].chars() > 4 {
            inner_words(jieba, run, cuts[at], &mut cuts);
        }
    }
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

fn inner_words(jieba: &Jieba, run: &str, outer: Cut, cuts: &mut Vec<Cut>) {
    let bounds: Vec<usize> =
        run[outer.start..outer.end].char_indices().map(|(at, _)| outer.start + at).chain([outer.end]).collect();
    let chars = outer.chars();
    for from in 0..chars.saturating_sub(3) {
        for to in from + 4..=chars.min(from + LONGEST_INNER) {
            if to - from < chars && jieba.has_word(&run[bounds[from]..bounds[to]]) {
                let (first, last) = (outer.first + from, outer.first + to);
                cuts.push(Cut { first, last, start: bounds[from], end: bounds[to] });
            }
        }
    }
}

/// Tokens of a run.
pub(super) fn han(jieba: &Jieba, run: Run, sink: &mut Sink<'_>) {
    let folded = sink.folded;
    for cut in cut(jieba, &folded.text[run.start..run.end]) {
        sink.take(place(run, cut), Shape::Plain);
    }
}

/// Where a word stands in the text.
pub(super) fn place(run: Run, cut: Cut) -> Place {
    Place {
        start: run.start + cut.start,
        end: run.start + cut.end,
        position: run.position + cut.first,
        length: cut.chars(),
    }
}
