//! `match --batch`: one question a line. `gold` and other unknown keys are never read.

use super::matching::{ask, card_json, excluded_json, name, write_trec};
use crate::{
    args::{Arguments, AskArg, Format, MatchArgs},
    exit::Failure,
    home, output,
};
use qianxian_core::{
    Company, CompanyId, CompanyIx, Evidence, LineId, LineRole, ProfileLine, Side, SourceKind, SourceRef, Visibility,
};
use qianxian_engine::{Snapshot, UnknownCompany, clock, digest::digest};
use qianxian_matching::{Answer, Request, partners};
use serde::Deserialize;
use serde_json::json;
use std::{path::Path, sync::Arc};

/// Answers of one question where neither it nor the command line says how many.
const LIMIT: usize = 1_000;

/// One question of a batch.
#[derive(Debug, Deserialize)]
struct Question {
    #[serde(default, alias = "qid")]
    id: String,
    company: String,
    #[serde(default)]
    ask: Option<String>,
    #[serde(default)]
    candidates: Option<Vec<String>>,
    #[serde(default)]
    limit: Option<usize>,
    #[serde(default)]
    company_products: Vec<String>,
}

pub(super) fn run(arguments: &Arguments, args: &MatchArgs, snapshot: &Snapshot, file: &Path) -> Result<(), Failure> {
    let text = home::read_text(file)?;
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let place = format!("{} 第{}行", file.display(), at + 1);
        let question: Question = serde_json::from_str(line).map_err(|_| {
            Failure::BadFile(format!(
                "{place}：不是正确的 JSON，或缺少 company；每行要写成 {{\"id\": \"1\", \"company\": \"企业名\"}}"
            ))
        })?;
        answer_one(arguments, args, snapshot, &question, &place)?;
    }
    Ok(())
}

fn answer_one(
    arguments: &Arguments,
    args: &MatchArgs,
    snapshot: &Snapshot,
    question: &Question,
    place: &str,
) -> Result<(), Failure> {
    let asked = match question.ask.as_deref() {
        None => args.ask,
        Some("supplier") => AskArg::Supplier,
        Some("customer") => AskArg::Customer,
        Some("partner") => AskArg::Partner,
        Some(other) => {
            return Err(Failure::BadFile(format!("{place}：ask 不能是「{other}」，可用：supplier、customer、partner")));
        }
    };
    let wrong = |error: UnknownCompany| Failure::NotFound(format!("{place}：{error}"));
    let adhoc;
    let (snapshot, company) = match snapshot.company(&question.company) {
        Ok(company)
            if question.company_products.is_empty()
                || snapshot.graph.company(company).links(Side::Makes).next().is_some() =>
        {
            (snapshot, company)
        }
        Err(error) if question.company_products.is_empty() => return Err(wrong(error)),
        known => {
            adhoc = with_profile(snapshot, question, known.ok());
            (&adhoc, adhoc.company(&question.company).map_err(wrong)?)
        }
    };
    let candidates = question
        .candidates
        .as_ref()
        .map(|names| names.iter().map(|n| snapshot.company(n).map_err(wrong)).collect::<Result<Vec<_>, _>>());
    let limit = question.limit.unwrap_or(LIMIT);
    let request = Request {
        ask: ask(asked),
        ways: Vec::new(),
        candidates: candidates.transpose()?,
        limit: if arguments.format == Format::Json || arguments.format == Format::Ndjson { limit } else { 0 },
        leave_out_asked: args.leave_out.is_some(),
    };
    let answer: Answer = snapshot.matching(|ctx| partners(ctx, company, &request));
    let qid = if question.id.is_empty() { name(snapshot, company) } else { question.id.clone() };
    match arguments.format {
        Format::Table | Format::Trec => write_trec(snapshot, &qid, &answer, limit),
        Format::Json | Format::Ndjson => {
            let matches: Vec<_> = answer.matches.iter().map(|found| card_json(snapshot, found)).collect();
            output::ndjson(&json!({"id": qid, "matches": matches, "excluded": excluded_json(snapshot, &answer)}))
        }
    }
}

/// The snapshot with an ad-hoc profile for a company the roster says nothing about.
fn with_profile(snapshot: &Snapshot, question: &Question, known: Option<CompanyIx>) -> Snapshot {
    let company = match known {
        Some(ix) => snapshot.graph.company(ix).company.as_ref().clone(),
        None => Company::named(CompanyId(clock::new_id()), question.company.clone()),
    };
    let lines = question
        .company_products
        .iter()
        .map(|text| {
            Arc::new(ProfileLine {
                id: LineId(clock::new_id()),
                company: company.id,
                side: Side::Makes,
                text: text.clone(),
                role: LineRole::Unknown,
                evidence: Evidence::SelfReported,
                confidence: 1.0,
                source: SourceRef::new(SourceKind::Secretariat, "company_products"),
                seen: None,
                expires: None,
                visibility: Visibility::Secretariat,
                confirmed: Vec::new(),
                rejected: Vec::new(),
            })
        })
        .collect();
    let node = digest(&snapshot.knowledge, Arc::new(company), lines, Vec::new(), snapshot.today);
    let graph = snapshot.graph.with_changes(vec![node], &[]);
    Snapshot::new(snapshot.sequence, snapshot.today, snapshot.knowledge.clone(), graph, snapshot.searcher.clone())
}
