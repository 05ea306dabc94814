//! Capabilities by sound: full pinyin and initials of their names and aliases.

use qianxian_core::{CapIx, CapabilityKind, Chain};
use qianxian_text::pinyin::{initials, readings};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Readings kept of one name: characters with several readings multiply.
const READINGS: usize = 4;
/// Shorter initials stand for too much.
const SHORTEST_INITIALS: usize = 3;

/// Names of capabilities as they sound.
#[derive(Debug, Default)]
pub struct SoundTable {
    full: FxHashMap<String, Vec<CapIx>>,
    initials: FxHashMap<String, Vec<CapIx>>,
}

impl SoundTable {
    /// Reads every name and alias of things that can be searched for.
    pub fn new(chain: &Chain) -> SoundTable {
        let searched: Vec<CapIx> = chain
            .iter()
            .filter(|cap| !matches!(chain.cap(*cap).kind, CapabilityKind::Industry | CapabilityKind::Pain))
            .collect();
        let rows: Vec<(CapIx, Vec<String>, Vec<String>)> = searched
            .par_iter()
            .map(|cap| {
                let known = chain.cap(*cap);
                let words = || std::iter::once(&known.name).chain(&known.aliases);
                let full = words().flat_map(|word| readings(word, READINGS)).collect();
                let short = words()
                    .flat_map(|word| initials(word, READINGS))
                    .filter(|row| row.len() >= SHORTEST_INITIALS)
                    .collect();
                (*cap, full, short)
            })
            .collect();
        let mut table = SoundTable::default();
        for (cap, full, short) in rows {
            for (map, rows) in [(&mut table.full, full), (&mut table.initials, short)] {
                for row in rows {
                    let caps = map.entry(row).or_default();
                    if !caps.contains(&cap) {
                        caps.push(cap);
                    }
                }
            }
        }
        table
    }

    /// Capabilities that are read as these letters, in full.
    pub fn full(&self, letters: &str) -> &[CapIx] {
        self.full.get(letters).map_or(&[], Vec::as_slice)
    }

    /// Capabilities whose initials are these letters.
    pub fn initials(&self, letters: &str) -> &[CapIx] {
        self.initials.get(letters).map_or(&[], Vec::as_slice)
    }

    /// Capabilities that sound like Chinese characters typed by ear: 减速鸡.
    pub fn like(&self, word: &str) -> Vec<CapIx> {
        let mut caps: Vec<CapIx> =
            readings(word, READINGS).iter().flat_map(|row| self.full(row).iter().copied()).collect();
        caps.sort();
        caps.dedup();
        caps
    }
}
