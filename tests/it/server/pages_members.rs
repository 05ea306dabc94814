//! The member's own pages: what it writes waits for the secretariat, what it withdraws holds at once, and it never gets
//! behind the desk.

use super::back::{Back, value_of};
use axum::http::StatusCode;
use qianxian_core::CompanyStatus;

const OWN: &str = "淄博甲乙减速机有限公司";
const OTHER: &str = "淄博丙丁电机有限公司";

/// A server with two companies, and the cookie of the first one's member, who came by a link.
async fn member() -> (Back, String) {
    let back = Back::with("淄博甲乙减速机有限公司,减速机\n淄博丙丁电机有限公司,电机").await;
    let page = back.post(&back.admin, "/settings/links", &[("company", OWN)]).await.ok();
    assert!(page.contains("<svg") && page.contains("90 天内有效"), "{page}");
    let at = page.find("/m/").expect("an address");
    let link = page[at..].split('"').next().expect("closed").to_owned();
    let opened = back.get("", &link).await;
    assert_eq!(opened.location, "/my/form", "{}", opened.text);
    let cookie = opened.cookie;
    (back, cookie)
}

/// Accepts the first draft that waits.
async fn accept(back: &Back) {
    let page = back.get(&back.admin, "/drafts").await.ok();
    let at = page.find("/drafts/").expect("a draft waits");
    let path = page[at..].split('"').next().expect("closed").to_owned();
    assert!(path.ends_with("/accept"), "{path}");
    assert!(back.post(&back.admin, &path, &[]).await.leads().contains("done=accepted"));
}

#[tokio::test]
async fn a_change_of_the_profile_waits_for_the_secretariat() {
    let (back, cookie) = member().await;
    let page = back.get(&cookie, "/my").await.ok();
    assert!(page.contains(OWN) && page.contains("减速机"));
    let gone = value_of(&page, "gone").to_owned();
    let fields = [("gone", gone.as_str()), ("add.makes", "谐波减速器\n行星减速机"), ("电话", "05335550123")];
    back.post(&cookie, "/my", &fields).await.leads();
    assert!(!back.lines(OWN).contains(&"谐波减速器".to_owned()), "nothing holds before it is accepted");
    let inbox = back.get(&back.admin, "/drafts").await.ok();
    assert!(inbox.contains("<del>减速机</del>") && inbox.contains("<ins>谐波减速器</ins>"), "{inbox}");
    accept(&back).await;
    let lines = back.lines(OWN);
    assert!(lines.contains(&"谐波减速器".to_owned()) && !lines.contains(&"减速机".to_owned()), "{lines:?}");
    assert!(back.get(&cookie, "/my").await.ok().contains("已采纳"));
}

#[tokio::test]
async fn five_questions_on_the_phone_become_drafts() {
    let (back, cookie) = member().await;
    assert!(back.get(&cookie, "/my/form").await.ok().contains("五个问题"));
    let nothing = back.post(&cookie, "/my/form", &[("makes", " ")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let answers = [("makes", "蜗轮减速机、转向箱"), ("suffers", "焊工难招"), ("wants", "找一家能做大件热处理的")];
    let led = back.post(&cookie, "/my/form", &answers).await.leads();
    assert!(back.get(&cookie, &led).await.ok().contains("收到"));
    accept(&back).await;
    accept(&back).await;
    let lines = back.lines(OWN);
    assert!(lines.contains(&"蜗轮减速机".to_owned()) && lines.contains(&"焊工难招".to_owned()), "{lines:?}");
    assert!(back.get(&cookie, "/my/needs").await.ok().contains("大件热处理"));
}

#[tokio::test]
async fn a_need_and_an_introduction_are_handed_in_and_answered() {
    let (back, cookie) = member().await;
    let short = back.post(&cookie, "/my/needs", &[("text", "铸件"), ("kind", "supply")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.text.contains("4 到 500 个字") && short.text.contains(">铸件</textarea>"), "what was typed stays");
    let need = [("text", "每月两百套灰铁铸件"), ("kind", "supply"), ("visibility", "members")];
    back.post(&cookie, "/my/needs", &need).await.leads();

    let other = back.id(OTHER).to_string();
    assert!(back.get(&cookie, &format!("/my/introductions?partner={other}")).await.ok().contains(OTHER));
    let ask = [("partner", other.as_str()), ("why", "想采购他们的电机")];
    back.post(&cookie, "/my/introductions", &ask).await.leads();
    accept(&back).await;
    let page = back.get(&back.admin, "/drafts").await.ok();
    assert!(page.contains("想采购他们的电机"));
    accept(&back).await;
    let page = back.get(&cookie, "/my/introductions").await.ok();
    assert!(page.contains("正在对接") && page.contains("DJ-"), "{page}");
}

#[tokio::test]
async fn what_is_turned_down_comes_back_with_the_reason() {
    let (back, cookie) = member().await;
    back.post(&cookie, "/my", &[("add.buys", "黄金")]).await.leads();
    let page = back.get(&back.admin, "/drafts").await.ok();
    let at = page.find("/drafts/").expect("a draft waits");
    let path = page[at..].split('"').next().expect("closed").replace("/accept", "/reject");
    back.post(&back.admin, &path, &[("answer", "与主业无关")]).await.leads();
    assert!(back.get(&cookie, "/my").await.ok().contains("与主业无关"));
    assert!(!back.lines(OWN).contains(&"黄金".to_owned()));
}

#[tokio::test]
async fn consent_that_is_withdrawn_holds_at_once() {
    let (back, cookie) = member().await;
    let status = || {
        let snapshot = back.engine.snapshot();
        let ix = snapshot.company(OWN).expect("known");
        snapshot.graph.company(ix).company.status
    };
    assert_eq!(status(), CompanyStatus::Active);
    back.post(&cookie, "/my/preferences", &[("scope", "finance")]).await.leads();
    assert_eq!(status(), CompanyStatus::NoReferral);
    let both = [("scope", "finance"), ("scope", "referral")];
    back.post(&cookie, "/my/preferences", &both).await.leads();
    assert_eq!(status(), CompanyStatus::Active);
}

#[tokio::test]
async fn a_member_never_gets_behind_the_desk() {
    let (back, cookie) = member().await;
    for path in ["/import", "/notes", "/names", "/drafts", "/audit", "/audit.csv", "/settings", "/chain"] {
        assert_eq!(back.get(&cookie, path).await.status, StatusCode::FORBIDDEN, "{path}");
        assert!(back.get("", path).await.location.starts_with("/sign-in"), "{path}");
    }
    for path in ["/import/undo", "/names/decide", "/settings/users", "/settings/links", "/chain/corrections/undo"] {
        assert_eq!(back.post(&cookie, path, &[]).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(back.get(&back.admin, "/my").await.status, StatusCode::FORBIDDEN, "and the desk is no member");
}
