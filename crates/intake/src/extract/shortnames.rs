//! Short names: those a text introduces (以下简称某某), the 字号 of a full name used alone, and abbreviations that pick
//! characters of it (某阳轴承 -> 某轴).

use super::{
    cues::{Cue, Cues},
    orgs::{Manner, OrgKind, Orgs, has_word_inside, is_word, strip_place, strip_trade},
    source::is_hanzi,
};
use std::ops::Range;

/// `某某有限公司(简称“某某”)`, `某某全称某某有限公司`.
pub(super) fn introduced(cues: &Cues, text: &str, orgs: &mut Orgs) {
    let mut found: Vec<(usize, String)> = Vec::new();
    for mention in &orgs.mentions {
        let rest = &text[mention.span.end..];
        if let Some(short) = bracketed(rest) {
            found.push((mention.org, short.to_owned()));
        }
        let before = &text[..mention.span.start];
        if let Some(before) = before.strip_suffix("全称").or_else(|| before.strip_suffix("全称为")) {
            let start = before.char_indices().rev().take_while(|(_, c)| is_hanzi(*c)).take(4).last();
            if let Some((start, _)) = start {
                found.push((mention.org, before[start..].to_owned()));
            }
        }
    }
    // 某某电炉，原名某某热工.
    for at in 1..orgs.mentions.len() {
        let (earlier, later) = (orgs.mentions[at - 1].clone(), orgs.mentions[at].clone());
        let gap = &text[earlier.span.end..later.span.start.max(earlier.span.end)];
        let former = ["原名", "曾用名", "前身是", "前身为", "原名叫"].iter().any(|word| gap.ends_with(word));
        if former && gap.chars().count() <= 8 {
            let name = orgs.list[later.org].name.clone();
            orgs.list[earlier.org].aliases.push(name);
            orgs.mentions.iter_mut().filter(|m| m.org == later.org).for_each(|m| m.org = earlier.org);
        }
    }
    for (org, short) in found {
        if cues.has(Cue::Title, &short) || !shares_characters(&short, &orgs.list[org].name) {
            continue;
        }
        // Found as a name of its own before: 某某咨询中心(某某智库).
        if let Some(other) = orgs.list.iter().position(|o| o.name == short).filter(|other| *other != org) {
            orgs.mentions.iter_mut().filter(|m| m.org == other).for_each(|m| m.org = org);
        }
        name_all(text, &short, org, orgs);
    }
}

/// A plain shortening of one full name of the text is that name: 某某轴承 of 某北某某轴承有限公司.
pub(super) fn unify(orgs: &mut Orgs) {
    for short in 0..orgs.list.len() {
        let name = orgs.list[short].name.clone();
        let formal = orgs.list[short].formal;
        if name.chars().count() < 3 {
            continue;
        }
        let mut fuller = (0..orgs.list.len()).filter(|other| {
            let full = &orgs.list[*other];
            let Some(at) = full.name.find(name.as_str()).filter(|_| *other != short && full.formal) else {
                return false;
            };
            let rest = &full.name[at + name.len()..];
            let legal = ["有限公司", "股份有限公司", "有限责任公司", "公司", "集团有限公司", "集团", "集团公司"]
                .contains(&rest);
            let tail = rest.ends_with("公司") && rest.chars().count() <= 8;
            full.name[..at].chars().count() <= 4 && (legal || (!formal && tail))
        });
        let (Some(full), None) = (fuller.next(), fuller.next()) else { continue };
        orgs.mentions.iter_mut().filter(|m| m.org == short).for_each(|m| m.org = full);
        if !orgs.list[full].aliases.contains(&name) {
            orgs.list[full].aliases.push(name);
        }
    }
}

