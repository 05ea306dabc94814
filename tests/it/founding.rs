//! The founding case: five documented cooperations, held out and found again; and names that carry no weight.
//!
//! With `QIANXIAN_EVAL` set, the same among 475 others of `zibo/companies_mixed.csv`.

use qianxian_core::{Company, CompanyId, CompanyIx, CompanyKind, Side};
use qianxian_engine::{
    Engine, Snapshot,
    founding::{FoundingCase, FoundingCooperation},
};
use qianxian_intake::{Limits, Mapping, read_roster};
use qianxian_matching::{Request, partners, teams};
use qianxian_store::Facts;
use qianxian_tests::{
    fixture::{KNOWLEDGE, TODAY, company, name, snapshot_of},
    skipped,
};
use std::{collections::BTreeMap, path::PathBuf, sync::LazyLock};

/// What a home of its own holds after something was put into it.
fn stored(fill: impl AsyncFnOnce(&Engine)) -> Facts {
    let home = tempfile::tempdir().expect("a folder");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let engine = Engine::open(home.path(), KNOWLEDGE.clone(), TODAY).await.expect("an empty home opens");
        fill(&engine).await;
        engine.store().load().await.expect("the facts can be read")
    })
}

static FACTS: LazyLock<Facts> = LazyLock::new(|| {
    stored(async |engine| engine.import_founding_case(false).await.expect("the founding case is stored"))
});

static CASE: LazyLock<FoundingCase> = LazyLock::new(FoundingCase::embedded);

fn scores(snapshot: &Snapshot, asked: CompanyIx) -> Vec<(CompanyIx, f32)> {
    snapshot.matching(|ctx| partners(ctx, asked, &Request { limit: 0, ..Request::default() })).ranking
}

/// Rank of a partner; equal scores share their mean rank. Not found: infinitely far down.
fn expected_rank(snapshot: &Snapshot, asked: CompanyIx, partner: CompanyIx) -> f32 {
    let all = scores(snapshot, asked);
    let Some((_, own)) = all.iter().find(|(found, _)| *found == partner) else { return f32::INFINITY };
    let above = all.iter().filter(|(_, score)| score > own).count() as f32;
    let equal = all.iter().filter(|(found, score)| score == own && *found != partner).count() as f32;
    above + 1.0 + equal / 2.0
}

/// The better rank of both sides, for each pair of a cooperation. In a team of three every member counts with the
/// partner it fits best.
fn ranks(snapshot: &Snapshot, cooperation: &FoundingCooperation) -> Vec<(String, f32)> {
    let members: Vec<CompanyIx> = cooperation.parties.iter().map(|party| company(snapshot, &party.name)).collect();
    let side = |a: CompanyIx, b: CompanyIx| expected_rank(snapshot, a, b).min(expected_rank(snapshot, b, a));
    let best = |at: usize| {
        let others = members.iter().enumerate().filter(|(other, _)| *other != at);
        others.map(|(_, other)| side(members[at], *other)).fold(f32::INFINITY, f32::min)
    };
    (0..members.len()).map(|at| (cooperation.parties[at].name.clone(), best(at))).collect()
}

#[test]
fn every_documented_partner_stands_in_the_first_three() {
    let snapshot = snapshot_of(FACTS.clone());
    for cooperation in &CASE.cooperations {
        for (partner, rank) in ranks(&snapshot, cooperation) {
            assert!(rank <= 3.0, "{}：{partner} 排第 {rank}", cooperation.id);
        }
    }
}

/// Roles of the report in the words of a team.
fn role(word: &str) -> &str {
    match word {
        "customer" => "整机方",
        "supplier" => "部件方",
        "technology" => "技术方",
        "integrator" => "集成方",
        "scene" => "场景方",
        other => other,
    }
}

#[test]
fn cooperations_of_three_are_teams_with_their_roles() {
    let snapshot = snapshot_of(FACTS.clone());
    let threes: Vec<_> = CASE.cooperations.iter().filter(|c| c.parties.len() == 3).collect();
    assert_eq!(threes.len(), 2);
    for cooperation in threes {
        let mut wanted: Vec<(CompanyIx, &str)> =
            cooperation.parties.iter().map(|party| (company(&snapshot, &party.name), role(&party.role))).collect();
        wanted.sort_unstable();
        let found = wanted.iter().any(|(asked, _)| {
            snapshot.matching(|ctx| teams(ctx, *asked, 10)).iter().any(|team| {
                let mut seats: Vec<_> =
                    team.seats.iter().filter_map(|seat| Some((seat.company?, seat.role.zh()))).collect();
                seats.sort_unstable();
                seats == wanted
            })
        });
        assert!(found, "{} 没有组成三方", cooperation.id);
    }
}

fn mixed_roster() -> Option<PathBuf> {
    let path = std::env::var_os("QIANXIAN_EVAL").map(|sets| PathBuf::from(sets).join("zibo/companies_mixed.csv"));
    path.filter(|path| path.is_file())
}

