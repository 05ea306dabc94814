//! The gazetteer of `data/lexicon/places.txt`: which words are places, and which place lies in which.

use super::Found;
use crate::{
    fold::fold_key,
    lexicon::{LexiconError, classes},
};
use rustc_hash::{FxHashMap, FxHashSet};

/// How large a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceLevel {
    /// 中国.
    Country,
    /// 山东省, 北京市.
    Province,
    /// 淄博市.
    City,
    /// 张店区, 桓台县, 寿光市.
    District,
}

/// One place of the gazetteer.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// Full name: 张店区.
    pub(super) name: String,
    pub(super) level: PlaceLevel,
    parent: Option<PlaceId>,
    /// 高新区: there is one in every city.
    everywhere: bool,
}

pub(super) type PlaceId = u16;

/// A word of the gazetteer.
#[derive(Debug, Clone, Default)]
struct Word {
    /// Places it can mean, in file order.
    ids: Vec<PlaceId>,
    /// Also an ordinary word: a place only at the front of a name.
    weak: bool,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Places {
    list: Vec<Place>,
    words: FxHashMap<String, Word>,
    firsts: FxHashSet<char>,
    /// Of the longest word, in characters.
    longest: usize,
}

/// Where a company is according to its name, parents filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Area {
    province: Option<PlaceId>,
    city: Option<PlaceId>,
    district: Option<PlaceId>,
}

/// What the places of two names say about each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PlaceFit {
    /// The same places, or none on both sides.
    Same,
    /// One name has none.
    Missing,
    /// One names its place more fully: 淄博 and 山东淄博.
    Within,
    /// One lies in the other but is another word: 山东 and 淄博, 中国 and 山东.
    Nested,
    /// They cannot both be true: 济南 and 淄博.
    Conflict,
}

const ROOTS: [(&str, PlaceLevel); 3] =
    [("国", PlaceLevel::Country), ("省", PlaceLevel::Province), ("各地", PlaceLevel::District)];
const SUFFIXES: [&str; 5] = ["自治区", "省", "市", "区", "县"];

impl Places {
    pub(super) fn parse(file: &str, text: &str) -> Result<Places, LexiconError> {
        let mut places = Places::default();
        for (class, line, words) in classes(file, text)? {
            let problem = |problem: String| LexiconError { file: file.to_owned(), line, problem };
            let root = ROOTS.iter().find(|(name, _)| *name == class).map(|(_, level)| *level);
            let parent = match root {
                Some(_) => None,
                None => Some(places.named(&class).ok_or_else(|| {
                    problem(format!("上一级「{class}」还没有出现过，请先在前面写上它，或用「国」「省」「各地」开头"))
                })?),
            };
            let level = match (root, parent.map(|id| places.get(id).level)) {
                (Some(level), _) => level,
                (_, Some(PlaceLevel::Province)) if !is_municipality(&class) => PlaceLevel::City,
                _ => PlaceLevel::District,
            };
            for word in words {
                let id =
                    PlaceId::try_from(places.list.len()).map_err(|_| problem("地名太多，超过六万个".to_owned()))?;
                let (spellings, weak) = spellings(&word);
                let Some(name) = spellings.first().cloned() else { continue };
                places.list.push(Place { name, level, parent, everywhere: class == "各地" });
                for (at, spelling) in spellings.into_iter().enumerate() {
                    places.add_word(&spelling, id, weak && at > 0);
                }
            }
        }
        Ok(places)
    }

    fn add_word(&mut self, spelling: &str, id: PlaceId, weak: bool) {
        let spelling = fold_key(spelling);
        self.firsts.extend(spelling.chars().next());
        self.longest = self.longest.max(spelling.chars().count());
        let word = self.words.entry(spelling).or_default();
        word.ids.push(id);
        word.weak |= weak;
    }

    fn named(&self, name: &str) -> Option<PlaceId> {
        self.list.iter().position(|place| place.name == name).map(|at| at as PlaceId)
    }

    pub(super) fn get(&self, id: PlaceId) -> &Place {
        &self.list[id as usize]
    }

    /// Full names of a word's place, largest first: 张店 -> 山东省, 淄博市, 张店区.
    pub(super) fn chain(&self, word: &str) -> Vec<(PlaceLevel, &str)> {
        let mut chain = Vec::new();
        let mut next = self.words.get(&fold_key(word)).and_then(|word| word.ids.first().copied());
        while let Some(id) = next {
            let place = self.get(id);
            chain.push((place.level, place.name.as_str()));
            next = place.parent;
        }
        chain.reverse();
        chain
    }

    /// The longest place a text begins with: its length in bytes and its meanings.
    pub(super) fn at_start(&self, text: &str, weak_too: bool) -> Option<(usize, &[PlaceId])> {
        if !text.chars().next().is_some_and(|c| self.firsts.contains(&c)) {
            return None;
        }
        let mut ends: Vec<usize> = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(self.longest).collect();
        while let Some(end) = ends.pop() {
            if let Some(word) = self.words.get(&text[..end])
                && (weak_too || !word.weak)
            {
                return Some((end, &word.ids));
            }
        }
        None
    }

