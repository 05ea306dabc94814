//! The words of `data/lexicon/names.txt`: legal forms, branch words, words of trade.

use crate::{
    fold::fold_key,
    lexicon::{LexiconError, classes},
};
use rustc_hash::{FxHashMap, FxHashSet};

/// What a word of trade says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Trade {
    /// One bit a sector (`trade_…` classes, in file order).
    pub(super) sectors: u32,
    /// 机械, 科技: may be left out.
    pub(super) generic: bool,
    /// 销售, 租赁: makes it another company of the same house.
    pub(super) apart: bool,
    /// 第一.
    pub(super) number: bool,
    /// 科技, 实业: says nothing about the trade.
    pub(super) hollow: bool,
}

/// A word at the end of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FormWord {
    Limited,
    Joint,
    Loose,
    Group,
    Factory,
    Institute,
    Shop,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    trade: FxHashMap<String, Trade>,
    firsts: FxHashSet<char>,
    longest: usize,
    /// Longest first.
    pub(super) forms: Vec<(String, FormWord)>,
    /// Longest first.
    pub(super) branches: Vec<String>,
    /// Longest first.
    pub(super) aliases: Vec<String>,
    heads: FxHashSet<char>,
    synonyms: FxHashMap<String, u16>,
    plain_chars: FxHashSet<char>,
    plain_brands: FxHashSet<String>,
    group_brands: FxHashSet<String>,
}

const FORMS: [(&str, FormWord); 7] = [
    ("form_limited", FormWord::Limited),
    ("form_joint", FormWord::Joint),
    ("form_loose", FormWord::Loose),
    ("form_group", FormWord::Group),
    ("form_factory", FormWord::Factory),
    ("form_institute", FormWord::Institute),
    ("form_shop", FormWord::Shop),
];

impl Words {
    pub(super) fn parse(file: &str, text: &str) -> Result<Words, LexiconError> {
        let mut words = Words::default();
        let mut sectors: Vec<String> = Vec::new();
        for (number, (class, line, list)) in classes(file, text)?.into_iter().enumerate() {
            let list = list.iter().map(|word| fold_key(word));
            if let Some((_, form)) = FORMS.iter().find(|(name, _)| *name == class) {
                words.forms.extend(list.map(|word| (word, *form)));
                continue;
            }
            if let Some(sector) = class.strip_prefix("trade_") {
                let at = sectors.iter().position(|known| known == sector).unwrap_or(sectors.len());
                if at == sectors.len() {
                    sectors.push(sector.to_owned());
                }
                let bit = u32::try_from(at).ok().and_then(|at| 1u32.checked_shl(at)).unwrap_or(0);
                list.for_each(|word| words.trade.entry(word).or_default().sectors |= bit);
                continue;
            }
            match class.as_str() {
                "generic" => list.for_each(|word| words.trade.entry(word).or_default().generic = true),
                "hollow" => list.for_each(|word| words.trade.entry(word).or_default().hollow = true),
                "apart" => list.for_each(|word| words.trade.entry(word).or_default().apart = true),
                "branch" => words.branches.extend(list),
                "alias" => words.aliases.extend(list),
                "head" => words.heads.extend(list.flat_map(|word| word.chars().collect::<Vec<_>>())),
                "synonym" => words.synonyms.extend(list.map(|word| (word, number as u16))),
                "plain_char" => words.plain_chars.extend(list.flat_map(|word| word.chars().collect::<Vec<_>>())),
                "plain_brand" => words.plain_brands.extend(list),
                "group_brand" => words.group_brands.extend(list),
                _ => {
                    let known = "form_limited form_joint form_loose form_group form_factory form_institute form_shop branch alias generic hollow apart trade_行业 head synonym plain_char plain_brand group_brand";
                    let problem = format!("不认识的类别「{class}」，可用：{}", known.replace(' ', "、"));
                    return Err(LexiconError { file: file.to_owned(), line, problem });
                }
            }
        }
        words.finish();
        Ok(words)
    }

    fn finish(&mut self) {
        for trade in self.trade.values_mut().filter(|trade| trade.hollow) {
            trade.sectors = 0;
            trade.generic = true;
        }
        // One character alone is part of too many brands.
        self.trade.retain(|word, _| word.chars().count() >= 2);
        self.firsts = self.trade.keys().filter_map(|word| word.chars().next()).collect();
        self.longest = self.trade.keys().map(|word| word.chars().count()).max().unwrap_or(0);
        self.forms.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        self.branches.sort_by_key(|word| std::cmp::Reverse(word.len()));
        self.aliases.sort_by_key(|word| std::cmp::Reverse(word.len()));
    }

    pub(super) fn is_head(&self, c: char) -> bool {
        self.heads.contains(&c)
    }

    /// The words of trade a text may begin with: end in characters, given the byte offsets of its characters.
    pub(super) fn trades_at<'a>(
        &'a self,
        text: &'a str,
        bounds: &'a [usize],
    ) -> impl Iterator<Item = (usize, Trade)> + 'a {
        let known = text[bounds[0]..].chars().next().is_some_and(|c| self.firsts.contains(&c));
        let most = if known { self.longest.min(bounds.len() - 1) } else { 0 };
        (2..=most).filter_map(move |n| self.trade.get(&text[bounds[0]..bounds[n]]).map(|trade| (n, *trade)))
    }

    /// Whether a word may be left out without changing which company is meant.
    pub(super) fn is_generic(&self, word: &str) -> bool {
        self.trade.get(word).is_some_and(|trade| trade.generic)
    }

    pub(super) fn is_trade(&self, word: &str) -> bool {
        self.trade.contains_key(word)
    }

    /// A word that stands for all its synonyms in loose wording.
    pub(super) fn synonym(&self, word: &str) -> Option<u16> {
        self.synonyms.get(word).copied()
    }

    /// Whether so many companies bear a brand that it alone ties nothing together.
    pub(super) fn is_plain(&self, brand: &str) -> bool {
        let plain = |c| self.plain_chars.contains(&c);
        brand.chars().count() < 2
            || self.plain_brands.contains(brand)
            || (brand.chars().count() == 2 && brand.chars().all(plain))
    }

    /// Whether a brand is an ordinary word, borne by companies of every kind: 东方, 长城.
    pub(super) fn is_household(&self, brand: &str) -> bool {
        self.plain_brands.contains(brand)
    }

    /// Whether nearly all who bear a brand belong to one national group.
    pub(super) fn is_group_brand(&self, brand: &str) -> bool {
        self.group_brands.contains(brand)
    }
}
