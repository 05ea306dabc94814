//! Company names: their parts and whether two of them mean the same company.
//!
//! A registered name is 地名 + 字号 + 行业 + 组织形式 (山东 + 柳岩 + 减速机 + 有限公司); people drop and shorten what they
//! like. What is known about words stands in `data/lexicon/places.txt` and `names.txt`, what follows from it here;
//! no company is known by name.

mod blocks;
mod brackets;
mod brands;
mod compare;
mod parts;
mod places;
mod short;
mod unlike;
mod words;

#[cfg(test)]
mod tests;

use crate::{
    fold::{fold, fold_key},
    lexicon::LexiconError,
};
pub use places::PlaceLevel;
use places::Places;
use std::ops::Range;
use words::Words;

/// A stretch of a text and what it is.
pub(crate) type Found<T> = (Range<usize>, T);

/// Knowledge about names: places, legal forms, trade words (`data/lexicon/places.txt`, `names.txt`).
#[derive(Debug, Clone, Default)]
pub struct Names {
    places: Places,
    words: Words,
}

/// The parts of a company name, as byte ranges of [`NameParts::text`]. A part that is missing is an empty range.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NameParts {
    /// The levelled name the ranges point into: folded, without white space, brackets as `(` and `)`.
    pub text: String,
    /// 山东, 淄博市: places at the front, in brackets, or behind the brand.
    pub places: Vec<Range<usize>>,
    /// 某某集团 before the company's own name.
    pub group: Range<usize>,
    /// 字号: the distinctive part.
    pub brand: Range<usize>,
    /// Words of trade: 减速机, 石化装备.
    pub trade: Range<usize>,
    /// 有限公司, 集团.
    pub form: Range<usize>,
    /// 西安办事处, 一分厂.
    pub branch: Range<usize>,
}

impl NameParts {
    /// The text of one part.
    pub fn get(&self, part: &Range<usize>) -> &str {
        self.text.get(part.clone()).unwrap_or_default()
    }
}

/// What two names say about each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameVerdict {
    /// One company.
    Same,
    /// Branch, subsidiary, sister.
    Affiliate,
    /// Different companies.
    Different,
}

/// Verdict with how sure it is and why.
#[derive(Debug, Clone, PartialEq)]
pub struct NameComparison {
    /// The verdict.
    pub verdict: NameVerdict,
    /// 0..=1.
    pub confidence: f32,
    /// Why, in Chinese.
    pub reason: String,
}

impl Names {
    /// Reads the two lexicon files, each as name and text.
    ///
    /// # Errors
    /// The line that cannot be read: no `类别:`, an unknown class, a place whose 上一级 has not appeared.
    pub fn parse(places: (&str, &str), words: (&str, &str)) -> Result<Names, LexiconError> {
        Ok(Names { places: Places::parse(places.0, places.1)?, words: Words::parse(words.0, words.1)? })
    }

    /// The normalised name: equal keys are surely one name in two spellings. Width, case, traditional characters, kinds
    /// of brackets, white space and the two wordings of one legal form are levelled; nothing is left out that could
    /// tell two companies apart.
    pub fn key(&self, name: &str) -> String {
        let mut key = level(name);
        for (spelling, usual) in [("有限责任公司", "有限公司"), ("股份公司", "股份有限公司"), ("(集团)", "集团")]
        {
            if key.contains(spelling) {
                key = key.replace(spelling, usual);
            }
        }
        key
    }

    /// Splits a name. Never fails: what is not recognised belongs to the brand.
    pub fn parts(&self, name: &str) -> NameParts {
        self.parse_name(name).into_parts()
    }

    /// What is left without place, group, legal form and branch, levelled: 山东柳岩减速机有限公司 -> 柳岩减速机.
    pub fn trade_part(&self, name: &str) -> String {
        let parsed = self.parse_name(name);
        let end = parsed.core.end;
        if !parsed.group.is_empty() {
            parsed.plain[parsed.own.start..end].to_owned()
        } else if parsed.inner.is_some() {
            // 某某青岛车辆: the place in the middle goes too.
            format!("{}{}", parsed.brand(), &parsed.plain[parsed.own.start..end])
        } else {
            parsed.plain[parsed.core].to_owned()
        }
    }

    /// Places of a running text, as byte ranges of the text as given, from left to right.
    pub fn find_places(&self, text: &str) -> Vec<(Range<usize>, PlaceLevel)> {
        let folded = fold(text);
        let found = self.places.find(&folded.text).into_iter();
        found.map(|(range, level)| (folded.original(range.start)..folded.original(range.end), level)).collect()
    }

    /// The full names of the place a word means, largest first: 张店 -> 山东省, 淄博市, 张店区. Empty for other words.
    pub fn place_chain(&self, word: &str) -> Vec<(PlaceLevel, &str)> {
        self.places.chain(word)
    }
}

/// Levels the spelling: folded, no white space, no quotes or dots, one kind of bracket, no stray marks at the ends.
fn level(name: &str) -> String {
    let folded = fold_key(name);
    let levelled: String = folded
        .chars()
        .filter_map(|c| match c {
            '[' | '{' | '〔' | '【' | '〖' | '〈' | '《' => Some('('),
            ']' | '}' | '〕' | '】' | '〗' | '〉' | '》' => Some(')'),
            '“' | '”' | '‘' | '’' | '"' | '\'' | '「' | '」' | '『' | '』' | '・' | '•' | '‧' => None,
            other => Some(other),
        })
        .collect();
    let trimmed = levelled.trim_matches(['。', '，', '、', ',', '.', ';', ':', '*', '★', '●', '■', '-', '—']);
    if trimmed.is_empty() { folded } else { trimmed.to_owned() }
}
