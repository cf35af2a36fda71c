//! The catalogue: one file a rule, everything else derived from it.
//!
//! Rules read one analysed file and say what they found. They know nothing of the change, of GitHub, of reports.

mod context;
mod dispatch;
mod families;
mod meta;
pub mod prelude;

pub use context::{Call, Cx, Draft, Proposal};
pub use dispatch::check;
pub use families::{all, find};
pub use meta::{Example, Family, Meta, On, Owasp, Rule};
