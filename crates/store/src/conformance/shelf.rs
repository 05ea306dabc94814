//! The shelf.

use crate::conformance::{Database, author};
use jiff::Timestamp;

/// Second `second` of the day.
fn at(second: i64) -> Timestamp {
    author("", second).at
}

pub(super) async fn what_lies_there_comes_back_until_it_runs_out(database: &impl Database) {
    let store = database.open().await;
    let (sessions, links) = (store.shelf("session"), store.shelf("link"));
    sessions.put("a", "张三", Some(at(10))).await.unwrap();
    sessions.put("b", "李四", None).await.unwrap();
    links.put("a", "别的", None).await.unwrap();
    assert_eq!(sessions.get("a", at(9)).await.unwrap().as_deref(), Some("张三"));
    assert_eq!(sessions.get("a", at(10)).await.unwrap(), None);
    assert_eq!(sessions.get("b", at(1_000_000)).await.unwrap().as_deref(), Some("李四"));
    assert_eq!(links.get("a", at(0)).await.unwrap().as_deref(), Some("别的"));
    assert_eq!(sessions.get("c", at(0)).await.unwrap(), None);
    let list = sessions.list(at(0)).await.unwrap();
    assert_eq!(list, [("a".to_owned(), "张三".to_owned()), ("b".to_owned(), "李四".to_owned())]);
    assert_eq!(sessions.list(at(10)).await.unwrap().len(), 1);
    sessions.put("a", "王五", Some(at(20))).await.unwrap();
    assert_eq!(sessions.get("a", at(15)).await.unwrap().as_deref(), Some("王五"));

    assert_eq!(store.sweep_shelf(at(30)).await.unwrap(), 1);
    assert_eq!(store.sweep_shelf(at(30)).await.unwrap(), 0);
    assert_eq!(sessions.list(at(0)).await.unwrap().len(), 1, "what has run out is gone");
    assert_eq!(store.sequence().await.unwrap().0, 0, "nothing on the shelf is a fact");
}

pub(super) async fn keys_stand_in_the_order_of_their_bytes(database: &impl Database) {
    let store = database.open().await;
    let shelf = store.shelf("order");
    let keys = ["", "A", "B", "a", "a-b", "a_b", "ab", "z", "é", "企业", "阿", "😀"];
    for key in keys.iter().rev() {
        shelf.put(key, "", None).await.unwrap();
    }
    let listed: Vec<String> = shelf.list(at(0)).await.unwrap().into_iter().map(|(key, _)| key).collect();
    assert_eq!(listed, keys);
}

pub(super) async fn of_two_at_once_one_puts_and_one_takes(database: &impl Database) {
    let (one, other) = (database.open().await, database.open().await);
    for round in 0..20 {
        let key = format!("{round}");
        let (a, b) = (one.shelf("claim"), other.shelf("claim"));
        let (a, b) = tokio::join!(a.put_new(&key, "a", None, at(0)), b.put_new(&key, "b", None, at(0)));
        let (a, b) = (a.unwrap(), b.unwrap());
        assert!(a != b, "one of them, round {round}");
        let winner = if a { "a" } else { "b" };
        assert_eq!(one.shelf("claim").get(&key, at(0)).await.unwrap().as_deref(), Some(winner));
        assert!(!one.shelf("claim").remove_if(&key, "nobody").await.unwrap());
        let (a, b) = (one.shelf("claim"), other.shelf("claim"));
        let (a, b) = tokio::join!(a.remove(&key), b.remove(&key));
        assert!(a.unwrap() != b.unwrap(), "one of them, round {round}");
    }
}

pub(super) async fn a_claim_that_ran_out_is_free(database: &impl Database) {
    let store = database.open().await;
    let claims = store.shelf("claim");
    assert!(claims.put_new("nightly", "a", Some(at(10)), at(0)).await.unwrap());
    assert!(!claims.put_new("nightly", "b", Some(at(19)), at(9)).await.unwrap());
    assert!(claims.extend("nightly", "a", at(20)).await.unwrap());
    assert!(!claims.put_new("nightly", "b", Some(at(21)), at(11)).await.unwrap(), "it was extended");
    assert!(claims.put_new("nightly", "b", Some(at(31)), at(21)).await.unwrap(), "it ran out");
    assert!(!claims.extend("nightly", "a", at(40)).await.unwrap(), "it is another's");
    assert!(!claims.remove_if("nightly", "a").await.unwrap());
    assert!(claims.remove_if("nightly", "b").await.unwrap());
    assert!(!claims.extend("nightly", "b", at(50)).await.unwrap(), "it is gone");
}

pub(super) async fn any_text_is_a_key(database: &impl Database) {
    let store = database.open().await;
    let attempts = store.shelf("attempt");
    for key in ["'; DROP TABLE shelf; --", "?", "$1", "\\", "%", "\u{202e}张", "a\nb"] {
        attempts.put(key, "一?", None).await.unwrap();
        assert_eq!(attempts.get(key, at(0)).await.unwrap().as_deref(), Some("一?"), "{key}");
    }
    // What somebody types to sign in may hold a NUL: it must do no harm.
    attempts.put("a\0b", "二", None).await.unwrap();
    assert_eq!(attempts.get("a\0b", at(0)).await.unwrap().as_deref(), Some("二"));
    assert_eq!(attempts.get("ab", at(0)).await.unwrap(), None);
}
