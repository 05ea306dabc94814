//! The meaning of all columns of a table: headers first, then what the values say, then one column a field.

use super::{
    Mapping,
    clean::{is_company_like, is_ideograph, is_nothing, is_surely_company, plain},
    columns::{Guess, bare_year, guess_grouped, header_key},
    credit_code, dates,
    dues::{self, Legend},
    field::Field,
    grid::{Cell, Grid},
    header::Header,
    phone,
    report::ColumnReading,
};
use qianxian_core::CompanyKind;

/// Values of a column looked at.
const SAMPLE: usize = 200;

/// What the columns from `from` to `to` of a table mean. `body` is the index of the first row below the header.
pub(crate) fn read(
    grid: &Grid,
    header: Option<&Header>,
    body: usize,
    span: std::ops::Range<usize>,
    mapping: &Mapping,
    legend: &Legend,
) -> Vec<ColumnReading> {
    let mut columns: Vec<Column> = span
        .filter_map(|at| {
            let title = header.map(|header| header.title(at)).unwrap_or_default();
            let values = Values::of(grid, body, at);
            if title.is_empty() && values.filled == 0 {
                return None;
            }
            let said = mapping.of(&title);
            let guess = match said {
                Some(field) => Guess { field, year: bare_year(&title), confidence: 1.0, why: "人工指定".into() },
                None => by_header(header, at).unwrap_or_else(unknown),
            };
            Some(Column { at, title, values, guess, fixed: said.is_some() })
        })
        .collect();
    for column in columns.iter_mut().filter(|column| !column.fixed) {
        column.ask_values(legend);
    }
    find_name(&mut columns);
    one_each(&mut columns);
    columns.into_iter().map(|column| column.finish(grid)).collect()
}

fn by_header(header: Option<&Header>, at: usize) -> Option<Guess> {
    let (group, leaf) = header?.titles.get(at)?;
    guess_grouped(group, leaf)
}

fn unknown() -> Guess {
    Guess {
        field: Field::Other, year: None, confidence: 0.5, why: "不认识的列名，作为其他信息保留".into()
    }
}

struct Column {
    at: usize,
    title: String,
    values: Values,
    guess: Guess,
    fixed: bool,
}

/// Shares of a column's values that look like something.
#[derive(Default)]
struct Values {
    filled: usize,
    cells: Vec<Cell>,
}

impl Values {
    fn of(grid: &Grid, body: usize, at: usize) -> Values {
        let mut values = Values::default();
        for row in grid.rows.iter().skip(body) {
            let cell = row.get(at);
            if matches!(cell, Cell::Empty | Cell::Error(_) | Cell::NoValue) || is_nothing(&cell.show()) {
                continue;
            }
            values.filled += 1;
            if values.cells.len() < SAMPLE {
                values.cells.push(cell.clone());
            }
        }
        values
    }

    fn share(&self, test: impl Fn(&Cell) -> bool) -> f32 {
        let hits = self.cells.iter().filter(|cell| test(cell)).count();
        hits as f32 / self.cells.len().max(1) as f32
    }

    fn texts(&self, test: impl Fn(&str) -> bool) -> f32 {
        self.share(|cell| test(&cell.show()))
    }
}

impl Column {
    fn set(&mut self, field: Field, confidence: f32, why: &str) {
        self.guess = Guess { field, year: self.guess.year, confidence, why: why.to_owned() };
    }

