//! Files with bytes changed, lost, doubled or swapped: never a panic, always records or a refusal.
//! `QIANXIAN_LONG=1` runs fifty times as many.

use super::{files, try_read};
use proptest::prelude::*;

fn cases() -> u32 {
    if std::env::var_os("QIANXIAN_LONG").is_some() { 100_000 } else { 2_000 }
}

const CSV: &str = "会员名单,,,,\n序号,\"单位\n名称\",联系人,电话,主要产品,2025年会费,入会时间,统一社会信用代码,区县\n一、会长单位,,,,\n\
    1,甲子机械(博山)有限公司,张三13800001234,0533-5550123转8、1.38E+10,1、泵；阀(DN50,80)等,√,二〇二一年三月,91370300MAX000000X,博山区\n\
    2,乙丑厂,,,减速机:I0.9,欠,3/4/21,=A1,同上\n,合计,2家,,\n注：√为已交,,,\n";

const HTML: &str = "<html><table><tr><td rowspan=2>单位名称<td colspan=2>联系</tr><tr><td>人<td>电话</tr>\
    <tr hidden><td>甲&amp;乙&#20320;厂<br>x</td><td>张三</td><td x:num=\"13800001234\">1.38E+10</td></tr></table></html>";

fn sheet() -> String {
    let rows = files::rows(&[
        &["单位名称", "联系人", "手机", "2025年", "成立日期"],
        &["甲子机械有限公司", "张三", "13800001234", "√", "43831"],
        &["", "李四", "0533-5550123", "2000", "2019.5"],
    ]);
    let rows = rows.replace("<row r=\"3\">", "<row r=\"3\" hidden=\"1\">").replace("<v>2000</v>", "<f>A1</f>");
    files::sheet_xml(&rows, "<mergeCells><mergeCell ref=\"A2:A3\"/></mergeCells>")
}

fn ods_table() -> String {
    files::ods_xml(
        r#"<table:table-row table:visibility="collapse"><table:table-cell table:number-columns-repeated="3"><text:p>单位名称</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="2"><table:table-cell table:number-rows-spanned="2" office:value-type="float" office:value="1"><text:p>甲子厂<text:s text:c="3"/></text:p></table:table-cell></table:table-row>"#,
    )
}

/// How changed bytes become a file.
type Finish = fn(Vec<u8>) -> Vec<u8>;

fn base(format: usize) -> (Vec<u8>, Finish) {
    match format {
        0 => (CSV.as_bytes().to_vec(), |bytes| bytes),
        1 => (encoding_rs::GB18030.encode(CSV).0.into_owned(), |bytes| bytes),
        2 => (CSV.encode_utf16().flat_map(u16::to_le_bytes).collect(), |bytes| bytes),
        3 => (HTML.as_bytes().to_vec(), |bytes| bytes),
        4 => (include_bytes!("../../../tests/fixtures/two_row.xls").to_vec(), |bytes| bytes),
        5 => (files::xlsx(&sheet(), ""), |bytes| bytes),
        6 => (sheet().into_bytes(), |bytes| files::packed(&files::xlsx_parts(&String::from_utf8_lossy(&bytes)))),
        _ => (ods_table().into_bytes(), |bytes| files::packed(&[("content.xml", &String::from_utf8_lossy(&bytes))])),
    }
}

#[derive(Debug, Clone)]
enum Change {
    Set(usize, u8),
    Cut(usize, usize),
    Copy(usize, usize, usize),
    Digits(usize, u32),
}

fn change() -> impl Strategy<Value = Change> {
    let at = 0..100_000usize;
    prop_oneof![
        4 => (at.clone(), any::<u8>()).prop_map(|(at, byte)| Change::Set(at, byte)),
        1 => (at.clone(), 1..400usize).prop_map(|(at, length)| Change::Cut(at, length)),
        1 => (at.clone(), at.clone(), 1..200usize).prop_map(|(from, to, length)| Change::Copy(from, to, length)),
        2 => (at, any::<u32>()).prop_map(|(at, number)| Change::Digits(at, number)),
    ]
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    if bytes.is_empty() {
        return;
    }
    let length = bytes.len();
    match *change {
        Change::Set(at, byte) => bytes[at % length] = byte,
        Change::Cut(at, count) => drop(bytes.drain(at % length..(at % length + count).min(length))),
        Change::Copy(from, to, count) => {
            let from = from % length;
            let piece = bytes[from..(from + count).min(length)].to_vec();
            let to = to % length;
            bytes.splice(to..to, piece);
        }
        Change::Digits(at, number) => {
            // The next number of the text, or four bytes of a binary field.
            let at = at % length;
            match bytes[at..].iter().position(u8::is_ascii_digit) {
                Some(digit) if number % 2 == 0 => {
                    bytes.splice(at + digit..=at + digit, number.to_string().into_bytes());
                }
                _ => {
                    let end = (at + 4).min(length);
                    bytes[at..end].copy_from_slice(&number.to_le_bytes()[..end - at]);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn never_panics(format in 0..8usize, changes in prop::collection::vec(change(), 1..8)) {
        let (mut bytes, finish) = base(format);
        changes.iter().for_each(|change| apply(&mut bytes, change));
        if let Ok(roster) = try_read("名单.xls", &finish(bytes)) {
            let json = roster.to_eval_json();
            prop_assert!(json["records"].is_array());
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
        let _ = try_read("名单.txt", text.as_bytes());
    }
}
