//! The firm that a note names at its head: 某某机械：主要做…; 电话回访：某某铸造，…; 走访某某轴承纪要; 我们公司（某某设备）. There a
//! 字号 may be any word, since only a name can stand.

use super::{
    cues::Cue,
    orgs::{OrgFinder, OrgKind, Orgs},
    source::is_hanzi,
};
use std::ops::Range;

/// Letters of a name at a head.
const LENGTHS: std::ops::RangeInclusive<usize> = 4..=14;
/// What ends a clause.
const ENDS: [char; 8] = [':', ',', '。', ';', '\n', '(', '!', '?'];

impl OrgFinder<'_> {
    /// Finds the firm at the head of a note, or in brackets behind 我们公司.
    pub(super) fn headed(&self, text: &str, orgs: &mut Orgs) {
        let Some(span) = self.at_head(text).or_else(|| self.own_in_brackets(text)) else { return };
        let known = orgs.mentions.iter().find(|m| m.span.start < span.end && span.start < m.span.end);
        orgs.headed = match known {
            Some(mention) => Some(mention.org),
            None => {
                let org = orgs.intern(&text[span.clone()], OrgKind::Firm, false);
                orgs.mention(span, org);
                Some(org)
            }
        };
    }

    /// The first clause, or the one behind 电话回访：, without 走访 in front and 纪要 behind.
    fn at_head(&self, text: &str) -> Option<Range<usize>> {
        let mut from = text.len() - text.trim_start().len();
        for _ in 0..3 {
            let end = text[from..].find(ENDS).map_or(text.len(), |at| from + at);
            let clause = text[from..end].trim();
            let labels = self.cues.is(Cue::HeadLabel, clause) || clause.chars().all(|c| !is_hanzi(c));
            if labels && end < text.len() {
                from = end + text[end..].chars().next().map_or(1, char::len_utf8);
                continue;
            }
            let start = from + (text[from..end].len() - text[from..end].trim_start().len());
            return self.name_within(text, start..start + clause.len());
        }
        None
    }

    /// 我们公司(某某设备).
    fn own_in_brackets(&self, text: &str) -> Option<Range<usize>> {
        self.cues.words(Cue::HeadOwn).iter().find_map(|word| {
            let open = text.find(&format!("{word}("))? + word.len() + 1;
            let close = open + text[open..].find(')')?;
            self.name_within(text, open..close)
        })
    }

    /// The name in a stretch of text: words like 走访 come off its front, words like 纪要 off its end.
    fn name_within(&self, text: &str, range: Range<usize>) -> Option<Range<usize>> {
        let Range { mut start, mut end } = range;
        while let Some(length) = self.cues.starts(Cue::HeadLead, &text[start..end]) {
            start += length;
        }
        while let Some(cut) = self.cues.ends(Cue::HeadTail, &text[start..end]) {
            end = start + cut;
        }
        let name = &text[start..end];
        let plain = name.chars().all(|c| is_hanzi(c) || c.is_ascii_alphanumeric());
        let fits = plain && LENGTHS.contains(&name.chars().count()) && self.is_firm_name(name);
        fits.then_some(start..end)
    }

    /// 字号 and words of trade, nothing else, and no product as a whole.
    fn is_firm_name(&self, name: &str) -> bool {
        let core = super::orgs::strip_place(self.cues, name);
        let products = self.products(core);
        let brands = core.char_indices().map(|(at, _)| at).filter(|at| (2..=4).contains(&core[..*at].chars().count()));
        let named = brands.into_iter().any(|at| {
            let whole = self.trade_run(core, at, &products).is_some_and(|(end, _)| end == core.len());
            whole && !self.is_common(&core[..at]) && self.cues.starts(Cue::OrgGeneric, &core[..at]).is_none()
        });
        // Where the name begins is sure: 正 and 和 may be its first letter.
        let first = core.chars().next().map_or(0, char::len_utf8);
        named && !self.is_product(core) && !self.holds_function_word(core, first, core.len())
    }
}
