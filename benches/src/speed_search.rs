//! Search beside plain engines on the same companies and queries, in one process: ours with everything it understands,
//! tantivy BM25 and SQLite FTS5 over pairs of characters with nothing understood.

use crate::{
    generate::{self, Generator},
    report::{Section, Table},
    speed::{Spread, millis, timed},
};
use anyhow::{Context, Result};
use qianxian_core::{CapabilityGraph, Visibility};
use qianxian_engine::{Knowledge, Snapshot};
use sqlx::{Connection, SqliteConnection};
use std::{hint::black_box, time::Duration};
use tantivy::{
    Term,
    collector::TopDocs,
    query::{BooleanQuery, Query, TermQuery},
    schema::{Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions},
    tokenizer::{TextAnalyzer, WhitespaceTokenizer},
};

/// Queries of each system.
const QUESTIONS: usize = 2_000;
/// Queries of the slowest peer.
const SLOW_QUESTIONS: usize = 300;
/// Hits asked for, as on a page.
const PAGE: usize = 20;
const SEED: u64 = 1;

/// Times search at each size of roster.
pub fn run(sizes: &[usize], talk: impl Fn(&str)) -> Result<Section> {
    let knowledge = Knowledge::embedded()?;
    let mut once = Table::new("search speed: once", &["companies", "value"]).counting(&["companies"]);
    let mut each =
        Table::new("search speed: ms", &["companies", "p50", "p99", "worst", "mean"]).counting(&["companies"]);
    let mut summary = Vec::new();
    for size in sizes {
        talk(&format!("{size} companies"));
        let count = *size as f64;
        let samples = Generator::new(&knowledge, SEED).companies(*size);
        let graph = generate::graph(&knowledge, generate::digested(&knowledge, samples));
        let before = resident();
        let words = generate::index_words(&knowledge.chain);
        let (searcher, took) = timed(|| generate::index(&graph, &words));
        once.row(format!("index of {size} built, s"), &[count, took.as_secs_f64()]);
        once.row(format!("memory taken by it, MB ({size})"), &[count, resident() - before]);
        let snapshot = Snapshot::new(1, crate::TODAY, knowledge.clone(), graph, searcher?);
        let queries = Generator::new(&knowledge, SEED + 1).queries(QUESTIONS);
        // What is worked out on first use is no part of an answer.
        for first in ["jsj", "堆高几", "jiansuij"] {
            let (_, took) = timed(|| black_box(snapshot.search(first, Visibility::Secretariat, PAGE)));
            once.row(format!("first search “{first}”, ms ({size})"), &[count, millis(took)]);
        }
        let (_, took) = timed(|| black_box(snapshot.suggestions().len()));
        once.row(format!("typeahead built, ms ({size})"), &[count, millis(took)]);
        let typed = ["s", "山", "sd", "zb", "jsj", "减速", "潍坊", "lixin", "wx", "泵", "zibo", "dianji"];
        let ours =
            |query: &String| timed(|| black_box(snapshot.search(query, Visibility::Secretariat, PAGE).hits.len())).1;
        let suggest = |at: usize| timed(|| black_box(snapshot.suggest(typed[at % typed.len()], 10).len())).1;
        let texts = texts(&snapshot.graph);
        let plain = Plain::new(&texts)?;
        let systems = [
            ("ours", queries.iter().map(ours).collect::<Vec<_>>()),
            ("typeahead", (0..QUESTIONS).map(suggest).collect()),
            ("plain tantivy", queries.iter().map(|query| timed(|| black_box(plain.search(query))).1).collect()),
            ("SQLite FTS5", full_text_of_sqlite(&texts, &queries)?),
        ];
        for (name, times) in systems {
            let spread = Spread::of(times);
            each.row(format!("{name} {size}"), &[count, spread.p50, spread.p99, spread.worst, spread.mean]);
            summary.push(format!("{name}@{size} p50 {:.3} p99 {:.3} ms", spread.p50, spread.p99));
        }
    }
    Ok(Section { set: "search speed".to_owned(), summary: summary.join(", "), tables: vec![once, each] })
}

/// Megabytes of memory in use, as the kernel counts; 0 where it does not say.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}

/// All a company says, as pairs of characters with blanks between.
fn texts(graph: &CapabilityGraph) -> Vec<String> {
    let said = |node: &qianxian_core::CompanyNode| {
        let lines = node.lines.iter().map(|line| line.line.text.as_str());
        node.company.names().chain(lines).map(pairs).collect::<Vec<_>>().join(" ")
    };
    graph.companies().map(|(_, node)| said(node)).collect()
}

fn pairs(text: &str) -> String {
    let chars: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    chars.windows(2).map(|pair| pair.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

struct Plain {
    searcher: tantivy::Searcher,
    field: Field,
}

impl Plain {
    fn new(texts: &[String]) -> Result<Plain> {
        let mut schema = Schema::builder();
        let indexing =
            TextFieldIndexing::default().set_tokenizer("blanks").set_index_option(IndexRecordOption::WithFreqs);
        let field = schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
        let number = schema.add_u64_field("number", STORED);
        let index = tantivy::Index::create_in_ram(schema.build());
        index.tokenizers().register("blanks", TextAnalyzer::from(WhitespaceTokenizer::default()));
        let mut writer = index.writer_with_num_threads(1, 96 << 20)?;
        for (at, text) in (0u64..).zip(texts) {
            writer.add_document(tantivy::doc!(field => text.as_str(), number => at))?;
        }
        writer.commit()?;
        writer.wait_merging_threads()?;
        Ok(Plain { searcher: index.reader()?.searcher(), field })
    }

    fn search(&self, query: &str) -> usize {
        let term = |pair: &str| -> Box<dyn Query> {
            Box::new(TermQuery::new(Term::from_field_text(self.field, pair), IndexRecordOption::WithFreqs))
        };
        let query = BooleanQuery::union(pairs(query).split(' ').map(term).collect());
        self.searcher.search(&query, &TopDocs::with_limit(PAGE).order_by_score()).map_or(0, |hits| hits.len())
    }
}

fn full_text_of_sqlite(texts: &[String], queries: &[String]) -> Result<Vec<Duration>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut connection = SqliteConnection::connect("sqlite::memory:").await?;
        sqlx::query("create virtual table said using fts5(text)").execute(&mut connection).await?;
        let mut unit = connection.begin().await?;
        for text in texts {
            sqlx::query("insert into said(text) values (?)").bind(text).execute(&mut *unit).await?;
        }
        unit.commit().await?;
        let mut times = Vec::new();
        for query in queries.iter().take(SLOW_QUESTIONS) {
            let words: Vec<String> = pairs(query).split(' ').map(|pair| format!("\"{pair}\"")).collect();
            let started = std::time::Instant::now();
            let found = sqlx::query("select rowid from said where said match ? order by rank limit 20")
                .bind(words.join(" OR "))
                .fetch_all(&mut connection)
                .await
                .context("FTS5")?;
            black_box(found.len());
            times.push(started.elapsed());
        }
        Ok(times)
    })
}
