//! Rows, columns and values as secretariats write them.

use super::{csv, files, names, problems, products, read, skipped, try_read};
use crate::roster::{Dues, Field, Limits, Mapping, read_roster};
use qianxian_core::{CompanyKind, Evidence, LineRole, Side, SourceKind};
use std::collections::BTreeMap;

#[test]
fn what_stands_between_members_is_listed_not_imported() {
    let roster = csv("会员名单,,,\n序号,单位名称,联系人,电话\n(1),(2),(3),(4)\n例,某某机械有限公司,张三,13800000000\n\
        一、会长单位（1家）,,,\n1,甲子机械有限公司,张三,13800001234\n二、理事单位,,,\n2,乙丑泵业有限公司,李四,13800001235\n,小计,2家,\n\
        序号,单位名称,联系人,电话\n3,,王五,13800001236\n4,丁卯厂,,\n5,,,\n6,戊辰,以上管桩,\n合计：4家,,,\n说明：本表由秘书处整理,,,\n填表人：张三,,审核：李四,\n");
    assert_eq!(names(&roster), ["甲子机械有限公司", "乙丑泵业有限公司", "", "丁卯厂", "戊辰"]);
    assert_eq!(
        skipped(&roster),
        [
            "1 title",
            "3 repeated_header",
            "4 example",
            "5 section",
            "7 section",
            "9 subtotal",
            "10 repeated_header",
            "13 blank",
            "15 total",
            "16 footnote",
            "17 footnote"
        ]
    );
    assert_eq!(roster.records[0].member_level.as_deref(), Some("会长"));
    assert_eq!(roster.records[1].member_level.as_deref(), Some("理事"));
    assert_eq!(problems(&roster), ["11 name missing"]);
    assert!(roster.problems[0].message.contains("第11行") && roster.problems[0].message.contains("没有企业名称"));
}

#[test]
fn two_tables_side_by_side() {
    let roster = csv("单位名称,电话,,单位名称,电话\n甲子厂,13800001234,,乙丑厂,13800001235\n丙寅厂,13800001236,,,\n");
    assert_eq!(names(&roster), ["甲子厂", "乙丑厂", "丙寅厂"]);
    assert_eq!(roster.records.iter().map(|record| record.panel).collect::<Vec<_>>(), [1, 2, 1]);
    assert_eq!(roster.records[1].phones().collect::<Vec<_>>(), ["13800001235"]);
}

#[test]
fn a_table_without_header_is_read_by_its_values() {
    let roster = csv(
        "1,甲子机械有限公司,张小明,13800001234,减速机；电机,博山区\n2,乙丑泵业有限公司,李明,13800001235,泵；阀,张店区\n",
    );
    assert_eq!(names(&roster), ["甲子机械有限公司", "乙丑泵业有限公司"]);
    let record = &roster.records[0];
    assert_eq!(record.contacts[0].name, "张小明");
    assert_eq!((products(record), record.place.district.as_deref()), (vec!["减速机", "电机"], Some("博山区")));
    assert!(roster.sheets[0].header_rows.is_empty() && roster.sheets[0].columns[1].why.contains("企业名称"));
}

#[test]
fn forms_become_records() {
    let roster = csv("企业登记表,,,\n单位名称,甲子机械有限公司,联系人,张三\n地址,博山区1号,电话,13800001234\n,,,\n\
        单位名称,乙丑泵业有限公司,联系人,李四\n地址,张店区2号,电话,13800001235\n");
    assert_eq!(names(&roster), ["甲子机械有限公司", "乙丑泵业有限公司"]);
    assert_eq!(roster.records[1].address.as_deref(), Some("张店区2号"));
    let roster = csv("单位名称,甲子机械有限公司,乙丑泵业有限公司\n联系人,张三,李四\n电话,13800001234,13800001235\n");
    assert_eq!(names(&roster), ["甲子机械有限公司", "乙丑泵业有限公司"]);
    assert_eq!(roster.records[1].contacts[0].name, "李四");
}