    /// Lets the values confirm, refine or refute the header.
    fn ask_values(&mut self, legend: &Legend) {
        let values = &self.values;
        if values.filled == 0 {
            return;
        }
        let enough = values.filled >= 3;
        let yes_no = values.texts(|text| matches!(text.trim(), "是" | "否" | "有" | "无" | "Y" | "N" | "是否"));
        match self.guess.field {
            Field::Other if self.guess.confidence < 1.0 => self.guess_from_values(legend),
            Field::Contact | Field::Phone | Field::LegalPerson => {
                let both = values.texts(|text| {
                    let read = phone::read(text, false);
                    !read.phones.is_empty() && !read.words.is_empty()
                });
                let phones = values.share(is_phone);
                if both > 0.5 && self.guess.field != Field::LegalPerson {
                    self.set(Field::ContactPhone, 0.8, "一格里既有姓名又有电话");
                } else if self.guess.field == Field::Contact && phones > 0.6 {
                    self.set(Field::Phone, 0.8, "列里多是电话号码");
                } else if self.guess.field == Field::Phone && enough && phones < 0.2 && self.guess.confidence < 1.0 {
                    self.set(Field::Other, 0.5, "列名像电话，但里面没有号码");
                }
            }
            Field::Title | Field::Kind | Field::MemberLevel => self.ask_posts(),
            Field::Products | Field::Buys | Field::Does | Field::Suffers if enough && yes_no > 0.6 => {
                self.set(Field::Other, 0.6, "列里只有是和否");
            }
            Field::Joined | Field::Established if enough => {
                let dated =
                    values.share(|cell| !matches!(dates::read(cell, false), Err(crate::ProblemKind::UnparseableDate)));
                if dated < 0.2 {
                    self.set(Field::Other, 0.5, "列名像日期，但里面不是日期");
                }
            }
            Field::Name if enough && self.guess.confidence < 1.0 && values.texts(is_company_like) < 0.3 => {
                self.set(Field::Other, 0.5, "列名像企业名称，但里面不是");
            }
            Field::Website if enough && values.texts(|text| text.contains('.')) < 0.2 => {
                self.set(Field::Other, 0.5, "列名像网址，但里面不是");
            }
            Field::Dues if self.guess.year.is_none() => self.guess.year = bare_year(&self.title),
            Field::Serial if enough && values.texts(is_surely_company) > 0.6 => {
                self.set(Field::Name, 0.7, "列里多是企业名称");
            }
            Field::Serial if enough && values.share(is_running) < 0.3 && self.title_is(&["编号", "号"]) => {
                self.set(Field::ExternalId, 0.8, "列里是编号，不是序号");
            }
            _ => {}
        }
    }

    /// 职务 may be a post in the company or in the association, 类别 a level or a sort of company.
    fn ask_posts(&mut self) {
        let levels = self.values.texts(is_level);
        let kinds = self.values.texts(|text| !is_level(text) && CompanyKind::from_roster(text.trim()).is_some());
        if levels > 0.6 {
            if self.guess.field != Field::MemberLevel {
                self.set(Field::MemberLevel, 0.8, "列里是会长、理事、会员");
            }
        } else if kinds > 0.6 {
            if self.guess.field != Field::Kind {
                self.set(Field::Kind, 0.8, "列里是企业的类型");
            }
        } else if self.guess.field == Field::MemberLevel
            && levels < 0.1
            && self.values.filled >= 3
            && self.title_is(&["级别", "类别", "等级", "任职"])
        {
            self.set(Field::Other, 0.5, "列里不是会员级别");
        }
    }

    fn title_is(&self, words: &[&str]) -> bool {
        let key = header_key(&self.title);
        words.contains(&key.as_str())
    }

    /// A column without a known header.
    fn guess_from_values(&mut self, legend: &Legend) {
        let values = &self.values;
        let codes = values.texts(|text| matches!(credit_code::read(text), (Some(code), _) if code.len() == 18));
        let phones = values.share(is_phone);
        let scopes = values.texts(|text| text.contains("一般项目") || text.contains("依法须经批准"));
        let sites = values.texts(|text| text.contains("www.") || text.starts_with("http"));
        let mails = values.texts(|text| text.contains('@') && text.contains('.'));
        if let Some(year) = bare_year(&self.title) {
            let said = values
                .share(|cell| !matches!(cell, Cell::Number(_)) && matches!(dues::read(cell, legend), Ok(Some(_))));
            if said > 0.6 || values.share(|cell| dues::read(cell, legend).is_ok()) > 0.9 {
                self.guess.year = Some(year);
                return self.set(Field::Dues, 0.8, "列名是年份，列里是缴费情况");
            }
        }
        if self.guess.confidence >= 1.0 {
            return;
        }
        let nameless = self.title.is_empty();
        match () {
            () if codes > 0.5 => self.set(Field::CreditCode, 0.8, "列里多是十八位信用代码"),
            () if scopes > 0.5 => self.set(Field::Scope, 0.8, "列里是经营范围"),
            () if sites > 0.6 => self.set(Field::Website, 0.7, "列里是网址"),
            () if mails > 0.6 => self.set(Field::Email, 0.7, "列里是邮箱"),
            // A header that says something else (传真) is believed.
            () if phones > 0.6 && nameless => {
                let words = values.texts(|text| !phone::read(text, false).words.is_empty());
                let field = if words > 0.5 { Field::ContactPhone } else { Field::Phone };
                self.set(field, 0.6, "列里多是电话号码");
            }
            () if nameless && values.share(is_running) > 0.8 => self.set(Field::Serial, 0.6, "列里是序号"),
            () if nameless && values.texts(is_level) > 0.6 => {
                self.set(Field::MemberLevel, 0.6, "列里是会长、理事、会员")
            }
            () if nameless && values.texts(is_district) > 0.6 => self.set(Field::District, 0.6, "列里是区县"),
            () if nameless && values.texts(is_person) > 0.7 => self.set(Field::Contact, 0.5, "列里多是人名"),
            () if nameless && values.texts(is_list) > 0.4 => self.set(Field::Products, 0.5, "列里是成串的产品"),
            () => {}
        }
    }

