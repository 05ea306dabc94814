//! `demo`: the founding case in a home of its own: who is there, who should talk to whom, and why.

use super::matching::{name, put_card, put_pairs, put_teams};
use crate::{
    args::{Arguments, DemoArgs, Format},
    exit::Failure,
    home, output,
};
use qianxian_core::CompanyIx;
use qianxian_engine::{
    Engine, Snapshot, clock,
    founding::{FoundingCase, FoundingCooperation},
};
use qianxian_matching::{Answer, Request, RosterPolicy, Team, partners, teams, whole_roster};
use serde_json::json;

/// Pairs of the composed list that are shown.
const PAIRS: usize = 12;
/// Teams looked through for a documented one.
const TEAMS: usize = 10;

pub(crate) async fn run(arguments: &Arguments, args: &DemoArgs) -> Result<(), Failure> {
    let folder = std::env::temp_dir().join(format!("qianxian-demo-{}", clock::new_id()));
    let result = show(arguments, args, &folder).await;
    // The demonstration leaves nothing behind; where the folder cannot be removed, the system clears it.
    let _ = std::fs::remove_dir_all(&folder);
    result
}

async fn show(arguments: &Arguments, args: &DemoArgs, folder: &std::path::Path) -> Result<(), Failure> {
    let engine = Engine::open(folder, home::knowledge(arguments)?, clock::today()).await?;
    engine.import_founding_case(args.known_cooperations).await?;
    let snapshot = engine.snapshot();
    let case = FoundingCase::embedded();
    if arguments.format != Format::Table {
        let list = snapshot.matching(|ctx| whole_roster(ctx, &RosterPolicy::default()));
        let cards: Vec<_> = list.matches.iter().map(|found| super::matching::card_json(&snapshot, found)).collect();
        return output::json(&json!({"source": case.source, "companies": snapshot.graph.len(), "matches": cards}));
    }
    output::put("牵线 · 淄博案例演示")?;
    output::put(&format!("来源：{}。条目后的字母：T 文中写明，F 另有出处，R 凭记忆，I 由名称推断。", case.source))?;
    companies(&snapshot)?;
    if !args.known_cooperations {
        documented(&snapshot, &case)?;
    }
    proposals(&snapshot)?;
    example(&snapshot)?;
    output::say("\n下一步：qianxian import 您的花名册.xlsx，然后 qianxian match 企业名");
    Ok(())
}

fn companies(snapshot: &Snapshot) -> Result<(), Failure> {
    output::put(&format!("\n一、案例里的组织（{} 家）", snapshot.graph.len()))?;
    let rows = snapshot.graph.companies().map(|(_, node)| {
        let lines: Vec<String> =
            node.lines.iter().map(|line| format!("{}（{}）", line.line.text, line.evidence.zh())).collect();
        let lines = if lines.is_empty() { "不清楚，有待走访".to_owned() } else { lines.join("、") };
        vec![node.company.name.clone(), node.kind.zh().to_owned(), lines]
    });
    Ok(output::table(&["组织", "类型", "做什么"], rows.collect())?)
}

/// The documented cooperations were held out: does the engine find them?
fn documented(snapshot: &Snapshot, case: &FoundingCase) -> Result<(), Failure> {
    output::put("\n二、报道里的五项协作，引擎事先并不知道，它自己找到了吗？")?;
    let mut rows = Vec::new();
    for cooperation in &case.cooperations {
        let members =
            cooperation.parties.iter().map(|party| snapshot.company(&party.name)).collect::<Result<Vec<_>, _>>()?;
        let names: Vec<&str> = cooperation.parties.iter().map(|party| party.name.as_str()).collect();
        let found =
            if members.len() == 2 { pair_rank(snapshot, &members) } else { team_rank(snapshot, cooperation, &members) };
        rows.push(vec![cooperation.id.clone(), names.join("、"), cooperation.product.clone(), found]);
    }
    Ok(output::table(&["编号", "各方", "产品", "引擎给出的名次"], rows)?)
}

fn pair_rank(snapshot: &Snapshot, members: &[CompanyIx]) -> String {
    let rank = |a: CompanyIx, b: CompanyIx| {
        let answer: Answer = snapshot.matching(|ctx| partners(ctx, a, &Request::default()));
        let at = answer.ranking.iter().position(|(company, _)| *company == b);
        at.map(|at| (at + 1, a))
    };
    let best = [rank(members[0], members[1]), rank(members[1], members[0])]
        .into_iter()
        .flatten()
        .min_by_key(|(rank, _)| *rank);
    best.map_or_else(
        || "没有找到".to_owned(),
        |(rank, side)| format!("第 {rank} 位（从{}一侧看）", name(snapshot, side)),
    )
}

fn team_rank(snapshot: &Snapshot, cooperation: &FoundingCooperation, members: &[CompanyIx]) -> String {
    let same = |team: &Team| {
        team.seats.len() == members.len()
            && team.seats.iter().all(|seat| seat.company.is_some_and(|c| members.contains(&c)))
    };
    let rank = |company: CompanyIx| {
        snapshot.matching(|ctx| teams(ctx, company, TEAMS)).iter().position(same).map(|at| (at + 1, company))
    };
    let best = members.iter().filter_map(|company| rank(*company)).min_by_key(|(rank, _)| *rank);
    let kind = if cooperation.parties.iter().any(|party| party.role == "technology") { "研发" } else { "配套" };
    best.map_or_else(
        || "没有组成".to_owned(),
        |(rank, side)| format!("三方{kind}组队第 {rank} 位（从{}一侧看）", name(snapshot, side)),
    )
}

fn proposals(snapshot: &Snapshot) -> Result<(), Failure> {
    let list = snapshot.matching(|ctx| whole_roster(ctx, &RosterPolicy::default()));
    output::put(&format!("\n三、谁该和谁谈（前 {PAIRS} 对，每家露面次数有上限）"))?;
    put_pairs(snapshot, &list.matches[..list.matches.len().min(PAIRS)])
}

/// The first cards of the company with the best team, of those whose best partner nothing speaks against.
fn example(snapshot: &Snapshot) -> Result<(), Failure> {
    let first = |ix| snapshot.matching(|ctx| partners(ctx, ix, &Request { limit: 1, ..Request::default() })).matches;
    let clear = |ix: &CompanyIx| first(*ix).first().is_some_and(|card| card.against.is_empty());
    let candidates = snapshot.graph.companies().map(|(ix, _)| ix).filter(clear);
    let found = candidates.map(|ix| (ix, snapshot.matching(|ctx| teams(ctx, ix, 1)))).max_by(|a, b| {
        let score = |teams: &[Team]| teams.first().map_or(0.0, |team| team.score);
        score(&a.1).total_cmp(&score(&b.1))
    });
    let Some((company, teams)) = found else { return Ok(()) };
    output::put(&format!("\n四、以{}为例：配对卡和三方组队", name(snapshot, company)))?;
    let answer = snapshot.matching(|ctx| partners(ctx, company, &Request { limit: 2, ..Request::default() }));
    for (at, card) in answer.matches.iter().enumerate() {
        put_card(snapshot, at + 1, card)?;
    }
    put_teams(snapshot, &teams)
}
