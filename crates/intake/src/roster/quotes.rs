//! Quotation marks that open a cell and never close it. Believed, one of them swallows the rest of the file; so they
//! are found before the rows are cut, taken out, and named to the person.

use std::borrow::Cow;

/// Lines one quoted cell may go on for; a longer one was never meant.
const LONG_CELL: usize = 60;

/// A text without its stray quotation marks.
pub(super) struct Mended<'a> {
    pub(super) text: Cow<'a, str>,
    /// Bytes of `text` in front of which a stray mark stood, ascending.
    pub(super) strays: Vec<usize>,
}

/// How a cell that begins with a quotation mark ends.
enum End {
    /// Closed well, or only wrong within its own line; the byte behind it.
    At(usize),
    /// Never closed, or closed in the middle of a word some lines below, or very far below.
    Never,
}

/// Takes out the marks that open a cell and are not closed where a cell can end.
pub(super) fn mend(text: &str, separator: u8) -> Mended<'_> {
    let bytes = text.as_bytes();
    let (mut strays, mut at, mut cell_begins) = (Vec::new(), 0, true);
    while at < bytes.len() {
        match bytes[at] {
            b'"' if cell_begins => match cell_end(bytes, at + 1, separator) {
                End::At(end) => (at, cell_begins) = (end, false),
                End::Never => {
                    strays.push(at);
                    (at, cell_begins) = (at + 1, false);
                }
            },
            byte => {
                cell_begins = byte == separator || matches!(byte, b'\r' | b'\n');
                at += 1;
            }
        }
    }
    if strays.is_empty() {
        return Mended { text: text.into(), strays };
    }
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for stray in &mut strays {
        out.push_str(&text[from..*stray]);
        from = *stray + 1;
        *stray = out.len();
    }
    out.push_str(&text[from..]);
    Mended { text: out.into(), strays }
}

fn cell_end(bytes: &[u8], mut at: usize, separator: u8) -> End {
    let mut lines = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'"' if bytes.get(at + 1) == Some(&b'"') => at += 2,
            b'"' => {
                let next = bytes.get(at + 1).copied();
                let ends = next.is_none_or(|next| next == separator || matches!(next, b'\r' | b'\n' | b' ' | b'\t'));
                return if ends || lines == 0 { End::At(at + 1) } else { End::Never };
            }
            byte => {
                lines += usize::from(byte == b'\n' || byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
                if lines > LONG_CELL {
                    return End::Never;
                }
                at += 1;
            }
        }
    }
    End::Never
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, mended: &str, strays: usize) {
        let found = mend(text, b',');
        assert_eq!((found.text.as_ref(), found.strays.len()), (mended, strays), "{text}");
        assert!(found.strays.iter().all(|at| found.text.is_char_boundary(*at)));
    }

    #[test]
    fn only_marks_that_swallow_lines_are_stray() {
        check("甲,\"齿轮\n乙,链条\n", "甲,齿轮\n乙,链条\n", 1);
        check("甲,\"齿轮\n乙,\"链条\"\n", "甲,齿轮\n乙,\"链条\"\n", 1);
        check("甲,\"齿轮\r\n乙,\"链条\r\n", "甲,齿轮\r\n乙,链条\r\n", 2);
        check("甲,\"齿轮\n链条\"\n乙,泵\n", "甲,\"齿轮\n链条\"\n乙,泵\n", 0);
        check("甲,\"说\"\"好\"\"\n的\",泵\n", "甲,\"说\"\"好\"\"\n的\",泵\n", 0);
        check("甲,6\"阀门\n乙,\"\"\n", "甲,6\"阀门\n乙,\"\"\n", 0);
        check("\"", "", 1);
        let long = format!("甲,\"{}\",泵", "一行\n".repeat(100));
        assert_eq!(mend(&long, b',').strays.len(), 2, "the mark at its end opens nothing, either");
    }
}
