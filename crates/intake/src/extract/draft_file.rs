//! Drafts of a text with where it came from: what a person looks through, edits and confirms. And what kind of text
//! one is, where nobody says so.

use super::draft::{Extraction, NewsDrafts, NoteDrafts};
use jiff::civil::Date;
use qianxian_core::SourceKind;
use serde::{Deserialize, Serialize};

/// Where a text comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftSource {
    /// `visit` for a note, `article` for news.
    pub kind: SourceKind,
    /// File or address.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Day of writing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
}

/// Drafts with their source, for a person to edit and confirm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DraftFile {
    /// Where the text comes from.
    pub source: DraftSource,
    /// Drafts of notes.
    #[serde(default)]
    pub notes: Vec<NoteDrafts>,
    /// Drafts of news.
    #[serde(default)]
    pub news: Vec<NewsDrafts>,
}

impl DraftFile {
    /// Puts the drafts of one text under its source.
    pub fn new(extraction: Extraction, reference: impl Into<String>, date: Option<Date>) -> DraftFile {
        let source = |kind| DraftSource { kind, reference: reference.into(), date };
        match extraction {
            Extraction::Note(note) => DraftFile { source: source(SourceKind::Visit), notes: vec![*note], news: vec![] },
            Extraction::News(news) => {
                DraftFile { source: source(SourceKind::Article), notes: vec![], news: vec![news] }
            }
        }
    }
}

/// What kind of text it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextKind {
    /// A visit note, a chat, minutes.
    Note,
    /// News.
    News,
}

/// Words news begins or speaks with, and no note does.
const NEWS: [&str; 16] = [
    "本报讯",
    "本网讯",
    "记者",
    "通讯员",
    "日电",
    "日前",
    "近日",
    "签约仪式",
    "战略合作协议",
    "据悉",
    "据介绍",
    "来源：",
    "编辑：",
    "责编",
    "发布会",
    "隆重举行",
];
/// Words notes speak with.
const NOTES: [&str; 16] = [
    "走访",
    "去了",
    "老板",
    "厂长说",
    "他说",
    "她说",
    "答应",
    "跟进",
    "下次",
    "咱",
    "会里",
    "纪要",
    "微信",
    "他们家",
    "反映",
    "回头",
];

/// What kind of text it looks like: news where words of news outweigh those of notes, a note else.
pub fn kind_of(text: &str) -> TextKind {
    let count = |words: &[&str]| words.iter().filter(|word| text.contains(**word)).count();
    let head: String = text.chars().take(200).collect();
    let dateline = ["讯（", "讯(", "日讯", "电（记者", "来源："].iter().any(|word| head.contains(word));
    if dateline || count(&NEWS) > count(&NOTES) { TextKind::News } else { TextKind::Note }
}
