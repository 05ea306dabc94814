//! The secretariat's other books.

use crate::{
    AuditFilter, Book, EntityKind, Fact, Rows, Sequence, Store, StoreError, UnitOfWork, Version,
    conformance::{Database, author, samples::*, save},
};
use jiff::{Timestamp, civil::date};
use qianxian_core::*;
use serde_json::json;
use std::fmt::Debug;
use uuid::Uuid;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn moment() -> Timestamp {
    author("", 7).at
}

fn lead(n: u128, a: u128, b: u128) -> Lead {
    let party = |company, role: &str| LeadParty { company: company_id(company), role: role.into() };
    Lead {
        id: LeadId(id(n)),
        number: format!("DJ-20251103-{n:03}"),
        way: "supply".into(),
        parties: vec![party(a, "customer"), party(b, "supplier")],
        why: "甲要电机，乙做电机".into(),
        need: Some(NeedId(id(21))),
        stage: LeadStage::Met,
        owner: "王秘书".into(),
        next: "送样".into(),
        due: Some(date(2025, 12, 1)),
        log: vec![LeadEntry {
            at: moment(), who: "王秘书".into(), stage: Some(LeadStage::Met), text: "见了面".into()
        }],
        outcome: LeadOutcome {
            reason: Some("价格".into()),
            value: Some(ValueBand::TenToHundredWan),
            product: Some("电机".into()),
            introduced_by: Some("李秘书".into()),
        },
    }
}

fn visit(n: u128, company: u128) -> Visit {
    Visit {
        id: VisitId(id(n)),
        company: company_id(company),
        date: date(2025, 11, 3),
        visitors: "王秘书、李秘书".into(),
        met: "张总".into(),
        note: "“我们每年外购电机三千台”\n缺焊工".into(),
    }
}

fn problem(n: u128, company: u128) -> Problem {
    Problem {
        id: ProblemId(id(n)),
        company: company_id(company),
        text: "招不到焊工".into(),
        visit: Some(VisitId(id(62))),
        raised: Some(date(2025, 11, 3)),
        assigned_to: "人社局".into(),
        due: Some(date(2025, 12, 3)),
        progress: vec![ProgressEntry { at: moment(), who: "王秘书".into(), text: "已转办".into() }],
        followed_up: Some(date(2025, 12, 4)),
        closed: Some(date(2025, 12, 5)),
    }
}

fn due(n: u128, company: u128) -> Due {
    Due {
        id: DueId(id(n)),
        company: company_id(company),
        year: 2025,
        level: "理事".into(),
        owed: 500_000,
        paid: 300_000,
        waived: 100_000,
        paid_on: Some(date(2025, 3, 1)),
        receipt: "鲁票 001".into(),
        handled_by: "赵会计".into(),
        reminded: Some(date(2025, 9, 1)),
    }
}

fn bank_product(n: u128, bank: Option<u128>) -> BankProduct {
    BankProduct {
        id: BankProductId(id(n)),
        bank: bank.map(company_id),
        bank_name: "齐商银行".into(),
        name: "税e贷".into(),
        purpose: "流动资金".into(),
        most: Some(300.5),
        terms: "年息3.45%，一年".into(),
        conditions: vec![Condition {
            kind: ConditionKind::TaxPaid, least: Some(5.0), text: "年纳税五万元以上".into()
        }],
        offered: true,
        source: source(),
    }
}

fn expertise(n: u128, company: Option<u128>) -> Expertise {
    Expertise {
        id: ExpertiseId(id(n)),
        company: company.map(company_id),
        person: "孙教授".into(),
        organisation: "山东理工大学".into(),
        field: "焊接工艺".into(),
        record: "2024年请过一次".into(),
        source: source(),
    }
}

