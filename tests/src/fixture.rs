//! Companies in a small text language, read into a [`Snapshot`] over the embedded knowledge. One statement a line:
//!
//! ```text
//! # a comment
//! 甲厂 @淄博/张店 | 做: 减速机(走访), 电机 | 买: 轴承 | 能做: 焊接 | 困扰: 焊接招不到人 "原话" (走访 2025-11-03)
//! 乙商贸 | 类型: 经销商 | 状态: 已退会 | 做: 轴承(经销) | 经营范围: 机械加工; 金属制品销售
//! 丙厂 | 需求: 找外协 钣金加工
//! 甲厂 ~ 乙厂 关联 已确认
//! 甲厂 + 乙厂 成交 轴承
//! 甲厂 x 乙厂 不合适 价格
//! ```
//!
//! Items are separated by `,` or `;`. In brackets after an item stand, in any order, how sure it is (a word of
//! [`Evidence`]; else 自报), in which role (a word of [`LineRole`]) and when it was said.

use jiff::civil::{Date, date};
use qianxian_core::{
    Affiliation, AffiliationId, CapabilityGraph, Company, CompanyId, CompanyIx, CompanyStatus, Deal, DealId, DealParty,
    Evidence, LineId, LineRole, MarkId, Need, NeedId, PairMark, PairVerdict, Place, ProfileLine, Side, SourceKind,
    SourceRef, Visibility,
};
use qianxian_engine::{
    Knowledge, Snapshot,
    snapshot::{bind, nodes},
};
use qianxian_index::{CompanyDoc, Index, Pace};
use qianxian_store::{BondFacts, Facts, Sequence};
use std::{
    str::FromStr,
    sync::{Arc, LazyLock},
};
use uuid::Uuid;

/// The day every fixture reckons from.
pub const TODAY: Date = date(2026, 3, 1);

/// What the binary knows, read once for all tests.
pub static KNOWLEDGE: LazyLock<Knowledge> =
    LazyLock::new(|| Knowledge::embedded().unwrap_or_else(|fault| panic!("{fault}")));

/// The snapshot of a fixture text.
///
/// # Panics
/// With the line at fault where the text cannot be read, or where graph or index are at odds with themselves.
pub fn snapshot(text: &str) -> Snapshot {
    snapshot_of(facts(text))
}

/// The snapshot of facts, its index in memory.
///
/// # Panics
/// Where graph or index are at odds with themselves.
pub fn snapshot_of(facts: Facts) -> Snapshot {
    let knowledge = KNOWLEDGE.clone();
    let (nodes, bonds) = nodes(&knowledge, facts, TODAY);
    let graph = CapabilityGraph::new(knowledge.chain.clone(), nodes, Arc::new(bonds));
    assert_eq!(graph.verify(), Vec::<String>::new());
    let index = Index::in_memory(&[]).unwrap_or_else(|e| panic!("{e}"));
    let writer = index.writer(Pace::Live).unwrap_or_else(|e| panic!("{e}"));
    for (_, node) in graph.companies() {
        writer.add_company(&CompanyDoc::from(node)).unwrap_or_else(|e| panic!("{e}"));
    }
    let searcher = writer.finish(1).unwrap_or_else(|e| panic!("{e}"));
    Snapshot::new(1, TODAY, knowledge, graph, searcher)
}

/// The same snapshot with other bonds between the companies.
#[must_use]
pub fn with_bonds(snapshot: &Snapshot, bonds: BondFacts) -> Snapshot {
    let graph = snapshot.graph.with_bonds(Arc::new(bind(bonds)));
    Snapshot::new(1, TODAY, snapshot.knowledge.clone(), graph, snapshot.searcher.clone())
}

/// The company of a fixture with this name.
///
/// # Panics
/// Where there is none.
pub fn company(snapshot: &Snapshot, name: &str) -> CompanyIx {
    snapshot.company(name).unwrap_or_else(|unknown| panic!("{unknown}"))
}

