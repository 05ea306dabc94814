//! Each book as its form, and back.

use super::book::{Kept, Maker};
use crate::{
    Problem as Refusal,
    access::Principal,
    views::{
        BankProductForm, ConditionForm, ConsentForm, DueForm, ExpertiseForm, ProblemForm, VisitForm, WorkItemForm,
    },
};
use qianxian_core::{
    AccountRole, BankProduct, BankProductId, CompanyId, Condition, Consent, ConsentId, Due, DueId, Expertise,
    ExpertiseId, Problem, ProblemId, ProgressEntry, Visit, VisitId, WorkItem, WorkItemId,
};
use uuid::Uuid;

impl Kept for Visit {
    type Form = VisitForm;

    fn id_of(id: Uuid) -> VisitId {
        VisitId(id)
    }

    fn made(id: VisitId, form: VisitForm, maker: &Maker<'_>) -> Result<Self, Refusal> {
        let VisitForm { company, date, visitors, met, note } = form;
        Ok(Visit { id, company: maker.company(&company)?, date, visitors, met, note })
    }

    fn form(&self, who: &Principal) -> VisitForm {
        let open = |text: &String| if who.sees_contacts_of(self.company) { text.clone() } else { String::new() };
        VisitForm {
            company: self.company.to_string(),
            date: self.date,
            visitors: self.visitors.clone(),
            met: open(&self.met),
            note: open(&self.note),
        }
    }

    fn owner(&self) -> Option<CompanyId> {
        Some(self.company)
    }
}

impl Kept for Problem {
    type Form = ProblemForm;

    fn id_of(id: Uuid) -> ProblemId {
        ProblemId(id)
    }

    fn made(id: ProblemId, form: ProblemForm, maker: &Maker<'_>) -> Result<Self, Refusal> {
        let ProblemForm { company, text, visit, raised, assigned_to, due, followed_up, closed } = form;
        let (company, visit) = (maker.company(&company)?, visit.map(VisitId));
        Ok(Problem { id, company, text, visit, raised, assigned_to, due, progress: Vec::new(), followed_up, closed })
    }

    fn form(&self, _: &Principal) -> ProblemForm {
        let Problem { text, assigned_to, .. } = self.clone();
        ProblemForm {
            company: self.company.to_string(),
            text,
            visit: self.visit.map(|visit| visit.0),
            raised: self.raised,
            assigned_to,
            due: self.due,
            followed_up: self.followed_up,
            closed: self.closed,
        }
    }

    fn owner(&self) -> Option<CompanyId> {
        Some(self.company)
    }

    fn progress(&self) -> &[ProgressEntry] {
        &self.progress
    }

    fn progress_mut(&mut self) -> Option<&mut Vec<ProgressEntry>> {
        Some(&mut self.progress)
    }
}

impl Kept for WorkItem {
    type Form = WorkItemForm;

    fn id_of(id: Uuid) -> WorkItemId {
        WorkItemId(id)
    }

    fn made(id: WorkItemId, form: WorkItemForm, _: &Maker<'_>) -> Result<Self, Refusal> {
        let WorkItemForm { year, content, deadline, responsible, support, basis, status } = form;
        Ok(WorkItem {
            id,
            year: sensible(year)?,
            content,
            deadline,
            responsible,
            support,
            basis,
            status,
            progress: Vec::new(),
        })
    }

    fn form(&self, _: &Principal) -> WorkItemForm {
        let WorkItem { year, content, deadline, responsible, support, basis, status, .. } = self.clone();
        WorkItemForm { year, content, deadline, responsible, support, basis, status }
    }

    fn owner(&self) -> Option<CompanyId> {
        None
    }

    fn progress(&self) -> &[ProgressEntry] {
        &self.progress
    }

    fn progress_mut(&mut self) -> Option<&mut Vec<ProgressEntry>> {
        Some(&mut self.progress)
    }
}

impl Kept for Due {
    type Form = DueForm;

    fn id_of(id: Uuid) -> DueId {
        DueId(id)
    }

