//! What a run looks at: a change in a repository, two folders, or whole files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};

use super::cli::{ReviewArgs, ScanArgs};
use super::paths;
use super::progress::Progress;
use crate::advisory::Advisories;
use crate::change::{ChangeError, files, git, trees};
use crate::config::{Selection, Settings};
use crate::finding::Review;
use crate::manifest::Format;
use crate::scan::{self, Options, Pin};
use crate::source::{RepoPath, SourceFile};

/// Asks sources on the network about versions: all advisories that are known then.
pub(super) type Ask<'a> = dyn Fn(&[Pin], &Settings) -> anyhow::Result<Arc<Advisories>> + 'a;

/// The thing to look at, found and checked, but not yet read.
pub(super) struct Input {
    /// What paths are relative to; configuration is looked for here and above.
    pub(super) root: PathBuf,
    /// Why rewrites cannot be written below `root`, where they cannot.
    pub(super) fixed: Option<String>,
    /// What was taken to be meant, where it could have been something else.
    pub(super) assumed: Option<String>,
    /// True when a scan was given paths.
    pub(super) named_any: bool,
    kind: Kind,
}

enum Kind {
    Git { repository: Box<git::Repository>, base: Option<String>, head: Option<String>, paths: Vec<RepoPath> },
    Trees { base: PathBuf },
    Files { paths: Vec<PathBuf> },
}

impl Input {
    /// What `review` was asked for. Two folders and no revision: two trees.
    pub(super) fn of_review(args: &ReviewArgs) -> anyhow::Result<Self> {
        if let ([base, head], None, None) = (args.paths.as_slice(), &args.base, &args.head)
            && (base.is_dir() || base.symlink_metadata().is_err())
            && (head.is_dir() || head.symlink_metadata().is_err())
            && (base.is_dir() || head.is_dir())
        {
            for folder in [base, head] {
                // `review main src` is more often a slip of the options than of the name.
                let slip = |error| anyhow::anyhow!("{error}; to name a commit give --base");
                paths::must_exist(folder, "folder").map_err(slip)?;
            }
            let root = head.canonicalize().with_context(|| format!("cannot read {head:?}"))?;
            let assumed =
                Some(format!("{base:?} and {head:?} are two trees to compare; as filters give --base too"));
            let kind = Kind::Trees { base: base.clone() };
            return Ok(Self { root, fixed: None, assumed, named_any: false, kind });
        }
        let repository =
            git::repository(&std::env::current_dir().context("cannot read the current folder")?)?;
        let mut paths = Vec::new();
        for path in &args.paths {
            match repository.relative(path) {
                Ok(path) => paths.push(path),
                Err(_) if path.symlink_metadata().is_err() => return missing(path),
                Err(error) => return Err(error.into()),
            }
        }
        if paths.iter().any(|path| path.as_str().is_empty()) {
            paths.clear();
        }
        let fixed = args.head.as_ref().map(|head| {
            format!("the head of the change is the commit `{head}`, not the working tree: leave out --head")
        });
        let (base, head) = (args.base.clone(), args.head.clone());
        let root = repository.root().to_path_buf();
        let kind = Kind::Git { repository: Box::new(repository), base, head, paths };
        Ok(Self { root, fixed, assumed: None, named_any: false, kind })
    }

    /// What `scan` was asked for. The root is the repository's if there is one, so that paths and fingerprints are
    /// those of a review.
    pub(super) fn of_scan(args: &ScanArgs) -> anyhow::Result<Self> {
        let mut folders = Vec::new();
        for path in &args.paths {
            paths::must_exist(path, "file or folder")?;
            let full = path.canonicalize().with_context(|| format!("cannot read {path:?}"))?;
            let folder = if full.is_dir() { Some(full.as_path()) } else { full.parent() };
            folders.extend(folder.map(Path::to_path_buf));
        }
        let here = Path::new(".").canonicalize().context("cannot read the current folder")?;
        let common = paths::common(&folders).unwrap_or_else(|| here.clone());
        let root = match paths::repository_root(&common) {
            Some(root) => root,
            None if common.starts_with(&here) && args.paths.len() != 1 => here,
            None => common,
        };
        let (paths, named_any) = (args.paths.clone(), !args.paths.is_empty());
        Ok(Self { root, fixed: None, assumed: None, named_any, kind: Kind::Files { paths } })
    }

