//! What words a text is made of and how common each is: what a query asks for beside what was understood of it.

use crate::{IndexError, Searcher, analyzer::AnalyzerKind, lower::readable};
use std::ops::Range;
use tantivy::Term;

/// Words of one text that are looked at.
const MOST: usize = 48;

/// A dictionary word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextWord {
    /// Levelled.
    pub text: String,
    /// Where it stands, in bytes of the text.
    pub span: Range<usize>,
    /// Names, lines and needs of the index that have it; deleted ones count until they are merged away.
    pub documents: u64,
}

impl Searcher {
    /// Dictionary words of a text in order of place, words inside words too; the first 48.
    pub fn words(&self, text: &str) -> Result<Vec<TextWord>, IndexError> {
        let view = self.view();
        let field = view.fields.text(AnalyzerKind::Words);
        let tokens = view.analyzers.tokens(AnalyzerKind::Words, readable(text));
        let word = |token: crate::analyzer::Token<'_>| {
            let documents = view.inner.doc_freq(&Term::from_field_text(field, token.text))?;
            Ok(TextWord { text: token.text.to_owned(), span: token.from..token.to, documents })
        };
        tokens.iter().take(MOST).map(word).collect()
    }
}
