//! Who may do what: every route, every role. A route that is not in the table fails the test.

use super::world::{As, World, request};
use axum::body::Body;
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
    ("POST", "/api/v1/problems/{id}/progress", "as"),
    ("POST", "/api/v1/work-items/{id}/progress", "as"),
    ("GET", "/api/v1/chain/capabilities/{name}", "asrmftl"),
    ("GET", "/api/v1/chain/capabilities/{name}/needs", "asrmftl"),
    ("GET", "/api/v1/chain/stats", "asrmftl"),
    ("GET", "/api/v1/chain/corrections", "asrt"),
    ("POST", "/api/v1/chain/corrections", "as"),
    ("POST", "/api/v1/chain/corrections/undo", "as"),
    ("GET", "/api/v1/companies", "asrmftl"),
    ("POST", "/api/v1/companies", "as"),
    ("GET", "/api/v1/companies/{company}", "asrmftl"),
    ("PATCH", "/api/v1/companies/{company}", "as"),
    ("DELETE", "/api/v1/companies/{company}", "as"),
    ("POST", "/api/v1/companies/{company}/restore", "as"),
    ("GET", "/api/v1/cooperations", "asrt"),
    ("POST", "/api/v1/cooperations", "as"),
    ("GET", "/api/v1/cooperations/{cooperation}", "asrt"),
    ("DELETE", "/api/v1/cooperations/{cooperation}", "as"),
    ("GET", "/api/v1/affiliations", "asrt"),
    ("GET", "/api/v1/drafts", "asrmftl"),
    ("POST", "/api/v1/drafts", "asrmftl"),
    ("GET", "/api/v1/drafts/{draft}", "asrmftl"),
    ("POST", "/api/v1/drafts/{draft}/accept", "as"),
    ("POST", "/api/v1/drafts/{draft}/reject", "as"),
    ("GET", "/api/v1/export/{file}", "asrt"),
    ("GET", "/api/v1/imports", "asrt"),
    ("POST", "/api/v1/imports", "as"),
    ("GET", "/api/v1/imports/{import}", "ast"),
    ("PUT", "/api/v1/imports/{import}/mapping", "as"),
    ("POST", "/api/v1/imports/{import}/confirm", "as"),
    ("GET", "/api/v1/imports/{import}/progress", "asrt"),
    ("DELETE", "/api/v1/imports/{import}", "as"),
    ("POST", "/api/v1/imports/deals", "as"),
    ("GET", "/api/v1/batches", "asrt"),
    ("POST", "/api/v1/batches/{batch}/undo", "as"),
    ("GET", "/api/v1/leads", "asrt"),
    ("POST", "/api/v1/leads", "as"),
    ("GET", "/api/v1/leads/{lead}", "asrt"),
    ("PATCH", "/api/v1/leads/{lead}", "as"),
    ("POST", "/api/v1/leads/{lead}/stage", "as"),
    ("POST", "/api/v1/leads/{lead}/notes", "as"),
    ("POST", "/api/v1/companies/{company}/lines", "as"),
    ("GET", "/api/v1/lines/{line}", "asrmftl"),
    ("PATCH", "/api/v1/lines/{line}", "as"),
    ("DELETE", "/api/v1/lines/{line}", "as"),
    ("PUT", "/api/v1/lines/{line}/capabilities/{slug}", "as"),
    ("GET", "/api/v1/marks", "asrt"),
    ("POST", "/api/v1/marks", "as"),
    ("DELETE", "/api/v1/marks/{mark}", "as"),
    ("GET", "/api/v1/companies/{company}/teams", "asrt"),
    ("GET", "/api/v1/companies/{a}/explain/{b}", "asrt"),
    ("GET", "/api/v1/matches", "asrt"),
    ("GET", "/api/v1/names/suspicions", "asrt"),
    ("POST", "/api/v1/names/merge", "as"),
    ("POST", "/api/v1/names/merge/undo", "as"),
    ("POST", "/api/v1/names/distinct", "as"),
    ("POST", "/api/v1/names/affiliate", "as"),
    ("GET", "/api/v1/needs", "asrmftl"),
    ("POST", "/api/v1/needs", "as"),
    ("GET", "/api/v1/needs/{need}", "asrmftl"),
    ("PATCH", "/api/v1/needs/{need}", "as"),
    ("DELETE", "/api/v1/needs/{need}", "as"),
    ("GET", "/api/v1/suggest", "asrmftl"),
    ("GET", "/api/v1/searches", "asrt"),
    ("POST", "/api/v1/searches", "as"),
    ("POST", "/api/v1/searches/{name}/run", "as"),
    ("DELETE", "/api/v1/searches/{name}", "as"),
    ("GET", "/api/v1/unmet", "asrt"),
    ("POST", "/api/v1/unmet", "asrmftl"),
    ("GET", "/api/v1/visits", "asrt"),
    ("POST", "/api/v1/visits", "as"),
    ("GET", "/api/v1/visits/{id}", "asrt"),
    ("PUT", "/api/v1/visits/{id}", "as"),
    ("DELETE", "/api/v1/visits/{id}", "as"),
    ("GET", "/api/v1/problems", "asrt"),
    ("POST", "/api/v1/problems", "as"),
    ("GET", "/api/v1/problems/{id}", "asrt"),
    ("PUT", "/api/v1/problems/{id}", "as"),
    ("DELETE", "/api/v1/problems/{id}", "as"),
    ("GET", "/api/v1/work-items", "asrt"),
    ("POST", "/api/v1/work-items", "as"),
    ("GET", "/api/v1/work-items/{id}", "asrt"),
    ("PUT", "/api/v1/work-items/{id}", "as"),
    ("DELETE", "/api/v1/work-items/{id}", "as"),
    ("GET", "/api/v1/dues", "asrt"),
    ("POST", "/api/v1/dues", "as"),
    ("GET", "/api/v1/dues/{id}", "asrt"),
    ("PUT", "/api/v1/dues/{id}", "as"),
    ("DELETE", "/api/v1/dues/{id}", "as"),
    ("GET", "/api/v1/consents", "asrt"),
    ("POST", "/api/v1/consents", "as"),
    ("GET", "/api/v1/consents/{id}", "asrt"),
    ("PUT", "/api/v1/consents/{id}", "as"),
    ("DELETE", "/api/v1/consents/{id}", "as"),
    ("GET", "/api/v1/bank-products", "asrmftl"),
    ("POST", "/api/v1/bank-products", "as"),
    ("GET", "/api/v1/bank-products/{id}", "asrmftl"),
    ("PUT", "/api/v1/bank-products/{id}", "as"),
    ("DELETE", "/api/v1/bank-products/{id}", "as"),
    ("GET", "/api/v1/expertise", "asrmftl"),
    ("POST", "/api/v1/expertise", "as"),
    ("GET", "/api/v1/expertise/{id}", "asrmftl"),
    ("PUT", "/api/v1/expertise/{id}", "as"),
    ("DELETE", "/api/v1/expertise/{id}", "as"),
];

