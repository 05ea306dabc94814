//! Drafts out of notes, news and rosters against gold: items found, invented, missed. A quick look with the rules of
//! the sets' own scorers for lists, names and participants; deadlines, roles and single fields are theirs to judge.

use super::{Counts, matching::one_to_one};
use qianxian_text::fold_key;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Lists of a note that are compared.
pub const NOTE_LISTS: [&str; 7] = ["offers", "buys", "processes", "pains", "needs", "promises", "mentions"];

type Lists<T> = BTreeMap<String, Vec<T>>;

/// What a note holds.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldNote {
    /// Id of the note.
    pub id: String,
    /// Key words of each gold item by list: all words parted by spaces, any of those parted by `|`.
    #[serde(rename = "match")]
    keys: Lists<String>,
    /// Key words of items neither wanted nor punished.
    #[serde(default)]
    optional: Lists<String>,
    /// Traps: what is denied, past, or another firm's.
    #[serde(default)]
    forbidden: BTreeMap<String, String>,
    #[serde(flatten)]
    rest: BTreeMap<String, serde_json::Value>,
}

impl GoldNote {
    /// Compares one list with what was drafted, and counts the drafts that went into a trap.
    pub fn compare(&self, list: &str, drafts: &serde_json::Value) -> (Counts, usize) {
        let (gold, drafts) = (texts(self.rest.get(list).unwrap_or(&serde_json::Value::Null)), texts(drafts));
        let keys = self.keys.get(list).map_or(&[][..], Vec::as_slice);
        let trapped: Vec<bool> =
            drafts.iter().map(|draft| self.forbidden.get(list).is_some_and(|trap| is_trap(trap, draft))).collect();
        let short = !matches!(list, "pains" | "needs" | "promises");
        let fits = |draft: usize, item: usize, short: bool| {
            let keys = keys.get(item).map_or("", String::as_str);
            means(&gold[item], keys, &drafts[draft], short)
        };
        let owners = one_to_one(drafts.len(), gold.len(), |draft, item| !trapped[draft] && fits(draft, item, short));
        let optional = self.optional.get(list).map_or(&[][..], Vec::as_slice);
        let invented = (0..drafts.len()).filter(|draft| {
            let found = owners.contains(&Some(*draft));
            let again = (0..gold.len()).any(|item| owners[item].is_some() && fits(*draft, item, false));
            !found && (trapped[*draft] || !again && !optional.iter().any(|keys| has_keys(keys, &drafts[*draft])))
        });
        let (invented, right) = (invented.count(), owners.iter().flatten().count());
        (Counts { right, invented, missed: gold.len() - right }, trapped.into_iter().filter(|trapped| *trapped).count())
    }
}

/// Texts of a list of texts or of objects with `what`, `text` or `name`.
fn texts(list: &serde_json::Value) -> Vec<String> {
    let text = |item: &serde_json::Value| {
        let named = ["what", "text", "name"].iter().find_map(|key| item.get(key)?.as_str());
        item.as_str().or(named).unwrap_or_default().to_owned()
    };
    list.as_array().map_or(Vec::new(), |list| list.iter().map(text).collect())
}

fn level(text: &str) -> String {
    fold_key(text)
        .chars()
        .filter(|c| !c.is_whitespace() && !"，。、；：,.;:!！?？“”\"'()（）《》-".contains(*c))
        .collect()
}

fn has_keys(keys: &str, text: &str) -> bool {
    let text = level(text);
    keys.split(' ').all(|key| key.split('|').any(|word| text.contains(&level(word))))
}

fn means(gold: &str, keys: &str, draft: &str, short: bool) -> bool {
    let (a, b) = (level(gold), level(draft));
    let (chars_a, chars_b) = (a.chars().count(), b.chars().count());
    if b.is_empty() {
        return false;
    }
    let inside = chars_b >= 2 && (a.contains(&b) || b.contains(&a)) && chars_a.min(chars_b) * 3 >= chars_a.max(chars_b);
    if a == b || dice(&a, &b) >= 0.6 || short && inside {
        return true;
    }
    // A whole paragraph is no answer.
    chars_b <= chars_a + 60 && has_keys(keys, draft)
}

fn dice(a: &str, b: &str) -> f64 {
    let pairs = |text: &str| -> HashSet<String> {
        let chars: Vec<char> = text.chars().collect();
        if chars.len() < 2 {
            HashSet::from([text.to_owned()])
        } else {
            chars.windows(2).map(|pair| pair.iter().collect()).collect()
        }
    };
    let (a, b) = (pairs(a), pairs(b));
    2.0 * a.intersection(&b).count() as f64 / (a.len() + b.len()) as f64
}

