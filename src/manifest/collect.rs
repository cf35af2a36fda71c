//! Files that belong together: what a requirements file includes, and the manifest that stands beside a lock.

use std::collections::BTreeSet;

use super::{Format, Manifest, graph, read};
use crate::source::{RepoPath, SourceFile};

/// So many files are read because others include them.
pub const MAX_INCLUDED: usize = 200;

/// Where an include leads, inside the repository; `None` for addresses and for what lies outside.
pub fn resolve(from: &RepoPath, path: &str) -> Option<RepoPath> {
    if path.contains("://") || path.starts_with(['/', '\\', '~', '$', '{']) || path.contains('\0') {
        return None;
    }
    let mut parts: Vec<&str> = from.parts().collect();
    parts.pop();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    (!parts.is_empty()).then(|| RepoPath::new(&parts.join("/")))
}

/// Reads files with all that they include, each once, and joins locks with the manifests beside them.
///
/// `load` gives the text of a file of the repository, or `None`.
pub fn collect(
    files: Vec<(SourceFile, Format)>,
    load: &dyn Fn(&RepoPath) -> Option<SourceFile>,
) -> Vec<(SourceFile, Manifest)> {
    let mut seen: BTreeSet<RepoPath> = files.iter().map(|(file, _)| file.path().clone()).collect();
    let (mut sources, mut manifests): (Vec<SourceFile>, Vec<Manifest>) = (Vec::new(), Vec::new());
    let mut queue: std::collections::VecDeque<(SourceFile, Format)> = files.into();
    let mut included = 0;
    while let Some((file, format)) = queue.pop_front() {
        let mut manifest = read(&file, format);
        let mut problems = Vec::new();
        for include in &manifest.includes {
            let Some(path) = resolve(file.path(), &include.path) else {
                problems.push((include.span, "what is included lies outside the repository and is not read"));
                continue;
            };
            if !seen.insert(path.clone()) {
                continue;
            }
            if included >= MAX_INCLUDED {
                problems.push((include.span, "too many files are included; this one is not read"));
                continue;
            }
            included += 1;
            let format = if include.constraint { Format::Constraints } else { Format::Requirements };
            match load(&path) {
                Some(other) => queue.push_back((other, format)),
                // A workflow may make the file itself: only a requirements file that leads nowhere is broken.
                None if matches!(manifest.format, Format::Requirements | Format::Constraints) => {
                    problems.push((include.span, "there is no such file"));
                }
                None => {}
            }
        }
        for (span, text) in problems {
            manifest.problem(span, text);
        }
        sources.push(file);
        manifests.push(manifest);
    }
    link(&mut manifests);
    sources.into_iter().zip(manifests).collect()
}

/// Says what is direct in locks that do not say it themselves, from the manifests in the same folder.
pub fn link(manifests: &mut [Manifest]) {
    let folder = |path: &RepoPath| {
        let whole = path.as_str();
        whole.strip_suffix(path.file_name()).unwrap_or("").to_owned()
    };
    for at in 0..manifests.len() {
        let asks: &[Format] = match manifests[at].format {
            Format::PoetryLock | Format::PdmLock | Format::Pylock => &[Format::Pyproject],
            Format::PipfileLock => &[Format::Pipfile],
            _ => continue,
        };
        let here = folder(&manifests[at].path);
        let beside =
            manifests.iter().find(|other| asks.contains(&other.format) && folder(&other.path) == here);
        let Some(beside) = beside else { continue };
        let names: Vec<String> = beside
            .rows
            .iter()
            .filter(|row| row.direct && !row.groups.iter().any(|group| group == "build"))
            .map(|row| row.name.clone())
            .collect();
        graph::direct(&mut manifests[at].rows, &names);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn includes_stay_inside() {
        let from = RepoPath::new("a/b/requirements.txt");
        let to = |path: &str| resolve(&from, path).map(|path| path.as_str().to_owned());
        assert_eq!(to("base.txt").as_deref(), Some("a/b/base.txt"));
        assert_eq!(to("../x/./y.txt").as_deref(), Some("a/x/y.txt"));
        assert_eq!(to("..\\y.txt").as_deref(), Some("a/y.txt"));
        for outside in ["../../../x", "/etc/passwd", "https://h/x", "~/x", "${HOME}/x", "../..", ""] {
            assert!(to(outside).is_none_or(|path| path == "a/b"), "{outside}");
        }
    }

    #[test]
    fn circles_of_includes_end() {
        let file = |name: &str, text: &str| SourceFile::from_text(RepoPath::new(name), text);
        let load = |path: &RepoPath| match path.as_str() {
            "b.txt" => Some(file("b.txt", "-r a.txt\nb==1\n-c none.txt\n-r ../out.txt\n")),
            _ => None,
        };
        let all = collect(vec![(file("a.txt", "-r b.txt\na==1\n"), Format::Requirements)], &load);
        let names: Vec<_> = all.iter().flat_map(|(_, one)| &one.rows).map(|row| row.name.as_str()).collect();
        assert_eq!(names, ["a", "b"]);
        let told: Vec<_> = all[1].1.problems.iter().map(|one| one.text.as_str()).collect();
        assert_eq!(
            told,
            ["there is no such file", "what is included lies outside the repository and is not read"]
        );
    }
}
