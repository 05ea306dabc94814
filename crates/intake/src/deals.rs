//! Past deals and cooperations (往来记录) from a table: `supplier`, `customer` as id or name, or `role` S/C with `id`
//! and `partner` (S: the partner supplies the company, C: the partner buys from it); `product`, `date` or `years`,
//! `source` where there are any. Chinese headers do as well.
//!
//! ```json
//! {"deals": [{"row": 2, "parties": [{"company": "…", "name": "甲厂", "role": "supplier"}, {"name": "乙厂", "role": "customer"}],
//!             "product": "减速机", "date": "2024-01-01", "source": {"kind": "roster", "ref": "往来.csv 第2行"}}],
//!  "problems": [{"row": 3, "column": "customer", "message": "…"}]}
//! ```

use crate::roster::{Limits, Refused, grid::Grid, open::read_grids};
use jiff::civil::{Date, date};
use qianxian_core::{CompanyId, DealParty, SourceKind, SourceRef};
use qianxian_text::fold_key;
use serde::{Deserialize, Serialize};

/// A deal before it is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DealDraft {
    /// Row number in the file, from 1.
    pub row: u32,
    /// Supplier and customer; at least one of them is a company of the roster.
    pub parties: Vec<DealParty>,
    /// What it was about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// When; the first day of the month or of the (last) year where the file says no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// File and row, and what the file itself gives as source.
    pub source: SourceRef,
}

/// A row that is no deal, or one with something wrong in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DealProblem {
    /// Row number in the file, from 1.
    pub row: u32,
    /// Header of the column; empty for the whole row.
    pub column: String,
    /// In Chinese: what is wrong and what to do.
    pub message: String,
}

/// A file of deals, read.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct DealsFile {
    /// In the order of the file.
    pub deals: Vec<DealDraft>,
    /// Rows left out, and doubts about rows taken.
    pub problems: Vec<DealProblem>,
}

/// Reads deals. `resolve` finds a company by id, external id, name or alias; a partner it does not know stays a name.
pub fn read_deals(file: &str, bytes: &[u8], resolve: impl Fn(&str) -> Option<CompanyId>) -> Result<DealsFile, Refused> {
    let (_, grids) = read_grids(file, bytes, &Limits::default())?;
    let mut out = DealsFile::default();
    let Some((grid, header, columns)) = grids.iter().find_map(find_columns) else {
        out.problems.push(DealProblem {
            row: 1,
            column: String::new(),
            message: format!(
                "「{file}」里找不到往来记录的表头：需要 supplier 和 customer（供方、需方）两列，或 role、id、partner 三列"
            ),
        });
        return Ok(out);
    };
    for row in grid.rows[header + 1..].iter().filter(|row| !row.is_blank()) {
        let cell = |column: Column| {
            let at = columns.iter().find(|(known, _, _)| *known == column).map(|(_, at, _)| *at);
            at.map_or(String::new(), |at| row.get(at).show().trim().to_owned())
        };
        let header = |column: Column| {
            let found = columns.iter().find(|(known, _, _)| *known == column);
            found.map_or(String::new(), |(_, _, header)| header.clone())
        };
        let reader = RowReader { file, row: row.number, cell: &cell, header: &header, resolve: &resolve };
        reader.read(&mut out);
    }
    Ok(out)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Supplier,
    SupplierName,
    Customer,
    CustomerName,
    Role,
    Id,
    Name,
    Partner,
    Product,
    Date,
    Source,
}

const HEADERS: &[(Column, &[&str])] = &[
    (
        Column::Supplier,
        &["supplier", "supplierid", "供方", "供应商", "供货方", "卖方", "供应方", "乙方", "供货单位", "供应企业"],
    ),
    (Column::SupplierName, &["suppliername", "供方名称", "供应商名称", "供货方名称", "供应企业名称"]),
    (
        Column::Customer,
        &["customer", "customerid", "需方", "客户", "采购方", "买方", "购买方", "甲方", "采购单位", "采购企业"],
    ),
    (Column::CustomerName, &["customername", "需方名称", "客户名称", "采购方名称", "采购企业名称"]),
    (Column::Role, &["role", "角色", "对方角色", "关系"]),
    (Column::Id, &["id", "编号", "企业编号"]),
    (Column::Name, &["name", "企业名称", "单位名称", "公司名称", "企业"]),
    (Column::Partner, &["partner", "对方", "合作方", "往来单位", "合作单位", "合作伙伴", "对方名称"]),
    (Column::Product, &["product", "products", "产品", "合作产品", "合作内容", "标的", "产品名称", "内容"]),
    (Column::Date, &["date", "years", "year", "日期", "时间", "年份", "合作时间", "签约日期", "年度"]),
    (Column::Source, &["source", "来源", "出处", "依据", "信息来源"]),
];

