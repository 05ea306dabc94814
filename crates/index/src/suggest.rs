//! Typeahead (输入联想): what begins with the letters typed so far, by characters, pinyin or initials.
//!
//! Its own sorted tables, not the full-text index: an answer costs two binary searches and a few steps in a tree of
//! the best entries of each range, whatever the number of entries that begin so.

use qianxian_text::{fold_key, pinyin};
use std::{cmp::Reverse, collections::BinaryHeap, ops::Range};

/// Readings kept of one term.
const READINGS: usize = 4;
/// Characters of a term that are read aloud: nobody types more.
const SPOKEN: usize = 12;
/// Longest key in bytes.
const MAX_KEY: usize = 96;
/// Most suggestions of one answer.
const MOST: usize = 100;

/// A term that can be suggested.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion<K> {
    /// As it is shown.
    pub term: String,
    /// What it is: company, capability, place, as the caller says.
    pub kind: K,
    /// What it weighs: higher ones come first.
    pub weight: f32,
}

/// Everything that can be suggested; immutable.
#[derive(Debug)]
pub struct Suggester<K> {
    /// Best first: the place of an entry is its rank.
    entries: Vec<Suggestion<K>>,
    /// By characters, by pinyin, by initials.
    tables: [Table; 3],
}

impl<K: Ord> Suggester<K> {
    /// Orders the entries: by weight, then by term, then by kind. Equal ones stay once.
    pub fn new(mut entries: Vec<Suggestion<K>>) -> Self {
        entries.sort_by(|left, right| {
            (right.weight.total_cmp(&left.weight))
                .then_with(|| left.term.cmp(&right.term))
                .then_with(|| left.kind.cmp(&right.kind))
        });
        entries.dedup_by(|left, right| left.term == right.term && left.kind == right.kind);
        let mut keys: [Vec<(String, u32)>; 3] = Default::default();
        for (rank, entry) in (0u32..).zip(&entries) {
            let characters = fold_key(&entry.term);
            let spoken: String = characters.chars().take(SPOKEN).collect();
            keys[1].extend(pinyin::readings(&spoken, READINGS).into_iter().map(|key| (key, rank)));
            keys[2].extend(pinyin::initials(&spoken, READINGS).into_iter().map(|key| (key, rank)));
            keys[0].push((characters, rank));
        }
        Suggester { entries, tables: keys.map(Table::new) }
    }

    /// What begins with `typed`, at most `limit` (100): first a term that is exactly this, then by characters, by
    /// pinyin, by initials, each best first. Case, width and traditional characters make no difference.
    pub fn suggest(&self, typed: &str, limit: usize) -> Vec<&Suggestion<K>> {
        let prefix = fold_key(&typed[..typed.floor_char_boundary(4 * MAX_KEY)]);
        let prefix = &prefix[..prefix.floor_char_boundary(MAX_KEY)];
        let limit = limit.min(MOST);
        let mut ranks: Vec<u32> = Vec::with_capacity(limit);
        if prefix.is_empty() {
            return self.entries.iter().take(limit).collect();
        }
        let found = self.tables.each_ref().map(|table| (table, table.starting_with(prefix)));
        let exact = found.iter().map(|(table, range)| (*table, table.equal(range, prefix)));
        for (table, range) in exact.chain(found.iter().map(|(table, range)| (*table, range.clone()))) {
            table.best(range, limit, &mut ranks);
        }
        ranks.iter().filter_map(|rank| self.entries.get(*rank as usize)).collect()
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// True without any entry.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// Keys in order, and over them a tree of the best rank in each range.
#[derive(Debug)]
struct Table {
    text: String,
    /// End of each key in `text`.
    ends: Vec<u32>,
    /// `tree[len + at]` is the rank of key `at`; each node above holds the better of its two children.
    tree: Vec<u32>,
}

impl Table {
    fn new(mut keys: Vec<(String, u32)>) -> Self {
        for (key, _) in &mut keys {
            key.truncate(key.floor_char_boundary(MAX_KEY));
        }
        keys.retain(|(key, _)| !key.is_empty());
        keys.sort_unstable();
        keys.dedup();
        let len = keys.len();
        let mut table = Table { text: String::new(), ends: Vec::with_capacity(len), tree: vec![u32::MAX; 2 * len] };
        for (at, (key, rank)) in keys.iter().enumerate() {
            table.text.push_str(key);
            table.ends.push(table.text.len() as u32);
            table.tree[len + at] = *rank;
        }
        for at in (1..len).rev() {
            table.tree[at] = table.tree[2 * at].min(table.tree[2 * at + 1]);
        }
        table
    }

    fn key(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.text[start..self.ends[at] as usize]
    }

    /// First place in `range` whose key is not `before`.
    fn partition(&self, range: &Range<usize>, before: impl Fn(&str) -> bool) -> usize {
        let (mut from, mut to) = (range.start, range.end);
        while from < to {
            let middle = from.midpoint(to);
            if before(self.key(middle)) { from = middle + 1 } else { to = middle }
        }
        from
    }

    fn starting_with(&self, prefix: &str) -> Range<usize> {
        let from = self.partition(&(0..self.ends.len()), |key| key < prefix);
        from..self.partition(&(from..self.ends.len()), |key| key.starts_with(prefix))
    }

    /// The keys of a range that are `prefix` and no longer: they stand first.
    fn equal(&self, range: &Range<usize>, prefix: &str) -> Range<usize> {
        range.start..self.partition(range, |key| key.len() == prefix.len())
    }

    /// Adds the best ranks of a range that are not there yet, until there are `limit`.
    fn best(&self, range: Range<usize>, limit: usize, ranks: &mut Vec<u32>) {
        let len = self.ends.len();
        let mut heap: BinaryHeap<Reverse<(u32, usize)>> = BinaryHeap::new();
        let (mut from, mut to) = (range.start + len, range.end + len);
        while from < to {
            if from % 2 == 1 {
                heap.push(Reverse((self.tree[from], from)));
                from += 1;
            }
            if to % 2 == 1 {
                to -= 1;
                heap.push(Reverse((self.tree[to], to)));
            }
            (from, to) = (from / 2, to / 2);
        }
        while ranks.len() < limit
            && let Some(Reverse((rank, node))) = heap.pop()
        {
            if node < len {
                heap.extend([2 * node, 2 * node + 1].map(|child| Reverse((self.tree[child], child))));
            } else if !ranks.contains(&rank) {
                ranks.push(rank);
            }
        }
    }
}

#[cfg(test)]
mod tests;
