//! What a team sets: which rules, how grave, which files, own sources, sinks, sanitizers and guards.
//!
//! Knows the rules' names; does no reading of files (that is `run`'s).

mod settings;

pub use settings::{Custom, CustomRole, Settings};
