//! How sure a statement is and where it comes from. No statement without a source.

use crate::vocabulary::vocabulary;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// How sure a statement is, weakest first; the order is used (`Inferred < Deal`).
    "可信度" Evidence {
        /// Concluded by us, from a name or a business scope.
        Inferred = "inferred" "推断",
        /// The company says so: roster, form.
        SelfReported = "self_reported" "自报",
        /// A document, a public text, an article.
        Document = "document" "资料",
        /// Seen on a visit.
        Visited = "visited" "走访",
        /// Proved by a deal.
        Deal = "deal" "成交",
    }
}

impl Evidence {
    /// How much one statement of this level is worth by itself, 0..=1. Chosen, not fitted: a visited line should
    /// beat two inferred ones (1 - 0.5 * 0.5 = 0.75 < 0.9).
    pub const fn weight(self) -> f32 {
        match self {
            Evidence::Inferred => 0.5,
            Evidence::SelfReported => 0.7,
            Evidence::Document => 0.8,
            Evidence::Visited => 0.9,
            Evidence::Deal => 1.0,
        }
    }
}

vocabulary! {
    /// What kind of source a statement has.
    "来源" SourceKind {
        /// A roster file.
        Roster = "roster" "花名册",
        /// The registered business scope: everything and nothing.
        Scope = "scope" "经营范围",
        /// Concluded from the company's name.
        Name = "name" "企业名称",
        /// A visit note.
        Visit = "visit" "走访",
        /// The member's own form.
        Form = "form" "本人填报",
        /// A news text or another published document.
        Article = "article" "公开资料",
        /// The annual report or another filing.
        Filing = "filing" "年报",
        /// The chain, our own engineering knowledge.
        Chain = "chain" "产业链知识",
        /// Typed in by the secretariat.
        Secretariat = "secretariat" "秘书处",
    }
}

/// Where a statement comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRef {
    /// Kind of source.
    pub kind: SourceKind,
    /// File, sheet and row; URL; visit number; pack and line.
    #[serde(rename = "ref")]
    pub reference: String,
    /// When it was said, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// The sentence itself, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
}

impl SourceRef {
    /// A source without date and quote.
    pub fn new(kind: SourceKind, reference: impl Into<String>) -> Self {
        SourceRef { kind, reference: reference.into(), date: None, quote: None }
    }

    /// One line for a card: `走访 2025-11-03`, `花名册 会员.csv 第7行`.
    pub fn label(&self) -> String {
        let mut label = self.kind.zh().to_owned();
        if let Some(date) = self.date {
            label.push_str(&format!(" {date}"));
        }
        if !self.reference.is_empty() {
            label.push(' ');
            label.push_str(&self.reference);
        }
        label
    }
}
