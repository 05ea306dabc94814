//! Accounts, tokens, links, the audit.

use super::world::{As, PASSWORD, World, operator, request};
use axum::{body::Body, http::header};
use qianxian_core::Company;
use serde_json::{Value, json};

fn id_of(list: &Value, login: &str) -> String {
    let users = list["items"].as_array().expect("a list");
    users.iter().find(|user| user["login"] == login).expect("known")["id"].as_str().expect("an id").to_owned()
}

/// Changes an account with a version.
async fn patch(world: &World, who: &As, path: &str, version: &str, body: Value) -> super::world::Answer {
    let request = request(who, "PATCH", path)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::IF_MATCH, version)
        .body(Body::from(body.to_string()));
    world.send(request.expect("a request")).await
}

#[tokio::test]
async fn an_association_always_keeps_an_administrator() {
    let world = World::new().await;
    let admin = world.sign_in("admin").await;
    let users = world.get(&admin, "/api/v1/users").await.json();
    let path = format!("/api/v1/users/{}", id_of(&users, "admin"));
    for change in [json!({"disabled": true}), json!({"role": "secretariat"})] {
        let answer = patch(&world, &admin, &path, "\"v1\"", change).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (409, "conflict"), "{}", answer.text);
    }
    let desk = format!("/api/v1/users/{}", id_of(&users, "desk"));
    let answer = patch(&world, &admin, &desk, "\"v1\"", json!({"role": "admin"})).await;
    assert_eq!((answer.status.as_u16(), answer.header("etag")), (200, "\"v2\""), "{}", answer.text);
    assert_eq!(patch(&world, &admin, &path, "\"v1\"", json!({"disabled": true})).await.status, 200);
    assert_eq!(world.get(&admin, "/api/v1/session").await.status, 401, "a disabled account is out at once");
}

#[tokio::test]
async fn an_old_version_is_refused_with_what_changed() {
    let world = World::new().await;
    let admin = world.sign_in("admin").await;
    let users = world.get(&admin, "/api/v1/users").await.json();
    let path = format!("/api/v1/users/{}", id_of(&users, "desk"));
    assert_eq!(world.get(&admin, &path).await.header("etag"), "\"v1\"");
    assert_eq!(world.call(&admin, "PATCH", &path, Some(json!({"name": "王"}))).await.status, 428);
    assert_eq!(patch(&world, &admin, &path, "\"v1\"", json!({"name": "王秘书"})).await.status, 200);
    let stale = patch(&world, &admin, &path, "\"v1\"", json!({"name": "李秘书"})).await;
    assert_eq!((stale.status.as_u16(), stale.code().as_str()), (412, "changed_meanwhile"));
    let expected = json!({"version": "\"v2\"", "who": "admin同志", "fields": ["name"]});
    assert_eq!(stale.json()["meanwhile"], expected);
    assert_eq!(patch(&world, &admin, &path, "W/nonsense", json!({"name": "李"})).await.status, 400);
}

#[tokio::test]
async fn accounts_that_make_no_sense_are_refused_in_chinese() {
    let world = World::new().await;
    let admin = world.sign_in("admin").await;
    let user = |change: Value| {
        let mut user = json!({"login": "new", "name": "新人", "role": "secretariat", "password": PASSWORD});
        user.as_object_mut().expect("an object").extend(change.as_object().expect("an object").clone());
        user
    };
    for (change, status, words) in [
        (json!({"login": "ADMIN"}), 409, "已经有人用了"),
        (json!({"role": "member"}), 409, "哪家企业"),
        (json!({"role": "member", "company": "00000000-0000-7000-8000-000000000000"}), 404, "没有这家企业"),
        (json!({"password": "short"}), 422, "10 到 200"),
        (json!({"login": "a b"}), 422, "登录名"),
        (json!({"role": "boss"}), 422, "「boss」不在可选范围内"),
        (json!({"colour": "red"}), 422, "不认识「colour」"),
    ] {
        let answer = world.call(&admin, "POST", "/api/v1/users", Some(user(change.clone()))).await;
        assert_eq!(answer.status, status, "{change}: {}", answer.text);
        assert!(answer.text.contains(words), "{change}: {}", answer.text);
    }
    assert_eq!(world.call(&admin, "POST", "/api/v1/users", Some(user(json!({})))).await.status, 201);
    world.sign_in("new").await;
}

#[tokio::test]
async fn a_token_works_until_it_is_revoked_and_its_secret_is_kept_nowhere() {
    let world = World::new().await;
    let admin = world.sign_in("admin").await;
    let body = json!({"name": "导入程序", "scopes": ["read"], "days": 30});
    let made = world.call(&admin, "POST", "/api/v1/tokens", Some(body.clone())).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let secret = made.json()["secret"].as_str().expect("a secret").to_owned();
    let token = As::Token(secret.clone());
    assert_eq!(world.get(&token, "/api/v1/session").await.json()["via"], "token");
    let change = world.call(&token, "POST", "/api/v1/users", Some(json!({}))).await;
    assert_eq!(change.status, 403, "it may only look: {}", change.text);
    let writer = world.token("admin", "write").await;
    assert_eq!(world.call(&writer, "POST", "/api/v1/tokens", Some(body)).await.status, 403, "no token makes tokens");

    let kept = format!("{:?}", world.app.engine().store().audit(&Default::default()).await.expect("the audit"));
    assert!(!kept.contains(&secret));
    let shown = world.get(&admin, "/api/v1/audit?kind=token").await;
    assert!(shown.text.contains("导入程序") && shown.text.contains("\"hash\":\"***\""), "{}", shown.text);

    let id = made.json()["token"]["id"].as_str().expect("an id").to_owned();
    assert_eq!(world.call(&admin, "DELETE", &format!("/api/v1/tokens/{id}"), None).await.status, 204);
    assert_eq!(world.get(&token, "/api/v1/session").await.status, 401);
    assert_eq!(world.get(&As::Token("x".repeat(64)), "/api/v1/session").await.status, 401);
}

