#![allow(missing_docs, clippy::all)]
use qianxian_text::{NameVerdict, Names};
use std::collections::{BTreeMap, BTreeSet};
fn main() {
    let p = std::fs::read_to_string("data/lexicon/places.txt").unwrap();
    let w = std::fs::read_to_string("data/lexicon/names.txt").unwrap();
    let n = Names::parse(("places.txt", &p), ("names.txt", &w)).unwrap();
    let a: Vec<String> = std::env::args().collect();
    let show = |s: &str| {
        let q = n.parts(s);
        let pl: Vec<&str> = q.places.iter().map(|r| &q.text[r.clone()]).collect();
        format!("{} | {:?} g={} b={} t={} f={} br={} => {}", q.text, pl, q.get(&q.group), q.get(&q.brand), q.get(&q.trade), q.get(&q.form), q.get(&q.branch), n.trade_part(s))
    };
    match a[1].as_str() {
        "pairs" => for l in std::fs::read_to_string(&a[2]).unwrap().lines() {
            let f: Vec<&str> = l.split('\t').collect();
            let c = n.compare(f[1], f[2]);
            let d = n.compare(f[2], f[1]);
            assert_eq!(c, d);
            let v = match c.verdict { NameVerdict::Same => "same", NameVerdict::Affiliate => "affiliate", NameVerdict::Different => "different" };
            let ka: BTreeSet<String> = n.block_keys(f[1]).into_iter().collect();
            let meet = n.block_keys(f[2]).iter().any(|k| ka.contains(k));
            println!("{}\t{}\t{}\t{}\t{}\t{}\t{}\tmeet={}", f[0], v, c.confidence, f.get(3).unwrap_or(&""), f[1], f[2], c.reason, meet);
        },
        "parts" => for l in std::fs::read_to_string(&a[2]).unwrap().lines() { println!("{}", show(l)); },
        "roster" => {
            let names: Vec<String> = std::fs::read_to_string(&a[2]).unwrap().lines().map(str::to_owned).collect();
            let t = std::time::Instant::now();
            let mut blocks: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            let mut k = 0;
            for (i, s) in names.iter().enumerate() { for key in n.block_keys(s) { k += 1; blocks.entry(key).or_default().push(i); } }
            let mut pairs = BTreeSet::new();
            for v in blocks.values() { for i in 0..v.len() { for j in i + 1..v.len() { pairs.insert((v[i], v[j])); } } }
            eprintln!("keys {k} blocks {} largest {:?} pairs {} {:?}", blocks.len(), blocks.iter().map(|(k, v)| (v.len(), k)).max(), pairs.len(), t.elapsed());
            let t = std::time::Instant::now();
            for (i, j) in &pairs {
                let c = n.compare(&names[*i], &names[*j]);
                if c.verdict != NameVerdict::Different { println!("{:?}\t{}\t{}\t{}\t{}", c.verdict, c.confidence, names[*i], names[*j], c.reason); }
            }
            eprintln!("compare {:?}", t.elapsed());
            let t = std::time::Instant::now();
            let mut m = 0;
            for _ in 0..(100_000 / names.len().max(1)) { for s in &names { m += n.parts(s).brand.len(); } }
            eprintln!("100k parts {:?} {m}", t.elapsed());
        }
        _ => for s in &a[2..] { println!("{}", show(s)); },
    }
}
