//! Capabilities by sound: full pinyin and initials of their names and aliases.

use qianxian_core::{CapIx, CapabilityKind, Chain};
use qianxian_text::pinyin::{initials, readings};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Readings kept of one name: characters with several readings multiply.
const READINGS: usize = 4;
/// Shorter initials stand for too much.
const SHORTEST_INITIALS: usize = 2;
/// Shortest beginning of a pinyin row that is completed.
const SHORTEST_BEGINNING: usize = 5;
/// Shortest pinyin row in which a wrong letter is forgiven.
const SHORTEST_TYPO: usize = 6;

/// A capability and how well the letters fit it, 0..=1: its name and usual reading fit best.
pub(super) type Sounded = (CapIx, f32);

/// Names of capabilities as they sound.
#[derive(Debug, Default)]
pub struct SoundTable {
    full: FxHashMap<String, Vec<Sounded>>,
    /// Rows with one letter left out, and rows in the southern pronunciation.
    near: Vec<(u32, u32)>,
    initials: FxHashMap<String, Vec<Sounded>>,
    /// Every full row in order, for beginnings.
    rows: Vec<(String, CapIx)>,
}

impl SoundTable {
    /// Reads every name and alias of things that can be searched for.
    pub fn new(chain: &Chain) -> SoundTable {
        let searched: Vec<CapIx> = chain
            .iter()
            .filter(|cap| !matches!(chain.cap(*cap).kind, CapabilityKind::Industry | CapabilityKind::Pain))
            .collect();
        type Rows = Vec<(String, f32)>;
        let rows: Vec<(CapIx, Rows, Rows)> = searched
            .par_iter()
            .map(|cap| {
                let known = chain.cap(*cap);
                let words = std::iter::once((&known.name, 1.0)).chain(known.aliases.iter().map(|alias| (alias, 0.8)));
                let (mut full, mut short) = (Rows::new(), Rows::new());
                for (word, fit) in words {
                    let rate = |at: usize| if at == 0 { fit } else { fit * 0.7 };
                    full.extend(typed_rows(word).into_iter().enumerate().map(|(at, row)| (row, rate(at))));
                    let rows = initials(word, READINGS).into_iter().enumerate();
                    let told =
                        |row: &str| row.len() >= SHORTEST_INITIALS && row.chars().all(|c| c.is_ascii_lowercase());
                    short.extend(rows.filter(|(_, row)| told(row)).map(|(at, row)| (row, rate(at))));
                }
                (*cap, full, short)
            })
            .collect();
        let mut table = SoundTable::default();
        for (cap, full, short) in rows {
            for (row, fit) in full {
                if put(table.full.entry(row.clone()).or_default(), cap, fit) {
                    table.rows.push((row, cap));
                }
            }
            for (row, fit) in short {
                put(table.initials.entry(row).or_default(), cap, fit);
            }
        }
        table.rows.sort_unstable();
        let mut near = Vec::new();
        for (at, (row, _)) in table.rows.iter().enumerate() {
            near.push((hash(&level(row)), at as u32));
            if row.len() >= SHORTEST_TYPO && row.is_ascii() {
                for left_out in 0..row.len() {
                    near.push((hash(&without(row, left_out)), at as u32));
                }
            }
        }
        near.sort_unstable();
        near.dedup();
        table.near = near;
        table
    }

    /// Rows that stand under a hash.
    fn under(&self, key: u32) -> impl Iterator<Item = &(String, CapIx)> {
        let from = self.near.partition_point(|(known, _)| *known < key);
        let same = self.near[from..].iter().take_while(move |(known, _)| *known == key);
        same.map(|(_, at)| &self.rows[*at as usize])
    }

    /// Capabilities that are read as these letters, in full.
    pub(super) fn full(&self, letters: &str) -> Vec<Sounded> {
        self.full.get(letters).cloned().unwrap_or_default()
    }

    /// Capabilities whose initials are these letters.
    pub(super) fn initials(&self, letters: &str) -> Vec<Sounded> {
        self.initials.get(letters).cloned().unwrap_or_default()
    }

