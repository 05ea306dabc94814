//! A [`Picture`] as SVG: three columns of boxes, lines between them, a legend. Colours stand as attributes, so that the
//! file is whole by itself, and as classes, so that a page may paint it by its own style.

use super::{ABOVE, BELOW, CENTRE, Edge, Group, LEFT, Node, NodeKind, Picture, RIGHT};
use qianxian_core::Strength;
use std::fmt::Write;

/// Width of a box.
const BOX: f32 = 232.0;
/// Space between two columns, for the lines.
const GAP: f32 = 84.0;
/// Space between two boxes.
const BETWEEN: f32 = 14.0;
/// How far left of its boxes the spine of a column runs.
const SPINE: f32 = 16.0;
/// Margin all around.
const EDGE: f32 = 24.0;
/// Height of the title.
const HEAD: f32 = 56.0;
/// Height of a heading above a group.
const HEADING: f32 = 30.0;
/// Height of one line of the label, and of one company below it.
const LINE: f32 = 21.0;
const SMALL: f32 = 17.0;
/// Height of the legend.
const LEGEND: f32 = 44.0;
/// How much fits into a line of a box, in Chinese characters: of the label, of a company.
const LABEL_FITS: f32 = 13.0;
const NAME_FITS: f32 = 16.0;

/// What a drawing says beside the picture: links or none, and its words in another language.
pub struct Style<'a> {
    /// Boxes lead somewhere.
    pub links: bool,
    /// Words of the drawing itself in the language of the page.
    pub words: &'a dyn Fn(&'static str) -> &'static str,
}

/// Where a box stands.
#[derive(Debug, Clone, Copy)]
struct Spot {
    x: f32,
    y: f32,
    height: f32,
}

/// Draws a picture.
pub fn svg(picture: &Picture, style: &Style<'_>) -> String {
    let x = [0.0, 1.0, 2.0].map(|column| EDGE + column * (BOX + GAP));
    let middle = [ABOVE, CENTRE, BELOW].map(|at| &picture.groups[at]);
    let heights =
        [stack_height(&[&picture.groups[LEFT]]), stack_height(&middle), stack_height(&[&picture.groups[RIGHT]])];
    let tallest = heights.iter().fold(0.0_f32, |most, height| most.max(*height));
    let top = |column: usize| HEAD + (tallest - heights[column]) / 2.0;
    let mut spots: [Vec<Spot>; 5] = Default::default();
    let mut headings = String::new();
    for (column, groups) in [(0, &[LEFT][..]), (1, &[ABOVE, CENTRE, BELOW][..]), (2, &[RIGHT][..])] {
        let mut y = top(column);
        for at in groups {
            y = lay_out(&picture.groups[*at], (x[column], y), &mut spots[*at], &mut headings, style);
        }
    }
    let (width, height) = (x[2] + BOX + EDGE, HEAD + tallest + LEGEND + EDGE);
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        r##"<svg xmlns="http://www.w3.org/2000/svg" class="chain-svg" viewBox="0 0 {width:.0} {height:.0}" width="{width:.0}" height="{height:.0}" role="img" aria-label="{title}" font-family="system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'WenQuanYi Micro Hei', sans-serif"><title>{title}</title><defs><marker id="chain-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path class="cs-arrow" fill="#8b97a1" d="M0 0 8 4 0 8z"/></marker></defs><rect class="cs-ground" width="100%" height="100%" fill="#ffffff"/><text class="cs-title" x="{EDGE}" y="34" font-size="19" font-weight="650" fill="#1d2630">{shown}</text>"##,
        title = escape(&picture.title),
        shown = escape(&clip(&picture.title, 44.0)),
    );
    picture.edges.iter().for_each(|edge| line(edge, &spots, &mut out));
    out.push_str(&headings);
    for (group, spots) in picture.groups.iter().zip(&spots) {
        group.nodes.iter().zip(spots).for_each(|(node, spot)| boxed(node, *spot, style, &mut out));
    }
    legend(height - EDGE - 12.0, style, &mut out);
    out.push_str("</svg>");
    out
}

fn node_height(node: &Node) -> f32 {
    let label = wrapped(&node.label).len() as f32 * LINE;
    let below = match node.kind {
        NodeKind::Plain => 0,
        _ if node.companies.is_empty() => usize::from(node.kind != NodeKind::Centre),
        _ => node.companies.len() + usize::from(node.count > node.companies.len()),
    };
    18.0 + label + below as f32 * SMALL
}

fn group_height(group: &Group) -> f32 {
    if group.nodes.is_empty() {
        return 0.0;
    }
    let head = if group.heading.is_empty() { BETWEEN } else { HEADING };
    let more = if group.more > 0 { SMALL } else { 0.0 };
    head + more + group.nodes.iter().map(|node| node_height(node) + BETWEEN).sum::<f32>()
}

