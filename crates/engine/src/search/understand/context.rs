//! What surrounds the wanted thing: a company's name, places, who is asked for, sort of company, model numbers.

use super::{Asked, PlaceAsked, Understood, blank};
use crate::{search::Chip, search::words::USING, snapshot::Snapshot};
use qianxian_core::CompanyKind;
use qianxian_text::company_name::PlaceLevel;
use std::ops::Range;

/// Words for sorts of companies, with the sort.
const KINDS: &[(&str, CompanyKind)] = &[
    ("经销商", CompanyKind::Trader),
    ("代理商", CompanyKind::Trader),
    ("贸易商", CompanyKind::Trader),
    ("贸易公司", CompanyKind::Trader),
    ("系统集成商", CompanyKind::Integrator),
    ("集成商", CompanyKind::Integrator),
    ("科研院所", CompanyKind::Institute),
    ("研究院", CompanyKind::Institute),
    ("研究所", CompanyKind::Institute),
    ("高校", CompanyKind::Institute),
    ("院所", CompanyKind::Institute),
    ("服务商", CompanyKind::Service),
    ("制造商", CompanyKind::Manufacturer),
    ("生产企业", CompanyKind::Manufacturer),
    ("生产厂家", CompanyKind::Manufacturer),
];

/// Reads it and takes places, the question for users and sorts of companies out of the text.
pub(super) fn read(snapshot: &Snapshot, understood: &mut Understood) {
    if read_company(snapshot, understood) {
        return;
    }
    read_places(snapshot, understood);
    // 找谁买 asks for a seller.
    let sought = understood.text.contains("找谁") || understood.text.contains("跟谁");
    if let Some(word) = USING.iter().find(|word| !sought && understood.text.contains(**word)) {
        understood.asked = Asked::User;
        understood.chips.push(Chip { kind: "角色", typed: (*word).to_owned(), meaning: "用户".to_owned() });
    }
    for (word, kind) in KINDS {
        if let Some(at) = understood.text.find(word) {
            understood.kinds.push(*kind);
            understood.chips.push(Chip { kind: "角色", typed: (*word).to_owned(), meaning: kind.zh().to_owned() });
            blank(&mut understood.text, at..at + word.len());
        }
    }
    for span in models(&understood.text) {
        let model = understood.text[span].to_owned();
        understood.chips.push(Chip { kind: "型号", typed: model.clone(), meaning: model.to_uppercase() });
        understood.models.push(model);
    }
}

/// The whole query is a company's name, short name or number.
fn read_company(snapshot: &Snapshot, understood: &mut Understood) -> bool {
    let typed = understood.text.trim().to_owned();
    // Words of the trade that somebody happens to bear as a short name are asked for as words.
    if typed.chars().count() < 2 || snapshot.knowledge.chain.find_name(&typed).is_some() {
        return false;
    }
    let named = snapshot.companies_named(&typed);
    for ix in &named {
        let meaning = snapshot.graph.company(*ix).company.name.clone();
        understood.chips.push(Chip { kind: "企业", typed: typed.clone(), meaning });
    }
    understood.named = named;
    !understood.named.is_empty()
}

fn read_places(snapshot: &Snapshot, understood: &mut Understood) {
    let names = &snapshot.knowledge.names;
    for (span, level) in names.find_places(&understood.text) {
        if level == PlaceLevel::Country {
            continue;
        }
        let typed = understood.text[span.clone()].to_owned();
        let chain = names.place_chain(&typed);
        let levels: Vec<String> = chain
            .iter()
            .filter(|(level, _)| *level != PlaceLevel::Country)
            .map(|(_, name)| (*name).to_owned())
            .collect();
        let Some(smallest) = levels.last().cloned() else { continue };
        understood.chips.push(Chip { kind: "地区", typed, meaning: smallest });
        // 山东淄博: the smaller place says the larger one too.
        understood.places.retain(|known| !known.levels.iter().all(|level| levels.contains(level)));
        understood.places.push(PlaceAsked { levels });
        blank(&mut understood.text, span);
    }
}

/// Letters and digits in one row with at least two digits: nmrv075, dn100, q235b, 40cr.
fn models(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let inside = c.is_ascii_alphanumeric() || (start.is_some() && matches!(c, '-' | '.' | '/'));
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let row = text[from..at].trim_end_matches(['-', '.', '/']);
                let digits = row.bytes().filter(u8::is_ascii_digit).count();
                let letters = row.bytes().filter(u8::is_ascii_alphabetic).count();
                if digits >= 2 && letters >= 1 && row.len() >= 3 {
                    found.push(from..from + row.len());
                }
                start = None;
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::models;

    #[test]
    fn model_numbers_have_letters_and_digits() {
        let of = |text: &'static str| models(text).into_iter().map(|span| &text[span]).collect::<Vec<_>>();
        assert_eq!(of("nmrv075减速机"), ["nmrv075"]);
        assert_eq!(of("dn100 闸阀 q235-b"), ["dn100", "q235-b"]);
        assert_eq!(of("3台减速机 plc 2025"), [] as [&str; 0]);
    }
}