#[test]
fn merged_names_make_one_company_of_several_rows() {
    let rows = files::rows(&[
        &["单位名称", "联系人", "手机"],
        &["甲子机械有限公司", "张三", "13800001234"],
        &["", "李四", "13800001235"],
        &["乙丑泵业有限公司", "王五", "13800001236"],
    ]);
    let bytes = files::xlsx(&rows, r#"<mergeCells><mergeCell ref="A2:A3"/></mergeCells>"#);
    let roster = read("名单.xlsx", &bytes);
    assert_eq!(names(&roster), ["甲子机械有限公司", "乙丑泵业有限公司"]);
    let people: Vec<&str> = roster.records[0].contacts.iter().map(|contact| contact.name.as_str()).collect();
    assert_eq!(people, ["张三", "李四"]);
}

#[test]
fn phones_belong_to_the_person_before_them() {
    let roster = csv(
        "单位名称,法定代表人,法人电话,联系人,职务,电话,手机\n甲子厂,王一,13800001231,张三,经理,0533-5550123,13800001234\n",
    );
    let contacts = &roster.records[0].contacts;
    let found: Vec<(&str, usize)> = contacts.iter().map(|c| (c.name.as_str(), c.phones.len())).collect();
    assert_eq!(found, [("张三", 2), ("王一", 1)]);
    let roster =
        csv("单位名称,联系人及电话\n甲子机械厂,张三13800001234、李四13900001234\n乙丑机械厂,王五（0533-5550123）\n");
    assert_eq!(roster.records[0].contacts[1].phones, ["13900001234"]);
    assert_eq!(roster.records[1].contacts[0].name, "王五");
}

#[test]
fn dues_by_year_with_legend_and_blanks() {
    let roster = csv("会费台账（√已交，△为减免，○为未交）,,,,\n单位名称,2024,2025,2026年会费,应缴会费\n甲子厂,√,△,○,2000\n乙丑厂,,已交1000，欠1000,待核,2000\n".replace("1000，欠", "1000;欠").as_str());
    let expected = BTreeMap::from([(2024, Dues::Paid), (2025, Dues::Exempt), (2026, Dues::Unpaid)]);
    assert_eq!(roster.records[0].dues, expected);
    assert_eq!(roster.records[1].dues, BTreeMap::from([(2025, Dues::Partial)]));
    assert_eq!(roster.records[0].other.get("应缴会费").map(String::as_str), Some("2000"));
    assert_eq!(problems(&roster), ["4 dues unclear_dues"]);
}

#[test]
fn products_lists_are_cut_and_scopes_recognised() {
    let roster = csv(
        "单位名称,主要产品\n甲厂,\"1.减速机(R/S系列) 2.电机 3.泵等产品。\"\n乙厂,减速机 齿轮箱\n丙厂,AC/DC电源、轴承（6201、6202）等\n\
        丁厂,\"一般项目：减速机、齿轮箱的制造、销售；五金产品的批发；货物进出口。（依法须经批准的项目，经批准后方可开展经营活动）\"\n",
    );
    assert_eq!(products(&roster.records[0]), ["减速机(R/S系列)", "电机", "泵"]);
    assert_eq!(products(&roster.records[1]), ["减速机", "齿轮箱"]);
    assert_eq!(products(&roster.records[2]), ["AC/DC电源", "轴承（6201、6202）"]);
    let scope = &roster.records[3];
    assert!(products(scope).is_empty() && scope.scope.is_some());
    let lines: Vec<(&str, LineRole)> = scope.lines.iter().map(|line| (line.text.as_str(), line.role)).collect();
    assert_eq!(lines[0], ("减速机", LineRole::Maker));
    assert_eq!(lines[2], ("五金产品的批发", LineRole::Trader));
    assert!(scope.lines.iter().all(|l| l.source.kind == SourceKind::Scope && l.evidence == Evidence::Inferred));
}

#[test]
fn the_projects_own_files() {
    let roster = csv(
        "name,aliases,products,district,kind,evidence\n甲子机械有限公司,甲子；甲机,减速机；泵；阀,淄博,企业,减速机:I0.95；泵:T0.80\n乙丑研究院,,焊接工艺,张店区,科研院所,焊接工艺:X\n",
    );
    let record = &roster.records[0];
    assert_eq!(record.aliases, ["甲子", "甲机"]);
    let lines: Vec<(Evidence, SourceKind, f32, &str)> =
        record.lines.iter().map(|l| (l.evidence, l.source.kind, l.confidence, l.source.reference.as_str())).collect();
    assert_eq!(lines[0], (Evidence::Inferred, SourceKind::Name, 0.95, "名单.csv 第2行 I0.95"));
    assert_eq!(lines[1], (Evidence::Document, SourceKind::Roster, 0.8, "名单.csv 第2行 T0.80"));
    assert_eq!(lines[2], (Evidence::SelfReported, SourceKind::Roster, 1.0, "名单.csv 第2行"));
    assert_eq!(roster.records[1].kind, CompanyKind::Institute);
    assert_eq!(problems(&roster), ["3 evidence bad_evidence"]);

    let roster = csv(
        "id,name,aliases,province,city,industry,products,scope\n000001.XX,甲子股份有限公司,甲子股份,贵州省,贵阳市,通用设备,减速机；电机,投资、经营水电站;机电设备购销\n",
    );
    let record = &roster.records[0];
    assert_eq!(record.external_id.as_deref(), Some("000001.XX"));
    assert_eq!((record.place.province.as_deref(), record.place.city.as_deref()), (Some("贵州省"), Some("贵阳市")));
    assert_eq!(record.industry.as_deref(), Some("通用设备"));
    let scope: Vec<&str> =
        record.lines.iter().filter(|l| l.source.kind == SourceKind::Scope).map(|l| l.text.as_str()).collect();
    assert_eq!(scope, ["经营水电站", "机电设备购销"]);
}

#[test]
fn the_four_lists_and_other_information() {
    let roster = csv("单位名称,采购需求,生产设备,困难,微信\n甲厂,钢板；铸件,数控车床,招工难、场地不足,甲总\n");
    let of = |side: Side| roster.records[0].said(side).map(|line| line.text.as_str()).collect::<Vec<_>>();
    assert_eq!((of(Side::Buys), of(Side::Does)), (vec!["钢板", "铸件"], vec!["数控车床"]));
    assert_eq!(of(Side::Suffers), ["招工难", "场地不足"]);
    assert_eq!(roster.records[0].other.get("微信").map(String::as_str), Some("甲总"));
}

#[test]
fn a_person_corrects_the_mapping() {
    let table = "甲方,丙,丁\n甲子阀,博山,泵\n乙丑阀,张店,阀\n";
    let columns = BTreeMap::from([("甲方".to_owned(), Field::Name), ("丁".to_owned(), Field::Products)]);
    let roster = read_roster("名单.csv", table.as_bytes(), &Limits::default(), &Mapping { columns }).unwrap();
    assert_eq!(names(&roster), ["甲子阀", "乙丑阀"]);
    assert_eq!(products(&roster.records[1]), ["阀"]);
    assert_eq!(roster.sheets[0].columns[0].why, "人工指定");
}

#[test]
fn duplicates_are_reported_not_merged() {
    let roster = csv(
        "单位名称,电话\n甲子机械(博山)有限公司,13800001234\n甲子机械（博山） 有限责任公司,13800001235\n甲子控股集团有限公司,13800001236\n",
    );
    assert_eq!(roster.records.len(), 3);
    let pairs: Vec<(usize, usize)> = roster.duplicates.iter().map(|pair| (pair.first, pair.second)).collect();
    assert_eq!(pairs, [(0, 1)]);
}

#[test]
fn a_file_without_members_says_so() {
    let roster = csv("今天下午走访了两家企业，聊得不错。\n他们想找减速机供应商。\n");
    assert!(roster.records.is_empty());
    assert!(roster.problems[0].message.contains("没有找到会员名单"));
}

#[test]
fn five_thousand_rows_in_three_seconds() {
    let mut text = String::from("序号,企业名称,联系人,联系电话,主要产品,区县,地址,2025年会费\n");
    for row in 0..5000 {
        text.push_str(&format!(
            "{row},第{row}号机械有限公司,张三,138{row:08},减速机、电机、泵,博山区,淄博市博山区{row}号,√\n"
        ));
    }
    let start = std::time::Instant::now();
    let roster = try_read("名单.csv", text.as_bytes()).unwrap();
    assert_eq!(roster.records.len(), 5000);
    assert!(start.elapsed().as_secs() < 3, "{:?}", start.elapsed());
}
