//! Organisation names in running text: by legal form (有限公司, 集团), by the kind of body (研究院, 大学, 银行), and the
//! informal ones of notes and talk: a 字号 of two to four characters before a word of trade (某某泵业, 某某减速机).
//!
//! Whether two characters may be a 字号 is asked of a general dictionary: 矿用 and 高温 are words, invented names are
//! not. A 字号 that is a word as well needs help from what stands before it (走访了 …) or from the legal form.

use super::{
    cues::{Cue, Cues},
    shortnames,
    source::is_hanzi,
};
use jieba_rs::Jieba;
use qianxian_text::Recognizer;
use std::{ops::Range, sync::LazyLock};

/// General Chinese words, to tell a 字号 from a word.
static DICTIONARY: LazyLock<Jieba> = LazyLock::new(Jieba::new);

/// Longest name looked for, in characters before its ending.
const LONGEST: usize = 24;

/// What sort of organisation a name says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OrgKind {
    /// A firm, as far as the name says.
    Firm,
    /// University, institute.
    Institute,
    /// Bank and the like.
    Bank,
    /// Association, chamber.
    Association,
}

/// An organisation of a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Org {
    /// Its fullest name in the text.
    pub(super) name: String,
    /// Other names it bears there.
    pub(super) aliases: Vec<String>,
    /// What it is.
    pub(super) kind: OrgKind,
    /// The name has a legal form or names a body: it is one whatever stands around it.
    pub(super) formal: bool,
}

/// A place where an organisation is named.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mention {
    /// Bytes of the text.
    pub(super) span: Range<usize>,
    /// Index into [`Orgs::list`].
    pub(super) org: usize,
}

/// The organisations of a text and where they are named, in order of place.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Orgs {
    pub(super) list: Vec<Org>,
    pub(super) mentions: Vec<Mention>,
    /// The firm that a note names at its head.
    pub(super) headed: Option<usize>,
}

impl Orgs {
    /// The mention that begins at a place.
    pub(super) fn at(&self, place: usize) -> Option<&Mention> {
        self.mentions.iter().find(|mention| mention.span.start == place)
    }

    /// The organisation of this name, made if need be.
    pub(super) fn intern(&mut self, name: &str, kind: OrgKind, formal: bool) -> usize {
        let known = self.list.iter().position(|org| org.name == name || org.aliases.iter().any(|a| a == name));
        known.unwrap_or_else(|| {
            self.list.push(Org { name: name.to_owned(), aliases: Vec::new(), kind, formal });
            self.list.len() - 1
        })
    }

    /// Whether a place is free of names.
    pub(super) fn is_free(&self, range: &Range<usize>) -> bool {
        self.mentions.iter().all(|m| m.span.end <= range.start || range.end <= m.span.start)
    }

    /// Adds a mention, keeping the order of place.
    pub(super) fn mention(&mut self, span: Range<usize>, org: usize) {
        let at = self.mentions.partition_point(|m| m.span.start < span.start);
        self.mentions.insert(at, Mention { span, org });
    }
}

/// How informal names are to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// Notes: an informal name needs an unknown 字号 or a word like 走访 before it.
    Note,
    /// News: also 字号 that are words, and places (洛阳轴承).
    News,
}

/// Finds names in one text.
pub(super) struct OrgFinder<'a> {
    pub(super) cues: &'a Cues,
    pub(super) recognizer: &'a Recognizer,
    pub(super) manner: Manner,
}

