//! Which reports go where: `--format FORMAT[=FILE]`, repeated, and `--output FILE`.

use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::config::suggestion;

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Json,
    Sarif,
    Markdown,
    /// The rewrites as a patch: what `--diff` asks for.
    Patch,
}

impl Format {
    /// Those that `--format` can name.
    const WORDS: &[(&str, Self)] =
        &[("text", Self::Text), ("json", Self::Json), ("sarif", Self::Sarif), ("markdown", Self::Markdown)];

    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, format)| *format == self).map_or("patch", |(word, _)| word)
    }
}

/// Where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    Stdout,
    File(PathBuf),
}

impl Target {
    fn new(path: &Path) -> Self {
        if path.as_os_str() == "-" { Self::Stdout } else { Self::File(path.into()) }
    }
}

/// One `--format`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spec {
    format: Format,
    target: Option<Target>,
}

impl Spec {
    /// Reads `sarif` or `sarif=out.sarif`.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let (word, file) = text.split_once('=').map_or((text, None), |(word, file)| (word, Some(file)));
        let Some((_, format)) = Format::WORDS.iter().find(|(known, _)| *known == word) else {
            return Err(suggestion(word, Format::WORDS.iter().map(|(word, _)| *word), ""));
        };
        if file == Some("") {
            return Err(format!("no file after the equals sign; write {word}=FILE"));
        }
        Ok(Self { format: *format, target: file.map(|file| Target::new(Path::new(file))) })
    }
}

/// Every output of the run, at most one of them on standard output.
pub(super) fn plan(
    specs: &[Spec],
    output: Option<&Path>,
    diff: bool,
) -> anyhow::Result<Vec<(Format, Target)>> {
    let mut specs = specs.to_vec();
    if diff {
        if let Some(spec) = specs.iter().find(|spec| spec.target.is_none()) {
            let word = spec.format.word();
            bail!("`--diff` takes the place of `--format {word}`; write `--format {word}=FILE` to have both");
        }
        specs.push(Spec { format: Format::Patch, target: None });
    } else if specs.is_empty() {
        specs.push(Spec { format: Format::Text, target: None });
    }
    if let Some(output) = output {
        let mut open: Vec<&mut Spec> = specs.iter_mut().filter(|spec| spec.target.is_none()).collect();
        match open.as_mut_slice() {
            [spec] => spec.target = Some(Target::new(output)),
            [] => bail!("`--output` has nothing to hold: every format has its own file; remove it"),
            _ => bail!("`--output` holds one format, not {}; write `--format FORMAT=FILE`", open.len()),
        }
    }
    let planned: Vec<(Format, Target)> =
        specs.into_iter().map(|spec| (spec.format, spec.target.unwrap_or(Target::Stdout))).collect();
    for (at, (format, target)) in planned.iter().enumerate() {
        let Some((other, _)) = planned[..at].iter().find(|(_, earlier)| earlier == target) else { continue };
        let (word, other) = (format.word(), other.word());
        match target {
            Target::Stdout => {
                bail!("{other} and {word} cannot both go to standard output; write `--format {word}=FILE`")
            }
            Target::File(file) => bail!("{other} and {word} cannot both go to {file:?}; name two files"),
        }
    }
    Ok(planned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planned(specs: &[&str], output: Option<&str>, diff: bool) -> String {
        let specs: Result<Vec<Spec>, String> = specs.iter().map(|text| Spec::parse(text)).collect();
        let specs = match specs {
            Ok(specs) => specs,
            Err(error) => return error,
        };
        match plan(&specs, output.map(Path::new), diff) {
            Err(error) => error.to_string(),
            Ok(plan) => {
                let each = plan.into_iter().map(|(format, target)| match target {
                    Target::Stdout => format!("{} > -", format.word()),
                    Target::File(file) => format!("{} > {}", format.word(), file.display()),
                });
                each.collect::<Vec<_>>().join(", ")
            }
        }
    }

    #[test]
    fn outputs_are_planned() {
        for (specs, output, diff, wanted) in [
            (&[][..], None, false, "text > -"),
            (&[], Some("a.txt"), false, "text > a.txt"),
            (&["json"], Some("a"), false, "json > a"),
            (&["json"], Some("-"), false, "json > -"),
            (&["text", "sarif=a.sarif"], None, false, "text > -, sarif > a.sarif"),
            (&["text", "sarif=a.sarif"], Some("b"), false, "text > b, sarif > a.sarif"),
            (&["sarif=a.sarif"], None, false, "sarif > a.sarif"),
            (&[], None, true, "patch > -"),
            (&["json=a"], Some("p"), true, "json > a, patch > p"),
            (&["jsn"], None, false, "did you mean `json`?"),
            (&["yaml"], None, false, "known: text, json, sarif, markdown"),
            (&["json="], None, false, "no file after the equals sign; write json=FILE"),
            (
                &["text", "json"],
                None,
                false,
                "text and json cannot both go to standard output; write `--format json=FILE`",
            ),
            (&["text=a", "json=a"], None, false, "text and json cannot both go to \"a\"; name two files"),
            (
                &["text", "json"],
                Some("a"),
                false,
                "`--output` holds one format, not 2; write `--format FORMAT=FILE`",
            ),
            (
                &["text=b"],
                Some("a"),
                false,
                "`--output` has nothing to hold: every format has its own file; remove it",
            ),
            (
                &["json"],
                None,
                true,
                "`--diff` takes the place of `--format json`; write `--format json=FILE` to have both",
            ),
        ] {
            assert_eq!(planned(specs, output, diff), wanted, "{specs:?} {output:?}");
        }
    }
}