type Columns = Vec<(Column, usize, String)>;

/// The header is the first row that names both sides.
fn find_columns(grid: &Grid) -> Option<(&Grid, usize, Columns)> {
    grid.rows.iter().take(30).enumerate().find_map(|(at, row)| {
        let mut columns = Columns::new();
        for (place, cell) in row.cells.iter().enumerate() {
            let header = cell.show();
            let key = fold_key(&header).replace(['_', '-', ' '], "");
            let known = HEADERS.iter().find(|(_, words)| words.contains(&key.as_str()));
            if let Some((column, _)) = known.filter(|(column, _)| columns.iter().all(|(had, _, _)| had != column)) {
                columns.push((*column, place, header.trim().to_owned()));
            }
        }
        let has = |column: Column| columns.iter().any(|(known, _, _)| *known == column);
        let supplier = has(Column::Supplier) || has(Column::SupplierName);
        let customer = has(Column::Customer) || has(Column::CustomerName);
        let company = has(Column::Id) || has(Column::Name);
        (supplier && customer || has(Column::Partner) && has(Column::Role) && company).then_some((grid, at, columns))
    })
}

struct RowReader<'a> {
    file: &'a str,
    row: u32,
    cell: &'a dyn Fn(Column) -> String,
    header: &'a dyn Fn(Column) -> String,
    resolve: &'a dyn Fn(&str) -> Option<CompanyId>,
}

impl RowReader<'_> {
    fn read(&self, out: &mut DealsFile) {
        let Some(parties) = self.parties(&mut out.problems) else { return };
        let product = Some((self.cell)(Column::Product)).filter(|product| !product.is_empty());
        let said = (self.cell)(Column::Date);
        let date = if said.is_empty() { None } else { last_date(&said) };
        if date.is_none() && !said.is_empty() {
            let message = format!("第{}行的日期「{said}」看不懂，这条往来按没有日期处理", self.row);
            out.problems.push(self.problem(Column::Date, message));
        }
        let mut source = SourceRef::new(SourceKind::Roster, format!("{} 第{}行", self.file, self.row));
        let given = (self.cell)(Column::Source);
        if !given.is_empty() {
            source.reference = format!("{given}（{}）", source.reference);
        }
        out.deals.push(DealDraft { row: self.row, parties, product, date, source });
    }

    /// Both sides, or `None` with a problem.
    fn parties(&self, problems: &mut Vec<DealProblem>) -> Option<Vec<DealParty>> {
        use Column::{Customer, CustomerName, Id, Name, Partner, Role, Supplier, SupplierName};
        let two_sided = [Supplier, SupplierName].iter().any(|side| !(self.cell)(*side).is_empty())
            || (self.cell)(Partner).is_empty() && (self.header)(Partner).is_empty();
        let (supplier, customer, sides) = if two_sided {
            (self.party(Supplier, SupplierName), self.party(Customer, CustomerName), (Supplier, Customer))
        } else {
            let (company, partner) = (self.party(Id, Name), self.party(Partner, Partner));
            match fold_key(&(self.cell)(Role)).as_str() {
                "s" | "supplier" | "供方" | "供应商" | "供应" | "供货方" => (partner, company, (Partner, Id)),
                "c" | "customer" | "需方" | "客户" | "采购" | "采购方" => (company, partner, (Id, Partner)),
                other => {
                    let message = format!(
                        "第{}行的角色「{other}」看不懂，应为 S（对方供货）或 C（对方采购），这一行没有读入",
                        self.row
                    );
                    problems.push(self.problem(Role, message));
                    return None;
                }
            }
        };
        let (Some(supplier), Some(customer)) = (&supplier, &customer) else {
            let (side, word) = if supplier.is_none() { (sides.0, "供方") } else { (sides.1, "需方") };
            problems.push(self.problem(side, format!("第{}行没有{word}，这一行没有读入", self.row)));
            return None;
        };
        let same = supplier.company.is_some() && supplier.company == customer.company;
        if same || fold_key(&supplier.name) == fold_key(&customer.name) {
            let message = format!("第{}行的供方和需方都是「{}」，这一行没有读入", self.row, supplier.name);
            problems.push(self.problem(sides.1, message));
            return None;
        }
        if supplier.company.is_none() && customer.company.is_none() {
            let message = format!(
                "第{}行的「{}」和「{}」都不在花名册里，这一行没有读入。请检查写法，或先导入其中一家",
                self.row, supplier.name, customer.name
            );
            problems.push(DealProblem { row: self.row, column: String::new(), message });
            return None;
        }
        let role = |party: &DealParty, role: &str| DealParty { role: role.to_owned(), ..party.clone() };
        Some(vec![role(supplier, "supplier"), role(customer, "customer")])
    }

    /// One side: id or name in the first column, the name beside it in the second.
    fn party(&self, column: Column, name: Column) -> Option<DealParty> {
        let (given, name) = ((self.cell)(column), (self.cell)(name));
        let known = [&given, &name].into_iter().filter(|word| !word.is_empty()).find_map(|word| (self.resolve)(word));
        let name = if name.is_empty() { given } else { name };
        (!name.is_empty()).then(|| DealParty { company: known, name, role: String::new() })
    }

    fn problem(&self, column: Column, message: String) -> DealProblem {
        DealProblem { row: self.row, column: (self.header)(column), message }
    }
}

