//! Texts of news: who works with whom, and traps.

use super::*;

/// Asserts the cooperations of a text, sorted.
fn check(title: &str, text: &str, expected: &[&str]) {
    let news = news(title, text);
    assert_eq!(cooperations(&news), expected, "{title} {text}\n{:#?}", news.companies);
}

#[test]
fn supply_in_many_wordings() {
    for text in [
        "山东岚峰机械有限公司给青州昊津集团供应斗齿。",
        "山东岚峰机械有限公司为隔壁的青州昊津集团配套斗齿。",
        "青州昊津集团从山东岚峰机械有限公司采购斗齿。",
        "青州昊津集团的斗齿由山东岚峰机械有限公司供应。",
        "山东岚峰机械有限公司是青州昊津集团的斗齿供应商。",
        "山东岚峰机械有限公司中标青州昊津集团的斗齿采购项目。",
    ] {
        let news = news("配套", text);
        let coop = &news.cooperations[0];
        let roles = coop.roles.clone().unwrap();
        assert_eq!(news.cooperations.len(), 1, "{text}");
        assert_eq!(roles.supplier.as_deref(), Some("山东岚峰机械有限公司"), "{text}");
        assert_eq!(roles.customer.as_deref(), Some("青州昊津集团"), "{text}");
        assert_eq!((coop.product.as_deref(), coop.kind), (Some("斗齿"), CooperationKind::Supply), "{text}");
    }
}

#[test]
fn work_handed_to_a_neighbour_is_outsourcing() {
    check(
        "园区见闻",
        "山东岚峰机械有限公司缺热处理设备，这道活就委托园区里的恒津热处理公司来做。",
        &["恒津热处理公司*+山东岚峰机械有限公司 热处理设备 外协加工"],
    );
}

#[test]
fn two_plain_partners() {
    check("内部协作", "先后有岚峰机械与勃锦格的减速机电机合作。", &["岚峰机械+勃锦格 减速机电机 供货配套"]);
}

#[test]
fn three_partners_of_one_thing_are_one_cooperation() {
    check(
        "内部协作",
        "近期有岚峰电机的洗地车与昊津机械、鲁岚金属科技的合作。",
        &["岚峰电机+昊津机械+鲁岚金属科技 洗地车 供货配套"],
    );
    check(
        "掘进机下线",
        "岚峰重工联合昊津轴承、郑州岚津研究所搭建试验平台。",
        &["岚峰重工+昊津轴承+郑州岚津研究所 试验平台 联合研发"],
    );
}

#[test]
fn a_star_is_pairs() {
    check(
        "内部协作",
        "鲁岚真空设备、博津供水设备与昊岚君悦科技机器人工作站的合作。",
        &["博津供水设备+昊岚君悦科技* 机器人工作站 供货配套", "鲁岚真空设备+昊岚君悦科技* 机器人工作站 供货配套"],
    );
}

#[test]
fn direction_is_not_forced() {
    check(
        "内部协作",
        "岚津转向器与昊津机械配套特种车辆电动转向器的合作。",
        &["岚津转向器+昊津机械 特种车辆电动转向器 供货配套"],
    );
}

#[test]
fn the_site_visited_takes_part_in_what_is_developed_there() {
    check(
        "内部协作",
        "秘书处邀请了浙岚机械研究院汽摩研究所王所长，到双岚化工设备公司实地考察，与昊岚君悦科技联合研发，用于热交换容器焊接机器人的个性化制作方案。",
        &["浙岚机械研究院汽摩研究所+双岚化工设备公司+昊岚君悦科技 热交换容器焊接机器人 联合研发"],
    );
}

#[test]
fn signed_joint_and_strategic() {
    check(
        "签约",
        "岚峰轴承有限公司和昊津智能制造研究院签约，共建精密主轴联合实验室。",
        &["岚峰轴承有限公司+昊津智能制造研究院 精密主轴联合实验室 联合研发"],
    );
    check(
        "三家建厂",
        "岚峰集团有限公司、昊津新材料科技有限公司、华岚资本三方共同出资成立新公司。",
        &["岚峰集团有限公司+昊津新材料科技有限公司+华岚资本 - 合资"],
    );
    check(
        "签约仪式",
        "岚峰集团与昊津集团举行战略合作签约仪式，岚峰集团董事长王强、昊津集团总裁李敏等出席。",
        &["岚峰集团+昊津集团 - 战略合作"],
    );
}

