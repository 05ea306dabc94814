//! Bytes of a text file to text: byte-order marks, UTF-8, UTF-16, GB18030, Big5.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// Text of a file and the encoding it was in; `None` for bytes that are no text.
pub(crate) fn decode(bytes: &[u8]) -> Option<(String, &'static Encoding)> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return Some((encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned(), encoding));
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return Some((encoding.decode_without_bom_handling(bytes).0.into_owned(), encoding));
    }
    if looks_binary(bytes) {
        return None;
    }
    let encoding = guess(bytes);
    Some((encoding.decode_without_bom_handling(bytes).0.into_owned(), encoding))
}

/// Strict GB18030 accepts Big5 bytes and a detector told `cn` says GBK for them, so Big5 is asked for first.
fn guess(bytes: &[u8]) -> &'static Encoding {
    if std::str::from_utf8(bytes).is_ok() || nearly_utf8(bytes) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guessed = detector.guess(None, Utf8Detection::Allow);
    let clean = |encoding: &'static Encoding| encoding.decode_without_bom_handling_and_without_replacement(bytes);
    if guessed == BIG5 && clean(BIG5).is_some() {
        return BIG5;
    }
    // A GBK file with one broken byte is still a GBK file: everything else the detector may say is rarer here.
    GB18030
}

/// UTF-8 with a few broken places (a cell cut at a byte limit): far more good multi-byte characters than bad bytes.
fn nearly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| c.len_utf8() > 2).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 20 && bad * 50 < good
}

/// UTF-16 without a mark: zero bytes nearly always on the same side (separators, digits, line ends).
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |side: usize| head.iter().skip(side).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if head.len() < 8 || even + odd < head.len() / 40 {
        return None;
    }
    let plain = |encoding: &'static Encoding| {
        let (text, broken) = encoding.decode_without_bom_handling(head);
        let odd_ones = text.chars().filter(|c| c.is_control() && !matches!(c, '\t' | '\r' | '\n')).count();
        (!broken && odd_ones * 50 <= text.chars().count()).then_some(encoding)
    };
    if odd > even * 4 {
        plain(UTF_16LE)
    } else if even > odd * 4 {
        plain(UTF_16BE)
    } else {
        None
    }
}

/// Control characters no text file has.
fn looks_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(64 << 10)];
    let odd = head.iter().filter(|b| matches!(b, 0..=8 | 14..=26 | 28..=31 | 127)).count();
    odd * 200 > head.len()
}
