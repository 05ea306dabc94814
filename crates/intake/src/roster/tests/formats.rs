//! One roster in every format and encoding, and the files that are refused.

use super::{files, names, problems, read, skipped, try_read};
use crate::roster::{Dues, Limits, Mapping, RefusalKind, read_roster};
use encoding_rs::{BIG5, GB18030};

const TABLE: &str = "企业名称,联系人,联系电话,主要产品\n甲子机械有限公司,张三,13800001234,减速机、泵\n乙丑阀门厂,李四,0533-5550123,阀门\n";

#[track_caller]
fn check_text(bytes: &[u8]) {
    let roster = read("名单.csv", bytes);
    assert_eq!(names(&roster), ["甲子机械有限公司", "乙丑阀门厂"]);
    assert_eq!(roster.records[0].phones().collect::<Vec<_>>(), ["13800001234"]);
    assert_eq!(super::products(&roster.records[0]), ["减速机", "泵"]);
    assert_eq!(roster.records[1].at.row, 3);
}

#[test]
fn text_in_any_encoding() {
    check_text(TABLE.as_bytes());
    check_text(format!("\u{feff}{TABLE}").as_bytes());
    check_text(&GB18030.encode(TABLE).0);
    let utf16 = |big: bool, mark: bool| {
        let text = if mark { format!("\u{feff}{TABLE}") } else { TABLE.to_owned() };
        text.encode_utf16()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect::<Vec<u8>>()
    };
    for (big, mark) in [(true, true), (true, false), (false, true), (false, false)] {
        check_text(&utf16(big, mark));
    }
    let traditional = "單位名稱,聯絡人,聯繫電話\n甲子機械股份有限公司,張三,02-55501234\n乙丑齒輪廠,李四,02-55501235\n";
    let roster = read("名單.csv", &BIG5.encode(traditional).0);
    assert_eq!(names(&roster), ["甲子機械股份有限公司", "乙丑齒輪廠"]);
}

#[test]
fn text_with_any_separator_and_line_end() {
    for separator in ["\t", ";", "|", "，", "    "] {
        check_text(TABLE.replace(',', separator).as_bytes());
    }
    check_text(TABLE.replace('\n', "\r\n").as_bytes());
    check_text(TABLE.replace('\n', "\r").as_bytes());
    let roster = read("名单.csv", format!("sep=;\n{}", TABLE.replace(',', ";")).as_bytes());
    assert_eq!(roster.records.iter().map(|record| record.at.row).collect::<Vec<_>>(), [3, 4]);
}

#[test]
fn row_numbers_are_those_of_excel() {
    let text = "会员名单,,\r\n\r\n企业名称,主要产品,电话\r\n\r\n甲子厂,\"泵\r\n阀\",13800001234\r\n乙丑厂,\"5\"\"阀门\",13800001235\r\n";
    let roster = super::csv(text);
    assert_eq!(roster.records.iter().map(|record| record.at.row).collect::<Vec<_>>(), [5, 6]);
    assert_eq!(super::products(&roster.records[0]), ["泵", "阀"]);
    assert_eq!(skipped(&roster), ["1 title", "4 blank"]);
}

#[test]
fn guarded_digits_and_formulas_in_text() {
    let roster =
        super::csv("企业名称,联系人,电话\n甲子厂,=VLOOKUP(A1),\"=\"\"13800001234\"\"\"\n乙丑厂,,'13800001235\n");
    assert_eq!(roster.records[0].phones().collect::<Vec<_>>(), ["13800001234"]);
    assert_eq!(roster.records[1].phones().collect::<Vec<_>>(), ["13800001235"]);
    assert_eq!(problems(&roster), ["2 contact formula_no_value"]);
}

