//! hognose reviews a change to a Python project for the security weaknesses that the change introduces.
//!
//! The rooms, left to right; a file imports only from rooms to its left (`docs/architecture.md` has the reasons):
//! source, change, syntax, manifest, advisory, semantic, finding, rewrite, rules, config, scan, report, github, run.

pub mod advisory;
pub mod change;
pub mod config;
pub mod finding;
pub mod github;
pub mod manifest;
pub mod report;
pub mod rewrite;
pub mod rules;
pub mod run;
pub mod scan;
pub mod semantic;
pub mod source;
pub mod syntax;
