//! 走访记录: from a pasted note to facts, to-dos and problems, and what is new because of it.

use super::back::Back;
use axum::http::StatusCode;
use qianxian_core::{Problem, Visit, WorkItem};
use qianxian_store::Rows;

const NOTE: &str = "今天走访淄博甲乙减速机有限公司。主要生产减速机，需要采购电机。焊工难招，交期老是拖。\
                    秘书处答应下周帮他们联系两家铸造厂。";

#[tokio::test]
async fn a_note_becomes_facts_once_a_person_has_looked_at_it() {
    let back = Back::with("淄博甲乙减速机有限公司,减速机\n淄博丙丁电机有限公司,电机").await;
    let parts: &[(&str, &str, &[u8])] = &[
        ("text", "", NOTE.as_bytes()),
        ("date", "", b"2026-11-04"),
        ("company", "", "淄博甲乙减速机有限公司".as_bytes()),
        ("kind", "", b"note"),
    ];
    let path = back.post_parts("/notes", parts).await.leads();
    let page = back.get(&back.admin, &path).await.ok();
    assert!(page.contains("<mark>") && page.contains("value=\"淄博甲乙减速机有限公司\""), "{page}");
    assert!(back.engine.store().list::<Visit>(Rows::Live).await.unwrap().is_empty(), "reading writes nothing");

    let keys: Vec<&str> =
        page.split("name=\"keep\" value=\"").skip(1).map(|rest| rest.split('"').next().unwrap_or("")).collect();
    assert!(keys.iter().any(|key| key.starts_with("pains")) && keys.iter().any(|key| key.starts_with("promises")));

    // A company that is not in the roster is a fault at its field, and what was ticked stays ticked.
    let mut fields: Vec<(&str, &str)> = keys.iter().map(|key| ("keep", *key)).collect();
    let mut wrong = fields.clone();
    wrong.push(("company", "没有这家公司"));
    let refused = back.post(&back.admin, &format!("{path}/confirm"), &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("名册里没有「没有这家公司」") && refused.text.contains("checked"));

    fields.push(("company", "淄博甲乙减速机有限公司"));
    let done = back.post(&back.admin, &format!("{path}/confirm"), &fields).await.leads();
    let page = back.get(&back.admin, &done).await.ok();
    assert!(page.contains("由此新增匹配"), "{page}");

    let store = back.engine.store();
    let visits = store.list::<Visit>(Rows::Live).await.unwrap();
    assert_eq!(visits.len(), 1);
    assert_eq!(visits[0].value.date.to_string(), "2026-11-04");
    assert_eq!(visits[0].value.note, NOTE, "the note is kept word for word");
    let problems = store.list::<Problem>(Rows::Live).await.unwrap();
    assert!(!problems.is_empty() && problems.iter().all(|p| p.value.visit == Some(visits[0].value.id)));
    let work = store.list::<WorkItem>(Rows::Live).await.unwrap();
    assert!(work.iter().any(|item| item.value.content.contains("铸造厂") && item.value.deadline.is_some()), "{work:?}");
    let snapshot = back.engine.snapshot();
    let node = snapshot.graph.company(snapshot.company("淄博甲乙减速机有限公司").expect("known"));
    let wanted = node.lines.iter().map(|line| &line.line.text).chain(node.needs.iter().map(|need| &need.need.text));
    assert!(wanted.clone().any(|text| text.contains("电机")), "{:?}", wanted.collect::<Vec<_>>());
    assert!(back.get(&back.admin, "/notes").await.ok().contains("2026-11-04"));

    let twice = back.post(&back.admin, &format!("{path}/confirm"), &fields).await;
    assert_eq!(twice.status, StatusCode::CONFLICT, "{}", twice.text);
}

#[tokio::test]
async fn what_is_dismissed_is_not_written() {
    let back = Back::with("淄博甲乙减速机有限公司,减速机").await;
    let parts: &[(&str, &str, &[u8])] =
        &[("file", "走访.txt", NOTE.as_bytes()), ("date", "", b"2026-11-04"), ("kind", "", b"note")];
    let path = back.post_parts("/notes", parts).await.leads();
    let fields = [("company", "淄博甲乙减速机有限公司")];
    back.post(&back.admin, &format!("{path}/confirm"), &fields).await.leads();
    assert!(back.engine.store().list::<Problem>(Rows::Live).await.unwrap().is_empty());
    assert!(back.engine.store().list::<WorkItem>(Rows::Live).await.unwrap().is_empty());
}

#[tokio::test]
async fn an_empty_note_and_a_bad_day_are_faults_on_the_form() {
    let back = Back::with("淄博甲乙减速机有限公司,减速机").await;
    for (text, day, words) in [("", "2026-11-04", "请粘贴一段记录"), ("甲", "昨天", "不是日期")] {
        let page = back.post_parts("/notes", &[("text", "", text.as_bytes()), ("date", "", day.as_bytes())]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text.contains(words), "{}", page.text);
    }
}