/// The 字号 of names with a legal form, used alone or with another ending, and picked-out abbreviations.
pub(super) fn derived(cues: &Cues, manner: Manner, text: &str, orgs: &mut Orgs) {
    for org in 0..orgs.list.len() {
        let name = orgs.list[org].name.clone();
        let brand = brand(cues, &name).to_owned();
        let length = brand.chars().count();
        let formal = orgs.list[org].formal;
        let usable = (2..=6).contains(&length) && brand != name && orgs.list[org].kind != OrgKind::Association;
        let certain = length > 2 || !is_word(&brand) || (formal && manner == Manner::News);
        if usable && certain && !cues.is(Cue::OrgGeneric, &brand) && !cues.is(Cue::Place, &brand) {
            brand_alone(cues, text, &brand, org, orgs);
        }
    }
    if manner == Manner::News {
        abbreviations(cues, text, orgs);
    }
}

/// The distinctive part of a name: 山东某某机械有限公司 -> 某某.
pub(super) fn brand<'n>(cues: &Cues, name: &'n str) -> &'n str {
    let mut core = strip_place(cues, name);
    while let Some(cut) = cues.ends(Cue::OrgLegal, core).or_else(|| cues.ends(Cue::OrgBody, core)) {
        core = &core[..cut];
    }
    let core = core.strip_suffix("集团").unwrap_or(core);
    // Up to the first word of trade; what stands behind it is description.
    let first = core.char_indices().skip(2).map(|(at, _)| at).find(|at| {
        [Cue::OrgMiddle, Cue::OrgTail, Cue::OrgProductTail].iter().any(|class| {
            cues.starts(*class, &core[*at..]).is_some_and(|length| core[*at..*at + length].chars().count() >= 2)
        })
    });
    first.map_or_else(|| strip_trade(cues, core), |at| &core[..at])
}

/// Whether `short` picks characters of `name` in order, beginning with its first one or that of its 字号.
pub(super) fn abbreviates(cues: &Cues, short: &str, name: &str) -> bool {
    let begins = |n: &str| short.chars().next().is_some_and(|c| n.starts_with(c));
    let core = strip_place(cues, name);
    let in_order = |n: &str| {
        let mut chars = n.chars();
        short.chars().all(|c| chars.any(|other| other == c))
    };
    (begins(name) && in_order(name)) || (!core.is_empty() && begins(core) && in_order(core))
}

fn bracketed(rest: &str) -> Option<&str> {
    let inner = rest.strip_prefix('(')?;
    let inner = &inner[..inner.find(')')?];
    let marks = ["以下简称", "下文简称", "下称", "简称", "又称", "原名", ":", "为"];
    let mut short = inner;
    while let Some(rest) = marks.iter().find_map(|mark| short.strip_prefix(mark)) {
        short = rest;
    }
    let short = short.trim_matches(['"', '“', '”', '「', '」', '\'', '‘', '’']);
    let length = short.chars().count();
    ((2..=10).contains(&length) && short.chars().all(|c| is_hanzi(c) || c.is_ascii_alphanumeric())).then_some(short)
}

fn shares_characters(short: &str, name: &str) -> bool {
    let shared = short.chars().filter(|c| name.contains(*c)).count();
    shared * 2 >= short.chars().count()
}

/// Every free place where a short name stands.
fn name_all(text: &str, short: &str, org: usize, orgs: &mut Orgs) {
    if !orgs.list[org].aliases.iter().any(|a| a == short) && orgs.list[org].name != short {
        orgs.list[org].aliases.push(short.to_owned());
    }
    for (at, _) in text.match_indices(short) {
        let span = at..at + short.len();
        if orgs.is_free(&span) {
            orgs.mention(span, org);
        }
    }
}