/// The last day, month or year a text speaks of: `2024-03-05`, `2024年3月`, `2015;2017`, `2015-2018`.
fn last_date(text: &str) -> Option<Date> {
    let text = fold_key(text);
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let year = |part: &str| part.parse::<i16>().ok().filter(|year| part.len() == 4 && (1900..=2100).contains(year));
    let years: Vec<i16> = numbers.iter().filter_map(|part| year(part)).collect();
    if years.len() == 1 && year(numbers[0]).is_some() {
        let small = |at: usize| numbers.get(at).and_then(|part| part.parse::<i8>().ok());
        let (month, day) = (small(1), small(2));
        return match (month, day) {
            (Some(month), Some(day)) => Date::new(years[0], month, day).ok(),
            (Some(month), None) => Date::new(years[0], month, 1).ok(),
            (None, _) => Some(date(years[0], 1, 1)),
        };
    }
    years.into_iter().max().map(|year| date(year, 1, 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn read(text: &str) -> DealsFile {
        let known = ["甲厂", "乙厂", "000001.XX"];
        let resolve = |word: &str| {
            known.iter().position(|name| *name == word).map(|at| CompanyId(Uuid::from_u128(at as u128 + 1)))
        };
        read_deals("往来.csv", text.as_bytes(), resolve).unwrap()
    }

    fn shown(file: &DealsFile) -> Vec<String> {
        let side = |party: &DealParty| format!("{}{}", party.name, if party.company.is_some() { "*" } else { "" });
        let deals = file.deals.iter().map(|deal| {
            let date = deal.date.map_or(String::new(), |date| date.to_string());
            format!("{} {} -> {} {date}", deal.row, side(&deal.parties[0]), side(&deal.parties[1]))
        });
        deals.collect()
    }

    #[test]
    fn supplier_and_customer() {
        let file = read(
            "supplier,customer,supplier_name,customer_name,product,date\n000001.XX,乙厂,甲子股份,,减速机,2024年3月\n甲厂,外厂,,,,\n",
        );
        assert_eq!(shown(&file), ["2 甲子股份* -> 乙厂* 2024-03-01", "3 甲厂* -> 外厂 "]);
        assert_eq!(file.deals[0].product.as_deref(), Some("减速机"));
        assert_eq!(file.deals[0].parties[0].role, "supplier");
        assert!(file.problems.is_empty());
    }

    #[test]
    fn role_and_partner() {
        let file = read(
            "role,id,name,partner,years\nS,000001.XX,甲子股份,外厂,2015;2017\nC,000001.XX,甲子股份,乙厂,2016-2018\n",
        );
        assert_eq!(shown(&file), ["2 外厂 -> 甲子股份* 2017-01-01", "3 甲子股份* -> 乙厂* 2018-01-01"]);
    }

    #[test]
    fn chinese_headers_below_a_title() {
        let file = read("2024年合作台账,,\n供方,需方,合作内容\n甲厂,乙厂,泵\n");
        assert_eq!(shown(&file), ["3 甲厂* -> 乙厂* "]);
    }

    #[test]
    fn rows_that_are_no_deal_are_named() {
        let file = read("supplier,customer,date\n甲厂,,\n甲厂,甲厂,\n某厂,外厂,\n甲厂,乙厂,去年\n");
        let messages: Vec<&str> = file.problems.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(file.deals.len(), 1);
        assert!(messages[0].contains("第2行没有需方"), "{messages:?}");
        assert!(messages[1].contains("第3行的供方和需方都是"), "{messages:?}");
        assert!(messages[2].contains("都不在花名册"), "{messages:?}");
        assert!(messages[3].contains("第5行的日期"), "{messages:?}");
        assert!(read("企业,电话\n甲厂,1\n").problems[0].message.contains("找不到"));
        let file = read("role,id,partner\nX,甲厂,乙厂\n");
        assert!(file.problems[0].message.contains("角色"));
    }
}
