//! 统一社会信用代码 by GB 32100-2015: eighteen characters, thirty-one signs, a weighted check sign.

use super::{
    clean::{is_ideograph, is_nothing, is_scientific, plain},
    report::ProblemKind,
};

const SIGNS: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const WEIGHTS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// A code as given, cleaned, and what is wrong with it. A code that is lost has no text.
pub(crate) fn read(text: &str) -> (Option<String>, Option<ProblemKind>) {
    if is_nothing(text) {
        return (None, None);
    }
    if is_scientific(text) {
        return (None, Some(ProblemKind::PrecisionLost));
    }
    let code: String = plain(text)
        .to_uppercase()
        .chars()
        .filter(|c| !matches!(c, ' ' | '-' | '\n' | '\t' | '\'' | '`' | '’' | '.'))
        .collect();
    let signs = code.chars().filter(char::is_ascii_alphanumeric).count();
    if code.chars().any(is_ideograph) || signs < 8 {
        return (None, Some(ProblemKind::NotACode));
    }
    let problem = check(&code);
    (Some(code), problem)
}

/// What is wrong with a cleaned code.
pub(crate) fn check(code: &str) -> Option<ProblemKind> {
    if code.chars().count() != 18 {
        return Some(ProblemKind::BadLength);
    }
    let values: Option<Vec<usize>> = code.bytes().map(|byte| SIGNS.iter().position(|sign| *sign == byte)).collect();
    let Some(values) = values else { return Some(ProblemKind::BadChar) };
    let sum: usize = values.iter().zip(WEIGHTS).map(|(value, weight)| value * weight).sum();
    ((31 - sum % 31) % 31 != values[17]).then_some(ProblemKind::BadChecksum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_good_and_broken_codes() {
        // The example of the standard's own check rule, with a body nobody bears.
        let body = "91370300MAX000000";
        let good: Vec<String> =
            SIGNS.iter().map(|sign| format!("{body}{}", *sign as char)).filter(|code| check(code).is_none()).collect();
        assert_eq!(good.len(), 1);
        let code = &good[0];
        let spaced = format!(" {} {}-{} ", &code[..4].to_lowercase(), &code[4..10], &code[10..]);
        assert_eq!(read(&spaced), (Some(code.clone()), None));
        assert_eq!(read(&code[..17]).1, Some(ProblemKind::BadLength));
        assert_eq!(read(&code.replace("MAX", "MOX")).1, Some(ProblemKind::BadChar));
        assert_eq!(read("办理中"), (None, Some(ProblemKind::NotACode)));
        assert_eq!(read("9.13703E+17"), (None, Some(ProblemKind::PrecisionLost)));
        assert_eq!(read("—"), (None, None));
    }
}
