//! Texts of visit notes and chats: lines, needs, pains, promises, people.

use super::*;
use qianxian_core::NeedKind;

#[test]
fn what_is_sold_bought_and_done_at_home() {
    let note = visit("去了趟岚锦齿轮，主要做行星齿轮、花键轴。滚齿、磨齿自己干，渗碳送到章丘，毛坯从莱芜进。");
    assert_eq!(note.company.as_deref(), Some("岚锦齿轮"));
    assert_eq!(texts(&note.offers), ["行星齿轮", "花键轴"]);
    assert_eq!(texts(&note.processes), ["滚齿", "磨齿"]);
    assert_eq!(texts(&note.buys), ["渗碳", "毛坯"]);
}

#[test]
fn every_item_keeps_its_sentence_and_place() {
    let text = "走访骁泽阀门。蝶阀、球阀为主，密封圈用的宁波的。";
    let note = visit(text);
    assert_eq!(texts(&note.offers), ["蝶阀", "球阀"]);
    assert_eq!(texts(&note.buys), ["密封圈"]);
    for item in note.offers.iter().chain(&note.buys) {
        assert_eq!(&text[item.span.start..item.span.end], item.text);
        assert_eq!(item.sentence, "蝶阀、球阀为主，密封圈用的宁波的。");
    }
}

#[test]
fn bought_things_in_many_wordings() {
    for (text, bought) in [
        ("走访岚锦齿轮。轴承外购。", "轴承"),
        ("走访岚锦齿轮。铜排是从聊城进的。", "铜排"),
        ("走访岚锦齿轮。电机跟一家厂子买。", "电机"),
        ("走访岚锦齿轮。胶垫买青岛的。", "胶垫"),
        ("走访岚锦齿轮。减速机是日本的。", "减速机"),
        ("走访岚锦齿轮。O型圈也是买的。", "O型圈"),
        ("走访岚锦齿轮。车加工外发给村里几家小厂。", "车加工"),
        ("走访岚锦齿轮。床身铸件自己不铸，找厂子代工。", "床身铸件"),
        ("走访岚锦齿轮。机加工一半在外面干，主要是转子精加工。", "转子精加工"),
    ] {
        assert_eq!(texts(&visit(text).buys), [bought], "{text}");
    }
}

#[test]
fn made_at_home_is_not_bought() {
    let note = visit("走访毓锦电气。买的壳体都是自己干的，铜排外购。");
    assert_eq!(texts(&note.buys), ["铜排"]);
}

#[test]
fn given_up_and_denied_products_are_no_offers() {
    for text in [
        "走访岚锦泵业。以前做污水泵，现在只做化工泵。",
        "走访岚锦泵业。我们不做污水泵了，只做化工泵。",
        "走访岚锦泵业。化工泵为主，污水泵去年停产了。",
        "走访岚锦泵业。主营化工泵，淘汰了污水泵。",
        "走访岚锦泵业。做化工泵。听说隔壁厂要做污水泵。",
        "走访岚锦泵业。做化工泵。准备上污水泵，还没量产。",
    ] {
        assert_eq!(texts(&visit(text).offers), ["化工泵"], "{text}");
    }
}

#[test]
fn rumours_count_for_nothing() {
    let note = visit("走访骁泽阀门，做球阀。据说他们要买两台机器人，还缺焊工，没核实。");
    assert!(note.needs.is_empty() && note.pains.is_empty(), "{note:?}");
}

#[test]
fn a_firm_that_only_serves_sells_what_it_does() {
    let note = visit("到煊岚热处理，渗碳、调质都能干。");
    assert_eq!(texts(&note.offers), texts(&note.processes));
    assert_eq!(texts(&note.offers), ["渗碳", "调质"]);
}

#[test]
fn spare_capacity_is_an_offer() {
    let note = visit("走访沣锦附件厂，做卡盘。热处理自己有炉子，能对外接渗碳、高频。");
    assert_eq!(texts(&note.offers), ["卡盘", "渗碳", "高频"]);
    assert_eq!(texts(&note.processes), ["热处理"]);
}

