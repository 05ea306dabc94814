//! `match`: partners of one company, leads for everybody, or a batch.

use crate::{
    args::{Arguments, AskArg, Format, MatchArgs},
    exit::Failure,
    home, output,
};
use qianxian_core::CompanyIx;
use qianxian_engine::Snapshot;
use qianxian_matching::{Answer, Ask, Match, Request, RosterPolicy, Team, Way, partners, teams, whole_roster};
use serde_json::{Value, json};

/// Excluded companies shown under a list.
const EXCLUDED: usize = 8;
/// Partners listed for one company where the command line does not say how many.
const LIMIT: usize = 10;
/// Teams shown under a list.
const TEAMS: usize = 3;

pub(crate) async fn run(arguments: &Arguments, args: &MatchArgs) -> Result<(), Failure> {
    let ways = args
        .way
        .iter()
        .map(|way| way.parse::<Way>().map_err(|e| Failure::NotFound(e.to_string())))
        .collect::<Result<Vec<_>, _>>()?;
    if let Some(file) = &args.batch {
        let snapshot = home::engine_with_members(arguments).await?.snapshot();
        return super::match_batch::run(arguments, args, &snapshot, file);
    }
    let engine = home::engine_with_members(arguments).await?;
    let snapshot = engine.snapshot();
    if args.all {
        return everybody(arguments, &snapshot, ways, args.limit);
    }
    let company = snapshot.company(args.company.as_deref().unwrap_or(""))?;
    let request = Request {
        ask: ask(args.ask),
        ways,
        limit: args.limit.unwrap_or(LIMIT),
        leave_out_asked: args.leave_out.is_some(),
        candidates: None,
    };
    let answer = snapshot.matching(|ctx| partners(ctx, company, &request));
    let teams = if args.teams { snapshot.matching(|ctx| teams(ctx, company, TEAMS)) } else { Vec::new() };
    show(arguments, &snapshot, company, &answer, &teams)
}

pub(super) fn ask(ask: AskArg) -> Ask {
    match ask {
        AskArg::Supplier => Ask::Supplier,
        AskArg::Customer => Ask::Customer,
        AskArg::Partner => Ask::Partner,
    }
}

fn everybody(arguments: &Arguments, snapshot: &Snapshot, ways: Vec<Way>, limit: Option<usize>) -> Result<(), Failure> {
    let policy = RosterPolicy { ways, limit: limit.unwrap_or(0), ..RosterPolicy::default() };
    let list = snapshot.matching(|ctx| whole_roster(ctx, &policy));
    match arguments.format {
        Format::Table => {}
        Format::Json => {
            return output::json(&list.matches.iter().map(|found| card_json(snapshot, found)).collect::<Vec<_>>());
        }
        _ => return list.matches.iter().try_for_each(|found| output::ndjson(&card_json(snapshot, found))),
    }
    put_pairs(snapshot, &list.matches)?;
    let cut = if list.cut > 0 { format!("；另有 {} 对在 --limit 之外", list.cut) } else { String::new() };
    output::say(&format!("列出 {} 对{cut}；{} 对因一方已排满而未列", list.matches.len(), list.capped));
    Ok(())
}

/// Pairs as a table: who, with whom, how, how sure, why.
pub(super) fn put_pairs(snapshot: &Snapshot, pairs: &[Match]) -> Result<(), Failure> {
    let rows = pairs.iter().map(|found| {
        let reason = found.reasons.first().map_or("", |reason| reason.text.as_str());
        vec![
            name(snapshot, found.company),
            name(snapshot, found.partner),
            found.way.zh().to_owned(),
            found.band.zh().to_owned(),
            reason.to_owned(),
        ]
    });
    Ok(output::table(&["甲方", "乙方", "合作方式", "把握", "为什么"], rows.collect())?)
}

fn show(
    arguments: &Arguments,
    snapshot: &Snapshot,
    company: CompanyIx,
    answer: &Answer,
    teams: &[Team],
) -> Result<(), Failure> {
    match arguments.format {
        Format::Table => {}
        Format::Trec => return write_trec(snapshot, &name(snapshot, company), answer, usize::MAX),
        Format::Ndjson => {
            return answer.matches.iter().try_for_each(|found| output::ndjson(&card_json(snapshot, found)));
        }
        Format::Json => {
            let excluded = excluded_json(snapshot, answer);
            let matches: Vec<Value> = answer.matches.iter().map(|found| card_json(snapshot, found)).collect();
            let teams: Vec<Value> = teams.iter().map(|team| team_json(snapshot, team)).collect();
            return output::json(
                &json!({"company": name(snapshot, company), "matches": matches, "excluded": excluded, "teams": teams}),
            );
        }
    }
    if answer.matches.is_empty() {
        output::put(&format!("还没有能给{}配的伙伴。请先补上它做什么、买什么、被什么困扰。", name(snapshot, company)))?;
    }
    for (at, found) in answer.matches.iter().enumerate() {
        put_card(snapshot, at + 1, found)?;
    }
    put_teams(snapshot, teams)?;
    put_excluded(snapshot, answer)
}

