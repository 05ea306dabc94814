//! Short forms that take characters from the full name: 平煤机 for 平顶山煤矿机械, 柳工 for 柳州工程机械.

use super::{Names, parts::Parsed};

/// A piece of a full name a short form may take its characters from.
struct Piece {
    chars: Vec<char>,
    /// May be passed over.
    optional: bool,
    brand: bool,
}

/// How a short form fits a full name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fit {
    /// The brand was shortened too: 柳减 for 柳岩减速机.
    pub(super) cuts_brand: bool,
}

/// Longest short form, in characters.
const LONGEST: usize = 6;

impl Names {
    /// Whether `short` (without legal form) is made of the beginnings of the pieces of `full`, in order, leaving out
    /// only what says little.
    pub(super) fn abbreviates(&self, short: &str, full: &Parsed) -> Option<Fit> {
        let short: Vec<char> = short.chars().collect();
        if short.len() < 2 || short.len() > LONGEST {
            return None;
        }
        let pieces = self.pieces(full);
        let cut = walk(&short, &pieces, 0, false)?;
        Some(Fit { cuts_brand: cut })
    }

    fn pieces(&self, full: &Parsed) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let several = full.lead.len() > 1;
        for (at, id) in full.lead.iter().enumerate() {
            let name = &self.places.get(*id).name;
            let optional = name == "中国" || (several && at == 0);
            pieces.push(Piece {
                chars: name.trim_end_matches(['省', '市', '区', '县']).chars().collect(),
                optional,
                brand: false,
            });
        }
        if !full.brand.is_empty() {
            pieces.push(Piece { chars: full.brand().chars().collect(), optional: false, brand: true });
        }
        for token in &full.tokens {
            let word = full.get(&token.range);
            let word: Vec<char> = word.chars().skip(usize::from(token.trade.number)).collect();
            let words: Vec<&[char]> = if word.len() >= 4 { halves(&word) } else { vec![&word] };
            for part in words {
                let text: String = part.iter().collect();
                let optional = !token.trade.number && self.words.is_generic(&text);
                pieces.push(Piece { chars: part.to_vec(), optional, brand: false });
            }
        }
        pieces
    }
}

/// 工程机械 -> 工程, 机械; an odd character goes to the last.
fn halves(word: &[char]) -> Vec<&[char]> {
    let mut parts = Vec::new();
    let mut rest = word;
    while rest.len() >= 4 {
        let (part, left) = rest.split_at(2);
        parts.push(part);
        rest = left;
    }
    parts.push(rest);
    parts
}

/// Takes the short form's characters from the pieces; at least one piece must be shortened. Gives whether the brand was.
fn walk(short: &[char], pieces: &[Piece], taken: usize, shortened: bool) -> Option<bool> {
    let Some((piece, rest)) = pieces.split_first() else {
        return (short.is_empty() && taken >= 2 && shortened).then_some(false);
    };
    let common = short.iter().zip(&piece.chars).take_while(|(a, b)| a == b).count();
    for length in (1..=common).rev() {
        let cut = length < piece.chars.len();
        if let Some(brand) = walk(&short[length..], rest, taken + 1, shortened || cut) {
            return Some(brand || (piece.brand && cut));
        }
    }
    if piece.optional { walk(short, rest, taken, shortened) } else { None }
}
