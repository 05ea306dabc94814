//! Notes, news and documents with pieces changed, lost, doubled or swapped: never a panic, every span inside the text.
//! `QIANXIAN_LONG=1` runs fifty times as many.

use super::*;
use crate::{Limits, read_deals, read_document};
use proptest::prelude::*;
use std::io::{Cursor, Write};

fn cases() -> u32 {
    if std::env::var_os("QIANXIAN_LONG").is_some() { 100_000 } else { 2_000 }
}

const TEXTS: [&str; 4] = [
    "2026年11月4日走访山东欣铎减速机有限公司(简称“欣铎”)。张总说：主要做减速机、行星齿轮箱，铸件从外面买，以前做农机现在不做了；\
     缺焊工3名，想上一台五轴加工中心，预算80万，下月底前定。我答应下周三前介绍两家铸造厂。300万贷款12月20日到期[图片]😀。",
    "@所有人 我们厂（宏垚泵业）急需20吨304不锈钢管！！谁家有现货？？电话138****0000 IMG_2031.jpg",
    "本报讯（记者 王某）近日，山东欣铎减速机有限公司与宏垚泵业、天垚(yáo)电机签署战略合作协议，三方将联合研发矿用减速电机。",
    "A、B、C三家企业分别与、签订；双方、供应给，为给与和，由把被。「」（（（《》“”\u{200b}\u{3000}\t\r\n",
];

fn mutated() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec((0..TEXTS.len(), 0..400usize, 0..60usize), 1..8);
    let noise = prop::collection::vec(any::<char>(), 0..6);
    (pieces, noise).prop_map(|(pieces, noise)| {
        let mut noise = noise.into_iter();
        let cut = |(text, from, length): (usize, usize, usize)| {
            let piece: String = TEXTS[text].chars().cycle().skip(from).take(length).collect();
            piece.chars().chain(noise.next()).collect::<String>()
        };
        pieces.into_iter().map(cut).collect()
    })
}

fn spans(drafts: &serde_json::Value, out: &mut Vec<(u64, u64, bool)>) {
    match drafts {
        serde_json::Value::Object(map) => {
            if let Some(span) = map.get("span") {
                let in_title = map.get("in_title").is_some_and(|title| title == true);
                out.extend(span["start"].as_u64().zip(span["end"].as_u64()).map(|(a, b)| (a, b, in_title)));
            }
            map.values().for_each(|value| spans(value, out));
        }
        serde_json::Value::Array(list) => list.iter().for_each(|value| spans(value, out)),
        _ => {}
    }
}

fn docx(body: &[u8]) -> Vec<u8> {
    let mut packed = zip::ZipWriter::new(Cursor::new(Vec::new()));
    packed.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    packed.write_all(body).unwrap();
    packed.finish().unwrap().into_inner()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn drafts_stay_inside_the_text(text in mutated(), is_news in any::<bool>()) {
        let channel = Some(if is_news { "news" } else { "visit" }.to_owned());
        let input = Input { date: Some("2026-11-04".into()), channel, text: text.clone(), ..Input::default() };
        let mut found = Vec::new();
        let drafts = extract(&EXTRACTOR, &input);
        spans(&serde_json::to_value(&drafts).unwrap(), &mut found);
        for (start, end, in_title) in found {
            prop_assert!(in_title || text.get(start as usize..end as usize).is_some(), "{start}..{end} of {text:?}");
        }
        let file = DraftFile::new(drafts, "x", None);
        let read: DraftFile = serde_json::from_str(&serde_json::to_string(&file).unwrap()).unwrap();
        prop_assert_eq!((read.notes.len(), read.news.len()), (file.notes.len(), file.news.len()));
    }

    #[test]
    fn documents_are_read_or_refused(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        packed in any::<bool>(),
        inside in any::<bool>(),
    ) {
        let mut body = b"<w:document><w:body><w:p><w:r><w:t>\xe8\xb5\xb0\xe8\xae\xbf</w:t><w:tab/></w:r><w:del><w:r><w:delText>x\
            </w:delText></w:r></w:del></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:body></w:document>".to_vec();
        let change = |bytes: &mut Vec<u8>| changes.iter().for_each(|(at, byte)| { let at = at.index(bytes.len()); bytes[at] = *byte; });
        if inside { change(&mut body) }
        let mut bytes = if packed { docx(&body) } else { body };
        if !inside { change(&mut bytes) }
        let _ = read_document("走访.docx", &bytes, &Limits::default());
    }

    #[test]
    fn deals_are_read_or_refused(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8)) {
        let mut bytes = "supplier,customer,product,date\n甲厂,\"乙厂\n\",减速机,2024年3月\nS,丙厂,,2019-2021\n".as_bytes().to_vec();
        changes.iter().for_each(|(at, byte)| { let at = at.index(bytes.len()); bytes[at] = *byte; });
        let _ = read_deals("往来.csv", &bytes, |_| None);
    }
}
