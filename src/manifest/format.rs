//! Which files name dependencies, by their names.

use crate::source::RepoPath;

/// A format that has a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// pip's requirements file.
    Requirements,
    /// pip's constraints file.
    Constraints,
    /// `pyproject.toml`
    Pyproject,
    /// `poetry.lock`
    PoetryLock,
    /// `uv.lock`
    UvLock,
    /// `pdm.lock`
    PdmLock,
    /// `pylock.toml`, PEP 751.
    Pylock,
    /// `Pipfile`
    Pipfile,
    /// `Pipfile.lock`
    PipfileLock,
    /// `setup.cfg`
    SetupCfg,
    /// `setup.py`, read as Python and never run.
    SetupPy,
    /// `tox.ini`
    Tox,
    /// `noxfile.py`
    Nox,
    /// A Python file with a PEP 723 header.
    Script,
    /// Conda's `environment.yml`
    Conda,
    /// A Dockerfile.
    Dockerfile,
    /// A workflow or an action of GitHub Actions.
    Workflow,
    /// A shell script.
    Shell,
    /// `pyvenv.cfg`, the mark of a virtual environment.
    VirtualEnvironment,
}

impl Format {
    /// The format that a file has by its name; `None` for others. A Python file is a [`Format::Script`] only if its text
    /// says so: see [`Format::of_text`].
    pub fn of(path: &RepoPath) -> Option<Self> {
        let whole = path.as_str();
        let name = path.file_name();
        match name {
            "pyproject.toml" => return Some(Self::Pyproject),
            "poetry.lock" => return Some(Self::PoetryLock),
            "uv.lock" => return Some(Self::UvLock),
            "pdm.lock" => return Some(Self::PdmLock),
            "pylock.toml" => return Some(Self::Pylock),
            "Pipfile" => return Some(Self::Pipfile),
            "Pipfile.lock" => return Some(Self::PipfileLock),
            "setup.cfg" => return Some(Self::SetupCfg),
            "setup.py" => return Some(Self::SetupPy),
            "tox.ini" => return Some(Self::Tox),
            "noxfile.py" => return Some(Self::Nox),
            "pyvenv.cfg" => return Some(Self::VirtualEnvironment),
            "Dockerfile" | "Containerfile" => return Some(Self::Dockerfile),
            _ => {}
        }
        if name.starts_with("Dockerfile.") || name.starts_with("Containerfile.") {
            return Some(Self::Dockerfile);
        }
        let (stem, suffix) = name.rsplit_once('.')?;
        // Worked out for the few suffixes that ask: each review asks about all files of a tree.
        let lower = || stem.to_ascii_lowercase();
        let folder = || {
            let around = whole.strip_suffix(name).unwrap_or("").trim_end_matches('/');
            around.rsplit('/').next().unwrap_or("")
        };
        match suffix {
            "txt" | "in" | "pip" => {
                let (lower, folder) = (lower(), folder());
                // A list of Python versions, of words, of licences is no requirements file: the name has to say it.
                if lower.contains("constraint") || folder == "constraints" {
                    Some(Self::Constraints)
                } else if has_word(&lower, "requirements")
                    || has_word(&lower, "requirement")
                    || has_word(&lower, "reqs")
                    || matches!(folder, "requirements" | "reqs")
                {
                    Some(Self::Requirements)
                } else {
                    None
                }
            }
            "toml" if stem.starts_with("pylock.") => Some(Self::Pylock),
            "yml" | "yaml" => {
                let lower = lower();
                let action = name == "action.yml" || name == "action.yaml";
                if whole.contains(".github/workflows/") || action {
                    Some(Self::Workflow)
                } else if has_word(&lower, "environment") || lower.starts_with("conda-env") {
                    Some(Self::Conda)
                } else {
                    None
                }
            }
            "dockerfile" => Some(Self::Dockerfile),
            "sh" | "bash" | "zsh" => Some(Self::Shell),
            _ => None,
        }
    }

