//! Workflows and actions of GitHub Actions: the commands of `run`.

use super::tree::Node;
use super::{Manifest, command, yaml};
use crate::source::SourceFile;

pub(super) fn read(file: &SourceFile, out: &mut Manifest) {
    let text = file.text();
    let root = yaml::parse(text, out);
    for job in root.get("jobs").map_or(&[][..], Node::entries) {
        steps(text, job.node.get("steps"), out);
    }
    steps(text, root.at(&["runs", "steps"]), out);
}

fn steps(text: &str, node: Option<&Node<'_>>, out: &mut Manifest) {
    for step in node.map_or(&[][..], Node::list) {
        let Some(run) = step.get("run") else { continue };
        // Read as it stands in the file, indented, so that every word has its bytes. A plain or quoted text has its
        // whole content there too; a folded block (`>`) breaks lines where none is meant, so its value is read.
        let span = run.span;
        let Some(raw) = text.get(span.range()) else { continue };
        // The parser leaves the head of a block out of its bytes.
        let head = text.get(..span.start as usize).unwrap_or("").trim_end().lines().next_back().unwrap_or("");
        let sign = head.split_whitespace().next_back().unwrap_or("");
        let folded = raw.starts_with('>') || sign.starts_with('>');
        if folded {
            let before = (out.rows.len(), out.installs.len(), out.options.len(), out.includes.len());
            command::shell(run.str().unwrap_or_default(), 0, out);
            for row in &mut out.rows[before.0..] {
                (row.span, row.parts) = (span, super::Parts::default());
            }
            for install in &mut out.installs[before.1..] {
                install.span = span;
                install.flags.iter_mut().for_each(|(_, at)| *at = span);
            }
            for option in &mut out.options[before.2..] {
                (option.span, option.value_span) = (span, span);
            }
            for include in &mut out.includes[before.3..] {
                include.span = span;
            }
            continue;
        }
        let start = span.start as usize;
        let body = if raw.starts_with('|') { raw.find('\n').map_or(raw.len(), |at| at) } else { 0 };
        let quoted = body == 0 && raw.starts_with(['\'', '"']) && raw.len() > 1;
        let (from, to) = if quoted { (1, raw.len() - 1) } else { (body, raw.len()) };
        command::shell(raw.get(from..to).unwrap_or(""), start + from, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::Format;
    use crate::source::RepoPath;

    #[test]
    fn run_steps_are_read_where_they_stand() {
        let text = "on: push\njobs:\n  test:\n    steps:\n      - uses: actions/checkout@v4\n      - run: pip install a==1\n      - run: |\n          python -m pip install -U \\\n            'b>=2'\n          echo pip\n      - run: >\n          pip install\n          c\n      - run: \"pip install d\"\n      - run: pip install ${{ matrix.package }}\n";
        let out =
            crate::manifest::read(&SourceFile::from_text(RepoPath::new("a.yml"), text), Format::Workflow);
        assert!(out.problems.is_empty());
        let rows: Vec<_> = out.rows.iter().map(|row| (row.name.as_str(), &text[row.span.range()])).collect();
        assert_eq!((rows[0], rows[1], rows[3]), (("a", "a==1"), ("b", "'b>=2'"), ("d", "d")));
        assert_eq!(rows[2].0, "c");
        assert!(out.installs.iter().any(|one| one.flags.len() == 1), "{:?}", out.installs);
    }
}
