//! Addresses with parameters, going back with a notice, and turning pages.

use axum::response::{IntoResponse, Redirect, Response};

/// A value of a query, escaped.
pub(crate) fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

/// A path with those parameters that have a value.
pub(crate) fn address(path: &str, pairs: &[(&str, &str)]) -> String {
    let query: Vec<String> = pairs
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| format!("{key}={}", encode(value)))
        .collect();
    let join = if path.contains('?') { "&" } else { "?" };
    if query.is_empty() { path.to_owned() } else { format!("{path}{join}{}", query.join("&")) }
}

/// A path of ours, or the one given instead: never another server. Notices of an earlier turn are left out.
pub(crate) fn inside(back: &str, otherwise: &str) -> String {
    let ours = back.starts_with('/') && !back.starts_with("//") && !back.contains(['\\', '\r', '\n']);
    let back = if ours { back } else { otherwise };
    let Some((path, query)) = back.split_once('?') else { return back.to_owned() };
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| !["done=", "mark=", "item="].iter().any(|old| pair.starts_with(old)) && !pair.is_empty())
        .collect();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}

/// Back to a page with the code of a notice.
pub(crate) fn done(back: &str, pairs: &[(&str, &str)]) -> Response {
    let (path, anchor) = back.split_once('#').map_or((back, None), |(path, anchor)| (path, Some(anchor)));
    let mut address = address(path, pairs);
    if let Some(anchor) = anchor {
        address.push_str(&format!("#{anchor}"));
    }
    Redirect::to(&address).into_response()
}

/// Where one is in a long list.
pub(crate) struct Pager {
    /// This page, from 1.
    pub(crate) page: usize,
    /// How many there are.
    pub(crate) pages: usize,
    /// Address of the page before.
    pub(crate) previous: Option<String>,
    /// Address of the page behind.
    pub(crate) next: Option<String>,
}

impl Pager {
    /// Cuts `all` things into pages of `size`; a page outside becomes the nearest. `path` carries the other parameters.
    pub(crate) fn new(path: &str, all: usize, size: usize, page: usize) -> Pager {
        let pages = all.div_ceil(size).max(1);
        let page = page.clamp(1, pages);
        let to = |page: usize| address(path, &[("page", &page.to_string())]);
        Pager { page, pages, previous: (page > 1).then(|| to(page - 1)), next: (page < pages).then(|| to(page + 1)) }
    }

    /// The things on this page.
    pub(crate) fn cut<T>(&self, mut all: Vec<T>, size: usize) -> Vec<T> {
        all.drain(..((self.page - 1) * size).min(all.len()));
        all.truncate(size);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_ours_lead_back() {
        assert_eq!(inside("/companies?q=泵&done=saved", "/"), "/companies?q=泵");
        for foreign in ["//evil.example", "https://evil.example", "/\\evil.example", ""] {
            assert_eq!(inside(foreign, "/needs"), "/needs");
        }
    }

    #[test]
    fn pages_stay_within_the_list() {
        let pager = Pager::new("/companies?q=a", 101, 50, 9);
        assert_eq!((pager.page, pager.pages), (3, 3));
        assert_eq!(pager.cut((0..101).collect(), 50), [100]);
        assert_eq!(pager.previous.as_deref(), Some("/companies?q=a&page=2"));
        assert!(pager.next.is_none());
    }
}