#[test]
fn xlsx_with_everything_excel_hides() {
    let data = r#"<cols><col min="3" max="3" hidden="1"/></cols><sheetData>
        <row r="1"><c r="A1" t="inlineStr"><is><t>区县</t></is></c><c r="B1" t="inlineStr"><is><t>企业名称</t></is></c>
            <c r="C1" t="inlineStr"><is><t>评级</t></is></c><c r="D1" t="inlineStr"><is><t>电话</t></is></c></row>
        <row r="2"><c r="A2" t="inlineStr"><is><t>博山区</t></is></c><c r="B2" t="inlineStr"><is><t> 甲子(博山） 有限公司</t></is></c>
            <c r="C2" t="inlineStr"><is><t>A</t></is></c><c r="D2"><v>1.3800001234E10</v></c></row>
        <row r="3" hidden="1"><c r="B3" t="inlineStr"><is><t>乙丑泵业有限公司</t></is></c><c r="D3" t="e"><v>#N/A</v></c></row>
        <row r="5"><c r="B5" t="inlineStr"><is><t>丙寅机械厂</t></is></c><c r="D5"><f>X1</f><v/></c></row>
        </sheetData>"#;
    let tail = r#"<mergeCells><mergeCell ref="A2:A3"/></mergeCells>"#;
    let roster = read("名单.xls", &files::xlsx(data, tail));
    assert_eq!(roster.format, "xlsx");
    assert_eq!(names(&roster), ["甲子（博山）有限公司", "乙丑泵业有限公司", "丙寅机械厂"]);
    assert_eq!(roster.records[0].phones().collect::<Vec<_>>(), ["13800001234"]);
    assert_eq!(roster.records[1].place.district.as_deref(), Some("博山区"));
    assert_eq!(roster.records[2].place.district, None);
    assert_eq!(problems(&roster), ["3 phone cell_error", "3  hidden_row", "5 phone formula_no_value", "1  hidden_col"]);
    assert_eq!(skipped(&roster), ["4 blank"]);
}

#[test]
fn xls_with_two_row_header_whatever_its_name() {
    let bytes = include_bytes!("../../../tests/fixtures/two_row.xls");
    for file in ["名册.xls", "名册.et", "名册.xlsx"] {
        let roster = read(file, bytes);
        assert_eq!(roster.format, "xls");
        assert_eq!(roster.sheets[0].header_rows, [2, 3]);
        let headers: Vec<&str> = roster.sheets[0].columns.iter().map(|column| column.header.as_str()).collect();
        assert_eq!(headers[2..6], ["联系人/姓名", "联系人/职务", "联系人/电话", "会费/2025年"]);
        assert_eq!(roster.records.len(), 4);
        let first = &roster.records[0];
        assert_eq!((first.contacts[0].name.as_str(), first.contacts[0].title.as_deref()), ("张三", Some("总经理")));
        assert_eq!(first.phones().collect::<Vec<_>>(), ["0533-5550100"]);
        assert_eq!(first.joined.as_deref(), Some("2020-05-01"));
        assert_eq!(roster.records[3].place.district.as_deref(), Some("张店区"));
        assert_eq!(roster.records[1].dues.get(&2025), Some(&Dues::Paid));
        assert!(roster.records[2].dues.is_empty());
        assert_eq!(problems(&roster), ["4 phone leading_zero_lost", "6  hidden_row", "3  hidden_col"]);
        assert_eq!(skipped(&roster), ["1 title", "8 total"]);
    }
}

#[test]
fn ods_with_repeated_cells_spans_and_comments() {
    let cell = |text: &str| {
        format!(r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#)
    };
    let table = [
        "<table:table-row>".to_owned(),
        [cell("区县"), cell("企业名称"), cell("法人"), cell("联系人"), cell("电话")].concat(),
        "</table:table-row><table:table-row>".to_owned(),
        r#"<table:table-cell table:number-rows-spanned="2" office:value-type="string"><text:p>博山区</text:p></table:table-cell>"#.to_owned(),
        r#"<table:table-cell office:value-type="string"><office:annotation><text:p>批注</text:p></office:annotation><text:p>甲子<text:s text:c="2"/>机械有限公司</text:p></table:table-cell>"#.to_owned(),
        r#"<table:table-cell table:number-columns-repeated="2" office:value-type="string"><text:p>张三</text:p></table:table-cell>"#.to_owned(),
        r#"<table:table-cell office:value-type="float" office:value="13800001234"><text:p>1.38E+10</text:p></table:table-cell>"#.to_owned(),
        r#"<table:table-cell table:number-columns-repeated="1019"/></table:table-row>"#.to_owned(),
        r#"<table:table-row table:visibility="filter"><table:covered-table-cell/>"#.to_owned(),
        [cell("乙丑泵业有限公司"), cell("李四"), cell("王五"), cell("0533-5550123")].concat(),
        r#"</table:table-row><table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>"#.to_owned(),
    ];
    let roster = read("名单.ods", &files::ods(&table.concat()));
    assert_eq!(names(&roster), ["甲子机械有限公司", "乙丑泵业有限公司"]);
    assert_eq!(roster.records[0].legal_person.as_deref(), Some("张三"));
    assert_eq!(roster.records[0].phones().collect::<Vec<_>>(), ["13800001234"]);
    assert_eq!(roster.records[1].place.district.as_deref(), Some("博山区"));
    assert_eq!(problems(&roster), ["3  hidden_row"]);
}

#[test]
fn html_and_old_xml_wearing_xls() {
    let html = "<html><head><meta charset=gb2312><style>td{a:b<c}</style></head><table><tr><td colspan=3>名单</td></tr>\
        <tr><th rowspan=2>区县<th rowspan=2>单位名称<th colspan=1>联系信息</tr><tr><td>手机</td></tr>\
        <tr><td rowspan=2>博山区</td><td>甲&amp;乙&nbsp;机械有限公司</td><td>138 0000 1234</td></tr>\
        <tr><td>丙寅厂（DN<200）</td><td>&nbsp;</td></tr></table></html>";
    let roster = read("系统导出.xls", &GB18030.encode(html).0);
    assert_eq!(roster.format, "html");
    assert_eq!(names(&roster), ["甲&乙机械有限公司", "丙寅厂（DN<200）"]);
    assert_eq!(roster.records[1].place.district.as_deref(), Some("博山区"));
    assert_eq!(roster.sheets[0].header_rows, [2, 3]);
    assert_eq!(roster.records[0].at.row, 4);

    let xml = r#"<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
        <Worksheet ss:Name="名单"><Table><Row ss:Index="2"><Cell><Data ss:Type="String">单位名称</Data></Cell><Cell ss:Index="3"><Data ss:Type="String">手机</Data></Cell></Row>
        <Row><Cell><Data ss:Type="String">甲子机械厂</Data></Cell><Cell ss:Index="3"><Data ss:Type="Number">13800001234</Data></Cell></Row></Table></Worksheet></Workbook>"#;
    let roster = read("名单.xls", xml.as_bytes());
    assert_eq!((roster.records[0].at.sheet.as_deref(), roster.records[0].at.row), (Some("名单"), 3));
    assert_eq!(roster.records[0].phones().collect::<Vec<_>>(), ["13800001234"]);
}

#[track_caller]
fn check_refused(file: &str, bytes: &[u8], kind: RefusalKind, word: &str) {
    let refused = try_read(file, bytes).expect_err(file);
    assert_eq!(refused.kind, kind, "{refused}");
    assert!(refused.message.contains(word) && refused.message.contains(file), "{refused}");
}

#[test]
fn refuses_with_reason() {
    use RefusalKind::{Corrupted, Empty, PasswordProtected, TooLarge, UnsupportedFormat};
    let book = files::xlsx(&files::rows(&[&["企业名称"], &["甲子厂"]]), "");
    check_refused("空.xlsx", b"", Empty, "空");
    check_refused("空格.csv", b" ,,\r\n , \r\n", Empty, "空");
    check_refused("空表.xlsx", &files::xlsx("<sheetData/>", ""), Empty, "空");
    check_refused("断.xlsx", &book[..book.len() / 2], Corrupted, "损坏");
    let xls = include_bytes!("../../../tests/fixtures/two_row.xls");
    check_refused("断.xls", &xls[..2000], Corrupted, "损坏");
    check_refused("图.xlsx", b"\x89PNG\r\n\x1a\n0000000000", UnsupportedFormat, "不是");
    check_refused("文.xlsx", &files::packed(&[("word/document.xml", "x")]), UnsupportedFormat, "Word");
    check_refused("包.xlsx", &files::packed(&[("../../etc/passwd", "x")]), UnsupportedFormat, "压缩包");
    let spaces = " ".repeat(70 << 20);
    check_refused("胀.xlsx", &files::xlsx(&format!("<sheetData/>{spaces}"), ""), TooLarge, "太大");
    check_refused("宽.csv", ",".repeat(20_000).as_bytes(), TooLarge, "列");
    let far = r#"<sheetData><row r="900000"><c r="A900000"><v>1</v></c></row></sheetData>"#;
    check_refused("远.xlsx", &files::xlsx(far, ""), TooLarge, "行");
    let manifest = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>";
    let locked = files::packed(&[("content.xml", "x"), ("META-INF/manifest.xml", manifest)]);
    check_refused("锁.ods", &locked, PasswordProtected, "密码");
    let limits = Limits { bytes: 10, ..Limits::default() };
    let refused = read_roster("大.csv", TABLE.as_bytes(), &limits, &Mapping::default()).unwrap_err();
    assert_eq!(refused.kind, TooLarge);
    assert_eq!(serde_json::to_value(&refused).unwrap()["error_kind"], "too_large");
}

#[test]
fn a_text_repeated_without_end_is_refused_before_it_fills_memory() {
    let long = "单位".repeat(15_000);
    let cells = r#"<c t="s"><v>0</v></c>"#.repeat(2000);
    let sheet = files::sheet_xml(&format!("<sheetData><row>{cells}</row><row>{cells}</row></sheetData>"), "");
    let relations = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
    let strings = format!("<sst><si><t>{long}</t></si></sst>");
    let mut parts = files::xlsx_parts(&sheet).to_vec();
    parts[3].1 = relations;
    parts.push(("xl/sharedStrings.xml", &strings));
    check_refused("重复.xlsx", &files::packed(&parts), RefusalKind::TooLarge, "文字");
}