#[test]
fn an_unnamed_partner_stays_unnamed() {
    check(
        "引进技术",
        "岚峰造纸机械有限公司与芬兰某造纸装备企业签署技术合作协议。",
        &["岚峰造纸机械有限公司+芬兰某造纸装备企业 - 联合研发"],
    );
}

#[test]
fn a_project_may_be_the_customer() {
    check("走进岚津", "岚津饰件有限公司成为K7客机项目的内饰合作商。", &["岚津饰件有限公司*+K7客机项目 内饰 供货配套"]);
}

#[test]
fn lists_visits_sponsors_wishes_and_suits_pair_nobody() {
    for text in [
        "调研组先后对岚峰动力有限公司、昊津机电股份有限公司、鲁岚集团等企业进行实地调研。",
        "秘书处走访了岚峰新能源、昊津泵业、鲁岚机械等会员企业。",
        "活动促成岚峰重工、昊津科技等28家企业达成供需意向，金额8亿元。",
        "会议由岚峰酒店有限公司、昊津酒业有限公司提供赞助支持。",
        "岚峰风机有限公司计划与清华大学合作开发磁悬浮风机，目前正在洽谈。",
        "岚峰锅炉集团董事长一行到昊津重工有限公司考察，希望尽快形成合作方案。",
        "岚峰集团副总经理王刚、昊津装备有限公司副总经理周立参加会议。",
        "全市有20多家企业给岚峰汽车配套。",
        "岚峰机械有限公司诉昊津科技有限公司侵害专利权一案开庭。",
        "昊津科技曾为岚峰机械供应传感器，2021年终止合作。",
        "市装备协会与岚峰集团座谈，双方就行业标准进行了探讨。",
    ] {
        assert_eq!(cooperations(&news("要闻", text)), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn short_names_are_the_full_ones() {
    let news = news(
        "岚轴再获订单",
        "洛北岚峰轴承有限公司（以下简称“岚轴”）近日交付主轴承。岚峰轴承总经理介绍，岚轴去年产值翻番。",
    );
    let names: Vec<&str> = news.companies.iter().map(|company| company.name.as_str()).collect();
    assert_eq!(names, ["洛北岚峰轴承有限公司"]);
    let mut aliases = news.companies[0].aliases.clone();
    aliases.sort();
    assert_eq!(aliases, ["岚峰轴承", "岚轴"]);
}

#[test]
fn wild_copies_read_the_same() {
    check(
        "簽約",
        "插入視頻 1月8日，嵐(lán)峰 電機有限公司與昊津泵業股份有限公司簽署戰略合作協議，嵐峰電機將為昊津泵業供應高效永磁電機。图1.jpg",
        &["岚峰电机有限公司*+昊津泵业股份有限公司 高效永磁电机 战略合作+供货配套"],
    );
}

#[test]
fn a_cooperation_keeps_its_sentence_and_place() {
    let text = "日前，岚峰机械给昊津集团供应斗齿。";
    let news = news("配套", text);
    let coop = &news.cooperations[0];
    assert_eq!(coop.sentence, "日前,岚峰机械给昊津集团供应斗齿。");
    assert!(!coop.in_title);
    assert_eq!(&text[coop.span.start..coop.span.end], "昊津集团供应");
}

#[test]
fn the_shape_of_the_batch_output() {
    let value = serde_json::to_value(news("配套", "山东岚峰机械有限公司给昊津集团供应斗齿。")).unwrap();
    assert_eq!(value["cooperations"][0]["kind"], "供货配套");
    assert_eq!(value["cooperations"][0]["roles"]["customer"], "昊津集团");
    assert!(value["companies"][0]["products"].is_array());
    let value = serde_json::to_value(visit("走访骁泽阀门。想上两台机器人。")).unwrap();
    assert_eq!(value["needs"][0]["kind"], "equipment");
    assert_eq!(value["needs"][0]["kind_name"], "上设备");
    assert!(value["financing"].is_null());
}
