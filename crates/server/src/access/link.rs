//! Links for a member's phone: whoever opens `/m/{secret}` acts for one company until the link runs out or is revoked.
//! The secret is shown once; what is kept is its fingerprint.

use crate::{
    App, Problem,
    access::{principal::Principal, principal::Via, secret},
};
use jiff::{SignedDuration, Timestamp};
use qianxian_core::{AccountRole, Company, CompanyId};
use qianxian_engine::clock;
use serde::{Deserialize, Serialize};

/// Space on the shelf: [`Link`] by the secret's fingerprint.
const SPACE: &str = "link";

/// A link as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Link {
    /// Fingerprint of its secret: its id.
    #[serde(skip)]
    pub id: String,
    /// For whom.
    pub company: CompanyId,
    /// Who made it.
    pub by: String,
    /// When.
    pub made: Timestamp,
    /// Until when.
    pub expires: Timestamp,
}

/// Makes a link for a company that lasts some days; gives it with its secret.
pub(crate) async fn create(
    app: &App,
    who: &Principal,
    company: CompanyId,
    days: u32,
) -> Result<(Link, String), Problem> {
    let secret = secret::new_secret()?;
    let made = clock::now();
    let expires = made + SignedDuration::from_hours(24 * i64::from(days));
    let link = Link { id: secret::fingerprint(&secret), company, by: who.name.clone(), made, expires };
    let text = serde_json::to_string(&link).map_err(Problem::internal)?;
    app.engine().store().shelf(SPACE).put(&link.id, &text, Some(expires)).await?;
    Ok((link, secret))
}

/// The links of a company that have not run out, oldest first.
pub(crate) async fn of_company(app: &App, company: CompanyId) -> Result<Vec<Link>, Problem> {
    let all = app.engine().store().shelf(SPACE).list(clock::now()).await?;
    let mut links: Vec<Link> = all.into_iter().filter_map(|(id, text)| read(id, &text)).collect();
    links.retain(|link| link.company == company);
    links.sort_by_key(|link| link.made);
    Ok(links)
}

/// Ends a link and the sessions begun by it. Says whether there was one.
pub(crate) async fn revoke(app: &App, id: &str) -> Result<bool, Problem> {
    let was = app.engine().store().shelf(SPACE).remove(id).await?;
    app.forget_accounts();
    Ok(was)
}

/// Who acts by a link; nothing where it has run out, was revoked, or the company is gone.
pub(crate) async fn holder(app: &App, id: &str) -> Result<Option<Principal>, Problem> {
    let store = app.engine().store();
    let kept = store.shelf(SPACE).get(id, clock::now()).await?;
    let Some(link) = kept.and_then(|text| read(id.to_owned(), &text)) else { return Ok(None) };
    let company = store.lookup::<Company>(&link.company).await?.filter(|company| company.deleted.is_none());
    Ok(company.map(|company| Principal {
        user: None,
        name: format!("{}（会员链接）", company.value.name),
        role: AccountRole::Member,
        company: Some(link.company),
        via: Via::Link,
    }))
}

fn read(id: String, text: &str) -> Option<Link> {
    serde_json::from_str::<Link>(text).ok().map(|link| Link { id, ..link })
}
