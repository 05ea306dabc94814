//! A text as it came, cleaned: widths and characters levelled, inserted pinyin, image names, emoji tags and broken
//! bytes dropped. Every place leads back to the original. Sentences, parts and clauses are cut here.

use super::cues::{Cue, Cues};
use qianxian_text::fold;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Bytes of the original text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A cleaned text.
#[derive(Debug, Clone)]
pub(super) struct Source {
    /// The cleaned text.
    pub(super) text: String,
    /// The text as it came.
    original: String,
    /// Original byte offset for each byte of `text`, and of its end.
    offsets: Vec<u32>,
}

/// A run of text between commas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clause {
    /// Bytes of the cleaned text.
    pub(super) span: Range<usize>,
    /// Number of its sentence.
    pub(super) sentence: usize,
    /// Number of its part: sentences and semicolons begin a new one.
    pub(super) part: usize,
    /// The mark after it is a colon.
    pub(super) colon: bool,
}

impl Source {
    /// Cleans a text.
    pub(super) fn new(original: &str, cues: &Cues) -> Source {
        let drop = dropped(original, cues);
        let mut source =
            Source { text: String::with_capacity(original.len()), original: original.to_owned(), offsets: Vec::new() };
        let mut drop = drop.into_iter().peekable();
        let mut end = 0;
        for (at, c) in original.char_indices() {
            while drop.peek().is_some_and(|range| range.end <= at) {
                drop.next();
            }
            if drop.peek().is_some_and(|range| range.start <= at) || c == '\u{fffd}' {
                continue;
            }
            let before = source.text.len();
            source.push(c);
            source.offsets.resize(source.text.len(), at as u32);
            if source.text.len() > before {
                end = at + c.len_utf8();
            }
        }
        source.offsets.push(end as u32);
        source.close_gaps();
        source
    }

    /// Bytes of the original for bytes of the cleaned text.
    pub(super) fn original(&self, range: &Range<usize>) -> Span {
        let start = self.offsets.get(range.start).copied().unwrap_or_default() as usize;
        let end = self.offsets.get(range.end).copied().unwrap_or_default() as usize;
        Span { start, end: end.max(start) }
    }

    /// The text of a range in its own spelling, without what cleaning dropped.
    pub(super) fn shown(&self, range: &Range<usize>) -> String {
        let Some(text) = self.text.get(range.clone()) else { return String::new() };
        let mut last = u32::MAX;
        let mut shown = String::with_capacity(text.len());
        for (at, _) in text.char_indices() {
            let offset = self.offsets[range.start + at];
            if offset != last {
                shown.extend(self.original.get(offset as usize..).and_then(|rest| rest.chars().next()));
            }
            last = offset;
        }
        shown
    }

    /// Sentences, parts and clauses.
    pub(super) fn clauses(&self) -> Vec<Clause> {
        let mut clauses = Vec::new();
        let (mut start, mut sentence, mut part) = (0, 0, 0);
        let chars: Vec<(usize, char)> = self.text.char_indices().collect();
        for (nth, &(at, c)) in chars.iter().enumerate() {
            let before = nth.checked_sub(1).map(|i| chars[i].1);
            let after = chars.get(nth + 1).map(|(_, c)| *c);
            let digits = before.is_some_and(|c| c.is_ascii_digit()) && after.is_some_and(|c| c.is_ascii_digit());
            let level = match c {
                '。' | '!' | '?' | '\n' | '\r' => 3,
                ';' => 2,
                ',' | ':' if !digits => 1,
                '…' => 1,
                _ => continue,
            };
            if !self.text[start..at].trim().is_empty() {
                clauses.push(Clause { span: start..at, sentence, part, colon: c == ':' });
            }
            start = at + c.len_utf8();
            part += usize::from(level >= 2);
            sentence += usize::from(level == 3);
        }
        if !self.text[start..].trim().is_empty() {
            clauses.push(Clause { span: start..self.text.len(), sentence, part, colon: false });
        }
        clauses
    }

