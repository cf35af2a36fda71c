//! What an installer is given: a requirement, an address, a path, a name with a version behind `@`.

use crate::manifest::requirement::{filled_in, requirement};
use crate::manifest::requirements::address_row;
use crate::manifest::words::Word;
use crate::manifest::{Dependency, Manifest, Parts, Source, is_valid, normalise};

/// A requirement, an address or a path on a command line.
pub(super) fn package(word: &Word, tool: bool, out: &mut Manifest) {
    let text = word.text.as_str();
    // Lengths that differ mean escapes or several quotes: parts then have no bytes of their own.
    let plain = text.len() == word.span.len();
    // `uvx ruff@0.4.0`, `poetry add django@latest`
    let at_version = text.split_once('@').filter(|(name, version)| {
        is_valid(name)
            && !version.is_empty()
            && !version.contains(['/', ':', ' '])
            && !version.starts_with('.')
    });
    if let Some((name, version)) = at_version {
        let exact = tool && version.starts_with(|c: char| c.is_ascii_digit());
        out.rows.push(Dependency {
            raw_name: name.to_owned(),
            name: normalise(name),
            specifier: format!("@{version}"),
            version: exact.then(|| version.to_owned()),
            direct: true,
            span: word.whole,
            parts: Parts { name: word.span, ..Parts::default() },
            ..Dependency::default()
        });
        return;
    }
    if let Some(mut row) = address_row(text, word.span, word.whole) {
        if !plain {
            row.parts = Parts::default();
        }
        // The project itself and files beside it are no dependencies.
        if !matches!(row.source, Source::Path(_)) || row.version.is_some() {
            out.rows.push(row);
        }
        return;
    }
    match requirement(text) {
        Ok(one) => {
            let mut row = one.row(word.span.start as usize, word.whole);
            if !plain {
                row.parts = Parts::default();
            }
            out.rows.push(row);
        }
        Err(_) if word.variable || text.contains("{{") => {
            out.rows.extend(filled_in(text, word.span.start as usize, word.whole).map(|mut row| {
                if !plain {
                    row.parts = Parts::default();
                }
                row
            }));
        }
        // A path, a word of another command: nothing to say.
        Err(_) => {}
    }
}
