//! 产业链: the picture is whole and harmless, leads on, shows what is missing; corrections hold at once.

use super::back::Back;
use axum::http::StatusCode;

/// Tags are closed in order: enough to call a text well-formed here, since it is made by one hand.
fn well_formed(svg: &str) {
    let mut open: Vec<&str> = Vec::new();
    for tag in svg.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').unwrap_or_else(|| panic!("a tag is not closed: {tag}"));
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or("");
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "{svg}");
        } else if !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?} is never closed");
}

#[tokio::test]
async fn the_picture_is_whole_leads_on_and_names_are_words() {
    let hostile = "淄博<script>alert(1)</script>&\"减速机有限公司";
    let back = Back::with(&format!("\"{}\",减速机", hostile.replace('"', "\"\""))).await;
    let path = back.get(&back.admin, "/chain?q=%E5%87%8F%E9%80%9F%E6%9C%BA").await.leads();
    let page = back.get(&back.admin, &path).await.ok();
    assert!(page.contains("要用（上游）") && page.contains("本会没有企业做") && page.contains("href=\"/chain/"));
    assert!(!page.contains("<script>alert") && !page.contains(" style="));
    for path in [format!("{path}/picture.svg"), format!("/companies/{}/chain.svg", back.id(hostile))] {
        let svg = back.get(&back.admin, &path).await.ok();
        assert!(svg.starts_with("<svg xmlns"), "{svg}");
        assert!(!svg.contains("<script") && !svg.contains("<a "), "a file of its own leads nowhere");
        well_formed(&svg);
    }
    let company = back.get(&back.admin, &format!("/companies/{}/chain", back.id(hostile))).await.ok();
    assert!(company.contains("chain-svg"));
    assert_eq!(back.get(&back.admin, "/chain/no-such-thing").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_wrong_relation_goes_with_one_click_and_comes_back() {
    let back = Back::founding().await;
    let slug = back
        .engine
        .snapshot()
        .knowledge
        .chain
        .find_name("减速机")
        .map(|cap| back.engine.snapshot().knowledge.chain.cap(cap).slug.clone());
    let slug = slug.expect("减速机 is known");
    let needs = || {
        let snapshot = back.engine.snapshot();
        let chain = &snapshot.knowledge.chain;
        let cap = chain.find_slug(&slug).expect("known");
        let own = chain.direct_needs(cap).iter().filter(|need| need.steps_up == 0);
        own.map(|need| chain.cap(need.cap).slug.clone()).collect::<Vec<_>>()
    };
    let first = needs().first().cloned().expect("it needs something");
    let key = {
        let snapshot = back.engine.snapshot();
        let chain = &snapshot.knowledge.chain;
        let need = chain.direct_needs(chain.find_slug(&slug).expect("known"))[0];
        if need.role == qianxian_core::chain::NeedRole::Process { "by" } else { "in" }
    };
    let fields = [("subject", slug.as_str()), ("key", key), ("object", first.as_str()), ("action", "remove")];
    let led = back.post(&back.admin, &format!("/chain/{slug}/correct"), &fields).await.leads();
    assert!(led.ends_with("done=corrected"));
    assert!(!needs().contains(&first), "the next request already goes by it");

    let overview = back.get(&back.admin, "/chain").await.ok();
    assert!(overview.contains("本会更正") && overview.contains("[+减速机]"), "{overview}");
    let block = super::back::value_of(&overview, "block").replace("&#10;", "\n");
    back.post(&back.admin, "/chain/corrections/undo", &[("block", &block)]).await.leads();
    assert!(needs().contains(&first));

    for (object, words) in [("没有的东西", "产业链里没有"), ("甲\n[乙]", "不能用作名称")] {
        let fields = [("subject", slug.as_str()), ("key", "in"), ("object", object), ("action", "add")];
        let page = back.post(&back.admin, &format!("/chain/{slug}/correct"), &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text.contains(words), "{}", page.text);
    }
}

#[tokio::test]
async fn a_line_that_was_misunderstood_is_understood_so_no_more() {
    let back = Back::with("淄博甲乙减速机有限公司,减速机").await;
    let path = back.get(&back.admin, "/chain?q=%E5%87%8F%E9%80%9F%E6%9C%BA").await.leads();
    let page = back.get(&back.admin, &path).await.ok();
    let line = super::back::value_of(&page, "line").to_owned();
    let capability = super::back::value_of(&page, "capability").to_owned();
    let fields = [("line", line.as_str()), ("capability", capability.as_str())];
    back.post(&back.admin, &format!("{path}/reject"), &fields).await.leads();
    let page = back.get(&back.admin, &path).await.ok();
    assert!(!page.contains(&format!("name=\"line\" value=\"{line}\"")), "{page}");
}

#[tokio::test]
async fn every_change_stands_in_the_audit_from_what_to_what() {
    let back = Back::with("淄博甲乙减速机有限公司,减速机").await;
    let page = back.get(&back.admin, "/audit").await.ok();
    assert!(page.contains("新增") && page.contains("淄博甲乙减速机有限公司") && page.contains("王秘书"), "{page}");
    let lines = back.get(&back.admin, "/audit?kind=line").await.ok();
    assert!(lines.contains("减速机") && !lines.contains("新增企业"));
    let table = back.get(&back.admin, "/audit.csv").await.ok();
    assert!(table.starts_with('\u{feff}') && table.contains("淄博甲乙减速机有限公司"));
}
