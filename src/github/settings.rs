//! The configuration of a pull request's review: the base branch's, never the pull request's own.

use super::fetch;
use super::{ApiError, Client};
use crate::config::{self, Settings};
use crate::report::safe;
use crate::rules;
use crate::source::RepoPath;

/// Our own file.
const OWN: &str = "hognose.toml";
/// The project's file.
const PROJECT: &str = "pyproject.toml";
/// No configuration is longer.
const MAX_BYTES: usize = 1024 * 1024;

/// Why there are no settings.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file could not be read.
    #[error(transparent)]
    Api(#[from] ApiError),
    /// The file is wrong.
    #[error("{} at the base of the pull request: {}", safe::line(.0), safe::line(.1))]
    Wrong(String, String),
}

/// The files that the configuration may be in, the one that counts most first.
pub fn candidates(named: Option<&RepoPath>, folder: &RepoPath) -> Vec<String> {
    if let Some(path) = named {
        return vec![path.as_str().to_owned()];
    }
    let mut folders: Vec<&str> = vec![folder.as_str()];
    while let Some((above, _)) = folders.last().and_then(|last| last.rsplit_once('/')) {
        folders.push(above);
    }
    if !folder.as_str().is_empty() {
        folders.push("");
    }
    let join = |folder: &str, name: &str| {
        if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
    };
    folders.iter().flat_map(|folder| [join(folder, OWN), join(folder, PROJECT)]).collect()
}

/// Reads the first of `candidates` at commit `base` that holds a configuration; the defaults where none does. A file that
/// was named has to be there.
pub async fn settings(
    client: &Client<'_>,
    base: &str,
    candidates: &[String],
    named: bool,
) -> Result<Settings, SettingsError> {
    let texts = fetch::texts(client, base, candidates).await?;
    let known: Vec<&str> = rules::all().iter().map(|rule| rule.meta.id).collect();
    for path in candidates {
        let Some(Some(text)) = texts.get(path) else { continue };
        if let Some(settings) = parse(path, text, &known)? {
            return Ok(settings);
        }
    }
    if named {
        let path = candidates.first().cloned().unwrap_or_default();
        return Err(SettingsError::Wrong(
            path,
            "the file that the input `config` names is not there, or has no table [tool.hognose]".into(),
        ));
    }
    Ok(Settings::default())
}

fn parse(path: &str, text: &str, known: &[&str]) -> Result<Option<Settings>, SettingsError> {
    let wrong = |why: String| SettingsError::Wrong(path.to_owned(), why);
    if text.len() > MAX_BYTES {
        return Err(wrong("over 1 MB, too long for a configuration; shorten it".into()));
    }
    if path.rsplit('/').next() == Some(PROJECT) {
        // A file that never names us is not ours to judge, broken or not.
        if !text.contains("hognose") {
            return Ok(None);
        }
        return config::parse_pyproject(text, path, known).map_err(|error| wrong(error.to_string()));
    }
    config::parse(text, path, known).map(Some).map_err(|error| wrong(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_file_counts() {
        let files = |named: Option<&str>, folder: &str| {
            candidates(named.map(RepoPath::new).as_ref(), &RepoPath::new(folder))
        };
        assert_eq!(files(None, ""), ["hognose.toml", "pyproject.toml"]);
        assert_eq!(
            files(None, "a/b"),
            [
                "a/b/hognose.toml",
                "a/b/pyproject.toml",
                "a/hognose.toml",
                "a/pyproject.toml",
                "hognose.toml",
                "pyproject.toml"
            ]
        );
        assert_eq!(files(Some("ci/h.toml"), "a"), ["ci/h.toml"]);
    }

    #[test]
    fn a_project_file_that_does_not_name_us_is_passed_over() {
        assert!(parse("pyproject.toml", "[broken", &[]).unwrap().is_none());
        assert!(parse("a/hognose.toml", "fail-on = \"high\"", &[]).unwrap().is_some());
        let error = parse("hognose.toml", "fail-on = \"x\"", &[]).unwrap_err().to_string();
        assert!(
            error.starts_with("hognose.toml at the base of the pull request: hognose.toml:1:"),
            "{error}"
        );
    }
}
