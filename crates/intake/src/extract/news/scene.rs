//! The parts of a news text with the organisations in them, grouped as the text joins them.

use super::super::{
    cues::{Cue, Cues},
    orgs::{Mention, OrgKind, Orgs, has_word_inside, is_word},
    phrase::Phrases,
    source::{Clause, Source, is_hanzi},
};
use std::ops::Range;

/// A news text prepared for the rules.
pub(super) struct Scene<'a> {
    pub(super) cues: &'a Cues,
    pub(super) phrases: Phrases<'a>,
    pub(super) source: &'a Source,
    pub(super) orgs: &'a Orgs,
    pub(super) clauses: Vec<Clause>,
}

/// Names joined by 、 和 与: one side of a cooperation, or several sides.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    pub(super) orgs: Vec<usize>,
    pub(super) span: Range<usize>,
}

/// Two groups with a word like 与 or 携手 between them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Join {
    pub(super) left: Group,
    pub(super) right: Group,
    /// The joining word.
    pub(super) word: String,
    /// What the left side brings: 某某的洗地车与….
    pub(super) owned: Option<Range<usize>>,
}

impl<'a> Scene<'a> {
    pub(super) fn new(cues: &'a Cues, phrases: Phrases<'a>, source: &'a Source, orgs: &'a Orgs) -> Scene<'a> {
        Scene { cues, phrases, source, orgs, clauses: source.clauses() }
    }

    /// The cleaned text of a range; empty where the range is no piece of it.
    pub(super) fn text(&self, range: Range<usize>) -> &'a str {
        self.source.text.get(range).unwrap_or_default()
    }

    /// The clause behind the one a place lies in, in the same part.
    pub(super) fn next_clause(&self, at: usize) -> Option<Range<usize>> {
        let here = self.clauses.iter().position(|clause| clause.span.end >= at)?;
        let next = self.clauses.get(here + 1)?;
        (next.part == self.clauses[here].part).then(|| next.span.clone())
    }

    /// Parts: what stands between full stops and semicolons, as ranges of clauses.
    pub(super) fn parts(&self) -> Vec<Range<usize>> {
        let mut parts: Vec<Range<usize>> = Vec::new();
        for (nth, clause) in self.clauses.iter().enumerate() {
            match parts.last_mut() {
                Some(part) if self.clauses[part.start].part == clause.part => part.end = nth + 1,
                _ => parts.push(nth..nth + 1),
            }
        }
        parts
    }

    /// Mentions that lie in a range of bytes.
    pub(super) fn mentions(&self, range: Range<usize>) -> Vec<&'a Mention> {
        self.orgs.mentions.iter().filter(|m| m.span.start >= range.start && m.span.end <= range.end).collect()
    }

    /// End of the clause a place lies in.
    pub(super) fn clause_end(&self, at: usize) -> usize {
        self.clauses
            .iter()
            .find(|clause| clause.span.end >= at)
            .map_or(self.source.text.len(), |clause| clause.span.end)
    }

    /// Start of the clause a place lies in.
    pub(super) fn clause_start(&self, at: usize) -> usize {
        self.clauses.iter().rfind(|clause| clause.span.start <= at).map_or(0, |clause| clause.span.start)
    }

    /// A body that only speaks for others.
    pub(super) fn is_house(&self, org: usize) -> bool {
        self.orgs.list[org].kind == OrgKind::Association
    }

    /// Groups and joins of a part, in order of place.
    pub(super) fn joins(&self, part: Range<usize>) -> (Vec<Group>, Vec<Join>) {
        let mentions = self.mentions(part.clone());
        let mut groups: Vec<Group> = Vec::new();
        let mut links: Vec<Link> = Vec::new();
        for mention in mentions {
            let link = groups.last().map(|group| self.link(group.span.end, mention.span.start));
            match (link, groups.last_mut()) {
                (Some(Link::List), Some(group)) => {
                    if !group.orgs.contains(&mention.org) {
                        group.orgs.push(mention.org);
                    }
                    group.span.end = self.behind_brackets(mention.span.end);
                }
                (Some(Link::Same), Some(group)) => group.span.end = self.behind_brackets(mention.span.end),
                (link, _) => {
                    links.push(link.unwrap_or(Link::None));
                    let span = mention.span.start..self.behind_brackets(mention.span.end);
                    groups.push(Group { orgs: vec![mention.org], span });
                }
            }
        }
        let joined = links.into_iter().enumerate().filter_map(|(nth, link)| match link {
            Link::Join { word, owned } => {
                Some(Join { left: groups[nth - 1].clone(), right: groups[nth].clone(), word, owned })
            }
            _ => None,
        });
        let joins = joined.collect();
        (groups, joins)
    }

    /// How the text between two mentions joins them.
    fn link(&self, from: usize, to: usize) -> Link {
        if from > to {
            return Link::Same;
        }
        let gap = self.text(from..to);
        if gap.is_empty() || gap == "(" || gap == "(“" || gap == "(简称" || gap == "(以下简称" || gap == "(以下简称“"
        {
            return Link::Same;
        }
        if gap == "、" || gap == "以及" || gap == "及" {
            return Link::List;
        }
        if gap.contains([',', '。', ';', '、', '\n']) {
            return Link::None;
        }
        let Some(at) = self.cues.ends(Cue::Joiner, gap) else {
            // 联合 may stand alone as a verb with words before the name: 联合了, 携手共同.
            return Link::None;
        };
        let (front, word) = (&gap[..at], &gap[at..]);
        if front.is_empty() {
            return Link::Join { word: word.to_owned(), owned: None };
        }
        let person = self.cues.has(Cue::Title, front) && front.chars().count() <= 24;
        if person {
            return Link::Join { word: word.to_owned(), owned: None };
        }
        if let Some(thing) = front.strip_prefix('的')
            && self.phrases.known(thing).is_some()
        {
            let start = from + '的'.len_utf8();
            return Link::Join { word: word.to_owned(), owned: Some(start..start + thing.len()) };
        }
        let plain = front.chars().count() <= 10 && front.chars().all(is_hanzi);
        let team = [
            "团队",
            "部",
            "中心",
            "实验室",
            "课题组",
            "项目组",
            "车间",
            "近日",
            "日前",
            "已",
            "先后",
            "正式",
            "又",
            "今年",
            "分别",
        ];
        if plain && team.iter().any(|word| front.ends_with(word)) {
            return Link::Join { word: word.to_owned(), owned: None };
        }
        Link::None
    }

    fn behind_brackets(&self, at: usize) -> usize {
        let rest = &self.source.text[at..];
        if !rest.starts_with('(') {
            return at;
        }
        match rest.find(')') {
            Some(close) if rest[..close].chars().count() <= 24 => at + close + 1,
            _ => at,
        }
    }
}

