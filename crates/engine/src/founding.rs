//! The founding case: the companies named in the report of a meeting of the Zibo equipment manufacturing association,
//! and the five cooperations it had brokered. `data/zibo/association.json` gives the source of every line.

use crate::{
    clock,
    engine::{Engine, EngineError},
    knowledge::embedded,
};
use qianxian_core::{
    Affiliation, AffiliationId, Certainty, Company, CompanyId, CompanyKind, Deal, DealId, DealParty, Evidence, LineId,
    LineRole, Place, ProfileLine, Side, SourceKind, SourceRef, Visibility,
};
use qianxian_store::{ImportId, NewImport};
use rustc_hash::FxHashMap;
use serde::Deserialize;

/// The founding case as written in `data/zibo/association.json`.
#[derive(Debug, Deserialize)]
pub struct FoundingCase {
    /// The report.
    pub source: String,
    /// Everybody named in it.
    pub companies: Vec<FoundingCompany>,
    /// Who may belong together.
    pub affiliations: Vec<FoundingAffiliation>,
    /// What the association had brokered.
    pub cooperations: Vec<FoundingCooperation>,
}

/// One company of the founding case.
#[derive(Debug, Deserialize)]
pub struct FoundingCompany {
    /// Name as in the report, or the full one where it is known.
    pub name: String,
    /// Other spellings in the report.
    pub aliases: Vec<String>,
    /// Kind.
    pub kind: CompanyKind,
    /// City.
    pub city: Option<String>,
    /// What it makes.
    pub lines: Vec<FoundingLine>,
}

/// One line with its mark: T stated in the report, F found elsewhere, R recalled, I inferred from the name.
#[derive(Debug, Deserialize)]
pub struct FoundingLine {
    /// The product.
    pub text: String,
    /// T, F, R or I.
    pub mark: char,
    /// 0..=1.
    pub confidence: f32,
    /// Where it is said.
    pub source: String,
}

/// Two companies that may belong together; the association has to say.
#[derive(Debug, Deserialize)]
pub struct FoundingAffiliation {
    /// One side.
    pub a: String,
    /// The other side.
    pub b: String,
    /// What they may be.
    pub kind: String,
    /// 0..=1.
    pub confidence: f32,
    /// Why.
    pub source: String,
}

/// A cooperation the report names.
#[derive(Debug, Deserialize)]
pub struct FoundingCooperation {
    /// `C1` to `C5`; the two pairs of C3 are `C3a` and `C3b`.
    pub id: String,
    /// Who, with roles.
    pub parties: Vec<FoundingParty>,
    /// What it is about.
    pub product: String,
    /// How to read it.
    pub note: String,
}

/// One participant of a cooperation.
#[derive(Debug, Deserialize)]
pub struct FoundingParty {
    /// Name as in the company list.
    pub name: String,
    /// Role, as in [`DealParty`].
    pub role: String,
}

impl FoundingCase {
    /// The case the binary carries.
    ///
    /// # Panics
    /// Never: a test reads the embedded file.
    #[expect(clippy::expect_used, reason = "the file is part of the binary and read by a test")]
    pub fn embedded() -> FoundingCase {
        serde_json::from_str(&embedded("zibo/association.json")).expect("data/zibo/association.json is valid")
    }
}

impl Engine {
    /// Puts the founding case into an empty store. With `cooperations` the documented cooperations are known to the
    /// engine (and so no longer proposed); without, they are held out and it has to find them.
    pub async fn import_founding_case(&self, cooperations: bool) -> Result<(), EngineError> {
        let case = FoundingCase::embedded();
        let mut ids: FxHashMap<String, CompanyId> = FxHashMap::default();
        let companies: Vec<Company> =
            case.companies.iter().map(|company| founding_company(company, &mut ids)).collect();
        let lines: Vec<ProfileLine> = case
            .companies
            .iter()
            .flat_map(|company| company.lines.iter().map(|line| founding_line(ids[&company.name], line)))
            .collect();
        let affiliations: Vec<Affiliation> = case
            .affiliations
            .iter()
            .map(|suspected| Affiliation {
                id: AffiliationId(clock::new_id()),
                a: ids[&suspected.a],
                b: ids[&suspected.b],
                kind: suspected.kind.clone(),
                certainty: Certainty::Suspected,
                source: SourceRef::new(SourceKind::Name, suspected.source.clone()),
            })
            .collect();
        let known: &[FoundingCooperation] = if cooperations { &case.cooperations } else { &[] };
        let deals: Vec<Deal> = known.iter().map(|cooperation| founding_deal(cooperation, &case.source, &ids)).collect();
        let import = NewImport {
            id: ImportId(clock::new_id()),
            file_name: "淄博案例".to_owned(),
            rows: companies.len() as u64,
            problems: 0,
        };
        let mut unit = self.store().begin_import(self.author("演示"), import).await?;
        unit.add(&companies).await?;
        unit.add(&lines).await?;
        unit.add(&affiliations).await?;
        unit.add(&deals).await?;
        unit.save().await?;
        self.refresh().await?;
        Ok(())
    }
}

fn founding_company(company: &FoundingCompany, ids: &mut FxHashMap<String, CompanyId>) -> Company {
    let id = CompanyId(clock::new_id());
    ids.insert(company.name.clone(), id);
    Company {
        aliases: company.aliases.clone(),
        kind: company.kind,
        place: Place { city: company.city.clone(), ..Place::default() },
        ..Company::named(id, company.name.clone())
    }
}

fn founding_line(company: CompanyId, line: &FoundingLine) -> ProfileLine {
    let (evidence, kind) = match line.mark {
        'T' | 'F' => (Evidence::Document, SourceKind::Article),
        'R' => (Evidence::Inferred, SourceKind::Secretariat),
        _ => (Evidence::Inferred, SourceKind::Name),
    };
    ProfileLine {
        id: LineId(clock::new_id()),
        company,
        side: Side::Makes,
        text: line.text.clone(),
        role: LineRole::Unknown,
        evidence,
        confidence: line.confidence,
        source: SourceRef::new(kind, format!("{}（{}，{:.2}）", line.source, line.mark, line.confidence)),
        seen: None,
        expires: None,
        visibility: Visibility::Public,
        confirmed: Vec::new(),
        rejected: Vec::new(),
    }
}

fn founding_deal(cooperation: &FoundingCooperation, source: &str, ids: &FxHashMap<String, CompanyId>) -> Deal {
    let party = |party: &FoundingParty| DealParty {
        company: ids.get(&party.name).copied(),
        name: party.name.clone(),
        role: party.role.clone(),
    };
    Deal {
        id: DealId(clock::new_id()),
        parties: cooperation.parties.iter().map(party).collect(),
        product: Some(cooperation.product.clone()),
        date: None,
        source: SourceRef { quote: Some(cooperation.note.clone()), ..SourceRef::new(SourceKind::Article, source) },
        excludes: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_has_a_source_and_every_participant_a_company() {
        let case = FoundingCase::embedded();
        assert!(case.companies.len() >= 25);
        let known = |name: &str| case.companies.iter().any(|company| company.name == name);
        assert!(case.cooperations.iter().flat_map(|c| &c.parties).all(|party| known(&party.name)));
        assert!(case.affiliations.iter().all(|a| known(&a.a) && known(&a.b)));
        assert!(case.companies.iter().flat_map(|c| &c.lines).all(|line| !line.source.is_empty()));
    }
}
