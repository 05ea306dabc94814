//! What people take away as Excel: a search, the list of pairs, the sheet of a company. Chinese headers, text cells,
//! ready to print on A4; contacts only for whom the rules allow.

use crate::{
    App, Problem,
    access::DeskReader,
    pages::{
        Lang,
        card::Card,
        company::{lists, needs, others},
        matches::{MatchParams, living},
        search::Asked,
    },
};
use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use qianxian_engine::export::guarded;
use qianxian_matching::{Match, Request, partners};
use rust_xlsxwriter::{Format, FormatAlign, Workbook, XlsxError};

/// Longest text of a cell.
const LONGEST_CELL: usize = 32_000;
/// Most rows of one file.
const MOST_ROWS: usize = 5_000;
const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A table about to be written: title, widths of columns in characters, header, rows.
struct Table {
    name: &'static str,
    widths: &'static [f64],
    header: &'static [&'static str],
    rows: Vec<Vec<String>>,
}

fn file(name: &str, tables: &[Table]) -> Result<Response, Problem> {
    let bytes = workbook(tables).map_err(Problem::internal)?;
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(KIND));
    let disposition =
        format!("attachment; filename=\"qianxian.xlsx\"; filename*=UTF-8''{}.xlsx", super::link::encode(name));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&disposition).map_err(Problem::internal)?);
    Ok((headers, bytes).into_response())
}

fn workbook(tables: &[Table]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top).set_background_color(0x00E6_F0F6);
    let text = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
    for table in tables {
        let sheet = book.add_worksheet().set_name(table.name)?;
        sheet.set_freeze_panes(1, 0)?.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        sheet.set_repeat_rows(0, 0)?;
        for (column, width) in (0u16..).zip(table.widths) {
            sheet.set_column_width(column, *width)?;
        }
        for (column, name) in (0u16..).zip(table.header) {
            sheet.write_string_with_format(0, column, *name, &head)?;
        }
        for (row, cells) in (1u32..).zip(&table.rows) {
            for (column, cell) in (0u16..).zip(cells) {
                let cell: String = guarded(cell).chars().take(LONGEST_CELL).collect();
                sheet.write_string_with_format(row, column, cell, &text)?;
            }
        }
    }
    book.save_to_buffer()
}

/// `GET /search.xlsx`.
pub(super) async fn search(
    State(app): State<App>,
    DeskReader(who): DeskReader,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let asked = Asked::read(pairs);
    let snapshot = app.snapshot();
    let answer = snapshot.search_with(&asked.request(who.viewer()));
    let row = |class: &str, hit: &qianxian_engine::SearchHit| {
        let evidence = hit.evidence.map_or("", |level| level.zh());
        [&hit.name, &hit.place, &hit.line, evidence, &hit.why, class].map(str::to_owned).to_vec()
    };
    let hits = answer.hits.iter().map(|hit| row("符合", hit));
    let rows = hits.chain(answer.reference.iter().map(|hit| row("仅供参考", hit))).collect();
    let table = Table {
        name: "搜索结果",
        widths: &[32.0, 16.0, 40.0, 10.0, 40.0, 10.0],
        header: &["企业", "地区", "相符的条目", "可信度", "为什么在这里", "把握"],
        rows,
    };
    file(&format!("搜索-{}", asked.q), &[table])
}