    fn made(id: DueId, form: DueForm, maker: &Maker<'_>) -> Result<Self, Refusal> {
        let DueForm { company, year, level, owed, paid, waived, paid_on, receipt, handled_by, reminded } = form;
        let (company, year) = (maker.company(&company)?, sensible(year)?);
        Ok(Due { id, company, year, level, owed, paid, waived, paid_on, receipt, handled_by, reminded })
    }

    fn form(&self, _: &Principal) -> DueForm {
        let Due { year, level, owed, paid, waived, paid_on, receipt, handled_by, reminded, .. } = self.clone();
        let company = self.company.to_string();
        DueForm { company, year, level, owed, paid, waived, paid_on, receipt, handled_by, reminded }
    }

    fn owner(&self) -> Option<CompanyId> {
        Some(self.company)
    }
}

impl Kept for Consent {
    type Form = ConsentForm;

    fn id_of(id: Uuid) -> ConsentId {
        ConsentId(id)
    }

    fn made(id: ConsentId, form: ConsentForm, maker: &Maker<'_>) -> Result<Self, Refusal> {
        let ConsentForm { company, scope, given, date, channel, taken_by } = form;
        Ok(Consent { id, company: maker.company(&company)?, scope, given, date, channel, taken_by })
    }

    fn form(&self, _: &Principal) -> ConsentForm {
        let Consent { scope, given, date, channel, taken_by, .. } = self.clone();
        ConsentForm { company: self.company.to_string(), scope, given, date, channel, taken_by }
    }

    fn owner(&self) -> Option<CompanyId> {
        Some(self.company)
    }
}

impl Kept for BankProduct {
    type Form = BankProductForm;

    fn id_of(id: Uuid) -> BankProductId {
        BankProductId(id)
    }

    fn made(id: BankProductId, form: BankProductForm, maker: &Maker<'_>) -> Result<Self, Refusal> {
        let condition = |ConditionForm { kind, least, text }: ConditionForm| Condition { kind, least, text };
        Ok(BankProduct {
            id,
            bank: maker.maybe_company(form.bank.as_ref())?,
            bank_name: form.bank_name,
            name: form.name,
            purpose: form.purpose,
            most: form.most,
            terms: form.terms,
            conditions: form.conditions.into_iter().map(condition).collect(),
            offered: form.offered,
            source: maker.source(&form.source),
        })
    }

    fn form(&self, _: &Principal) -> BankProductForm {
        let condition = |Condition { kind, least, text }: Condition| ConditionForm { kind, least, text };
        let BankProduct { bank_name, name, purpose, most, terms, conditions, offered, .. } = self.clone();
        BankProductForm {
            bank: self.bank.map(|bank| bank.to_string()),
            bank_name,
            name,
            purpose,
            most,
            terms,
            conditions: conditions.into_iter().map(condition).collect(),
            offered,
            source: self.source.reference.clone(),
        }
    }

    fn owner(&self) -> Option<CompanyId> {
        self.bank
    }
}

impl Kept for Expertise {
    type Form = ExpertiseForm;

    fn id_of(id: Uuid) -> ExpertiseId {
        ExpertiseId(id)
    }

    fn made(id: ExpertiseId, form: ExpertiseForm, maker: &Maker<'_>) -> Result<Self, Refusal> {
        let ExpertiseForm { company, person, organisation, field, record, source } = form;
        let (company, source) = (maker.maybe_company(company.as_ref())?, maker.source(&source));
        Ok(Expertise { id, company, person, organisation, field, record, source })
    }

    fn form(&self, who: &Principal) -> ExpertiseForm {
        let Expertise { person, organisation, field, record, .. } = self.clone();
        ExpertiseForm {
            company: self.company.map(|company| company.to_string()),
            person,
            organisation,
            field,
            record: if who.role == AccountRole::Member { String::new() } else { record },
            source: self.source.reference.clone(),
        }
    }

    fn owner(&self) -> Option<CompanyId> {
        self.company
    }
}

fn sensible(year: i16) -> Result<i16, Refusal> {
    let wrong = || Refusal::invalid(format!("年份要在 1990 到 2200 之间，现在是 {year}"));
    (1990..=2200).contains(&year).then_some(year).ok_or_else(wrong)
}
