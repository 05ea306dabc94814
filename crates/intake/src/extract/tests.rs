//! Own sentences of the kinds secretaries and newspapers write. No firm here exists.

use super::*;
use qianxian_core::chain::{Pack, build, parse_pack};
use qianxian_text::Lexicon;
use std::{fs, path::PathBuf, sync::LazyLock};

mod heads;
mod mutated;
mod news;
mod notes;
mod words;

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| {
    let data = data();
    let mut files: Vec<PathBuf> =
        fs::read_dir(data.join("chain")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "chain"));
    files.sort();
    let packs: Vec<Pack> =
        files.iter().map(|path| parse_pack("chain", &fs::read_to_string(path).unwrap()).unwrap()).collect();
    let words = Lexicon::parse("words.txt", &fs::read_to_string(data.join("lexicon/words.txt")).unwrap()).unwrap();
    let recognizer = Recognizer::new(Arc::new(build(&[packs]).unwrap()), &words);
    Extractor::new(Arc::new(recognizer), ("extract.txt", &lexicon())).unwrap()
});

fn data() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../data")
}

fn lexicon() -> String {
    fs::read_to_string(data().join("lexicon/extract.txt")).unwrap()
}

/// A note written on a Wednesday.
fn note_of(channel: &str, text: &str) -> NoteDrafts {
    let input = Input {
        date: Some("2026-11-04".to_owned()),
        channel: Some(channel.to_owned()),
        text: text.to_owned(),
        ..Input::default()
    };
    match extract(&EXTRACTOR, &input) {
        Extraction::Note(note) => *note,
        Extraction::News(_) => panic!("read as news: {text}"),
    }
}

fn visit(text: &str) -> NoteDrafts {
    note_of("visit", text)
}

fn news(title: &str, text: &str) -> NewsDrafts {
    let input = Input { title: Some(title.to_owned()), text: text.to_owned(), ..Input::default() };
    match extract(&EXTRACTOR, &input) {
        Extraction::News(news) => news,
        Extraction::Note(_) => panic!("read as a note: {title}"),
    }
}

fn texts(items: &[LineItem]) -> Vec<&str> {
    items.iter().map(|item| item.text.as_str()).collect()
}

fn needs(note: &NoteDrafts) -> Vec<&str> {
    note.needs.iter().map(|need| need.kind.code()).collect()
}

fn pains(note: &NoteDrafts) -> Vec<&str> {
    note.pains.iter().map(|pain| pain.what.as_str()).collect()
}

/// `甲+乙 product kind` a cooperation, the supplier marked by `*`.
fn cooperations(news: &NewsDrafts) -> Vec<String> {
    let mut lines: Vec<String> = news
        .cooperations
        .iter()
        .map(|coop| {
            let supplier = coop.roles.as_ref().and_then(|roles| roles.supplier.clone());
            let names: Vec<String> = coop
                .participants
                .iter()
                .map(|name| if Some(name) == supplier.as_ref() { format!("{name}*") } else { name.clone() })
                .collect();
            format!("{} {} {}", names.join("+"), coop.product.as_deref().unwrap_or("-"), coop.kind.zh())
        })
        .collect();
    lines.sort();
    lines
}
