//! One question: a search, the partners of one company; and the list of leads for a whole roster.

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use qianxian_benches::generate::{Generator, snapshot};
use qianxian_core::{CompanyIx, Visibility};
use qianxian_engine::{Knowledge, Snapshot};
use qianxian_matching::{Request, RosterPolicy, partners, whole_roster};
use std::hint::black_box;

/// Sizes of roster.
const COMPANIES: [usize; 2] = [500, 10_000];
/// Queries and companies asked in turn.
const QUESTIONS: usize = 200;
/// The roster matched as a whole.
const WHOLE: usize = 500;

fn asking(c: &mut Criterion) {
    let knowledge = Knowledge::embedded().expect("the embedded knowledge can be read");
    let queries = Generator::new(&knowledge, 2).queries(QUESTIONS);
    for companies in COMPANIES {
        let snapshot = snapshot(&knowledge, companies, 1).expect("generated companies can be indexed");
        let mut group = c.benchmark_group("asking");
        group.sample_size(10);
        group.bench_with_input(BenchmarkId::new("200 searches", companies), &snapshot, |b, snapshot| {
            b.iter(|| {
                queries.iter().for_each(|query| drop(black_box(snapshot.search(query, Visibility::Secretariat, 20))))
            });
        });
        let step = (companies / QUESTIONS).max(1);
        let asked: Vec<CompanyIx> =
            snapshot.graph.companies().step_by(step).map(|(ix, _)| ix).take(QUESTIONS).collect();
        group.bench_with_input(BenchmarkId::new("partners of 200 companies", companies), &snapshot, |b, snapshot| {
            b.iter(|| asked.iter().for_each(|company| drop(black_box(partners_of(snapshot, *company)))));
        });
        if companies == WHOLE {
            group.bench_with_input(BenchmarkId::new("whole roster", companies), &snapshot, |b, snapshot| {
                b.iter(|| black_box(snapshot.matching(|ctx| whole_roster(ctx, &RosterPolicy::default()))));
            });
        }
        group.finish();
    }
}

fn partners_of(snapshot: &Snapshot, company: CompanyIx) -> qianxian_matching::Answer {
    snapshot.matching(|ctx| partners(ctx, company, &Request::default()))
}

criterion_group!(benches, asking);
criterion_main!(benches);
