//! Rewrites of several files as one patch that `git apply` takes.
//!
//! A patch is data for a program and therefore verbatim: it is the one report that holds the code under review
//! raw. Whoever shows it on a screen has to pass it through [`super::safe::lines`].

use std::ops::Range;

use similar::{DiffTag, group_diff_ops};

use crate::change::diff;
use crate::finding::{EditError, EditSet};
use crate::source::{RepoPath, SourceFile};

/// Lines of context around each change.
const CONTEXT: usize = 3;

/// The patch of all edits, file by file in the order given, in the files' own encodings. Files that do not change
/// are left out. Fails when a set of edits does not fit its file.
pub fn patch(files: &[(&SourceFile, &EditSet)]) -> Result<Vec<u8>, EditError> {
    let mut out = Vec::new();
    for (source, edits) in files {
        let new = edits.apply(source.text())?;
        if new != source.text() {
            file(&mut out, source, &new);
        }
    }
    Ok(out)
}

fn file(out: &mut Vec<u8>, source: &SourceFile, new: &str) {
    let (a, b) = (name("a/", source.path()), name("b/", source.path()));
    // A name with blanks needs a tab after it, or a reader cannot tell where it ends.
    let tab =
        if source.path().as_str().contains(char::is_whitespace) && !a.starts_with('"') { "\t" } else { "" };
    out.extend(format!("diff --git {a} {b}\n--- {a}{tab}\n+++ {b}{tab}\n").as_bytes());
    let old: Vec<&str> = source.text().split_inclusive('\n').collect();
    let new: Vec<&str> = new.split_inclusive('\n').collect();
    for group in group_diff_ops(diff::lines(&old, &new), CONTEXT) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        let before = range(first.old_range().start, last.old_range().end);
        let after = range(first.new_range().start, last.new_range().end);
        out.extend(format!("@@ -{before} +{after} @@\n").as_bytes());
        let mut rows = |sign: u8, lines: &[&str], range: Range<usize>| {
            for at in range {
                out.push(sign);
                if at == 0 && source.encoding().bom {
                    out.extend("\u{feff}".as_bytes());
                }
                line(out, source, lines[at]);
            }
        };
        for op in group {
            if op.tag() == DiffTag::Equal {
                rows(b' ', &old, op.old_range());
            } else {
                rows(b'-', &old, op.old_range());
                rows(b'+', &new, op.new_range());
            }
        }
    }
}

fn line(out: &mut Vec<u8>, source: &SourceFile, text: &str) {
    let (bytes, _, _) = source.encoding().charset.encode(text);
    out.extend(bytes.as_ref());
    if !text.ends_with('\n') {
        out.extend(b"\n\\ No newline at end of file\n");
    }
}

/// Start and length as unified diffs count: from 1, an empty range by the line before it.
fn range(start: usize, end: usize) -> String {
    match end - start {
        0 => format!("{start},0"),
        1 => format!("{}", start + 1),
        len => format!("{},{len}", start + 1),
    }
}

/// The name as git spells it: quoted like a C string when it holds a quote, a backslash or a control character.
fn name(prefix: &str, path: &RepoPath) -> String {
    let plain = |c: char| !c.is_control() && c != '"' && c != '\\';
    if path.as_str().chars().all(plain) {
        return format!("{prefix}{path}");
    }
    let mut out = format!("\"{prefix}");
    for byte in path.as_str().bytes() {
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\t' => out.push_str("\\t"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            0x20..=0x7e => out.push(char::from(byte)),
            byte => out.push_str(&format!("\\{byte:03o}")),
        }
    }
    out.push('"');
    out
}
