//! What is indexed of a company: a document for its names, one for each line, one for each need.

use crate::{
    analyzer::AnalyzerKind,
    entry::{Entry, What, Zone},
    schema::Fields,
};
use qianxian_core::{CompanyId, CompanyKind, CompanyNode, Place, Side, Visibility};
use qianxian_text::fold_key;
use tantivy::TantivyDocument;

/// Longest name of a place in bytes; the rest is cut off, in rosters and filters alike.
const MAX_PLACE: usize = 96;

/// A company as it is indexed.
#[derive(Debug, Clone)]
pub struct CompanyDoc<'a> {
    /// Its id; everything of the company is replaced and deleted by it.
    pub id: CompanyId,
    /// What breaks ties between equal scores: normalised name, then external id.
    pub key: String,
    /// Every name, short and former ones too.
    pub names: Vec<&'a str>,
    /// Sort of actor.
    pub kind: CompanyKind,
    /// Where it is.
    pub place: &'a Place,
    /// Its lines.
    pub lines: Vec<LineDoc<'a>>,
    /// Its open needs.
    pub needs: Vec<NeedDoc<'a>>,
}

/// A line as it is indexed.
#[derive(Debug, Clone, Copy)]
pub struct LineDoc<'a> {
    /// The number by which the caller finds the line again.
    pub number: u16,
    /// Which list it stands in.
    pub side: Side,
    /// Its words.
    pub text: &'a str,
    /// Who may find it.
    pub visibility: Visibility,
}

/// A need as it is indexed.
#[derive(Debug, Clone, Copy)]
pub struct NeedDoc<'a> {
    /// The number by which the caller finds the need again.
    pub number: u16,
    /// Its words.
    pub text: &'a str,
    /// Who may find it.
    pub visibility: Visibility,
}

impl<'a> From<&'a CompanyNode> for CompanyDoc<'a> {
    /// Numbers are places in [`CompanyNode::lines`] and [`CompanyNode::needs`].
    fn from(node: &'a CompanyNode) -> Self {
        let lines = (0..=u16::MAX).zip(&node.lines).map(|(number, node)| {
            let line = &node.line;
            LineDoc { number, side: line.side, text: &line.text, visibility: line.visibility }
        });
        let needs = (0..=u16::MAX).zip(&node.needs).map(|(number, node)| NeedDoc {
            number,
            text: &node.need.text,
            visibility: node.need.visibility,
        });
        CompanyDoc {
            id: node.company.id,
            key: format!("{}\u{1}{}", node.key, node.company.external_id()),
            names: node.company.names().collect(),
            kind: node.kind,
            place: &node.company.place,
            lines: lines.collect(),
            needs: needs.collect(),
        }
    }
}

impl CompanyDoc<'_> {
    /// The documents of the company.
    pub(crate) fn documents(&self, fields: &Fields) -> Vec<TantivyDocument> {
        let places: Vec<String> = self.place.levels().map(place_term).collect();
        let document = |what, zone, texts: &[&str], visibility| {
            let mut document = TantivyDocument::new();
            let (high, low) = self.id.0.as_u64_pair();
            document.add_bytes(fields.company, self.id.0.as_bytes());
            document.add_u64(fields.id_high, high);
            document.add_u64(fields.id_low, low);
            document.add_u64(fields.entry, Entry::new(what, zone, self.kind, visibility).0);
            document.add_text(fields.key, &self.key);
            for place in &places {
                document.add_text(fields.place, place);
            }
            for text in texts {
                for kind in AnalyzerKind::ALL {
                    document.add_text(fields.text(kind), text);
                }
            }
            document
        };
        let mut documents = vec![document(What::Name, Zone::Name, &self.names, Visibility::Public)];
        documents.extend(
            self.lines
                .iter()
                .map(|line| document(What::Line(line.number), line.side.into(), &[line.text], line.visibility)),
        );
        documents.extend(
            self.needs.iter().map(|need| document(What::Need(need.number), Zone::Need, &[need.text], need.visibility)),
        );
        documents
    }
}

/// A place as it is compared: 张店区 and 张店 are one.
pub(crate) fn place_term(place: &str) -> String {
    let mut term = fold_key(&place[..place.floor_char_boundary(MAX_PLACE)]);
    if term.chars().count() > 2 && term.ends_with(['省', '市', '区', '县']) {
        term.pop();
    }
    term
}

#[cfg(test)]
mod tests {
    use super::place_term;

    #[test]
    fn places_compare_without_their_level() {
        assert_eq!(place_term("张店区"), "张店");
        assert_eq!(place_term("張店"), "张店");
        assert_eq!(place_term("淄博市"), "淄博");
        assert_eq!(place_term("沂源县"), "沂源");
        assert_eq!(place_term("单县"), "单县");
    }
}
