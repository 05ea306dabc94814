//! Statements about two: 给 B 供应, 是 B 的供应商, 拿下 B 的订单, 从 B 采购, 交给 B 加工.

use super::{
    super::{cues::Cue, draft::CooperationKind},
    Found, Party, product,
    rules::Part,
    scene::Scene,
};
use std::ops::Range;

/// Rules for two: 给 B 供应, 是 B 的供应商, 拿下 B 的订单, 从 B 采购, 交给 B 加工.
impl Part<'_, '_> {
    pub(super) fn pairs(&self, found: &mut Vec<Found>) {
        let over = ["终止合作", "中止合作", "不再合作", "停止合作", "停止供货", "解除合同", "侵权", "侵害"];
        if over.iter().any(|word| self.text(self.range.clone()).contains(word)) {
            return;
        }
        let mentions = self.scene.mentions(self.range.clone());
        for mention in &mentions {
            let start = self.scene.clause_start(mention.span.start).max(self.range.start);
            // 给隔壁的 B 供应: what describes B stands between.
            let mut before = self.text(start..mention.span.start);
            while let Some(cut) = self.scene.cues.ends(Cue::Beside, before) {
                before = &before[..cut];
            }
            before = self.before_attribute(before, start);
            let after = self.text(mention.span.end..self.scene.clause_end(mention.span.end));
            if self.scene.cues.has(Cue::CoopWish, before) || self.scene.is_house(mention.org) {
                continue;
            }
            let rules =
                [Self::hands_over, Self::supplies, Self::is_supplier, Self::won_order, Self::buys, Self::is_made_by];
            if let Some(one) = rules.iter().find_map(|rule| rule(self, mention.org, &mention.span, before, after)) {
                let parties = one.parties.iter().filter(|party| **party != Party::Org(usize::MAX)).count();
                if parties > 1 && one.supplier != one.customer {
                    found.push(one);
                }
            }
        }
        found.extend(self.project_supplier());
    }

