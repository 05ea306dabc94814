//! 名称核对: what a person decides about two names, and taking it back.

use super::back::Back;
use qianxian_core::{Visit, VisitId};
use qianxian_engine::clock;

const TWINS: &str = "淄博博山甲乙泵业有限公司,离心泵\n淄博市博山甲乙泵业有限责任公司,离心泵\n淄博丙丁电机有限公司,电机";

async fn pair(back: &Back) -> (String, String) {
    let page = back.get(&back.admin, "/names").await.ok();
    assert!(page.contains("name=\"verdict\""), "{page}");
    let (a, b) = (back.id("淄博博山甲乙泵业有限公司"), back.id("淄博市博山甲乙泵业有限责任公司"));
    (a.to_string(), b.to_string())
}

#[tokio::test]
async fn two_that_are_one_are_merged_and_apart_again() {
    let back = Back::with(TWINS).await;
    let (a, b) = pair(&back).await;
    for company in [&a, &b] {
        let company = company.parse().expect("an id");
        let visit = Visit {
            id: VisitId(clock::new_id()),
            company,
            date: jiff::civil::date(2026, 11, 4),
            visitors: "秘书处".to_owned(),
            met: String::new(),
            note: String::new(),
        };
        let mut unit = back.engine.store().begin(back.engine.author("王秘书")).await.expect("a unit");
        unit.add(&[visit]).await.expect("a visit");
        unit.save().await.expect("saved");
    }
    let visits = async |company: &str| {
        let company = company.parse().expect("an id");
        back.engine.store().of_company::<Visit>(company).await.expect("visits").len()
    };
    let fields = [("a", a.as_str()), ("b", b.as_str()), ("verdict", "merge")];
    assert!(back.post(&back.admin, "/names/decide", &fields).await.leads().contains("done=merged"));
    assert_eq!(back.engine.snapshot().graph.len(), 2);
    assert_eq!(
        (visits(&a).await + visits(&b).await, visits(&a).await.max(visits(&b).await)),
        (2, 2),
        "visits go along"
    );
    let page = back.get(&back.admin, "/names").await.ok();
    assert!(page.contains("没有要核对的") && page.contains("已合并"), "{page}");
    let import = super::back::value_of(&page, "import").to_owned();
    let fields = [("kind", "merge"), ("import", import.as_str())];
    assert!(back.post(&back.admin, "/names/undo", &fields).await.leads().contains("done=undone"));
    assert_eq!(back.engine.snapshot().graph.len(), 3);
    assert_eq!((visits(&a).await, visits(&b).await), (1, 1));
}

#[tokio::test]
async fn two_that_are_not_one_are_remembered_and_can_be_asked_again() {
    let back = Back::with(TWINS).await;
    let (a, b) = pair(&back).await;
    for verdict in ["distinct", "affiliate"] {
        let fields = [("a", a.as_str()), ("b", b.as_str()), ("verdict", verdict)];
        back.post(&back.admin, "/names/decide", &fields).await.leads();
        let page = back.get(&back.admin, "/names").await.ok();
        assert!(page.contains("没有要核对的"), "{verdict}: {page}");
        let fields = [("kind", verdict), ("a", a.as_str()), ("b", b.as_str())];
        back.post(&back.admin, "/names/undo", &fields).await.leads();
        pair(&back).await;
    }
}
