//! The cases of product.md, section 2: each shows what must come out and asserts what must not.

use expect_test::{Expect, expect};
use qianxian_matching::{Role, Way};
use qianxian_tests::{
    ask::{answer, card, excluded, partners_of, proposed, teams_of},
    fixture::{company, name, snapshot},
};

fn check(fixture: &str, question: &str, expected: Expect) {
    expected.assert_eq(&answer(&snapshot(fixture), question));
}

const DRIVE: &str = "
    甲减速 @淄博/张店 | 做: 减速机(走访)
    乙电机 @淄博/博山 | 做: 电机
    丙减速 @淄博/周村 | 做: 减速机";

#[test]
fn case_1_reducer_and_motor_pair() {
    check(
        DRIVE,
        "甲减速",
        expect![[r#"
        乙电机【互补成套】甲减速做减速机（走访）；减速机与电机成套使用；乙电机做电机（自报）
        × 丙减速：同行，慎推：双方都做减速机
    "#]],
    );
    check(
        DRIVE,
        "乙电机",
        expect![[r#"
        甲减速【互补成套】乙电机做电机（自报）；电机与减速机成套使用；甲减速做减速机（走访）
        丙减速【互补成套】乙电机做电机（自报）；电机与减速机成套使用；丙减速做减速机（自报）
    "#]],
    );
}

#[test]
fn case_1_two_reducer_makers_are_no_pair() {
    let snapshot = snapshot(DRIVE);
    let answer = partners_of(&snapshot, "甲减速", &["--way", "pairing"]);
    assert_eq!(proposed(&snapshot, &answer), ["乙电机"]);
    assert!(card(&snapshot, &partners_of(&snapshot, "甲减速", &[]), "丙减速").is_none());
}

const SCRUBBER: &str = "
    甲清洁 @淄博/张店 | 做: 洗地机 | 买: 钣金件
    乙钣金 @淄博/张店 | 能做: 钣金加工(走访)
    丙机加 @淄博/淄川 | 能做: 机加工(走访)
    丁商贸 @淄博/张店 | 类型: 经销商 | 经营范围: 机械加工";

#[test]
fn case_2_outside_work_for_a_floor_scrubber() {
    check(
        SCRUBBER,
        "甲清洁 --ask supplier",
        expect![[r#"
            乙钣金【外协加工】甲清洁外购钣金件（自报）；钣金件要经过折弯；折弯属于钣金加工；乙钣金能做钣金加工（走访）
            丙机加【外协加工】甲清洁做洗地机（自报）；洗地机要经过机加工；丙机加能做机加工（走访）
            丁商贸【外协加工】甲清洁做洗地机（自报）；洗地机要经过机加工；丁商贸做机械加工（推断）
        "#]],
    );
}

#[test]
fn case_2_a_trader_with_a_scope_text_stands_below_visited_shops() {
    let snapshot = snapshot(SCRUBBER);
    for options in [&["--way", "outsourcing"][..], &["--ask", "supplier"], &[]] {
        let names = proposed(&snapshot, &partners_of(&snapshot, "甲清洁", options));
        assert_eq!(names[..2], ["乙钣金", "丙机加"], "{options:?}");
        assert!(names.iter().skip(2).all(|name| name == "丁商贸"), "{names:?}");
    }
}

#[test]
fn case_2_scope_boilerplate_does_not_beat_a_visited_shop() {
    let snapshot = snapshot(&SCRUBBER.replace("经营范围: 机械加工", "经营范围: 机械加工; 金属制品销售"));
    let names = proposed(&snapshot, &partners_of(&snapshot, "甲清洁", &["--ask", "supplier"]));
    assert_eq!(names[0], "乙钣金", "{names:?}");
}

const WELDING: &str = r#"
    甲真空 @淄博/博山 | 做: 真空泵 | 困扰: 装配和焊接招不到人 "我们装配和焊接招不到人,年轻人不愿来" (走访 2025-11-03)
    乙供水 @淄博/张店 | 做: 供水设备
    丙集成 @淄博/高新 | 类型: 集成商 | 做: 机器人工作站, 焊接机器人集成
    丁家具 @淄博/周村 | 做: 办公家具"#;

#[test]
fn case_3_a_pain_meets_the_robot_integrator() {
    check(
        WELDING,
        "甲真空 --way upgrade",
        expect![[r#"
            丙集成【自动化/数字化改造】甲真空反映“我们装配和焊接招不到人,年轻人不愿来”（走访）；机器人工作站可以完成装配；丙集成做机器人工作站（自报）
        "#]],
    );
}

#[test]
fn case_3_the_card_quotes_the_note_and_asks_for_takt_work_piece_and_stations() {
    let snapshot = snapshot(WELDING);
    let answer = partners_of(&snapshot, "甲真空", &[]);
    let card = card(&snapshot, &answer, "丙集成").expect("the integrator is proposed");
    assert_eq!(card.way, Way::Upgrade);
    assert!(card.reasons.iter().any(|reason| reason.text.contains("我们装配和焊接招不到人,年轻人不愿来")));
    assert!(card.reasons.iter().any(|reason| reason.sources.iter().any(|source| source.contains("2025-11-03"))));
    assert!(["节拍", "工件", "工位"].iter().all(|word| card.question.contains(word)), "{}", card.question);
}

#[test]
fn case_3_the_integrator_is_not_for_everybody() {
    let plenty: String = (0..12).map(|at| format!("\n酒店{at} | 做: 住宿服务\n白酒{at} | 做: 白酒")).collect();
    let snapshot = snapshot(&format!("{WELDING}{plenty}"));
    let proposed_to = |asked: &str| card(&snapshot, &partners_of(&snapshot, asked, &[]), "丙集成").is_some();
    assert!(proposed_to("甲真空") && proposed_to("乙供水"));
    assert!((0..12).all(|at| !proposed_to(&format!("酒店{at}"))));
}

const STEERING: &str = "
    甲转向 @淄博/张店 | 做: 特种车辆电动转向器
    乙改装 @淄博/桓台 | 做: 专用车改装
    丙车行 @淄博/张店 | 类型: 经销商 | 做: 乘用车(经销)
    丁车行 @淄博/张店 | 做: 轿车(经销)";

#[test]
fn case_4_steering_gear_to_special_vehicles_with_the_certification_question() {
    // The service (专用车改装) and the product (专用车) are the same customer to a maker of steering gear.
    for vehicles in ["专用车改装", "专用车"] {
        let snapshot = snapshot(&STEERING.replace("专用车改装", vehicles));
        let answer = partners_of(&snapshot, "甲转向", &[]);
        let card = card(&snapshot, &answer, "乙改装").unwrap_or_else(|| panic!("做{vehicles}的没有配上"));
        assert_eq!(card.way, Way::Oem);
        let said = format!("{} {}", card.unclear.join(" "), card.question);
        assert!(said.contains("公告") || said.contains("3C"), "{said}");
    }
}

#[test]
fn case_4_not_to_the_dealer_of_passenger_cars() {
    let snapshot = snapshot(STEERING);
    let names = proposed(&snapshot, &partners_of(&snapshot, "甲转向", &[]));
    assert!(!names.iter().any(|name| name.ends_with("车行")), "{names:?}");
}

const WELDING_TEAM: &str = "
    甲大学焊接研究所 | 类型: 院所 | 做: 焊接工艺研究
    乙容器 @淄博/张店 | 做: 压力容器(走访)
    丙集成 @淄博/高新 | 类型: 集成商 | 做: 焊接机器人集成
    丁集成 @淄博/高新 | 类型: 集成商 | 做: 机器人工作站
    戊集成 @淄博/高新 | 类型: 集成商 | 做: 机器人集成";

#[test]
fn case_5_three_roles_for_a_joint_development() {
    let snapshot = snapshot(WELDING_TEAM);
    let roles = [(Role::Scene, "乙容器"), (Role::Technology, "甲大学焊接研究所"), (Role::Integrator, "丙集成")];
    for (_, asked) in roles {
        let found = teams_of(&snapshot, asked).iter().any(|team| {
            roles.iter().all(|(role, who)| {
                team.seats.iter().any(|seat| seat.role == *role && seat.company == Some(company(&snapshot, who)))
            })
        });
        assert!(found, "{asked}：{}", answer(&snapshot, &format!("{asked} teams")));
    }
}

#[test]
fn case_5_never_three_integrators_nor_two_of_one_group() {
    let grouped = format!("{WELDING_TEAM}\n乙容器 ~ 丁集成 关联 已确认\n丁集成 ~ 丙集成 关联 已确认");
    for fixture in [WELDING_TEAM, &grouped] {
        let snapshot = snapshot(fixture);
        for (asked, _) in snapshot.graph.companies() {
            for team in teams_of(&snapshot, name(&snapshot, asked)) {
                let members: Vec<_> = team.seats.iter().filter_map(|seat| seat.company).collect();
                let who: Vec<&str> = members.iter().map(|member| name(&snapshot, *member)).collect();
                assert!(who.iter().filter(|name| name.ends_with("集成")).count() < 3, "{who:?}");
                let group = |at: usize| snapshot.graph.company(members[at]).company.id;
                let bonds = snapshot.graph.bonds();
                let related = (0..who.len()).any(|a| (a + 1..who.len()).any(|b| bonds.same_group(group(a), group(b))));
                assert!(!related, "{who:?}");
            }
        }
    }
}

#[test]
fn case_7_affiliates_are_never_matched_and_always_shown() {
    let fixture = "
        甲减速 | 做: 减速机
        乙电机 | 做: 电机
        丙控股 | 做: 投资管理
        甲减速 ~ 丙控股 关联 已确认
        丙控股 ~ 乙电机 关联 已确认";
    check(
        fixture,
        "甲减速",
        expect![[r#"
        × 乙电机：关联企业，已排除（经由同一集团的其他企业）
    "#]],
    );
    let suspected = snapshot(&fixture.replace("已确认", "疑似"));
    let answer = partners_of(&suspected, "甲减速", &[]);
    assert_eq!(proposed(&suspected, &answer), ["乙电机"]);
    assert!(!excluded(&suspected, &answer).iter().any(|words| words.contains("乙电机")));
}

const RIVALS: &str = "
    甲真空 @淄博/博山 | 做: 真空泵
    乙真空 @淄博/博山 | 做: 真空泵
    丙铸造 @淄博/博山 | 做: 铸铁件";

#[test]
fn case_8_rivals_are_kept_apart() {
    check(
        RIVALS,
        "甲真空",
        expect![[r#"
        丙铸造【上下游配套】甲真空做真空泵（自报）；真空泵要用铸铁件；丙铸造做铸铁件（自报）
        × 乙真空：同行，慎推：双方都做真空泵
    "#]],
    );
    check(
        RIVALS,
        "甲真空 <> 乙真空",
        expect![[r#"
        × 同行，慎推：双方都做真空泵
        路径：抱团采购
    "#]],
    );
    let snapshot = snapshot(RIVALS);
    for side in ["supplier", "customer"] {
        let answer = partners_of(&snapshot, "甲真空", &["--ask", side]);
        assert!(card(&snapshot, &answer, "乙真空").is_none(), "{side}");
    }
}

#[test]
fn case_8_rivals_may_buy_together_under_a_heading() {
    let snapshot = snapshot(RIVALS);
    let answer = partners_of(&snapshot, "甲真空", &["--way", "joint_purchase"]);
    let card = card(&snapshot, &answer, "乙真空").expect("rivals may buy together");
    assert!(card.heading.as_ref().is_some_and(|heading| heading.contains("同行合作")), "{:?}", card.heading);
}

#[test]
fn whoever_left_or_was_refused_or_already_trades_is_named_with_the_reason() {
    let fixture = "
        甲减速 | 做: 减速机
        乙电机 | 做: 电机 | 状态: 已退会
        丙电机 | 做: 电机
        丁轴承 | 做: 轴承
        甲减速 x 丙电机 不合适 价格
        丁轴承 + 甲减速 成交 轴承";
    check(
        fixture,
        "甲减速",
        expect![[r#"
        × 丁轴承：已经在合作（秘书处 丁轴承 + 甲减速 成交 轴承）
        × 丙电机：说过不合适：价格
        × 乙电机：已退会
    "#]],
    );
}