/// `GET /matches.xlsx`.
pub(super) async fn matches(
    State(app): State<App>,
    lang: Lang,
    DeskReader(_): DeskReader,
    Query(params): Query<MatchParams>,
) -> Result<Response, Problem> {
    let snapshot = app.snapshot();
    let way = params.way();
    let (title, rows) = if params.company.is_empty() {
        let composed = app.composed().await?;
        let mut pairs = living(&composed, &snapshot);
        pairs.retain(|found| way.is_none_or(|way| found.ways.contains(&way)));
        pairs.retain(|found| params.band().is_none_or(|band| found.band == band));
        pairs.sort_by_key(|found| std::cmp::Reverse(found.band));
        let rows = pairs.into_iter().take(MOST_ROWS).map(|found| row(lang, &Card::of(&composed.snapshot, found)));
        ("配对清单".to_owned(), rows.collect())
    } else {
        let company = snapshot.company(&params.company)?;
        let request = Request { ways: way.into_iter().collect(), limit: 50, ..Request::default() };
        let answer = snapshot.matching(|ctx| partners(ctx, company, &request));
        let card = |found: &Match| row(lang, &Card::of(&snapshot, found));
        let name = &snapshot.graph.company(company).company.name;
        (format!("配对-{name}"), answer.matches.iter().map(card).collect())
    };
    let table = Table {
        name: "配对",
        widths: &[26.0, 26.0, 14.0, 10.0, 48.0, 24.0, 24.0, 30.0, 40.0, 40.0],
        header: &[
            "甲方",
            "乙方",
            "合作方式",
            "把握",
            "为什么",
            "不利",
            "还不清楚",
            "先问一句",
            "给甲方的微信",
            "给乙方的微信",
        ],
        rows,
    };
    file(&title, &[table])
}

fn row(lang: Lang, card: &Card) -> Vec<String> {
    let reason = |reason: &qianxian_matching::Reason| format!("{}（来源：{}）", reason.text, reason.sources.join("；"));
    vec![
        card.company.name.clone(),
        card.partner.name.clone(),
        lang.t(card.way_zh).to_owned(),
        lang.t(card.band.zh()).to_owned(),
        card.reasons.iter().map(reason).collect::<Vec<_>>().join("\n"),
        card.against.join("\n"),
        card.unclear.join("\n"),
        card.question.clone(),
        card.to_company.clone(),
        card.to_partner.clone(),
    ]
}

/// `GET /companies/{id}/sheet.xlsx`.
pub(super) async fn company(
    State(app): State<App>,
    DeskReader(who): DeskReader,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let snapshot = app.snapshot();
    let node = snapshot.graph.company(snapshot.company(&id)?);
    let company = &node.company;
    let pair = |label: &str, value: String| vec![label.to_owned(), value];
    let mut facts = vec![
        pair("企业", company.name.clone()),
        pair("别名", company.names().skip(1).collect::<Vec<_>>().join("、")),
        pair("类型", node.kind.zh().to_owned()),
        pair("地区", company.place.label()),
        pair("信用代码", company.credit_code.clone().unwrap_or_default()),
        pair("状态", company.status.zh().to_owned()),
    ];
    facts.extend(
        others(&who, node, false).into_iter().chain(others(&who, node, true)).map(|(label, value)| vec![label, value]),
    );
    facts.retain(|row| !row[1].is_empty());
    let line = |list: &super::company::ListView, line: &super::company::LineView| {
        let seen = line.seen.clone().unwrap_or_default();
        let (side, level) = (list.side.zh(), line.evidence.zh());
        [side, &line.text, level, &line.source, &seen, &line.capabilities].map(str::to_owned).to_vec()
    };
    let lists = lists(&snapshot, node);
    let lines = lists.iter().flat_map(|list| list.lines.iter().map(move |one| line(list, one))).collect();
    let need = |need: qianxian_core::Need| {
        let deadline = need.deadline.map(|date| date.to_string()).unwrap_or_default();
        [&need.text, need.kind.zh(), &deadline, &need.source.label()].map(str::to_owned).to_vec()
    };
    let tables = [
        Table { name: "基本资料", widths: &[18.0, 60.0], header: &["项目", "内容"], rows: facts },
        Table {
            name: "四张清单",
            widths: &[12.0, 40.0, 10.0, 36.0, 12.0, 30.0],
            header: &["类别", "条目", "可信度", "来源", "核实日期", "识别为"],
            rows: lines,
        },
        Table {
            name: "需求",
            widths: &[50.0, 12.0, 12.0, 30.0],
            header: &["需求", "类别", "截止", "来源"],
            rows: needs(node, &who).into_iter().map(need).collect(),
        },
    ];
    file(&format!("企业档案-{}", company.name), &tables)
}
