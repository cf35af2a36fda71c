//! Planned rewrites as a unified diff that `git apply` and `patch` take, in the encodings of the files.

use anyhow::Context;
use similar::{Algorithm, TextDiff};

use super::fix::{Fixed, Plan};
use super::line::is_hidden;

/// The patch, files by path.
pub(super) fn render(plan: &Plan) -> anyhow::Result<Vec<u8>> {
    let mut out = Vec::new();
    for fixed in &plan.files {
        one(fixed, &mut out)?;
    }
    Ok(out)
}

/// The same for a terminal, where control characters of the code must not act.
pub(super) fn for_screen(patch: &[u8]) -> Vec<u8> {
    let mut out = String::with_capacity(patch.len());
    for letter in String::from_utf8_lossy(patch).chars() {
        let plain = matches!(letter, '\n' | '\t') || !is_hidden(letter);
        if plain { out.push(letter) } else { out.extend(letter.escape_default()) }
    }
    out.into_bytes()
}

fn one(fixed: &Fixed, out: &mut Vec<u8>) -> anyhow::Result<()> {
    let path = fixed.before.path();
    let encoding = fixed.before.encoding();
    // To a patch the byte-order mark is a part of the first line.
    let mark = if encoding.bom { "\u{feff}" } else { "" };
    let (before, after) = (format!("{mark}{}", fixed.before.text()), format!("{mark}{}", fixed.after));
    // Lines as git has them: a lone CR ends none.
    let old: Vec<&str> = before.split_inclusive('\n').collect();
    let new: Vec<&str> = after.split_inclusive('\n').collect();
    let diff = TextDiff::configure()
        .algorithm(Algorithm::Histogram)
        .newline_terminated(true)
        .diff_slices(&old, &new);
    let text = diff
        .unified_diff()
        .context_radius(3)
        .header(&name("a", path.as_str()), &name("b", path.as_str()))
        .to_string();
    let (bytes, _, lost) = encoding.charset.encode(&text);
    if lost {
        return Err(anyhow::anyhow!("{path} cannot be written in {}", encoding.charset.name()))
            .context("cannot make the patch");
    }
    out.extend_from_slice(&bytes);
    Ok(())
}

/// A name in a patch's header as git writes it: quoted where it holds what a line cannot, with a tab where it holds
/// a space, so that the name has an end.
fn name(side: &str, path: &str) -> String {
    let full = format!("{side}/{path}");
    if !full.contains(|letter: char| letter.is_control() || letter == '"' || letter == '\\') {
        return if full.contains(' ') { format!("{full}\t") } else { full };
    }
    let mut quoted = String::from("\"");
    for letter in full.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            _ if letter.is_control() => {
                let mut bytes = [0; 4];
                let bytes = letter.encode_utf8(&mut bytes).bytes();
                bytes.for_each(|byte| quoted.push_str(&format!("\\{byte:03o}")));
            }
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_git_writes_them() {
        for (path, wanted) in [
            ("app.py", "a/app.py"),
            ("my app.py", "a/my app.py\t"),
            ("caf\u{e9}.py", "a/caf\u{e9}.py"),
            ("a\u{1b}\"\n.py", "\"a/a\\033\\\"\\n.py\""),
        ] {
            assert_eq!(name("a", path), wanted);
        }
    }
}
