//! What every backend must do: one suite, stamped on each by a line of [`on!`].
//!
//! A test takes an empty [`Database`] and may open it as often as it likes.

mod books;
mod bulk;
mod copy;
mod imports;
mod log;
mod rows;
pub(crate) mod samples;
mod shelf;
mod units;

use crate::{Author, Sequence, Store, StoreError, UnitOfWork};
use std::future::Future;

/// An empty database of one backend, which is gone when it is dropped.
pub(crate) trait Database: Sized + Send + Sync {
    /// Makes one; none where there is no server to make it on.
    fn make() -> Option<Self>;
    /// Opens it: twice is as two processes would.
    fn open(&self) -> impl Future<Output = Store> + Send;
}

macro_rules! on {
    ($backend:ident: $database:ty; $($file:ident { $($test:ident)+ })+) => {
        mod $backend {
            $(mod $file {
                $(#[test]
                fn $test() {
                    let Some(database) = <$database as $crate::conformance::Database>::make() else { return };
                    $crate::conformance::wait($crate::conformance::$file::$test(&database));
                })+
            })+
        }
    };
    ($backend:ident: $database:ty) => {
        on! { $backend: $database;
            rows {
                every_kind_comes_back_with_all_its_fields
                every_kind_comes_back_with_few_fields
                companies_are_found_by_filter
                loading_is_the_same_whatever_the_order_of_writing
                some_companies_are_loaded_with_lines_and_needs
                a_deleted_company_takes_its_things_along_and_brings_them_back
                what_was_saved_is_there_after_reopening
                a_missing_thing_is_nothing
            }
            units {
                dropping_leaves_nothing
                cancelling_leaves_nothing
                a_stale_version_is_refused
                nothing_different_is_not_written
                a_deleted_thing_is_not_updated
                adding_twice_is_refused
                unknown_companies_are_refused
                faulty_values_are_refused
                a_nul_is_refused_and_not_found
                a_refusal_leaves_the_unit_usable
                upsert_counts_and_the_last_of_equal_ids_wins
                a_view_is_one_moment
                writers_take_turns
                two_desks_do_not_lose_an_update
            }
            log {
                every_write_is_audited_in_its_transaction
                the_change_log_names_the_companies
                changes_come_in_order_and_only_new_ones
                the_audit_is_filtered_and_paged
            }
            imports {
                an_import_is_recorded_with_its_counts
                undo_restores_what_stood_before
                undo_is_refused_where_something_changed_since
                undo_is_refused_where_something_was_attached_since
                undo_twice_is_refused
            }
            copy {
                a_copy_is_equal_there_and_back
                lines_of_text_carry_everything
                a_store_with_something_in_it_is_not_filled
                a_backup_takes_the_place_of_everything
            }
            books {
                every_book_comes_back_with_all_its_fields
                the_books_of_a_company_are_found
                a_book_of_an_unknown_company_is_refused
                undo_is_refused_where_a_book_was_attached
            }
            shelf {
                what_lies_there_comes_back_until_it_runs_out
                keys_stand_in_the_order_of_their_bytes
                of_two_at_once_one_puts_and_one_takes
                a_claim_that_ran_out_is_free
                any_text_is_a_key
            }
            bulk {
                five_thousand_companies_are_fast
            }
        }
    };
}

on!(sqlite: crate::sqlite::tests::File);
on!(pg: crate::pg::tests::Fresh);

/// Runs a test to its end.
pub(crate) fn wait<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(test)
}

/// An author at second `second` of 2025-11-03, with microseconds.
pub(crate) fn author(who: &str, second: i64) -> Author {
    let at = jiff::Timestamp::from_microsecond(1_762_128_000_000_000 + second * 1_000_000 + 123_456).unwrap();
    Author { who: who.to_owned(), at }
}

/// Does one unit of work as 王秘书 and saves it.
pub(crate) async fn save<F>(store: &Store, work: F) -> Sequence
where
    F: AsyncFnOnce(&mut UnitOfWork) -> Result<(), StoreError>,
{
    let mut unit = store.begin(author("王秘书", 0)).await.unwrap();
    work(&mut unit).await.unwrap();
    unit.save().await.unwrap()
}
