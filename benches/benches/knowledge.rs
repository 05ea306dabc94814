//! Loading everything the binary knows: all chain packs parsed and built, word lists, the recogniser.

use criterion::{Criterion, criterion_group, criterion_main};
use qianxian_engine::Knowledge;
use std::hint::black_box;

fn load(c: &mut Criterion) {
    let mut group = c.benchmark_group("knowledge");
    group.sample_size(20);
    group.bench_function("load all packs", |b| b.iter(|| black_box(Knowledge::embedded())));
    group.finish();
}

criterion_group!(benches, load);
criterion_main!(benches);
