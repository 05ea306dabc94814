//! Tokens of one text, kept in two buffers that are used again for the next text.

use qianxian_text::Folded;

/// Longest token in bytes; the rest is cut off, in texts and queries alike.
pub(crate) const MAX_TOKEN: usize = 64;

/// How a token relates to its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Stands on its own.
    Plain,
    /// Is also there in parts: nmrv075 beside nmrv and 075.
    Whole,
    /// First or last character of a run that is also there in pairs.
    Edge,
}

/// One token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    /// Its levelled text.
    pub(crate) text: &'a str,
    /// First byte in the original text.
    pub(crate) from: usize,
    /// Byte after the last one in the original text.
    pub(crate) to: usize,
    /// Place in units: a Chinese character or a part of a model number is one, white space and punctuation none.
    pub(crate) position: usize,
    /// Length in units.
    pub(crate) length: usize,
    /// Relation to its neighbours.
    pub(crate) shape: Shape,
}

#[derive(Debug)]
struct Span {
    text_end: u32,
    from: u32,
    to: u32,
    position: u32,
    length: u32,
    shape: Shape,
}

/// All tokens of a text.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    texts: String,
    spans: Vec<Span>,
}

impl Tokens {
    pub(super) fn clear(&mut self) {
        self.texts.clear();
        self.spans.clear();
    }

    /// Number of tokens.
    pub(crate) fn len(&self) -> usize {
        self.spans.len()
    }

    /// The token at a place.
    pub(crate) fn get(&self, at: usize) -> Option<Token<'_>> {
        let span = self.spans.get(at)?;
        let text_start = at.checked_sub(1).map_or(0, |before| self.spans[before].text_end as usize);
        Some(Token {
            text: &self.texts[text_start..span.text_end as usize],
            from: span.from as usize,
            to: span.to as usize,
            position: span.position as usize,
            length: span.length as usize,
            shape: span.shape,
        })
    }

    /// Every token, by position.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Token<'_>> {
        (0..self.len()).filter_map(|at| self.get(at))
    }
}

/// Where a token stands in the levelled text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) position: usize,
    pub(super) length: usize,
}

/// Takes tokens of a levelled text and traces them back to the original.
pub(super) struct Sink<'a> {
    pub(super) original: &'a str,
    pub(super) folded: &'a Folded,
    pub(super) tokens: &'a mut Tokens,
}

impl Sink<'_> {
    /// A token whose text is the levelled text at its place.
    pub(super) fn take(&mut self, place: Place, shape: Shape) {
        let folded = self.folded;
        self.put(&folded.text[place.start..place.end], place, shape);
    }

    /// A token with a text of its own.
    pub(super) fn put(&mut self, text: &str, place: Place, shape: Shape) {
        let text = &text[..text.floor_char_boundary(MAX_TOKEN)];
        let Some((last, _)) = self.folded.text[place.start..place.end].char_indices().next_back() else { return };
        // A character may level to several of the same length in all (ﬃ to ffi): offsets then lie inside it.
        let original = |at| self.original.floor_char_boundary(self.folded.original(at));
        let (from, last) = (original(place.start), original(place.start + last));
        let last_len = self.original[last..].chars().next().map_or(0, char::len_utf8);
        self.tokens.texts.push_str(text);
        self.tokens.spans.push(Span {
            text_end: self.tokens.texts.len() as u32,
            from: from as u32,
            to: (last + last_len) as u32,
            position: place.position as u32,
            length: place.length as u32,
            shape,
        });
    }
}
