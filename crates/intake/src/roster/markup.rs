//! A small tokenizer for tags, forgiving enough for HTML exports and exact enough for the XML parts of workbooks.
//! Three readers need it (HTML, OpenDocument, the layout of .xlsx), none needs namespaces or a tree.

use std::borrow::Cow;

/// One piece of a marked-up text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Token<'a> {
    /// `<name …>`; `closed` for `<name/>`.
    Open { name: &'a str, attributes: &'a str, closed: bool },
    /// `</name>`.
    Close { name: &'a str },
    /// Text between tags, entities resolved.
    Text(Cow<'a, str>),
}

/// Tokens of a text. Never fails: an unclosed tag ends the text.
pub(crate) struct Markup<'a> {
    rest: &'a str,
}

impl<'a> Markup<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Markup { rest: text }
    }

    /// Goes past everything up to `</name>`: style, script, comments of cells.
    pub(crate) fn skip_to_close(&mut self, name: &str) {
        let mut depth = 1usize;
        for token in self.by_ref() {
            match token {
                Token::Open { name: open, closed: false, .. } if local(open).eq_ignore_ascii_case(name) => depth += 1,
                Token::Close { name: close } if local(close).eq_ignore_ascii_case(name) => {
                    depth -= 1;
                    if depth == 0 {
                        return;
                    }
                }
                _ => {}
            }
        }
    }

    /// Goes past raw text that may hold `<` without meaning a tag.
    pub(crate) fn skip_raw(&mut self, name: &str) {
        let end = format!("</{name}");
        self.rest = match find_ignoring_case(self.rest, &end) {
            Some(at) => &self.rest[at..],
            None => "",
        };
    }
}

fn find_ignoring_case(text: &str, word: &str) -> Option<usize> {
    let word = word.as_bytes();
    text.as_bytes().windows(word.len()).position(|window| window.eq_ignore_ascii_case(word))
}

impl<'a> Iterator for Markup<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let Some(tag) = self.rest.strip_prefix('<') else {
                let end = self.rest.find('<').unwrap_or(self.rest.len());
                let (text, rest) = self.rest.split_at(end);
                self.rest = rest;
                return Some(Token::Text(unescape(text)));
            };
            if let Some(body) = tag.strip_prefix("![CDATA[") {
                let end = body.find("]]>").unwrap_or(body.len());
                self.rest = body.get(end + 3..).unwrap_or("");
                return Some(Token::Text(Cow::Borrowed(&body[..end])));
            }
            if let Some(body) = tag.strip_prefix("!--") {
                self.rest = body.find("-->").map_or("", |end| &body[end + 3..]);
                continue;
            }
            if !tag.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
                // A bare < in a text, as in DN<200.
                let end = tag.find('<').unwrap_or(tag.len());
                let text = &self.rest[..end + 1];
                self.rest = &tag[end..];
                return Some(Token::Text(unescape(text)));
            }
            let end = tag_end(tag);
            let body = &tag[..end];
            self.rest = tag.get(end + 1..).unwrap_or("");
            if body.starts_with(['!', '?']) {
                continue;
            }
            if let Some(name) = body.strip_prefix('/') {
                return Some(Token::Close { name: name.trim() });
            }
            let (body, closed) = body.strip_suffix('/').map_or((body, false), |body| (body, true));
            let name_end = body.find(|c: char| c.is_ascii_whitespace()).unwrap_or(body.len());
            return Some(Token::Open { name: &body[..name_end], attributes: &body[name_end..], closed });
        }
    }
}

/// Where a tag ends; `>` inside quotes does not end it.
fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at,
            (None, b'"' | b'\'') if tag.as_bytes().get(at.wrapping_sub(1)) == Some(&b'=') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    tag.find('>').unwrap_or(tag.len())
}

/// A name without its namespace prefix.
pub(crate) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// The value of an attribute, by local name, case ignored.
pub(crate) fn attribute<'a>(attributes: &'a str, name: &str) -> Option<Cow<'a, str>> {
    let mut rest = attributes.trim_start();
    while !rest.is_empty() {
        let key_end = rest.find(|c: char| c == '=' || c.is_ascii_whitespace()).unwrap_or(rest.len());
        let key = &rest[..key_end];
        rest = rest[key_end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            (value, rest) = match after.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    let end = after[1..].find(quote).map_or(after.len(), |end| end + 1);
                    (&after[1..end], after.get(end + 1..).unwrap_or(""))
                }
                _ => {
                    let end = after.find(|c: char| c.is_ascii_whitespace()).unwrap_or(after.len());
                    after.split_at(end)
                }
            };
            rest = rest.trim_start();
        } else if key.is_empty() {
            return None;
        }
        if local(key).eq_ignore_ascii_case(name) {
            return Some(unescape(value));
        }
    }
    None
}

/// A whole number in an attribute.
pub(crate) fn number(attributes: &str, name: &str) -> Option<usize> {
    attribute(attributes, name)?.trim().parse().ok()
}

/// Resolves `&amp;`, `&#20320;`, `&#x4f60;` and the names HTML exports use.
pub(crate) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let tail = &rest[at + 1..];
        let end = tail.bytes().take(12).position(|byte| byte == b';');
        match end.and_then(|end| entity(&tail[..end]).map(|c| (c, end))) {
            Some((c, end)) => {
                out.push(c);
                rest = &tail[end + 1..];
            }
            None => {
                out.push('&');
                rest = tail;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| *c != '\0');
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "ensp" | "emsp" | "thinsp" => ' ',
        "middot" => '·',
        "ldquo" => '“',
        "rdquo" => '”',
        "lsquo" => '‘',
        "rsquo" => '’',
        "mdash" => '—',
        "ndash" => '–',
        "hellip" => '…',
        "times" => '×',
        "radic" => '√',
        "deg" => '°',
        "plusmn" => '±',
        "copy" => '©',
        "reg" => '®',
        "yen" => '¥',
        "bull" => '•',
        "Phi" => 'Φ',
        "phi" => 'φ',
        "mu" | "micro" => 'μ',
        "Omega" => 'Ω',
        "sup2" => '²',
        "sup3" => '³',
        "le" => '≤',
        "ge" => '≥',
        _ => return None,
    })
}
