//! From what a person says (or leaves out) to the two commits that are compared.

use super::Repository;
use super::process::Failure;
use crate::change::ChangeError;

/// The branch that a change is meant for, by the names it may have; the first that is there counts.
const DEFAULT_BRANCHES: [&str; 5] = [
    "refs/remotes/origin/HEAD",
    "refs/remotes/origin/main",
    "refs/remotes/origin/master",
    "refs/heads/main",
    "refs/heads/master",
];

/// The two sides of a comparison, as object ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sides {
    /// The commit before; `None` when there is none yet and everything counts as added.
    pub base: Option<String>,
    /// The commit after; `None` for the working tree.
    pub head: Option<String>,
}

impl Repository {
    /// Finds the commits to compare: the merge base of `base` (the default branch when not given) with `head`, and
    /// `head` (the working tree when not given).
    pub fn sides(&self, base: Option<&str>, head: Option<&str>) -> Result<Sides, ChangeError> {
        let (tip, head_name) = match head {
            Some(name) => (Some(self.commit(name)?), name),
            None if self.bare => return Err(ChangeError::Bare),
            None => (self.find_commit("HEAD")?, "HEAD"),
        };
        let (start, base_name) = match base {
            // `--base HEAD` is common; each question to git is a process.
            Some(name) if name == head_name && tip.is_some() => (tip.clone(), name.to_owned()),
            Some(name) => (Some(self.commit(name)?), name.to_owned()),
            None => match self.default_branch()? {
                Some((id, name)) => (Some(id), name),
                None if self.shallow => return Err(ChangeError::NoDefaultBranch),
                // No branch to compare with: what is not committed yet is the change.
                None => (tip.clone(), head_name.to_owned()),
            },
        };
        let base = match (start, &tip) {
            (Some(start), Some(tip)) if start == *tip => Some(start),
            (Some(start), Some(tip)) => {
                Some(self.merge_base(&start, tip)?.ok_or_else(|| ChangeError::NoMergeBase {
                    base: base_name,
                    head: head_name.to_owned(),
                    shallow: self.shallow,
                })?)
            }
            // A branch without a commit: a base that was named is compared as it is.
            (start, None) => base.and(start),
            (None, Some(_)) => None,
        };
        Ok(Sides { base, head: tip.filter(|_| head.is_some()) })
    }

    /// The commit that `name` stands for.
    fn commit(&self, name: &str) -> Result<String, ChangeError> {
        match self.find_commit(name)? {
            Some(id) => Ok(id),
            None => Err(ChangeError::UnknownRevision { name: name.to_owned(), nearest: self.nearest(name)? }),
        }
    }

    fn find_commit(&self, name: &str) -> Result<Option<String>, ChangeError> {
        if name.is_empty() || name.contains('\0') {
            return Ok(None);
        }
        if let ("HEAD", Some((commit, _))) = (name, &self.checked_out) {
            return Ok(Some(commit.clone()));
        }
        let spelled = format!("{name}^{{commit}}");
        let found = self.git.try_run(&["rev-parse", "--verify", "--quiet", "--end-of-options", &spelled])?;
        Ok(found.ok().map(|id| String::from_utf8_lossy(&id).trim().to_owned()).filter(|id| is_id(id)))
    }

    /// Id and name of the default branch.
    fn default_branch(&self) -> Result<Option<(String, String)>, ChangeError> {
        if let Some(found) = self.first_ref(&DEFAULT_BRANCHES)? {
            return Ok(Some(found));
        }
        match &self.config()?.default_branch {
            Some(name) => self.first_ref(&[&format!("refs/heads/{name}")]),
            None => Ok(None),
        }
    }

    fn first_ref(&self, names: &[&str]) -> Result<Option<(String, String)>, ChangeError> {
        let format = "--format=%(objectname) %(objecttype) %(refname)";
        let listing = self.git.run(&[&["for-each-ref", format, "--"], names].concat())?;
        let listing = String::from_utf8_lossy(&listing);
        let found: Vec<(&str, &str)> = listing
            .lines()
            .filter_map(|line| {
                let (id, rest) = line.split_once(' ')?;
                Some((id, rest.strip_prefix("commit ")?))
            })
            .collect();
        Ok(names.iter().find_map(|name| {
            let (id, name) = found.iter().find(|(_, found)| found == name)?;
            Some(((*id).to_owned(), plain(name).to_owned()))
        }))
    }

    fn merge_base(&self, one: &str, other: &str) -> Result<Option<String>, ChangeError> {
        match self.git.try_run(&["merge-base", one, other])? {
            Ok(id) => {
                Ok(String::from_utf8_lossy(&id).lines().next().map(str::to_owned).filter(|id| is_id(id)))
            }
            Err(Failure { code: Some(1), .. }) => Ok(None),
            Err(failure) => Err(failure.named(Some("merge-base".as_ref()))),
        }
    }

    /// The branch or tag with the name most like `name`, if any is like it.
    fn nearest(&self, name: &str) -> Result<Option<String>, ChangeError> {
        let refs = self.git.run(&["for-each-ref", "--count=5000", "--format=%(refname)"])?;
        let refs = String::from_utf8_lossy(&refs);
        let limit = (name.chars().count() / 3).max(1);
        Ok(refs
            .lines()
            .map(plain)
            .map(|other| (strsim::damerau_levenshtein(name, other), other))
            .filter(|(distance, _)| *distance <= limit)
            .min()
            .map(|(_, other)| other.to_owned()))
    }
}

/// A ref's name as a person writes it.
fn plain(name: &str) -> &str {
    ["refs/heads/", "refs/tags/", "refs/remotes/"]
        .iter()
        .find_map(|prefix| name.strip_prefix(prefix))
        .unwrap_or(name)
}

/// True for a full object id, SHA-1 or SHA-256.
pub(super) fn is_id(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
