//! What is recognised in short texts, as a profile line would hold them, and what must hold of the chain itself.

use qianxian_core::{
    CapIx, LineRole, RelationKind,
    chain::{Towards, check_products},
};
use qianxian_tests::fixture::KNOWLEDGE;

/// Heads of a text (nothing negated, nothing merely mentioned), in order of place, as `甲、乙`.
fn heads(text: &str) -> String {
    let mut found = KNOWLEDGE.recognizer.recognise(text);
    found.retain(|r| r.is_head());
    let names: Vec<&str> = found.iter().map(|r| KNOWLEDGE.chain.name(r.cap)).collect();
    names.join("、")
}

fn check(cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|(text, expected)| (text, expected, heads(text)))
        .filter(|(_, expected, found)| *expected != found)
        .map(|(text, expected, found)| format!("「{text}」应认出「{expected}」，认出了「{found}」"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn modifiers_narrow_and_heads_stay() {
    check(&[
        ("不锈钢离心泵", "离心泵"),
        ("立式多级离心泵", "立式多级泵"),
        ("大型铸铁件", "铸铁件"),
        ("小型柴油发电机组", "柴油发电机组"),
        ("防爆三相异步电机", "三相异步电机"),
        ("高精度数控车床", "数控车床"),
        ("手推式洗地机", "手推式洗地机"),
        ("全自动驾驶式洗地车", "驾驶式洗地机"),
        ("XJK系列减速机", "减速机"),
        ("智能供水设备", "供水设备"),
        ("新型节能燃气锅炉", "燃气锅炉"),
        ("食品级不锈钢输送带", "输送带"),
        ("特种车辆电动转向器", "电动转向器"),
        ("伺服电机驱动器", "电机驱动器"),
        ("数控折弯", "折弯"),
    ]);
}

#[test]
fn modifiers_are_kept_beside_the_head() {
    let kept = |text: &str| -> Vec<String> {
        let found = KNOWLEDGE.recognizer.recognise(text);
        let head = found.iter().find(|r| r.is_head()).expect("a head");
        head.modifiers.iter().map(|modifier| text[modifier.span.clone()].to_owned()).collect()
    };
    assert_eq!(kept("不锈钢离心泵"), ["不锈钢"]);
    assert!(kept("新型节能燃气锅炉").contains(&"节能".to_owned()));
    assert_eq!(kept("特种车辆电动转向器"), ["特种车辆"]);
}

#[test]
fn lists_name_every_item() {
    check(&[
        ("减速机、电机、联轴器", "减速机、电机、联轴器"),
        ("轴承,齿轮,链条", "轴承、齿轮、链条"),
        ("钣金加工和喷塑", "钣金加工、喷塑"),
        ("水泵及阀门", "水泵、阀门"),
        ("法兰/弯头/三通", "法兰、弯头、三通"),
        ("减速机电机", "减速机、电机"),
        ("风电塔筒、风机整机", "风电塔筒、风力发电机组"),
    ]);
}

#[test]
fn what_is_taken_back_does_not_count() {
    check(&[
        ("不做减速机,只做电机", "电机"),
        ("不生产真空泵", ""),
        ("已停产柴油机,现做发电机组", "发电机组"),
        ("没有铸造", ""),
    ]);
}

#[test]
fn parts_of_a_thing_are_not_the_thing() {
    check(&[
        ("离心泵配件", ""),
        ("减速机用齿轮", "齿轮"),
        ("电机外壳", "电机机座"),
        ("泵阀铸件", "铸件"),
        ("汽车零部件", "汽车零部件"),
    ]);
}

#[test]
fn traders_and_services_are_told_apart() {
    check(&[
        ("真空泵维修", "真空泵维修"),
        ("电机修理", "电机维修"),
        ("五金机电批发", "五金机电流通"),
        ("工业品经销", "五金机电流通"),
        ("轴承经销", "轴承经销"),
        ("设备租赁", "设备租赁"),
        ("检测服务", "第三方检测服务"),
        ("物流运输", "物流运输"),
        ("模具设计", "模具设计"),
        ("专用车改装", "专用车改装"),
        ("酒店", "酒店餐饮"),
    ]);
    let sold = KNOWLEDGE.recognizer.recognise("代理销售减速机");
    assert_eq!(sold[0].role, LineRole::Trader);
}

#[test]
fn a_word_of_several_senses_follows_its_context() {
    check(&[
        ("风机", "风机"),
        ("离心风机", "离心风机"),
        ("罗茨鼓风机", "罗茨鼓风机"),
        ("风力发电风机", "风力发电机组"),
    ]);
}

#[test]
fn traditional_full_width_and_english_are_the_same_words() {
    check(&[
        ("減速機", "减速机"),
        ("真空泵製造", "真空泵"),
        ("電動機", "电机"),
        ("轉向器", "转向器"),
        ("機器人工作站", "机器人工作站"),
        ("ＰＬＣ控制柜", "PLC控制柜"),
        ("减速机（ＲＶ型）", "减速机"),
        ("vacuum pump", "真空泵"),
        ("Gearbox", "齿轮箱"),
        ("PLC", "PLC"),
        ("AGV", "AGV小车"),
        ("EPS", "电动转向器"),
    ]);
}

#[test]
fn model_numbers_do_not_hide_the_product() {
    check(&[
        ("Y2-132M电机", "电机"),
        ("RV63减速机", "减速机"),
        ("2BV真空泵", "真空泵"),
        ("6204轴承", "轴承"),
        ("Q235钢板", "钢板"),
    ]);
}

#[test]
fn scope_boilerplate_and_small_talk_mean_nothing() {
    check(&[
        ("货物进出口、技术进出口", ""),
        ("技术开发、技术咨询、技术转让、技术推广", ""),
        ("一般项目：企业管理；信息咨询服务", ""),
        ("法律、行政法规禁止的项目除外", ""),
        ("依法须经批准的项目，经相关部门批准后方可开展经营活动", ""),
        ("今天天气很好", ""),
        ("", ""),
    ]);
}

#[test]
fn processes_and_pains() {
    check(&[
        ("焊接", "焊接"),
        ("氩弧焊", "氩弧焊"),
        ("激光切割", "激光切割"),
        ("热处理加工", "热处理"),
        ("焊接机器人集成", "焊接机器人集成"),
        ("机器人上下料", "上下料工作站"),
        ("热交换容器", "换热压力容器"),
        ("焊工难招", "焊工难招"),
        ("装配和焊接招不到人", "装配、焊工难招"),
        ("流动资金紧张", "流动资金紧张"),
    ]);
}

#[test]
fn the_chain_has_no_cycle_and_every_product_a_cause() {
    let chain = &KNOWLEDGE.chain;
    assert!(check_products(chain).is_empty(), "chain check finds faults");
    for cap in chain.iter() {
        let above = chain.ancestors(cap);
        assert!(above.iter().all(|(ancestor, _)| *ancestor != cap), "{} 属于自己", chain.name(cap));
        let back = |other: CapIx| chain.descendants(other).iter().any(|(kind, _)| *kind == cap);
        assert!(above.iter().all(|(ancestor, _)| back(*ancestor)), "{} 的上位不认识它", chain.name(cap));
    }
}

#[test]
fn every_implied_need_is_explained_by_a_written_relation() {
    let chain = &KNOWLEDGE.chain;
    for cap in chain.iter() {
        for need in chain.needs(cap) {
            let words = chain.explain_need(cap, need);
            let relation = chain.need_relation(need).unwrap_or_else(|| panic!("{words}：没有出处"));
            assert!(relation.source.contains(".chain:"), "{words}：出处是「{}」", relation.source);
            assert!(words.contains(chain.name(need.cap)), "{words}");
            assert!((0.0..=1.0).contains(&need.strength), "{words}：{}", need.strength);
        }
    }
}

#[test]
fn every_pain_has_a_cure() {
    let chain = &KNOWLEDGE.chain;
    let pains = chain.iter().filter(|cap| chain.cap(*cap).kind == qianxian_core::CapabilityKind::Pain);
    let cured = |cap: CapIx| {
        std::iter::once(cap)
            .chain(chain.ancestors(cap).iter().chain(chain.descendants(cap)).map(|(other, _)| *other))
            .any(|pain| !chain.related(pain, RelationKind::Cures, Towards::From).is_empty())
    };
    let incurable: Vec<&str> = pains.filter(|cap| !cured(*cap)).map(|cap| chain.name(cap)).collect();
    assert!(incurable.is_empty(), "没有写谁能解决：{}", incurable.join("、"));
}
