//! Splits a company name: places, group, brand (字号), words of trade, legal form, branch.

use super::{
    NameParts, Names, level,
    places::PlaceId,
    words::{FormWord, Trade},
};
use std::ops::Range;

/// What the end of a name says about the kind of organisation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) limited: bool,
    pub(super) joint: bool,
    pub(super) group: bool,
    pub(super) factory: bool,
    /// 总公司, 总厂.
    pub(super) main: bool,
    /// 研究院, 大学, 合作社: place in the word list.
    pub(super) other: Option<u16>,
    /// 研究院, 大学 and the like, not 商行.
    pub(super) institute: bool,
    /// As registered: 有限公司, 厂; not 公司, 股份, 集团 or nothing.
    pub(super) complete: bool,
}

/// A word of trade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) range: Range<usize>,
    pub(super) trade: Trade,
}

/// A name split up. Ranges without further word point into `plain`.
#[derive(Debug, Clone, Default)]
pub(super) struct Parsed {
    /// The levelled name.
    pub(super) text: String,
    /// The levelled name without brackets.
    pub(super) plain: String,
    /// Byte offset in `text` for each byte of `plain`; empty while both are equal.
    pub(super) offsets: Vec<u32>,
    /// Places at the front.
    pub(super) lead: Vec<PlaceId>,
    /// Places in brackets.
    pub(super) bracket: Vec<PlaceId>,
    /// Place behind the group or the brand: 某某集团济南…, 某某青岛….
    pub(super) inner: Option<PlaceId>,
    /// Every place, in `text`.
    pub(super) places: Vec<Range<usize>>,
    /// 某某集团 before the company's own name.
    pub(super) group: Range<usize>,
    pub(super) group_brand: Range<usize>,
    /// 字号; the group's where the own name has none.
    pub(super) brand: Range<usize>,
    /// Second brand behind an inner place; empty, but where the own name begins, behind a group.
    pub(super) own: Range<usize>,
    pub(super) trade: Range<usize>,
    pub(super) tokens: Vec<Token>,
    pub(super) form: Form,
    pub(super) form_range: Range<usize>,
    pub(super) branch: Range<usize>,
    /// Everything between the places at the front and the form.
    pub(super) core: Range<usize>,
    /// What trailing brackets say, when it is neither place nor branch nor name.
    pub(super) remark: String,
    /// Other names given in brackets.
    pub(super) aliases: Vec<String>,
}

const INNER_FORMS: [&str; 5] = ["有限公司", "有限责任公司", "股份公司", "总公司", "集团公司"];

impl Parsed {
    pub(super) fn get(&self, range: &Range<usize>) -> &str {
        &self.plain[range.clone()]
    }

    pub(super) fn brand(&self) -> &str {
        self.get(&self.brand)
    }

    /// The places at the front as written.
    pub(super) fn lead_words(&self) -> &str {
        &self.plain[..self.core.start]
    }

    pub(super) fn trade(&self) -> &str {
        self.get(&self.trade)
    }

    /// Sectors of its words of trade; 0 where they say nothing.
    pub(super) fn sectors(&self) -> u32 {
        self.tokens.iter().fold(0, |all, token| all | token.trade.sectors)
    }

    fn in_text(&self, range: &Range<usize>) -> Range<usize> {
        if self.offsets.is_empty() {
            return range.clone();
        }
        let start = self.offsets.get(range.start).map_or(self.text.len(), |at| *at as usize);
        if range.is_empty() {
            return start..start;
        }
        let end = self.offsets.get(range.end - 1).map_or(self.text.len(), |at| *at as usize + 1);
        start..end
    }

    /// With the opening bracket of (集团).
    fn form_in_text(&self) -> Range<usize> {
        let range = self.in_text(&self.form_range);
        let opened = self.text[..range.start].ends_with('(') && self.text[range.clone()].contains(')');
        range.start - usize::from(opened)..range.end
    }

    pub(super) fn into_parts(self) -> NameParts {
        NameParts {
            places: self.places.clone(),
            group: self.in_text(&self.group),
            brand: self.in_text(&self.brand),
            trade: self.in_text(&self.trade),
            form: self.form_in_text(),
            branch: self.in_text(&self.branch),
            text: self.text,
        }
    }
}

