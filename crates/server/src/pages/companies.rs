//! 企业: the list of all of them, with a filter.

use crate::{
    App, Problem,
    access::DeskReader,
    pages::{
        Lang, Shell,
        link::{Pager, address},
        notice::{DoneParams, Notice},
        show,
    },
};
use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use qianxian_core::{CompanyKind, CompanyNode, CompanyStatus, Side, SourceKind};
use serde::Deserialize;

/// Companies on a page.
const A_PAGE: usize = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CompanyParams {
    q: String,
    kind: String,
    status: String,
    /// Code of a list on which nothing stands.
    gap: String,
    page: usize,
    done: String,
}

/// A company in the list.
struct Row {
    id: String,
    name: String,
    aliases: String,
    place: String,
    kind: &'static str,
    status: CompanyStatus,
    counts: [(Side, usize); 4],
    needs: usize,
}

impl Row {
    fn of(node: &CompanyNode) -> Row {
        let company = &node.company;
        let count = |side: Side| (side, node.lines.iter().filter(|line| line.line.side == side).count());
        Row {
            id: company.id.to_string(),
            name: company.name.clone(),
            aliases: company.names().skip(1).take(2).collect::<Vec<_>>().join("、"),
            place: company.place.label(),
            kind: node.kind.zh(),
            status: company.status,
            counts: [Side::Makes, Side::Buys, Side::Does, Side::Suffers].map(count),
            needs: node.needs.len(),
        }
    }
}

#[derive(Template)]
#[template(path = "companies.html")]
struct CompaniesPage {
    shell: Shell,
    notice: Option<Notice>,
    params: CompanyParams,
    all: usize,
    found: usize,
    rows: Vec<Row>,
    pager: Pager,
}

impl CompaniesPage {
    fn kinds(&self) -> &'static [CompanyKind] {
        CompanyKind::ALL
    }

    fn statuses(&self) -> &'static [CompanyStatus] {
        CompanyStatus::ALL
    }

    fn sides(&self) -> &'static [Side] {
        Side::ALL
    }
}

/// `GET /companies`.
pub(super) async fn companies(
    State(app): State<App>,
    lang: Lang,
    DeskReader(who): DeskReader,
    Query(params): Query<CompanyParams>,
) -> Result<Response, Problem> {
    let snapshot = app.snapshot();
    let mut nodes: Vec<&CompanyNode> =
        snapshot.graph.companies().map(|(_, node)| node).filter(|node| meets(node, &params)).collect();
    nodes.sort_by(|a, b| a.key.cmp(&b.key).then(a.company.id.cmp(&b.company.id)));
    let path = address(
        "/companies",
        &[("q", &params.q), ("kind", &params.kind), ("status", &params.status), ("gap", &params.gap)],
    );
    let found = nodes.len();
    let pager = Pager::new(&path, found, A_PAGE, params.page);
    show(&CompaniesPage {
        notice: Notice::of(&DoneParams { done: params.done.clone(), ..DoneParams::default() }, &path),
        all: snapshot.graph.len(),
        found,
        rows: pager.cut(nodes, A_PAGE).into_iter().map(Row::of).collect(),
        pager,
        params,
        shell: Shell::new(lang, lang.t("企业"), "/companies", &who),
    })
}

fn meets(node: &CompanyNode, params: &CompanyParams) -> bool {
    let company = &node.company;
    let word = params.q.trim().to_lowercase();
    let named = word.is_empty()
        || company.names().any(|name| name.to_lowercase().contains(&word))
        || company.credit_code.as_deref().is_some_and(|code| code.to_lowercase().contains(&word))
        || company.place.levels().any(|place| place.contains(&word));
    let silent = |side: Side| {
        let mut said = node.lines.iter().filter(|line| line.line.source.kind != SourceKind::Name);
        !said.any(|line| line.line.side == side)
    };
    named
        && params.kind.parse::<CompanyKind>().map_or(true, |kind| node.kind == kind)
        && params.status.parse::<CompanyStatus>().map_or(true, |status| company.status == status)
        && params.gap.parse::<Side>().map_or(true, silent)
}