enum Link {
    /// The same name twice, or its bracket.
    Same,
    List,
    Join {
        word: String,
        owned: Option<Range<usize>>,
    },
    None,
}

/// A bare name opposite a known one: 某某机械与勃某某的….
pub(super) fn partners_by_place(cues: &Cues, text: &str, orgs: &mut Orgs) {
    let ends: Vec<usize> = orgs.mentions.iter().map(|m| m.span.end).collect();
    for end in ends {
        let Some(length) = cues.starts(Cue::Joiner, &text[end..]) else { continue };
        let from = end + length;
        let run: String = text[from..].chars().take_while(|c| is_hanzi(*c)).take(8).collect();
        let stop = run.char_indices().map(|(at, _)| at).skip(1).find(|at| {
            let rest = &run[*at..];
            rest.starts_with('的')
                || rest.starts_with("在")
                || [Cue::CoopPlain, Cue::CoopSign, Cue::CoopStrategic, Cue::CoopResearch]
                    .iter()
                    .any(|cue| cues.starts(*cue, rest).is_some())
                || rest.starts_with("共同")
                || rest.starts_with("正式")
        });
        let Some(name) = stop.map(|at| &run[..at]) else { continue };
        let span = from..from + name.len();
        let length = name.chars().count();
        let brand: String = name.chars().take(2).collect();
        let unknown = !has_word_inside(name) || (length >= 4 && !is_word(&brand) && !is_word(name));
        if (2..=6).contains(&length) && unknown && orgs.is_free(&span) && !cues.is(Cue::OrgGeneric, &brand) {
            let org = orgs.intern(name, OrgKind::Firm, false);
            orgs.mention(span, org);
        }
    }
}
