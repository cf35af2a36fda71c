//! The command `deps`: what a project installs.

use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};

use super::cli::{Common, DepsArgs, ListFormat};
use super::{CLEAN, advisories, configure, line, online, paths, write};
use crate::change::files;
use crate::manifest::{self, Format, Manifest};
use crate::report::{inventory, safe};
use crate::scan;
use crate::source::{RepoPath, SourceFile};

/// Problems are told so many at a time.
const MAX_TOLD: usize = 20;

pub(super) fn deps(args: &DepsArgs, common: &Common) -> anyhow::Result<u8> {
    let mut known = args.advisories.as_deref().map(advisories::load).transpose()?.map(Arc::new);
    // The process ends with this command: taking thousands of rows apart again would be time for nothing.
    let read = ManuallyDrop::new(read(&args.path, common)?);
    if args.online {
        let folder = if args.path.is_dir() { args.path.clone() } else { PathBuf::from(".") };
        let root = folder.canonicalize().with_context(|| format!("cannot read {folder:?}"))?;
        let mut settings = configure::read_from(&root, None, common.quiet)?;
        settings.advisories = known.or(settings.advisories);
        let pins = scan::pins_of_manifests(read.iter().map(|(_, manifest)| manifest), &settings);
        known = Some(online::ask(&pins, &settings, common.quiet)?);
    }
    let known = known.as_deref();
    if !common.quiet {
        problems(&read);
        if read.iter().all(|(_, manifest)| manifest.rows.is_empty()) {
            line::note("no dependencies found");
        }
    }
    let mut written = Ok(());
    let mut write = |piece: &str| {
        if written.is_ok() {
            written = write::stdout(piece.as_bytes());
        }
    };
    match args.format {
        ListFormat::Json => inventory::json_in_pieces(&read, known, &mut write),
        ListFormat::Text => write(&inventory::text(&read, known)),
    }
    written.map(|()| CLEAN)
}

fn problems(read: &[(SourceFile, Manifest)]) {
    let all =
        read.iter().flat_map(|(file, manifest)| manifest.problems.iter().map(move |problem| (file, problem)));
    let all: Vec<_> = all.collect();
    for (file, problem) in all.iter().take(MAX_TOLD) {
        let place = file.lines().line_of(problem.span.start);
        line::note(&safe::line(&format!("{}:{place}: {}", file.path(), problem.text)));
    }
    if all.len() > MAX_TOLD {
        line::note(&format!("{} more places could not be read", all.len() - MAX_TOLD));
    }
}

/// The files that were named, with all that they include.
fn read(path: &Path, common: &Common) -> anyhow::Result<Vec<(SourceFile, Manifest)>> {
    paths::must_exist(path, "file or folder")?;
    let full = path.canonicalize().with_context(|| format!("cannot read {path:?}"))?;
    let folder = if full.is_dir() { full.as_path() } else { full.parent().unwrap_or(&full) };
    // Includes may lead up, but not out of the repository.
    let root = paths::repository_root(folder).unwrap_or_else(|| folder.to_path_buf());
    let load = |path: &RepoPath| files::load(&root, path).ok();
    let mut found: Vec<(SourceFile, Format)> = Vec::new();
    if full.is_dir() {
        let want = |path: &RepoPath| Format::of(path).is_some() || path.is_python();
        let (listed, skipped) = files::list(&root, &[full], &want)?;
        for one in skipped.iter().filter(|_| common.verbose) {
            line::note(&safe::line(&format!("{}: {}", one.path, one.why)));
        }
        for path in listed {
            if path.parts().any(|part| matches!(part, ".venv" | "venv" | "site-packages" | "node_modules")) {
                continue;
            }
            let Some(file) = load(&path) else { continue };
            if let Some(format) = Format::of_text(&path, file.text()) {
                found.push((file, format));
            }
        }
    } else {
        let relative = full.strip_prefix(&root).unwrap_or(&full);
        let Ok(name) = RepoPath::from_path(relative) else { bail!("the name of {path:?} is not UTF-8") };
        let file = files::load(&root, &name)
            .map_err(|skipped| anyhow::anyhow!("cannot read {path:?}: {}", skipped.why))?;
        let Some(format) = Format::of_named(&name, file.text()) else {
            bail!("{path:?} is no file of dependencies that hognose knows; see docs/dependencies.md")
        };
        found.push((file, format));
        if format.is_lock() {
            // What is direct stands in the manifest beside some locks; its own rows were not asked for.
            let beside = ["pyproject.toml", "Pipfile"].iter().filter_map(|other| {
                let path = manifest::resolve(&name, other)?;
                Some((load(&path)?, Format::of(&path)?))
            });
            found.extend(beside);
            let mut read = manifest::collect(found, &load);
            read.truncate(1);
            return Ok(read);
        }
    }
    Ok(manifest::collect(found, &load))
}
