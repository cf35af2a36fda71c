//! Making rewrites: arguments, imports, parameterised queries, argument lists; and the checks on the edited text that
//! need no rules.
//!
//! Works on one analysed file and yields edits. Knows no rules and decides nothing about what is shown.

pub mod arguments;
pub mod command;
mod definition;
pub mod gates;
pub mod holes;
mod import_place;
pub mod imports;
pub mod omit;
pub mod sql;
mod stdlib;
mod visible;
pub mod written;

pub use stdlib::is_standard;
