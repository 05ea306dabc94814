use super::*;
use serde_json::json;

fn note() -> GoldNote {
    serde_json::from_value(json!({
        "id": "n1", "offers": ["蜗轮减速机"], "needs": [{"what": "两台焊接机器人", "kind": "equipment"}],
        "match": {"offers": ["减速"], "needs": ["机器人"]},
        "optional": {"needs": ["贷款|续贷"]}, "forbidden": {"offers": ".*(模具|刀具).*"},
    }))
    .unwrap()
}

#[test]
fn items_of_a_note() {
    let counts = |list: &str, drafts: serde_json::Value| note().compare(list, &drafts);
    assert_eq!(counts("offers", json!(["减速机"])), (Counts { right: 1, invented: 0, missed: 0 }, 0));
    // A second wording of an item found is no invention, a trap is one.
    let twice = json!([{"text": "蜗轮减速机"}, {"text": "减速机"}, {"text": "冲压模具"}]);
    assert_eq!(counts("offers", twice), (Counts { right: 1, invented: 1, missed: 0 }, 1));
    assert_eq!(counts("needs", json!([{"what": "续贷"}])), (Counts { right: 0, invented: 0, missed: 1 }, 0));
    assert_eq!(counts("needs", json!([{"what": "买叉车"}])), (Counts { right: 0, invented: 1, missed: 1 }, 0));
    assert_eq!(counts("buys", json!(null)), (Counts::default(), 0));
}

#[test]
fn traps_are_open_where_they_say_so() {
    assert!(is_trap("钣金.*", "钣金外壳") && !is_trap("钣金.*", "外协钣金"));
    assert!(is_trap(".*模具.*", "冲压模具") && !is_trap("模具", "冲压模具"));
}

#[test]
fn sets_of_participants() {
    let gold: GoldArticle = serde_json::from_value(json!({
        "id": "a1",
        "companies": [{"name": "甲乙轴承集团股份有限公司", "aliases": ["甲轴"]}, {"name": "丙丁能源"}, {"name": "戊己电机"}],
        "cooperations": [{"participants": ["甲轴", "丙丁能源"]}, {"participants": ["丙丁能源", "戊己电机"], "explicit": false}],
    }))
    .unwrap();
    let drafts = json!({
        "companies": [{"name": "甲乙轴承集团"}, {"name": "丙丁能源"}, {"name": "庚辛大学"}],
        "cooperations": [{"participants": ["丙丁能源", "甲乙轴承集团股份有限公司"]}, {"participants": ["甲轴", "戊己电机"]}],
    });
    let (organisations, cooperations) = gold.compare(&drafts).unwrap();
    assert_eq!(organisations, Counts { right: 2, invented: 1, missed: 1 });
    assert_eq!(cooperations, Counts { right: 1, invented: 1, missed: 0 });
}
