//! Decisions of a person about who is who: merge two companies, say that they are not one, confirm that they belong
//! together. Each can be taken back.

use crate::{
    clock,
    decisions::{Merge, distinct_key},
    engine::{Engine, EngineError},
    import::ROSTER_ID,
};
use qianxian_core::{
    Affiliation, AffiliationId, BankProduct, Certainty, Company, CompanyId, Consent, Deal, Draft, Due, Expertise, Lead,
    Problem, SourceKind, SourceRef, User, Visit,
};
use qianxian_store::{Book, Import, ImportId, NewImport, Rows, Setting, SettingKey, Versioned};
use serde::Serialize;

/// What a merge moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MergeOutcome {
    /// Its number, for undoing it.
    pub import: ImportId,
    /// Name of the company that stays.
    pub kept: String,
    /// Name of the company that went.
    pub gone: String,
    /// Lines that moved.
    pub lines: u64,
    /// Needs that moved.
    pub needs: u64,
    /// Deals, affiliations and marks that moved.
    pub bonds: u64,
    /// Records of other books moved over: leads, visits, problems, dues, consents, offers, drafts, accounts.
    pub books: u64,
}

/// What the record of a merge is called.
fn merge_name(gone: &str, kept: &str) -> String {
    format!("合并企业：{gone} → {kept}")
}

impl Engine {
    /// Puts everything that is said of `gone` to `kept`; `gone` is hidden, its name leads to `kept` from now on. One
    /// batch, undone by [`Engine::undo_merge`] or by its number.
    pub async fn merge(&self, kept: CompanyId, gone: CompanyId, who: &str) -> Result<MergeOutcome, EngineError> {
        let mut view = self.store().view().await?;
        let facts = view.load_companies(&[kept, gone]).await?;
        let bonds = view.load_bonds().await?;
        let version = view.lookup::<Company>(&gone).await?.map(|row| row.version);
        drop(view);
        let find = |id: CompanyId| facts.companies.iter().find(|company| company.id == id).cloned();
        let (Some(stays), Some(goes), Some(version)) = (find(kept), find(gone), version) else {
            return Err(EngineError::Gone);
        };
        let import = NewImport {
            id: ImportId(clock::new_id()),
            file_name: merge_name(&goes.name, &stays.name),
            rows: 1,
            problems: 0,
        };
        let mut outcome = MergeOutcome {
            import: import.id,
            kept: stays.name.clone(),
            gone: goes.name.clone(),
            lines: 0,
            needs: 0,
            bonds: 0,
            books: 0,
        };
        let remember = Merge {
            gone,
            into: kept,
            name: goes.name.clone(),
            credit_code: goes.credit_code.clone(),
            roster_id: goes.external_ids.get(ROSTER_ID).cloned(),
        };
        let lines: Vec<_> = facts.lines.into_iter().filter(|line| line.company == gone).collect();
        let lines: Vec<_> =
            lines.into_iter().map(|line| qianxian_core::ProfileLine { company: kept, ..line }).collect();
        let needs: Vec<_> = facts.needs.into_iter().filter(|need| need.company == gone).collect();
        let needs: Vec<_> = needs.into_iter().map(|need| qianxian_core::Need { company: kept, ..need }).collect();
        let moved = |id: CompanyId| if id == gone { kept } else { id };
        let named = |a: CompanyId, b: CompanyId| (a == gone || b == gone) && moved(a) != moved(b);
        let affiliations: Vec<Affiliation> = bonds
            .affiliations
            .into_iter()
            .filter(|bond| named(bond.a, bond.b))
            .map(|bond| Affiliation { a: moved(bond.a), b: moved(bond.b), ..bond })
            .collect();
        let marks: Vec<_> = bonds.marks.into_iter().filter(|mark| named(mark.a, mark.b)).collect();
        let marks: Vec<_> = marks
            .into_iter()
            .map(|mark| qianxian_core::PairMark { a: moved(mark.a), b: moved(mark.b), ..mark })
            .collect();
        let deals: Vec<Deal> = bonds.deals.into_iter().filter_map(|deal| moved_deal(deal, kept, gone)).collect();
        let mut unit = self.store().begin_import(self.author(who), import).await?;
        unit.upsert(&[joined(stays, &goes)]).await?;
        outcome.lines = unit.upsert(&lines).await?.changed;
        outcome.needs = unit.upsert(&needs).await?.changed;
        outcome.bonds = unit.upsert(&affiliations).await?.changed;
        outcome.bonds += unit.upsert(&marks).await?.changed;
        outcome.bonds += unit.upsert(&deals).await?.changed;
        macro_rules! move_books {
            ($($book:ty),+) => {$(
                let books = moved_books::<$book>(self.store().of_company(gone).await?, gone, kept);
                outcome.books += unit.upsert(&books).await?.changed;
            )+};
        }
        move_books!(Lead, Visit, Problem, Due, Consent, BankProduct, Expertise, Draft, User);
        unit.upsert(&[remember.setting()?]).await?;
        unit.remove::<Company>(&gone, version).await?;
        unit.save().await?;
        self.refresh().await?;
        Ok(outcome)
    }

