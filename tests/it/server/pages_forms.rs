//! What the buttons of the desk pages do, and undo.

use super::desk::Desk;
use axum::http::StatusCode;
use qianxian_core::{Lead, LeadStage, Need, PairMark, ProfileLine, Side};
use qianxian_store::Rows;

/// The two companies of the first card, by id.
fn pair(page: &str) -> (String, String) {
    let form = &page[page.find("/matches/verdict").expect("a card with buttons")..];
    let field = |name: &str| {
        let name = format!("name=\"{name}\" value=\"");
        let at = form.find(&name).expect("the form names the company") + name.len();
        form[at..at + 36].to_owned()
    };
    (field("company"), field("partner"))
}

#[tokio::test]
async fn a_line_is_added_changed_deleted_and_brought_back() {
    let desk = Desk::founding().await;
    let company = desk.engine.snapshot().graph.companies().next().map(|(_, node)| node.company.id).expect("a company");
    let sheet = desk
        .submit(
            &format!("/companies/{company}/lines"),
            &[("side", "buys"), ("text", "铸铁件、机械密封"), ("evidence", "visited")],
        )
        .await
        .text();
    assert!(sheet.contains("已添加条目") && sheet.contains("铸铁件") && sheet.contains("机械密封"));
    let lines = desk.engine.store().of_lines(company).await;
    let line = lines.iter().find(|line| line.value.text == "铸铁件").expect("the line is stored");
    assert_eq!((line.value.side, line.value.evidence.code()), (Side::Buys, "visited"));
    let (path, version) = (format!("/companies/lines/{}", line.value.id), line.version.0.to_string());
    let change = [
        ("text", "球墨铸铁件"),
        ("side", "buys"),
        ("role", "unknown"),
        ("evidence", "self_reported"),
        ("visibility", "members"),
        ("version", version.as_str()),
    ];
    let sheet = desk.submit(&path, &change).await.text();
    assert!(sheet.contains("球墨铸铁件"));
    let stale = desk.post(&path, &change).await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED, "the version was seen before the change");
    let empty = desk
        .post(
            &path,
            &[
                ("text", " "),
                ("side", "buys"),
                ("role", "unknown"),
                ("evidence", "visited"),
                ("visibility", "members"),
                ("version", "2"),
            ],
        )
        .await;
    assert!(empty.text().contains("条目是空的"), "the form says what is wrong");
    let gone = desk.submit(&format!("{path}/delete"), &[]).await.text();
    assert!(gone.contains("已删除条目") && !gone.contains("球墨铸铁件"));
    assert!(gone.contains(&format!("{path}/restore")), "deleting can be undone");
    let back = desk.submit(&format!("{path}/restore"), &[]).await.text();
    assert!(back.contains("球墨铸铁件"));
}

#[tokio::test]
async fn a_need_is_recorded_closed_and_reopened() {
    let desk = Desk::founding().await;
    let name =
        desk.engine.snapshot().graph.companies().next().map(|(_, node)| node.company.name.clone()).expect("a company");
    let form = [
        ("company", name.as_str()),
        ("text", "找近点的铸件厂，月用量 20 吨"),
        ("kind", "supply"),
        ("deadline", "2026-12-31"),
        ("visibility", "members"),
    ];
    let page = desk.submit("/needs", &form).await.text();
    assert!(page.contains("月用量 20 吨") && page.contains("2026-12-31"));
    let need = desk.engine.store().list::<Need>(Rows::Live).await.expect("needs").pop().expect("one");
    let closed = desk.submit(&format!("/needs/{}/close", need.value.id), &[("back", "/needs")]).await.text();
    assert!(closed.contains("已关闭需求") && !closed.contains("月用量 20 吨"));
    assert!(desk.get("/needs?state=closed").await.text().contains("月用量 20 吨"));
    let open = desk.submit(&format!("/needs/{}/reopen", need.value.id), &[]).await.text();
    assert!(open.contains("月用量 20 吨"));
    let bad = desk
        .post(
            "/needs",
            &[("company", "没有这家公司"), ("text", "留住我写的字"), ("kind", "supply"), ("visibility", "members")],
        )
        .await;
    assert_eq!(bad.status, StatusCode::NOT_FOUND);
    assert!(bad.text().contains("留住我写的字"), "what was typed is kept");
}

