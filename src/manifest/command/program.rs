//! Which installer a command runs, and which of its options take a value.

use crate::manifest::words::Word;

/// The installer that a command runs, and what follows its `install`.
pub(super) fn program(words: &[Word]) -> Option<(&'static str, &[Word])> {
    let [first, rest @ ..] = words else { return None };
    let name = first.text.rsplit('/').next().unwrap_or(&first.text);
    let numbered = |stem: &str| {
        name.strip_prefix(stem)
            .is_some_and(|tail| tail.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
    };
    let after = |words: &'_ [Word], verbs: &[&str]| -> Option<usize> {
        // Options of the program itself may stand before the verb.
        let at = words.iter().position(|word| !word.text.starts_with('-'))?;
        verbs.contains(&words[at].text.as_str()).then_some(at + 1)
    };
    if numbered("pip") {
        let at = after(rest, &["install", "download", "wheel"])?;
        return Some(("pip", &rest[at..]));
    }
    if numbered("python") || name == "py" {
        let at = rest.iter().position(|word| word.text == "-m")?;
        return program(&rest[at + 1..]);
    }
    match name {
        "pipx" => {
            if let Some(at) = after(rest, &["run"]) {
                return Some(("pipx run", &rest[at..]));
            }
            if let Some(at) = after(rest, &["inject"]) {
                // What it is put into comes first.
                let into = rest[at..].iter().position(|word| !word.text.starts_with('-'))?;
                return Some(("pipx", &rest[at + into + 1..]));
            }
            let at = after(rest, &["install"])?;
            Some(("pipx", &rest[at..]))
        }
        "uvx" => Some(("uvx", rest)),
        "uv" => match rest {
            [pip, rest @ ..] if pip.text == "pip" => {
                let at = after(rest, &["install"])?;
                Some(("uv", &rest[at..]))
            }
            [add, rest @ ..] if add.text == "add" => Some(("uv", rest)),
            [run, rest @ ..] if run.text == "run" => Some(("uv run", rest)),
            [tool, run, rest @ ..] if tool.text == "tool" && run.text == "run" => Some(("uvx", rest)),
            [tool, install, rest @ ..] if tool.text == "tool" && install.text == "install" => {
                Some(("uv", rest))
            }
            _ => None,
        },
        "poetry" | "pdm" | "pipenv" => {
            let verb = if name == "pipenv" { "install" } else { "add" };
            let at = after(rest, &[verb])?;
            Some((
                if name == "poetry" {
                    "poetry"
                } else if name == "pdm" {
                    "pdm"
                } else {
                    "pipenv"
                },
                &rest[at..],
            ))
        }
        _ => None,
    }
}

/// True for a Python, or a pip, that is the system's own: nobody's virtual environment lies there.
pub(super) fn is_of_system(program: &str) -> bool {
    ["/usr/bin/", "/usr/local/bin/"].iter().any(|folder| program.starts_with(folder))
}

/// Options of pip and uv that take a value which is of no interest here.
pub(super) const VALUED: &[&str] = &[
    "-t",
    "--target",
    "--prefix",
    "--root",
    "--python",
    "-p",
    "--platform",
    "--python-version",
    "--python-platform",
    "--implementation",
    "--abi",
    "--proxy",
    "--timeout",
    "--retries",
    "--cache-dir",
    "--progress-bar",
    "--src",
    "--report",
    "--cert",
    "--client-cert",
    "--log",
    "--exists-action",
    "--no-binary",
    "--only-binary",
    "--upgrade-strategy",
    "--root-user-action",
    "--config-settings",
    "-C",
    "--config-setting",
    "--global-option",
    "--use-feature",
    "--use-deprecated",
    "--dest",
    "-d",
    "-w",
    "--wheel-dir",
    "--upgrade-package",
    "-P",
    "--reinstall-package",
    "--index-strategy",
    "--keyring-provider",
    "--resolution",
    "--prerelease",
    "--link-mode",
    "--exclude-newer",
    "--group",
    "--extra",
    "--with-editable",
    "--build-option",
    "--override",
    "-G",
    "--optional",
    "--package",
    "--source",
    "--refresh-package",
    "--no-build-package",
    "--no-binary-package",
    "--torch-backend",
];
