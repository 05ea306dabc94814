//! Places as far as suffixes tell: 省, 市, 区, 县. Names without a suffix keep the level of their column; the gazetteer
//! of `qianxian_text` comes later.

use qianxian_core::Place;

/// Provinces without suffix.
const PROVINCES: &[&str] = &[
    "北京",
    "天津",
    "上海",
    "重庆",
    "河北",
    "山西",
    "辽宁",
    "吉林",
    "黑龙江",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "海南",
    "四川",
    "贵州",
    "云南",
    "陕西",
    "甘肃",
    "青海",
    "台湾",
    "内蒙古",
    "广西",
    "西藏",
    "宁夏",
    "新疆",
    "香港",
    "澳门",
];

/// Endings of provinces.
const PROVINCE_ENDINGS: &[&str] = &["壮族自治区", "回族自治区", "维吾尔自治区", "特别行政区", "自治区", "省", "市"];

/// Level a place column claims to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    Province,
    City,
    District,
}

/// Reads a place cell of any level: 博山区, 淄博市, 山东省淄博市张店区, 贵州.
pub(crate) fn read(text: &str, level: Level, place: &mut Place) {
    let text: String =
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '/' | '-' | '·' | ',' | '，')).collect();
    let rest = take(&text, place);
    if rest.is_empty() {
        return;
    }
    let slot = match level {
        Level::Province if place.province.is_none() => &mut place.province,
        Level::Province | Level::City if place.city.is_none() => &mut place.city,
        _ => &mut place.district,
    };
    slot.get_or_insert_with(|| rest.to_owned());
}

/// What the beginning of an address says; street names are left alone.
pub(crate) fn of_address(address: &str, place: &mut Place) {
    let text: String = address.chars().filter(|c| !c.is_whitespace()).collect();
    let mut found = Place::default();
    take(&text, &mut found);
    if place.province.is_none() {
        place.province = found.province;
    }
    if place.city.is_none() {
        place.city = found.city;
    }
    if place.district.is_none() {
        place.district = found.district;
    }
}

/// Takes province, city and district off the front; gives back what is left.
fn take<'a>(text: &'a str, place: &mut Place) -> &'a str {
    let mut rest = text.strip_prefix("中国").unwrap_or(text);
    if let Some(name) = PROVINCES.iter().find(|name| rest.starts_with(**name)) {
        let after = &rest[name.len()..];
        let ending = PROVINCE_ENDINGS.iter().find(|ending| after.starts_with(**ending)).copied().unwrap_or("");
        // 山东路 is a street, 吉林市 a city of 吉林.
        let city_of_same_name = *name == "吉林" && ending == "市";
        if !city_of_same_name && !after[ending.len()..].starts_with(['路', '街', '道']) {
            let end = name.len() + ending.len();
            place.province.get_or_insert_with(|| rest[..end].to_owned());
            rest = &rest[end..];
        }
    }
    if let Some(end) = ending_at(rest, &["自治州", "地区", "市", "盟"], 2, 8) {
        place.city.get_or_insert_with(|| rest[..end].to_owned());
        rest = &rest[end..];
    }
    if let Some(end) = ending_at(rest, &["区", "县", "旗", "市"], 2, 8).filter(|end| !rest[..*end].ends_with("小区"))
    {
        place.district.get_or_insert_with(|| rest[..end].to_owned());
        rest = &rest[end..];
    }
    rest
}

/// Byte end of the first name that ends so, between `least` and `most` characters long.
fn ending_at(text: &str, endings: &[&str], least: usize, most: usize) -> Option<usize> {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(most).enumerate();
    ends.filter(|(at, _)| at + 1 >= least).map(|(_, end)| end).find(|end| {
        let name = &text[..*end];
        endings.iter().any(|ending| name.ends_with(ending) && name.chars().count() > ending.chars().count())
            && !name.contains(|c: char| c.is_ascii_digit() || matches!(c, '路' | '街' | '镇' | '乡' | '号' | '村'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, province: Option<&str>, city: Option<&str>, district: Option<&str>) {
        let mut place = Place::default();
        read(text, Level::District, &mut place);
        let expected = [province, city, district].map(|name| name.map(str::to_owned));
        assert_eq!([place.province, place.city, place.district], expected, "{text}");
    }

    #[test]
    fn reads_places_of_any_level() {
        check("博山区", None, None, Some("博山区"));
        check("淄博市", None, Some("淄博市"), None);
        check("山东省淄博市张店区", Some("山东省"), Some("淄博市"), Some("张店区"));
        check("贵州", Some("贵州"), None, None);
        check("内蒙古自治区", Some("内蒙古自治区"), None, None);
        check("高新区", None, None, Some("高新区"));
        check("台州", None, None, Some("台州"));
    }

    #[test]
    fn takes_the_front_of_an_address() {
        let mut place = Place::default();
        of_address("山东省淄博市临淄区金山镇创业路8号", &mut place);
        assert_eq!((place.city.as_deref(), place.district.as_deref()), (Some("淄博市"), Some("临淄区")));
        let mut place = Place::default();
        of_address("金山镇工业园区8号", &mut place);
        assert_eq!(place, Place::default());
    }
}
