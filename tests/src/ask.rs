//! Questions about a fixture as one line of text, and answers as text: what a `check` compares.
//!
//! `甲厂` asks for its partners, `甲厂 --way outsourcing` for one way, `甲厂 --ask supplier` for one side,
//! `甲厂 <> 乙厂` for everything between two, `甲厂 teams` for teams of three. Scores and bands are left out: weights may
//! change, what is proposed and why may not.

use crate::fixture::{company, name};
use qianxian_engine::Snapshot;
use qianxian_matching::{Answer, Ask, Match, Request, Team, Way, explain, partners, teams};

/// The answer to a question.
///
/// # Panics
/// Where the question cannot be read.
pub fn answer(snapshot: &Snapshot, question: &str) -> String {
    let words: Vec<&str> = question.split_whitespace().collect();
    match words.as_slice() {
        [a, "<>", b] => between(snapshot, a, b),
        [a, "teams"] => teams_of(snapshot, a).iter().map(|team| team_text(snapshot, team) + "\n").collect(),
        [a, options @ ..] => {
            let answer = partners_of(snapshot, a, options);
            let cards = answer.matches.iter().map(|card| card_text(snapshot, card) + "\n");
            cards.chain(excluded(snapshot, &answer).into_iter().map(|words| words + "\n")).collect()
        }
        [] => panic!("空的问题"),
    }
}

/// Partners of a company; options as on the command line.
///
/// # Panics
/// Where an option cannot be read.
pub fn partners_of(snapshot: &Snapshot, asked: &str, options: &[&str]) -> Answer {
    let mut request = Request::default();
    for option in options.chunks(2) {
        match option {
            ["--way", way] => request.ways.push(way.parse::<Way>().unwrap_or_else(|e| panic!("{e}"))),
            ["--ask", "supplier"] => request.ask = Ask::Supplier,
            ["--ask", "customer"] => request.ask = Ask::Customer,
            _ => panic!("读不懂：{option:?}"),
        }
    }
    let asked = company(snapshot, asked);
    snapshot.matching(|ctx| partners(ctx, asked, &request))
}

/// The card of one partner, where there is one.
pub fn card<'a>(snapshot: &Snapshot, answer: &'a Answer, partner: &str) -> Option<&'a Match> {
    answer.matches.iter().find(|card| name(snapshot, card.partner) == partner)
}

/// Names of the partners proposed, best first.
pub fn proposed(snapshot: &Snapshot, answer: &Answer) -> Vec<String> {
    answer.matches.iter().map(|card| name(snapshot, card.partner).to_owned()).collect()
}

/// Whom the answer keeps out, with the reason.
pub fn excluded(snapshot: &Snapshot, answer: &Answer) -> Vec<String> {
    let words = |excluded: &qianxian_matching::Excluded| snapshot.matching(|ctx| excluded.exclusion.words(ctx));
    answer.excluded.iter().map(|out| format!("× {}：{}", name(snapshot, out.company), words(out))).collect()
}

/// Teams of three that a company could be part of.
pub fn teams_of(snapshot: &Snapshot, asked: &str) -> Vec<Team> {
    let asked = company(snapshot, asked);
    snapshot.matching(|ctx| teams(ctx, asked, 10))
}

/// A team as text: what it is about, then role and member.
pub fn team_text(snapshot: &Snapshot, team: &Team) -> String {
    let seat = |seat: &qianxian_matching::Seat| {
        format!("{}={}", seat.role.zh(), seat.company.map_or("空缺", |company| name(snapshot, company)))
    };
    let seats: Vec<String> = team.seats.iter().map(seat).collect();
    format!("{} · {}：{}", team.way.zh(), snapshot.knowledge.chain.name(team.about), seats.join(" "))
}

/// Partner, way, heading, first reason.
fn card_text(snapshot: &Snapshot, card: &Match) -> String {
    let heading = card.heading.as_ref().map_or_else(String::new, |heading| format!("！{heading} "));
    let reason = card.reasons.first().map_or("", |reason| reason.text.as_str());
    format!("{}【{}】{heading}{reason}", name(snapshot, card.partner), card.way.zh())
}

fn between(snapshot: &Snapshot, a: &str, b: &str) -> String {
    let (a, b) = (company(snapshot, a), company(snapshot, b));
    snapshot.matching(|ctx| {
        let (paths, exclusion, card) = explain(ctx, a, b);
        let out = exclusion.map(|exclusion| format!("× {}\n", exclusion.words(ctx)));
        let card = card.map(|card| card_text(snapshot, &card) + "\n");
        let ways: Vec<&str> = paths.iter().map(|path| path.target.way.zh()).collect();
        let mut unique: Vec<&str> = Vec::new();
        ways.into_iter().for_each(|way| {
            if !unique.contains(&way) {
                unique.push(way);
            }
        });
        [out, card, Some(format!("路径：{}\n", unique.join("、")))].into_iter().flatten().collect()
    })
}
