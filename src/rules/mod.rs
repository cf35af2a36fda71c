//! The catalogue: one file a rule, everything else derived from it.

mod families;
mod meta;

pub use families::{all, find};
pub use meta::{Example, Family, Meta, Owasp, Rule};
