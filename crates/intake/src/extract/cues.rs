//! The word lists of `data/lexicon/extract.txt` as patterns: which words make a clause an offer, a need, a pain, a
//! promise, and which words take it back.
//!
//! A word may hold gaps `~` of up to ten characters (`从~买`), and may be tied to the start (`^`) or the end (`$`) of
//! the text it is looked for in.

use super::classes::CLASSES;
pub(super) use super::classes::Cue;
use qianxian_text::{LexiconError, lexicon::classes};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Longest gap of a `~`, in characters.
const GAP: usize = 10;

/// Where a cue was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    /// The whole pattern with its gaps.
    pub(super) span: Range<usize>,
    /// The first gap, where the pattern has one.
    pub(super) gap: Option<Range<usize>>,
}

#[derive(Debug, Clone)]
struct Pattern {
    pieces: Vec<String>,
    at_start: bool,
    at_end: bool,
}

/// All word lists.
#[derive(Debug, Clone)]
pub(super) struct Cues {
    patterns: Vec<Vec<Pattern>>,
    words: Vec<Vec<String>>,
    /// Patterns by their first character.
    by_first: Vec<FxHashMap<char, Vec<u32>>>,
    /// Patterns without gaps by their last character.
    by_last: Vec<FxHashMap<char, Vec<u32>>>,
}

impl Cues {
    /// Reads `extract.txt`. Every class must be there.
    pub(super) fn parse(file: &str, text: &str) -> Result<Cues, LexiconError> {
        let mut cues = Cues {
            patterns: vec![Vec::new(); CLASSES.len()],
            words: vec![Vec::new(); CLASSES.len()],
            by_first: vec![FxHashMap::default(); CLASSES.len()],
            by_last: vec![FxHashMap::default(); CLASSES.len()],
        };
        for (class, line, list) in classes(file, text)? {
            let Some((_, cue)) = CLASSES.iter().find(|(name, _)| *name == class) else {
                let known: Vec<&str> = CLASSES.iter().map(|(name, _)| *name).collect();
                let problem = format!("不认识的类别「{class}」，可用：{}", known.join("、"));
                return Err(LexiconError { file: file.to_owned(), line, problem });
            };
            for word in list {
                let pattern = Pattern::parse(&word).ok_or_else(|| LexiconError {
                    file: file.to_owned(),
                    line,
                    problem: format!("「{word}」两个 ~ 之间和两端都要有字"),
                })?;
                let at = *cue as usize;
                let number = cues.patterns[at].len() as u32;
                if let Some(first) = pattern.pieces[0].chars().next() {
                    cues.by_first[at].entry(first).or_default().push(number);
                }
                if let (1, Some(last)) = (pattern.pieces.len(), pattern.pieces[0].chars().next_back()) {
                    cues.by_last[at].entry(last).or_default().push(number);
                }
                cues.patterns[at].push(pattern);
                cues.words[*cue as usize].push(word);
            }
        }
        match CLASSES.iter().find(|(_, cue)| cues.words[*cue as usize].is_empty()) {
            Some((class, _)) => {
                let problem = format!("缺少类别「{class}」");
                Err(LexiconError { file: file.to_owned(), line: text.lines().count() as u32, problem })
            }
            None => Ok(cues),
        }
    }

    /// The words of a class as written.
    pub(super) fn words(&self, cue: Cue) -> &[String] {
        &self.words[cue as usize]
    }

    /// Whether a word of the class stands in the text.
    pub(super) fn has(&self, cue: Cue, text: &str) -> bool {
        self.patterns[cue as usize].iter().any(|pattern| pattern.find(text).is_some())
    }

    /// The first hit; of several at one place the longest.
    pub(super) fn find(&self, cue: Cue, text: &str) -> Option<Hit> {
        self.hits(cue, text).min_by_key(|hit| (hit.span.start, std::cmp::Reverse(hit.span.end)))
    }

