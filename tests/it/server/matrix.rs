//! Who may do what: every route, every role. A route that is not in the table fails the test.

use super::world::{As, World};
use serde_json::{Value, json};
use std::{collections::BTreeSet, fs, path::Path};

/// Letters of who may: `n` nobody signed in, `a` administrator, `s` secretariat, `r` read-only account, `m` member on its
/// own company, `f` the same member on another company, `t` token of an administrator that only reads, `l` link of the
/// member's phone on its own company.
const ALL: &str = "nasrmftl";

/// Routes of the API: method, path, who may.
const API: &[(&str, &str, &str)] = &[
    ("GET", "/api/v1/search", "asrmftl"),
    ("GET", "/api/v1/companies/{company}/matches", "asrmtl"),
    ("GET", "/api/v1/session", "asrmftl"),
    ("POST", "/api/v1/session", "nasrmftl"),
    ("DELETE", "/api/v1/session", "asrmftl"),
    ("PUT", "/api/v1/me/password", "asrmf"),
    ("GET", "/api/v1/users", "a"),
    ("POST", "/api/v1/users", "a"),
    ("GET", "/api/v1/users/{user}", "a"),
    ("PATCH", "/api/v1/users/{user}", "a"),
    ("PUT", "/api/v1/users/{user}/password", "a"),
    ("GET", "/api/v1/tokens", "a"),
    ("POST", "/api/v1/tokens", "a"),
    ("DELETE", "/api/v1/tokens/{token}", "a"),
    ("GET", "/api/v1/companies/{company}/links", "asrt"),
    ("POST", "/api/v1/companies/{company}/links", "as"),
    ("DELETE", "/api/v1/links/{link}", "as"),
    ("POST", "/api/v1/companies/{company}/contacts", "asml"),
    ("GET", "/api/v1/audit", "asrt"),
    ("GET", "/api/v1/audit.csv", "asrt"),
];

/// Pages: path, who may look at it.
const PAGES: &[(&str, &str)] = &[
    ("/", "asrmftl"),
    ("/sign-in", "nasrmftl"),
    ("/setup", "nasrmftl"),
    ("/lang/{lang}", "nasrmftl"),
    ("/m/{secret}", "nasrmftl"),
    ("/assets/{name}", "nasrmftl"),
];
/// Pages that only take a form; that of signing out ends what the test goes on with.
const FORMS: &[&str] = &["/sign-out"];

/// A body that passes the door and little else.
fn body(method: &str, path: &str) -> Option<Value> {
    match (method, path) {
        ("GET" | "DELETE", _) => None,
        ("PUT", "/api/v1/me/password") => Some(json!({"present": "not the password", "new": "a new password"})),
        _ => Some(json!({})),
    }
}

fn filled(path: &str, company: &str) -> String {
    let nobody = "00000000-0000-7000-8000-000000000000";
    path.replace("{company}", company)
        .replace("{lang}", "zh")
        .replace("{name}", "style.css")
        .split('/')
        .map(|part| if part.starts_with('{') { nobody } else { part })
        .collect::<Vec<_>>()
        .join("/")
}

/// Everybody who may ask, by letter.
async fn everybody(world: &World) -> Vec<(char, As)> {
    let admin = world.sign_in("admin").await;
    let path = format!("/api/v1/companies/{}/links", world.own);
    let link = world.call(&admin, "POST", &path, Some(json!({"days": 1}))).await.json();
    let url = link["url"].as_str().expect("an address").to_owned();
    let opened = world.get(&As::Nobody, &url[url.find("/m/").expect("/m/")..]).await;
    let member = world.sign_in("member").await;
    vec![
        ('n', As::Nobody),
        ('a', admin),
        ('s', world.sign_in("desk").await),
        ('r', world.sign_in("looker").await),
        ('m', member.clone()),
        ('f', member),
        ('t', world.token("admin", "read").await),
        ('l', As::Cookie(opened.cookie())),
    ]
}

#[tokio::test]
async fn every_route_refuses_whom_it_should_and_nobody_else() {
    let world = World::new().await;
    let mut faults = Vec::new();
    // Signing out last: the others still need their sessions.
    let (last, first): (Vec<_>, Vec<_>) =
        API.iter().partition(|(method, path, _)| *method == "DELETE" && path.ends_with("session"));
    let who = everybody(&world).await;
    for (method, path, may) in first.into_iter().chain(last) {
        for (letter, who) in &who {
            if method == "DELETE" && path.ends_with("/session") && *letter == 'f' {
                continue; // the member has just signed out
            }
            let company = if *letter == 'f' { world.foreign } else { world.own };
            let path = filled(path, &company.to_string());
            let answer = world.call(who, method, &path, body(method, &path)).await;
            let may = may.contains(*letter);
            // The route asks for a present password or token by session only: refused by what it says, not by the door.
            let refused =
                matches!(answer.status.as_u16(), 401 | 403) && !(path.ends_with("/session") && method == "POST");
            if may == refused || answer.status.is_server_error() {
                faults.push(format!("{method} {path} as {letter}: {} {}", answer.status, answer.text));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test]
async fn every_page_lets_in_whom_it_should() {
    let world = World::new().await;
    let who = everybody(&world).await;
    let mut faults = Vec::new();
    for (path, may) in PAGES {
        for (letter, who) in &who {
            let company = if *letter == 'f' { world.foreign } else { world.own };
            let answer = world.get(who, &filled(path, &company.to_string())).await;
            let to_sign_in = answer.header("location").starts_with("/sign-in?");
            let refused = to_sign_in || answer.status == 403 || answer.status == 401;
            if may.contains(*letter) == refused || answer.status.is_server_error() {
                faults.push(format!("{path} as {letter}: {} {}", answer.status, answer.header("location")));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test]
async fn every_route_of_the_document_is_in_the_table() {
    let document = World::new().await.document().await;
    let listed: BTreeSet<String> = API.iter().map(|(method, path, _)| format!("{method} {path}")).collect();
    let mut documented = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for method in ["get", "put", "post", "delete", "patch", "head", "options", "trace"] {
            if methods.get(method).is_some() {
                documented.insert(format!("{} {path}", method.to_uppercase()));
            }
        }
    }
    let difference: Vec<_> = documented.symmetric_difference(&listed).collect();
    assert!(difference.is_empty(), "in the document or in the table, not in both: {difference:#?}");
    assert!(API.iter().all(|(_, _, may)| may.chars().all(|letter| ALL.contains(letter))));
}

#[test]
fn every_page_of_the_source_is_in_the_table() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/server/src/pages");
    let listed: BTreeSet<&str> = PAGES.iter().map(|(path, _)| *path).chain(FORMS.iter().copied()).collect();
    let mut missing = Vec::new();
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("pages").flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
                continue;
            }
            let text = fs::read_to_string(entry.path()).expect("a source");
            let routes =
                text.split(".route(").skip(1).filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next());
            missing.extend(routes.filter(|path| !listed.contains(path)).map(str::to_owned));
        }
    }
    assert!(missing.is_empty(), "pages without a line in the table of who may see them: {missing:#?}");
}