/// The 字号 without its legal form; with an ending the full name lacks it is a name of its own (字号 + 机械).
fn brand_alone(cues: &Cues, text: &str, brand: &str, org: usize, orgs: &mut Orgs) {
    for (at, _) in text.match_indices(brand) {
        let mut end = at + brand.len();
        if !orgs.is_free(&(at..end)) || is_person(cues, text, at) {
            continue;
        }
        // The same 字号 behind a place: 山东某某.
        let start = place_before(cues, text, at);
        let tail = [Cue::OrgTail, Cue::OrgMiddle].iter().filter_map(|class| cues.starts(*class, &text[end..])).max();
        let legal = ["集团公司", "集团", "公司"].iter().find(|l| text[end..].starts_with(**l)).map(|l| l.len());
        // 宏达 alone is a word; 宏达集团 is the name.
        if legal.is_none() && tail.is_none() && brand.chars().count() == 2 && is_word(brand) {
            continue;
        }
        end += legal.or(tail).unwrap_or(0);
        let span = start..end;
        if !orgs.is_free(&span) {
            continue;
        }
        let surface = text[span.clone()].to_owned();
        let full = orgs.list[org].name.clone();
        let same = full.contains(text[at..end].trim_end_matches("集团").trim_end_matches("公司")) || tail.is_none();
        let target = match orgs.list.iter().position(|o| o.name == surface || o.aliases.contains(&surface)) {
            Some(known) => known,
            None if same => {
                orgs.list[org].aliases.push(surface);
                org
            }
            None => orgs.intern(&surface, OrgKind::Firm, false),
        };
        orgs.mention(span, target);
    }
}

/// 王某某: the 字号 is the given name of a person.
fn is_person(cues: &Cues, text: &str, at: usize) -> bool {
    let before = &text[..at];
    let Some(surname) = cues.ends(Cue::Surname, before) else { return false };
    let front = &before[..surname];
    front.chars().next_back().is_none_or(|c| !is_hanzi(c)) || cues.ends(Cue::Title, front).is_some()
}

fn place_before(cues: &Cues, text: &str, at: usize) -> usize {
    let Some(start) = cues.ends(Cue::Place, &text[..at]) else { return at };
    // Only a province written directly before; 来到山东某某 is one name, 从山东某某 as well.
    start
}

/// Abbreviations: two to four characters that no dictionary has, picked in order from a name of the text.
fn abbreviations(cues: &Cues, text: &str, orgs: &mut Orgs) {
    let names: Vec<(usize, String)> = (0..orgs.list.len())
        .filter(|org| orgs.list[*org].kind != OrgKind::Association && orgs.list[*org].name.chars().count() >= 4)
        .map(|org| (org, orgs.list[org].name.clone()))
        .collect();
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let end_of = |nth: usize| chars.get(nth).map_or(text.len(), |(at, _)| *at);
    let mut found: Vec<(Range<usize>, usize)> = Vec::new();
    for (nth, &(start, c)) in chars.iter().enumerate() {
        let before = &text[..start];
        let bounded =
            before.chars().next_back().is_none_or(|c| !is_hanzi(c)) || cues.ends(Cue::OrgLeft, before).is_some();
        if !bounded || !is_hanzi(c) {
            continue;
        }
        for length in [5usize, 4, 3, 2] {
            let span = start..end_of(nth + length);
            let Some(short) = text.get(span.clone()).filter(|s| s.chars().count() == length) else { continue };
            if !short.chars().all(is_hanzi)
                || is_word(short)
                || (length < 4 && has_word_inside(short))
                || !orgs.is_free(&span)
            {
                continue;
            }
            let org = names.iter().find(|(_, name)| !name.contains(short) && abbreviates(cues, short, name));
            if let Some((org, _)) = org {
                found.push((span, *org));
                break;
            }
        }
    }
    for (mut span, org) in found {
        if let Some(legal) = ["集团", "公司"].iter().find(|l| text[span.end..].starts_with(**l)) {
            span.end += legal.len();
        }
        if orgs.is_free(&span) {
            let short = text[span.clone()].to_owned();
            if !orgs.list[org].aliases.contains(&short) {
                orgs.list[org].aliases.push(short);
            }
            orgs.mention(span, org);
        }
    }
}
