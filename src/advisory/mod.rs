//! Known vulnerabilities of packages: what advisories say, and which versions they hit.
//!
//! A value that is handed in, from whatever source: the embedded snapshot, OSV records, what GitHub answers. Reads
//! nothing itself and knows nothing of files, rules and findings.

mod github;
mod model;
mod osv;
mod score;
mod snapshot;
mod store;
mod union;

pub use github::{is_id as is_advisory_id, read_github};
pub use model::{Advisory, Bound, Event, Level};
pub use osv::{OsvError, read_osv, read_zip};
pub use score::of_vectors;
pub use snapshot::{Record, SnapshotError, decode, embedded, encode, from_jsonl};
pub use store::{Advisories, Hit, Verdict};
