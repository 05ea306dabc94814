//! Reads a chain pack: the reviewable text file of one sector. The format is described for writers in
//! `data/chain/README.md`; this file is its definition.
//!
//! Parsing one file never looks at another: names in relations are resolved by [`super::build`].

use super::{CapabilityKind, RelationKind, Strength};

/// One parsed pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    /// File name for messages and sources.
    pub file: String,
    /// Slug of the sector.
    pub sector: String,
    /// Chinese name of the sector.
    pub sector_name: String,
    /// Where the knowledge comes from, in words.
    pub source: String,
    /// The blocks, in order.
    pub blocks: Vec<Block>,
    /// Old slug, new slug, line.
    pub redirects: Vec<(String, String, u32)>,
}

/// One block: a capability with its names and relations, or an addition to one defined elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Line of its header.
    pub line: u32,
    /// Header.
    pub head: Head,
    /// Lines below it.
    pub entries: Vec<Entry>,
}

/// Header of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Head {
    /// `[离心泵] centrifugal-pump product`
    Define {
        /// Chinese name.
        name: String,
        /// Slug.
        slug: String,
        /// What it is.
        kind: CapabilityKind,
    },
    /// `[+离心泵]`: more about a capability defined elsewhere.
    Extend {
        /// Its name or an alias of it.
        name: String,
    },
}

/// One line of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Line number.
    pub line: u32,
    /// True for a line with a leading `-`, which takes back what an earlier pack said.
    pub remove: bool,
    /// What it says.
    pub statement: Statement,
}

/// What a line of a block says about its capability.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Statement {
    /// `= 减速器, 减速箱`
    Aliases(Vec<String>),
    /// `en: reducer, gearbox`
    English(Vec<String>),
    /// `sense: 风机 if 风电 塔筒`
    Sense {
        /// The ambiguous word.
        word: String,
        /// Words of which one must stand nearby.
        context: Vec<String>,
    },
    /// `in!: 叶轮, 泵体`
    Relate {
        /// Which relation.
        kind: RelationKind,
        /// The block's capability stands at the `to` end (`in:`: the item is an input of it).
        inward: bool,
        /// How regularly it holds.
        strength: Strength,
        /// Names at the other end.
        others: Vec<String>,
    },
}

/// A line of a pack that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file} 第 {line} 行：{problem}")]
pub struct PackError {
    /// File name.
    pub file: String,
    /// Line number, from 1.
    pub line: u32,
    /// What is wrong and what would be right.
    pub problem: String,
}

/// Reads a pack from its text. All unreadable lines are reported, not only the first.
pub fn parse_pack(file: &str, text: &str) -> Result<Pack, Vec<PackError>> {
    let mut pack = Pack {
        file: file.to_owned(),
        sector: String::new(),
        sector_name: String::new(),
        source: String::new(),
        blocks: Vec::new(),
        redirects: Vec::new(),
    };
    let mut errors = Vec::new();
    for (at, raw) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = at as u32 + 1;
        let content = raw.trim();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        if let Err(problem) = read_line(&mut pack, line, content) {
            errors.push(PackError { file: file.to_owned(), line, problem });
        }
    }
    if pack.sector.is_empty() && errors.is_empty() {
        errors.push(PackError {
            file: file.to_owned(),
            line: 1,
            problem: "缺少 sector: 行，例如「sector: pump 泵」".into(),
        });
    }
    if errors.is_empty() { Ok(pack) } else { Err(errors) }
}

fn read_line(pack: &mut Pack, line: u32, content: &str) -> Result<(), String> {
    if let Some(header) = content.strip_prefix('[') {
        let head = read_head(header)?;
        pack.blocks.push(Block { line, head, entries: Vec::new() });
        return Ok(());
    }
    let Some(block) = pack.blocks.last_mut() else {
        return read_preamble(pack, line, content);
    };
    let (remove, content) = match content.strip_prefix('-') {
        Some(rest) => (true, rest.trim_start()),
        None => (false, content),
    };
    if let Some(statement) = read_statement(content)? {
        block.entries.push(Entry { line, remove, statement });
    }
    Ok(())
}

fn read_preamble(pack: &mut Pack, line: u32, content: &str) -> Result<(), String> {
    let (key, value) = content
        .split_once(':')
        .ok_or_else(|| format!("读不懂「{content}」，第一个方括号之前只能写 sector: 或 source:"))?;
    let value = value.trim();
    match key.trim() {
        "sector" => {
            let (slug, name) = value.split_once(' ').ok_or("sector: 要写英文代号和中文名，例如「sector: pump 泵」")?;
            pack.sector = slug.to_owned();
            pack.sector_name = name.trim().to_owned();
        }
        "source" => pack.source = value.to_owned(),
        "redirect" => {
            let (old, new) = value.split_once("->").ok_or("redirect: 要写成「旧代号 -> 新代号」")?;
            pack.redirects.push((old.trim().to_owned(), new.trim().to_owned(), line));
        }
        other => return Err(format!("不认识的开头项「{other}:」，可用：sector、source、redirect")),
    }
    Ok(())
}

