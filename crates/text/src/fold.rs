//! Levels the spelling of a text: full width to half width, compatibility forms (℃, ㎡, ①) to plain ones, traditional
//! to simplified characters, capital to small letters. Every place of the folded text can be traced back to the
//! original, so that a hit is shown in its own spelling.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// A levelled text that remembers where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    /// The levelled text.
    pub text: String,
    /// Original byte offset for each byte of `text` and its end; `None` while both are equal everywhere.
    offsets: Option<Vec<u32>>,
}

impl Folded {
    /// Byte offset in the original text for a byte offset of [`Folded::text`].
    pub fn original(&self, at: usize) -> usize {
        self.offsets.as_ref().map_or(at, |offsets| offsets[at] as usize)
    }
}

/// Levels a text.
pub fn fold(text: &str) -> Folded {
    let table = &*TABLE;
    let mut out = String::with_capacity(text.len());
    let mut offsets: Option<Vec<u32>> = None;
    for (at, c) in text.char_indices() {
        let before = out.len();
        match table.get(c) {
            One(folded) => out.push(folded),
            Many(folded) => out.push_str(folded),
            Nothing => {}
        }
        let moved = out.len() - before != c.len_utf8();
        if moved && offsets.is_none() {
            offsets = Some((0..before as u32).collect());
        }
        if let Some(offsets) = &mut offsets {
            offsets.resize(out.len(), at as u32);
        }
    }
    if let Some(offsets) = &mut offsets {
        offsets.push(text.len() as u32);
    }
    Folded { text: out, offsets }
}

/// The levelled text without white space and middle dots: the form in which words are compared.
pub fn fold_key(text: &str) -> String {
    let mut folded = fold(text).text;
    folded.retain(|c| !c.is_whitespace() && c != '·');
    folded
}

enum Replacement<'a> {
    One(char),
    Many(&'a str),
    Nothing,
}
use Replacement::{Many, Nothing, One};

struct Table {
    /// One entry a character of the basic plane: itself, its replacement, or a mark for `many` and `nothing`.
    basic: Vec<char>,
    many: FxHashMap<char, String>,
}

const IN_MANY: char = '\u{f8ff}';
const DROPPED: char = '\u{f8fe}';

impl Table {
    fn get(&self, c: char) -> Replacement<'_> {
        match self.basic.get(c as usize) {
            Some(&IN_MANY) => self.many.get(&c).map_or(One(c), |text| Many(text)),
            Some(&DROPPED) => Nothing,
            Some(&folded) => One(folded),
            None => One(c),
        }
    }
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut basic: Vec<char> = (0..0x1_0000u32).map(|code| char::from_u32(code).unwrap_or('\u{fffd}')).collect();
    let mut many = FxHashMap::default();
    for slot in &mut basic {
        let c = *slot;
        // CJK ideographs are their own NFKC form; asking for each costs more than the whole rest.
        if c.is_ascii() {
            *slot = c.to_ascii_lowercase();
            continue;
        }
        if is_invisible(c) {
            *slot = DROPPED;
            continue;
        }
        if ('\u{3400}'..='\u{9fff}').contains(&c) || ('\u{ac00}'..='\u{d7a3}').contains(&c) {
            continue;
        }
        let folded: String = c.to_string().nfkc().flat_map(char::to_lowercase).collect();
        let mut chars = folded.chars();
        match (chars.next(), chars.next()) {
            (Some(one), None) => *slot = one,
            (Some(_), Some(_)) => {
                many.insert(c, folded);
                *slot = IN_MANY;
            }
            _ => {}
        }
    }
    // The converter looks at neighbours for a few words; a line break between characters keeps it to one at a time.
    let ideographs: Vec<char> = ('\u{3400}'..='\u{9fff}').collect();
    let lines: String = ideographs.iter().flat_map(|c| [*c, '\n']).collect();
    for (original, simplified) in ideographs.iter().zip(fast2s::convert(&lines).split('\n')) {
        if let (Some(one), true) = (simplified.chars().next(), simplified.chars().count() == 1) {
            basic[*original as usize] = one;
        }
    }
    Table { basic, many }
});

/// Zero-width marks, byte-order marks and bidirectional controls: they never mean anything in our texts.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_width_case_and_traditional() {
        assert_eq!(fold("ＮＭＲＶ０７５　減速機").text, "nmrv075 减速机");
        assert_eq!(fold("諧波減速機").text, "谐波减速机");
        assert_eq!(fold("35㎜ ５０℃").text, "35mm 50°c");
        assert_eq!(fold_key("O 型圈"), "o型圈");
    }

    #[test]
    fn offsets_lead_back_to_the_original() {
        let text = "ＡＢ㎜減速機";
        let folded = fold(text);
        let at = folded.text.find("减速机").unwrap();
        assert_eq!(&text[folded.original(at)..folded.original(at + "减速机".len())], "減速機");
        assert_eq!(folded.original(folded.text.len()), text.len());
    }

    #[test]
    fn plain_text_needs_no_offsets() {
        let folded = fold("离心泵 is100");
        assert!(folded.offsets.is_none());
        assert_eq!(folded.original(9), 9);
    }

    #[test]
    fn invisible_marks_vanish() {
        assert_eq!(fold("离\u{200b}心泵\u{feff}").text, "离心泵");
    }
}
