//! What comes out of a roster: records as drafts of companies.

use super::report::{Problem, SheetReading, SkippedRow};
use qianxian_core::{CompanyKind, Evidence, LineRole, Place, Side, SourceRef};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A whole file, read. JSON is this struct as it stands; [`Roster::to_eval_json`] gives the shape of the harness.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Roster {
    /// File name as given.
    pub file: String,
    /// What the bytes really were: `xlsx`, `xls`, `ods`, `csv`, `txt`, `html`.
    pub format: String,
    /// Every sheet, used or not, with the meaning of its columns.
    pub sheets: Vec<SheetReading>,
    /// Members, in the order of the file.
    pub records: Vec<Record>,
    /// Rows that hold no member, with the reason.
    pub skipped: Vec<SkippedRow>,
    /// What a person should look at.
    pub problems: Vec<Problem>,
    /// Pairs of records that are probably one company. Nothing is merged here.
    pub duplicates: Vec<Duplicate>,
}

/// Two records of one file that are probably one company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duplicate {
    /// Index into [`Roster::records`].
    pub first: usize,
    /// Index into [`Roster::records`], larger than `first`.
    pub second: usize,
    /// Why, in Chinese.
    pub reason: String,
}

/// Where a row stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RowRef {
    /// Sheet name; `None` for text and HTML files.
    pub sheet: Option<String>,
    /// Row number as seen in Excel, from 1; 0 for the whole sheet.
    pub row: u32,
}

impl RowRef {
    /// `「正式会员」第12行`, `第12行`.
    pub fn label(&self) -> String {
        match &self.sheet {
            Some(sheet) if self.row == 0 => format!("「{sheet}」"),
            Some(sheet) => format!("「{sheet}」第{}行", self.row),
            None => format!("第{}行", self.row),
        }
    }
}

/// One member as the file has it. Empty texts stand for what is not said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Where it stands.
    pub at: RowRef,
    /// 1 for the left half of a sheet with two tables side by side, 2 for the right; 0 elsewhere.
    #[serde(default)]
    pub panel: u8,
    /// Full name, cleaned of spaces and widths; empty where the row has none (a problem says so).
    pub name: String,
    /// Our own id, in a sheet that we exported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_id: Option<String>,
    /// Id in the system the file comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Short names and other spellings.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Names it bore before.
    #[serde(default)]
    pub former_names: Vec<String>,
    /// Sort of actor.
    pub kind: CompanyKind,
    /// 统一社会信用代码 as given, cleaned; a problem says where it is broken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_code: Option<String>,
    /// Where it is.
    #[serde(default)]
    pub place: Place,
    /// Place column as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_as_written: Option<String>,
    /// Street address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Industry words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub industry: Option<String>,
    /// Website.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub website: Option<String>,
    /// 法定代表人.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legal_person: Option<String>,
    /// People to call, the first one first. A phone without a person has an empty name.
    #[serde(default)]
    pub contacts: Vec<Contact>,
    /// 会长、副会长、理事、会员.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member_level: Option<String>,
    /// When it joined: `2021`, `2021-03` or `2021-03-05`, never more precise than the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined: Option<String>,
    /// When it was founded, in the same forms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub established: Option<String>,
    /// Dues by year; a year without entry is unknown, never unpaid.
    #[serde(default)]
    pub dues: BTreeMap<i16, Dues>,
    /// Number of employees as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employees: Option<String>,
    /// Remarks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// 经营范围 as written; also cut into `lines`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// What it says about itself, one product, process or pain a line.
    #[serde(default)]
    pub lines: Vec<LineDraft>,
    /// Columns without a place of their own, by header: 其他信息.
    #[serde(default)]
    pub other: BTreeMap<String, String>,
    /// Cells taken apart into fields above that a person may want to see as written, by header.
    #[serde(default)]
    pub as_written: BTreeMap<String, String>,
}

impl Record {
    /// An empty record of a row.
    pub(crate) fn at(at: RowRef) -> Self {
        Record {
            at,
            panel: 0,
            name: String::new(),
            own_id: None,
            external_id: None,
            aliases: Vec::new(),
            former_names: Vec::new(),
            kind: CompanyKind::Unknown,
            credit_code: None,
            place: Place::default(),
            place_as_written: None,
            address: None,
            industry: None,
            website: None,
            legal_person: None,
            contacts: Vec::new(),
            member_level: None,
            joined: None,
            established: None,
            dues: BTreeMap::new(),
            employees: None,
            note: None,
            scope: None,
            lines: Vec::new(),
            other: BTreeMap::new(),
            as_written: BTreeMap::new(),
        }
    }

    /// Takes over what a further row of the same company says: people, phones, lines.
    pub(crate) fn absorb(&mut self, more: Record) {
        for contact in more.contacts {
            match self.contacts.iter_mut().find(|known| known.name == contact.name) {
                Some(known) => {
                    let phones = contact.phones.into_iter().filter(|phone| !known.phones.contains(phone));
                    let phones: Vec<String> = phones.collect();
                    known.phones.extend(phones);
                }
                None => self.contacts.push(contact),
            }
        }
        for line in more.lines {
            if self.lines.iter().all(|known| known.side != line.side || known.text != line.text) {
                self.lines.push(line);
            }
        }
        for (header, text) in more.other {
            let known = self.other.entry(header).or_insert_with(|| text.clone());
            if *known != text {
                known.push_str(&format!("；{text}"));
            }
        }
    }

    /// All phones of the row.
    pub fn phones(&self) -> impl Iterator<Item = &str> {
        self.contacts.iter().flat_map(|contact| contact.phones.iter().map(String::as_str))
    }

    /// Lines of one side that do not come from the business scope.
    pub fn said(&self, side: Side) -> impl Iterator<Item = &LineDraft> {
        self.lines.iter().filter(move |line| line.side == side && line.source.kind != qianxian_core::SourceKind::Scope)
    }
}

/// A person to call.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Name of the person; empty where only a phone is known.
    pub name: String,
    /// Post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Phones: digits, `0533-5550123`, extension as `-806`.
    #[serde(default)]
    pub phones: Vec<String>,
    /// E-mails.
    #[serde(default)]
    pub emails: Vec<String>,
}

/// Dues of one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dues {
    /// 已交.
    Paid,
    /// 未交.
    Unpaid,
    /// 免交.
    Exempt,
    /// 交了一部分.
    Partial,
}

impl Dues {
    /// The word in files and the API.
    pub const fn code(self) -> &'static str {
        match self {
            Dues::Paid => "paid",
            Dues::Unpaid => "unpaid",
            Dues::Exempt => "exempt",
            Dues::Partial => "partial",
        }
    }
}

/// A profile line before it belongs to a stored company.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineDraft {
    /// Which list.
    pub side: Side,
    /// The words.
    pub text: String,
    /// Maker, trader or service, where the words say so.
    pub role: LineRole,
    /// How sure.
    pub evidence: Evidence,
    /// 0..=1 within that level.
    pub confidence: f32,
    /// File, row and, where the file gives one, the mark of its own certainty.
    pub source: SourceRef,
}
