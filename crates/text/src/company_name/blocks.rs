//! Keys under which names that may belong together meet, so that a roster is checked without comparing all pairs.

use super::{Names, parts::Parsed};
use crate::{fold::fold_key, pinyin};

impl Names {
    /// A handful of keys; two names that [`Names::compare`] would find worth a look share at least one in nearly all
    /// cases: the first two syllables of the brand or of the group's, the short form's two first characters, the brand
    /// but for one character together with the trade.
    pub fn block_keys(&self, name: &str) -> Vec<String> {
        // 第1 and 第一 meet.
        let numeral =
            |c: char| c.to_digit(10).and_then(|at| "零一二三四五六七八九".chars().nth(at as usize)).unwrap_or(c);
        let parsed = self.parse_name(&fold_key(name).chars().map(numeral).collect::<String>());
        let mut keys = Vec::new();
        let brand: Vec<char> = parsed.brand().chars().collect();
        push_syllables(&mut keys, &brand);
        if !parsed.group_brand.is_empty() {
            push_syllables(&mut keys, &parsed.get(&parsed.group_brand).chars().collect::<Vec<_>>());
        }
        if brand.len() >= 4 {
            push_syllables(&mut keys, &brand[2..]);
        }
        self.push_initials(&mut keys, &parsed);
        if brand.len() >= 2 && !parsed.trade.is_empty() {
            let (first, last) = (brand[0], brand[brand.len() - 1]);
            keys.push(format!("{first}?{}", parsed.trade()));
            keys.push(format!("?{last}{}", parsed.trade()));
        }
        if parsed.brand().is_ascii() {
            // None, or a mark such as XYK.
            let place = self.places.deepest(&parsed.lead).map(|id| self.places.get(id).name.as_str());
            keys.push(format!("{}+{}", place.unwrap_or_default(), parsed.trade()));
        }
        for alias in &parsed.aliases {
            let alias = self.parse_name(alias);
            push_syllables(&mut keys, &alias.brand().chars().collect::<Vec<_>>());
        }
        keys.sort();
        keys.dedup();
        keys
    }

    /// The two characters a short form would begin with: 平煤 for 平顶山煤矿机械, 二重 for 第二重型机械.
    fn push_initials(&self, keys: &mut Vec<String>, parsed: &Parsed) {
        let place = self.places.deepest(&parsed.lead).and_then(|id| self.places.get(id).name.chars().next());
        let mut firsts: Vec<char> = Vec::new();
        firsts.extend(parsed.brand().chars().next());
        for token in &parsed.tokens {
            firsts.extend(parsed.get(&token.range).chars().nth(usize::from(token.trade.number)));
        }
        if parsed.brand.is_empty() {
            push_syllables(keys, &firsts);
        }
        if let (Some(place), Some(first)) = (place, firsts.first()) {
            push_syllables(keys, &[place, *first]);
        }
        if parsed.lead.is_empty() || parsed.brand.is_empty() {
            push_syllables(keys, &parsed.get(&parsed.core).chars().collect::<Vec<_>>());
        }
    }
}

/// The first two characters as syllables; Latin letters are taken whole.
fn push_syllables(keys: &mut Vec<String>, chars: &[char]) {
    let Some(first) = chars.first() else { return };
    if first.is_ascii_alphanumeric() {
        keys.push(chars.iter().take_while(|c| c.is_ascii_alphanumeric()).collect());
        return;
    }
    let head: String = chars.iter().take(2).collect();
    keys.extend(pinyin::readings(&head, 2));
}
