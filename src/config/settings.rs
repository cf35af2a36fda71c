//! The settings as a value.

use crate::finding::{Severity, Threshold};

/// What a function or decorator of the project is to the analysis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CustomRole {
    /// Its result is outside data.
    Source,
    /// Outside data must not reach this argument (position from 0).
    Sink {
        /// Which argument.
        argument: usize,
    },
    /// Its result is clean.
    Sanitizer,
    /// After it returned (or where it returned true) its first argument is clean; as a decorator, the parameters are.
    Guard,
}

/// One model of the project's own, by dotted name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Custom {
    /// `shop.security.safe_url`
    pub name: String,
    /// What it is.
    pub role: CustomRole,
    /// Flow-rule names that it concerns (`ssrf`); empty for a source means every kind.
    pub kinds: Vec<String>,
}

/// Something about dependencies that is not to be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IgnoredDependency {
    /// An advisory's id or alias; of any package, unless one is named.
    pub advisory: Option<String>,
    /// A package's name.
    pub package: Option<String>,
    /// Why.
    pub reason: String,
    /// The last day on which it counts.
    pub until: Option<jiff::civil::Date>,
}

impl IgnoredDependency {
    /// How messages call it.
    pub fn what(&self) -> String {
        match (&self.advisory, &self.package) {
            (Some(id), Some(name)) => format!("{id} in {name}"),
            (Some(one), None) | (None, Some(one)) => one.clone(),
            (None, None) => "nothing".to_owned(),
        }
    }
}

/// Where OSV is.
pub const OSV_ADDRESS: &str = "https://api.osv.dev";

/// What a team says of its dependencies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DependencySettings {
    /// What is not to be said.
    pub ignore: Vec<IgnoredDependency>,
    /// Addresses of indexes that may stand beside another.
    pub indexes: Vec<String>,
    /// Names of the team's own packages; `*` at the end stands for any rest.
    pub private: Vec<String>,
    /// Groups, and words in names of files, whose findings weigh a step less.
    pub light_groups: Vec<String>,
    /// What blocks of findings about dependencies, where that differs.
    pub fail_on: Option<Threshold>,
    /// Where OSV is asked about the versions that a change pins; `None` not to ask it.
    pub osv: Option<String>,
    /// The configuration file's name, for notes.
    pub origin: String,
}

impl Default for DependencySettings {
    fn default() -> Self {
        let light = [
            "dev",
            "develop",
            "development",
            "test",
            "tests",
            "testing",
            "lint",
            "docs",
            "doc",
            "typing",
            "testenv",
        ];
        Self {
            ignore: Vec::new(),
            indexes: Vec::new(),
            private: Vec::new(),
            light_groups: light.map(str::to_owned).to_vec(),
            fail_on: None,
            osv: None,
            origin: "hognose.toml".to_owned(),
        }
    }
}

/// Everything that a configuration file can say, with its defaults.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Only these rules, when not empty.
    pub select: Vec<String>,
    /// Not these.
    pub ignore: Vec<String>,
    /// Not these in files whose path matches the glob.
    pub per_path_ignores: Vec<(String, Vec<String>)>,
    /// Other severities than the rules' own.
    pub severity: Vec<(String, Severity)>,
    /// Globs of files that are not looked at, besides the default ones.
    pub exclude: Vec<String>,
    /// Whether vendored, generated, migration and virtual-environment folders are left out.
    pub default_excludes: bool,
    /// What blocks.
    pub fail_on: Threshold,
    /// Own models.
    pub custom: Vec<Custom>,
    /// Dependencies.
    pub dependencies: DependencySettings,
    /// Known vulnerabilities in place of those that the program carries. Not a key of the file.
    pub advisories: Option<std::sync::Arc<crate::advisory::Advisories>>,
    /// The day that `until=` in a silencing mark is held against; `None` lets no mark expire. Not a key of the file:
    /// `run` reads the clock, so that nothing left of it has to.
    pub today: Option<jiff::civil::Date>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            select: Vec::new(),
            ignore: Vec::new(),
            per_path_ignores: Vec::new(),
            severity: Vec::new(),
            exclude: Vec::new(),
            default_excludes: true,
            fail_on: Threshold(Some(Severity::High)),
            custom: Vec::new(),
            dependencies: DependencySettings::default(),
            advisories: None,
            today: None,
        }
    }
}