    /// 交给同在一条街上的 B: the attribute between the word and the name is passed over.
    fn before_attribute<'t>(&self, before: &'t str, start: usize) -> &'t str {
        let Some(attribute) = before.strip_suffix('的') else { return before };
        let ends_at = |cue: Cue| {
            let mut cuts = attribute.char_indices().map(|(at, _)| at).rev().take(12).filter(|at| *at > 0);
            cuts.find(|at| self.scene.cues.ends(cue, &before[..*at]).is_some())
        };
        let cut = [Cue::HandOver, Cue::SupplyTo].into_iter().find_map(ends_at);
        let cut = cut.filter(|at| self.scene.mentions(start + *at..start + before.len()).is_empty());
        cut.map_or(before, |at| &before[..at])
    }

    /// The subject a clause speaks of: the name at its head, or the one carried over from before.
    fn subject(&self, at: usize, other: usize) -> Option<usize> {
        let start = self.scene.clause_start(at).max(self.range.start);
        let own = self.text(start..at);
        let unnamed = ["企业", "厂家", "单位", "几家", "多家", "一家", "公司们"].iter().any(|word| own.contains(word));
        let here: Vec<usize> =
            self.scene.mentions(start..at).iter().map(|m| m.org).filter(|org| *org != other).collect();
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
        (points_back.iter().any(|word| head.starts_with(word)) || head.chars().count() <= 2)
            .then(|| self.topic())
            .flatten()
            .filter(|org| *org != other)
    }

    fn pair(
        &self,
        supplier: usize,
        customer: usize,
        kind: CooperationKind,
        product: Option<String>,
        verb: &str,
        at: Range<usize>,
    ) -> Found {
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
        let place = cues.ends(Cue::SupplyTo, before).filter(|_| cues.ends(Cue::HandOver, before).is_none())?;
        let preposition = &before[place..];
        if ["成为", "作为", "认为", "因为", "称为", "列为", "评为"].iter().any(|word| before.ends_with(word))
        {
            return None;
        }
        let supplier = || self.subject(start_of(self, span) + place, org);
        let hit = cues.find(Cue::SupplyVerb, after);
        if preposition.ends_with('供') && after.chars().count() <= 2 {
            let supplier = supplier()?;
            let named = self.scene.mentions(self.range.start..span.start).into_iter().rfind(|m| m.org == supplier)?;
            let thing = product::tidy(self.scene, self.text(named.span.end..start_of(self, span) + place))?;
            return Some(self.pair(
                supplier,
                org,
                CooperationKind::Supply,
                Some(thing),
                preposition,
                named.span.start..span.end,
            ));
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
        let service = [
            "服务", "支持", "帮助", "保障", "便利", "资金", "贷款", "咨询", "培训", "指导", "平台", "机会", "报告",
            "调研", "介绍",
        ];
        if service.iter().any(|word| rest.contains(word))
            && object.as_ref().is_none_or(|o| service.iter().any(|w| o.contains(w)))
        {
            return None;
        }
        let supplier = supplier()?;
        let weak = ["做", "造", "提供", "设计", "生产", "打造", "对"].contains(&verb);
        let own = self.scene.mentions(start_of(self, span)..start_of(self, span) + place);
        let front = own.last().map_or(0, |m| m.span.end - start_of(self, span)).min(place);
        let object = object.or_else(|| product::before_preposition(self.scene, &before[front..place]));
        if weak && object.is_none() {
            return None;
        }
        let kind = if ["代工", "代加工", "加工"].contains(&verb) {
            CooperationKind::Outsourcing
        } else {
            CooperationKind::Supply
        };
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
        if between.chars().count() > 30
            || before[copula.span.end..].chars().count() > 6
            || before.contains('不')
            || before.contains("希望")
        {
            return None;
        }
        let subject = self.subject(start_of(self, span) + copula.span.start, org)?;
        let thing = between.rfind('的').map_or(between, |at| &between[at + '的'.len_utf8()..]);
        let product =
            product::tidy(self.scene, thing).or_else(|| product::of_subject(self.scene, subject, self.range.clone()));
        let verb = after[noun.span.clone()].to_owned();
        let (supplier, customer) = if supplies { (subject, org) } else { (org, subject) };
        Some(self.pair(
            supplier,
            customer,
            CooperationKind::Supply,
            product,
            &verb,
            span.start..span.end + noun.span.end,
        ))
    }

    /// A 拿下 B 的订单.
    fn won_order(&self, org: usize, span: &Range<usize>, before: &str, after: &str) -> Option<Found> {
        let cues = self.scene.cues;
        let won = cues
            .ends(Cue::OrderWon, before)
            .or_else(|| cues.ends(Cue::OrderWon, before.trim_end_matches(['了', '到', '来', '自'])))?;
        let noun = cues.find(Cue::OrderNoun, after).filter(|hit| after[..hit.span.start].chars().count() <= 14)?;
        let supplier = self.subject(start_of(self, span) + won, org)?;
        let thing = after[..noun.span.start].trim_start_matches('的');
        let product =
            product::tidy(self.scene, thing).or_else(|| product::of_subject(self.scene, supplier, self.range.clone()));
        Some(self.pair(
            supplier,
            org,
            CooperationKind::Supply,
            product,
            before[won..].trim_end_matches('了'),
            span.start..span.end + noun.span.end,
        ))
    }

    /// A 从 B 采购 P; A 采购 B 的 P; A 采用 B 的 P.
    fn buys(&self, org: usize, span: &Range<usize>, before: &str, after: &str) -> Option<Found> {
        let cues = self.scene.cues;
        if let (Some(place), Some(hit)) = (cues.ends(Cue::BuyFrom, before), cues.find(Cue::BuyVerb, after))
            && after[..hit.span.start].chars().count() <= 6
        {
            let customer = self.subject(start_of(self, span) + place, org)?;
            let product = product::object(self.scene, &after[hit.span.end..]);
            return Some(self.pair(
                org,
                customer,
                CooperationKind::Supply,
                product,
                &after[hit.span.clone()],
                span.start..span.end + hit.span.end,
            ));
        }
        let verb = cues
            .ends(Cue::BuyVerb, before.trim_end_matches('了'))
            .or_else(|| cues.ends(Cue::Uses, before.trim_end_matches('了')))?;
        let thing = product::object(self.scene, after.strip_prefix('的')?)?;
        let customer = self.subject(start_of(self, span) + verb, org)?;
        Some(self.pair(org, customer, CooperationKind::Supply, Some(thing), &before[verb..], span.start..span.end))
    }

    /// A 把 P 交给 B 加工.
    fn hands_over(&self, org: usize, span: &Range<usize>, before: &str, after: &str) -> Option<Found> {
        let cues = self.scene.cues;
        let verb = cues.ends(Cue::HandOver, before)?;
        let work =
            ["做", "加工", "代工", "生产", "制造", "完成", "承担", "处理", "代加工"].iter().any(|w| after.contains(w));
        let outright = ["委托", "外包给", "外协给", "包给"].iter().any(|w| before[verb..].ends_with(w));
        if !work && !outright {
            return None;
        }
        let customer = self.subject(start_of(self, span) + verb, org)?;
        let front = &before[..verb];
        let thing = front.rfind(['把', '将']).map(|at| &front[at + '把'.len_utf8()..]);
        let product = thing
            .and_then(|thing| product::tidy(self.scene, thing))
            .or_else(|| product::lacked(self.scene, &self.range, span.start));
        Some(self.pair(org, customer, CooperationKind::Outsourcing, product, &before[verb..], span.start..span.end))
    }

    /// B 的 P 由 A 供应.
    fn is_made_by(&self, org: usize, span: &Range<usize>, before: &str, after: &str) -> Option<Found> {
        let front = before
            .strip_suffix('由')
            .or_else(|| before.strip_suffix("均由"))
            .or_else(|| before.strip_suffix("来自"))?;
        let hit = self.scene.cues.starts(Cue::SupplyVerb, after)?;
        if ["做", "设计", "造"].contains(&&after[..hit]) {
            return None;
        }
        let customer = self.subject(start_of(self, span) + front.len(), org)?;
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

/// Where the text before a mention begins: its clause, or the part.
fn start_of(part: &Part<'_, '_>, span: &Range<usize>) -> usize {
    part.scene.clause_start(span.start).max(part.range.start)
}

fn noun_end(rest: &str, scene: &Scene<'_>) -> usize {
    scene.cues.find(Cue::SupplierNoun, rest).map_or(rest.len(), |hit| hit.span.end)
}