fn stack_height(groups: &[&Group]) -> f32 {
    groups.iter().map(|group| group_height(group)).sum()
}

/// Gives every box of a group its place, writes the heading; gives where the next group begins.
fn lay_out(group: &Group, at: (f32, f32), spots: &mut Vec<Spot>, out: &mut String, style: &Style<'_>) -> f32 {
    let (x, mut y) = at;
    if group.nodes.is_empty() {
        return y;
    }
    if group.heading.is_empty() {
        y += BETWEEN;
    } else {
        let words = escape((style.words)(group.heading));
        let _ = write!(
            out,
            r##"<text class="cs-soft" x="{x:.1}" y="{:.1}" font-size="13" fill="#56636f">{words}</text>"##,
            y + 18.0
        );
        y += HEADING;
    }
    for node in &group.nodes {
        let height = node_height(node);
        spots.push(Spot { x, y, height });
        y += height + BETWEEN;
    }
    if group.more > 0 {
        let (words, items) = ((style.words)("另有"), (style.words)("项"));
        let _ = write!(
            out,
            r##"<text class="cs-soft" x="{x:.1}" y="{:.1}" font-size="12" fill="#56636f">{words} {} {items}</text>"##,
            y + 2.0,
            group.more
        );
        y += SMALL;
    }
    y
}