impl Names {
    pub(super) fn parse_name(&self, name: &str) -> Parsed {
        let mut parsed = Parsed { text: level(name), ..Parsed::default() };
        let trailing_branch = self.open_brackets(&mut parsed);
        let (mut lead_starts, lead_end) = self.lead_places(&mut parsed);
        let whole = parsed.plain.len();
        parsed.branch = trailing_branch.unwrap_or_else(|| self.branch_start(&parsed.plain, lead_end)..whole);
        let head = parsed.branch.start;
        let form_start = self.strip_form(&mut parsed, lead_end, head);
        parsed.form_range = form_start..head;
        parsed.core = lead_end..form_start;
        if let (true, false, Some(start)) = (parsed.core.is_empty(), parsed.form.institute, lead_starts.pop()) {
            // 大同有限公司: what was taken for a place is the brand where nothing else is left.
            parsed.lead.pop();
            parsed.places.pop();
            parsed.core = start..form_start;
        }
        self.split_core(&mut parsed);
        parsed.places.sort_by_key(|range| range.start);
        parsed
    }

    /// Places at the front: where each begins in the plain name, and where the last one ends.
    fn lead_places(&self, parsed: &mut Parsed) -> (Vec<usize>, usize) {
        let (mut starts, mut end) = (Vec::new(), 0);
        while let Some((length, meanings)) = self.places.at_start(&parsed.plain[end..], true) {
            parsed.lead.extend(self.places.choose(&parsed.lead, meanings));
            let range = parsed.in_text(&(end..end + length));
            parsed.places.push(range);
            starts.push(end);
            end += length;
        }
        (starts, end)
    }

    /// Where the branch begins; the end of the name where there is none.
    fn branch_start(&self, plain: &str, lead_end: usize) -> usize {
        let rest = &plain[lead_end..];
        let inner = INNER_FORMS.iter().filter_map(|form| rest.find(form).map(|at| (at, lead_end + at + form.len())));
        if let Some((_, end)) = inner.min_by_key(|(at, _)| *at) {
            return end;
        }
        let long_enough = |start: usize| start >= lead_end && plain[lead_end..start].chars().count() >= 2;
        let word = self.words.branches.iter().find(|word| plain.ends_with(word.as_str()));
        if let Some(word) = word {
            let start = self.branch_front(plain, plain.len() - word.len());
            if long_enough(start) {
                return start;
            }
        }
        if let Some(head) = plain.strip_suffix('厂') {
            let number = head.trim_end_matches(is_numeral);
            if number.len() < head.len() {
                let start = number.strip_suffix('第').unwrap_or(number).len();
                if long_enough(start) {
                    return start;
                }
            }
        }
        plain.len()
    }

    /// Numbers and places before a branch word belong to it: 济南第二分公司.
    fn branch_front(&self, plain: &str, mut start: usize) -> usize {
        loop {
            let head = &plain[..start];
            let bare = head.trim_end_matches(is_numeral);
            let before = if bare.len() < head.len() {
                bare.strip_suffix('第').unwrap_or(bare).len()
            } else {
                match self.places.at_end(head) {
                    Some(at) if at > 0 => at,
                    _ => return start,
                }
            };
            start = before;
        }
    }

    /// Strips the words of legal form from `plain[..end]` and returns where they begin.
    fn strip_form(&self, parsed: &mut Parsed, lead_end: usize, mut end: usize) -> usize {
        let form = &mut parsed.form;
        while end > lead_end {
            let head = &parsed.plain[..end];
            let last = head.chars().next_back();
            let found = self.words.forms.iter().enumerate().find(|(_, (word, _))| {
                word.chars().next_back() == last && head.len() >= word.len() && head.ends_with(word.as_str())
            });
            let Some((at, (word, kind))) = found else { break };
            let start = end - word.len();
            let left = if start < lead_end { 0 } else { parsed.plain[lead_end..start].chars().count() };
            let organisation = matches!(kind, FormWord::Factory | FormWord::Institute | FormWord::Shop);
            if start < lead_end || (organisation && left == 1) || (left == 0 && !organisation && lead_end == 0) {
                break;
            }
            match kind {
                FormWord::Limited => form.limited = true,
                FormWord::Joint => form.joint = true,
                FormWord::Group => form.group = true,
                FormWord::Loose => {}
                FormWord::Factory => form.factory = true,
                FormWord::Institute | FormWord::Shop => {
                    form.other = Some(at as u16);
                    form.institute = *kind == FormWord::Institute;
                }
            }
            form.main |= word.starts_with('总');
            form.complete |= match kind {
                FormWord::Limited => word != "有限",
                FormWord::Joint => word.ends_with("公司"),
                FormWord::Factory | FormWord::Institute | FormWord::Shop => true,
                FormWord::Loose | FormWord::Group => false,
            };
            end = start;
            if organisation {
                break;
            }
        }
        end
    }

    /// Group, brand, inner place and words of trade.
    fn split_core(&self, parsed: &mut Parsed) {
        let own = self.split_group(parsed);
        let (brand_end, tokens) = self.split(&parsed.plain, own.clone(), !parsed.lead.is_empty());
        parsed.brand = own.start..brand_end;
        parsed.trade = brand_end..own.end;
        parsed.tokens = tokens;
        if parsed.group.is_empty() {
            self.split_at_place(parsed);
            return;
        }
        parsed.own = own.start..own.start;
        if parsed.brand.is_empty() {
            parsed.brand = parsed.group_brand.clone();
        }
    }

