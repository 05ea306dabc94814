//! The ways a text states a cooperation.

use super::{
    super::{cues::Cue, draft::CooperationKind, orgs::OrgKind},
    Found, Party, product,
    scene::{Group, Join, Scene},
};
use std::ops::Range;

/// Every cooperation stated, in order of place.
pub(super) fn find(scene: &Scene<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    for part in scene.parts() {
        let range = scene.clauses[part.start].span.start..scene.clauses[part.end - 1].span.end;
        let (groups, joins) = scene.joins(range.clone());
        let part = Part { scene, range, groups };
        let before = found.len();
        joins.iter().for_each(|join| found.extend(part.joined(join)));
        if joins.is_empty() {
            found.extend(part.with_unnamed());
            found.extend(part.listed());
            found.extend(part.elided());
        }
        part.pairs(&mut found);
        found.extend(part.intention(&found));
        found[before..].sort_by_key(|f| f.at.start);
    }
    found
}

/// One part of a text.
pub(super) struct Part<'s, 'a> {
    pub(super) scene: &'s Scene<'a>,
    pub(super) range: Range<usize>,
    groups: Vec<Group>,
}

/// A word of cooperation: what kind it says and where it stands.
struct CoopWord {
    kind: CooperationKind,
    span: Range<usize>,
    signed: bool,
}

impl Part<'_, '_> {
    pub(super) fn text(&self, range: Range<usize>) -> &str {
        self.scene.text(range)
    }

    /// A 与 B 合作; A 联合 B、C 研发.
    fn joined(&self, join: &Join) -> Vec<Found> {
        let active = ["携手", "联合", "联手", "牵手", "结对"].contains(&join.word.as_str());
        let Some(word) = self.coop_word(join.right.span.end, active) else { return Vec::new() };
        let start = self.scene.clause_start(join.left.span.start).max(self.range.start);
        if !self.is_stated(start, &word) || self.is_open(&join.right, &join.left) {
            return Vec::new();
        }
        let house = join.left.orgs.iter().chain(&join.right.orgs).any(|org| self.scene.is_house(*org));
        if house && !word.signed {
            return Vec::new();
        }
        self.build(&join.left, &join.right, join.owned.clone(), &word)
    }

    /// A 与某装备企业签署…: the partner is not named.
    fn with_unnamed(&self) -> Option<Found> {
        let mention = self.scene.mentions(self.range.clone()).into_iter().find(|m| !self.scene.is_house(m.org))?;
        let after = self.text(mention.span.end..self.scene.clause_end(mention.span.end).min(self.range.end));
        let joiner = self.scene.cues.starts(Cue::Joiner, after)?;
        let ends = ["企业", "公司", "集团", "厂", "机构", "大学", "研究所"];
        let (at, end) = ends.iter().filter_map(|end| Some((after[joiner..].find(end)? + joiner, *end))).min()?;
        let partner = &after[joiner..at + end.len()];
        let unnamed = partner.contains('某') || partner.starts_with("一家") || partner.starts_with("另一家");
        if !unnamed || partner.chars().count() > 16 {
            return None;
        }
        let word = self.coop_word(mention.span.end + at + end.len(), false)?;
        if !self.is_stated(self.scene.clause_start(mention.span.start), &word) {
            return None;
        }
        let product =
            product::of_cooperation(self.scene, mention.span.end + at + end.len(), self.range.end, &word.span);
        Some(Found {
            parties: vec![Party::Org(mention.org), Party::Named(partner.to_owned())],
            supplier: None,
            customer: None,
            kind: self.kind(&word, product.is_some()),
            product,
            verb: self.text(word.span.clone()).to_owned(),
            at: mention.span.start..word.span.end,
        })
    }

