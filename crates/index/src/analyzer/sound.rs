//! How the words of a run sound: syllables joined (`jiansuji`) or initials (`jsj`).

use super::{
    runs::Run,
    tokens::{Shape, Sink},
    words::{Cut, cut, place},
};
use jieba_rs::Jieba;
use qianxian_text::pinyin;
use rustc_hash::FxHashMap;

/// Readings kept of one word. Most characters have rare ones, which multiply; the second one is seldom meant and the
/// third never.
const READINGS: usize = 2;
/// Longest run that also sounds as a whole, in characters.
const LONGEST_RUN: usize = 8;
/// Longest row of characters outside any word that sounds together.
const LONGEST_ROW: usize = 6;
/// Words whose sound is remembered; then the memory starts anew.
const REMEMBERED: usize = 1 << 15;

/// Full pinyin or initials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    Full,
    Initials,
}

/// Remembers the sound of words: the same few thousand come again and again.
#[derive(Debug)]
pub(super) struct Voice {
    spelling: Spelling,
    known: FxHashMap<Box<str>, Box<[String]>>,
}

impl Voice {
    pub(super) fn new(spelling: Spelling) -> Self {
        Voice { spelling, known: FxHashMap::default() }
    }

    /// A voice of the same spelling that remembers nothing yet.
    pub(super) fn fresh(&self) -> Self {
        Voice::new(self.spelling)
    }

    fn sounds(&mut self, word: &str) -> &[String] {
        if !self.known.contains_key(word) {
            let sounds = match self.spelling {
                Spelling::Full => pinyin::readings(word, READINGS),
                Spelling::Initials => pinyin::initials(word, READINGS),
            };
            if self.known.len() >= REMEMBERED {
                self.known.clear();
            }
            self.known.insert(word.into(), sounds.into());
        }
        self.known.get(word).map_or(&[], |sounds| sounds)
    }

    /// Tokens of a run.
    pub(super) fn han(&mut self, jieba: &Jieba, run: Run, sink: &mut Sink<'_>) {
        let folded = sink.folded;
        let text = &folded.text[run.start..run.end];
        for cut in spoken(jieba, text) {
            for sound in self.sounds(&text[cut.start..cut.end]) {
                sink.put(sound, place(run, cut), Shape::Plain);
            }
        }
    }
}

/// What is spoken together: words of two characters and more, rows of characters that belong to no word (names), and
/// a short run as a whole.
fn spoken(jieba: &Jieba, run: &str) -> Vec<Cut> {
    let cuts = cut(jieba, run);
    let mut spoken: Vec<Cut> = cuts.iter().copied().filter(|cut| cut.chars() > 1).collect();
    let singles: Vec<Cut> = cuts.into_iter().filter(|cut| cut.chars() == 1).collect();
    for row in singles.chunk_by(|left, right| left.last == right.first) {
        if (2..=LONGEST_ROW).contains(&row.len()) {
            spoken.push(Cut { last: row[row.len() - 1].last, end: row[row.len() - 1].end, ..row[0] });
        }
    }
    let chars = run.chars().count();
    if (2..=LONGEST_RUN).contains(&chars) {
        spoken.push(Cut { first: 0, last: chars, start: 0, end: run.len() });
    }
    spoken.sort_unstable();
    spoken.dedup();
    spoken
}
