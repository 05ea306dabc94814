//! The ways a text states a cooperation.

use super::{
    super::{
        cues::Cue,
        draft::CooperationKind,
    },
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
struct Part<'s, 'a> {
    scene: &'s Scene<'a>,
    range: Range<usize>,
    groups: Vec<Group>,
}

/// A word of cooperation: what kind it says and where it stands.
struct CoopWord {
    kind: CooperationKind,
    span: Range<usize>,
    signed: bool,
}

impl Part<'_, '_> {
    fn text(&self, range: Range<usize>) -> &str {
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

    /// A、B、C 联合研发 P: the list itself is the cooperation.
    fn listed(&self) -> Vec<Found> {
        let Some(group) = self.groups.iter().find(|group| group.orgs.len() > 1) else { return Vec::new() };
        let after = self.text(group.span.end..self.scene.clause_end(group.span.end).min(self.range.end));
        let together = ["共同", "联合", "携手", "合资", "联手", "三方", "双方", "两家", "三家", "签"];
        if !together.iter().any(|word| after.starts_with(word)) || group.orgs.iter().any(|org| self.scene.is_house(*org)) {
            return Vec::new();
        }
        let Some(word) = self.coop_word(group.span.end, false) else { return Vec::new() };
        if !self.is_stated(self.scene.clause_start(group.span.start), &word) {
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
        Some(Found { product: Some(product), kind: CooperationKind::Intent, verb, at, supplier: None, customer: None, ..known.clone() })
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
        let brings = of_right && !self.text(after..self.range.end).starts_with('的') && product.is_some();
        let pairs = many.iter().map(|other| match brings {
            true => found(vec![*other, one], Some(one), Some(*other)),
            false => found(vec![one, *other], None, None),
        });
        pairs.collect()
    }

    /// 往后批量供应 behind a signature: the side that makes such things is not said, the first one named is meant.
    fn roles(&self, left: &Group, right: &Group, word: &CoopWord, product: Option<&str>) -> (Option<usize>, Option<usize>) {
        let ([a], [b]) = (&left.orgs[..], &right.orgs[..]) else { return (None, None) };
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
        let hits: Vec<(CooperationKind, Range<usize>)> = CLASSES
            .iter()
            .filter_map(|(cue, kind)| Some((*kind, self.scene.cues.find(*cue, near)?.span)))
            .collect();
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
        active.then(|| CoopWord { kind: CooperationKind::Supply, span: from..from, signed: false })
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
        !(future || clause.contains("没有签") || clause.contains("未签") || clause.contains("终止") || clause.contains("解除"))
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
        let venture = scene.cues.has(Cue::CoopVenture, own) || word.signed && scene.cues.has(Cue::CoopVenture, scene.text(next));
        let supplies = ["供应", "供货", "采购", "配套", "订单"].iter().any(|w| own.contains(w));
        match word.kind {
            CooperationKind::Intent | CooperationKind::Project => word.kind,
            _ if venture => CooperationKind::Venture,
            CooperationKind::Research if supplies => CooperationKind::ResearchSupply,
            CooperationKind::Strategic if supplies => CooperationKind::StrategicSupply,
            CooperationKind::Supply if !product && scene.cues.has(Cue::CoopResearch, own) => CooperationKind::Research,
            CooperationKind::Supply if scene.cues.has(Cue::CoopResearch, own) => CooperationKind::ResearchSupply,
            CooperationKind::Supply if !product && !supplies => CooperationKind::Strategic,
            kind => kind,
        }
    }

    /// What the text speaks of, for a sentence without a subject: the first organisation of the sentence before.
    fn topic(&self) -> Option<usize> {
        let before = self.scene.mentions(0..self.range.start);
        let last = before.last()?;
        let sentence = self.scene.source.sentence_at(last.span.start);
        let first = self.scene.mentions(sentence).into_iter().next()?;
        (!self.scene.is_house(first.org)).then_some(first.org)
    }
}

/// Rules for two: 给 B 供应, 是 B 的供应商, 拿下 B 的订单, 从 B 采购, 交给 B 加工.
impl Part<'_, '_> {
    fn pairs(&self, found: &mut Vec<Found>) {
        let mentions = self.scene.mentions(self.range.clone());
        for mention in &mentions {
            let start = self.scene.clause_start(mention.span.start).max(self.range.start);
            let before = self.text(start..mention.span.start);
            let after = self.text(mention.span.end..self.scene.clause_end(mention.span.end));
            if self.scene.cues.has(Cue::CoopWish, before) || self.scene.is_house(mention.org) {
                continue;
            }
            let rules = [Self::supplies, Self::is_supplier, Self::won_order, Self::buys, Self::hands_over, Self::is_made_by];
            if let Some(one) = rules.iter().find_map(|rule| rule(self, mention.org, &mention.span, before, after)) {
                let parties = one.parties.iter().filter(|party| **party != Party::Org(usize::MAX)).count();
                if parties > 1 && one.supplier != one.customer {
                    found.push(one);
                }
            }
        }
        found.extend(self.project_supplier());
    }

    /// The subject a clause speaks of: the name at its head, or the one carried over from before.
    fn subject(&self, at: usize, other: usize) -> Option<usize> {
        let start = self.scene.clause_start(at).max(self.range.start);
        let own = self.text(start..at);
        let unnamed = ["企业", "厂家", "单位", "几家", "多家", "一家", "公司们"].iter().any(|word| own.contains(word));
        let here: Vec<usize> = self.scene.mentions(start..at).iter().map(|m| m.org).filter(|org| *org != other).collect();
        if let Some(org) = here.first() {
            return Some(*org).filter(|org| !self.scene.is_house(*org));
        }
        if unnamed {
            return None;
        }
        let sentence = self.scene.source.sentence_at(at).start;
        for range in [self.range.start..start, sentence..start] {
            let earlier = self.scene.mentions(range);
            if let Some(mention) = earlier.iter().find(|m| m.org != other && !self.scene.is_house(m.org)) {
                return Some(mention.org);
            }
        }
        let points_back = ["这", "该", "其", "公司", "企业", "它", "产品", "并", "还", "也", "目前", "现"];
        let head = self.text(sentence..at);
        (points_back.iter().any(|word| head.starts_with(word)) || head.chars().count() <= 2).then(|| self.topic()).flatten().filter(|org| *org != other)
    }

    fn pair(&self, supplier: usize, customer: usize, kind: CooperationKind, product: Option<String>, verb: &str, at: Range<usize>) -> Found {
        Found {
            parties: vec![Party::Org(supplier), Party::Org(customer)],
            supplier: Some(Party::Org(supplier)),
            customer: Some(Party::Org(customer)),
            product,
            kind,
            verb: verb.to_owned(),
            at,
        }
    }

    /// A 给 B 供应 P; in headlines also A 某物供 B.
    fn supplies(&self, org: usize, span: &Range<usize>, before: &str, after: &str) -> Option<Found> {
        let cues = self.scene.cues;
        let place = cues.ends(Cue::SupplyTo, before)?;
        let preposition = &before[place..];
        let supplier = || self.subject(span.start - preposition.len(), org);
        let hit = cues.find(Cue::SupplyVerb, after);
        if preposition.ends_with('供') && after.chars().count() <= 2 {
            let supplier = supplier()?;
            let named = self.scene.mentions(self.range.start..span.start).into_iter().rfind(|m| m.org == supplier)?;
            let thing = product::tidy(self.scene, self.text(named.span.end..span.start - preposition.len()))?;
            return Some(self.pair(supplier, org, CooperationKind::Supply, Some(thing), preposition, named.span.start..span.end));
        }
        let hit = hit?;
        let between = &after[..hit.span.start];
        let verb = &after[hit.span.clone()];
        let rest = &after[hit.span.end..];
        // 给某某配套的有20多家 names nobody; 为某某点赞 supplies nothing.
        let far = between.chars().count() > 14 || !self.scene.mentions(span.end..span.end + hit.span.start).is_empty();
        if far || rest.starts_with("的有") || rest.starts_with("的企业") || cues.has(Cue::CoopWish, between) {
            return None;
        }
        let object = product::object(self.scene, rest).filter(|_| !rest.is_empty());
        let service = ["服务", "支持", "帮助", "保障", "便利", "资金", "贷款", "咨询", "培训", "指导", "平台", "机会", "报告", "调研", "介绍"];
        if service.iter().any(|word| rest.contains(word)) && object.as_ref().is_none_or(|o| service.iter().any(|w| o.contains(w))) {
            return None;
        }
        let supplier = supplier()?;
        let weak = ["做", "造", "提供", "设计", "生产", "打造", "对"].contains(&verb);
        let object = object.or_else(|| product::before_preposition(self.scene, before, preposition));
        if weak && object.is_none() {
            return None;
        }
        let kind = if ["代工", "代加工", "加工"].contains(&verb) { CooperationKind::Outsourcing } else { CooperationKind::Supply };
        let object = product::with_next_clause(self.scene, object, span.end, supplier);
        Some(self.pair(supplier, org, kind, object, verb, span.start..span.end + hit.span.end))
    }

    /// A 是 B 的供应商; A 是 B 的客户.
    fn is_supplier(&self, org: usize, span: &Range<usize>, before: &str, after: &str) -> Option<Found> {
        let cues = self.scene.cues;
        let copula = cues.find_last(Cue::Copula, before)?;
        let (noun, supplies) = match (cues.find(Cue::SupplierNoun, after), cues.find(Cue::CustomerNoun, after)) {
            (Some(hit), _) => (hit, true),
            (None, Some(hit)) => (hit, false),
            (None, None) => return None,
        };
        let between = &after[..noun.span.start];
        if between.chars().count() > 30 || before[copula.span.end..].chars().count() > 6 || before.contains('不') || before.contains("希望") {
            return None;
        }
        let subject = self.subject(span.start - (before.len() - copula.span.start), org)?;
        let thing = between.rfind('的').map_or(between, |at| &between[at + '的'.len_utf8()..]);
        let product = product::tidy(self.scene, thing).or_else(|| product::of_subject(self.scene, subject, self.range.clone()));
        let verb = after[noun.span.clone()].to_owned();
        let (supplier, customer) = if supplies { (subject, org) } else { (org, subject) };
        Some(self.pair(supplier, customer, CooperationKind::Supply, product, &verb, span.start..span.end + noun.span.end))
    }

    /// A 拿下 B 的订单.
    fn won_order(&self, org: usize, span: &Range<usize>, before: &str, after: &str) -> Option<Found> {
        let cues = self.scene.cues;
        let won = cues.ends(Cue::OrderWon, before).or_else(|| cues.ends(Cue::OrderWon, before.trim_end_matches(['了', '到', '来', '自'])))?;
        let noun = cues.find(Cue::OrderNoun, after).filter(|hit| after[..hit.span.start].chars().count() <= 14)?;
        let supplier = self.subject(span.start - (before.len() - won), org)?;
        let thing = after[..noun.span.start].trim_start_matches('的');
        let product = product::tidy(self.scene, thing).or_else(|| product::of_subject(self.scene, supplier, self.range.clone()));
        Some(self.pair(supplier, org, CooperationKind::Supply, product, before[won..].trim_end_matches('了'), span.start..span.end + noun.span.end))
    }

    /// A 从 B 采购 P; A 采购 B 的 P; A 采用 B 的 P.
    fn buys(&self, org: usize, span: &Range<usize>, before: &str, after: &str) -> Option<Found> {
        let cues = self.scene.cues;
        if let (Some(place), Some(hit)) = (cues.ends(Cue::BuyFrom, before), cues.find(Cue::BuyVerb, after))
            && after[..hit.span.start].chars().count() <= 6
        {
            let customer = self.subject(span.start - (before.len() - place), org)?;
            let product = product::object(self.scene, &after[hit.span.end..]);
            return Some(self.pair(org, customer, CooperationKind::Supply, product, &after[hit.span.clone()], span.start..span.end + hit.span.end));
        }
        let verb = cues.ends(Cue::BuyVerb, before.trim_end_matches('了')).or_else(|| cues.ends(Cue::Uses, before.trim_end_matches('了')))?;
        let thing = product::object(self.scene, after.strip_prefix('的')?)?;
        let customer = self.subject(span.start - (before.len() - verb), org)?;
        Some(self.pair(org, customer, CooperationKind::Supply, Some(thing), &before[verb..], span.start..span.end))
    }

    /// A 把 P 交给 B 加工.
    fn hands_over(&self, org: usize, span: &Range<usize>, before: &str, after: &str) -> Option<Found> {
        let cues = self.scene.cues;
        let verb = cues.ends(Cue::HandOver, before)?;
        let work = ["做", "加工", "代工", "生产", "制造", "完成", "承担", "处理", "代加工"].iter().any(|w| after.contains(w));
        let outright = ["委托", "外包给", "外协给", "包给"].iter().any(|w| before[verb..].ends_with(w));
        if !work && !outright {
            return None;
        }
        let customer = self.subject(span.start - (before.len() - verb), org)?;
        let front = &before[..verb];
        let thing = front.rfind(['把', '将']).map(|at| &front[at + '把'.len_utf8()..]);
        let product = thing.and_then(|thing| product::tidy(self.scene, thing)).or_else(|| product::lacked(self.scene, &self.range, span.start));
        Some(self.pair(org, customer, CooperationKind::Outsourcing, product, &before[verb..], span.start..span.end))
    }

    /// B 的 P 由 A 供应.
    fn is_made_by(&self, org: usize, span: &Range<usize>, before: &str, after: &str) -> Option<Found> {
        let front = before.strip_suffix('由').or_else(|| before.strip_suffix("均由")).or_else(|| before.strip_suffix("来自"))?;
        let hit = self.scene.cues.starts(Cue::SupplyVerb, after)?;
        if ["做", "设计", "造"].contains(&&after[..hit]) {
            return None;
        }
        let customer = self.subject(span.start - (before.len() - front.len()), org)?;
        let start = self.scene.clause_start(span.start);
        let named = self.scene.mentions(start..span.start).last().map_or(0, |m| m.span.end - start);
        let thing = product::tidy(self.scene, front.get(named..).unwrap_or_default().trim_start_matches('的'))
            .or_else(|| product::object(self.scene, &after[hit..]));
        Some(self.pair(org, customer, CooperationKind::Supply, thing, &after[..hit], span.start..span.end + hit))
    }

    /// 成为某某项目的合作商: the partner is a project.
    fn project_supplier(&self) -> Option<Found> {
        let scene = self.scene;
        let text = self.text(self.range.clone());
        let copula = ["成为", "入选为", "成了"].iter().find_map(|word| text.find(word).map(|at| at + word.len()))?;
        let rest = &text[copula..scene.clause_end(self.range.start + copula) - self.range.start];
        let noun = scene.cues.find(Cue::SupplierNoun, rest)?;
        let front = &rest[..noun.span.start];
        let owner = front.find('的')?;
        let (project, thing) = (&front[..owner], &front[owner + '的'.len_utf8()..]);
        let place = self.range.start + copula;
        if !project.ends_with("项目") || !scene.mentions(place..place + owner).is_empty() {
            return None;
        }
        let supplier = self.subject(place, usize::MAX)?;
        Some(Found {
            parties: vec![Party::Org(supplier), Party::Named(project.to_owned())],
            supplier: Some(Party::Org(supplier)),
            customer: Some(Party::Named(project.to_owned())),
            product: product::tidy(scene, thing),
            kind: CooperationKind::Supply,
            verb: rest[noun.span].to_owned(),
            at: place..place + noun_end(rest, scene),
        })
    }
}

fn noun_end(rest: &str, scene: &Scene<'_>) -> usize {
    scene.cues.find(Cue::SupplierNoun, rest).map_or(rest.len(), |hit| hit.span.end)
}