impl OrgFinder<'_> {
    /// Every organisation named in a text.
    pub(super) fn find(&self, text: &str) -> Orgs {
        let mut orgs = Orgs::default();
        let products = self.products(text);
        self.formal(text, &mut orgs);
        self.known(text, &mut orgs);
        if self.manner == Manner::Note {
            self.headed(text, &mut orgs);
        }
        self.informal(text, &products, &mut orgs);
        shortnames::introduced(self.cues, text, &mut orgs);
        shortnames::unify(&mut orgs);
        shortnames::derived(self.cues, self.manner, text, &mut orgs);
        if self.manner == Manner::Note {
            self.slots(text, &products, &mut orgs);
        }
        orgs
    }

    /// Names with a legal form or a kind of body.
    fn formal(&self, text: &str, orgs: &mut Orgs) {
        let mut at = 0;
        while at < text.len() {
            let here = &text[at..];
            let legal = self.cues.starts(Cue::OrgLegal, here);
            let body = self.cues.starts(Cue::OrgBody, here);
            let Some(length) = legal.max(body) else {
                at += here.chars().next().map_or(1, char::len_utf8);
                continue;
            };
            if here.starts_with('厂') && here.chars().nth(1).is_some_and(|c| "家房长里子区商址门内外方".contains(c))
            {
                at += length;
                continue;
            }
            let end = self.reach_right(text, at + length);
            let floor = orgs.mentions.last().map_or(0, |m| m.span.end);
            let start = self.reach_left(text, at, floor);
            let ending = &text[at..at + length];
            let start = self.place_first(text, start, at, ending);
            let listed = orgs.mentions.last().is_some_and(|m| text[m.span.end..start.max(m.span.end)] == *"、");
            if start < at && self.names_one(&text[start..at], ending, listed) {
                let kind = kind_of(&text[start..end]);
                let org = orgs.intern(&text[start..end], kind, true);
                orgs.mention(start..end, org);
            }
            at = end;
        }
    }

    /// A name that goes on behind its first ending: 某某集团某某有限公司, 某某大学某某学院.
    fn reach_right(&self, text: &str, end: usize) -> usize {
        let school = ["大学", "学院", "研究院"].iter().any(|s| text[..end].ends_with(s));
        let group = ["集团", "总公司", "有限公司", "厂"].iter().any(|s| text[..end].ends_with(s));
        if !(school || group) {
            return end;
        }
        let mut at = end;
        for c in text[end..].chars().take(16) {
            if !is_hanzi(c) {
                return end;
            }
            let here = &text[at..];
            if at > end || group {
                let ending = self.cues.starts(Cue::OrgLegal, here).max(self.cues.starts(Cue::OrgBody, here));
                let branch = ["分公司", "子公司"].iter().any(|b| here.starts_with(b));
                if let Some(length) = ending.filter(|_| at > end || branch) {
                    let whole = if text[..end].ends_with("公司") {
                        branch || at > end && here.starts_with("分")
                    } else {
                        true
                    };
                    return if whole { self.reach_right(text, at + length) } else { end };
                }
            }
            let joins =
                school && matches!(c, '与' | '和') && text[at..].chars().take(10).collect::<String>().contains("学院");
            if !joins && self.is_boundary(text, at) {
                return end;
            }
            at += c.len_utf8();
        }
        end
    }

    /// Where a name that ends at `end` begins.
    fn reach_left(&self, text: &str, end: usize, floor: usize) -> usize {
        let mut start = end;
        let mut taken = 0;
        let mut chars = text[floor..end].char_indices().rev().peekable();
        while let Some((offset, c)) = chars.next() {
            let at = floor + offset;
            let bracket = c == ')' && text[floor..at].chars().rev().take(5).any(|c| c == '(');
            if bracket {
                // 某某(山东)有限公司: the brackets belong to the name when they hold a place.
                let open = text[..at].rfind('(').unwrap_or(at);
                if !text[open + 1..at].chars().all(is_hanzi) || text[open + 1..at].contains("简称") {
                    break;
                }
                while chars.peek().is_some_and(|(o, _)| floor + o >= open) {
                    chars.next();
                }
                start = open;
                continue;
            }
            if !(is_hanzi(c) || c.is_ascii_alphanumeric()) || taken >= LONGEST {
                break;
            }
            if self.left_word_ends(text, at + c.len_utf8(), floor, taken) {
                break;
            }
            taken += 1;
            start = at;
        }
        // A count before a name belongs to the sentence: 等9家企业, 2家公司.
        start
    }

    /// The name of an association begins with its place: 要以某市某协会.
    fn place_first(&self, text: &str, start: usize, end: usize, ending: &str) -> usize {
        if !["协会", "商会", "学会", "联合会"].contains(&ending) {
            return start;
        }
        let mut places = text[start..end].char_indices().map(|(at, _)| start + at);
        places.find(|at| self.cues.starts(Cue::Place, &text[*at..end]).is_some()).unwrap_or(start)
    }

    /// Whether a word that no name reaches back over ends here.
    fn left_word_ends(&self, text: &str, at: usize, floor: usize, taken: usize) -> bool {
        let Some(word) = self.cues.ends(Cue::OrgLeft, &text[floor..at]).map(|s| s + floor) else { return false };
        if text[word..at].chars().count() > 1 {
            // 物资供应有限公司: a word directly before the ending is part of the name.
            return taken >= 2;
        }
        !self.is_inside_word(text, word, at)
    }

    /// A function word stands at the place, and not as part of a longer word (大同, 华为, 方向).
    pub(super) fn is_boundary(&self, text: &str, at: usize) -> bool {
        let Some(length) = self.cues.starts(Cue::OrgLeft, &text[at..]) else { return false };
        text[at..at + length].chars().count() > 1 || !self.is_inside_word(text, at, at + length)
    }

    pub(super) fn is_inside_word(&self, text: &str, start: usize, end: usize) -> bool {
        let word = &text[start..end];
        // 主要是某某, 好的某某: particles are never part of a word that begins before them.
        let particle = matches!(word, "是" | "的" | "了" | "在" | "有" | "把" | "从" | "被" | "让" | "叫" | "给");
        let before = text[..start].chars().next_back().filter(|c| is_hanzi(*c) && !particle);
        let after = text[end..].chars().next().filter(|c| is_hanzi(*c));
        let both = before.zip(after).is_some_and(|(b, a)| is_word(&format!("{b}{word}{a}")));
        both || before.is_some_and(|c| is_word(&format!("{c}{word}")))
            || after.is_some_and(|c| {
                is_word(&format!("{word}{c}")) && !self.cues.has(Cue::OrgLegal, &text[end..end + c.len_utf8()])
            })
    }

    /// Whether what stands before an ending names somebody: 该公司 and 外贸公司 do not.
    fn names_one(&self, front: &str, ending: &str, listed: bool) -> bool {
        if self.cues.is(Cue::OrgGeneric, front) {
            return false;
        }
        let core = strip_place(self.cues, front);
        let brand = strip_trade(self.cues, core);
        let has_place = core.len() < front.len();
        if ending == "厂" {
            // 某某铸件厂 names one, 电镀厂 and 主机厂 do not.
            let product = self.recognizer.recognise(core).into_iter().filter(|r| r.span.end == core.len());
            let own = &core[..product.map(|r| r.span.start).min().unwrap_or(core.len())];
            let own = strip_trade(self.cues, own);
            return (2..=3).contains(&own.chars().count())
                && !has_word_inside(own)
                && !own.ends_with(['小', '老', '大']);
        }
        let body = self.cues.is(Cue::OrgBody, ending);
        if ["协会", "商会", "学会", "联合会", "联盟"].contains(&ending) {
            let district = front.contains(['省', '市', '区', '县', '镇']) && front.chars().count() > 3;
            return has_place || district || front.starts_with("全国");
        }
        let limited = ending.contains("有限");
        let generic = self.cues.starts(Cue::OrgGeneric, brand).is_some_and(|length| length == brand.len());
        match brand.chars().count() {
            0 => has_place && (body && !core.is_empty() || limited || ending == "集团" || ending == "大学"),
            _ if generic => false,
            1 => limited || (body && has_place),
            // A short form such as 外贸公司 is a word; a 字号 before 公司 mostly is none.
            _ => limited || ending == "集团" || body || !is_word(brand) || has_place || listed,
        }
    }

    /// Names of universities and the like that bear no ending: 山理工.
    fn known(&self, text: &str, orgs: &mut Orgs) {
        for name in self.cues.words(Cue::School) {
            for (at, found) in text.match_indices(name.as_str()) {
                let span = at..at + found.len();
                if orgs.is_free(&span) {
                    let org = orgs.intern(found, OrgKind::Institute, true);
                    orgs.mention(span, org);
                }
            }
        }
    }
}

