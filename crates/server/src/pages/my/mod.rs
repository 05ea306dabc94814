//! The member's own pages: 我的企业, 发布需求, 请秘书处引荐, 偏好与授权, and the phone form behind a link. Whatever a member
//! writes about itself waits for the secretariat; what it withdraws holds at once.

mod consent;
mod phone;
mod profile;
mod wishes;

use crate::{App, Problem, access::Principal};
use axum::{Router, routing::get};
use qianxian_core::{CompanyId, Draft, DraftKind, DraftStatus};
use qianxian_engine::drafts::{NewDraft, hand_in};
use serde::Serialize;

/// `/my…`.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/my", get(profile::page).post(profile::submit))
        .route("/my/needs", get(wishes::needs).post(wishes::post_need))
        .route("/my/introductions", get(wishes::introductions).post(wishes::ask))
        .route("/my/preferences", get(consent::page).post(consent::submit))
        .route("/my/form", get(phone::form).post(phone::submit))
        .route("/my/form/thanks", get(phone::thanks))
}

/// A draft as the member sees it.
struct Sent {
    title: String,
    status: DraftStatus,
    at: String,
    answer: String,
}

/// What a member handed in of some kinds, the latest first.
async fn sent(app: &App, company: CompanyId, kinds: &[DraftKind]) -> Result<Vec<Sent>, Problem> {
    let mut drafts = app.engine().store().of_company::<Draft>(company).await?;
    drafts.retain(|draft| kinds.contains(&draft.value.kind));
    drafts.sort_by_key(|draft| std::cmp::Reverse(draft.value.at));
    let sent = drafts.into_iter().take(20).map(|draft| {
        let Draft { title, status, at, answer, .. } = draft.value;
        Sent { title, status, at: super::audit::local(at), answer }
    });
    Ok(sent.collect())
}

/// Hands something in for a member; it waits for the secretariat.
async fn hand(
    app: &App,
    who: &Principal,
    company: CompanyId,
    kind: DraftKind,
    title: String,
    body: &impl Serialize,
) -> Result<(), Problem> {
    let body = serde_json::to_value(body).map_err(Problem::internal)?;
    let new = NewDraft { kind, company: Some(company), title, text: String::new(), body };
    app.write(who, async |unit| {
        hand_in(unit, new, &who.name).await?;
        Ok(())
    })
    .await
}

/// Lines of a text field: one statement each, as typed; marks between several on one line separate them too.
fn statements(text: &str) -> Vec<String> {
    let parts = text.split(['\n', '\r', '；', ';']).map(str::trim).filter(|part| !part.is_empty());
    let mut statements: Vec<String> = Vec::new();
    for part in parts.map(|part| part.chars().take(120).collect::<String>()) {
        if !statements.contains(&part) && statements.len() < 40 {
            statements.push(part);
        }
    }
    statements
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_a_statement_once() {
        assert_eq!(statements(" 减速机\r\n减速机\n齿轮；轴 \n\n"), ["减速机", "齿轮", "轴"]);
    }
}