    /// A、B、C 联合研发 P: the list itself is the cooperation.
    fn listed(&self) -> Vec<Found> {
        let Some(group) = self.groups.iter().find(|group| group.orgs.len() > 1) else { return Vec::new() };
        let after = self.text(group.span.end..self.scene.clause_end(group.span.end).min(self.range.end));
        let together = ["共同", "联合", "携手", "合资", "联手", "三方", "双方", "两家", "三家", "签"];
        if !together.iter().any(|word| after.starts_with(word))
            || group.orgs.iter().any(|org| self.scene.is_house(*org))
        {
            return Vec::new();
        }
        // 某某分别与 A、B 签订: whoever did was not read as a name, and A and B did nothing together.
        let start = self.scene.clause_start(group.span.start);
        if self.scene.cues.ends(Cue::Joiner, self.text(start..group.span.start)).is_some() {
            return Vec::new();
        }
        let Some(word) = self.coop_word(group.span.end, false) else { return Vec::new() };
        if !self.is_stated(start, &word) {
            return Vec::new();
        }
        let product = product::of_cooperation(self.scene, group.span.end, self.range.end, &word.span);
        vec![Found {
            parties: group.orgs.iter().copied().map(Party::Org).collect(),
            supplier: None,
            customer: None,
            kind: self.kind(&word, product.is_some()),
            product,
            verb: self.text(word.span.clone()).to_owned(),
            at: group.span.start..word.span.end,
        }]
    }

    /// 请 A 到 B 考察，与 C 联合研发: the clause with 与 has no subject of its own.
    fn elided(&self) -> Vec<Found> {
        for group in &self.groups {
            let start = self.scene.clause_start(group.span.start);
            let lead = self.text(start..group.span.start).trim_start_matches(['并', '还', '又', '也', '已']);
            let Some(length) = self.scene.cues.starts(Cue::Joiner, lead).filter(|length| *length == lead.len()) else {
                continue;
            };
            let active = ["携手", "联合", "联手", "牵手"].contains(&&lead[..length]);
            let Some(word) = self.coop_word(group.span.end, active) else { continue };
            if !self.is_stated(start, &word) {
                continue;
            }
            let earlier: Vec<&Group> = self.groups.iter().filter(|g| g.span.end <= start).collect();
            let mut left: Vec<usize> = earlier.first().map(|g| g.orgs.clone()).unwrap_or_default();
            // The site visited just before takes part in what is developed there.
            let site = earlier.last().filter(|g| {
                ["到", "在", "赴", "走进"].iter().any(|word| self.text(self.range.start..g.span.start).ends_with(word))
            });
            left.extend(site.into_iter().flat_map(|g| g.orgs.iter().copied()));
            if left.is_empty() {
                left.extend(self.topic());
            }
            left.retain(|org| !group.orgs.contains(org) && !self.scene.is_house(*org));
            left.dedup();
            if left.is_empty() {
                continue;
            }
            let left = Group { orgs: left, span: start..group.span.start };
            return self.build(&left, group, None, &word);
        }
        Vec::new()
    }

    /// 双方还达成某某的合作意向: the partners of the cooperation before.
    fn intention(&self, found: &[Found]) -> Option<Found> {
        let text = self.text(self.range.clone());
        let known = found.last().filter(|last| last.kind != CooperationKind::Intent)?;
        let both = ["双方", "两家", "两企"].iter().find_map(|word| text.find(word).map(|at| at + word.len()))?;
        let hit = self.scene.cues.find(Cue::CoopIntent, &text[both..])?;
        let cut = text[both..both + hit.span.start].rfind(['在', '就']).map_or(both, |at| both + at + '在'.len_utf8());
        let thing = text[cut..both + hit.span.start].trim_end_matches("的").trim_end_matches("合作");
        let product = product::tidy(self.scene, thing.trim_end_matches(['上', '方', '面']))?;
        let at = self.range.start + both..self.range.start + both + hit.span.end;
        let verb = self.text(at.end - hit.span.len()..at.end).to_owned();
        Some(Found {
            product: Some(product),
            kind: CooperationKind::Intent,
            verb,
            at,
            supplier: None,
            customer: None,
            ..known.clone()
        })
    }

