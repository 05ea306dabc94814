//! Who a note is about, what is denied in it, and whose money falls due.

use super::*;

#[track_caller]
fn about(text: &str, company: &str) -> NoteDrafts {
    let note = visit(text);
    assert_eq!(note.company.as_deref(), Some(company), "{text}");
    note
}

#[test]
fn the_firm_at_the_head() {
    about("走访欣铎轴承纪要\n一、主营圆锥滚子轴承；二、由小刘联系齐鲁检测中心。", "欣铎轴承");
    about("今天路过恒垚泵业，听说他们要上市。", "恒垚泵业");
    about("电话回访：宏垚铸造，缺订单。", "宏垚铸造");
    let note = about("天垚包装机械：灌装机、贴标机为主。", "天垚包装机械");
    assert_eq!(texts(&note.offers), ["灌装机", "贴标机"]);
    let note =
        about("李工说：我们公司（正垚冶金设备）急需一批20CrMnTi圆钢，要10吨，本周内。谁有现货？", "正垚冶金设备");
    assert_eq!(note.needs.len(), 1, "{:?}", note.needs);
    assert_eq!(note.needs[0].kind, qianxian_core::NeedKind::Supply);
    assert_eq!(visit("主要产品：离心泵、磁力泵。").company, None, "a heading is no firm");
}

#[test]
fn a_need_that_is_denied_is_none() {
    for text in ["欣铎轴承没有外协需求。", "欣铎轴承暂无招工计划。", "欣铎轴承目前没有上设备的打算。"]
    {
        assert!(visit(text).needs.is_empty(), "{text}: {:?}", visit(text).needs);
    }
}

#[test]
fn what_falls_due_keeps_its_own_sum() {
    let note = visit("欣铎轴承需要流动资金800万，12月15日前有一笔500万贷款到期要续。");
    let financing = note.financing.expect("financing");
    assert_eq!((financing.kind, financing.amount.as_deref()), (FinancingKind::LoanDue, Some("500万")));
}

#[test]
fn a_list_behind_an_unread_hub_is_no_cooperation() {
    let drafts = news("配套", "在会上，某减速设备分别与天垚输送设备有限公司、博垚环保科技有限公司签订了配套合同。");
    let pair = |c: &CooperationDraft| c.participants.len() == 2 && c.participants[0].starts_with("天垚");
    assert!(!drafts.cooperations.iter().any(pair), "{:?}", drafts.cooperations);
}
