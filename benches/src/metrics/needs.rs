//! Words a maker is said to need against gold needs: recall in the first fifteen, one word for one need.

use super::{matching::one_to_one, mean};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Words looked at.
const FIRST: usize = 15;

/// One thing a maker needs, with the words accepted for it.
#[derive(Debug, Clone, Deserialize)]
pub struct GoldNeed {
    /// The usual word.
    pub term: String,
    /// Others.
    #[serde(default)]
    pub alts: Vec<String>,
    /// `component`, `material`, `process`, `equipment`.
    #[serde(rename = "type")]
    pub kind: String,
    /// `core` or `typical`.
    pub level: String,
}

impl GoldNeed {
    /// A word meets it if it is one of its terms or ends with one: 三相异步电机 for 电机.
    pub fn is_met_by(&self, word: &str) -> bool {
        let word = level(word);
        std::iter::once(&self.term)
            .chain(&self.alts)
            .map(|term| level(term))
            .any(|term| word == term || term.chars().count() >= 2 && word.ends_with(&term))
    }
}

fn level(word: &str) -> String {
    let kept = word.chars().filter(|c| !c.is_whitespace() && !"()（）·-/".contains(*c));
    kept.flat_map(char::to_lowercase).collect()
}

/// Means over products, by slice: `recall@15`, `core`, `typical`, `specific`, `type:...`, `precision@15`, `answered`.
#[derive(Debug, Clone, Default)]
pub struct Needs {
    slices: BTreeMap<String, Vec<f64>>,
}

impl Needs {
    /// Adds one product. `common` is the best constant answer: needs it does not meet are `specific`.
    pub fn add(&mut self, words: &[String], needs: &[GoldNeed], common: &[String]) {
        let mut first: Vec<&String> = Vec::new();
        words.iter().for_each(|word| {
            if !first.contains(&word) {
                first.push(word)
            }
        });
        first.truncate(FIRST);
        let owners = one_to_one(first.len(), needs.len(), |word, need| needs[need].is_met_by(first[word]));
        let mut note = |slice: &str, wanted: &dyn Fn(&GoldNeed) -> bool| {
            let met = needs.iter().zip(&owners).filter(|(need, _)| wanted(need)).map(|(_, owner)| owner.is_some());
            let met: Vec<f64> = met.map(|met| f64::from(u8::from(met))).collect();
            if !met.is_empty() {
                self.slices.entry(slice.to_owned()).or_default().push(mean(met));
            }
        };
        note("recall@15", &|_| true);
        note("specific", &|need| !common.iter().any(|word| need.is_met_by(word)));
        for slice in ["core", "typical"] {
            note(slice, &|need| need.level == slice);
        }
        for slice in ["component", "material", "process", "equipment"] {
            note(slice, &|need| need.kind == slice);
        }
        let met = owners.iter().flatten().count() as f64 / FIRST as f64;
        self.slices.entry("precision@15".to_owned()).or_default().push(met);
        self.slices.entry("answered".to_owned()).or_default().push(f64::from(u8::from(!first.is_empty())));
    }

    /// The mean of one slice; none where no product has a need in it.
    pub fn mean(&self, slice: &str) -> Option<f64> {
        self.slices.get(slice).map(|values| mean(values.iter().copied()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn need(term: &str, alts: &[&str], level: &str) -> GoldNeed {
        let alts = alts.iter().map(|alt| (*alt).to_owned()).collect();
        GoldNeed { term: term.to_owned(), alts, kind: "component".to_owned(), level: level.to_owned() }
    }

    fn words(list: &[&str]) -> Vec<String> {
        list.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn a_narrower_word_meets_a_need_and_a_part_of_it_does_not() {
        assert!(need("电机", &[], "core").is_met_by("三相异步 电机"));
        assert!(need("PLC", &[], "core").is_met_by("plc"));
        assert!(!need("电机", &[], "core").is_met_by("电机外壳"));
        assert!(!need("轴", &[], "core").is_met_by("主轴"), "one character is no ending");
    }

    #[test]
    fn one_word_meets_one_need() {
        let gold = [need("电机", &[], "core"), need("减速机", &["减速电机"], "core"), need("轴承", &[], "typical")];
        let mut measured = Needs::default();
        measured.add(&words(&["减速电机", "减速电机"]), &gold, &words(&["轴承"]));
        assert_eq!(measured.mean("recall@15"), Some(1.0 / 3.0));
        assert_eq!(measured.mean("specific"), Some(0.5));
        assert_eq!(measured.mean("typical"), Some(0.0));
        assert_eq!(measured.mean("precision@15"), Some(1.0 / 15.0));
        assert_eq!(measured.mean("process"), None);
        measured.add(&[], &gold, &[]);
        assert_eq!(measured.mean("answered"), Some(0.5));
    }

    #[test]
    fn only_the_first_fifteen_count() {
        let mut many: Vec<String> = (0..15).map(|at| format!("零件{at}号")).collect();
        many.push("电机".to_owned());
        let mut measured = Needs::default();
        measured.add(&many, &[need("电机", &[], "core")], &[]);
        assert_eq!(measured.mean("recall@15"), Some(0.0));
    }
}
