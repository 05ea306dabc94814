//! What stands around every route, from outside to inside: a request is numbered, counted and logged ([`observe`]);
//! problems become pages ([`crate::pages`]); panics, time-outs and plain refusals become problems ([`guard`]); too many
//! requests wait ([`rate`]); what was sent twice under one key is done once ([`idempotency`]).

mod guard;
mod idempotency;
mod observe;
mod patience;
mod rate;

pub(crate) use guard::{limit_body, not_in_this_way, only_in_time, only_problems, panicked};
pub(crate) use idempotency::{NotKept, once};
pub(crate) use observe::{metrics, observe};
pub(crate) use patience::{Patient, Peer};
pub(crate) use rate::{Limits, limit};