/// Traps are written `.*word.*`, `word.*` or `.*(word|word).*`.
fn is_trap(trap: &str, draft: &str) -> bool {
    let draft = level(draft);
    let (open_start, open_end) = (trap.starts_with(".*"), trap.ends_with(".*"));
    let words = trap.trim_start_matches(".*").trim_end_matches(".*").trim_matches(['(', ')']);
    words.split('|').map(level).any(|word| match (open_start, open_end) {
        (true, true) => draft.contains(&word),
        (true, false) => draft.ends_with(&word),
        (false, true) => draft.starts_with(&word),
        (false, false) => draft == word,
    })
}

/// An organisation of a news text.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldOrganisation {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
}

/// A cooperation of a news text.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldCooperation {
    participants: Vec<String>,
    #[serde(default = "yes")]
    explicit: bool,
}

fn yes() -> bool {
    true
}

/// What a news text holds; absent lists mean no gold.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldArticle {
    /// Id of the text.
    pub id: String,
    /// Organisations named.
    pub companies: Option<Vec<GoldOrganisation>>,
    /// Who works with whom.
    pub cooperations: Option<Vec<GoldCooperation>>,
}

impl GoldArticle {
    /// Compares organisations and sets of participants: equal sets only.
    pub fn compare(&self, drafts: &serde_json::Value) -> Option<(Counts, Counts)> {
        let (companies, cooperations) = (self.companies.as_ref()?, self.cooperations.as_ref()?);
        let known: Vec<Vec<String>> = companies
            .iter()
            .map(|c| std::iter::once(&c.name).chain(&c.aliases).map(|name| name_level(name)).collect())
            .collect();
        let named = texts(&drafts["companies"]);
        let meant: Vec<Option<usize>> = named.iter().map(|name| resolve(name, &known)).collect();
        let right = meant.iter().flatten().collect::<BTreeSet<_>>().len();
        let invented = meant.iter().filter(|meant| meant.is_none()).count();
        let organisations = Counts { right, invented, missed: known.len() - right };
        let set = |names: &[String]| -> BTreeSet<String> {
            names
                .iter()
                .map(|name| resolve(name, &known).map_or_else(|| name_level(name), |at| at.to_string()))
                .collect()
        };
        let drafted: Vec<BTreeSet<String>> =
            drafts["cooperations"].as_array().into_iter().flatten().map(|c| set(&texts(&c["participants"]))).collect();
        let gold: Vec<(BTreeSet<String>, bool)> =
            cooperations.iter().map(|c| (set(&c.participants), c.explicit)).collect();
        let owners = one_to_one(drafted.len(), gold.len(), |draft, item| drafted[draft] == gold[item].0);
        let right = owners.iter().flatten().count();
        let missed = gold.iter().zip(&owners).filter(|((_, explicit), owner)| *explicit && owner.is_none()).count();
        let invented = drafted.iter().filter(|draft| gold.iter().all(|(set, _)| set != *draft)).count();
        Some((organisations, Counts { right, invented, missed }))
    }
}

fn name_level(name: &str) -> String {
    fold_key(name).chars().filter(|c| !c.is_whitespace() && !"“”\"'《》".contains(*c)).collect()
}

/// The organisation a name means: equal, equal but for the legal form, or one inside the other; the best class wins,
/// then the nearest length.
fn resolve(name: &str, known: &[Vec<String>]) -> Option<usize> {
    let name = name_level(name);
    let chars = |text: &str| text.chars().count();
    let class = |key: &str| {
        let (short, long) = (chars(&name).min(chars(key)), chars(&name).max(chars(key)));
        if name.is_empty() {
            0
        } else if name == key {
            3
        } else if without_form(&name) == without_form(key) && chars(without_form(key)) > 1 {
            2
        } else {
            u8::from((name.contains(key) || key.contains(&name)) && short >= 3 && short as f64 / long as f64 >= 0.35)
        }
    };
    let fits = known.iter().enumerate().filter_map(|(at, keys)| {
        let class = keys.iter().map(|key| class(key)).max().filter(|class| *class > 0)?;
        let apart = keys.iter().map(|key| chars(key).abs_diff(chars(&name))).min()?;
        Some((class, std::cmp::Reverse(apart), std::cmp::Reverse(at)))
    });
    fits.max().map(|(_, _, at)| at.0)
}

fn without_form(name: &str) -> &str {
    let forms = ["股份有限公司", "有限责任公司", "集团有限公司", "有限公司", "公司", "集团"];
    forms.iter().find_map(|form| name.strip_suffix(form)).unwrap_or(name)
}

#[cfg(test)]
mod tests;
