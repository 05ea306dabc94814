//! From stored facts to a snapshot: recognition of all lines, and the index over them.

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use qianxian_benches::generate::{self, Generator};
use qianxian_engine::Knowledge;
use std::hint::black_box;

/// Sizes of roster.
const COMPANIES: [usize; 1] = [10_000];

fn indexing(c: &mut Criterion) {
    let knowledge = Knowledge::embedded().expect("the embedded knowledge can be read");
    let words = generate::index_words(&knowledge.chain);
    let mut group = c.benchmark_group("indexing");
    group.sample_size(10);
    for companies in COMPANIES {
        group.throughput(Throughput::Elements(companies as u64));
        let samples = Generator::new(&knowledge, 1).companies(companies);
        group.bench_with_input(BenchmarkId::new("recognise lines", companies), &samples, |b, samples| {
            let digest = |samples| black_box(generate::digested(&knowledge, samples));
            b.iter_batched(|| samples.clone(), digest, BatchSize::LargeInput);
        });
        let graph = generate::graph(&knowledge, generate::digested(&knowledge, samples));
        group.bench_with_input(BenchmarkId::new("build index", companies), &graph, |b, graph| {
            b.iter(|| black_box(generate::index(graph, &words)));
        });
    }
    group.finish();
}

criterion_group!(benches, indexing);
criterion_main!(benches);
