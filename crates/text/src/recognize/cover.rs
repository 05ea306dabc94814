//! Covers a clause with known words: of all ways to choose words that do not overlap, the one with the longest words
//! (sum of squared lengths). 中车轴承 becomes 轴承, not 车轴; 不锈钢离心泵 becomes 不锈钢 and 离心泵.

use super::{Recognizer, Word};
use crate::lexicon::WordClass;
use std::ops::Range;

/// A known word at a place of the clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// Bytes of the clause.
    pub(super) span: Range<usize>,
    /// Which word.
    pub(super) word: u32,
}

impl Recognizer {
    pub(super) fn word(&self, token: &Token) -> &Word {
        &self.words[token.word as usize]
    }

    /// The best cover of a clause, in order of place.
    pub(super) fn cover(&self, clause: &str) -> Vec<Token> {
        let mut candidates: Vec<Token> = Vec::new();
        for (start, _) in clause.char_indices() {
            let from = candidates.len();
            self.trie.at_start(&clause[start..], |word, len| {
                if stands_alone(clause, start, start + len) {
                    candidates.push(Token { span: start..start + len, word });
                }
            });
            // By start, the longest first.
            candidates[from..].reverse();
        }
        if candidates.len() < 2 {
            return candidates;
        }
        // From the right: the worth of the best cover that uses only candidates k.. (sorted by start), and the first
        // candidate behind the k-th.
        let mut best = vec![(0u32, 0u32); candidates.len() + 1];
        for at in (0..candidates.len()).rev() {
            let token = &candidates[at];
            let next = at + candidates[at..].iter().take_while(|other| other.span.start < token.span.end).count();
            let taken = self.worth(token, clause.len()) + best[next].0;
            best[at] = (taken.max(best[at + 1].0), next as u32);
        }
        let mut chosen = Vec::new();
        let mut at = 0;
        while at < candidates.len() {
            let next = best[at].1 as usize;
            let taken = self.worth(&candidates[at], clause.len()) + best[next].0;
            if taken >= best[at + 1].0 && taken == best[at].0 {
                chosen.push(candidates[at].clone());
                at = next;
            } else {
                at += 1;
            }
        }
        chosen
    }

    /// Longer words are worth more than their parts; a word at the end of a clause is its head and worth more again
    /// (电动汽车 and 电机控制器, not 电动汽车电机 and 控制器); function words are worth a little less than names.
    fn worth(&self, token: &Token, clause_len: usize) -> u32 {
        let word = self.word(token);
        let chars = u32::from(word.length);
        let names_something = !word.meanings.is_empty() || word.is(WordClass::Stop) || word.is(WordClass::Negation);
        let head = if token.span.end == clause_len { 10 * chars } else { 0 };
        4 * chars * chars + head + u32::from(names_something)
    }
}

/// Latin words count only as whole words: `mes` is not in `james`. A digit may follow letters (nmrv075).
fn stands_alone(clause: &str, start: usize, end: usize) -> bool {
    let bytes = clause.as_bytes();
    if !bytes[start].is_ascii_alphanumeric() && !bytes[end - 1].is_ascii_alphanumeric() {
        return true;
    }
    let before = start.checked_sub(1).map(|at| bytes[at]);
    let after = bytes.get(end).copied();
    let letter_before = bytes[start].is_ascii_alphanumeric() && before.is_some_and(|b| b.is_ascii_alphanumeric());
    let letter_after = bytes[end - 1].is_ascii_alphanumeric()
        && after.is_some_and(|b| {
            b.is_ascii_alphabetic() || (b.is_ascii_digit() && (end - start < 3 || bytes[end - 1].is_ascii_digit()))
        });
    !letter_before && !letter_after
}
