//! Lines of a requirements file, joined at their backslashes, with the way back to the bytes of the file.

use std::borrow::Cow;

use crate::source::Span;

/// A line after joining.
pub(super) struct Logical<'a> {
    pub(super) text: Cow<'a, str>,
    /// Where the line begins in the file.
    start: usize,
    /// Where further pieces begin: in `text`, and in the file. Most lines have none.
    more: Vec<(usize, usize)>,
    end: usize,
}

impl Logical<'_> {
    /// The byte of the file for a byte of the line.
    pub(super) fn place(&self, at: usize) -> usize {
        let after = self.more.partition_point(|(start, _)| *start <= at);
        let (start, file) = match after.checked_sub(1) {
            Some(piece) => self.more[piece],
            None => (0, self.start),
        };
        (file + at - start).min(self.end)
    }

    /// The bytes of the file for bytes of the line.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        let from = self.place(start);
        // The end of a part belongs to the piece of its last byte.
        let to = if end > start { self.place(end - 1) + 1 } else { from };
        Span::new(from, to.max(from))
    }
}

/// Lines joined at their backslashes; each begins and ends where the file's do.
pub(super) fn logical_lines(text: &str) -> impl Iterator<Item = Logical<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= text.len() {
            return None;
        }
        let begin = at;
        let mut more = Vec::new();
        let mut joined: Option<String> = None;
        loop {
            let start = at;
            let rest = &text[start..];
            let len = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
            let line = &rest[..len];
            at = start + len + if rest[len..].starts_with("\r\n") { 2 } else { 1 };
            let continues = line.ends_with('\\') && !is_comment(line);
            let body = if continues { &line[..len - 1] } else { line };
            let text_end = (start + len).min(text.len());
            let Some(all) = &mut joined else {
                if !continues || at >= text.len() {
                    return Some(Logical { text: Cow::Borrowed(body), start: begin, more, end: text_end });
                }
                joined = Some(body.to_owned());
                continue;
            };
            // A comment ends what is joined, whatever stands before it.
            if is_comment(line) {
                all.push(' ');
            }
            more.push((all.len(), start));
            all.push_str(body);
            if !continues || at >= text.len() {
                let text = Cow::Owned(joined.take().unwrap_or_default());
                return Some(Logical { text, start: begin, more, end: text_end });
            }
        }
    })
}

/// As pip asks it: a comment at the very beginning, blanks aside.
fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

/// The line without its comment.
pub(super) fn without_comment(line: &str) -> &str {
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'#', &line.as_bytes()[from..]) {
        let at = from + at;
        if at == 0 || line[..at].ends_with(char::is_whitespace) {
            return line[..at].trim_end();
        }
        from = at + 1;
    }
    line.trim_end()
}

/// Words between blanks, with where each begins.
pub(super) fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_whitespace().map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}
