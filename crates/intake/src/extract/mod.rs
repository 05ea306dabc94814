//! Drafts out of running text: visit notes, chat messages, minutes and news.
//!
//! Rules and word lists only (`data/lexicon/extract.txt`): the same text gives the same drafts, offline. Nothing here
//! knows the roster; names are read from the text itself. Every draft keeps the sentence it was read from and its
//! place in the original text, for a person to confirm.
//!
//! A [`DraftFile`] is what a person edits between `extract --out` and `confirm`:
//!
//! ```json
//! {"source": {"kind": "visit", "ref": "走访.docx", "date": "2026-11-04"},
//!  "notes": [{"id": "走访.docx", "company": "甲传动",
//!    "offers": [{"text": "减速机", "sentence": "…", "span": {"start": 0, "end": 9}}], "buys": [], "processes": [],
//!    "pains": [{"what": "漏油", "topic": "质量", "sentence": "…", "span": {"start": 12, "end": 18}}],
//!    "needs": [{"what": "找铸件厂", "kind": "supply", "kind_name": "找供应商", "deadline": "月底前",
//!      "deadline_date": "2026-11-30", "sentence": "…", "span": {"start": 20, "end": 32}}],
//!    "financing": null,
//!    "promises": [{"what": "介绍两家铸造厂", "due": "下周", "due_date": "2026-11-15", "who": "秘书处", "sentence": "…",
//!      "span": {"start": 40, "end": 61}}],
//!    "mentions": []}],
//!  "news": [{"id": "…", "companies": [{"name": "甲传动", "aliases": [], "products": ["减速机"],
//!      "span": {"start": 0, "end": 9}, "in_title": false}],
//!    "cooperations": [{"participants": ["甲传动", "乙电机"], "product": "电机", "kind": "供货配套", "verb": "供货",
//!      "roles": {"supplier": "乙电机", "customer": "甲传动"}, "sentence": "…", "span": {"start": 0, "end": 60},
//!      "in_title": false}]}]}
//! ```
//!
//! Only `company`, `text`, `what`, `kind`, `name` and `participants` must be there when it is read back. `extract`
//! without `--out` prints one element of `notes` or of `news`.

mod amounts;
mod classes;
mod cues;
mod dates;
mod draft;
mod draft_file;
mod headings;
mod holidays;
mod informal;
mod news;
mod note;
mod orgs;
mod phrase;
mod shortnames;
mod source;

use cues::Cues;
use phrase::Phrases;
use qianxian_text::{LexiconError, Recognizer};
use std::sync::Arc;

pub use draft::{
    CooperationDraft, CooperationKind, Extraction, Financing, FinancingKind, Input, LineItem, NamedCompany, NeedItem,
    NewsDrafts, NoteDrafts, PainItem, PainTopic, PromiseItem, Roles,
};
pub use draft_file::{DraftFile, DraftSource, TextKind, kind_of};
pub use source::Span;

/// Reads drafts out of texts. Immutable and cheap to share.
#[derive(Debug, Clone)]
pub struct Extractor {
    recognizer: Arc<Recognizer>,
    cues: Arc<Cues>,
}

impl Extractor {
    /// Takes a recogniser and the lexicon file (name, text). Fails on a line of an unknown class and when a class is
    /// missing.
    pub fn new(recognizer: Arc<Recognizer>, lexicon: (&str, &str)) -> Result<Extractor, LexiconError> {
        let cues = Cues::parse(lexicon.0, lexicon.1)?;
        Ok(Extractor { recognizer, cues: Arc::new(cues) })
    }
}

/// Reads the drafts of one text.
pub fn extract(extractor: &Extractor, input: &Input) -> Extraction {
    let cues = &*extractor.cues;
    let phrases = Phrases { cues, recognizer: &extractor.recognizer };
    let today = input.date.as_deref().and_then(dates::day_of_writing);
    if is_news(input) {
        Extraction::News(news::drafts(cues, phrases, input))
    } else {
        Extraction::Note(Box::new(note::drafts(cues, phrases, input, today)))
    }
}

/// News has a title or says so; everything else is a note.
fn is_news(input: &Input) -> bool {
    match input.channel.as_deref() {
        Some("news" | "article") => true,
        Some("visit" | "wechat" | "minutes" | "note" | "chat" | "phone") => false,
        _ => input.title.as_deref().is_some_and(|title| !title.trim().is_empty()),
    }
}

#[cfg(test)]
mod tests;