fn put_excluded(snapshot: &Snapshot, answer: &Answer) -> Result<(), Failure> {
    let kept_out: Vec<(String, String)> = excluded(snapshot, answer).collect();
    if !kept_out.is_empty() {
        output::put("\n排除清单")?;
        for (name, words) in kept_out.iter().take(EXCLUDED) {
            output::put(&format!("  {name}：{words}"))?;
        }
        if kept_out.len() > EXCLUDED {
            output::put(&format!("  …… 其余 {} 家请看 --format json", kept_out.len() - EXCLUDED))?;
        }
    }
    Ok(())
}

/// One card for the terminal.
pub(super) fn put_card(snapshot: &Snapshot, number: usize, found: &Match) -> Result<(), Failure> {
    output::put(&format!("\n{number}. {}　【{}】{}", name(snapshot, found.partner), found.band.zh(), found.way.zh()))?;
    if let Some(heading) = &found.heading {
        output::put(&format!("   ! {heading}"))?;
    }
    for reason in &found.reasons {
        output::put(&format!("   有利：{}", reason.text))?;
    }
    if let Some(reason) = found.reasons.first() {
        output::put(&format!("   来源：{}", reason.sources.join("；")))?;
    }
    for against in &found.against {
        output::put(&format!("   不利：{against}"))?;
    }
    for unclear in &found.unclear {
        output::put(&format!("   还不清楚：{unclear}"))?;
    }
    output::put(&format!("   对方得到：{}　己方得到：{}", found.partner_gain, found.gain))?;
    Ok(output::put(&format!("   先问：{}", found.question))?)
}

/// Teams for the terminal.
pub(super) fn put_teams(snapshot: &Snapshot, teams: &[Team]) -> Result<(), Failure> {
    for team in teams {
        let about = snapshot.knowledge.chain.name(team.about);
        let process =
            team.process.map_or_else(String::new, |process| format!("（{}）", snapshot.knowledge.chain.name(process)));
        output::put(&format!("\n三方组队 · {} · {about}{process}", team.way.zh()))?;
        for seat in &team.seats {
            let who = seat.company.map_or_else(|| "空缺，可从外面邀请".to_owned(), |company| name(snapshot, company));
            output::put(&format!("   {}：{who}（{}）", seat.role.zh(), snapshot.knowledge.chain.name(seat.brings)))?;
        }
    }
    Ok(())
}

fn excluded<'a>(snapshot: &'a Snapshot, answer: &'a Answer) -> impl Iterator<Item = (String, String)> + 'a {
    answer
        .excluded
        .iter()
        .map(move |excluded| (name(snapshot, excluded.company), snapshot.matching(|ctx| excluded.exclusion.words(ctx))))
}

/// Who was kept out and why, as JSON.
pub(super) fn excluded_json(snapshot: &Snapshot, answer: &Answer) -> Vec<Value> {
    excluded(snapshot, answer).map(|(name, words)| json!({"company": name, "reason": words})).collect()
}

/// The ranking of an answer as TREC lines.
pub(super) fn write_trec(snapshot: &Snapshot, qid: &str, answer: &Answer, limit: usize) -> Result<(), Failure> {
    let qid = output::trec_name(qid);
    for (rank, (company, score)) in answer.ranking.iter().take(limit).enumerate() {
        output::put(&format!(
            "{qid} Q0 {} {} {score:.5} qianxian",
            output::trec_name(&name(snapshot, *company)),
            rank + 1
        ))?;
    }
    Ok(())
}

pub(super) fn name(snapshot: &Snapshot, company: CompanyIx) -> String {
    snapshot.graph.company(company).company.name.clone()
}

/// A card as JSON.
pub(super) fn card_json(snapshot: &Snapshot, found: &Match) -> Value {
    json!({
        "company": name(snapshot, found.company), "partner": name(snapshot, found.partner),
        "way": found.way, "way_zh": found.way.zh(), "ways": found.ways, "band": found.band, "band_zh": found.band.zh(),
        "score": found.score, "addends": found.addends, "reasons": found.reasons, "gain": found.gain, "partner_gain": found.partner_gain,
        "against": found.against, "unclear": found.unclear, "question": found.question, "heading": found.heading,
    })
}

fn team_json(snapshot: &Snapshot, team: &Team) -> Value {
    let chain = &snapshot.knowledge.chain;
    let seats: Vec<Value> = team
        .seats
        .iter()
        .map(|seat| json!({"role": seat.role, "role_zh": seat.role.zh(), "company": seat.company.map(|c| name(snapshot, c)), "brings": chain.name(seat.brings)}))
        .collect();
    json!({"way": team.way, "about": chain.name(team.about), "process": team.process.map(|p| chain.name(p)), "seats": seats, "score": team.score})
}
