//! The word lists of `data/lexicon`, as text handed in.
//!
//! A file has lines `class: word word word`; a class may take several lines; `#` starts a comment.

/// What a word of `words.txt` does to the phrase around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WordClass {
    /// Stands before a product without changing what it is: 全自动, 立式, 不锈钢.
    Modifier,
    /// Stands after it and changes nothing: 产品, 系列, 设备.
    TailGeneric,
    /// Makes it a part of it: 配件, 外壳.
    TailPart,
    /// Makes it somebody's or something's attribute: 厂, 行业, 价格.
    TailOrg,
    /// Makes it a place of use: 用, 专用.
    TailUse,
    /// Makes it a service on it: 维修, 租赁.
    TailService,
    /// Says it is traded: 销售, 批发.
    TailTrade,
    /// Says it is made: 制造, 研发.
    TailMake,
    /// Ends a noun phrase: 的, 和, 主要, 采用.
    Boundary,
    /// Takes back what the clause says: 不做, 停产.
    Negation,
    /// Says nothing: 依法须经批准的项目.
    Stop,
    /// Counts things: 台, 套; only after a number.
    Unit,
}

const CLASSES: &[(&str, WordClass)] = &[
    ("modifier", WordClass::Modifier),
    ("tail_generic", WordClass::TailGeneric),
    ("tail_part", WordClass::TailPart),
    ("tail_org", WordClass::TailOrg),
    ("tail_use", WordClass::TailUse),
    ("tail_service", WordClass::TailService),
    ("tail_trade", WordClass::TailTrade),
    ("tail_make", WordClass::TailMake),
    ("boundary", WordClass::Boundary),
    ("negation", WordClass::Negation),
    ("stop", WordClass::Stop),
    ("class_units", WordClass::Unit),
];

/// A line of a lexicon file that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file} 第 {line} 行：{problem}")]
pub struct LexiconError {
    /// File name.
    pub file: String,
    /// Line number, from 1.
    pub line: u32,
    /// What is wrong and what would be right.
    pub problem: String,
}

/// The word lists recognition works with.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    words: Vec<(String, WordClass)>,
}

impl Lexicon {
    /// Reads `words.txt`.
    pub fn parse(file: &str, text: &str) -> Result<Lexicon, LexiconError> {
        let mut words = Vec::new();
        for (class, line, list) in classes(file, text)? {
            let Some((_, class)) = CLASSES.iter().find(|(name, _)| *name == class) else {
                let known: Vec<&str> = CLASSES.iter().map(|(name, _)| *name).collect();
                let problem = format!("不认识的类别「{class}」，可用：{}", known.join("、"));
                return Err(LexiconError { file: file.to_owned(), line, problem });
            };
            words.extend(list.into_iter().map(|word| (word, *class)));
        }
        Ok(Lexicon { words })
    }

    /// Every word with its class, in file order. A word may stand in several classes.
    pub fn words(&self) -> &[(String, WordClass)] {
        &self.words
    }
}

/// Reads any file of lines `class: word word`: class, line number and words, in file order.
pub fn classes(file: &str, text: &str) -> Result<Vec<(String, u32, Vec<String>)>, LexiconError> {
    let mut rows = Vec::new();
    for (at, raw) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let content = raw.trim();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let line = at as u32 + 1;
        let (class, words) = content.split_once(':').ok_or_else(|| LexiconError {
            file: file.to_owned(),
            line,
            problem: format!("读不懂「{content}」，每行要写成「类别: 词 词」"),
        })?;
        rows.push((class.trim().to_owned(), line, words.split_whitespace().map(str::to_owned).collect()));
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_classes_and_refuses_unknown_ones() {
        let lexicon = Lexicon::parse("words.txt", "# 说明\nmodifier: 立式 卧式\nboundary: 和\n").unwrap();
        assert_eq!(lexicon.words().len(), 3);
        let error = Lexicon::parse("words.txt", "modifer: 立式\n").unwrap_err();
        assert!(error.to_string().starts_with("words.txt 第 1 行：不认识的类别「modifer」"));
        assert!(Lexicon::parse("words.txt", "立式\n").is_err());
    }
}