/// The name of a company.
pub fn name(snapshot: &Snapshot, company: CompanyIx) -> &str {
    &snapshot.graph.company(company).company.name
}

/// The facts a fixture text states.
///
/// # Panics
/// With the line at fault where the text cannot be read.
pub fn facts(text: &str) -> Facts {
    let mut reader = Reader::default();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            [a, op @ ("~" | "+" | "x"), b, what @ ..] => reader.bond(line, a, op, b, what),
            _ => reader.company(line),
        }
    }
    reader.facts
}

struct Reader {
    facts: Facts,
    /// Ids are counted, so that a fixture gives the same snapshot every time.
    last_id: u128,
}

impl Default for Reader {
    fn default() -> Self {
        let facts = Facts {
            sequence: Sequence(1),
            companies: Vec::new(),
            lines: Vec::new(),
            needs: Vec::new(),
            deals: Vec::new(),
            affiliations: Vec::new(),
            marks: Vec::new(),
        };
        Reader { facts, last_id: 0 }
    }
}

impl Reader {
    fn id(&mut self) -> Uuid {
        self.last_id += 1;
        Uuid::from_u128(self.last_id)
    }

    fn company(&mut self, line: &str) {
        let mut parts = line.split('|').map(str::trim);
        let head = parts.next().unwrap_or("");
        let (name, place) = head.split_once('@').unwrap_or((head, ""));
        let mut company = Company::named(CompanyId(self.id()), name.trim());
        let mut levels = place.split('/').map(str::trim).filter(|level| !level.is_empty()).map(str::to_owned);
        company.place = Place { province: None, city: levels.next(), district: levels.next() };
        for part in parts {
            let (key, value) = part.split_once(':').unwrap_or_else(|| panic!("少了冒号：{part}（{line}）"));
            match key.trim() {
                "做" => self.lines(company.id, Side::Makes, value),
                "买" => self.lines(company.id, Side::Buys, value),
                "能做" => self.lines(company.id, Side::Does, value),
                "困扰" => self.lines(company.id, Side::Suffers, value),
                "经营范围" => self.scope(company.id, value),
                "需求" => self.need(company.id, value.trim()),
                "又名" => company.aliases = items(value).into_iter().map(|item| item.text).collect(),
                "类型" => company.kind = word(value.trim()),
                "状态" => company.status = word::<CompanyStatus>(value.trim()),
                other => panic!("不认识「{other}」（{line}）"),
            }
        }
        self.facts.companies.push(company);
    }

    fn lines(&mut self, company: CompanyId, side: Side, value: &str) {
        for item in items(value) {
            let kind = match item.evidence {
                Evidence::Visited => SourceKind::Visit,
                Evidence::Document => SourceKind::Article,
                Evidence::Inferred => SourceKind::Secretariat,
                Evidence::SelfReported | Evidence::Deal => SourceKind::Roster,
            };
            let source = SourceRef { date: item.date, quote: item.quote.clone(), ..SourceRef::new(kind, "") };
            self.line(company, side, item, source);
        }
    }

    /// As the roster reader does it: one inferred line a phrase of the registered business scope.
    fn scope(&mut self, company: CompanyId, value: &str) {
        for item in items(value) {
            let item = Item { evidence: Evidence::Inferred, ..item };
            self.line(company, Side::Makes, item, SourceRef::new(SourceKind::Scope, "营业执照"));
        }
    }

    fn line(&mut self, company: CompanyId, side: Side, item: Item, source: SourceRef) {
        let line = ProfileLine {
            id: LineId(self.id()),
            company,
            side,
            text: item.text,
            role: item.role,
            evidence: item.evidence,
            confidence: 1.0,
            source,
            seen: item.date,
            expires: None,
            visibility: Visibility::Members,
            confirmed: Vec::new(),
            rejected: Vec::new(),
        };
        self.facts.lines.push(line);
    }