/// Whether the general dictionary has the word.
pub(super) fn is_word(word: &str) -> bool {
    DICTIONARY.has_word(word)
}

/// Whether two neighbours of a short text are a word, or the text is one itself.
pub(super) fn has_word_inside(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    is_word(text) || chars.windows(2).any(|pair| is_word(&pair.iter().collect::<String>()))
}

/// Drops provinces, cities and 省 市 区 县 镇 at the front.
pub(super) fn strip_place<'t>(cues: &Cues, name: &'t str) -> &'t str {
    let mut rest = name;
    while let Some(length) = cues.starts(Cue::Place, rest) {
        rest = &rest[length..];
        let level =
            ["自治区", "开发区", "高新区", "省", "市", "区", "县", "镇"].iter().find(|level| rest.starts_with(**level));
        rest = &rest[level.map_or(0, |level| level.len())..];
    }
    rest
}

/// Drops words of trade at the end.
pub(super) fn strip_trade<'t>(cues: &Cues, name: &'t str) -> &'t str {
    let mut rest = name;
    'words: loop {
        for class in [Cue::OrgTail, Cue::OrgProductTail, Cue::OrgMiddle] {
            if let Some(cut) = cues.ends(class, rest) {
                rest = &rest[..cut];
                continue 'words;
            }
        }
        return rest;
    }
}

pub(super) fn strip_generic<'t>(cues: &Cues, name: &'t str) -> &'t str {
    let mut rest = name;
    while let Some(length) = cues.starts(Cue::OrgGeneric, rest) {
        rest = &rest[length..];
    }
    rest
}

pub(super) fn kind_of(name: &str) -> OrgKind {
    let ends = |words: &[&str]| words.iter().any(|word| name.ends_with(word));
    if ends(&["大学", "学院", "研究院", "研究所", "设计院", "科学院", "实验室"]) {
        OrgKind::Institute
    } else if ends(&["银行", "农商行", "信用社", "担保", "租赁", "保险", "证券"]) {
        OrgKind::Bank
    } else if ends(&["协会", "商会", "学会", "联合会", "工商联", "联盟", "促进会", "智库"]) {
        OrgKind::Association
    } else {
        OrgKind::Firm
    }
}