    /// The longest place a text ends with, as byte offset of its beginning.
    pub(super) fn at_end(&self, text: &str) -> Option<usize> {
        let starts: Vec<usize> = text.char_indices().rev().map(|(at, _)| at).take(self.longest).collect();
        starts.into_iter().rev().find(|at| self.words.contains_key(&text[*at..]))
    }

    /// Every meaning of a text that is nothing but places: 山东淄博. Empty for anything else.
    pub(super) fn all_of(&self, mut text: &str) -> Vec<PlaceId> {
        let mut ids = Vec::new();
        while let Some((length, meanings)) = self.at_start(text, true) {
            ids.extend(self.choose(&ids, meanings));
            text = &text[length..];
        }
        if text.is_empty() { ids } else { Vec::new() }
    }

    /// Of several meanings the one that lies in what was named before.
    pub(super) fn choose(&self, before: &[PlaceId], meanings: &[PlaceId]) -> Option<PlaceId> {
        let inside = |id: &PlaceId| before.iter().any(|place| self.lies_in(*id, *place));
        meanings.iter().copied().find(|id| inside(id)).or_else(|| meanings.first().copied())
    }

    fn lies_in(&self, id: PlaceId, outer: PlaceId) -> bool {
        let mut next = Some(id);
        while let Some(id) = next {
            if id == outer {
                return true;
            }
            next = self.get(id).parent;
        }
        false
    }

    /// Places of a running text, in order, none overlapping.
    pub(super) fn find(&self, text: &str) -> Vec<Found<PlaceLevel>> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            match self.at_start(&text[at..], false) {
                Some((length, meanings)) => {
                    let level = self.get(meanings[0]).level;
                    found.push((at..at + length, level));
                    at += length;
                }
                None => at += c.len_utf8(),
            }
        }
        found
    }

    /// What two lists of places say about each other. Places found everywhere say nothing.
    pub(super) fn compare(&self, a: &[PlaceId], b: &[PlaceId]) -> PlaceFit {
        let country = |ids: &[PlaceId]| ids.iter().any(|id| self.get(*id).level == PlaceLevel::Country);
        let countries = (country(a), country(b));
        let (a, b) = (self.telling(a), self.telling(b));
        if a == b {
            return if countries.0 == countries.1 { PlaceFit::Same } else { PlaceFit::Missing };
        }
        if countries.0 != countries.1 && (a.is_empty() && countries.0 || b.is_empty() && countries.1) {
            return PlaceFit::Nested;
        }
        if a.is_empty() || b.is_empty() {
            return PlaceFit::Missing;
        }
        let (x, y) = (self.area(&a), self.area(&b));
        let differ = |x: Option<PlaceId>, y: Option<PlaceId>| x.is_some() && y.is_some() && x != y;
        if differ(x.province, y.province) || differ(x.city, y.city) || differ(x.district, y.district) {
            return PlaceFit::Conflict;
        }
        if a.iter().all(|id| b.contains(id)) || b.iter().all(|id| a.contains(id)) {
            return PlaceFit::Within;
        }
        PlaceFit::Nested
    }

    /// The smallest place of a list that says something; 中国 does not.
    pub(super) fn deepest(&self, ids: &[PlaceId]) -> Option<PlaceId> {
        self.telling(ids).into_iter().max_by_key(|id| self.get(*id).level)
    }

    fn telling(&self, ids: &[PlaceId]) -> Vec<PlaceId> {
        let tells = |id: &&PlaceId| !self.get(**id).everywhere && self.get(**id).level != PlaceLevel::Country;
        let mut telling: Vec<PlaceId> = ids.iter().filter(tells).copied().collect();
        telling.sort_unstable();
        telling.dedup();
        telling
    }

    fn area(&self, ids: &[PlaceId]) -> Area {
        let mut area = Area::default();
        for id in ids {
            let mut next = Some(*id);
            while let Some(id) = next {
                let place = self.get(id);
                match place.level {
                    PlaceLevel::Country => {}
                    PlaceLevel::Province => area.province = Some(id),
                    PlaceLevel::City => area.city = Some(id),
                    PlaceLevel::District => area.district = Some(id),
                }
                next = place.parent;
            }
        }
        area
    }
}

fn is_municipality(name: &str) -> bool {
    matches!(name, "北京市" | "天津市" | "上海市" | "重庆市")
}

/// The spellings of a word of the file, full name first, and whether the short ones are weak.
fn spellings(word: &str) -> (Vec<String>, bool) {
    let bare = word.trim_end_matches(['!', '?']);
    let mut list: Vec<String> = bare.split('/').filter(|s| !s.is_empty()).map(str::to_owned).collect();
    if list.len() == 1 && !word.ends_with('!') {
        let short = SUFFIXES.iter().find_map(|suffix| bare.strip_suffix(suffix));
        list.extend(short.filter(|short| short.chars().count() >= 2).map(str::to_owned));
    }
    (list, word.ends_with('?'))
}
