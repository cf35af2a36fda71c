//! The header of a script, PEP 723: TOML in comments.

use super::{Manifest, Parts, pyproject, toml, tools};
use crate::source::{SourceFile, Span};

pub(super) fn read(file: &SourceFile, out: &mut Manifest) {
    let text = file.text();
    let mut lines = file_lines(text).peekable();
    while let Some((_, line)) = lines.next() {
        if line.trim_end() != "# /// script" {
            continue;
        }
        // The block ends at the last `# ///` of an unbroken run of comments.
        let mut block: Vec<(usize, &str)> = Vec::new();
        let mut end = None;
        while let Some((at, line)) = lines.next_if(|(_, line)| *line == "#" || line.starts_with("# ")) {
            if line.trim_end() == "# ///" {
                end = Some(block.len());
            }
            let content = line.strip_prefix("# ").unwrap_or("");
            block.push((at + line.len() - content.len(), content));
        }
        let Some(end) = end else {
            out.problem(Span::default(), "the header `# /// script` has no end `# ///`");
            return;
        };
        return read_block(text, &block[..end], out);
    }
}

/// Lines with where each begins, without their endings.
fn file_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |raw| {
        let start = at;
        at += raw.len();
        (start, raw.trim_end_matches(['\n', '\r']))
    })
}

fn read_block(text: &str, block: &[(usize, &str)], out: &mut Manifest) {
    let mut joined = String::new();
    // Where lines begin: in the joined text, and in the file.
    let mut starts = Vec::with_capacity(block.len());
    for (at, line) in block {
        starts.push((joined.len(), *at));
        joined.push_str(line);
        joined.push('\n');
    }
    let place = |at: u32| {
        let after = starts.partition_point(|(start, _)| *start <= at as usize);
        let (start, file) = starts.get(after.saturating_sub(1)).copied().unwrap_or((0, 0));
        (file + at as usize - start).min(text.len())
    };
    let moved = |span: Span| {
        let start = place(span.start);
        let end = if span.is_empty() { start } else { place(span.end - 1) + 1 };
        Span::new(start, end.max(start))
    };
    let mut inner = Manifest::new(out.path.clone(), out.format);
    let root = toml::parse(&joined, &mut inner);
    pyproject::list(&joined, root.get("dependencies"), &[], &mut inner);
    if let Some(tool) = root.get("tool") {
        tools::read(&joined, tool, &mut inner);
    }
    for mut row in inner.rows {
        row.span = moved(row.span);
        row.parts = Parts {
            name: moved(row.parts.name),
            specifier: row.parts.specifier.map(moved),
            hashes: row.parts.hashes.map(moved),
            url: row.parts.url.map(moved),
        };
        out.rows.push(row);
    }
    for mut option in inner.options {
        option.span = moved(option.span);
        option.value_span = moved(option.value_span);
        out.options.push(option);
    }
    for problem in inner.problems {
        out.problem(moved(problem.span), problem.text);
    }
}

#[cfg(test)]
mod tests {
    use crate::manifest::Format;
    use crate::source::{RepoPath, SourceFile};

    #[test]
    fn the_header_is_read_where_it_stands() {
        let text = "#!/usr/bin/env python\n# /// script\n# requires-python = \">=3.11\"\n# dependencies = [\n#   \"requests<3\",\n#   'rich==13.0',\n# ]\n# ///\nimport requests\n";
        let out = crate::manifest::read(&SourceFile::from_text(RepoPath::new("a.py"), text), Format::Script);
        let rows: Vec<_> = out.rows.iter().map(|row| (row.name.as_str(), &text[row.span.range()])).collect();
        assert_eq!(rows, [("requests", "\"requests<3\""), ("rich", "'rich==13.0'")]);
        assert_eq!(&text[out.rows[1].parts.specifier.unwrap().range()], "==13.0");
        let open = "# /// script\n# dependencies = []\n";
        let out = crate::manifest::read(&SourceFile::from_text(RepoPath::new("a.py"), open), Format::Script);
        assert_eq!(out.problems.len(), 1);
    }
}
