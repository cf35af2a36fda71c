//! What a team sets: which rules, how grave, which files, own sources, sinks, sanitizers and guards.
//!
//! Is told the rules' names; does no reading of files (that is `run`'s).

mod defaults;
mod error;
mod globs;
mod nearest;
mod parse;
mod selection;
mod settings;
mod table;

pub use defaults::DEFAULT_EXCLUDES;
pub use error::ConfigError;
pub use nearest::{nearest, suggestion};
pub(crate) use parse::threshold;
pub use parse::{parse, parse_pyproject};
pub use selection::Selection;
pub use settings::{Custom, CustomRole, DependencySettings, IgnoredDependency, OSV_ADDRESS, Settings};
