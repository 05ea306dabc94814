//! The roster as a table that this program reads back word for word (`qianxian_intake`, our own export).

use crate::{import::ROSTER_ID, snapshot::Snapshot};
use qianxian_core::{Company, CompanyKind, CompanyNode, Side, SourceKind};
use qianxian_intake::{Field, OWN_COLUMNS, OWN_ID, OWN_SEPARATOR, own_cell, own_header};
use std::collections::BTreeSet;

/// Header and rows of the roster, companies by name; every row is as long as the header. Conclusions of our own
/// (lines from a company's name) are left out: only what somebody said is exported.
pub fn roster_table(snapshot: &Snapshot) -> Vec<Vec<String>> {
    let mut nodes: Vec<&CompanyNode> = snapshot.graph.companies().map(|(_, node)| node).collect();
    nodes.sort_by(|a, b| (&a.key, a.company.id).cmp(&(&b.key, b.company.id)));
    let others: BTreeSet<&String> = nodes.iter().flat_map(|node| node.company.other.keys()).collect();
    let mut header = vec![OWN_ID.to_owned()];
    header.extend(OWN_COLUMNS.iter().map(|(name, _)| (*name).to_owned()));
    header.extend(others.iter().map(|name| own_header(name)));
    let mut rows = vec![header];
    for node in nodes {
        let mut row = vec![node.company.id.to_string()];
        row.extend(OWN_COLUMNS.iter().map(|(_, field)| value(node, *field)));
        row.extend(others.iter().map(|name| node.company.other.get(*name).cloned().unwrap_or_default()));
        rows.push(row);
    }
    rows
}

/// A value that a spreadsheet must not take for a formula gets a mark in front; so does one that begins with the mark.
pub fn guarded(value: &str) -> String {
    if value.starts_with(['=', '+', '-', '@', '\'', '\t', '\r']) { format!("'{value}") } else { value.to_owned() }
}

fn value(node: &CompanyNode, field: Field) -> String {
    let company: &Company = &node.company;
    let said = |value: &Option<String>| value.clone().unwrap_or_default();
    match field {
        Field::Name => company.name.clone(),
        Field::Aliases => list(company.aliases.iter()),
        Field::FormerNames => list(company.former_names.iter()),
        Field::Kind if company.kind == CompanyKind::Unknown => String::new(),
        Field::Kind => company.kind.zh().to_owned(),
        Field::CreditCode => said(&company.credit_code),
        Field::ExternalId => company.external_ids.get(ROSTER_ID).cloned().unwrap_or_default(),
        Field::Province => said(&company.place.province),
        Field::City => said(&company.place.city),
        Field::District => said(&company.place.district),
        Field::Industry => said(&company.industry),
        Field::Website => said(&company.website),
        Field::Products => lines(node, Side::Makes, false),
        Field::Buys => lines(node, Side::Buys, false),
        Field::Does => lines(node, Side::Does, false),
        Field::Suffers => lines(node, Side::Suffers, false),
        _ => lines(node, Side::Makes, true),
    }
}

fn lines(node: &CompanyNode, side: Side, scope: bool) -> String {
    let wanted = |kind: SourceKind| kind != SourceKind::Name && (kind == SourceKind::Scope) == scope;
    let lines = node.lines.iter().map(|line| &line.line);
    let mut texts: Vec<&String> = Vec::new();
    for line in lines.filter(|line| line.side == side && wanted(line.source.kind)) {
        if !texts.contains(&&line.text) {
            texts.push(&line.text);
        }
    }
    list(texts.into_iter())
}

fn list<'a>(items: impl Iterator<Item = &'a String>) -> String {
    let items: Vec<String> = items.map(|item| own_cell(item)).filter(|item| !item.is_empty()).collect();
    items.join(&OWN_SEPARATOR.to_string())
}