    /// Reads and analyses. May be called again after files were rewritten. With `online`, sources on the network are asked
    /// first.
    pub(super) fn analyse(
        &self,
        settings: &Settings,
        options: Options,
        progress: &Progress,
        online: Option<&Ask<'_>>,
    ) -> anyhow::Result<Review> {
        let informed = |pins: &dyn Fn() -> Vec<Pin>| -> anyhow::Result<Settings> {
            let mut settings = settings.clone();
            if let Some(ask) = online {
                settings.advisories = Some(ask(&pins(), &settings)?);
            }
            Ok(settings)
        };
        let selection = Selection::new(settings).context("cannot compile the globs of the configuration")?;
        let named = self.named();
        let want = |path: &RepoPath| wanted(&selection, &named, path);
        match &self.kind {
            Kind::Trees { base } => {
                let (change, same) = trees::compare(base, &self.root, &want)?;
                let settings = informed(&|| scan::pins_of_change(&change, settings))?;
                Ok(scan::review_within(&change, &same, &settings, options))
            }
            Kind::Git { repository, base, head, paths } => {
                let sides = repository.sides(base.as_deref(), head.as_deref())?;
                match repository.changes_between(&sides, paths, &want) {
                    Ok(change) => {
                        let around = repository.surroundings(&sides, &want);
                        let settings = informed(&|| scan::pins_of_change(&change, settings))?;
                        Ok(scan::review_within(&change, &around, &settings, options))
                    }
                    Err(ChangeError::NoSuchPath { path }) => missing(&self.root.join(path)),
                    Err(error) => Err(error.into()),
                }
            }
            Kind::Files { paths } => {
                let (listed, skipped) = files::list(&self.root, paths, &want)?;
                let bar = progress.start(listed.len());
                let load = |path: &RepoPath| files::load(&self.root, path);
                let naming = || listed.iter().filter(|path| Format::of(path).is_some());
                let settings = informed(&|| {
                    let sources: Vec<SourceFile> = naming().filter_map(|path| load(path).ok()).collect();
                    scan::pins_of_files(sources.iter(), settings)
                })?;
                let mut review = scan::scan(&listed, &load, &|| bar.step(), &settings, options);
                bar.finish();
                review.skipped.extend(skipped);
                review.skipped.sort();
                Ok(review)
            }
        }
    }

    /// The files and folders that the person named, relative to the root.
    fn named(&self) -> Vec<RepoPath> {
        match &self.kind {
            Kind::Trees { .. } => Vec::new(),
            Kind::Git { paths, .. } => paths.clone(),
            Kind::Files { paths } => {
                let full = paths.iter().filter_map(|path| path.canonicalize().ok());
                let inside = full.filter_map(|path| Some(path.strip_prefix(&self.root).ok()?.to_owned()));
                inside.filter_map(|path| path.to_str().map(RepoPath::new)).collect()
            }
        }
    }
}

fn missing<T>(path: &Path) -> anyhow::Result<T> {
    bail!("no file or folder {:?}; {}", paths::shown(path), paths::hint(path))
}

/// True for files to look at. What a person names is looked at although the default list leaves it out, and, as a
/// file, without a suffix too; the team's own list always holds.
fn wanted(selection: &Selection, named: &[RepoPath], path: &RepoPath) -> bool {
    if selection.excluded_by_team(path) {
        return false;
    }
    if named.contains(path) {
        return Selection::knows(path) || !path.file_name().contains('.');
    }
    let below = |folder: &RepoPath| {
        path.as_str().strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'))
            && selection.excluded_by_default(folder)
    };
    // A virtual environment is told of, not looked into.
    let environment = path.file_name() == "pyvenv.cfg";
    Selection::knows(path) && (environment || !selection.excluded_by_default(path) || named.iter().any(below))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_named_is_wanted_unless_the_team_says_otherwise() {
        let settings = Settings { exclude: vec!["old/".into()], ..Settings::default() };
        let selection = Selection::new(&settings).unwrap();
        for (named, path, expected) in [
            (&[][..], "app.py", true),
            (&[], "vendor/app.py", false),
            (&["vendor"], "vendor/app.py", true),
            (&["vendor"], "other/vendor/app.py", false),
            (&["vendor/app.py"], "vendor/app.py", true),
            (&["src"], "src/vendor/app.py", false),
            (&["old/app.py"], "old/app.py", false),
            (&["tool"], "tool", true),
            (&["README.md"], "README.md", false),
            (&[], "tool", false),
        ] {
            let named: Vec<RepoPath> = named.iter().map(|path| RepoPath::new(path)).collect();
            assert_eq!(wanted(&selection, &named, &RepoPath::new(path)), expected, "{named:?} {path}");
        }
    }
}
