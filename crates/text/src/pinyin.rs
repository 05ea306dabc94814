//! Pinyin of Chinese words: full (`jiansuji`) and initials (`jsj`), for search and look-alike names.

use pinyin::ToPinyinMulti;

/// Every reading of a word, as syllables joined. Characters with several readings multiply; at most `most` are given,
/// the usual reading first. Latin letters and digits stand for themselves; other characters are dropped.
pub fn readings(word: &str, most: usize) -> Vec<String> {
    combine(word, most, |reading, c| reading.map_or_else(|| c.to_string(), |r| r.plain().to_owned()))
}

/// Every row of initials of a word: 减速机 -> `jsj`. At most `most`, the usual one first.
pub fn initials(word: &str, most: usize) -> Vec<String> {
    combine(word, most, |reading, c| reading.and_then(|r| r.plain().chars().next()).unwrap_or(c).to_string())
}

fn combine(word: &str, most: usize, part: impl Fn(Option<pinyin::Pinyin>, char) -> String) -> Vec<String> {
    let mut rows = vec![String::new()];
    for c in word.chars() {
        let mut parts: Vec<String> = Vec::new();
        match c.to_pinyin_multi() {
            Some(multi) => {
                for reading in multi {
                    let text = part(Some(reading), c);
                    if !parts.contains(&text) {
                        parts.push(text);
                    }
                }
            }
            None if c.is_ascii_alphanumeric() => parts.push(part(None, c.to_ascii_lowercase())),
            None => continue,
        }
        let mut next = Vec::with_capacity(rows.len() * parts.len());
        for text in &parts {
            next.extend(rows.iter().map(|row| format!("{row}{text}")));
        }
        next.truncate(most.max(1));
        rows = next;
    }
    rows.retain(|row| !row.is_empty());
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_words_in_full_and_by_initials() {
        assert_eq!(readings("减速机", 4)[0], "jiansuji");
        assert_eq!(initials("减速机", 4)[0], "jsj");
        assert_eq!(initials("PLC控制柜", 4)[0], "plckzg");
        assert!(readings("重庆", 8).contains(&"chongqing".to_owned()));
    }
}
