//! Problems in words a secretary acts on: where, what is wrong, what to do.

use super::{
    field::Field,
    record::{Roster, RowRef},
    report::{Problem, ProblemKind},
};

/// Collects problems of one row.
pub(crate) struct Problems<'a> {
    file: String,
    at: RowRef,
    out: &'a mut Vec<Problem>,
}

impl<'a> Problems<'a> {
    pub(crate) fn new(roster: &'a mut Roster, at: RowRef) -> Self {
        Problems { file: roster.file.clone(), at, out: &mut roster.problems }
    }

    pub(crate) fn at(&self) -> &RowRef {
        &self.at
    }

    /// Adds a problem; `value` is what stands in the cell.
    pub(crate) fn add(&mut self, kind: ProblemKind, field: Option<Field>, column: &str, value: &str) {
        let message = message(kind, &self.at.label(), column, value);
        let problem =
            Problem { file: self.file.clone(), at: self.at.clone(), column: column.to_owned(), field, kind, message };
        if !self.out.contains(&problem) {
            self.out.push(problem);
        }
    }
}

fn message(kind: ProblemKind, at: &str, column: &str, value: &str) -> String {
    let value: String = value.chars().take(40).collect();
    let place = if column.is_empty() { at.to_owned() } else { format!("{at}“{column}”") };
    let length = value.chars().count();
    match kind {
        ProblemKind::Missing => format!("{at}没有企业名称，请补上；其余内容已读入"),
        ProblemKind::BadLength if column.contains("代码") || length >= 15 => {
            format!("{place}「{value}」有{length}位，信用代码应为18位，请核对营业执照")
        }
        ProblemKind::BadLength => format!("{place}「{value}」位数不对，多半少写或多写了一位，请核对"),
        ProblemKind::BadChecksum => format!("{place}「{value}」校验位不对，多半有一位写错，请核对营业执照"),
        ProblemKind::BadChar => format!("{place}「{value}」里有信用代码不用的字符（如 I、O、S、V、Z），请核对营业执照"),
        ProblemKind::NotACode => format!("{place}「{value}」不是信用代码，没有读入，请补上"),
        ProblemKind::PrecisionLost => {
            format!("{place}「{value}」已被 Excel 存成科学计数法，后面的数字丢了，没有读入，请按文本格式重新填写")
        }
        ProblemKind::LeadingZeroLost => format!("{place}「{value}」前面的 0 被 Excel 去掉了，已按区号补上，请核对"),
        ProblemKind::NotAPhone => format!("{place}「{value}」里没有电话号码，请补上"),
        ProblemKind::LossyChar => format!("{place}「{value}」里有一个字在保存时丢了（显示为 ? 或方框），请补上"),
        ProblemKind::AmbiguousDate => format!("{place}「{value}」有几种读法，没有读入，请写成 2021-04-03 的样子"),
        ProblemKind::UnparseableDate => format!("{place}「{value}」不是日期，没有读入，请写成 2021-04-03 的样子"),
        ProblemKind::CellError => format!("{place}是错误值「{value}」，没有读入，请在表里改正"),
        ProblemKind::FormulaNoValue => format!("{place}是没有算过的公式，没有读入，请用 Excel 或 WPS 打开并保存一次"),
        ProblemKind::HiddenRow => format!("{at}在表里是隐藏的，已读入，请确认是否需要"),
        ProblemKind::HiddenCol => format!("{at}的列“{column}”在表里是隐藏的，已读入，请确认是否需要"),
        ProblemKind::HiddenSheet => format!("工作表{at}在文件里是隐藏的，已读入，请确认是否需要"),
        ProblemKind::NoNameColumn => format!("{at}的表头里找不到企业名称一列，这张表没有读入，请指定哪一列是企业名称"),
        ProblemKind::NoMembers => {
            "文件里没有找到会员名单：要有一列企业名称，下面至少一行。请确认选对了文件，或指定哪一列是企业名称"
                .to_owned()
        }
        ProblemKind::BadEvidence => format!("{place}里的「{value}」看不懂，应写成「产品:T0.90」，该产品按自报处理"),
        ProblemKind::UnclearDues => {
            format!("{place}「{value}」看不出交没交会费，没有读入，请写成 已交、未交、免交 或 部分")
        }
        ProblemKind::StrayQuote => format!("{at}有一个引号没有成对，已去掉它、按一行一家读入，请核对这一行"),
    }
}
