//! Text to tokens. The index side and the query side share everything here: what is not cut alike is not found.
//!
//! | analyzer | 伺服电机NMRV-075 becomes | for |
//! |---|---|---|
//! | `words` | 伺服 伺服电机 电机 nmrv075 nmrv 075 | meaning; dictionary words and words given by the caller |
//! | `bigrams` | 伺 伺服 服电 电机 机 nmrv075 nmrv 075 | what no dictionary knows; phrases |
//! | `pinyin` | sifu sifudianji dianji | sound, homophone typos |
//! | `initials` | sf sfdj dj | initials |
//!
//! Every text is levelled first (width, case, traditional characters); offsets lead back to the original spelling.

mod bigrams;
mod runs;
mod sound;
mod tokens;
mod words;

#[cfg(test)]
mod tests;

pub(crate) use runs::is_han;
pub(crate) use tokens::{MAX_TOKEN, Shape, Token, Tokens};

use jieba_rs::Jieba;
use qianxian_text::fold;
use runs::Script;
use sound::{Spelling, Voice};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tantivy::tokenizer::{Token as EngineToken, TokenStream, Tokenizer, TokenizerManager};
use tokens::Sink;

/// Longest text that is cut, in bytes; the rest is left out.
const MAX_TEXT: usize = 1 << 15;

/// The ways to cut a text, by the name they are registered under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum AnalyzerKind {
    /// Dictionary words.
    Words,
    /// Characters in pairs.
    Bigrams,
    /// Full pinyin of words.
    Pinyin,
    /// Initials of words.
    Initials,
}

impl AnalyzerKind {
    /// All of them.
    pub(crate) const ALL: [AnalyzerKind; 4] =
        [AnalyzerKind::Words, AnalyzerKind::Bigrams, AnalyzerKind::Pinyin, AnalyzerKind::Initials];

    /// Name in the schema.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            AnalyzerKind::Words => "words",
            AnalyzerKind::Bigrams => "bigrams",
            AnalyzerKind::Pinyin => "pinyin",
            AnalyzerKind::Initials => "initials",
        }
    }
}

/// The analyzers over one dictionary. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Analyzers {
    dictionary: Arc<Dictionary>,
}

#[derive(Debug)]
struct Dictionary {
    jieba: Jieba,
    fingerprint: u64,
}

impl Analyzers {
    /// Analyzers over the general dictionary and the words given: names and aliases of capabilities. The dictionary
    /// (50 MB) is shared with other analyzers of the same words.
    pub fn new(words: &[String]) -> Self {
        static LOADED: Mutex<Vec<Weak<Dictionary>>> = Mutex::new(Vec::new());
        let words = own_words(words);
        let fingerprint = fingerprint(&words);
        let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
        loaded.retain(|known| known.strong_count() > 0);
        let known = loaded.iter().filter_map(Weak::upgrade).find(|known| known.fingerprint == fingerprint);
        let dictionary = known.unwrap_or_else(|| {
            let mut jieba = Jieba::new();
            for word in &words {
                jieba.add_word(word, None, None);
            }
            let dictionary = Arc::new(Dictionary { jieba, fingerprint });
            loaded.push(Arc::downgrade(&dictionary));
            dictionary
        });
        Analyzers { dictionary }
    }

    /// Tells dictionaries apart: texts cut with another one are not found.
    pub(crate) fn fingerprint(&self) -> u64 {
        self.dictionary.fingerprint
    }

    /// Registers every analyzer under its name.
    pub(crate) fn register(&self, manager: &TokenizerManager) {
        for kind in AnalyzerKind::ALL {
            manager.register(kind.name(), self.analyzer(kind));
        }
    }

    /// Tokens of a text.
    pub(crate) fn tokens(&self, kind: AnalyzerKind, text: &str) -> Tokens {
        let mut analyzer = self.analyzer(kind);
        analyzer.analyze(text);
        analyzer.tokens
    }

    fn analyzer(&self, kind: AnalyzerKind) -> Analyzer {
        let cutter = match kind {
            AnalyzerKind::Words => Cutter::Words,
            AnalyzerKind::Bigrams => Cutter::Bigrams,
            AnalyzerKind::Pinyin => Cutter::Sound(Voice::new(Spelling::Full)),
            AnalyzerKind::Initials => Cutter::Sound(Voice::new(Spelling::Initials)),
        };
        Analyzer { dictionary: Arc::clone(&self.dictionary), cutter, tokens: Tokens::default() }
    }
}

/// The words as they stand in levelled texts: runs of Chinese characters, two and more.
fn own_words(words: &[String]) -> Vec<String> {
    let mut own: Vec<String> = Vec::new();
    for word in words {
        let folded = fold(word).text;
        let runs = runs::runs(&folded).filter(|run| run.script == Script::Han);
        own.extend(runs.map(|run| folded[run.start..run.end].to_owned()).filter(|word| word.chars().nth(1).is_some()));
    }
    own.sort_unstable();
    own.dedup();
    own
}

/// FNV-1a over the words.
fn fingerprint(words: &[String]) -> u64 {
    let bytes = words.iter().flat_map(|word| word.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[derive(Debug)]
enum Cutter {
    Words,
    Bigrams,
    Sound(Voice),
}

/// One analyzer with its buffers, in the shape the index engine asks for.
#[derive(Debug)]
struct Analyzer {
    dictionary: Arc<Dictionary>,
    cutter: Cutter,
    tokens: Tokens,
}

impl Analyzer {
    fn analyze(&mut self, text: &str) {
        let text = &text[..text.floor_char_boundary(MAX_TEXT)];
        let folded = fold(text);
        self.tokens.clear();
        let mut sink = Sink { original: text, folded: &folded, tokens: &mut self.tokens };
        for run in runs::runs(&folded.text) {
            match (&mut self.cutter, run.script) {
                (Cutter::Words, Script::Han) => words::han(&self.dictionary.jieba, run, &mut sink),
                (Cutter::Bigrams, Script::Han) => bigrams::han(run, &mut sink),
                (Cutter::Sound(voice), Script::Han) => voice.han(&self.dictionary.jieba, run, &mut sink),
                (Cutter::Words | Cutter::Bigrams, Script::Latin) => runs::latin(run, &mut sink),
                (Cutter::Sound(_), Script::Latin) => {}
            }
        }
    }
}

/// A clone starts with empty buffers: the engine clones an analyzer for every segment.
impl Clone for Analyzer {
    fn clone(&self) -> Self {
        let cutter = match &self.cutter {
            Cutter::Words => Cutter::Words,
            Cutter::Bigrams => Cutter::Bigrams,
            Cutter::Sound(voice) => Cutter::Sound(voice.fresh()),
        };
        Analyzer { dictionary: Arc::clone(&self.dictionary), cutter, tokens: Tokens::default() }
    }
}

impl Tokenizer for Analyzer {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        self.analyze(text);
        Stream { tokens: &self.tokens, next: 0, token: EngineToken::default() }
    }
}

struct Stream<'a> {
    tokens: &'a Tokens,
    next: usize,
    token: EngineToken,
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        let Some(token) = self.tokens.get(self.next) else { return false };
        self.next += 1;
        self.token.text.clear();
        self.token.text.push_str(token.text);
        self.token.offset_from = token.from;
        self.token.offset_to = token.to;
        self.token.position = token.position;
        self.token.position_length = token.length;
        true
    }

    fn token(&self) -> &EngineToken {
        &self.token
    }

    fn token_mut(&mut self) -> &mut EngineToken {
        &mut self.token
    }
}