    /// Sets the group and returns the range of the company's own name.
    fn split_group(&self, parsed: &mut Parsed) -> Range<usize> {
        const GROUP: &str = "集团";
        let core = parsed.core.clone();
        parsed.group = core.start..core.start;
        let Some(at) = parsed.plain[core.clone()].find(GROUP) else { return core };
        let (name_end, mut start) = (core.start + at, core.start + at + GROUP.len());
        let rest = &parsed.plain[start..core.end];
        if at == 0 || rest.is_empty() || rest.starts_with("控股") || rest.starts_with("投资") {
            return core;
        }
        let (brand_end, _) = self.split(&parsed.plain, core.start..name_end, !parsed.lead.is_empty());
        parsed.group_brand = core.start..brand_end;
        parsed.group = core.start..start;
        while let Some((length, meanings)) = self.places.at_start(&parsed.plain[start..core.end], true) {
            if start + length == core.end {
                break;
            }
            parsed.inner = self.places.choose(&parsed.lead, meanings);
            let range = parsed.in_text(&(start..start + length));
            parsed.places.push(range);
            start += length;
        }
        start..core.end
    }

    /// 某某青岛车辆: brand, place, own name.
    fn split_at_place(&self, parsed: &mut Parsed) {
        let bounds: Vec<usize> =
            parsed.get(&parsed.brand).char_indices().map(|(at, _)| at + parsed.brand.start).collect();
        let end = parsed.trade.end;
        for at in bounds.into_iter().skip(2).take(3) {
            let Some((length, meanings)) = self.places.at_start(&parsed.plain[at..end], false) else { continue };
            if at + length == end && !parsed.form.complete {
                continue;
            }
            let Some(place) = self.places.choose(&parsed.lead, meanings) else { continue };
            let (own_end, tokens) = self.split(&parsed.plain, at + length..end, true);
            parsed.inner = Some(place);
            let range = parsed.in_text(&(at..at + length));
            parsed.places.push(range);
            parsed.brand.end = at;
            parsed.own = at + length..own_end;
            parsed.trade = own_end..end;
            parsed.tokens = tokens;
            return;
        }
    }

    /// Where the brand ends and the words of trade begin: the earliest place from which everything is words of trade.
    fn split(&self, plain: &str, range: Range<usize>, placed: bool) -> (usize, Vec<Token>) {
        let text = &plain[range.clone()];
        let mut bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let n = bounds.len();
        bounds.push(text.len());
        // steps[i]: the word that begins at character i when all from there on is words of trade.
        let mut steps: Vec<Option<(usize, Trade)>> = vec![None; n + 1];
        let mut heads = vec![false; n + 1];
        for i in (0..n).rev() {
            let goes_on =
                |j: usize, steps: &[Option<(usize, Trade)>], heads: &[bool]| j == n || steps[j].is_some() || heads[j];
            let c = text[bounds[i]..].chars().next().unwrap_or(' ');
            heads[i] = self.words.is_head(c) && goes_on(i + 1, &steps, &heads);
            let number = number_length(&text[bounds[i]..]).map(|n| (n, Trade { number: true, ..Trade::default() }));
            steps[i] = number
                .into_iter()
                .chain(self.words.trades_at(text, &bounds[i..]))
                .filter(|(length, _)| goes_on(i + length, &steps, &heads))
                .last();
        }
        let mut first = if steps[0].is_some() { 0 } else { n };
        if first == n {
            first = (2..n).find(|k| steps[*k].is_some()).unwrap_or(n);
            if first == n && n >= 3 && steps[1].is_some() {
                first = 1;
            }
        } else if let (false, Some((length, trade))) = (placed, steps[0])
            && trade.generic
            && !trade.number
            && length < n
            && steps[length].is_some()
        {
            // 现代重工: an ordinary word as brand.
            first = length;
        }
        let mut tokens = Vec::new();
        let mut at = first;
        while at < n {
            let (length, trade) = steps[at].unwrap_or((1, Trade::default()));
            tokens.push(Token { range: range.start + bounds[at]..range.start + bounds[at + length], trade });
            at += length;
        }
        (range.start + bounds[first], tokens)
    }
}

/// Length in characters of 第一, 第十二 at the start of a text.
fn number_length(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('第')?;
    let digits = rest.chars().take_while(|c| is_numeral(*c)).count();
    (digits > 0).then_some(digits + 1)
}

pub(super) fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || "〇零一二三四五六七八九十".contains(c)
}
