//! 导入: dry run, problems, correction of columns, confirming once, undoing; files that are refused.

use super::back::{Back, value_of};
use axum::http::StatusCode;

const ROSTER: &str = "会员名单\n\
    企业名称,统一社会信用代码,联系电话,拿手的\n\
    淄博甲乙减速机有限公司,91370303MA3CABCD1,0533-5550123,减速机\n\
    淄博丙丁电机有限公司,,05335550124,电机\n\
    合计,,2家,\n";

#[tokio::test]
async fn a_roster_with_problems_is_looked_at_corrected_imported_and_undone() {
    let back = Back::empty().await;
    let page = back.get(&back.admin, "/import").await.ok();
    assert!(page.contains("把花名册拖到这里") && page.contains("还没有导入过"));

    let path = back.upload("名单.csv", ROSTER.as_bytes()).await.leads();
    let page = back.get(&back.admin, &path).await.ok();
    assert!(page.contains("这是演练") && page.contains("有17位，信用代码应为18位"), "{page}");
    assert!(page.contains("跳过的行") && page.contains("淄博丙丁电机有限公司"));
    assert_eq!(back.engine.snapshot().graph.len(), 0, "nothing is written before it is confirmed");

    // The column nobody could name becomes products; the dry run is made anew.
    let again = back.post(&back.admin, &format!("{path}/columns"), &[("column.拿手的", "products")]).await.leads();
    assert!(again.ends_with("?done=mapped"), "{again}");
    let page = back.get(&back.admin, &again).await.ok();
    assert!(page.contains("卖什么：减速机"), "{page}");

    assert!(back.post(&back.admin, &format!("{path}/confirm"), &[]).await.leads().contains("done=imported"));
    assert_eq!(back.engine.snapshot().graph.len(), 2);
    assert!(back.lines("淄博甲乙减速机有限公司").contains(&"减速机".to_owned()));
    let twice = back.post(&back.admin, &format!("{path}/confirm"), &[]).await;
    assert_eq!(twice.status, StatusCode::CONFLICT, "a file is imported once: {}", twice.text);

    // What was said about the columns holds for the next file of this shape.
    let next = back.upload("下月名单.csv", ROSTER.replace("电机", "轴承").as_bytes()).await.leads();
    assert!(back.get(&back.admin, &next).await.ok().contains("卖什么：轴承"));
    assert!(back.post(&back.admin, &format!("{next}/discard"), &[]).await.leads().contains("done=discarded"));

    let list = back.get(&back.admin, "/import").await.ok();
    let import = value_of(&list, "import").to_owned();
    assert!(back.post(&back.admin, "/import/undo", &[("import", &import)]).await.leads().contains("done=undone"));
    assert_eq!(back.engine.snapshot().graph.len(), 0);
    assert!(back.get(&back.admin, "/import").await.ok().contains("已撤销"));
}

#[tokio::test]
async fn files_that_cannot_be_read_say_why() {
    let back = Back::empty().await;
    for (name, bytes, words) in
        [("空.xlsx", &b""[..], "是空的"), ("合同.pdf", &b"%PDF-1.7 ..."[..], "不是能读的表格格式")]
    {
        let page = back.upload(name, bytes).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text.contains(words) && page.text.contains(name), "{}", page.text);
    }
    let none = back.post_parts("/import", &[("other", "", b"x")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text.contains("请先选一个文件"));
}

#[tokio::test]
async fn names_of_columns_and_companies_are_words_and_never_markup() {
    let back = Back::empty().await;
    let roster = "企业名称,<b>列</b>\n<script>alert(1)</script>机械有限公司,<img src=x>\n";
    let path = back.upload("<i>名单</i>.csv", roster.as_bytes()).await.leads();
    let page = back.get(&back.admin, &path).await.ok();
    for markup in ["<script>alert", "<b>列", "<img src=x", "<i>名单"] {
        assert!(!page.contains(markup), "{markup}");
    }
}