#[tokio::test]
async fn a_link_acts_for_one_company_until_it_is_revoked() {
    let world = World::new().await;
    let desk = world.sign_in("desk").await;
    let path = format!("/api/v1/companies/{}/links", world.own);
    let made = world.call(&desk, "POST", &path, Some(json!({"days": 7}))).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let made = made.json();
    assert!(made["qr"].as_str().expect("a picture").contains("<svg"));
    let url = made["url"].as_str().expect("an address");
    let path_of_link = &url[url.find("/m/").expect("/m/")..];
    let opened = world.get(&As::Nobody, path_of_link).await;
    assert_eq!((opened.status.as_u16(), opened.header("location")), (303, "/my/form"));
    let phone = As::Cookie(opened.cookie());
    let me = world.get(&phone, "/api/v1/session").await.json();
    assert_eq!((me["company"].as_str(), me["via"].as_str()), (Some(world.own.to_string().as_str()), Some("link")));
    let foreign = format!("/api/v1/companies/{}/matches", world.foreign);
    assert_eq!(world.get(&phone, &foreign).await.status, 403);
    assert_eq!(world.get(&desk, path_of_link).await.status, 409, "an account is not replaced by a link");

    let id = made["link"]["id"].as_str().expect("an id");
    assert_eq!(world.call(&desk, "DELETE", &format!("/api/v1/links/{id}"), None).await.status, 204);
    assert_eq!(world.get(&phone, "/api/v1/session").await.status, 401, "its sessions end with it");
    assert_eq!(world.get(&As::Nobody, path_of_link).await.status, 404);
}

#[tokio::test]
async fn who_looks_at_contacts_is_written_down_and_the_audit_shows_none() {
    let world = World::new().await;
    world
        .app
        .write(&operator(), async |unit| {
            let company = unit.lookup::<Company>(&world.own).await?.expect("known");
            let mut changed = company.value.clone();
            changed.other.insert("手机".into(), "13812345678".into());
            changed.other.insert("级别".into(), "理事".into());
            unit.update(&changed, company.version).await?;
            Ok(())
        })
        .await
        .expect("contacts");
    let desk = world.sign_in("desk").await;
    let path = format!("/api/v1/companies/{}/contacts", world.own);
    let seen = world.call(&desk, "POST", &path, Some(json!({"why": "约走访"}))).await;
    assert_eq!(seen.json(), json!({"contacts": {"手机": "13812345678"}}));
    let looker = world.sign_in("looker").await;
    assert_eq!(world.call(&looker, "POST", &path, Some(json!({}))).await.status, 403);

    let audit = world.get(&looker, &format!("/api/v1/audit?kind=company&id={}", world.own)).await;
    assert!(!audit.text.contains("13812345678") && audit.text.contains("138****5678"), "{}", audit.text);
    let audit = audit.json();
    let last = audit["items"].as_array().and_then(|items| items.last()).expect("a line").clone();
    assert_eq!(
        (&last["action"], &last["fields"], &last["who"]),
        (&json!("查看"), &json!(["手机"]), &json!("desk同志"))
    );
    let table = world.get(&looker, "/api/v1/audit.csv").await;
    assert!(table.text.starts_with('\u{feff}') && table.text.contains("查看,手机"), "{}", table.text);
}

#[tokio::test]
async fn the_audit_comes_in_pages_that_together_are_all_of_it() {
    let world = World::new().await;
    let desk = world.sign_in("desk").await;
    let all = world.get(&desk, "/api/v1/audit?limit=200").await.json();
    let expected: Vec<Value> = all["items"].as_array().expect("lines").clone();
    let (mut seen, mut next) = (Vec::new(), String::new());
    loop {
        let page = world.get(&desk, &format!("/api/v1/audit?limit=7&cursor={next}")).await.json();
        seen.extend(page["items"].as_array().expect("lines").clone());
        if seen.len() >= expected.len() {
            break;
        }
        next = page["next"].as_str().expect("a next page").to_owned();
    }
    assert!(expected.len() > 20);
    assert_eq!(seen[..expected.len()], expected[..]);
}

#[tokio::test]
async fn a_new_password_ends_every_session() {
    let world = World::new().await;
    let (one, two) = (world.sign_in("desk").await, world.sign_in("desk").await);
    let change = |present: &str| Some(json!({"present": present, "new": "another good password"}));
    assert_eq!(world.call(&one, "PUT", "/api/v1/me/password", change("wrong password")).await.status, 422);
    assert_eq!(world.call(&one, "PUT", "/api/v1/me/password", change(PASSWORD)).await.status, 204);
    for session in [&one, &two] {
        assert_eq!(world.get(session, "/api/v1/session").await.status, 401);
    }
    let old = json!({"login": "desk", "password": PASSWORD});
    assert_eq!(world.call(&As::Nobody, "POST", "/api/v1/session", Some(old)).await.status, 401);
}