#[test]
fn pains_of_one_thing_stand_together() {
    let note = visit("走访骁泽阀门。现在缺焊工，招了仨月没招着；电费又涨了。回款特别慢，压了两百来万。");
    assert_eq!(pains(&note), ["缺焊工，招了仨月没招着", "电费又涨了", "回款特别慢，压了两百来万"]);
    let topics: Vec<PainTopic> = note.pains.iter().map(|pain| pain.topic).collect();
    assert_eq!(topics, [PainTopic::Talent, PainTopic::Cost, PainTopic::Money]);
}

#[test]
fn no_pain_where_all_is_well() {
    let note = visit("走访骁泽阀门。没啥困难，质量稳定，不缺订单，环评手续齐全。同行都在降价。");
    assert!(note.pains.is_empty(), "{note:?}");
    let note = visit("走访骁泽阀门。最近没啥困难，就是电工不好招。");
    assert_eq!(pains(&note).len(), 1);
}

#[test]
fn kinds_of_needs() {
    for (text, kind) in [
        ("想上两台焊接机器人", NeedKind::Equipment),
        ("固化炉想换成电的", NeedKind::Equipment),
        ("想找本地做电机的", NeedKind::Supply),
        ("渗碳外协想换一家", NeedKind::Outsourcing),
        ("想找几家稳定的泵阀客户", NeedKind::Customer),
        ("想招两个钳工", NeedKind::Talent),
        ("想走担保贷款", NeedKind::Finance),
        ("技改想申请贴息", NeedKind::Policy),
        ("想租两千平带行车的厂房", NeedKind::Space),
        ("想跟高校一起搞高温密封", NeedKind::Tech),
        ("希望协会帮忙联系一家能收废砂的单位", NeedKind::Other),
    ] {
        let note = visit(&format!("走访骁泽阀门。{text}。"));
        assert_eq!(needs(&note), [kind.code()], "{text}");
    }
}

#[test]
fn a_need_takes_sizes_and_deadline_along() {
    let note = note_of("wechat", "郑秘书长好，我是岚锦减速机小刘。要配60台防爆电机，22到90千瓦的，11月底前要货。");
    let need = &note.needs[0];
    assert_eq!(need.what, "要配60台防爆电机，22到90千瓦的，11月底前要货");
    assert_eq!((need.kind, need.kind_name), (NeedKind::Supply, "找供应商"));
    assert_eq!(need.deadline.as_deref(), Some("11月底前"));
    assert_eq!(need.deadline_date.map(|day| day.to_string()).as_deref(), Some("2026-11-30"));
    assert_eq!(texts(&note.buys), ["防爆电机"]);
}

#[test]
fn a_need_said_twice_is_one() {
    let note = visit("走访骁泽阀门。风机一直用南通的，想换本地的，要防腐离心风机。");
    assert_eq!(needs(&note), ["supply"]);
    assert!(note.needs[0].what.contains("防腐离心风机"));
}

#[test]
fn needs_that_are_none() {
    for text in ["不想扩产", "想不到办法", "只要质量好就行", "去年想上机器人，没成", "机器人的事不用找了，已经订了"]
    {
        let note = visit(&format!("走访骁泽阀门。{text}。"));
        assert!(note.needs.is_empty(), "{text}: {:?}", note.needs);
    }
}

#[test]
fn missing_workers_are_a_need_as_well() {
    let note = visit("走访骁泽阀门。缺外贸业务员。");
    assert_eq!(needs(&note), ["talent"]);
}

#[test]
fn financing_kinds_sums_and_days() {
    for (text, kind, amount, due) in [
        ("银行贷款年底到期500万，不知能不能续上", FinancingKind::LoanDue, Some("500万"), Some("年底")),
        ("年前要扩线，差三百来万，想走担保贷", FinancingKind::NeedLoan, Some("300万"), Some("年前")),
        ("想换两台数控磨，预算一百五十万左右，问有没有融资租赁", FinancingKind::Lease, Some("150万"), None),
        ("资金占用大，想问有没有供应链金融", FinancingKind::SupplyChainFinance, None, None),
    ] {
        let note = visit(&format!("走访骁泽阀门。{text}。"));
        let financing = note.financing.as_ref().unwrap();
        assert_eq!(
            (financing.kind, financing.amount.as_deref(), financing.due.as_deref()),
            (kind, amount, due),
            "{text}"
        );
        assert!(needs(&note).contains(&"finance"), "{text}");
    }
}