#[tokio::test]
async fn never_keeps_a_pair_apart_until_it_is_undone() {
    let desk = Desk::founding().await;
    let (a, b) = pair(&desk.get("/matches").await.text());
    let card = format!("id=\"m-{b}\"");
    let cards = format!("/matches?company={a}");
    assert!(desk.get(&cards).await.text().contains(&card));
    let form = [("company", a.as_str()), ("partner", b.as_str()), ("verdict", "never"), ("back", cards.as_str())];
    let after = desk.submit("/matches/verdict", &form).await.text();
    assert!(!after.contains(&card) && after.contains("永不推荐") && after.contains("/matches/undo/"));
    assert!(
        !desk
            .get("/matches")
            .await
            .text()
            .contains(&format!("name=\"company\" value=\"{a}\"><input type=\"hidden\" name=\"partner\" value=\"{b}\""))
    );
    let kept = desk.get("/excluded").await.text();
    assert!(kept.contains("永不推荐"));
    let mark = desk.engine.store().list::<PairMark>(Rows::Live).await.expect("marks").pop().expect("one").value.id;
    let undone = desk.submit(&format!("/matches/undo/{mark}"), &[("back", cards.as_str())]).await.text();
    assert!(undone.contains(&card) && undone.contains("已撤销"));
}

#[tokio::test]
async fn not_suitable_remembers_why() {
    let desk = Desk::founding().await;
    let (a, b) = pair(&desk.get("/matches").await.text());
    let form = [("company", a.as_str()), ("partner", b.as_str()), ("verdict", "unsuitable"), ("reason", "distance")];
    desk.submit("/matches/verdict", &form).await;
    let kept = desk.get(&format!("/excluded?company={a}")).await.text();
    assert!(kept.contains("说过不合适：距离"), "{kept}");
}

