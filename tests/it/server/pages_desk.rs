//! Every page of the secretariat: on an empty home, with the founding case, in English; what must never stand on one.

use super::desk::{Desk, escaped};
use axum::http::StatusCode;
use qianxian_store::{AuditFilter, EntityKind};

/// Pages that need nothing.
const PAGES: &[&str] = &[
    "/",
    "/matches",
    "/search",
    "/search?q=%E5%87%8F%E9%80%9F%E6%9C%BA",
    "/companies",
    "/companies?q=a&kind=trader&gap=buys&status=left&page=9",
    "/companies/new",
    "/needs",
    "/needs?state=closed&kind=finance",
    "/leads",
    "/excluded",
];

/// Largest page.
const LARGEST: usize = 100_000;

async fn all_render(desk: &Desk, pages: &[String]) {
    for path in pages {
        for page in [desk.get(path).await, desk.get_english(path).await] {
            assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text());
            assert!(page.bytes.len() < LARGEST, "{path}: {} bytes", page.bytes.len());
            assert!(page.text().contains("<h1>"), "{path} has no heading");
            for forbidden in ["<script>", " style=", "onclick"] {
                assert!(!page.text().contains(forbidden), "{path} holds {forbidden}");
            }
        }
    }
}

#[tokio::test]
async fn every_page_renders_without_any_data() {
    let desk = Desk::empty().await;
    let pages: Vec<String> = PAGES.iter().map(|path| (*path).to_owned()).collect();
    all_render(&desk, &pages).await;
    let home = desk.get("/").await.text();
    assert!(home.contains("先把会员花名册放进来") && home.contains("href=\"/import\""));
}

#[tokio::test]
async fn every_page_renders_with_the_founding_case() {
    let desk = Desk::founding().await;
    let mut pages: Vec<String> = PAGES.iter().map(|path| (*path).to_owned()).collect();
    let ids: Vec<String> =
        desk.engine.snapshot().graph.companies().map(|(_, node)| node.company.id.to_string()).collect();
    for id in &ids {
        pages.push(format!("/companies/{id}"));
        pages.push(format!("/matches?company={id}"));
    }
    for id in ids.iter().take(3) {
        pages.push(format!("/companies/{id}/edit"));
        pages.push(format!("/excluded?company={id}"));
        pages.push(format!("/matches?company={id}&way=pairing"));
    }
    all_render(&desk, &pages).await;
    let roster = desk.get("/matches").await.text();
    assert!(roster.contains("为什么") && roster.contains("先问一句"), "cards say why and what to ask");
    // The list was composed for the page above, so that the home page has it at once.
    let home = desk.get("/").await.text();
    let items = home.matches("todo-title").count();
    assert!((1..=10).contains(&items), "{items} things to do");
}

#[tokio::test]
async fn names_are_words_and_never_markup() {
    let desk = Desk::empty().await;
    let name = "<script>alert(1)</script>\"'机械有限公司";
    let fields = [("name", name), ("kind", "manufacturer"), ("status", "active"), ("aliases", "<b>甲</b>")];
    let sheet = desk.submit("/companies/new", &fields).await.text();
    assert!(!sheet.contains("<script>alert") && sheet.contains("&#60;script&#62;alert(1)"), "{sheet}");
    let id = desk.id(name).to_string();
    let line = [("side", "makes"), ("text", "<img src=x onerror=alert(1)>减速机")];
    desk.submit(&format!("/companies/{id}/lines"), &line).await;
    let need =
        [("company", name), ("text", "<svg onload=alert(1)> 电机"), ("kind", "supply"), ("visibility", "members")];
    desk.submit("/needs", &need).await;
    let query = format!("/search?q={}", escaped("<script>alert(1)</script>减速机"));
    for path in [
        "/",
        "/companies",
        "/needs",
        "/matches",
        "/excluded",
        &query,
        &format!("/matches?company={id}"),
        &format!("/companies/{id}"),
    ] {
        let page = desk.get(path).await.text();
        for markup in ["<script>alert", "<img src=x", "<svg onload", "<b>甲</b>"] {
            assert!(!page.contains(markup), "{path} holds {markup}");
        }
    }
}

#[tokio::test]
async fn who_only_looks_sees_no_contacts_and_no_buttons() {
    let desk = Desk::founding().await;
    let company = desk.engine.snapshot().graph.companies().next().map(|(_, node)| node.company.id).expect("a company");
    desk.set_column(company, "联系电话", "13805330000").await;
    desk.set_column(company, "老板私人号", "13805331111").await;
    desk.set_column(company, "会员级别", "理事").await;
    let own = desk.get(&format!("/companies/{company}")).await.text();
    assert!(!own.contains("13805330000") && own.contains("显示完整联系方式"), "masked until somebody asks");
    let shown = desk.post(&format!("/companies/{company}/contacts"), &[]).await.text();
    assert!(shown.contains("13805330000"), "{shown}");
    let looked = desk.engine.store().audit(&AuditFilter::of(EntityKind::Company, company)).await.expect("the audit");
    assert!(looked.iter().any(|entry| entry.after["revealed"].is_array()), "who looked is in the audit");
    let token = desk.read_only().await;
    let page = desk.get_as(&format!("/companies/{company}"), token).await;
    assert_eq!(page.status, StatusCode::OK);
    let page = page.text();
    assert!(page.contains("理事") && page.contains("不显示联系方式"));
    assert!(!page.contains("1380533"), "a contact got out");
    assert!(!page.contains("/lines\"") && !page.contains("/affiliates\""), "a form got out");
    let card = desk.get_as(&format!("/matches?company={company}"), token).await.text();
    assert!(!card.contains("/matches/verdict"));
}

#[tokio::test]
async fn every_list_can_be_taken_away_as_excel() {
    let desk = Desk::founding().await;
    let company = desk.engine.snapshot().graph.companies().next().map(|(_, node)| node.company.id).expect("a company");
    let paths = [
        "/search.xlsx?q=%E5%87%8F%E9%80%9F%E6%9C%BA".to_owned(),
        "/matches.xlsx".to_owned(),
        format!("/matches.xlsx?company={company}"),
        format!("/companies/{company}/sheet.xlsx"),
    ];
    for path in paths {
        let file = desk.get(&path).await;
        assert_eq!(file.status, StatusCode::OK, "{path}");
        assert!(file.kind.contains("spreadsheetml"), "{path}: {}", file.kind);
        assert!(file.bytes.starts_with(b"PK") && file.bytes.len() > 3_000, "{path}: {} bytes", file.bytes.len());
    }
}

#[tokio::test]
async fn what_does_not_exist_says_so() {
    let desk = Desk::founding().await;
    for path in ["/companies/没有这家", "/companies/lines/x", "/leads/x", "/excluded?company=没有这家"] {
        let path: String = path
            .split('/')
            .map(|part| {
                part.split_once('=')
                    .map_or_else(|| escaped_path(part), |(key, value)| format!("{key}={}", escaped(value)))
            })
            .collect::<Vec<_>>()
            .join("/");
        let page = desk.get(&path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(page.text().contains("没有"), "{path}");
    }
}

fn escaped_path(part: &str) -> String {
    if part.is_ascii() { part.to_owned() } else { escaped(part) }
}