    /// Capabilities whose full row begins so: `jiansu`.
    pub(super) fn beginning(&self, letters: &str) -> Vec<Sounded> {
        if letters.len() < SHORTEST_BEGINNING {
            return Vec::new();
        }
        let from = self.rows.partition_point(|(row, _)| row.as_str() < letters);
        let begun = self.rows[from..].iter().take_while(|(row, _)| row.starts_with(letters)).take(24);
        let mut caps: Vec<Sounded> = Vec::new();
        for (row, cap) in begun {
            put(&mut caps, *cap, 0.6 * letters.len() as f32 / row.len() as f32);
        }
        caps
    }

    /// Capabilities whose row has one letter wrong, missing, too many or swapped, or is spoken with an accent.
    pub(super) fn near(&self, letters: &str) -> Vec<Sounded> {
        let mut caps: Vec<Sounded> = Vec::new();
        let mut take = |key: u32, fits: &dyn Fn(&str) -> bool, fit: f32| {
            for (_, cap) in self.under(key).filter(|(row, _)| fits(row)) {
                put(&mut caps, *cap, fit);
            }
        };
        let levelled = level(letters);
        take(hash(&levelled), &|row| level(row) == levelled, 0.9);
        if letters.len() >= SHORTEST_TYPO && letters.is_ascii() {
            take(hash(letters), &|row| one_edit(row, letters), 0.7);
            for left_out in 0..letters.len() {
                let shorter = without(letters, left_out);
                take(hash(&shorter), &|row| one_edit(row, letters), 0.7);
            }
        }
        caps
    }

    /// Capabilities that sound like characters typed by ear, letters among them standing for themselves: 减速鸡, 减速ji.
    pub(super) fn like(&self, word: &str) -> Vec<Sounded> {
        let mut caps: Vec<Sounded> = Vec::new();
        for row in typed_rows(word) {
            for (cap, fit) in self.full(&row) {
                put(&mut caps, cap, fit);
            }
        }
        if caps.is_empty() {
            for row in typed_rows(word).into_iter().take(1) {
                let levelled = level(&row);
                for (_, cap) in self.under(hash(&levelled)).filter(|(known, _)| level(known) == levelled) {
                    put(&mut caps, *cap, 0.85);
                }
            }
        }
        caps
    }
}

/// Full pinyin as it is typed: ü is v.
fn typed_rows(word: &str) -> Vec<String> {
    readings(word, READINGS).into_iter().map(|row| row.replace('ü', "v")).collect()
}

/// Keeps the better fit; true where the capability is new.
fn put(caps: &mut Vec<Sounded>, cap: CapIx, fit: f32) -> bool {
    match caps.iter_mut().find(|(known, _)| *known == cap) {
        Some((_, known)) => {
            *known = known.max(fit);
            false
        }
        None => {
            caps.push((cap, fit));
            true
        }
    }
}

/// What southern speech does not tell apart: zh/z, ch/c, sh/s, ng/n, initial n/l.
pub(super) fn level(row: &str) -> String {
    let row = row.replace("zh", "z").replace("ch", "c").replace("sh", "s").replace("ng", "n");
    row.strip_prefix('n').map_or(row.clone(), |rest| format!("l{rest}"))
}

fn without(row: &str, left_out: usize) -> String {
    row.char_indices().filter(|(at, _)| *at != left_out).map(|(_, c)| c).collect()
}

/// One letter wrong, missing, too many, or two neighbours swapped.
fn one_edit(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let same = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    match long.len() - short.len() {
        0 if same == long.len() => true,
        0 => {
            short[same + 1..] == long[same + 1..]
                || (same + 1 < long.len()
                    && short[same] == long[same + 1]
                    && short[same + 1] == long[same]
                    && short[same + 2..] == long[same + 2..])
        }
        1 => short[same..] == long[same + 1..],
        _ => false,
    }
}

fn hash(text: &str) -> u32 {
    use std::hash::{Hash, Hasher};
    let mut hasher = rustc_hash::FxHasher::default();
    text.hash(&mut hasher);
    (hasher.finish() >> 32) as u32
}
