//! Loans that fall due or are wanted, leases, supply chain finance.

use super::{
    super::{
        amounts::{money, money_label},
        cues::Cue,
        dates,
        draft::{Financing, FinancingKind, NeedItem},
    },
    Note,
    frame::Frame,
    is_plain,
};
use qianxian_core::NeedKind;

/// Reads what a note says about money wanted or due.
pub(super) fn read(note: &Note<'_>) -> Option<Financing> {
    let mut found = note.frames.iter().enumerate().filter_map(|(nth, frame)| Some((nth, kind(note, frame)?)));
    let (mut nth, kind) = found.next()?;
    // 需要800万，另有500万到期: what falls due is told by the clause that says so.
    let says_due = |frame: &Frame| note.has(Cue::FinanceDue, frame);
    if kind == FinancingKind::LoanDue && !says_due(&note.frames[nth]) {
        nth = found.map(|(nth, _)| nth).find(|nth| says_due(&note.frames[*nth])).unwrap_or(nth);
    }
    let frame = &note.frames[nth];
    let mut near: Vec<&Frame> = vec![frame];
    near.extend(note.before_in_part(nth).take(3).filter(|before| belongs(note, before)));
    near.extend(note.frames[nth + 1..].iter().take_while(|after| after.clause.part == frame.clause.part).take(2));
    let amount = near.iter().filter(|frame| !is_debt(note, frame)).find_map(|frame| money(note.text(&frame.body)));
    let when = near.iter().find_map(|frame| {
        let body = note.text(&frame.body);
        let when = dates::find(body, note.today, note.cues).into_iter().next()?;
        let at = frame.body.start + when.span.start..frame.body.start + when.span.end;
        Some((note.shown(&at), when.date))
    });
    let (due, due_date) = when.map_or((None, None), |(words, date)| (Some(words), date));
    Some(Financing {
        kind,
        kind_name: kind.zh(),
        amount: amount.map(money_label),
        due,
        due_date,
        sentence: note.sentence(frame.body.start),
        span: note.span(&frame.body),
    })
}

/// Money that is wanted is a need as well.
pub(super) fn with_need(note: &Note<'_>, mut needs: Vec<NeedItem>, financing: Option<&Financing>) -> Vec<NeedItem> {
    let Some(financing) = financing else { return needs };
    if let Some(need) = needs.iter_mut().find(|need| need.kind == NeedKind::Finance) {
        if need.deadline.is_none() && financing.kind == FinancingKind::NeedLoan {
            (need.deadline, need.deadline_date) = (financing.due.clone(), financing.due_date);
        }
        return needs;
    }
    let cleaned = note.frames.iter().find(|frame| note.span(&frame.body) == financing.span);
    needs.push(NeedItem {
        what: cleaned.map_or_else(|| financing.kind_name.to_owned(), |frame| note.shown(&frame.body)),
        kind: NeedKind::Finance,
        kind_name: NeedKind::Finance.zh(),
        deadline: financing.due.clone(),
        deadline_date: financing.due_date,
        sentence: financing.sentence.clone(),
        span: financing.span,
    });
    needs
}

fn kind(note: &Note<'_>, frame: &Frame) -> Option<FinancingKind> {
    if !is_plain(frame) || !note.has(Cue::Finance, frame) || refuses(note, note.text(&frame.body)) {
        return None;
    }
    if frame.past && !note.has(Cue::Now, frame) {
        return None;
    }
    if is_refused(note, frame) {
        return None;
    }
    let part = note.frames.iter().filter(|other| other.clause.part == frame.clause.part);
    let whole = part.map(|other| note.text(&other.body)).collect::<Vec<_>>().join(",");
    let body = note.text(&frame.body);
    if note.cues.has(Cue::FinanceChain, &whole) {
        return Some(FinancingKind::SupplyChainFinance);
    }
    if body.contains("融资租赁")
        || note.cues.has(Cue::FinanceLease, body) && note.has(Cue::Want, frame) && body.contains("设备")
    {
        return Some(FinancingKind::Lease);
    }
    if note.cues.has(Cue::FinanceDue, &whole) {
        return Some(FinancingKind::LoanDue);
    }
    // 差三百来万 needs a sum; 想走担保贷 says it itself; a subsidised rate is a policy.
    let lending = ["贷", "融资", "授信", "过桥", "流动资金", "周转", "资金缺口", "抵押", "差", "缺"];
    (lending.iter().any(|word| body.contains(word)) && !body.contains("贴息")).then_some(FinancingKind::NeedLoan)
}

/// Somewhere in the part of a clause money is refused.
pub(super) fn is_refused(note: &Note<'_>, frame: &Frame) -> bool {
    let part = note.frames.iter().filter(|other| other.clause.part == frame.clause.part);
    part.into_iter().any(|other| refuses(note, note.text(&other.body)))
}

/// 不用贷款; but 有没有融资 asks.
fn refuses(note: &Note<'_>, body: &str) -> bool {
    note.cues.has(Cue::NoFinance, &body.replace("有没有", "有无"))
}

/// A clause before the one about money that gives its purpose, its sum or its day.
fn belongs(note: &Note<'_>, frame: &Frame) -> bool {
    let body = note.text(&frame.body);
    money(body).is_some() || !dates::find(body, note.today, note.cues).is_empty()
}

/// 压了两百来万 is money owed to the firm.
fn is_debt(note: &Note<'_>, frame: &Frame) -> bool {
    let body = note.text(&frame.body);
    ["压", "欠", "回款", "货款", "应收", "涨", "运费", "产值"].iter().any(|word| body.contains(word))
}
