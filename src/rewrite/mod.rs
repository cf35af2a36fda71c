//! Making rewrites: arguments, imports, parameterised queries, argument lists; and the checks on the edited text that
//! need no rules.
//!
//! Works on one analysed file and yields edits. Knows no rules and decides nothing about what is shown.

pub mod arguments;
pub mod gates;
pub mod imports;
