//! Names are invented or stand for a kind (东海市 does not exist); none is taken from the development sets.

use super::*;

fn names() -> Names {
    let places = include_str!("../../../../data/lexicon/places.txt");
    let words = include_str!("../../../../data/lexicon/names.txt");
    Names::parse(("places.txt", places), ("names.txt", words)).unwrap()
}

/// Checks lines `a | b`, both ways round, and that look-alikes meet under a block key.
fn check(verdict: NameVerdict, lines: &str) {
    let names = names();
    let mut wrong = Vec::new();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (a, b) = line.split_once(" | ").unwrap();
        let found = names.compare(a, b);
        if found.verdict != verdict {
            wrong.push(format!("{line}: {found:?}"));
        }
        assert!((0.0..=1.0).contains(&found.confidence) && !found.reason.is_empty(), "{line}: {found:?}");
        assert_eq!(names.compare(b, a), found, "{line}");
        if verdict != NameVerdict::Different {
            let keys = names.block_keys(b);
            if !names.block_keys(a).iter().any(|key| keys.contains(key)) {
                wrong.push(format!("{line}: {:?} {keys:?}", names.block_keys(a)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn one_company_in_two_spellings() {
    check(
        NameVerdict::Same,
        "
        山东柳岩减速机有限公司 | 山东柳岩减速机有限责任公司
        淄博翰铭泵业股份有限公司 | 淄博翰铭泵业股份公司
        淄博翰铭泵业有限公司 | 淄博翰铭泵业股份有限公司
        山东岱翎集团有限公司 | 山东岱翎集团
        岱翎实业(集团)股份有限公司 | 岱翎实业集团股份有限公司
        翎川科技(苏州)股份有限公司 | 翎川科技〔苏州〕股份有限公司
        翎川科技（苏州）有限公司 | 翎川科技[苏州]有限公司
        翎川科技(苏州)股份有限公司 | 翎川科技
        ＫＴＲ（中国）有限公司 | KTR(中国)有限公司
        山东 柳岩 减速机 有限公司 | 山东柳岩减速机有限公司
        江蘇鵬焱液壓機械有限公司 | 江苏鹏焱液压机械有限公司
        山东岱翎石化装备股份有限公司 | 岱翎石化装备股份有限公司
        山东省淄博市博山柳岩泵业有限公司 | 博山柳岩泵业有限公司
        山东柳岩减速机有限公司 | 柳岩减速机
        山东翎川新能源科技有限公司 | 翎川新能源
        沈阳鹏焱机器人自动化股份有限公司 | 鹏焱机器人
        岱翎重工股份有限公司 | 岱翎重工
        翎拓工程机械股份有限公司 | 翎拓股份
        平顶山煤矿机械集团股份有限公司 | 平煤机
        沈阳鼓风机集团股份有限公司 | 沈阳鼓风机
        中国第二重型机械股份公司 | 中国二重
        大连第二机床有限公司 | 大连第2机床有限公司
        博山真空设备厂有限公司 | 博山真空设备厂
        湖北翎钢岱山钢板弹簧有限公司 | 翎钢岱山公司
        山东岱翎石化装备有限公司 | 岱翎化工设备公司
        山东岱翎机械有限公司（原淄博翰铭机械厂） | 淄博翰铭机械厂
        山东岱翎机械有限公司(曾用名：淄博翰铭铸造有限公司) | 淄博翰铭铸造有限公司
        “翎川”电机有限公司 | 翎川电机有限公司
        ",
    );
}

#[test]
fn one_house_two_companies() {
    check(
        NameVerdict::Affiliate,
        "
        岱翎重工股份有限公司 | 岱翎重工股份有限公司西安办事处
        岱翎重工股份有限公司 | 岱翎重工股份有限公司渭南分公司
        岱翎重工股份有限公司西安办事处 | 岱翎重工股份有限公司渭南分公司
        山东柳岩减速机厂 | 山东柳岩减速机厂二分厂
        山东翎川机械有限公司 | 山东翎川机械有限公司（桓台分公司）
        安徽岱翎股份有限公司 | 安徽岱翎股份有限公司宝鸡翎川叉车厂
        岱翎集团股份有限公司 | 岱翎集团(青岛)有限公司
        岱翎集团 | 岱翎集团(青岛)有限公司
        岱翎电气股份有限公司 | 岱翎电气集团翎川汽轮机有限公司
        柳州工程机械集团有限公司 | 柳工集团工程机械股份有限公司
        中国二汽集团有限公司 | 第二汽车股份有限公司
        岱翎集团翎川汽轮机有限公司 | 岱翎集团鹏焱锅炉有限公司
        山东岱翎集团有限公司 | 岱翎机械有限公司
        山东岱翎机械集团有限公司 | 山东岱翎机械有限公司
        岱翎青岛机车车辆股份有限公司 | 岱翎长春轨道客车股份有限公司
        中航翎川科技有限公司 | 中航岱山光电有限公司
        岱翎重工股份有限公司 | 岱翎重能股份有限公司
        岱翎国际电力股份有限公司 | 岱翎岷江水电股份有限公司
        翎川君焱科技 | 翎川汽车转向器
        翎川君焱科技 | 山东翎川悦新机电股份有限公司
        重庆翎安汽车股份有限公司 | 翎安马鲁达汽车有限公司
        山东柳岩减速机有限公司 | 山东柳岩减速机销售有限公司
        柳岩减速机 | 山东柳岩减速机销售有限公司
        山东柳岩减速机有限公司 | 山东柳岩减速机科技有限公司
        淄博柳岩减速机厂 | 淄博柳岩减速机有限公司
        山东柳岩减速机有限公司 | 淄博柳岩减速机有限公司
        翎川科技(苏州)有限公司 | 翎川科技(上海)有限公司
        翎川科技有限公司 | 翎川科技(中国)有限公司
        襄阳XYK轴承有限公司 | 襄阳轴承集团股份有限公司
        双翎东焱轮胎有限公司 | 东焱轮胎有限公司
        ",
    );
}

#[test]
fn never_one_company() {
    check(
        NameVerdict::Different,
        "
        河北矿山机械一分厂 | 河北矿山机械三分厂
        翎铁一局集团有限公司 | 翎铁二局集团有限公司
        济南第一机床厂 | 济南第二机床厂
        大连第二机床有限公司 | 天津第二机床厂
        山东岱翎石化装备有限公司 | 山东岱玲石化装备有限公司
        翰博真空设备 | 翰宝真空设备
        山东岱展机电科技股份有限公司 | 山东岱山机电科技股份有限公司
        烟台制冷设备厂有限公司 | 烟台制冷机厂有限公司
        襄阳轴承集团股份有限公司 | 襄阳轴承研究所有限公司
        襄阳轴承集团股份有限公司 | 常州轴承股份有限公司
        安徽省交通建设股份有限公司 | 中国交通建设股份有限公司
        广东宏鼎减速机有限公司 | 山东宏鼎减速机有限公司
        杭州翎普电机有限公司 | 山东翎普电机科技有限公司
        济南翎川机械有限公司 | 淄博翎川机械有限公司
        张店翎川机械厂 | 桓台翎川机械厂
        翎强电机 | 翎强食品
        山东翎强电机有限公司 | 山东翎强食品有限公司
        东海电信科技股份有限公司 | 东海国际发电股份有限公司
        天盛工业技术股份有限公司 | 新疆天盛乳业股份有限公司
        江苏恒盛液压股份有限公司 | 恒盛实业发展集团股份有限公司
        四川宏盛股份有限公司 | 宏盛高科控股股份有限公司
        东方仪表股份有限公司 | 东方雨林防水材料股份有限公司
        长城汽车股份有限公司 | 长城证券股份有限公司
        翎鼎机械有限公司 | 翎鼎盛机械有限公司
        青岛银行股份有限公司 | 青岛啤酒股份有限公司
        ",
    );
    assert_eq!(names().compare("淄博精诚机械有限公司", " ").verdict, NameVerdict::Different);
}

#[test]
fn what_is_short_of_proof_is_not_merged() {
    let names = names();
    for (a, b) in [
        ("宏盛股份", "四川宏盛机械股份有限公司"),
        ("鹏焱", "鹏焱重能股份有限公司"),
        ("鹏焱重工总公司", "鹏焱重工公司"),
        ("济柴", "济宁柴油机厂"),
        ("柳减", "山东柳岩减速机有限公司"),
        ("翎川机电", "山东翎川悦新机电股份有限公司"),
        ("新华传媒", "安徽新华传媒股份有限公司"),
        ("山东翎川机械有限公司(一厂)", "山东翎川机械有限公司"),
        ("轴承有限公司", "襄阳轴承有限公司"),
        ("第一机床厂", "济南第一机床厂"),
    ] {
        assert_ne!(names.compare(a, b).verdict, NameVerdict::Same, "{a} {b}");
    }
}

#[test]
fn parts_of_a_name() {
    let names = names();
    let check = |name: &str, expected: &str| {
        let parts = names.parts(name);
        let places: Vec<&str> = parts.places.iter().map(|range| parts.get(range)).collect();
        let list = [&parts.group, &parts.brand, &parts.trade, &parts.form, &parts.branch].map(|range| parts.get(range));
        assert_eq!(format!("{} {}", places.join("+"), list.join("/")), expected, "{name}");
    };
    check("山东柳岩减速机有限公司", "山东 /柳岩/减速机/有限公司/");
    check("山东省淄博市翎川智能传动股份有限公司", "山东省+淄博市 /翎川/智能传动/股份有限公司/");
    check("翎川科技（苏州）股份有限公司", "苏州 /翎川/科技/股份有限公司/");
    check("岱翎实业(集团)股份有限公司", " /岱翎/实业/(集团)股份有限公司/");
    check("柳工集团工程机械股份有限公司", " 柳工集团/柳工/工程机械/股份有限公司/");
    check("岱翎重工股份有限公司西安办事处", " /岱翎/重工/股份有限公司/西安办事处");
    check("河北矿山机械一分厂", "河北 //矿山机械//一分厂");
    check("烟台制冷设备厂有限公司", "烟台 //制冷设备/厂有限公司/");
    check("济南第一机床厂", "济南 //第一机床/厂/");
    check("大同有限公司", " /大同//有限公司/");
    check("勃徕川", " /勃徕川///");
    check("", " ////");
}

#[test]
fn trade_part_is_what_products_are_read_from() {
    let names = names();
    assert_eq!(names.trade_part("山东柳岩减速机有限公司"), "柳岩减速机");
    assert_eq!(names.trade_part("柳工集团工程机械股份有限公司"), "工程机械");
    assert_eq!(names.trade_part("岱翎青岛机车车辆股份有限公司"), "岱翎机车车辆");
    assert_eq!(names.trade_part("翎川科技(苏州)有限公司昆山分公司"), "翎川科技");
    assert_eq!(names.trade_part("淄博真空泵厂"), "真空泵");
}

#[test]
fn key_levels_spelling_only() {
    let names = names();
    assert_eq!(names.key("山东　柳岩減速機有限责任公司"), names.key("山东柳岩减速机有限公司"));
    assert_eq!(names.key("翎川（苏州）股份公司。"), "翎川(苏州)股份有限公司");
    assert_ne!(names.key("柳岩减速机有限公司"), names.key("柳岩减速机股份有限公司"));
    assert_ne!(names.key("翎川(苏州)有限公司"), names.key("翎川苏州有限公司"));
    assert_eq!(names.key("-"), "-");
}

#[test]
fn places_in_a_sentence() {
    let names = names();
    let text = "找　張店附近或山东省桓台县能做钣金的，高新区也行，大同小异";
    let found: Vec<(&str, PlaceLevel)> =
        names.find_places(text).into_iter().map(|(range, level)| (&text[range], level)).collect();
    let expected = [
        ("張店", PlaceLevel::District),
        ("山东省", PlaceLevel::Province),
        ("桓台县", PlaceLevel::District),
        ("高新区", PlaceLevel::District),
    ];
    assert_eq!(found, expected);
    let chain: Vec<&str> = names.place_chain("博山").into_iter().map(|(_, name)| name).collect();
    assert_eq!(chain, ["山东省", "淄博市", "博山区"]);
    for district in ["张店", "淄川", "博山", "临淄", "周村", "桓台", "高青", "沂源", "高新区", "经开区", "文昌湖"]
    {
        assert_eq!(names.find_places(district).len(), 1, "{district}");
    }
}

#[test]
fn hostile_names_do_no_harm() {
    let names = names();
    for name in [
        "(",
        ")",
        "((苏州)",
        "()有限公司",
        "有限公司",
        "集团",
        "厂",
        "第",
        "第一",
        "中国",
        "(原)",
        "🏭有限公司",
        "集团集团公司",
    ] {
        let parts = names.parts(name);
        assert!(parts.form.end <= parts.text.len(), "{name}");
        names.trade_part(name);
        names.block_keys(name);
        names.compare(name, "山东柳岩减速机有限公司");
    }
}

#[test]
fn faults_in_the_files_are_named() {
    let error = Names::parse(("places.txt", "山东: 济南市\n"), ("names.txt", "")).unwrap_err().to_string();
    assert!(error.starts_with("places.txt 第 1 行：上一级「山东」还没有出现过"), "{error}");
    let error = Names::parse(("places.txt", ""), ("names.txt", "froms: 厂\n")).unwrap_err().to_string();
    assert!(error.starts_with("names.txt 第 1 行：不认识的类别「froms」"), "{error}");
}