fn read_head(header: &str) -> Result<Head, String> {
    let (name, rest) = header.split_once(']').ok_or("方括号没有合上")?;
    if let Some(name) = name.strip_prefix('+') {
        return Ok(Head::Extend { name: name.trim().to_owned() });
    }
    let mut words = rest.split_whitespace();
    let (Some(slug), Some(kind), None) = (words.next(), words.next(), words.next()) else {
        return Err(format!("「[{name}]」后面要写英文代号和类别，例如「[离心泵] centrifugal-pump product」"));
    };
    if !is_slug(slug) {
        return Err(format!("代号「{slug}」只能用小写字母、数字和减号"));
    }
    let kind = kind.parse::<CapabilityKind>().map_err(|e| e.to_string())?;
    if name.trim().is_empty() {
        return Err("方括号里没有名称".into());
    }
    Ok(Head::Define { name: name.trim().to_owned(), slug: slug.to_owned(), kind })
}

/// True for a stable ASCII name: lower-case letters, digits, `-`, not starting with `-`.
pub fn is_slug(slug: &str) -> bool {
    !slug.is_empty()
        && !slug.starts_with('-')
        && slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn read_statement(content: &str) -> Result<Option<Statement>, String> {
    if let Some(aliases) = content.strip_prefix('=') {
        return Ok(Some(Statement::Aliases(items(aliases.trim_start_matches(':')))));
    }
    let (key, value) =
        content.split_once(':').ok_or_else(|| format!("读不懂「{content}」，每行要写成「关系: 名称, 名称」"))?;
    let (key, strength) = match key.trim().strip_suffix(['!', '?']) {
        Some(bare) if key.trim().ends_with('!') => (bare, Strength::Core),
        Some(bare) => (bare, Strength::Occasional),
        None => (key.trim(), Strength::Typical),
    };
    let relate = |kind, inward| Ok(Some(Statement::Relate { kind, inward, strength, others: items(value) }));
    match key {
        "en" => Ok(Some(Statement::English(
            value.split([',', '，']).map(|w| w.trim().to_owned()).filter(|w| !w.is_empty()).collect(),
        ))),
        "note" => Ok(None),
        "sense" => {
            let (word, context) = value.split_once(" if ").ok_or("sense: 要写成「词 if 上下文词 上下文词」")?;
            let context: Vec<String> =
                context.split([' ', ',', '、', '，']).filter(|w| !w.is_empty()).map(str::to_owned).collect();
            Ok(Some(Statement::Sense { word: word.trim().to_owned(), context }))
        }
        "broader" => Ok(Some(Statement::Relate {
            kind: RelationKind::Broader,
            inward: false,
            strength: Strength::Core,
            others: items(value),
        })),
        "in" => relate(RelationKind::InputOf, true),
        "by" => relate(RelationKind::MadeBy, false),
        "with" => relate(RelationKind::CoupledWith, false),
        "does" => relate(RelationKind::Performs, false),
        "cures" => relate(RelationKind::Cures, false),
        "pain" => relate(RelationKind::ProneTo, false),
        "for" => relate(RelationKind::UsedIn, false),
        "needs" => relate(RelationKind::Requires, false),
        other => Err(format!(
            "不认识的关系「{other}」，可用：=、en、broader、in、by、with、does、cures、pain、for、needs、sense、note"
        )),
    }
}

fn items(list: &str) -> Vec<String> {
    list.split([',', '，', '、']).map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_block() {
        let pack = parse_pack("pump.chain", "sector: pump 泵\nsource: 手写\n\n[离心泵] centrifugal-pump product\n= 离心水泵\nbroader: 泵\nin!: 叶轮、泵体\n-in: 皮带\n").unwrap();
        assert_eq!(pack.sector_name, "泵");
        let block = &pack.blocks[0];
        assert_eq!(block.line, 4);
        assert_eq!(block.entries.len(), 4);
        assert!(
            matches!(&block.entries[2].statement, Statement::Relate { kind: RelationKind::InputOf, inward: true, strength: Strength::Core, others } if others == &["叶轮", "泵体"])
        );
        assert!(block.entries[3].remove);
    }

    #[test]
    fn names_file_line_and_remedy_of_every_bad_line() {
        let errors =
            parse_pack("x.chain", "sector: x 某\n[泵] Pump product\n[阀] valve thing\n[管] pipe product\ninn: 钢\n")
                .unwrap_err();
        let text: Vec<String> = errors.iter().map(ToString::to_string).collect();
        assert_eq!(text.len(), 3, "{text:?}");
        assert!(text[0].starts_with("x.chain 第 2 行：代号「Pump」"), "{text:?}");
        assert!(text[1].contains("「thing」不是能力类别"), "{text:?}");
        assert!(text[2].contains("不认识的关系「inn」"), "{text:?}");
    }

    #[test]
    fn a_pack_without_sector_is_refused() {
        assert!(parse_pack("x.chain", "").is_err());
    }
}
