//! All words of a set that begin at a place of a text. Built in one pass over the sorted words, which matters at every
//! start of the program; read with one table look-up a character, which matters for every text.

use std::ops::Range;

/// A trie over characters.
#[derive(Debug, Default)]
pub(super) struct Trie {
    /// Node of a first character, by its code; [`NONE`] where no word begins so.
    first: Vec<u32>,
    nodes: Vec<Node>,
    /// Characters and nodes behind them: each node's in one run, in order of character.
    edges: Vec<(char, u32)>,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    /// Where its run of edges begins.
    edges: u32,
    len: u32,
    /// The word that ends here, or [`NONE`].
    word: u32,
}

const NONE: u32 = u32::MAX;
/// Runs up to this length are looked through one by one.
const SHORT: usize = 8;

impl Trie {
    /// A trie of words; the place of a word in the list is its number. Words are sorted, unique and not empty.
    pub(super) fn new(words: &[&str]) -> Trie {
        let mut trie = Trie::default();
        for (c, run) in runs(words, 0..words.len(), 0) {
            let node = trie.grow(words, run, c.len_utf8());
            let at = c as usize;
            if trie.first.len() <= at {
                trie.first.resize(at + 1, NONE);
            }
            trie.first[at] = node;
        }
        trie
    }

    /// The node of what a run of words has behind its common beginning of `at` bytes.
    fn grow(&mut self, words: &[&str], mut run: Range<usize>, at: usize) -> u32 {
        let mut word = NONE;
        // Sorted, the word that ends here comes first.
        if words[run.start].len() == at {
            word = run.start as u32;
            run.start += 1;
        }
        let children: Vec<(char, u32)> =
            runs(words, run, at).into_iter().map(|(c, run)| (c, self.grow(words, run, at + c.len_utf8()))).collect();
        let node = Node { edges: self.edges.len() as u32, len: children.len() as u32, word };
        self.edges.extend(children);
        self.nodes.push(node);
        (self.nodes.len() - 1) as u32
    }

    /// Tells every word that begins with the first character of `text`, shortest first: its number and where it ends.
    pub(super) fn at_start(&self, text: &str, mut tell: impl FnMut(u32, usize)) {
        let mut chars = text.chars();
        let mut left = text.len();
        let Some(c) = chars.next() else { return };
        let Some(mut at) = self.first.get(c as usize).copied().filter(|node| *node != NONE) else { return };
        left -= c.len_utf8();
        loop {
            let node = self.nodes[at as usize];
            if node.word != NONE {
                tell(node.word, text.len() - left);
            }
            let run = &self.edges[node.edges as usize..(node.edges + node.len) as usize];
            let Some(c) = chars.next().filter(|_| !run.is_empty()) else { return };
            let next = if run.len() <= SHORT {
                run.iter().find(|(edge, _)| *edge == c)
            } else {
                run.binary_search_by_key(&c, |(edge, _)| *edge).ok().map(|at| &run[at])
            };
            let Some((_, next)) = next else { return };
            left -= c.len_utf8();
            at = *next;
        }
    }
}

/// A run of sorted words cut by the character behind their common beginning of `at` bytes.
fn runs(words: &[&str], run: Range<usize>, at: usize) -> Vec<(char, Range<usize>)> {
    let mut cut: Vec<(char, Range<usize>)> = Vec::new();
    for number in run {
        let Some(c) = words[number][at..].chars().next() else { continue };
        match cut.last_mut() {
            Some((last, run)) if *last == c => run.end = number + 1,
            _ => cut.push((c, number..number + 1)),
        }
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::Trie;
    use proptest::prelude::*;

    fn found(words: &[&str], text: &str) -> Vec<(u32, usize)> {
        let mut list = Vec::new();
        Trie::new(words).at_start(text, |word, end| list.push((word, end)));
        list
    }

    #[test]
    fn words_at_the_start_shortest_first() {
        let words = ["泵", "泵阀", "真空", "真空泵", "阀"];
        assert_eq!(found(&words, "真空泵阀"), [(2, 6), (3, 9)]);
        assert_eq!(found(&words, "泵阀"), [(0, 3), (1, 6)]);
        assert!(found(&words, "空泵").is_empty() && found(&words, "").is_empty() && found(&[], "泵").is_empty());
    }

    proptest! {
        #[test]
        fn finds_just_the_words_that_the_text_begins_with(
            mut words in prop::collection::btree_set("[甲乙丙丁a-c]{1,4}", 0..60), text in "[甲乙丙丁a-c]{0,6}",
        ) {
            words.insert("甲".repeat(9));
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let mut wanted: Vec<(u32, usize)> = words.iter().enumerate()
                .filter(|(_, word)| text.starts_with(**word)).map(|(at, word)| (at as u32, word.len())).collect();
            wanted.sort_unstable_by_key(|(_, end)| *end);
            prop_assert_eq!(found(&words, &text), wanted);
        }
    }
}