    fn finish(self, grid: &Grid) -> ColumnReading {
        ColumnReading {
            column: self.at,
            header: self.title,
            field: self.guess.field,
            year: self.guess.year.filter(|_| self.guess.field == Field::Dues),
            confidence: self.guess.confidence,
            why: self.guess.why,
            hidden: grid.hidden_columns.contains(&self.at),
        }
    }
}

fn is_phone(cell: &Cell) -> bool {
    let text = cell.show();
    let read = phone::read(&text, matches!(cell, Cell::Number(_)));
    read.phones.iter().any(|phone| phone.len() >= 7) && read.problem.is_none() || super::clean::is_scientific(&text)
}

fn is_running(cell: &Cell) -> bool {
    cell.show().trim().parse::<u32>().is_ok_and(|number| number < 100_000)
}

/// 会长, 副会长单位, 常务理事, 会员…
pub(crate) fn is_level(text: &str) -> bool {
    let text = super::clean::word(text);
    let word = text.trim_end_matches("单位").trim_end_matches("企业");
    let ends = ["会长", "理事", "监事", "监事长", "会员", "秘书长", "理事长", "主席", "顾问"];
    text.chars().count() <= 10 && !text.is_empty() && ends.iter().any(|end| word.ends_with(end))
}

/// 博山区, 桓台县.
pub(crate) fn is_district(text: &str) -> bool {
    let text = super::clean::word(text);
    (2..=8).contains(&text.chars().count())
        && text.chars().all(is_ideograph)
        && text.ends_with(['区', '县', '市', '旗', '镇'])
}

fn is_person(text: &str) -> bool {
    let text = super::clean::word(text);
    (2..=4).contains(&text.chars().count()) && text.chars().all(is_ideograph) && !is_level(&text) && !is_district(&text)
}

fn is_list(text: &str) -> bool {
    plain(text).contains(['、', ',', ';', '/', '\n'])
}

/// The column of names: the most company-like of those the header offers, or of all where it offers none.
fn find_name(columns: &mut [Column]) {
    let fixed = columns.iter().any(|column| column.fixed && column.guess.field == Field::Name);
    let company = |column: &Column| column.values.texts(is_company_like);
    let offered: Vec<usize> = (0..columns.len()).filter(|at| columns[*at].guess.field == Field::Name).collect();
    let best = |at: &[usize]| {
        let weight = |at: usize| company(&columns[at]) * 2.0 + columns[at].guess.confidence - at as f32 * 0.001;
        at.iter().copied().max_by(|a, b| weight(*a).total_cmp(&weight(*b)))
    };
    if let Some(best) = best(&offered) {
        let keeps = |at: usize| columns[at].fixed || at == best && !fixed;
        let lost: Vec<usize> = offered.iter().copied().filter(|at| !keeps(*at)).collect();
        for at in lost {
            columns[at].set(Field::Other, 0.5, "已有更像企业名称的一列");
        }
        return;
    }
    let open: Vec<usize> = (0..columns.len())
        .filter(|at| {
            let column = &columns[*at];
            !column.fixed
                && column.values.filled > 0
                && company(column) >= 0.5
                && column.values.texts(is_surely_company) >= 0.3
        })
        .collect();
    if let Some(at) = best(&open) {
        columns[at].set(Field::Name, 0.7, "列里多是企业名称");
    }
}

/// Fields that hold one value: the surest column keeps it, the others stay as other information.
fn one_each(columns: &mut [Column]) {
    for field in Field::ALL.iter().copied() {
        let many = matches!(
            field,
            Field::Phone
                | Field::Contact
                | Field::ContactPhone
                | Field::Email
                | Field::Products
                | Field::Buys
                | Field::Does
                | Field::Suffers
                | Field::Aliases
                | Field::FormerNames
                | Field::Other
                | Field::Dues
                | Field::Title
                | Field::Serial
        );
        if many {
            continue;
        }
        let mut held: Vec<usize> = (0..columns.len()).filter(|at| columns[*at].guess.field == field).collect();
        held.sort_by(|a, b| {
            let weight =
                |at: &usize| (columns[*at].fixed, columns[*at].guess.confidence, columns[*at].values.filled > 0);
            weight(b).partial_cmp(&weight(a)).unwrap_or(std::cmp::Ordering::Equal)
        });
        for at in held.into_iter().skip(1) {
            columns[at].set(Field::Other, 0.5, "已有另一列是这项内容");
        }
    }
}
