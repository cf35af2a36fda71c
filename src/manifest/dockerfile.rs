//! Dockerfiles: the commands of `RUN`, in both its forms.

use parse_dockerfile::{Command, Instruction};

use super::Manifest;
use super::command::{command, shell};
use super::words::{Word, bodies, commands, is_shell};
use crate::source::{SourceFile, Span};

pub(super) fn read(file: &SourceFile, out: &mut Manifest) {
    let text = file.text();
    let instructions = match parse_dockerfile::parse_iter(text) {
        Ok(instructions) => instructions,
        Err(error) => return broken(file, &error, out),
    };
    for instruction in instructions {
        match instruction {
            Ok(Instruction::Run(run)) => {
                arguments(&run.arguments, out);
                let read = match &run.arguments {
                    Command::Shell(text) => {
                        let mut words = text.value.split_whitespace();
                        words.next().is_none_or(|word| word.starts_with("<<") || is_shell(word))
                    }
                    _ => true,
                };
                for document in run.here_docs.iter().filter(|_| read) {
                    if document.span.end <= text.len() && text.get(document.span.clone()).is_some() {
                        shell(&text[document.span.clone()], document.span.start, out);
                    }
                }
            }
            Ok(_) => {}
            Err(error) => return broken(file, &error, out),
        }
    }
}

fn broken(file: &SourceFile, error: &parse_dockerfile::Error, out: &mut Manifest) {
    let span = file.lines().span(u32::try_from(error.line()).unwrap_or(1));
    let place = span.start as usize;
    // The parser takes here-documents for instructions where they do not begin the command.
    let open = run_lines(file.text()).find(|(at, run)| *at < place && place < at + run.len());
    let from = match open {
        Some((at, _)) => {
            let before = |span: Span| (span.start as usize) < at;
            out.rows.retain(|row| before(row.span));
            out.options.retain(|option| before(option.span));
            out.includes.retain(|include| before(include.span));
            out.installs.retain(|install| before(install.span));
            at
        }
        None => {
            out.problem(Span { end: span.start, ..span }, format!("not a valid Dockerfile: {error}"));
            place
        }
    };
    // What follows is read as lines of a shell, so that one strange instruction does not hide the rest.
    for (at, run) in run_lines(file.text()).filter(|(at, _)| *at >= from) {
        shell(run, at, out);
    }
}

/// `RUN` with its continued lines and here-documents, by eye.
fn run_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() {
            let start = at;
            let mut end = start;
            loop {
                let len = text[end..].find('\n').unwrap_or(text.len() - end);
                let continued = text[end..end + len].trim_end().ends_with('\\');
                end = (end + len + 1).min(text.len());
                if !continued || end >= text.len() {
                    break;
                }
            }
            at = end;
            let line = &text[start..end];
            let body = line.trim_start();
            if body.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("run ")) {
                let offset = start + line.len() - body.len() + 4;
                end += bodies(&text[end..], &commands(&text[offset..end], 0));
                at = end;
                return Some((offset, &text[offset..end]));
            }
        }
        None
    })
}

fn arguments(arguments: &Command<'_>, out: &mut Manifest) {
    match arguments {
        Command::Shell(text) => shell(text.value, text.span.start, out),
        Command::Exec(words) => {
            let words: Vec<Word> = words
                .value
                .iter()
                .map(|word| {
                    let whole = Span::new(word.span.start, word.span.end);
                    let raw = whole.len();
                    // With or without its quotes, whichever the parser gives.
                    let inner = if raw == word.value.len() + 2 {
                        Span { start: whole.start + 1, end: whole.end - 1 }
                    } else {
                        whole
                    };
                    Word {
                        text: word.value.to_string(),
                        span: inner,
                        whole,
                        variable: word.value.contains('$'),
                    }
                })
                .collect();
            // `["sh", "-c", "pip install a"]`
            if let [first, flag, script, ..] = words.as_slice()
                && matches!(first.text.rsplit('/').next(), Some("sh" | "bash"))
                && flag.text.starts_with('-')
                && script.text.len() == script.span.len()
            {
                shell(&script.text, script.span.start as usize, out);
            } else {
                command(&words, out);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::Format;
    use crate::source::RepoPath;
    use proptest::prelude::*;

    fn read(text: &str) -> Manifest {
        crate::manifest::read(&SourceFile::from_text(RepoPath::new("Dockerfile"), text), Format::Dockerfile)
    }

    fn rows(text: &str) -> Vec<String> {
        let out = read(text);
        assert!(out.rows.iter().all(|row| text[row.span.range()].contains(&row.raw_name)), "{out:?}");
        out.rows.iter().map(|row| format!("{}{}", row.raw_name, row.specifier)).collect()
    }

    #[test]
    fn run_is_read_in_all_its_forms() {
        let text = "FROM python:3.12\nENV X=pip\nRUN apt-get update && \\\n    # why\n    pip install --no-cache-dir \\\n    'a==1' b\nRUN [\"pip\", \"install\", \"c==2\"]\nRUN --mount=type=cache,target=/x pip install d\nCMD pip install e\nRUN [\"sh\", \"-c\", \"pip install f\"]\n";
        assert_eq!(rows(text), ["a==1", "b", "c==2", "d", "f"]);
        assert_eq!(rows("FROM a\nRUN <<EOF\npip install a==1\nEOF\n"), ["a==1"]);
    }

    #[test]
    fn only_what_a_shell_reads_is_a_script() {
        assert!(rows("FROM a\nRUN cat <<EOF > /x\npip install a==1\nEOF\n").is_empty());
        let text = "FROM a\nRUN pip install b && cat <<EOF > /x\nRUN pip install a\nEOF\nRUN pip install c\n";
        assert_eq!(rows(text), ["b", "c"]);
        assert!(read(text).problems.is_empty());
        assert_eq!(rows("FROM a\nRUN bash <<EOF\npip install a==1\nEOF\n"), ["a==1"]);
    }

    #[test]
    fn strange_instructions_hide_nothing() {
        let out = read("FROM a\nRUN pip install a\nBOGUS x\nRUN pip install b\n");
        assert_eq!(out.rows.len(), 2);
        assert_eq!(out.problems.len(), 1);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(FROM a\n|RUN |\\[\"|\", \"|\"\\]\n|pip install |<<E\n|E\n|[a-z=\\\\ \n'\"\u{e9}]){0,30}") {
            for row in read(&text).rows {
                prop_assert!(text.get(row.span.range()).is_some());
            }
        }
    }
}
