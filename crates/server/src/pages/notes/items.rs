//! What was read from a note as a list of items to accept, edit or dismiss, and back again into drafts.

use jiff::civil::Date;
use qianxian_intake::extract::{DraftFile, LineItem, NoteDrafts};
use std::collections::HashMap;

/// One item on the screen.
pub(super) struct Item {
    /// Which list and which place: `offers.0`.
    pub(super) key: String,
    /// What it would become, in Chinese.
    pub(super) label: &'static str,
    /// Its words.
    pub(super) text: String,
    /// The sentence it stands in: before, the words themselves, behind.
    pub(super) sentence: (String, String, String),
    /// The date it has or may get; nothing for what has none.
    pub(super) date: Option<String>,
    /// Ticked.
    pub(super) keep: bool,
    /// Bytes of the text.
    pub(super) span: (usize, usize),
}

/// A form as it came in.
#[derive(Debug, Default)]
pub(super) struct Edits {
    keep: Vec<String>,
    values: HashMap<String, String>,
}

impl Edits {
    pub(super) fn new(fields: Vec<(String, String)>) -> Edits {
        let (keep, values): (Vec<_>, Vec<_>) = fields.into_iter().partition(|(name, _)| name == "keep");
        Edits { keep: keep.into_iter().map(|(_, key)| key).collect(), values: values.into_iter().collect() }
    }

    pub(super) fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", |value| value.trim())
    }

    fn text(&self, key: &str, before: &str) -> String {
        let typed = self.value(&format!("text.{key}"));
        if typed.is_empty() { before.to_owned() } else { typed.chars().take(200).collect() }
    }

    /// The day of an item: what was typed, nothing where it was emptied, what was read where the form has no such field.
    fn date(&self, key: &str, read: Option<Date>) -> Option<Date> {
        let name = format!("date.{key}");
        if self.values.contains_key(&name) { self.value(&name).parse().ok() } else { read }
    }

    /// The items as the person left them, for a page that is shown again.
    pub(super) fn apply(&self, items: &mut [Item]) {
        for item in items {
            item.keep = self.keep.contains(&item.key);
            item.text = self.text(&item.key, &item.text);
            if item.date.is_some() {
                item.date = Some(self.value(&format!("date.{}", item.key)).to_owned());
            }
        }
    }

    /// Keeps what is ticked, with the words as edited.
    fn kept<T>(&self, items: Vec<T>, list: &str, edit: impl Fn(&mut T, &str)) -> Vec<T> {
        let keyed = items.into_iter().enumerate().map(|(at, item)| (format!("{list}.{at}"), item));
        let keyed = keyed.filter(|(key, _)| self.keep.contains(key));
        keyed
            .map(|(key, mut item)| {
                edit(&mut item, &key);
                item
            })
            .collect()
    }
}

/// The items of a file of drafts, in the order of the lists.
pub(super) fn items(file: &DraftFile) -> Vec<Item> {
    let mut items = Vec::new();
    for note in &file.notes {
        lines(&mut items, "offers", "卖什么", &note.offers);
        lines(&mut items, "buys", "买什么", &note.buys);
        lines(&mut items, "processes", "能做什么", &note.processes);
        for (at, pain) in note.pains.iter().enumerate() {
            let span = (pain.span.start, pain.span.end);
            items.push(item("pains", at, "困扰与问题", &pain.what, &pain.sentence, None, span));
        }
        for (at, need) in note.needs.iter().enumerate() {
            let span = (need.span.start, need.span.end);
            items.push(item("needs", at, "需求", &need.what, &need.sentence, Some(need.deadline_date), span));
        }
        if let Some(financing) = &note.financing {
            let words = [Some(financing.kind.zh()), financing.amount.as_deref(), financing.due.as_deref()];
            let words = words.into_iter().flatten().collect::<Vec<_>>().join(" ");
            let span = (financing.span.start, financing.span.end);
            let due = Some(financing.due_date);
            items.push(item("financing", 0, "融资", &words, &financing.sentence, due, span));
        }
        for (at, promise) in note.promises.iter().enumerate() {
            let span = (promise.span.start, promise.span.end);
            items.push(item(
                "promises",
                at,
                "承诺事项",
                &promise.what,
                &promise.sentence,
                Some(promise.due_date),
                span,
            ));
        }
    }
    for news in &file.news {
        for (at, deal) in news.cooperations.iter().enumerate() {
            let words = format!(
                "{}（{}）{}",
                deal.participants.join("、"),
                deal.kind.zh(),
                deal.product.as_deref().unwrap_or("")
            );
            let span = (deal.span.start, deal.span.end);
            items.push(item("cooperations", at, "协作", &words, &deal.sentence, None, span));
        }
        for (at, company) in news.companies.iter().enumerate().filter(|(_, company)| !company.products.is_empty()) {
            let span = (company.span.start, company.span.end);
            let words = format!("{}：{}", company.name, company.products.join("、"));
            items.push(item("companies", at, "卖什么", &words, "", None, span));
        }
    }
    items
}