    /// The last hit; of several that end at one place the longest.
    pub(super) fn find_last(&self, cue: Cue, text: &str) -> Option<Hit> {
        let mut best: Option<Hit> = None;
        for pattern in &self.patterns[cue as usize] {
            let mut from = 0;
            while let Some(hit) = pattern.find_from(text, from) {
                from = next_char(text, hit.span.start);
                if best.as_ref().is_none_or(|b| {
                    (hit.span.end, std::cmp::Reverse(hit.span.start)) > (b.span.end, std::cmp::Reverse(b.span.start))
                }) {
                    best = Some(hit);
                }
            }
        }
        best
    }

    /// Length of the longest word of the class the text starts with.
    pub(super) fn starts(&self, cue: Cue, text: &str) -> Option<usize> {
        let first = text.chars().next()?;
        let here = self.by_first[cue as usize].get(&first)?;
        let patterns = here.iter().map(|p| &self.patterns[cue as usize][*p as usize]);
        let begin = patterns.filter(|pattern| text.starts_with(pattern.pieces[0].as_str()));
        begin.filter_map(|pattern| pattern.match_at(text, 0)).map(|hit| hit.span.end).max()
    }

    /// Start of the longest plain word of the class the text ends with.
    pub(super) fn ends(&self, cue: Cue, text: &str) -> Option<usize> {
        let last = text.chars().next_back()?;
        let here =
            self.by_last[cue as usize].get(&last)?.iter().map(|p| &self.patterns[cue as usize][*p as usize].pieces[0]);
        here.filter(|word| text.ends_with(word.as_str())).map(|word| text.len() - word.len()).min()
    }

    /// Whether the text is a word of the class.
    pub(super) fn is(&self, cue: Cue, text: &str) -> bool {
        self.words[cue as usize].iter().any(|word| word == text)
    }

    fn hits<'a>(&'a self, cue: Cue, text: &'a str) -> impl Iterator<Item = Hit> + 'a {
        self.patterns[cue as usize].iter().filter_map(|pattern| pattern.find(text))
    }
}

impl Pattern {
    fn parse(word: &str) -> Option<Pattern> {
        let at_start = word.starts_with('^');
        let at_end = word.ends_with('$') && word.len() > 1;
        let inner = &word[usize::from(at_start)..word.len() - usize::from(at_end)];
        let pieces: Vec<String> = inner.split('~').map(str::to_owned).collect();
        pieces.iter().all(|piece| !piece.is_empty()).then_some(Pattern { pieces, at_start, at_end })
    }

    fn find(&self, text: &str) -> Option<Hit> {
        self.find_from(text, 0)
    }

    fn find_from(&self, text: &str, mut from: usize) -> Option<Hit> {
        while let Some(at) = text.get(from..)?.find(self.pieces[0].as_str()).map(|at| at + from) {
            if self.at_start && at > 0 {
                return None;
            }
            if let Some(hit) = self.match_at(text, at) {
                return Some(hit);
            }
            from = next_char(text, at);
        }
        None
    }

    fn match_at(&self, text: &str, start: usize) -> Option<Hit> {
        let mut end = start + self.pieces[0].len();
        let mut gap = None;
        for (nth, piece) in self.pieces.iter().enumerate().skip(1) {
            let window: usize = text[end..].chars().take(GAP).map(char::len_utf8).sum::<usize>() + piece.len();
            let mut limit = (end + window).min(text.len());
            while !text.is_char_boundary(limit) {
                limit -= 1;
            }
            let here = &text[end..limit];
            // A pattern tied to the end takes the last place its last piece stands at.
            let last = nth + 1 == self.pieces.len();
            let skip = here.chars().next().map_or(0, char::len_utf8);
            let found = if last && self.at_end {
                here.rfind(piece.as_str())
            } else {
                here.get(skip..)?.find(piece.as_str()).map(|at| at + skip)
            };
            // A gap holds something: 给~做 is not 给做.
            let at = end + found?;
            gap.get_or_insert(end..at);
            end = at + piece.len();
        }
        (!self.at_end || end == text.len()).then_some(Hit { span: start..end, gap })
    }
}

fn next_char(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(1, char::len_utf8)
}