    /// Takes the last merge of two companies back, by the names they bore. False where there is none.
    pub async fn undo_merge(&self, one: &str, other: &str, who: &str) -> Result<bool, EngineError> {
        let key = |name: &str| self.snapshot().knowledge.names.key(name);
        let (one, other) = (key(one), key(other));
        let imports = self.store().list::<Import>(Rows::Live).await?;
        let merge =
            imports.into_iter().map(|import| import.value).filter(|import| import.undone.is_none()).rfind(|import| {
                let pair = import.file_name.strip_prefix("合并企业：").and_then(|pair| pair.split_once(" → "));
                pair.is_some_and(|(gone, kept)| {
                    let (gone, kept) = (key(gone), key(kept));
                    (gone == one && kept == other) || (gone == other && kept == one)
                })
            });
        match merge {
            Some(import) => self.undo_import(import.id, who).await.map(|()| true),
            None => Ok(false),
        }
    }

    /// Remembers, or forgets, that two companies are not one. False where there was nothing to forget.
    pub async fn set_distinct(
        &self,
        a: CompanyId,
        b: CompanyId,
        distinct: bool,
        who: &str,
    ) -> Result<bool, EngineError> {
        let key = distinct_key(a, b);
        let mut unit = self.store().begin(self.author(who)).await?;
        if distinct {
            let value = serde_json::json!({ "who": who });
            unit.upsert(&[Setting { key, value }]).await?;
        } else {
            let known = unit.lookup::<Setting>(&key).await?.filter(|setting| setting.deleted.is_none());
            let Some(known) = known else {
                unit.cancel().await?;
                return Ok(false);
            };
            unit.remove::<Setting>(&SettingKey(known.value.key.0), known.version).await?;
        }
        unit.save().await?;
        self.refresh().await?;
        Ok(true)
    }

    /// Confirms that two companies belong together (they are no longer proposed to each other), or takes that back.
    /// False where there was nothing to take back.
    pub async fn set_affiliated(
        &self,
        a: CompanyId,
        b: CompanyId,
        affiliated: bool,
        who: &str,
    ) -> Result<bool, EngineError> {
        let between = |bond: &Affiliation| (bond.a == a && bond.b == b) || (bond.a == b && bond.b == a);
        let known = self.store().list::<Affiliation>(Rows::Live).await?;
        let known: Vec<_> = known.into_iter().filter(|bond| between(&bond.value)).collect();
        let mut unit = self.store().begin(self.author(who)).await?;
        if affiliated {
            let mut source = SourceRef::new(SourceKind::Secretariat, "names affiliate");
            source.date = Some(self.snapshot().today);
            let id = known.first().map_or_else(|| AffiliationId(clock::new_id()), |bond| bond.value.id);
            let kind = known.first().map_or_else(|| "same_group".to_owned(), |bond| bond.value.kind.clone());
            unit.upsert(&[Affiliation { id, a, b, kind, certainty: Certainty::Confirmed, source }]).await?;
        } else {
            if known.is_empty() {
                unit.cancel().await?;
                return Ok(false);
            }
            for bond in &known {
                unit.remove::<Affiliation>(&bond.value.id, bond.version).await?;
            }
        }
        unit.save().await?;
        self.refresh().await?;
        Ok(true)
    }
}

/// The company that stays, with what only the other one had.
pub(crate) fn joined(mut stays: Company, goes: &Company) -> Company {
    for name in goes.names() {
        if !stays.names().any(|known| known == name) {
            stays.aliases.push(name.to_owned());
        }
    }
    for (field, theirs) in [
        (&mut stays.credit_code, &goes.credit_code),
        (&mut stays.industry, &goes.industry),
        (&mut stays.website, &goes.website),
        (&mut stays.place.province, &goes.place.province),
        (&mut stays.place.city, &goes.place.city),
        (&mut stays.place.district, &goes.place.district),
    ] {
        if field.is_none() {
            field.clone_from(theirs);
        }
    }
    for (mine, theirs) in [(&mut stays.external_ids, &goes.external_ids), (&mut stays.other, &goes.other)] {
        for (key, value) in theirs {
            mine.entry(key.clone()).or_insert_with(|| value.clone());
        }
    }
    if stays.kind == qianxian_core::CompanyKind::Unknown {
        stays.kind = goes.kind;
    }
    stays
}

/// Records that concerned the company that goes, as records of the one that stays.
fn moved_books<T: Book>(books: Vec<Versioned<T>>, gone: CompanyId, kept: CompanyId) -> Vec<T> {
    let moved = |book: Versioned<T>| {
        let mut book = book.value;
        book.companies_mut().into_iter().filter(|company| **company == gone).for_each(|company| *company = kept);
        book
    };
    books.into_iter().map(moved).collect()
}

/// A deal in which the one that goes took part, now with the one that stays.
fn moved_deal(mut deal: Deal, kept: CompanyId, gone: CompanyId) -> Option<Deal> {
    let mut moved = false;
    for party in deal.parties.iter_mut().filter(|party| party.company == Some(gone)) {
        party.company = Some(kept);
        moved = true;
    }
    moved.then_some(deal)
}
