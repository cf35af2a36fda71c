//! Finds the configuration, reads it, and lets the command line have the last word.

use std::fs;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, bail};

#[cfg(feature = "commands")]
use super::cli::Shared;
use super::{line, paths};
use crate::config::{self, Settings};
use crate::rules;

/// Our own file.
const OWN: &str = "hognose.toml";
/// The project's file.
const PROJECT: &str = "pyproject.toml";
/// No configuration is longer; what is, is something else.
const MAX_BYTES: u64 = 1024 * 1024;

/// The settings of a run on `root`. A note on standard error tells of a file that is passed over, unless `quiet`.
#[cfg(feature = "commands")]
pub(super) fn settings(root: &Path, shared: &Shared, quiet: bool) -> anyhow::Result<Settings> {
    let mut settings = read_from(root, shared.config.as_deref(), quiet)?;
    if let Some(threshold) = shared.fail_on {
        settings.fail_on = threshold;
    }
    settings.today = Some(today());
    if let Some(path) = &shared.advisories {
        settings.advisories = Some(std::sync::Arc::new(super::advisories::load(path)?));
    }
    Ok(settings)
}

/// What the file says: the one that is named, else the nearest, else the defaults.
pub(super) fn read_from(root: &Path, file: Option<&Path>, quiet: bool) -> anyhow::Result<Settings> {
    match file {
        Some(file) => named(file),
        None => Ok(found(root, quiet)?.unwrap_or_default()),
    }
}

/// The day in UTC: marks expire on the same day wherever the run is.
pub(super) fn today() -> jiff::civil::Date {
    jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()).date()
}

fn known() -> Vec<&'static str> {
    rules::all().iter().map(|rule| rule.meta.id).collect()
}

/// The file that `--config` names; it must be there and must have something to say.
fn named(file: &Path) -> anyhow::Result<Settings> {
    paths::must_exist(file, "configuration file")?;
    let origin = file.display().to_string();
    if file.file_name().is_some_and(|name| name == PROJECT) {
        let Some(settings) = config::parse_pyproject(&read(file)?, &origin, &known())? else {
            bail!("{file:?} has no table [tool.hognose]; add one, or name another file with --config");
        };
        return Ok(settings);
    }
    Ok(config::parse(&read(file)?, &origin, &known())?)
}

/// The nearest file at or above `root`, up to the root of the repository around it; without one, in `root` only.
fn found(root: &Path, quiet: bool) -> anyhow::Result<Option<Settings>> {
    let last = paths::repository_root(root).unwrap_or_else(|| root.to_path_buf());
    for folder in root.ancestors().take_while(|folder| folder.starts_with(&last)) {
        let (own, project) = (folder.join(OWN), folder.join(PROJECT));
        let in_project = of_project(&project);
        if !own.is_file() {
            if let Some(settings) = in_project? {
                return Ok(Some(settings));
            }
            continue;
        }
        let settings = config::parse(&read(&own)?, &paths::shown(&own), &known())?;
        // Whatever is wrong with the table that does not count, it does not count.
        if !quiet && !matches!(in_project, Ok(None)) {
            let (own, project) = (paths::shown(&own), paths::shown(&project));
            line::note(&format!("{own} counts, [tool.hognose] in {project} does not"));
        }
        return Ok(Some(settings));
    }
    Ok(None)
}

fn of_project(file: &Path) -> anyhow::Result<Option<Settings>> {
    if !file.is_file() {
        return Ok(None);
    }
    let text = read(file)?;
    // A file that never names us is not ours to judge, broken or not.
    if !text.contains("hognose") {
        return Ok(None);
    }
    Ok(config::parse_pyproject(&text, &paths::shown(file), &known())?)
}

fn read(file: &Path) -> anyhow::Result<String> {
    if !file.is_file() {
        bail!("cannot read {file:?}: it is not a file; name one");
    }
    let mut bytes = Vec::new();
    let done = fs::File::open(file).and_then(|open| open.take(MAX_BYTES + 1).read_to_end(&mut bytes));
    done.with_context(|| format!("cannot read {file:?}"))?;
    if bytes.len() as u64 > MAX_BYTES {
        bail!("{file:?} is over 1 MB, too long for a configuration; shorten it");
    }
    String::from_utf8(bytes).ok().with_context(|| format!("{file:?} is not UTF-8; save it as UTF-8"))
}