/// Pages: path, who may look at it.
const PAGES: &[(&str, &str)] = &[
    ("/", "asrmftl"),
    ("/sign-in", "nasrmftl"),
    ("/setup", "nasrmftl"),
    ("/lang/{lang}", "nasrmftl"),
    ("/m/{secret}", "nasrmftl"),
    ("/assets/{name}", "nasrmftl"),
    ("/audit", "asrt"),
    ("/audit.csv", "asrt"),
    ("/chain", "asrt"),
    ("/chain/{slug}", "asrt"),
    ("/chain/{slug}/picture.svg", "asrt"),
    ("/companies/{id}/chain", "asrt"),
    ("/companies/{id}/chain.svg", "asrt"),
    ("/companies", "asrt"),
    ("/companies/new", "as"),
    ("/companies/{id}", "asrt"),
    ("/companies/{id}/edit", "as"),
    ("/companies/lines/{line}", "as"),
    ("/companies/{id}/sheet.xlsx", "asrt"),
    ("/drafts", "as"),
    ("/import", "asrt"),
    ("/import/{id}", "asrt"),
    ("/leads", "asrt"),
    ("/leads/{id}", "asrt"),
    ("/matches", "asrt"),
    ("/matches.xlsx", "asrt"),
    ("/excluded", "asrt"),
    ("/my", "mfl"),
    ("/my/needs", "mfl"),
    ("/my/introductions", "mfl"),
    ("/my/preferences", "mfl"),
    ("/my/form", "mfl"),
    ("/my/form/thanks", "mfl"),
    ("/names", "asrt"),
    ("/needs", "asrt"),
    ("/notes", "asrt"),
    ("/notes/{id}", "asrt"),
    ("/notes/{id}/done", "asrt"),
    ("/search", "asrmftl"),
    ("/search.xlsx", "asrt"),
    ("/settings", "asrt"),
];
/// Forms: path, who may send one. That of signing out ends what the test goes on with.
const FORMS: &[(&str, &str)] = &[
    ("/chain/corrections/undo", "as"),
    ("/chain/{slug}/correct", "as"),
    ("/chain/{slug}/reject", "as"),
    ("/companies/new", "as"),
    ("/companies/{id}/edit", "as"),
    ("/companies/{id}/affiliates", "as"),
    ("/companies/{id}/contacts", "as"),
    ("/companies/{id}/lines", "as"),
    ("/companies/lines/{line}", "as"),
    ("/companies/lines/{line}/delete", "as"),
    ("/companies/lines/{line}/restore", "as"),
    ("/drafts/{id}/accept", "as"),
    ("/drafts/{id}/reject", "as"),
    ("/today/skip", "as"),
    ("/import", "as"),
    ("/import/undo", "as"),
    ("/import/{id}/columns", "as"),
    ("/import/{id}/confirm", "as"),
    ("/import/{id}/discard", "as"),
    ("/leads", "as"),
    ("/leads/{id}/stage", "as"),
    ("/leads/{id}/note", "as"),
    ("/leads/{id}/plan", "as"),
    ("/matches/verdict", "as"),
    ("/matches/undo/{mark}", "as"),
    ("/sign-in", "nasrmftl"),
    ("/setup", "nasrmftl"),
    ("/my", "mfl"),
    ("/my/needs", "mfl"),
    ("/my/introductions", "mfl"),
    ("/my/preferences", "mfl"),
    ("/my/form", "mfl"),
    ("/names/decide", "as"),
    ("/names/undo", "as"),
    ("/needs", "as"),
    ("/needs/{id}/close", "as"),
    ("/needs/{id}/reopen", "as"),
    ("/notes", "as"),
    ("/notes/{id}/confirm", "as"),
    ("/notes/{id}/dismiss", "as"),
    ("/search/unmet", "as"),
    ("/search/save", "as"),
    ("/search/seen", "as"),
    ("/search/forget", "as"),
    ("/settings/users", "a"),
    ("/settings/users/change", "a"),
    ("/settings/users/password", "a"),
    ("/settings/tokens", "a"),
    ("/settings/tokens/end", "a"),
    ("/settings/links", "as"),
    ("/settings/links/end", "as"),
    ("/settings/searches/forget", "as"),
];
/// The form that nobody is kept from, and that ends the session.
const LEAVE: &str = "/sign-out";

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
async fn every_form_is_taken_from_whom_it_should_be() {
    let world = World::new().await;
    let who = everybody(&world).await;
    let mut faults = Vec::new();
    // Signing in would begin sessions: it refuses in its own words.
    for (path, may) in FORMS.iter().filter(|(path, _)| *path != "/sign-in") {
        for (letter, who) in &who {
            let path = filled(path, &world.own.to_string());
            let request = request(who, "POST", &path).header("content-type", "application/x-www-form-urlencoded");
            let answer = world.send(request.body(Body::empty()).expect("a request")).await;
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
    let listed: BTreeSet<&str> =
        PAGES.iter().map(|(path, _)| *path).chain(FORMS.iter().map(|(path, _)| *path)).chain([LEAVE]).collect();
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