    fn build(&self, left: &Group, right: &Group, owned: Option<Range<usize>>, word: &CoopWord) -> Vec<Found> {
        let after = right.span.end;
        let product = owned
            .as_ref()
            .and_then(|range| product::tidy(self.scene, self.text(range.clone())))
            .or_else(|| product::of_cooperation(self.scene, after, self.range.end, &word.span));
        let kind = self.kind(word, product.is_some());
        let verb = self.text(word.span.clone()).to_owned();
        let at = left.span.start.min(right.span.start)..word.span.end.max(right.span.end);
        let found = |parties: Vec<usize>, supplier: Option<usize>, customer: Option<usize>| Found {
            parties: parties.into_iter().map(Party::Org).collect(),
            supplier: supplier.map(Party::Org),
            customer: customer.map(Party::Org),
            product: product.clone(),
            kind,
            verb: verb.clone(),
            at: at.clone(),
        };
        let apart = self.text(left.span.start..word.span.end).contains("分别");
        let star = owned.is_none() && (kind == CooperationKind::Supply && !word.signed || apart);
        let (many, one, of_right) = match (left.orgs.len(), right.orgs.len()) {
            (1, 2..) => (&right.orgs, left.orgs[0], false),
            (2.., 1) => (&left.orgs, right.orgs[0], true),
            _ => {
                let all: Vec<usize> = left.orgs.iter().chain(&right.orgs).copied().collect();
                let (supplier, customer) = self.roles(left, right, word, product.as_deref());
                return vec![found(all, supplier, customer)];
            }
        };
        if !star {
            return vec![found(left.orgs.iter().chain(&right.orgs).copied().collect(), None, None)];
        }
        // A、B 与 C 某物的合作: the thing named right behind C is its own.
        let phrase = self.text(after..word.span.end);
        let brings = of_right && !phrase.starts_with('的') && !phrase.contains("配套") && product.is_some();
        let pairs = many.iter().map(|other| match brings {
            true => found(vec![*other, one], Some(one), Some(*other)),
            false => found(vec![one, *other], None, None),
        });
        pairs.collect()
    }

    /// 往后批量供应 behind a signature: the side that makes such things is not said, the first one named is meant.
    fn roles(
        &self,
        left: &Group,
        right: &Group,
        word: &CoopWord,
        product: Option<&str>,
    ) -> (Option<usize>, Option<usize>) {
        let ([a], [b]) = (&left.orgs[..], &right.orgs[..]) else { return (None, None) };
        if [a, b].iter().any(|org| self.scene.orgs.list[**org].kind != OrgKind::Firm) {
            return (None, None);
        }
        // A 与 B 配套某物的合作 leaves open who supplies whom.
        if self.text(right.span.end..word.span.end).starts_with("配套") {
            return (None, None);
        }
        // 某某轴承 and a product that is a 轴承: the name says who makes it.
        let makes = |org: usize| product.is_some_and(|product| product::is_in_name(self.scene, org, product));
        match (makes(*a), makes(*b)) {
            (true, false) => return (Some(*a), Some(*b)),
            (false, true) => return (Some(*b), Some(*a)),
            _ => {}
        }
        let rest = self.text(word.span.end..self.range.end);
        let behind = rest.find(',').map_or("", |at| &rest[at..]);
        if word.kind == CooperationKind::Project {
            return (Some(*a), Some(*b));
        }
        let supplies = ["批量供应", "批量供货", "供应", "供货", "提供"].iter().any(|w| behind.contains(w));
        let none_named = self.scene.mentions(word.span.end..self.range.end).is_empty();
        if word.signed && supplies && none_named { (Some(*a), Some(*b)) } else { (None, None) }
    }