#[test]
fn among_475_others_the_partners_stay_in_sight() {
    let Some(path) = mixed_roster() else {
        skipped("没有设置 QIANXIAN_EVAL（或其中没有 zibo/companies_mixed.csv），混合名单上的名次没有检查");
        return;
    };
    let bytes = std::fs::read(&path).expect("the roster can be read");
    let roster = read_roster("companies_mixed.csv", &bytes, &Limits::default(), &Mapping::default()).expect("a roster");
    let facts = stored(async |engine| {
        engine.import_roster(&roster, "测试", &|_, _| {}).await.expect("imported");
    });
    let snapshot = snapshot_of(facts);
    assert!(snapshot.graph.len() > 400);
    let mut worst: BTreeMap<String, f32> = BTreeMap::new();
    for cooperation in &CASE.cooperations {
        for (partner, rank) in ranks(&snapshot, cooperation) {
            assert!(rank <= 20.0, "{} {partner} 排第 {rank}", cooperation.id);
            let known = worst.entry(cooperation.id[..2].to_owned()).or_default();
            *known = known.max(rank);
        }
    }
    let near = worst.values().filter(|rank| **rank <= 5.0).count();
    assert!(near >= 4, "{worst:?}");
}

/// Hands the names (with short and former ones) of these companies on to the next of the same stated kind: where no
/// kind is stated, words like 研究院 in a name do say it, and that is no swap of names.
fn swap_names(facts: &mut Facts, whose: &[CompanyId]) {
    for kind in CompanyKind::ALL {
        let of_kind = |company: &Company| company.kind == *kind && whose.contains(&company.id);
        let at: Vec<usize> = (0..facts.companies.len()).filter(|at| of_kind(&facts.companies[*at])).collect();
        let before: Vec<Company> = at.iter().map(|at| facts.companies[*at].clone()).collect();
        for (turn, at) in at.iter().enumerate() {
            let bearer = &before[(turn + 7) % before.len()];
            let company = &mut facts.companies[*at];
            company.name.clone_from(&bearer.name);
            company.aliases.clone_from(&bearer.aliases);
            company.former_names.clone_from(&bearer.former_names);
        }
    }
}

#[test]
fn swapping_names_changes_names_only() {
    let mut swapped = FACTS.clone();
    let makes = |id: CompanyId| FACTS.lines.iter().any(|line| line.company == id && line.side == Side::Makes);
    let whose: Vec<CompanyId> = FACTS.companies.iter().map(|company| company.id).filter(|id| makes(*id)).collect();
    assert!(whose.len() > 15);
    swap_names(&mut swapped, &whose);
    let (before, after) = (snapshot_of(FACTS.clone()), snapshot_of(swapped));
    let by_id = |snapshot: &Snapshot, asked: CompanyId| -> BTreeMap<CompanyId, f32> {
        let asked = snapshot.graph.find(asked).expect("the company is there");
        let id = |ix: CompanyIx| snapshot.graph.company(ix).company.id;
        scores(snapshot, asked).into_iter().map(|(partner, score)| (id(partner), score)).collect()
    };
    for asked in FACTS.companies.iter().map(|company| company.id) {
        let (one, other) = (by_id(&before, asked), by_id(&after, asked));
        let of = name(&before, before.graph.find(asked).expect("there"));
        assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>(), "{of}");
        for (partner, score) in &one {
            assert!((score - other[partner]).abs() < 1e-4, "{of}：{score} 变成 {}", other[partner]);
        }
    }
}

#[test]
fn no_pack_word_list_or_weight_names_a_firm_of_zibo() {
    // 字号 that are also ordinary words or belong to firms elsewhere say nothing about Zibo; institutes are no firms.
    const ORDINARY: [&str; 5] = ["精工", "永华", "通力", "华成", "华普"];
    let brands: Vec<String> = CASE
        .companies
        .iter()
        .filter(|firm| !matches!(firm.kind, CompanyKind::Institute | CompanyKind::Expert) && firm.kind.is_proposable())
        .map(|firm| KNOWLEDGE.names.parts(&firm.name))
        .map(|parts| parts.get(&parts.brand).to_owned())
        .filter(|brand| brand.chars().count() >= 2 && !ORDINARY.contains(&brand.as_str()))
        .collect();
    assert!(brands.len() >= 12, "{brands:?}");
    let data = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../data");
    let mut files = vec![data.join("weights.toml")];
    for folder in ["chain", "lexicon"] {
        let entries = std::fs::read_dir(data.join(folder)).expect("data is there");
        files.extend(entries.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| path.is_file()));
    }
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a text file");
        for brand in &brands {
            assert!(!text.contains(brand.as_str()), "{} 里有「{brand}」", file.display());
        }
    }
}
