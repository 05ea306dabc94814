//! The only place that asks for the time or makes an id. Everything else gets them as arguments.

use jiff::{Timestamp, Zoned, civil::Date};
use uuid::Uuid;

/// Now.
#[expect(clippy::disallowed_methods, reason = "this is the clock")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// Today, in the time zone of the machine.
#[expect(clippy::disallowed_methods, reason = "this is the clock")]
pub fn today() -> Date {
    Zoned::now().date()
}

/// A new id, ordered by time.
#[expect(clippy::disallowed_methods, reason = "this is the source of ids")]
pub fn new_id() -> Uuid {
    Uuid::now_v7()
}
