//! What can go wrong with a change as a whole. What goes wrong with one file is a [`Skipped`](super::Skipped).

use std::path::PathBuf;

/// The change could not be read. Each message says what, where, and the remedy, on one line. Names and git's own words
/// come from outside; control characters in them are written as escapes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// The program `git` is not there.
    #[error("the program `git` could not be started ({why}): install git, or compare two folders")]
    NoGit {
        /// The operating system's reason.
        why: String,
    },
    /// `start` lies in no repository.
    #[error("{start:?} is not inside a git repository: change to one, or compare two folders")]
    NotARepository {
        /// Where the search began.
        start: PathBuf,
    },
    /// git failed in a way that has no name here.
    #[error("`git {command}` failed: {message}")]
    Git {
        /// The command that was run.
        command: String,
        /// git's first line on standard error.
        message: String,
    },
    /// A bare repository has no working tree to review.
    #[error("the repository has no working tree: name a commit with --head")]
    Bare,
    /// No commit goes by this name.
    #[error("no commit is named {}{}", shown(name), hint(nearest.as_deref()))]
    UnknownRevision {
        /// The name that was asked for.
        name: String,
        /// The branch or tag whose name is most like it.
        nearest: Option<String>,
    },
    /// The two sides have no commit in common.
    #[error("{} and {} have no commit in common: {}", shown(base), shown(head), if *shallow {
        "the clone is shallow, run `git fetch --unshallow`"
    } else {
        "name a commit of the same history with --base"
    })]
    NoMergeBase {
        /// The base revision.
        base: String,
        /// The head revision.
        head: String,
        /// True when the repository is a shallow clone, which may well be the reason.
        shallow: bool,
    },
    /// Nothing says which branch the change is meant for.
    #[error(
        "no default branch in this shallow clone: fetch it (`git fetch --unshallow`) and name it with --base"
    )]
    NoDefaultBranch,
    /// A path that the user named is on neither side.
    #[error("no file or folder {path:?}: check the spelling, paths are taken from the current folder")]
    NoSuchPath {
        /// The path as it was named.
        path: PathBuf,
    },
    /// A path outside the repository.
    #[error("{path:?} lies outside the repository {root:?}: name paths inside it")]
    OutsideRepository {
        /// The path as it was named.
        path: PathBuf,
        /// The repository.
        root: PathBuf,
    },
    /// A folder that could not be read.
    #[error("cannot read the folder {path:?}: {why}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// The reason, with the remedy where there is one.
        why: String,
    },
}

fn hint(nearest: Option<&str>) -> String {
    match nearest {
        Some(name) => format!("; did you mean {}?", shown(name)),
        None => ": fetch it, or check the spelling".to_owned(),
    }
}

/// A name from outside, quoted, control characters escaped.
fn shown(name: &str) -> String {
    format!("`{}`", harmless(name))
}

/// `text` with its control characters, and what reorders text on a screen, written as escapes.
pub(super) fn harmless(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if hidden(c) { safe.extend(c.escape_unicode()) } else { safe.push(c) }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_say_what_and_the_remedy() {
        let unknown = |nearest: Option<&str>| {
            ChangeError::UnknownRevision { name: "mian".into(), nearest: nearest.map(str::to_owned) }
                .to_string()
        };
        assert_eq!(unknown(Some("main")), "no commit is named `mian`; did you mean `main`?");
        assert_eq!(unknown(None), "no commit is named `mian`: fetch it, or check the spelling");
    }

    #[test]
    fn control_characters_are_escaped() {
        let error = ChangeError::UnknownRevision { name: "a\u{1b}[2J\n".into(), nearest: None };
        assert_eq!(
            error.to_string(),
            "no commit is named `a\\u{1b}[2J\\u{a}`: fetch it, or check the spelling"
        );
        let error = ChangeError::NoSuchPath { path: "a\u{1b}".into() };
        assert!(!error.to_string().contains('\u{1b}'));
    }
}
