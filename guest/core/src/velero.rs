//! The behaviour of Velero: how it reads durations, schedules and patterns, and when it deletes backups.

pub mod backup;
pub mod cron;
pub mod duration;
pub mod filters;
pub mod glob;
pub(crate) mod includes_excludes;
pub mod policy;
pub mod retention;
pub mod server;
pub(crate) mod special;
pub(crate) mod volumes;