fn draft(n: u128, company: Option<u128>) -> Draft {
    Draft {
        id: DraftId(id(n)),
        kind: DraftKind::Note,
        company: company.map(company_id),
        title: "走访记录".into(),
        text: "原文".into(),
        body: json!({"lines": [{"text": "电机", "share": 0.25}], "nothing": null}),
        status: DraftStatus::Waiting,
        who: "王秘书".into(),
        at: moment(),
        answer: "写得不全".into(),
    }
}

fn user(n: u128, company: Option<u128>) -> User {
    User {
        id: UserId(id(n)),
        login: format!("user{n}"),
        name: "张三".into(),
        role: AccountRole::Member,
        company: company.map(company_id),
        disabled: true,
    }
}

async fn comes_back<T: Fact + Debug>(store: &Store, book: T) {
    save(store, async |unit: &mut UnitOfWork| unit.add(std::slice::from_ref(&book)).await).await;
    let kept = store.lookup::<T>(&book.id()).await.unwrap().unwrap();
    assert_eq!((&kept.value, kept.version, kept.deleted), (&book, Version(1), None));
    assert_eq!(store.list::<T>(Rows::Live).await.unwrap(), [kept]);
    let again = store.audit(&AuditFilter::of(T::KIND, book.id())).await.unwrap();
    assert_eq!(again.len(), 1);
}

pub(super) async fn every_book_comes_back_with_all_its_fields(database: &impl Database) {
    let store = database.open().await;
    fill(&store).await;
    comes_back(&store, lead(61, 1, 2)).await;
    comes_back(&store, visit(62, 1)).await;
    comes_back(&store, problem(63, 1)).await;
    let work = WorkItem {
        id: WorkItemId(id(64)),
        year: 2025,
        content: "办一场对接会".into(),
        deadline: Some(date(2025, 12, 31)),
        responsible: "王秘书".into(),
        support: "李秘书".into(),
        basis: "年度计划第三条".into(),
        status: WorkStatus::Going,
        progress: vec![ProgressEntry { at: moment(), who: "王秘书".into(), text: "场地已定".into() }],
    };
    comes_back(&store, work).await;
    comes_back(&store, due(65, 1)).await;
    let consent = Consent {
        id: ConsentId(id(66)),
        company: company_id(1),
        scope: ConsentScope::Finance,
        given: true,
        date: date(2025, 11, 3),
        channel: "微信".into(),
        taken_by: "王秘书".into(),
    };
    comes_back(&store, consent).await;
    comes_back(&store, bank_product(67, Some(3))).await;
    comes_back(&store, expertise(68, Some(3))).await;
    comes_back(&store, draft(69, Some(1))).await;
    let listed = ListedMatch {
        company: company_id(1),
        partner: company_id(2),
        way: "supply".into(),
        band: "strong".into(),
        fingerprint: u64::MAX,
    };
    let list = MatchList { id: MatchListId(id(70)), at: moment(), day: date(2025, 11, 3), entries: vec![listed] };
    comes_back(&store, list).await;
    comes_back(&store, user(71, Some(1))).await;
    let token = ApiToken {
        id: TokenId(id(72)),
        name: "大屏".into(),
        hash: "ab".repeat(32),
        user: UserId(id(71)),
        scopes: vec!["read".into()],
        expires: Some(moment()),
    };
    comes_back(&store, token).await;
    store.close().await;
    let again = database.open().await;
    assert_eq!(again.lookup::<Lead>(&LeadId(id(61))).await.unwrap().unwrap().value, lead(61, 1, 2));
}