    /// As [`Format::of`], and a script for a Python file whose text holds a PEP 723 header.
    pub fn of_text(path: &RepoPath, text: &str) -> Option<Self> {
        let script = || memchr::memmem::find(text.as_bytes(), b"# /// script").is_some();
        Self::of(path).or_else(|| (path.is_python() && script()).then_some(Self::Script))
    }

    /// The format of a file that somebody named, whatever its name: a text is a requirements file.
    pub fn of_named(path: &RepoPath, text: &str) -> Option<Self> {
        let name = path.file_name();
        Self::of_text(path, text).or_else(|| match name.rsplit_once('.').map(|(_, suffix)| suffix) {
            Some("txt" | "in" | "pip") | None => Some(Self::Requirements),
            Some("toml") if text.contains("lock-version") => Some(Self::Pylock),
            Some("toml") => Some(Self::Pyproject),
            Some("yml" | "yaml") if text.contains("\njobs:") => Some(Self::Workflow),
            Some("yml" | "yaml") => Some(Self::Conda),
            Some("lock") if text.contains("[metadata.files]") || text.contains("content_hash") => {
                Some(Self::PdmLock)
            }
            Some("lock") => Some(Self::PoetryLock),
            Some("cfg") => Some(Self::SetupCfg),
            Some("ini") => Some(Self::Tox),
            _ => None,
        })
    }

    /// The word for it in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Requirements => "requirements",
            Self::Constraints => "constraints",
            Self::Pyproject => "pyproject.toml",
            Self::PoetryLock => "poetry.lock",
            Self::UvLock => "uv.lock",
            Self::PdmLock => "pdm.lock",
            Self::Pylock => "pylock.toml",
            Self::Pipfile => "Pipfile",
            Self::PipfileLock => "Pipfile.lock",
            Self::SetupCfg => "setup.cfg",
            Self::SetupPy => "setup.py",
            Self::Tox => "tox.ini",
            Self::Nox => "noxfile.py",
            Self::Script => "script",
            Self::Conda => "conda",
            Self::Dockerfile => "dockerfile",
            Self::Workflow => "workflow",
            Self::Shell => "shell",
            Self::VirtualEnvironment => "pyvenv.cfg",
        }
    }

    /// True for files that a tool writes: nobody edits them by hand.
    pub fn is_lock(self) -> bool {
        matches!(self, Self::PoetryLock | Self::UvLock | Self::PdmLock | Self::Pylock | Self::PipfileLock)
    }

    /// True for files that hold commands.
    pub fn is_command(self) -> bool {
        matches!(self, Self::Dockerfile | Self::Workflow | Self::Shell)
    }
}

/// True when `word` stands in `name` between signs that are no letters.
fn has_word(name: &str, word: &str) -> bool {
    name.match_indices(word).any(|(at, _)| {
        let before = name[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let after = name[at + word.len()..].chars().next().is_none_or(|c| !c.is_alphabetic());
        before && after
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_known_by_name() {
        let of = |path: &str| Format::of(&RepoPath::new(path));
        for path in [
            "requirements.txt",
            "requirements-dev.txt",
            "dev_requirements.txt",
            "requirements/base.in",
            "a/requirements3.txt",
            "requirements.prod.txt",
            "test-requirements.txt",
        ] {
            assert_eq!(of(path), Some(Format::Requirements), "{path}");
        }
        assert_eq!(of("constraints.txt"), Some(Format::Constraints));
        assert_eq!(of("pylock.dev.toml"), Some(Format::Pylock));
        assert_eq!(of(".github/workflows/ci.yml"), Some(Format::Workflow));
        assert_eq!(of("environment-dev.yaml"), Some(Format::Conda));
        assert_eq!(of("docker/Dockerfile.web"), Some(Format::Dockerfile));
        for path in
            ["notes.txt", "requirementsdoc.txt", "app.py", "settings.toml", "docker-compose.yml", "my.lock"]
        {
            assert_eq!(of(path), None, "{path}");
        }
    }

    #[test]
    fn scripts_say_so_themselves() {
        let path = RepoPath::new("tool.py");
        assert_eq!(Format::of_text(&path, "# /// script\n# ///\n"), Some(Format::Script));
        assert_eq!(Format::of_text(&path, "print(1)\n"), None);
    }
}
