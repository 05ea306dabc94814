//! The plain text of a document: .docx, or text in any of the encodings rosters come in. Told apart by content, bounded
//! by the same [`Limits`] as rosters.

use crate::roster::{
    Limits, Refused, encoding,
    markup::{Markup, Token, local},
    zipped::Zipped,
};

/// Parts of a Word file that hold text a reader sees.
const BODY: &str = "word/document.xml";

/// Reads the text of a document. `file` is used in messages only.
///
/// # Errors
/// [`Refused`]: empty, too large, encrypted, damaged, or no text at all.
pub fn read_document(file: &str, bytes: &[u8], limits: &Limits) -> Result<String, Refused> {
    if bytes.iter().all(|byte| *byte == 0 || byte.is_ascii_whitespace()) {
        return Err(Refused::empty(file));
    }
    if bytes.len() > limits.bytes {
        return Err(Refused::too_large(file, &format!("文件超过 {} MB", limits.bytes >> 20)));
    }
    let text = if bytes.starts_with(b"PK") { read_packed(file, bytes, limits)? } else { read_plain(file, bytes)? };
    if text.trim().is_empty() { Err(Refused::empty(file)) } else { Ok(text) }
}

fn read_packed(file: &str, bytes: &[u8], limits: &Limits) -> Result<String, Refused> {
    let mut zipped = Zipped::open(file, bytes, limits)?;
    match zipped.text(BODY)? {
        Some(body) => Ok(body_text(&body)),
        None => Err(not_text(file, "压缩包里没有 Word 正文")),
    }
}

fn read_plain(file: &str, bytes: &[u8]) -> Result<String, Refused> {
    const CFB: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];
    if bytes.starts_with(CFB) {
        return Err(not_text(file, "这是旧的 .doc 文档，或设了密码"));
    }
    match encoding::decode(bytes) {
        Some((text, _)) if !bytes.starts_with(b"%PDF") && !bytes.starts_with(b"{\\rtf") => Ok(text),
        _ => Err(not_text(file, "里面不是文字")),
    }
}

fn not_text(file: &str, what: &str) -> Refused {
    let message = format!("「{file}」读不出文字（{what}）。请另存为 .docx 或 .txt，或把文字粘贴进来");
    Refused::new(crate::RefusalKind::UnsupportedFormat, message)
}

/// The text of a Word body: paragraphs on lines of their own, cells of a table apart, deleted text left out.
fn body_text(body: &str) -> String {
    let mut out = String::new();
    let mut tokens = Markup::new(body);
    let mut shown = 0usize;
    while let Some(token) = tokens.next() {
        match token {
            Token::Open { name, closed, .. } => match (local(name), closed) {
                ("t", false) => shown += 1,
                ("tab", _) => out.push('\t'),
                ("br" | "cr", _) => out.push('\n'),
                ("del" | "instrText" | "delText", false) => tokens.skip_to_close(local(name)),
                _ => {}
            },
            Token::Close { name } => match local(name) {
                "t" => shown = shown.saturating_sub(1),
                "p" if !out.is_empty() => out.push('\n'),
                "tc" => out.push('\t'),
                _ => {}
            },
            Token::Text(text) if shown > 0 => out.push_str(&text),
            Token::Text(_) => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};

    fn docx(body: &str) -> Vec<u8> {
        let mut packed = zip::ZipWriter::new(Cursor::new(Vec::new()));
        packed.start_file(BODY, zip::write::SimpleFileOptions::default()).expect("begun");
        packed.write_all(body.as_bytes()).expect("written");
        packed.finish().expect("finished").into_inner()
    }

    #[test]
    fn word_gives_paragraphs_without_what_was_deleted() {
        let body = "<w:document><w:body><w:p><w:r><w:t>走访甲</w:t></w:r><w:r><w:t xml:space=\"preserve\">传动&amp;</w:t></w:r>\
            <w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p><w:p><w:r><w:t>缺工</w:t></w:r></w:p></w:body></w:document>";
        assert_eq!(read_document("走访.docx", &docx(body), &Limits::default()).as_deref(), Ok("走访甲传动&\n缺工\n"));
    }

    #[test]
    fn text_in_other_encodings_and_what_is_no_text() {
        let gbk = encoding_rs::GB18030.encode("今天走访了甲传动，他们缺电机。").0.into_owned();
        let read = |bytes: &[u8]| read_document("走访.txt", bytes, &Limits::default());
        assert_eq!(read(&gbk).as_deref(), Ok("今天走访了甲传动，他们缺电机。"));
        for (bytes, words) in [(&b""[..], "空的"), (b"%PDF-1.4 x", "不是文字"), (&docx("<w:p/>")[..], "空的")] {
            let refused = read(bytes).expect_err("refused").to_string();
            assert!(refused.contains(words), "{refused}");
        }
    }
}