pub(super) async fn the_books_of_a_company_are_found(database: &impl Database) {
    async fn of<T: Book>(store: &Store, company: u128) -> Vec<String> {
        let found = store.of_company::<T>(company_id(company)).await.unwrap();
        found.iter().map(|kept| kept.value.id().to_string()).collect()
    }
    let store = database.open().await;
    fill(&store).await;
    save(&store, async |unit: &mut UnitOfWork| {
        unit.add(&[lead(62, 2, 3), lead(61, 1, 2)]).await?;
        unit.add(&[draft(63, None), draft(64, Some(2))]).await
    })
    .await;
    let name = |n: u128| id(n).to_string();
    assert_eq!(of::<Lead>(&store, 1).await, [name(61)]);
    assert_eq!(of::<Lead>(&store, 2).await, [name(61), name(62)]);
    assert_eq!(of::<Draft>(&store, 2).await, [name(64)]);
    assert!(of::<Draft>(&store, 3).await.is_empty());

    // A lead that goes over to another company is found there and no longer here; a deleted one nowhere.
    save(&store, async |unit: &mut UnitOfWork| unit.update(&lead(61, 3, 2), Version(1)).await.map(drop)).await;
    assert!(of::<Lead>(&store, 1).await.is_empty());
    let changes = store.changes_since(Sequence(2)).await.unwrap();
    assert_eq!(changes.companies(), [company_id(1), company_id(2), company_id(3)], "both sides hear of it");
    assert_eq!(changes.changes[0].kind, EntityKind::Lead);
    save(&store, async |unit: &mut UnitOfWork| unit.remove::<Lead>(&LeadId(id(62)), Version(1)).await.map(drop)).await;
    assert_eq!(of::<Lead>(&store, 3).await, [name(61)]);
}

pub(super) async fn a_book_of_an_unknown_company_is_refused(database: &impl Database) {
    let store = database.open().await;
    fill(&store).await;
    let mut unit = store.begin(author("王秘书", 1)).await.unwrap();
    let errors = [
        unit.add(&[lead(61, 1, 9)]).await,
        unit.add(&[visit(62, 9)]).await,
        unit.add(&[bank_product(67, Some(9))]).await,
        unit.add(&[user(71, Some(9))]).await,
    ];
    assert!(errors.iter().all(|error| matches!(error, Err(StoreError::UnknownCompany { .. }))), "{errors:?}");
    unit.add(&[bank_product(67, None)]).await.unwrap();
    unit.add(&[expertise(68, None)]).await.unwrap();
    assert!(unit.add(&[Lead { parties: Vec::new(), ..lead(61, 1, 2) }]).await.is_err());
    assert!(unit.add(&[Due { paid: -1, ..due(65, 1) }]).await.is_err());
    unit.save().await.unwrap();
}

pub(super) async fn undo_is_refused_where_a_book_was_attached(database: &impl Database) {
    async fn attach<T: Fact>(store: &Store, book: T) {
        save(store, async |unit: &mut UnitOfWork| unit.add(std::slice::from_ref(&book)).await).await;
        let mut unit = store.begin(author("赵秘书", 2)).await.unwrap();
        let error = unit.undo_import(import(1).id).await.unwrap_err();
        let StoreError::ChangedSince { changed, .. } = &error else { panic!("{error:?}") };
        assert_eq!((changed.len(), changed[0].kind), (1, T::KIND));
        unit.remove::<T>(&book.id(), Version(1)).await.unwrap();
        unit.save().await.unwrap();
    }
    let store = database.open().await;
    let mut unit = store.begin_import(author("李秘书", 0), import(1)).await.unwrap();
    unit.add(&[company(1), company(2)]).await.unwrap();
    unit.add(&[due(65, 1)]).await.unwrap();
    unit.save().await.unwrap();

    attach(&store, lead(61, 1, 2)).await;
    attach(&store, visit(62, 1)).await;
    attach(&store, problem(63, 1)).await;
    attach(&store, bank_product(67, Some(2))).await;
    attach(&store, expertise(68, Some(2))).await;
    attach(&store, draft(69, Some(2))).await;
    attach(&store, user(71, Some(2))).await;

    save(&store, async |unit: &mut UnitOfWork| unit.undo_import(import(1).id).await.map(drop)).await;
    assert!(store.lookup::<Due>(&due(65, 1).id).await.unwrap().unwrap().deleted.is_some(), "what it wrote goes along");
    assert!(store.load().await.unwrap().companies.is_empty());
}
