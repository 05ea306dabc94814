//! How good and how fast Qianxian is, measured.
//!
//! *Quality*: [`sets`] finds evaluation sets in a folder, [`tasks`] asks the engine each question and writes the
//! answers to files, [`metrics`] compares them with the gold answers, [`report`] prints the figures beside a random
//! row and a plain text row ([`baseline`]). The engine never reads gold.
//!
//! *Speed*: [`generate`] makes companies, queries and texts out of a seed; [`speed`] and [`speed_search`] take percentiles for the binary
//! `quality`, the criterion benches in `benches/` take means.
//!
//! Knows every other crate but the command line; nothing knows this one.

pub mod baseline;
pub mod files;
pub mod generate;
pub mod home;
pub mod metrics;
pub mod question;
pub mod report;
pub mod rng;
pub mod sets;
pub mod speed;
pub mod speed_search;
pub mod tasks;
pub mod trec;

use jiff::civil::Date;

/// The day all measurements reckon from, so that two runs a year apart give the same answers.
pub const TODAY: Date = Date::constant(2026, 11, 1);
