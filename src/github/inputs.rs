//! The inputs of the action: `INPUT_*` as the runner sets them.
//!
//! An input that is not set is an empty string and changes nothing. A value that is not known is an error that names
//! the input and the nearest right value. Takes the environment as a function, so that tests need none.

use std::path::{Component, Path};

use super::ApiError;
use crate::config::{suggestion, threshold};
use crate::finding::Threshold;
use crate::report::safe;
use crate::source::RepoPath;

/// Which findings get comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comments {
    /// Those that code scanning does not show, or to which hognose adds a rewrite or an explanation.
    Auto,
    /// All.
    All,
    /// None.
    Off,
}

/// Whether the SARIF log is uploaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Upload {
    /// Where the token can write.
    Auto,
    /// Never.
    Off,
}

/// What besides findings makes the job fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// A scan that could not be done.
    Scan,
    /// That, and anything that could not be said.
    All,
    /// Nothing.
    Never,
}

/// The inputs, checked.
#[derive(Clone)]
pub struct Inputs {
    /// `github-token`. Not shown by `Debug`.
    pub token: Option<Token>,
    /// `config`: the configuration file's path in the repository.
    pub config: Option<RepoPath>,
    /// `fail-on`.
    pub fail_on: Option<Threshold>,
    /// `comments`.
    pub comments: Comments,
    /// `sarif`.
    pub sarif: Upload,
    /// `sarif-file`, relative to the workspace.
    pub sarif_file: String,
    /// `report-file`, relative to the workspace.
    pub report_file: String,
    /// `findings-file`, relative to the workspace: what the first stage for forks leaves for the second.
    pub findings_file: String,
    /// `paths`: only these files and folders; all when empty.
    pub paths: Vec<RepoPath>,
    /// `working-directory`: the project's folder in the repository; empty for its root.
    pub working_directory: RepoPath,
    /// `fail-on-trouble`.
    pub trouble: Trouble,
    /// `ca-certificates`: authorities in PEM that are trusted besides the web's.
    pub certificates: Option<String>,
}

