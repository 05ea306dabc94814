//! The secretariat's other books, a table each: the whole record as JSON in `body`, since nothing in the database asks
//! for its parts. The companies it concerns stand in `book_company`, so that the database keeps them from vanishing and
//! the books of a company are found.

use crate::{
    contract::{EntityKind, Versioned},
    db::{Connection, Statement, Value},
    error::StoreError,
    sql::{
        Table,
        fields::{Fields, json},
        read,
    },
};
use qianxian_core::{
    ApiToken, BankProduct, BankProductId, CompanyId, Consent, ConsentId, Draft, DraftId, Due, DueId, Expertise,
    ExpertiseId, Lead, LeadId, MatchList, MatchListId, Problem, ProblemId, TokenId, User, UserId, Visit, VisitId,
    WorkItem, WorkItemId,
};

/// A record of one of the secretariat's books.
pub trait Book: Table {
    /// The companies it concerns, to be put in the place of others when two companies turn out to be one.
    fn companies_mut(&mut self) -> Vec<&mut CompanyId>;
}

macro_rules! book {
    ($book:ty, $id:ty, $kind:ident, $table:literal, |$it:ident| $label:expr, |$them:ident| $companies:expr, |$bad:ident| $fault:expr) => {
        impl Book for $book {
            fn companies_mut(&mut self) -> Vec<&mut CompanyId> {
                let $them = self;
                $companies
            }
        }

        #[expect(private_interfaces, reason = "the trait is sealed: only this crate calls it")]
        impl Table for $book {
            type Id = $id;
            const KIND: EntityKind = EntityKind::$kind;
            const TABLE: &'static str = $table;
            const COLUMNS: &'static [&'static str] = &["body"];

            fn id(&self) -> $id {
                self.id
            }

            fn label(&self) -> String {
                let $it = self;
                $label
            }

            fn companies(&self) -> Vec<CompanyId> {
                let mut copy = self.clone();
                let mut companies: Vec<CompanyId> = copy.companies_mut().into_iter().map(|id| *id).collect();
                companies.sort_unstable();
                companies.dedup();
                companies
            }

            fn fault(&self) -> Option<String> {
                let $bad = self;
                $fault.map(str::to_owned)
            }

            fn write(&self, row: &mut Vec<Value>) {
                row.push(json(self).into());
            }

            fn read(_: $id, row: &mut Fields<'_>) -> Result<Self, StoreError> {
                row.json("body")
            }

            async fn write_parts(connection: &mut Connection, books: &[&Self]) -> Result<(), StoreError> {
                write_companies(connection, books).await
            }
        }
    };
}

book!(
    Lead,
    LeadId,
    Lead,
    "lead",
    |it| it.number.clone(),
    |it| it.parties.iter_mut().map(|party| &mut party.company).collect(),
    |it| it.parties.is_empty().then_some("对接里没有企业")
);
book!(Visit, VisitId, Visit, "visit", |it| it.date.to_string(), |it| vec![&mut it.company], |_it| None::<&str>);
book!(Problem, ProblemId, Problem, "problem", |it| it.text.clone(), |it| vec![&mut it.company], |it| it
    .text
    .trim()
    .is_empty()
    .then_some("问题的内容是空的"));
book!(WorkItem, WorkItemId, WorkItem, "work_item", |it| it.content.clone(), |_it| Vec::new(), |it| it
    .content
    .trim()
    .is_empty()
    .then_some("工作计划的内容是空的"));
book!(Due, DueId, Due, "due", |it| format!("{}年会费", it.year), |it| vec![&mut it.company], |it| (it.owed < 0
    || it.paid < 0
    || it.waived < 0)
    .then_some("会费金额不能是负数"));
book!(Consent, ConsentId, Consent, "consent", |it| it.scope.zh().to_owned(), |it| vec![&mut it.company], |_it| None::<
    &str,
>);
book!(
    BankProduct,
    BankProductId,
    BankProduct,
    "bank_product",
    |it| it.name.clone(),
    |it| it.bank.iter_mut().collect(),
    |it| it.name.trim().is_empty().then_some("金融产品的名称是空的")
);
book!(
    Expertise,
    ExpertiseId,
    Expertise,
    "expertise",
    |it| it.field.clone(),
    |it| it.company.iter_mut().collect(),
    |it| it.field.trim().is_empty().then_some("专长的内容是空的")
);
book!(Draft, DraftId, Draft, "draft", |it| it.title.clone(), |it| it.company.iter_mut().collect(), |_it| None::<&str>);
book!(MatchList, MatchListId, MatchList, "match_list", |it| it.day.to_string(), |_it| Vec::new(), |_it| None::<&str>);
book!(User, UserId, User, "account", |it| it.login.clone(), |it| it.company.iter_mut().collect(), |it| it
    .login
    .trim()
    .is_empty()
    .then_some("登录名是空的"));
book!(ApiToken, TokenId, Token, "api_token", |it| it.name.clone(), |_it| Vec::new(), |_it| None::<&str>);

async fn write_companies<T: Table>(connection: &mut Connection, books: &[&T]) -> Result<(), StoreError> {
    for some in books.chunks(Statement::MOST_ROWS) {
        let mut clear = Statement::new("DELETE FROM book_company WHERE kind = ");
        clear.bind(T::KIND.code()).push(" AND book_id IN ").bind_all(some.iter().map(|book| book.id().to_string()));
        connection.execute(clear).await?;
    }
    let rows: Vec<[Value; 3]> = books
        .iter()
        .flat_map(|book| {
            let id = book.id().to_string();
            let row = move |company: CompanyId| [T::KIND.code().into(), id.clone().into(), company.to_string().into()];
            book.companies().into_iter().map(row)
        })
        .collect();
    for some in rows.chunks(Statement::MOST_ROWS) {
        let mut insert = Statement::new("INSERT INTO book_company (kind, book_id, company_id) ");
        insert.rows(some.iter().map(|row| row.to_vec()).collect());
        connection.execute(insert).await?;
    }
    Ok(())
}

/// Ids of the records of one kind that concern any of these companies.
pub(crate) async fn ids_concerning(
    connection: &mut Connection,
    kind: EntityKind,
    companies: &[String],
) -> Result<Vec<String>, StoreError> {
    let mut ids = std::collections::BTreeSet::new();
    for some in companies.chunks(Statement::MOST_ROWS) {
        let mut statement = Statement::new("SELECT book_id FROM book_company WHERE kind = ");
        statement.bind(kind.code()).push(" AND company_id IN ").bind_all(some.iter().map(String::as_str));
        for row in connection.fetch(statement).await? {
            ids.insert(Fields::new(&row, "book_company").text("book_id")?);
        }
    }
    Ok(ids.into_iter().collect())
}

/// Live records of one kind that concern a company, by id.
pub(crate) async fn of_company<T: Book>(
    connection: &mut Connection,
    company: CompanyId,
) -> Result<Vec<Versioned<T>>, StoreError> {
    let ids = ids_concerning(connection, T::KIND, &[company.to_string()]).await?;
    let ids: Vec<T::Id> = ids.iter().filter_map(|id| id.parse().ok()).collect();
    let mut found: Vec<Versioned<T>> = read::by_ids(connection, &ids).await?.into_values().collect();
    found.retain(|kept| kept.deleted.is_none());
    found.sort_by_cached_key(|kept| kept.value.id());
    Ok(found)
}