#[tokio::test]
async fn accepting_opens_a_lead_that_goes_to_its_end() {
    let desk = Desk::founding().await;
    let (a, b) = pair(&desk.get("/matches").await.text());
    let company: qianxian_core::CompanyId = a.parse().expect("an id");
    desk.set_column(company, "联系电话", "13805330000").await;
    let form = [("company", a.as_str()), ("partner", b.as_str()), ("verdict", "accepted")];
    let page = desk.submit("/matches/verdict", &form).await.text();
    assert!(page.contains("已采纳"));
    let leads = async || desk.engine.store().list::<Lead>(Rows::Live).await.expect("leads");
    let lead = leads().await.pop().expect("a lead");
    assert!(lead.value.number.starts_with("DJ-") && lead.value.stage == LeadStage::Proposed);
    let path = format!("/leads/{}", lead.value.id);
    assert!(!desk.get(&path).await.text().contains("13805330000"), "no contacts before both agree");
    let noted = desk.submit(&format!("{path}/note"), &[("text", "电话里说可以见面")]).await.text();
    assert!(noted.contains("电话里说可以见面"));
    let version = async || leads().await.pop().expect("a lead").version.0.to_string();
    let v = version().await;
    let both = desk.submit(&format!("{path}/stage"), &[("stage", "both_willing"), ("version", &v)]).await.text();
    assert!(
        both.contains("13805330000") && both.contains("给两位牵个线"),
        "both agree: contacts and the text for the group"
    );
    let v = version().await;
    let refused = desk.post(&format!("{path}/stage"), &[("stage", "closed"), ("version", &v)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("写明原因"));
    let plan = [("owner", "李干事"), ("next", "约时间互访"), ("due", "2026-01-05"), ("version", v.as_str())];
    desk.submit(&format!("{path}/plan"), &plan).await;
    let ledger = desk.get("/leads").await.text();
    assert!(
        ledger.contains("约时间互访") && ledger.contains("李干事") && ledger.contains("light red"),
        "overdue is red"
    );
    assert!(desk.get("/").await.text().contains("过期"), "what is overdue stands on the home page");
}

#[tokio::test]
async fn accepting_can_be_undone_while_nothing_happened() {
    let desk = Desk::founding().await;
    let (a, b) = pair(&desk.get("/matches").await.text());
    desk.submit("/matches/verdict", &[("company", &a), ("partner", &b), ("verdict", "accepted")]).await;
    let mark = desk.engine.store().list::<PairMark>(Rows::Live).await.expect("marks").pop().expect("one").value.id;
    desk.submit(&format!("/matches/undo/{mark}"), &[]).await;
    assert!(desk.engine.store().list::<Lead>(Rows::Live).await.expect("leads").is_empty());
    assert!(desk.engine.store().list::<PairMark>(Rows::Live).await.expect("marks").is_empty());
}

#[tokio::test]
async fn a_lead_by_hand_needs_two_companies_of_the_roster() {
    let desk = Desk::founding().await;
    let names: Vec<String> =
        desk.engine.snapshot().graph.companies().map(|(_, node)| node.company.name.clone()).take(2).collect();
    let form = [("a", names[0].as_str()), ("b", names[1].as_str()), ("why", "会长牵的线")];
    assert!(desk.submit("/leads", &form).await.text().contains("会长牵的线"));
    let same = desk.post("/leads", &[("a", &names[0]), ("b", &names[0])]).await;
    assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(same.text().contains("不同的企业"));
}

#[tokio::test]
async fn a_search_is_saved_and_an_unanswered_one_recorded() {
    let desk = Desk::founding().await;
    let saved = desk.submit("/search/save", &[("q", "减速机"), ("name", "找减速机"), ("back", "/search")]).await.text();
    assert!(saved.contains("找减速机"));
    desk.submit("/search/unmet", &[("q", "航天发动机叶片"), ("back", "/search")]).await;
    let unmet = desk.engine.unmet_queries().await.expect("queries");
    assert_eq!(unmet.iter().map(|one| one.query.as_str()).collect::<Vec<_>>(), ["航天发动机叶片"]);
    let gone = desk.submit("/search/forget", &[("name", "找减速机")]).await.text();
    assert!(!gone.contains("找减速机"));
}

#[tokio::test]
async fn a_chip_taken_out_is_no_longer_asked_for() {
    let desk = Desk::founding().await;
    let page = desk.get(&format!("/search?q={}", super::desk::escaped("张店 减速机"))).await.text();
    let at = page.find("without=").expect("a chip can be taken out");
    assert!(page[at..].starts_with("without=%"), "its word is escaped");
    let fewer = desk
        .get(&format!("/search?q={}&without={}", super::desk::escaped("张店 减速机"), super::desk::escaped("张店")))
        .await;
    assert!(fewer.text().matches("class=\"chip\"").count() < page.matches("class=\"chip\"").count());
}

#[tokio::test]
async fn skipped_today_is_not_shown_again_today() {
    let desk = Desk::founding().await;
    desk.get("/matches").await;
    let home = desk.get("/").await.text();
    let at = home.find("name=\"key\" value=\"").expect("something to skip") + 18;
    let key = home[at..].split('"').next().expect("a key").to_owned();
    let after = desk.submit("/today/skip", &[("key", &key)]).await.text();
    assert!(!after.contains(&format!("value=\"{key}\"")));
}

/// Lines of a company straight from the store.
trait Lines {
    async fn of_lines(&self, company: qianxian_core::CompanyId) -> Vec<qianxian_store::Versioned<ProfileLine>>;
}

impl Lines for qianxian_store::Store {
    async fn of_lines(&self, company: qianxian_core::CompanyId) -> Vec<qianxian_store::Versioned<ProfileLine>> {
        let all = self.list::<ProfileLine>(Rows::Live).await.expect("lines");
        all.into_iter().filter(|line| line.value.company == company).collect()
    }
}