/// A secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// Takes a token; one with blanks or control characters in it is none.
    pub fn new(text: &str) -> Option<Self> {
        text.bytes().all(|byte| byte.is_ascii_graphic()).then(|| Self(text.to_owned()))
    }

    /// The token itself: for the header, and for the command that masks it.
    pub fn secret(&self) -> &str {
        &self.0
    }

    /// True for a token that speaks for a program: a job's, and those of an App's installation. All others speak for a
    /// person. GitHub tells kinds of tokens by how they begin; installations' were `v1.` before that.
    pub fn is_program(&self) -> bool {
        self.0.starts_with("ghs_") || self.0.starts_with("v1.")
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

impl Inputs {
    /// Reads them. `lookup` gives a variable of the environment.
    pub fn read(lookup: &dyn Fn(&str) -> Option<String>) -> Result<Self, ApiError> {
        let text = |name: &str| -> Option<String> {
            // The runner keeps hyphens; what cannot set such names may use underscores.
            let upper = name.to_ascii_uppercase();
            let found = lookup(&format!("INPUT_{upper}")).filter(|value| !value.trim().is_empty());
            let found = found.or_else(|| lookup(&format!("INPUT_{}", upper.replace('-', "_"))));
            found.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
        };
        let path = |name: &str| -> Result<Option<RepoPath>, ApiError> {
            text(name).map(|value| inside(name, &value)).transpose()
        };
        let token = match text("github-token") {
            None => None,
            Some(value) => Some(Token::new(&value).ok_or_else(|| {
                wrong("github-token", "is no token", "pass `${{ github.token }}` or a secret")
            })?),
        };
        let fail_on = text("fail-on")
            .map(|word| threshold(&word).map_err(|remedy| wrong("fail-on", &unknown(&word), &remedy)));
        let file = |name: &str, default: &str| -> Result<String, ApiError> {
            Ok(path(name)?.map_or_else(|| default.to_owned(), |path| path.as_str().to_owned()))
        };
        let paths = text("paths").unwrap_or_default();
        let lines = paths.lines().map(str::trim).filter(|line| !line.is_empty());
        let named: Vec<RepoPath> = lines.map(|line| inside("paths", line)).collect::<Result<_, _>>()?;
        let everything = named.iter().any(|path| path.as_str().is_empty());
        Ok(Self {
            token,
            config: path("config")?,
            fail_on: fail_on.transpose()?,
            comments: choice("comments", text("comments"), &COMMENTS)?.unwrap_or(Comments::Auto),
            sarif: choice("sarif", text("sarif"), &UPLOADS)?.unwrap_or(Upload::Auto),
            sarif_file: file("sarif-file", "hognose.sarif")?,
            report_file: file("report-file", "hognose.json")?,
            findings_file: file("findings-file", "hognose-findings.json")?,
            paths: if everything { Vec::new() } else { named },
            working_directory: path("working-directory")?.unwrap_or_else(|| RepoPath::new("")),
            certificates: text("ca-certificates"),
            trouble: choice("fail-on-trouble", text("fail-on-trouble"), &TROUBLES)?.unwrap_or(Trouble::Scan),
        })
    }

    /// True for files that `paths` and `working-directory` leave in.
    pub fn asks_for(&self, path: &RepoPath) -> bool {
        path.is_within(&self.working_directory)
            && (self.paths.is_empty() || self.paths.iter().any(|folder| path.is_within(folder)))
    }
}

const COMMENTS: [(&str, Comments); 3] =
    [("auto", Comments::Auto), ("all", Comments::All), ("off", Comments::Off)];
// YAML's words for yes and no arrive as text.
const UPLOADS: [(&str, Upload); 4] =
    [("auto", Upload::Auto), ("off", Upload::Off), ("true", Upload::Auto), ("false", Upload::Off)];
const TROUBLES: [(&str, Trouble); 3] =
    [("scan", Trouble::Scan), ("all", Trouble::All), ("never", Trouble::Never)];

fn choice<T: Copy>(name: &str, value: Option<String>, known: &[(&str, T)]) -> Result<Option<T>, ApiError> {
    let Some(value) = value else { return Ok(None) };
    let word = value.to_ascii_lowercase();
    if let Some((_, choice)) = known.iter().find(|(known, _)| *known == word) {
        return Ok(Some(*choice));
    }
    let remedy = suggestion(&word, known.iter().map(|(word, _)| *word), "");
    Err(wrong(name, &unknown(&value), &remedy))
}

/// A path inside the repository: relative, without `..`, without control characters.
fn inside(name: &str, text: &str) -> Result<RepoPath, ApiError> {
    let plain =
        Path::new(text).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if !plain || text.chars().any(safe::is_hostile) {
        return Err(wrong(
            name,
            &format!("names `{}`, outside the repository", safe::line(text)),
            "write a path relative to its root",
        ));
    }
    let parts: Vec<&str> = text.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    Ok(RepoPath::new(&parts.join("/")))
}

fn unknown(value: &str) -> String {
    let short: String = value.chars().take(50).collect();
    format!("has the unknown value `{}`", safe::line(&short))
}

fn wrong(name: &str, what: &str, remedy: &str) -> ApiError {
    ApiError::Environment { name: format!("the input `{name}`"), what: what.into(), remedy: remedy.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;

    fn read(set: &[(&str, &str)]) -> Result<Inputs, ApiError> {
        Inputs::read(&|name| set.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn what_is_not_set_says_nothing() {
        let inputs = read(&[("INPUT_FAIL-ON", ""), ("INPUT_CONFIG", " ")]).unwrap();
        assert!(inputs.fail_on.is_none() && inputs.config.is_none() && inputs.token.is_none());
        assert_eq!(
            (inputs.comments, inputs.sarif, inputs.trouble),
            (Comments::Auto, Upload::Auto, Trouble::Scan)
        );
        assert_eq!(inputs.sarif_file, "hognose.sarif");
        assert!(inputs.asks_for(&RepoPath::new("a.py")));
    }

    #[test]
    fn values_are_read() {
        let inputs = read(&[
            ("INPUT_GITHUB-TOKEN", "ghs_abc\n"),
            ("INPUT_FAIL-ON", "critical"),
            ("INPUT_COMMENTS", "Off"),
            ("INPUT_SARIF", "false"),
            ("INPUT_PATHS", "./src/\n\n tools/run.py "),
            ("INPUT_WORKING_DIRECTORY", "src"),
        ])
        .unwrap();
        assert_eq!(inputs.token.as_ref().map(Token::secret), Some("ghs_abc"));
        assert_eq!(format!("{:?}", inputs.token), "Some(***)");
        assert_eq!(inputs.fail_on, Some(Threshold(Some(Severity::Critical))));
        assert_eq!((inputs.comments, inputs.sarif), (Comments::Off, Upload::Off));
        assert!(inputs.asks_for(&RepoPath::new("src/a.py")));
        assert!(
            !inputs.asks_for(&RepoPath::new("tools/run.py")) && !inputs.asks_for(&RepoPath::new("srcs/a.py"))
        );
    }

    #[test]
    fn tokens_of_programs_are_told_from_those_of_persons() {
        let program = |text: &str| Token::new(text).is_some_and(|token| token.is_program());
        assert!(program("ghs_abc") && program("v1.1f699f1069f60xxx"));
        for person in
            ["ghp_abc", "github_pat_abc", "gho_abc", "ghu_abc", "0123456789abcdef0123456789abcdef01234567"]
        {
            assert!(!program(person), "{person}");
        }
    }

    #[test]
    fn wrong_values_are_named_with_the_remedy() {
        for (name, value, wanted) in [
            ("INPUT_COMMENTS", "al", "the input `comments` has the unknown value `al`; did you mean `all`?"),
            (
                "INPUT_FAIL-ON",
                "teapot",
                "the input `fail-on` has the unknown value `teapot`; known: low, medium, high, critical, never",
            ),
            (
                "INPUT_CONFIG",
                "../x",
                "the input `config` names `../x`, outside the repository; write a path relative to its root",
            ),
            (
                "INPUT_SARIF-FILE",
                "/etc/passwd",
                "the input `sarif-file` names `/etc/passwd`, outside the repository; write a path relative to its root",
            ),
            (
                "INPUT_GITHUB-TOKEN",
                "a b",
                "the input `github-token` is no token; pass `${{ github.token }}` or a secret",
            ),
        ] {
            assert_eq!(read(&[(name, value)]).err().map(|error| error.to_string()).as_deref(), Some(wanted));
        }
    }
}