#[test]
fn refused_loans_are_no_financing() {
    for text in ["压了两百来万，但暂时不用贷款", "没提贷款", "问他贷款的事，说不缺钱", "贷款办下来了，资金没问题"]
    {
        assert_eq!(visit(&format!("走访骁泽阀门。{text}。")).financing, None, "{text}");
    }
}

#[test]
fn promises_with_day_and_person() {
    for (text, who, due) in [
        ("答应下周三前帮他联系做机器人的", "秘书处", Some("2026-11-11")),
        ("我说回去先把会员里有五轴的列出来，这周五给他", "秘书处", Some("2026-11-06")),
        ("会议决定由胡秘书长牵头，11月12日前组织到现场看一次", "胡秘书长", Some("2026-11-12")),
        ("他11月25日前交表", "骁泽阀门", Some("2026-11-25")),
        ("王总答应下周把样册送来", "骁泽阀门（王总）", Some("2026-11-15")),
        ("下下周带他们去看现场", "秘书处", Some("2026-11-22")),
    ] {
        let note = visit(&format!("走访骁泽阀门。{text}。"));
        let promise = &note.promises[0];
        assert_eq!(promise.who, who, "{text}");
        assert_eq!(promise.due_date.map(|day| day.to_string()).as_deref(), due, "{text}");
        assert_eq!(note.promises.len(), 1, "{text}");
    }
}

#[test]
fn a_list_of_promises_is_several() {
    let note = visit("走访骁泽阀门。我答应：一、环评的事请张会长出面，月底前；二、贴息材料模板明天发他。");
    let who: Vec<&str> = note.promises.iter().map(|promise| promise.who.as_str()).collect();
    assert_eq!(who, ["张会长", "秘书处"]);
}

#[test]
fn a_message_delegates_to_whom_it_is_written() {
    let note = note_of("wechat", "小胡：刚跟淇锦密封的赵总通完电话。你下周一把名单要来给他。");
    assert_eq!(note.promises[0].who, "小胡");
    assert_eq!(note.company.as_deref(), Some("淇锦密封"));
}

#[test]
fn done_or_put_off_is_no_promise() {
    for text in ["我把会员名录给了他一份", "会费的事下次再议", "上次答应的公司已对接完成", "让咱们给多介绍点客户"]
    {
        assert!(visit(&format!("走访骁泽阀门。{text}。")).promises.is_empty(), "{text}");
    }
}

#[test]
fn minutes_keep_two_firms_apart() {
    let note = note_of(
        "minutes",
        "会议听取汇报。其中，翎锦机器人可做码垛工作站；岚石陶瓷机械有三条压机装配线想改自动上下料，春节前上完。",
    );
    assert_eq!(note.company.as_deref(), Some("岚石陶瓷机械"));
    assert_eq!(texts(&note.offers), ["压机"]);
    assert_eq!(texts(&note.mentions), ["翎锦机器人"]);
    assert_eq!(needs(&note), ["equipment"]);
}

#[test]
fn others_are_mentions_not_subjects() {
    let note = visit("走访骁泽阀门，铸件用嘉垣铸业的，跟瀚锦一直有合作。想跟山理工联合搞密封。");
    assert_eq!(note.company.as_deref(), Some("骁泽阀门"));
    assert_eq!(texts(&note.mentions), ["嘉垣铸业", "瀚锦", "山理工"]);
}

#[test]
fn products_are_not_taken_for_firms() {
    let note = visit("走访骁泽阀门。激振电机从新乡买，磨球用的砂轮从河南进，矿用减速机自己做。");
    assert!(note.mentions.is_empty(), "{:?}", note.mentions);
}

#[test]
fn a_note_without_a_firm_drafts_nothing() {
    let note = visit("上午去了市里开会，路上堵车，和他们聊了会儿普惠贷款，没走企业。");
    assert_eq!(note.company, None);
    assert!(note.needs.is_empty() && note.financing.is_none() && note.promises.is_empty(), "{note:?}");
}