    /// The sentence around a place, trimmed.
    pub(super) fn sentence_at(&self, at: usize) -> Range<usize> {
        let is_end = |c: char| matches!(c, '。' | '!' | '?' | '\n' | '\r');
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at += 1;
        }
        let start =
            self.text[..at].rfind(is_end).map_or(0, |i| i + self.text[i..].chars().next().map_or(1, char::len_utf8));
        let end = self.text[at..]
            .char_indices()
            .find(|(_, c)| is_end(*c))
            .map_or(self.text.len(), |(i, c)| at + i + if c == '\n' || c == '\r' { 0 } else { c.len_utf8() });
        let inner = &self.text[start..end];
        let left = inner.len() - inner.trim_start().len();
        start + left..start + left + inner.trim().len()
    }

    fn push(&mut self, c: char) {
        if c.is_ascii() {
            return self.text.push(if c == '\t' { ' ' } else { c });
        }
        if is_pictograph(c) {
            return;
        }
        if is_standard(c) {
            return self.text.push(c);
        }
        let folded = fold(c.encode_utf8(&mut [0; 4]));
        // Capital letters stay: LYC is a name.
        match (c, folded.text.as_bytes()) {
            ('\u{ff21}'..='\u{ff3a}', [one]) => self.text.push(one.to_ascii_uppercase() as char),
            _ => self.text.push_str(&folded.text),
        }
    }

    /// Drops blanks that do not part two Latin words.
    fn close_gaps(&mut self) {
        let bytes = self.text.as_bytes();
        let is_latin = |b: u8| b.is_ascii_alphanumeric();
        let mut keep = vec![true; bytes.len()];
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at] != b' ' {
                at += 1;
                continue;
            }
            let end = at + bytes[at..].iter().take_while(|b| **b == b' ').count();
            let parts_words = at > 0 && is_latin(bytes[at - 1]) && bytes.get(end).is_some_and(|b| is_latin(*b));
            keep[at..end].fill(false);
            keep[at] = parts_words;
            at = end;
        }
        if keep.iter().all(|k| *k) {
            return;
        }
        let end = self.offsets.last().copied();
        let mut text = String::with_capacity(self.text.len());
        let mut offsets = Vec::with_capacity(self.offsets.len());
        for (at, c) in self.text.char_indices().filter(|(at, _)| keep[*at]) {
            text.push(c);
            offsets.resize(text.len(), self.offsets[at]);
        }
        offsets.extend(end);
        (self.text, self.offsets) = (text, offsets);
    }
}

/// Places that are no text: inserted pinyin, image names, emoji tags, noise words; sorted.
fn dropped(text: &str, cues: &Cues) -> Vec<Range<usize>> {
    let mut drop = Vec::new();
    for (at, c) in text.char_indices() {
        let open = at + c.len_utf8();
        match c {
            '(' | '（' => {
                let inner: usize = text[open..].chars().take_while(|c| is_pinyin(*c)).map(char::len_utf8).sum();
                let close = text[open + inner..].chars().next();
                let after_hanzi = text[..at].chars().next_back().is_some_and(is_hanzi);
                let syllable = (1..=8).contains(&text[open..open + inner].chars().count());
                if let (true, true, Some(mark @ (')' | '）'))) = (after_hanzi, syllable, close) {
                    drop.push(at..open + inner + mark.len_utf8());
                }
            }
            '[' | '【' => {
                let inner: usize = text[open..].chars().take_while(|c| is_hanzi(*c)).map(char::len_utf8).sum();
                let close = text[open + inner..].chars().next();
                let short = (1..=4).contains(&text[open..open + inner].chars().count());
                if let (true, '[', Some(mark @ ']')) = (short, c, close) {
                    drop.push(at..open + inner + mark.len_utf8());
                }
            }
            '.' => {
                let rest = text[at..].to_ascii_lowercase();
                if let Some(ext) = [".jpg", ".jpeg", ".png", ".gif", ".mp4"].iter().find(|e| rest.starts_with(**e)) {
                    let start = text[..at]
                        .rfind(|c: char| c.is_whitespace() || "。，、；：！？,;:!?".contains(c))
                        .map_or(0, |i| i + text[i..].chars().next().map_or(1, char::len_utf8));
                    // A long run is a sentence that lost its mark, not a file name.
                    if text[start..at].chars().count() <= 24 {
                        drop.push(start..at + ext.len());
                    }
                }
            }
            _ => {}
        }
    }
    for word in cues.words(Cue::Noise) {
        drop.extend(text.match_indices(word.as_str()).map(|(at, found)| at..at + found.len()));
    }
    drop.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in drop {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// A Chinese character.
pub(super) fn is_hanzi(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

/// A character of GB 2312, the basic set of simplified Chinese: 磐 is its own spelling, not another one of 盘.
fn is_standard(c: char) -> bool {
    let mut utf8 = [0; 4];
    let (bytes, _, unknown) = encoding_rs::GBK.encode(c.encode_utf8(&mut utf8));
    is_hanzi(c) && !unknown && matches!(*bytes, [0xb0..=0xf7, 0xa1..=0xfe])
}

fn is_pinyin(c: char) -> bool {
    c.is_ascii_lowercase() || "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüêńň".contains(c)
}

fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{245f}' | '\u{2500}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
}
