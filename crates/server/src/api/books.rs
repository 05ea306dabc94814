//! The secretariat's other books: `/visits`, `/problems`, `/work-items`, `/dues`, `/consents`, `/bank-products`,
//! `/expertise`. One set of routes, stamped out for each.

use super::{
    book::{self, BookParams},
    leads::NoteForm,
    refusals::{Refusals, WriteRefusals},
};
use crate::{
    App, Problem as Refusal,
    access::{Desk, DeskReader, Reader},
    extract::{Json, Path, Query},
    paging::{Page, PageParams},
    versions::{IfMatch, Tagged},
    views::{BankProductForm, ConsentForm, DueForm, Entry, ExpertiseForm, ProblemForm, VisitForm, WorkItemForm},
};
use axum::{extract::State, http::StatusCode};
use qianxian_core::{BankProduct, Consent, Due, Expertise, Problem, Visit, WorkItem};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

/// The five routes of one book. `$reader` says who may look; only the secretariat writes.
macro_rules! book {
    (
        $module:ident: $book:ident as $form:ident, $reader:ident, $tag:tt, $all:tt, $one:tt,
        $list:tt, $add:tt, $get:tt, $put:tt, $delete:tt
    ) => {
        mod $module {
            use super::*;

            /// The records, in the order in which they were added.
            #[utoipa::path(
                get, path = $all, tag = $tag, operation_id = $list, security(("token" = [])),
                params(BookParams, PageParams),
                responses((status = 200, description = "一页记录", body = Page<Entry<$form>>), Refusals)
            )]
            pub(super) async fn list(
                State(app): State<App>,
                $reader(who): $reader,
                Query(params): Query<BookParams>,
                Query(page): Query<PageParams>,
            ) -> Result<Json<Page<Entry<$form>>>, Refusal> {
                book::list::<$book>(&app, &who, &params, &page).await
            }

            /// Adds a record.
            #[utoipa::path(
                post, path = $all, tag = $tag, operation_id = $add, security(("token" = [])), request_body = $form,
                responses((status = 201, description = "已添加", body = Entry<$form>), WriteRefusals)
            )]
            pub(super) async fn add(
                State(app): State<App>,
                Desk(who): Desk,
                Json(form): Json<$form>,
            ) -> Result<Tagged<Entry<$form>>, Refusal> {
                book::add::<$book>(&app, &who, form).await
            }

            /// One record.
            #[utoipa::path(
                get, path = $one, tag = $tag, operation_id = $get, security(("token" = [])),
                params(("id" = String, Path, description = "编号")),
                responses((status = 200, description = "一条记录", body = Entry<$form>), Refusals)
            )]
            pub(super) async fn get(
                State(app): State<App>,
                $reader(who): $reader,
                Path(id): Path<Uuid>,
            ) -> Result<Tagged<Entry<$form>>, Refusal> {
                book::get::<$book>(&app, &who, id).await
            }

            /// Writes a record anew; what is absent is empty then.
            #[utoipa::path(
                put, path = $one, tag = $tag, operation_id = $put, security(("token" = [])), request_body = $form,
                params(
                    ("id" = String, Path, description = "编号"),
                    ("If-Match" = String, Header, description = "读取时得到的 ETag"),
                ),
                responses((status = 200, description = "已修改", body = Entry<$form>), WriteRefusals)
            )]
            pub(super) async fn put(
                State(app): State<App>,
                Desk(who): Desk,
                Path(id): Path<Uuid>,
                IfMatch(expected): IfMatch,
                Json(form): Json<$form>,
            ) -> Result<Tagged<Entry<$form>>, Refusal> {
                book::put::<$book>(&app, &who, id, expected, form).await
            }

            /// Deletes a record.
            #[utoipa::path(
                delete, path = $one, tag = $tag, operation_id = $delete, security(("token" = [])),
                params(
                    ("id" = String, Path, description = "编号"),
                    ("If-Match" = String, Header, description = "读取时得到的 ETag"),
                ),
                responses((status = 204, description = "已删除"), WriteRefusals)
            )]
            pub(super) async fn remove(
                State(app): State<App>,
                Desk(who): Desk,
                Path(id): Path<Uuid>,
                IfMatch(expected): IfMatch,
            ) -> Result<StatusCode, Refusal> {
                book::remove::<$book>(&app, &who, id, expected).await
            }

            pub(super) fn routes() -> OpenApiRouter<App> {
                OpenApiRouter::new().routes(routes!(list, add)).routes(routes!(get, put, remove))
            }
        }
    };
}

