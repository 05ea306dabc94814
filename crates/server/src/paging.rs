//! Lists in pages: the answer carries an opaque cursor, the next request hands it back. A cursor stands behind the last
//! thing shown, so that nothing is shown twice or left out when something is added meanwhile.

use crate::Problem;
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::{IntoParams, ToSchema};

/// Things on a page where nothing else is said.
const USUAL: u32 = 50;
/// Most things on a page.
const MOST: u32 = 200;

/// Which page: its own `Query<PageParams>` beside that of the filter.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageParams {
    /// `next` of the page before; nothing for the first page.
    cursor: Option<String>,
    /// At most so many (50 where nothing is said).
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

impl PageParams {
    /// How many are wanted; 422 outside 1..=200.
    pub fn limit(&self) -> Result<usize, Problem> {
        within("limit", self.limit.unwrap_or(USUAL), MOST)
    }

    /// Behind which key the page begins; 404 for a cursor that is none of ours.
    pub fn after<T: DeserializeOwned>(&self) -> Result<Option<T>, Problem> {
        let Some(cursor) = self.cursor.as_deref().filter(|cursor| !cursor.is_empty()) else { return Ok(None) };
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(cursor).ok();
        let key = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        key.map(Some)
            .ok_or_else(|| Problem::not_found("没有这一页：cursor 请原样填上一页返回的 next，或者从第一页开始"))
    }
}

/// A number between 1 and `most`; 422 outside.
pub(crate) fn within(name: &str, value: u32, most: u32) -> Result<usize, Problem> {
    if (1..=most).contains(&value) {
        return Ok(value as usize);
    }
    Err(Problem::invalid(format!("{name} 要在 1 到 {most} 之间，现在是 {value}")))
}

/// One page of a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// Hand it back as `cursor` for the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// A page of at most `limit` things. `found` has one more where there is a next page; `key` is where to go on behind
    /// a thing.
    pub fn cut<K: Serialize>(mut found: Vec<T>, limit: usize, key: impl Fn(&T) -> K) -> Page<T> {
        let more = found.len() > limit;
        found.truncate(limit);
        let last = found.last().filter(|_| more);
        let next =
            last.and_then(|last| serde_json::to_vec(&key(last)).ok()).map(|key| BASE64_URL_SAFE_NO_PAD.encode(key));
        Page { items: found, next }
    }

    /// The page of a whole list that is in the order of its keys.
    pub fn of_list<K: Serialize + DeserializeOwned + PartialOrd>(
        list: impl IntoIterator<Item = T>,
        params: &PageParams,
        key: impl Fn(&T) -> K,
    ) -> Result<Page<T>, Problem> {
        let (limit, after) = (params.limit()?, params.after::<K>()?);
        let behind = list.into_iter().filter(|item| after.as_ref().is_none_or(|after| key(item) > *after));
        Ok(Page::cut(behind.take(limit + 1).collect(), limit, key))
    }

    /// The same page in another shape.
    pub fn map<U>(self, shape: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(shape).collect(), next: self.next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Code;

    #[test]
    fn pages_put_together_are_the_list() -> Result<(), Problem> {
        let (mut seen, mut params) = (Vec::new(), PageParams { cursor: None, limit: Some(3) });
        loop {
            let page = Page::of_list(1..=10_u32, &params, |number| *number)?;
            seen.extend(page.items);
            let Some(next) = page.next else { break };
            params.cursor = Some(next);
        }
        assert_eq!(seen, (1..=10).collect::<Vec<_>>());
        Ok(())
    }

    #[test]
    fn a_foreign_cursor_and_a_senseless_limit_are_refused() {
        let params = |cursor: &str, limit| PageParams { cursor: Some(cursor.to_owned()), limit: Some(limit) };
        for cursor in ["x", "';DROP TABLE company;--", "eyJhIjoxfQ"] {
            assert_eq!(params(cursor, 1).after::<u32>().map_err(|problem| problem.code), Err(Code::NotFound));
        }
        assert_eq!(params("", 0).limit().map_err(|problem| problem.code), Err(Code::Invalid));
        assert_eq!(params("", 201).limit().map_err(|problem| problem.code), Err(Code::Invalid));
    }
}