    /// The word of cooperation behind a place, in its clause or, for signatures, the one after.
    fn coop_word(&self, from: usize, active: bool) -> Option<CoopWord> {
        let clause_end = self.scene.clause_end(from).min(self.range.end);
        let near = self.text(from..clause_end);
        const CLASSES: &[(Cue, CooperationKind)] = &[
            (Cue::CoopProject, CooperationKind::Project),
            (Cue::CoopVenture, CooperationKind::Venture),
            (Cue::CoopStrategic, CooperationKind::Strategic),
            (Cue::CoopResearch, CooperationKind::Research),
            (Cue::CoopProduction, CooperationKind::Production),
            (Cue::CoopPlain, CooperationKind::Supply),
            (Cue::CoopSign, CooperationKind::Strategic),
        ];
        let hits: Vec<(CooperationKind, Range<usize>)> =
            CLASSES.iter().filter_map(|(cue, kind)| Some((*kind, self.scene.cues.find(*cue, near)?.span))).collect();
        let signed = self.scene.cues.has(Cue::CoopSign, near);
        let plain_sign = hits.iter().all(|(kind, _)| *kind == CooperationKind::Strategic);
        let first = hits.first();
        if let Some((kind, span)) = first {
            let others = self.scene.mentions(from..from + span.start);
            // 与 A 的关系…B 与 C 合作: another name in between has the word.
            if !others.is_empty() && !signed {
                return None;
            }
            let intent = self.scene.cues.has(Cue::CoopIntent, near);
            let strategic = self.scene.cues.has(Cue::CoopStrategic, near);
            let kind = if intent {
                CooperationKind::Intent
            } else if plain_sign && !strategic {
                CooperationKind::Supply
            } else {
                *kind
            };
            return Some(CoopWord { kind, span: from + span.start..from + span.end, signed });
        }
        active.then_some(CoopWord { kind: CooperationKind::Supply, span: from..from, signed: false })
    }

    /// Neither a wish nor a visit.
    fn is_stated(&self, start: usize, word: &CoopWord) -> bool {
        let scene = self.scene;
        let until = self.text(start..word.span.end.max(start));
        let clause = self.text(start..scene.clause_end(word.span.end));
        if scene.cues.has(Cue::CoopNever, until) && !word.signed {
            return false;
        }
        // 推动双方合作 is a wish, 签署…，推动… is signed.
        let wish = scene.cues.has(Cue::CoopWish, until);
        if wish && !word.signed {
            return false;
        }
        let future = ["拟", "将签", "计划签", "有望签", "洽谈", "希望", "期待"].iter().any(|w| until.contains(w));
        !(future
            || clause.contains("没有签")
            || clause.contains("未签")
            || clause.contains("终止")
            || clause.contains("解除"))
    }

    /// 等28家企业 behind a list: nobody is paired with anybody.
    fn is_open(&self, right: &Group, left: &Group) -> bool {
        let after: String = self.text(right.span.end..self.range.end).chars().take(12).collect();
        let open = self.scene.cues.find(Cue::OpenList, &after).is_some_and(|hit| hit.span.start <= '等'.len_utf8());
        open && left.orgs.len() > 1
    }

    fn kind(&self, word: &CoopWord, product: bool) -> CooperationKind {
        let scene = self.scene;
        let own = self.text(self.range.clone());
        let sentence_end = scene.source.sentence_at(self.range.start).end;
        let next = scene.source.sentence_at((sentence_end + 1).min(scene.source.text.len())).clone();
        let venture =
            scene.cues.has(Cue::CoopVenture, own) || word.signed && scene.cues.has(Cue::CoopVenture, scene.text(next));
        let supplies = ["供应", "供货", "采购", "配套", "订单"].iter().any(|w| own.contains(w));
        match word.kind {
            CooperationKind::Intent | CooperationKind::Project => word.kind,
            _ if venture => CooperationKind::Venture,
            CooperationKind::Research if supplies => CooperationKind::ResearchSupply,
            CooperationKind::Strategic if supplies => CooperationKind::StrategicSupply,
            CooperationKind::Supply if !product && scene.cues.has(Cue::CoopResearch, own) => CooperationKind::Research,
            CooperationKind::Supply if word.signed && !supplies && scene.cues.has(Cue::CoopResearch, own) => {
                CooperationKind::Research
            }
            CooperationKind::Supply if scene.cues.has(Cue::CoopResearch, own) => CooperationKind::ResearchSupply,
            CooperationKind::Supply if !product && !supplies => CooperationKind::Strategic,
            kind => kind,
        }
    }

    /// What the text speaks of, for a sentence without a subject: the first organisation of the sentence before.
    pub(super) fn topic(&self) -> Option<usize> {
        let before = self.scene.mentions(0..self.range.start);
        let last = before.last()?;
        let sentence = self.scene.source.sentence_at(last.span.start);
        let first = self.scene.mentions(sentence).into_iter().next()?;
        (!self.scene.is_house(first.org)).then_some(first.org)
    }
}
