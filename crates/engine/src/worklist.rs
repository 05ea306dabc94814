//! 今日待办: what waits for the secretariat, the most pressing first, and the figures of the month. Read off the books;
//! nothing is stored, so that nothing has to be ticked off twice.

use crate::engine::{Engine, EngineError};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use qianxian_core::{CompanyId, Draft, DraftId, DraftKind, DraftStatus, Lead, LeadId, LeadStage, Need, NeedId, Visit};
use qianxian_store::{Rows, Versioned};

/// Days without a word after which a lead is followed up, and given up or not (product.md, feature 9).
const QUIET: i32 = 7;
/// Days before a deadline at which it comes up.
const SOON: i32 = 7;

/// What is to be done, and about what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    /// A lead is overdue by so many days.
    LeadOverdue(LeadId, i32),
    /// A lead is due today or soon: days left.
    LeadDue(LeadId, i32),
    /// Nothing happened on a lead for so many days.
    LeadQuiet(LeadId, i32),
    /// Somebody handed something in.
    Decide(DraftId, DraftKind),
    /// An open need nobody took up; days to its deadline where it has one.
    NeedOpen(NeedId, CompanyId, Option<i32>),
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Todo {
    /// What.
    pub task: Task,
    /// What it is about, in the words of the books.
    pub title: String,
}

/// What happened since the first of the month.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MonthFigures {
    /// 走访.
    pub visits: usize,
    /// 新需求.
    pub needs: usize,
    /// 推荐: leads that reached 已推荐.
    pub recommended: usize,
    /// 双方愿意.
    pub willing: usize,
    /// 签约/成交 and 复购.
    pub signed: usize,
}

/// Everything that waits, most pressing first, and the month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Worklist {
    /// To do.
    pub todos: Vec<Todo>,
    /// The month so far.
    pub month: MonthFigures,
}

impl Engine {
    /// What waits on `today`.
    pub async fn worklist(&self, today: Date) -> Result<Worklist, EngineError> {
        let mut view = self.store().view().await?;
        let leads = view.list::<Lead>(Rows::Live).await?;
        let drafts = view.list::<Draft>(Rows::Live).await?;
        let needs = view.list::<Need>(Rows::Live).await?;
        let visits = view.list::<Visit>(Rows::Live).await?;
        drop(view);
        let month = figures(today, &leads, &needs, &visits);
        let mut todos: Vec<(i32, Todo)> = leads.iter().filter_map(|lead| of_lead(&lead.value, today)).collect();
        todos.extend(
            drafts
                .iter()
                .map(|draft| &draft.value)
                .filter(|draft| draft.status == DraftStatus::Waiting)
                .map(|draft| (50, Todo { task: Task::Decide(draft.id, draft.kind), title: draft.title.clone() })),
        );
        let answered: Vec<NeedId> = leads.iter().filter_map(|lead| lead.value.need).collect();
        let unanswered =
            needs.into_iter().map(|need| need.value).filter(|need| need.open && !answered.contains(&need.id));
        todos.extend(unanswered.map(|need| of_need(need, today)));
        todos.sort_by_key(|(pressing, _)| std::cmp::Reverse(*pressing));
        Ok(Worklist { todos: todos.into_iter().map(|(_, todo)| todo).collect(), month })
    }
}

/// Lateness counts most, then what somebody waits for, then what is quiet.
fn of_lead(lead: &Lead, today: Date) -> Option<(i32, Todo)> {
    if lead.stage.is_final() {
        return None;
    }
    let title = [lead.number.as_str(), lead.next.as_str()].join(" ").trim().to_owned();
    let left = lead.due.map(|due| (due - today).get_days());
    let quiet = lead.log.last().map_or(0, |entry| (today - day(entry.at)).get_days());
    let (pressing, task) = match left {
        Some(left) if left < 0 => (100 + left.abs().min(99), Task::LeadOverdue(lead.id, -left)),
        Some(left) if left <= 1 => (90, Task::LeadDue(lead.id, left)),
        _ if quiet >= QUIET => (40 + quiet.min(9), Task::LeadQuiet(lead.id, quiet)),
        Some(left) if left <= SOON => (30, Task::LeadDue(lead.id, left)),
        _ => return None,
    };
    Some((pressing, Todo { task, title }))
}

fn of_need(need: Need, today: Date) -> (i32, Todo) {
    let left = need.deadline.map(|deadline| (deadline - today).get_days());
    let pressing = if left.is_some_and(|left| left <= SOON) { 60 } else { 20 };
    (pressing, Todo { task: Task::NeedOpen(need.id, need.company, left), title: need.text })
}

fn day(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::system()).date()
}

fn figures(
    today: Date,
    leads: &[Versioned<Lead>],
    needs: &[Versioned<Need>],
    visits: &[Versioned<Visit>],
) -> MonthFigures {
    let this_month = |date: Date| date.year() == today.year() && date.month() == today.month();
    let reached = |stages: &[LeadStage]| {
        let came = |lead: &&Versioned<Lead>| {
            let mut log = lead.value.log.iter();
            log.any(|entry| entry.stage.is_some_and(|stage| stages.contains(&stage)) && this_month(day(entry.at)))
        };
        leads.iter().filter(came).count()
    };
    MonthFigures {
        visits: visits.iter().filter(|visit| this_month(visit.value.date)).count(),
        needs: needs.iter().filter(|need| this_month(day(need.created))).count(),
        recommended: reached(&[LeadStage::Recommended]),
        willing: reached(&[LeadStage::BothWilling]),
        signed: reached(&[LeadStage::Signed, LeadStage::Repeat]),
    }
}
