//! What strengthens a path and what weakens it, seen in the order of partners.

use qianxian_matching::Way;
use qianxian_tests::{
    ask::{card, partners_of, proposed},
    fixture::{name, snapshot},
};

fn order(fixture: &str, asked: &str) -> Vec<String> {
    let snapshot = snapshot(fixture);
    let answer = partners_of(&snapshot, asked, &[]);
    answer.matches.iter().map(|found| name(&snapshot, found.partner).to_owned()).collect()
}

fn before(names: &[String], first: &str, second: &str) -> bool {
    let at = |wanted: &str| names.iter().position(|name| name == wanted);
    at(first).is_some_and(|first| at(second).is_none_or(|second| first < second))
}

#[test]
fn a_part_made_for_another_use_stands_behind_a_plain_one() {
    let names = order("甲泵 | 做: 离心泵\n乙轴承 | 做: 汽车轴承\n丙轴承 | 做: 轴承", "甲泵");
    assert!(before(&names, "丙轴承", "乙轴承"), "{names:?}");
    let names = order("甲变速箱 | 做: 汽车变速箱\n乙轴承 | 做: 矿山机械轴承\n丙轴承 | 做: 汽车轴承", "甲变速箱");
    assert!(before(&names, "丙轴承", "乙轴承"), "{names:?}");
}

#[test]
fn who_takes_several_kinds_of_ones_parts_stands_before_who_takes_one() {
    let fixture = "甲金属 | 做: 钣金件, 机加工件, 焊接件\n乙清洁 | 做: 洗地机\n丙灯具 | 做: 路灯";
    let names = order(fixture, "甲金属");
    assert!(before(&names, "乙清洁", "丙灯具"), "{names:?}");
}

#[test]
fn parts_that_merely_meet_in_some_machine_are_no_pair() {
    let snapshot = snapshot("甲电机 | 做: 电机\n乙铸件 | 做: 耐磨铸件\n丙减速 | 做: 减速机");
    let answer = partners_of(&snapshot, "甲电机", &["--way", "pairing"]);
    assert_eq!(proposed(&snapshot, &answer).first().map(String::as_str), Some("丙减速"));
    let weak = card(&snapshot, &answer, "乙铸件").map_or(f32::NEG_INFINITY, |card| card.score);
    let strong = card(&snapshot, &answer, "丙减速").map_or(f32::NEG_INFINITY, |card| card.score);
    assert!(strong - weak > 1.0, "{strong} {weak}");
}

#[test]
fn who_sells_a_machine_on_buys_no_parts_of_it() {
    let snapshot = snapshot("甲车行 | 类型: 经销商 | 做: 乘用车(经销)\n乙轮胎 | 做: 轮胎");
    let answer = partners_of(&snapshot, "甲车行", &[]);
    let supplied = card(&snapshot, &answer, "乙轮胎").is_some_and(|card| card.ways.contains(&Way::Supply));
    assert!(!supplied);
}

#[test]
fn a_field_is_sought_at_an_institute_not_at_a_maker_that_uses_it() {
    let names = order(
        "甲焊接 | 做: 焊接机器人\n乙大学研究所 | 类型: 院所 | 做: 焊接技术研究\n丙制造 | 做: 焊接技术研究",
        "甲焊接",
    );
    assert!(before(&names, "乙大学研究所", "丙制造"), "{names:?}");
}
