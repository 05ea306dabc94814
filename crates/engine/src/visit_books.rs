//! What a confirmed visit note leaves in the secretariat's other books: the visit itself, the problems raised on it, and
//! what was promised as items of the work plan with a date.

use crate::{
    clock,
    engine::{Engine, EngineError},
};
use jiff::civil::Date;
use qianxian_core::{CompanyId, Problem, ProblemId, Visit, VisitId, WorkItem, WorkItemId, WorkStatus};
use qianxian_intake::extract::NoteDrafts;

/// Entries of one visit, ready to be written.
#[derive(Debug)]
pub(crate) struct VisitBooks {
    pub(crate) visit: Visit,
    pub(crate) problems: Vec<Problem>,
    pub(crate) work: Vec<WorkItem>,
}

impl VisitBooks {
    /// The entries of a note about one company on one day.
    pub(crate) fn of(note: &NoteDrafts, company: CompanyId, name: &str, day: Date) -> VisitBooks {
        let visit = VisitId(clock::new_id());
        let problems = note.pains.iter().map(|pain| Problem {
            id: ProblemId(clock::new_id()),
            company,
            text: pain.what.clone(),
            visit: Some(visit),
            raised: Some(day),
            assigned_to: String::new(),
            due: None,
            progress: Vec::new(),
            followed_up: None,
            closed: None,
        });
        let work = note.promises.iter().map(|promise| WorkItem {
            id: WorkItemId(clock::new_id()),
            year: promise.due_date.unwrap_or(day).year(),
            content: format!("{name}：{}", promise.what),
            deadline: promise.due_date,
            responsible: promise.who.clone(),
            support: String::new(),
            basis: format!("{day} 走访{name}：{}", promise.sentence),
            status: WorkStatus::Planned,
            progress: Vec::new(),
        });
        VisitBooks {
            problems: problems.collect(),
            work: work.collect(),
            visit: Visit {
                id: visit,
                company,
                date: day,
                visitors: String::new(),
                met: String::new(),
                note: sentences(note),
            },
        }
    }
}

/// The sentences something was read from, each once, in the order of the note.
fn sentences(note: &NoteDrafts) -> String {
    let items = [&note.offers, &note.buys, &note.processes].into_iter().flatten();
    let mut all: Vec<(usize, &str)> = items.map(|item| (item.span.start, item.sentence.as_str())).collect();
    all.extend(note.pains.iter().map(|item| (item.span.start, item.sentence.as_str())));
    all.extend(note.needs.iter().map(|item| (item.span.start, item.sentence.as_str())));
    all.extend(note.promises.iter().map(|item| (item.span.start, item.sentence.as_str())));
    all.extend(note.financing.iter().map(|item| (item.span.start, item.sentence.as_str())));
    all.sort_unstable();
    let mut once: Vec<&str> = Vec::new();
    all.into_iter().filter(|(_, sentence)| !sentence.is_empty()).for_each(|(_, sentence)| {
        if !once.contains(&sentence) {
            once.push(sentence);
        }
    });
    once.join("\n")
}

impl Engine {
    /// The entries of visits that are not recorded yet. `text` is the note word for word, where it is at hand; `who` went.
    pub(crate) async fn new_books(
        &self,
        books: Vec<VisitBooks>,
        text: &str,
        who: &str,
    ) -> Result<Vec<VisitBooks>, EngineError> {
        let mut new = Vec::new();
        for mut book in books {
            if !text.is_empty() {
                text.clone_into(&mut book.visit.note);
            }
            who.clone_into(&mut book.visit.visitors);
            let known = self.store().of_company::<Visit>(book.visit.company).await?;
            let same = |visit: &Visit| visit.date == book.visit.date && visit.note == book.visit.note;
            if !known.iter().any(|visit| same(&visit.value)) {
                new.push(book);
            }
        }
        Ok(new)
    }
}