fn lines(items: &mut Vec<Item>, list: &str, label: &'static str, found: &[LineItem]) {
    for (at, line) in found.iter().enumerate() {
        items.push(item(list, at, label, &line.text, &line.sentence, None, (line.span.start, line.span.end)));
    }
}

fn item(
    list: &str,
    at: usize,
    label: &'static str,
    text: &str,
    sentence: &str,
    date: Option<Option<Date>>,
    span: (usize, usize),
) -> Item {
    let sentence = match sentence.split_once(text) {
        Some((before, behind)) => (before.to_owned(), text.to_owned(), behind.to_owned()),
        None => (sentence.to_owned(), String::new(), String::new()),
    };
    let date = date.map(|date| date.map_or_else(String::new, |date| date.to_string()));
    Item { key: format!("{list}.{at}"), label, text: text.to_owned(), sentence, date, keep: true, span }
}

impl Item {
    /// Whether its words may be edited: those put together from several parts may not.
    pub(super) fn is_editable(&self) -> bool {
        !["financing", "cooperations", "companies"].iter().any(|list| self.key.starts_with(list))
    }
}

/// The drafts with what the person kept and edited.
pub(super) fn edited(file: DraftFile, edits: &Edits) -> DraftFile {
    let line = |item: &mut LineItem, key: &str| item.text = edits.text(key, &item.text);
    let note = |note: NoteDrafts| NoteDrafts {
        offers: edits.kept(note.offers, "offers", line),
        buys: edits.kept(note.buys, "buys", line),
        processes: edits.kept(note.processes, "processes", line),
        pains: edits.kept(note.pains, "pains", |pain, key| pain.what = edits.text(key, &pain.what)),
        needs: edits.kept(note.needs, "needs", |need, key| {
            need.what = edits.text(key, &need.what);
            need.deadline_date = edits.date(key, need.deadline_date);
        }),
        financing: edits
            .kept(note.financing.into_iter().collect(), "financing", |one, key| {
                one.due_date = edits.date(key, one.due_date);
            })
            .pop(),
        promises: edits.kept(note.promises, "promises", |promise, key| {
            promise.what = edits.text(key, &promise.what);
            promise.due_date = edits.date(key, promise.due_date);
        }),
        ..note
    };
    let notes = file.notes.into_iter().map(note).collect();
    let mut news = file.news;
    for one in &mut news {
        one.cooperations = edits.kept(std::mem::take(&mut one.cooperations), "cooperations", |_, _| {});
        for (at, company) in one.companies.iter_mut().enumerate() {
            if !edits.keep.contains(&format!("companies.{at}")) {
                company.products.clear();
            }
        }
    }
    DraftFile { source: file.source, notes, news }
}

/// The text cut into pieces: words alone, and words of an item with its key.
pub(super) fn pieces(text: &str, items: &[Item]) -> Vec<(String, Option<String>)> {
    let mut spans: Vec<(usize, usize, &str)> =
        items.iter().map(|item| (item.span.0, item.span.1, item.key.as_str())).collect();
    spans.sort_unstable();
    let mut pieces = Vec::new();
    let mut at = 0;
    for (start, end, key) in spans {
        if start < at || start >= end {
            continue;
        }
        if let (Some(plain), Some(marked)) = (text.get(at..start), text.get(start..end)) {
            pieces.push((plain.to_owned(), None));
            pieces.push((marked.to_owned(), Some(key.to_owned())));
            at = end;
        }
    }
    pieces.push((text.get(at..).unwrap_or_default().to_owned(), None));
    pieces.retain(|(words, _)| !words.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note() -> DraftFile {
        serde_json::from_value(serde_json::json!({
            "source": {"kind": "visit", "ref": "走访", "date": "2026-11-04"},
            "notes": [{"company": "甲传动", "offers": [
                {"text": "减速机", "sentence": "做减速机和轴承。", "span": {"start": 3, "end": 12}},
                {"text": "轴承", "sentence": "做减速机和轴承。", "span": {"start": 15, "end": 21}}],
              "promises": [{"what": "介绍铸造厂", "who": "秘书处", "due": null, "due_date": null}]}]
        }))
        .expect("a draft file")
    }

    #[test]
    fn dismissed_items_go_and_edited_ones_change() {
        let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let edits = Edits::new(vec![
            field("keep", "offers.1"),
            field("keep", "promises.0"),
            field("text.offers.1", "圆锥滚子轴承"),
            field("date.promises.0", "2026-11-11"),
        ]);
        let file = edited(note(), &edits);
        assert_eq!(file.notes[0].offers.len(), 1);
        assert_eq!(file.notes[0].offers[0].text, "圆锥滚子轴承");
        assert_eq!(file.notes[0].promises[0].due_date, Some(jiff::civil::date(2026, 11, 11)));
    }

    #[test]
    fn the_text_is_whole_in_pieces() {
        let text = "做减速机和轴承。";
        let items = items(&note());
        let pieces = pieces(text, &items);
        assert_eq!(pieces.iter().map(|(words, _)| words.as_str()).collect::<String>(), text);
        let marked: Vec<&str> =
            pieces.iter().filter(|(_, key)| key.is_some()).map(|(words, _)| words.as_str()).collect();
        assert_eq!(marked, ["减速机", "轴承"]);
    }
}
