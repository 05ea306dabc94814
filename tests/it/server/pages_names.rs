//! 名称核对: what a person decides about two names, and taking it back.

use super::back::Back;

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
    let fields = [("a", a.as_str()), ("b", b.as_str()), ("verdict", "merge")];
    assert!(back.post(&back.admin, "/names/decide", &fields).await.leads().contains("done=merged"));
    assert_eq!(back.engine.snapshot().graph.len(), 2);
    let page = back.get(&back.admin, "/names").await.ok();
    assert!(page.contains("没有要核对的") && page.contains("已合并"), "{page}");
    let import = super::back::value_of(&page, "import").to_owned();
    let fields = [("kind", "merge"), ("import", import.as_str())];
    assert!(back.post(&back.admin, "/names/undo", &fields).await.leads().contains("done=undone"));
    assert_eq!(back.engine.snapshot().graph.len(), 3);
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
