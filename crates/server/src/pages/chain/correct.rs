//! Corrections with one click: a relation that is wrong or missing, a word that means something else, a line that was
//! misunderstood. They go into the association's own layer of the chain and hold at once.

use super::known;
use crate::{
    App, Code, Problem,
    access::Desk,
    extract::{Form, Path},
};
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use qianxian_core::{LineId, ProfileLine};
use serde::Deserialize;

/// Keys of packs that may be corrected; `=` is an alias.
const KEYS: &[&str] = &["broader", "in", "by", "does", "with", "cures", "pain", "for", "needs", "="];

#[derive(Debug, Deserialize)]
pub(super) struct CorrectForm {
    /// Slug of the capability under which it is written.
    subject: String,
    /// One of [`KEYS`].
    key: String,
    /// Name or slug of the other end, or an alias.
    object: String,
    /// `remove` or `add`.
    action: String,
    /// `!`, `?` or nothing, for what is added.
    #[serde(default)]
    strength: String,
}

/// `POST /chain/{slug}/correct`.
pub(super) async fn correct(
    State(app): State<App>,
    Desk(who): Desk,
    Path(slug): Path<String>,
    Form(form): Form<CorrectForm>,
) -> Result<Response, Problem> {
    let snapshot = app.snapshot();
    let chain = &snapshot.knowledge.chain;
    known(&snapshot, &slug)?;
    let subject = chain.name(known(&snapshot, &form.subject)?);
    if !KEYS.contains(&form.key.as_str()) {
        return Err(Problem::invalid(format!("不认识的关系「{}」，请从列表里选", form.key)));
    }
    let typed = form.object.trim();
    if typed.is_empty()
        || typed.chars().count() > 60
        || typed.contains(['\n', '\r', ',', '，', '、', '[', ']', ':', '#'])
    {
        return Err(Problem::invalid(format!("「{typed}」不能用作名称：请只写一个名称，不带标点")));
    }
    let object = match chain.find_slug(typed).or_else(|| chain.find_name(typed)) {
        Some(cap) if form.key != "=" => chain.name(cap).to_owned(),
        None if form.key != "=" => {
            return Err(Problem::invalid(format!("产业链里没有「{typed}」，请换一个已有的名称（可先在产业链页查找）")));
        }
        _ => typed.to_owned(),
    };
    let strength = if ["!", "?"].contains(&form.strength.as_str()) { form.strength.as_str() } else { "" };
    let key = form.key.as_str();
    let statement = match (form.action.as_str(), key) {
        ("remove", "=") => format!("-= {object}"),
        ("remove", _) => format!("-{key}: {object}"),
        (_, "=") => format!("= {object}"),
        (_, "broader") => format!("broader: {object}"),
        _ => format!("{key}{strength}: {object}"),
    };
    app.engine().correct_chain(subject, &statement, &who.name).await?;
    Ok(Redirect::to(&format!("/chain/{slug}?done=corrected")).into_response())
}

#[derive(Debug, Deserialize)]
pub(super) struct UndoForm {
    block: String,
}

/// `POST /chain/corrections/undo`.
pub(super) async fn undo(
    State(app): State<App>,
    Desk(who): Desk,
    Form(form): Form<UndoForm>,
) -> Result<Response, Problem> {
    // A form sends line ends as CR LF.
    let block = form.block.replace("\r\n", "\n");
    if !app.engine().uncorrect_chain(block.trim_end(), &who.name).await? {
        return Err(Problem::new(Code::Conflict, "这条更正已经不在了，可能刚被别人撤销；请刷新后再看"));
    }
    Ok(Redirect::to("/chain?done=uncorrected").into_response())
}

#[derive(Debug, Deserialize)]
pub(super) struct RejectForm {
    line: String,
    /// Slug of the capability wrongly recognised.
    capability: String,
}

/// `POST /chain/{slug}/reject`: the line does not mean this capability.
pub(super) async fn reject(
    State(app): State<App>,
    Desk(who): Desk,
    Path(slug): Path<String>,
    Form(form): Form<RejectForm>,
) -> Result<Response, Problem> {
    let snapshot = app.snapshot();
    let wrong = snapshot.knowledge.chain.cap(known(&snapshot, &form.capability)?).slug.clone();
    let gone = || Problem::not_found("这条内容已经不在了，请刷新后再看");
    let id: LineId = form.line.parse().map_err(|_| gone())?;
    app.write(&who, async |unit| {
        let line = unit.lookup::<ProfileLine>(&id).await?.filter(|line| line.deleted.is_none()).ok_or_else(gone)?;
        let mut changed = line.value;
        changed.confirmed.retain(|slug| *slug != wrong);
        if !changed.rejected.contains(&wrong) {
            changed.rejected.push(wrong);
        }
        unit.update(&changed, line.version).await?;
        Ok(())
    })
    .await?;
    Ok(Redirect::to(&format!("/chain/{slug}?done=rejected")).into_response())
}
