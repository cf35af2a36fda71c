//! Settings made ready to be asked about one file after the other: globs compiled once.

use super::globs::PathSet;
use super::{DEFAULT_EXCLUDES, Settings, globs};
use crate::finding::Severity;
use crate::manifest::Format;
use crate::source::RepoPath;

/// Which files and which rules count. Build it once a run.
#[derive(Debug, Clone)]
pub struct Selection {
    own: PathSet,
    default: PathSet,
    per_path: Vec<(PathSet, Vec<String>)>,
    select: Vec<String>,
    ignore: Vec<String>,
    severity: Vec<(String, Severity)>,
}

impl Selection {
    /// Compiles. Fails only on globs that no configuration file would have been allowed to hold.
    pub fn new(settings: &Settings) -> Result<Self, globset::Error> {
        let default: &[&str] = if settings.default_excludes { DEFAULT_EXCLUDES } else { &[] };
        Ok(Self {
            own: globs::compile(settings.exclude.iter().map(String::as_str))?,
            default: globs::compile(default.iter().copied())?,
            per_path: settings
                .per_path_ignores
                .iter()
                .map(|(glob, rules)| Ok((globs::compile([glob.as_str()])?, rules.clone())))
                .collect::<Result<_, globset::Error>>()?,
            select: settings.select.clone(),
            ignore: settings.ignore.clone(),
            severity: settings.severity.clone(),
        })
    }

    /// True for Python files, and files that name dependencies, that nothing excludes.
    pub fn wants(&self, path: &RepoPath) -> bool {
        Self::knows(path) && !self.excluded_by_team(path) && !self.default.is_match(path.as_str())
    }

    /// True for files that hognose reads, by their names.
    pub fn knows(path: &RepoPath) -> bool {
        path.is_python() || Format::of(path).is_some()
    }

    /// True when the team's own list or the default one leaves the path out.
    pub fn excluded(&self, path: &RepoPath) -> bool {
        self.excluded_by_team(path) || self.excluded_by_default(path)
    }

    /// True when the team's own `exclude` leaves the path out.
    pub fn excluded_by_team(&self, path: &RepoPath) -> bool {
        self.own.is_match(path.as_str())
    }

    /// True when the default list leaves the path out. For a folder that holds of all below it.
    pub fn excluded_by_default(&self, path: &RepoPath) -> bool {
        // What is no Python file may be a folder.
        let folder = || !path.is_python() && self.default.is_match(&format!("{path}/."));
        self.default.is_match(path.as_str()) || folder()
    }

    /// True when the rule runs at all.
    pub fn runs(&self, rule: &str) -> bool {
        let named = |list: &[String]| list.iter().any(|name| name == rule);
        (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }

    /// True when the rule runs, and counts in this file.
    pub fn runs_in(&self, rule: &str, path: &RepoPath) -> bool {
        let silent = |(glob, rules): &(PathSet, Vec<String>)| {
            rules.iter().any(|name| name == rule) && glob.is_match(path.as_str())
        };
        self.runs(rule) && !self.per_path.iter().any(silent)
    }

    /// The team's severity for the rule, where it set one.
    pub fn severity(&self, rule: &str) -> Option<Severity> {
        self.severity.iter().find(|(name, _)| name == rule).map(|(_, severity)| *severity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_chosen() {
        let settings = Settings { exclude: vec!["legacy/".into()], ..Settings::default() };
        let selection = Selection::new(&settings).unwrap();
        for (path, wanted) in [
            ("app.py", true),
            ("app.pyw", true),
            ("app.pyi", false),
            ("README.md", false),
            ("legacy/app.py", false),
            ("shop/migrations/0001_initial.py", false),
            (".venv/lib/python3.13/site-packages/x.py", false),
            ("build/lib/x.py", false),
            ("shop/build/x.py", true),
            ("vendor.py", true),
        ] {
            assert_eq!(selection.wants(&RepoPath::new(path)), wanted, "{path}");
        }
        assert!(selection.excluded_by_default(&RepoPath::new("a/vendor")));
        let all = Settings { default_excludes: false, ..Settings::default() };
        assert!(Selection::new(&all).unwrap().wants(&RepoPath::new("vendor/x.py")));
    }

    #[test]
    fn rules_are_chosen() {
        let settings = Settings {
            select: vec!["ssrf".into(), "weak-hash".into()],
            ignore: vec!["weak-hash".into()],
            per_path_ignores: vec![("scripts/".into(), vec!["ssrf".into()])],
            severity: vec![("ssrf".into(), Severity::Low)],
            ..Settings::default()
        };
        let selection = Selection::new(&settings).unwrap();
        assert!(selection.runs("ssrf") && !selection.runs("weak-hash") && !selection.runs("xss"));
        assert!(selection.runs_in("ssrf", &RepoPath::new("app.py")));
        assert!(!selection.runs_in("ssrf", &RepoPath::new("scripts/load.py")));
        assert_eq!(selection.severity("ssrf"), Some(Severity::Low));
        assert_eq!(selection.severity("xss"), None);
    }
}
