//! What hognose has to say: a weakness, its place, its trace, its rewrite; and the review as a whole.
//!
//! Every report reads these types and nothing else. They know nothing of how a finding was found.

mod edit;
mod fingerprint;
mod level;
mod model;
mod review;

pub use edit::{Edit, EditError, EditSet, Rewrite, Tier};
pub use fingerprint::Fingerprint;
pub use level::{Precision, Severity};
pub use model::{Finding, Package, Place, Scope, Step};
pub use review::{Note, NoteKind, Review, Subject, Suppressed, Threshold};