book!(
    visits: Visit as VisitForm, DeskReader, "走访", "/visits", "/visits/{id}",
    "list_visits", "add_visit", "get_visit", "put_visit", "delete_visit"
);
book!(
    problems: Problem as ProblemForm, DeskReader, "问题诉求", "/problems", "/problems/{id}",
    "list_problems", "add_problem", "get_problem", "put_problem", "delete_problem"
);
book!(
    work_items: WorkItem as WorkItemForm, DeskReader, "工作计划", "/work-items", "/work-items/{id}",
    "list_work_items", "add_work_item", "get_work_item", "put_work_item", "delete_work_item"
);
book!(
    dues: Due as DueForm, DeskReader, "会费", "/dues", "/dues/{id}",
    "list_dues", "add_due", "get_due", "put_due", "delete_due"
);
book!(
    consents: Consent as ConsentForm, DeskReader, "授权", "/consents", "/consents/{id}",
    "list_consents", "add_consent", "get_consent", "put_consent", "delete_consent"
);
book!(
    bank_products: BankProduct as BankProductForm, Reader, "金融产品", "/bank-products", "/bank-products/{id}",
    "list_bank_products", "add_bank_product", "get_bank_product", "put_bank_product", "delete_bank_product"
);
book!(
    expertise: Expertise as ExpertiseForm, Reader, "专长", "/expertise", "/expertise/{id}",
    "list_expertise", "add_expertise", "get_expertise", "put_expertise", "delete_expertise"
);

/// All books.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(visits::routes())
        .merge(problems::routes())
        .merge(work_items::routes())
        .merge(dues::routes())
        .merge(consents::routes())
        .merge(bank_products::routes())
        .merge(expertise::routes())
        .routes(routes!(problem_progress))
        .routes(routes!(work_item_progress))
}

/// Adds a line of progress to a problem. Lines are only ever added: no version is asked for.
#[utoipa::path(
    post, path = "/problems/{id}/progress", tag = "问题诉求", operation_id = "note_problem", security(("token" = [])),
    params(("id" = String, Path, description = "编号")), request_body = NoteForm,
    responses((status = 200, description = "已记下", body = Entry<ProblemForm>), WriteRefusals)
)]
async fn problem_progress(
    State(app): State<App>,
    Desk(who): Desk,
    Path(id): Path<Uuid>,
    Json(form): Json<NoteForm>,
) -> Result<Tagged<Entry<ProblemForm>>, Refusal> {
    book::note::<Problem>(&app, &who, id, &form.text).await
}

/// Adds a line of progress to an item of the plan.
#[utoipa::path(
    post, path = "/work-items/{id}/progress", tag = "工作计划", operation_id = "note_work_item",
    security(("token" = [])), params(("id" = String, Path, description = "编号")), request_body = NoteForm,
    responses((status = 200, description = "已记下", body = Entry<WorkItemForm>), WriteRefusals)
)]
async fn work_item_progress(
    State(app): State<App>,
    Desk(who): Desk,
    Path(id): Path<Uuid>,
    Json(form): Json<NoteForm>,
) -> Result<Tagged<Entry<WorkItemForm>>, Refusal> {
    book::note::<WorkItem>(&app, &who, id, &form.text).await
}