    fn need(&mut self, company: CompanyId, value: &str) {
        let (kind, text) = value.split_once(' ').unwrap_or_else(|| panic!("需求要写成「找外协 钣金加工」：{value}"));
        let need = Need {
            id: NeedId(self.id()),
            company,
            text: text.trim().to_owned(),
            kind: word(kind),
            deadline: None,
            visibility: Visibility::Members,
            source: SourceRef::new(SourceKind::Visit, ""),
            open: true,
        };
        self.facts.needs.push(need);
    }

    fn bond(&mut self, line: &str, a: &str, op: &str, b: &str, what: &[&str]) {
        let named = |name: &str| {
            let found = self.facts.companies.iter().find(|company| company.name == name);
            found.unwrap_or_else(|| panic!("没有企业「{name}」（{line}）")).id
        };
        let (one, other) = (named(a), named(b));
        let source = SourceRef::new(SourceKind::Secretariat, line);
        let id = self.id();
        match (op, what) {
            ("~", ["关联", certainty]) => self.facts.affiliations.push(Affiliation {
                id: AffiliationId(id),
                a: one,
                b: other,
                kind: "same_group".to_owned(),
                certainty: word(certainty),
                source,
            }),
            ("+", ["成交", product @ ..]) => {
                let party = |company, name: &str, role: &str| DealParty {
                    company: Some(company),
                    name: name.to_owned(),
                    role: role.to_owned(),
                };
                let parties = vec![party(one, a, "supplier"), party(other, b, "customer")];
                let product = (!product.is_empty()).then(|| product.concat());
                self.facts.deals.push(Deal { id: DealId(id), parties, product, date: None, source, excludes: true });
            }
            ("x", [verdict @ ("不合适" | "永不推荐"), reason @ ..]) => {
                let verdict = if *verdict == "永不推荐" { PairVerdict::Never } else { PairVerdict::Unsuitable };
                let mark = PairMark {
                    id: MarkId(id),
                    a: one,
                    b: other,
                    verdict,
                    reason: reason.concat(),
                    date: None,
                    way: None,
                    until: None,
                };
                self.facts.marks.push(mark);
            }
            _ => panic!("读不懂：{line}"),
        }
    }
}

/// One item of a list, with what stands in brackets and quotation marks after it.
#[derive(Debug, PartialEq)]
struct Item {
    text: String,
    evidence: Evidence,
    role: LineRole,
    date: Option<Date>,
    quote: Option<String>,
}

/// Splits at `,` and `;` outside of brackets and quotation marks.
fn items(value: &str) -> Vec<Item> {
    let (mut quoted, mut depth) = (false, 0u32);
    let parts = value.split(move |c| {
        match c {
            '"' => quoted = !quoted,
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' | ';' => return !quoted && depth == 0,
            _ => {}
        }
        false
    });
    parts.map(str::trim).filter(|part| !part.is_empty()).map(item).collect()
}

fn item(part: &str) -> Item {
    let text = part.split(['(', '"']).next().unwrap_or("").trim().to_owned();
    let quote = part.split('"').nth(1).map(str::to_owned);
    let outside = quote.as_ref().map_or_else(|| part.to_owned(), |quote| part.replace(quote, ""));
    let marks = outside.split_once('(').map_or("", |(_, marks)| marks.trim_end_matches(')'));
    let mut item = Item { text, evidence: Evidence::SelfReported, role: LineRole::Unknown, date: None, quote };
    for mark in marks.split_whitespace() {
        if let Ok(evidence) = mark.parse() {
            item.evidence = evidence;
        } else if let Ok(role) = mark.parse() {
            item.role = role;
        } else {
            item.date = Some(mark.parse().unwrap_or_else(|_| panic!("不认识「{mark}」（{part}）")));
        }
    }
    item
}

fn word<T: FromStr<Err: std::fmt::Display>>(word: &str) -> T {
    word.parse().unwrap_or_else(|unknown| panic!("{unknown}"))
}
