//! temp
use qianxian_intake::*;
fn main() {
    let mut args = std::env::args().skip(1);
    let out = args.next().unwrap();
    for path in args {
        let bytes = std::fs::read(&path).unwrap();
        let name = std::path::Path::new(&path).file_name().unwrap().to_str().unwrap().to_owned();
        let t = std::time::Instant::now();
        let r = read_roster(&name, &bytes, &Limits::default(), &Mapping::default());
        eprintln!("{:?} {}", t.elapsed(), name);
        let j = match r {
            Ok(r) => r.to_eval_json(),
            Err(e) => serde_json::to_value(e).unwrap(),
        };
        let stem = std::path::Path::new(&name).file_stem().unwrap().to_str().unwrap().to_owned();
        std::fs::write(format!("{out}/{stem}.json"), serde_json::to_string_pretty(&j).unwrap()).unwrap();
    }
}