fn line(edge: &Edge, spots: &[Vec<Spot>; 5], out: &mut String) {
    let (Some(from), Some(to)) = (spots[edge.from.0].get(edge.from.1), spots[edge.to.0].get(edge.to.1)) else {
        return;
    };
    let path = if (from.x - to.x).abs() < 1.0 {
        // In one column: along a spine at the left, so that boxes between are not crossed.
        let (start, end) = (from.y + from.height / 2.0, to.y + to.height / 2.0);
        format!("M{:.1} {start:.1}H{:.1}V{end:.1}H{:.1}", from.x, from.x - SPINE, to.x)
    } else {
        let (start, end) = (from.y + from.height / 2.0, to.y + to.height / 2.0);
        let (left, right) = (from.x + BOX, to.x);
        let half = (left + right) / 2.0;
        format!("M{left:.1} {start:.1}C{half:.1} {start:.1} {half:.1} {end:.1} {right:.1} {end:.1}")
    };
    let (width, dash) = match edge.strength {
        Strength::Core => ("2.4", ""),
        Strength::Typical => ("1.4", ""),
        Strength::Occasional => ("1.2", r#" stroke-dasharray="4 4""#),
    };
    let arrow = if (from.x - to.x).abs() < 1.0 { "" } else { r#" marker-end="url(#chain-arrow)""# };
    let _ = write!(
        out,
        r##"<path class="cs-line" d="{path}" fill="none" stroke="#8b97a1" stroke-width="{width}"{dash} stroke-linejoin="round"{arrow}><title>{}</title></path>"##,
        escape(&edge.words)
    );
}

/// Class, fill, border and ink of a box.
const fn paint(kind: NodeKind) -> (&'static str, &'static str, &'static str, &'static str) {
    match kind {
        NodeKind::Centre => ("cs-centre", "#1b5e83", "#1b5e83", "#ffffff"),
        NodeKind::Here => ("cs-here", "#e6f0f6", "#8fb6cd", "#1d2630"),
        NodeKind::Missing => ("cs-missing", "#fbe9e8", "#a8302c", "#a8302c"),
        NodeKind::Plain => ("cs-plain", "#f5f7f9", "#c7d0d7", "#1d2630"),
    }
}

fn boxed(node: &Node, spot: Spot, style: &Style<'_>, out: &mut String) {
    let (class, fill, border, ink) = paint(node.kind);
    let dash = if node.kind == NodeKind::Missing { r#" stroke-dasharray="5 3""# } else { "" };
    let Spot { x, y, height } = spot;
    let linked = style.links && !node.href.is_empty();
    let _ = write!(out, r#"<g class="{class}">"#);
    if linked {
        let _ = write!(out, r#"<a href="{}">"#, escape(&node.href));
    }
    let _ = write!(
        out,
        r##"<rect x="{x:.1}" y="{y:.1}" width="{BOX}" height="{height:.1}" rx="8" fill="{fill}" stroke="{border}"{dash}/>"##
    );
    let mut text_y = y + 26.0;
    for part in wrapped(&node.label) {
        let _ = write!(
            out,
            r##"<text class="cs-label" x="{:.1}" y="{text_y:.1}" font-size="15" font-weight="600" fill="{ink}">{}</text>"##,
            x + 14.0,
            escape(&part)
        );
        text_y += LINE;
    }
    if linked {
        out.push_str("</a>");
    }
    text_y -= 2.0;
    below(node, (x + 14.0, text_y), ink, style, out);
    let _ = write!(out, "<title>{}</title></g>", escape(&node.label));
}

/// The companies in a box, or that there is none.
fn below(node: &Node, at: (f32, f32), ink: &str, style: &Style<'_>, out: &mut String) {
    let (x, mut y) = at;
    let mut put = |words: &str, href: Option<String>, y: f32| {
        let (shown, whole) = (escape(&clip(words, NAME_FITS)), escape(words));
        let text = format!(
            r##"<text x="{x:.1}" y="{y:.1}" font-size="12" fill="{ink}"><title>{whole}</title>{shown}</text>"##
        );
        match href.filter(|_| style.links) {
            Some(href) => {
                let _ = write!(out, r#"<a href="{href}">{text}</a>"#);
            }
            None => out.push_str(&text),
        }
    };
    match node.kind {
        NodeKind::Plain => {}
        NodeKind::Missing => put((style.words)("本会没有企业做"), None, y),
        NodeKind::Here if node.companies.is_empty() => put((style.words)("本企业自己有"), None, y),
        NodeKind::Here | NodeKind::Centre => {
            for company in &node.companies {
                put(&company.name, Some(format!("/companies/{}", company.id)), y);
                y += SMALL;
            }
            if node.count > node.companies.len() {
                let words = format!("{} {} {}", (style.words)("共"), node.count, (style.words)("家"));
                put(&words, None, y);
            }
        }
    }
}

fn legend(y: f32, style: &Style<'_>, out: &mut String) {
    let mut x = EDGE;
    let kinds = [
        (NodeKind::Here, "本会有企业做"),
        (NodeKind::Missing, "缺链：本会没有企业做"),
        (NodeKind::Plain, "应用与困扰"),
    ];
    for (kind, words) in kinds {
        let (class, fill, border, _) = paint(kind);
        let words = (style.words)(words);
        let _ = write!(
            out,
            r##"<g class="{class}"><rect x="{x:.1}" y="{:.1}" width="22" height="14" rx="3" fill="{fill}" stroke="{border}"/></g><text class="cs-soft" x="{:.1}" y="{y:.1}" font-size="12" fill="#56636f">{}</text>"##,
            y - 11.0,
            x + 28.0,
            escape(words)
        );
        x += 28.0 + width_of(words) * 12.0 + 24.0;
    }
    for (width, dash, words) in
        [("2.4", "", "几乎都要"), ("1.4", "", "通常"), ("1.2", r#" stroke-dasharray="4 4""#, "偶尔")]
    {
        let words = (style.words)(words);
        let _ = write!(
            out,
            r##"<path class="cs-line" d="M{x:.1} {:.1}h26" stroke="#8b97a1" stroke-width="{width}"{dash}/><text class="cs-soft" x="{:.1}" y="{y:.1}" font-size="12" fill="#56636f">{}</text>"##,
            y - 4.0,
            x + 32.0,
            escape(words)
        );
        x += 32.0 + width_of(words) * 12.0 + 20.0;
    }
}

/// Width of a text in Chinese characters: others count half.
fn width_of(text: &str) -> f32 {
    text.chars().map(|c| if c.is_ascii() { 0.55 } else { 1.0 }).sum()
}

/// A label on at most two lines, the second one cut where it is still too long.
fn wrapped(label: &str) -> Vec<String> {
    if width_of(label) <= LABEL_FITS {
        return vec![label.to_owned()];
    }
    let mut first = String::new();
    let mut width = 0.0;
    for c in label.chars() {
        width += if c.is_ascii() { 0.55 } else { 1.0 };
        if width > LABEL_FITS {
            break;
        }
        first.push(c);
    }
    let rest = clip(&label[first.len()..], LABEL_FITS);
    vec![first, rest]
}

/// A text cut to a width, with … where something is missing.
fn clip(text: &str, fits: f32) -> String {
    if width_of(text) <= fits {
        return text.to_owned();
    }
    let mut width = 1.0;
    let mut kept: String = text
        .chars()
        .take_while(|c| {
            width += if c.is_ascii() { 0.55 } else { 1.0 };
            width <= fits
        })
        .collect();
    kept.push('…');
    kept
}

/// Text as it may stand in SVG, in an element or an attribute; characters XML does not know are dropped.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_labels_take_two_lines_and_hostile_ones_are_harmless() {
        assert_eq!(wrapped("减速机").len(), 1);
        let long = wrapped("高速高精度数控立式加工中心用直驱转台及其配套伺服系统总成");
        assert_eq!(long.len(), 2);
        assert!(long[1].ends_with('…') && width_of(&long[1]) <= LABEL_FITS, "{long:?}");
        assert_eq!(escape("<script>\"&'\u{1}"), "&lt;script&gt;&quot;&amp;&#39;");
    }
}
