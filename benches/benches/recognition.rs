//! Recognition of capabilities in running text, in bytes a second on one core.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use qianxian_benches::generate::Generator;
use qianxian_engine::Knowledge;
use std::hint::black_box;

fn recognition(c: &mut Criterion) {
    let knowledge = Knowledge::embedded().expect("the embedded knowledge can be read");
    let mut group = c.benchmark_group("recognition");
    group.sample_size(20);
    for bytes in [64 << 10, 1 << 20] {
        let text = Generator::new(&knowledge, 1).text(bytes);
        let length: usize = text.iter().map(String::len).sum();
        group.throughput(Throughput::Bytes(length as u64));
        group.bench_with_input(BenchmarkId::new("product text", bytes), &text, |b, text| {
            b.iter(|| text.iter().map(|line| knowledge.recognizer.recognise(black_box(line)).len()).sum::<usize>());
        });
    }
    group.finish();
}

criterion_group!(benches, recognition);
criterion_main!(benches);
