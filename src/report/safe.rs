//! The one place that makes untrusted text harmless: for terminals and job logs, for Markdown, for URLs, for JSON.
//!
//! What cannot be seen or does something is shown as a visible escape, `\u{1b}` for the escape character. Two
//! sequences mean something to the log reader of GitHub Actions whoever prints them: `::` as the first thing of a
//! line, and `##[` anywhere. The second character of each is written as an escape (`:\u{3a}`, `#\u{23}[`), so
//! that a person still reads what stands there and the reader finds nothing.
//!
//! Knows nothing of reviews; text in, text out.

/// True for characters that are invisible, reorder their neighbours, or steer a terminal.
pub fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Appends `c`, or its visible escape.
pub(super) fn push(out: &mut String, c: char) {
    match c {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("    "),
        c if is_hostile(c) => out.extend(c.escape_unicode()),
        c => out.push(c),
    }
}

/// One line for a terminal or a log: no line break, no control, no invisible character, no workflow command.
pub fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| push(&mut out, c));
    commands(&out)
}

/// Several lines for a terminal: as [`line`], but line feeds stay.
pub fn lines(text: &str) -> String {
    let parts: Vec<String> =
        text.split('\n').map(|part| line(part.strip_suffix('\r').unwrap_or(part))).collect();
    parts.join("\n")
}

/// Breaks workflow commands in text that is otherwise finished (it may hold our own colour sequences).
/// Idempotent. A `::` counts as first when only blanks and colour sequences stand before it.
pub fn commands(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for part in text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}', '\u{b}', '\u{c}']) {
        let lead = part.len() - without_lead(part).len();
        let (blank, rest) = part.split_at(lead);
        out.push_str(blank);
        let rest = match rest.strip_prefix("::") {
            Some(rest) => {
                out.push_str(":\\u{3a}");
                rest
            }
            None => rest,
        };
        out.push_str(&rest.replace("##[", "#\\u{23}["));
    }
    out
}

/// True when [`commands`] would change the text.
pub fn has_command(text: &str) -> bool {
    commands(text) != text
}

fn without_lead(mut text: &str) -> &str {
    loop {
        let trimmed =
            text.trim_start_matches(|c: char| c.is_whitespace() || (is_hostile(c) && c != '\u{1b}'));
        let Some(escape) = trimmed.strip_prefix('\u{1b}') else { return trimmed };
        let end = if let Some(link) = escape.strip_prefix("]8;") {
            link.find("\u{1b}\\").map(|at| at + 5)
        } else {
            escape.find(|c: char| c.is_ascii_alphabetic()).map(|at| at + 1)
        };
        text = end.and_then(|end| escape.get(end..)).unwrap_or(escape);
    }
}

/// Inline code in Markdown, whatever the text: one line, a fence longer than any run of backticks in it.
pub fn code(text: &str) -> String {
    let text = line(text);
    if text.is_empty() {
        return "`\u{20}`".to_owned();
    }
    let fence = "`".repeat(longest_run(&text) + 1);
    let blank = text.starts_with(' ') && text.ends_with(' ') && text.trim() != "";
    let pad = if text.starts_with('`') || text.ends_with('`') || blank { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Inline code for a cell of a table, where a bar would end the cell even inside code.
pub fn cell(text: &str) -> String {
    code(text).replace('|', "\\|")
}

/// A code block in Markdown; `language` is ours. Line feeds and tabs stay, all else is as in [`line`].
pub fn block(text: &str, language: &str) -> String {
    let mut body = String::with_capacity(text.len());
    for part in text.lines() {
        for c in part.chars() {
            if c == '\t' { body.push(c) } else { push(&mut body, c) }
        }
        body.push('\n');
    }
    let body = commands(&body);
    let fence = fence(&body);
    format!("{fence}{language}\n{body}{fence}\n")
}

/// A fence for a code block: three backticks, or one more than the longest run in `text`.
pub fn fence(text: &str) -> String {
    "`".repeat(3.max(longest_run(text) + 1))
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// A sentence of ours with pieces of the code under review in it, as Markdown in which nothing is active.
///
/// Pieces in backticks become inline code. Elsewhere every word that could be more than a word (mention, link,
/// number of an issue, HTML, emphasis, list mark) becomes inline code too; backslashes would not do, since
/// GitHub looks for mentions after they are gone. Blanks fold to one space.
pub fn prose(text: &str) -> String {
    let pieces: Vec<&str> = text.split('`').collect();
    let balanced = pieces.len() % 2 == 1;
    let mut out = String::with_capacity(text.len() + 16);
    for (index, piece) in pieces.iter().enumerate() {
        if index % 2 == 1 && (balanced || index + 1 < pieces.len()) {
            // An empty pair of backticks says nothing, and would glue the neighbours into a longer fence.
            let glued = out.ends_with('`');
            if !piece.is_empty() {
                out.push_str(if glued { " " } else { "" });
                out.push_str(&code(piece));
            }
            continue;
        }
        words(&mut out, piece);
    }
    out
}

fn words(out: &mut String, piece: &str) {
    if piece.starts_with(char::is_whitespace) && !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
    for (index, word) in piece.split_whitespace().enumerate() {
        if index > 0 {
            out.push(' ');
        }
        if is_plain(word, out.is_empty()) {
            out.push_str(word);
        } else {
            if out.ends_with('`') {
                out.push(' ');
            }
            out.push_str(&code(word));
        }
    }
    if piece.ends_with(char::is_whitespace) && !out.ends_with(' ') && !out.is_empty() {
        out.push(' ');
    }
}

fn is_plain(word: &str, first: bool) -> bool {
    let core = word.trim_end_matches([':', ',', '.', ';', ')', '?']);
    let body = core.trim_start_matches('(');
    let fine = |c: char| {
        (c.is_alphanumeric() && !is_hostile(c))
            || matches!(c, ',' | '.' | ';' | '\'' | '’' | '"' | '“' | '”' | '-' | '/' | '–' | '%')
    };
    let lower = body.to_lowercase();
    let hash = body.len() >= 7
        && body.bytes().all(|b| b.is_ascii_hexdigit())
        && body.bytes().any(|b| b.is_ascii_digit());
    let list = first
        && (core.bytes().all(|b| b.is_ascii_digit()) && core != word || word.starts_with(['-', '+', '=']));
    body.chars().all(fine)
        && !word.contains("::")
        && !lower.starts_with("gh-")
        && !lower.contains("www.")
        && !hash
        && !list
        && !word.chars().all(|c| matches!(c, '-' | '='))
}

/// Markdown that a rule wrote with names from the code under review in it: paragraphs, lists and code blocks stay,
/// all text in them becomes as inert as [`prose`] makes it.
pub fn paragraphs(text: &str) -> String {
    let mut out = String::new();
    let mut lines = text.trim().lines();
    while let Some(text) = lines.next() {
        if let Some(language) = text.strip_prefix("```") {
            let code: Vec<&str> = lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
            let language: String = language.chars().filter(char::is_ascii_alphanumeric).collect();
            out.push_str(&block(&code.join("\n"), &language));
            continue;
        }
        let trimmed = text.trim_start();
        let digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
        let mark = if trimmed.starts_with("- ") {
            2
        } else if digits > 0 && trimmed[digits..].starts_with(". ") {
            digits + 2
        } else {
            0
        };
        let (mark, rest) = trimmed.split_at(mark);
        out.push_str(mark);
        out.push_str(&prose(rest));
        out.push('\n');
    }
    out
}

/// One segment of a URL: everything but unreserved characters percent-encoded.
pub fn url_segment(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// A relative path as a URL: each segment encoded, slashes kept.
pub fn url_path(path: &str) -> String {
    path.split('/').map(url_segment).collect::<Vec<_>>().join("/")
}

/// Finished JSON in which no string holds a hostile character or a workflow command raw. The value is the same:
/// only escapes are used that mean the character they replace.
pub fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hostile(c) && c != '\n' {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out.replace("##[", "#\\u0023[")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Text that is likelier than most to be active somewhere.
    fn nasty() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            prop::sample::select(vec![
                "::",
                "##[",
                " ",
                "\t",
                "\n",
                "\r\n",
                "\u{1b}[31m",
                "\u{202e}",
                "`",
                "```",
                "@octocat",
                "#12",
                "[a](b)",
                "![x](y)",
                "<b>",
                "<!--",
                "-->",
                "|",
                "https://x.y",
                "www.x.y",
                "*a*",
                "_b_",
                "\\",
                "- ",
                "1. ",
                "&lt;",
                "GH-1",
                "deadbee1",
                "~~~",
                "\u{9b}",
                "\u{200b}",
                "é",
                "word",
                "$x$",
                ":smile:",
                "==",
                "\u{1b}]8;;x\u{1b}\\",
            ])
            .prop_map(str::to_owned),
            any::<String>(),
        ];
        prop::collection::vec(piece, 0..12).prop_map(|parts| parts.concat())
    }

    /// Splits Markdown made here into what stands outside and inside of inline code, as CommonMark does.
    fn outside_code(text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find('`') {
            out.push_str(&rest[..at]);
            out.push(' ');
            let run = rest[at..].len() - rest[at..].trim_start_matches('`').len();
            let mut inner = &rest[at + run..];
            let mut closed = false;
            while let Some(next) = inner.find('`') {
                let len = inner[next..].len() - inner[next..].trim_start_matches('`').len();
                inner = &inner[next + len..];
                if len == run {
                    closed = true;
                    break;
                }
            }
            assert!(closed, "open code span in {text:?}");
            rest = inner;
        }
        out.push_str(rest);
        out
    }

    fn no_command(text: &str) {
        assert!(!text.contains("##["), "{text:?}");
        for line in text.split(['\n', '\r']) {
            assert!(!line.trim_start().starts_with("::"), "{line:?}");
        }
    }

    proptest! {
        #[test]
        fn a_line_is_one_harmless_line(text in nasty()) {
            let shown = line(&text);
            prop_assert!(!shown.chars().any(is_hostile));
            no_command(&shown);
        }

        #[test]
        fn lines_keep_only_line_feeds(text in nasty()) {
            let shown = lines(&text);
            prop_assert!(!shown.chars().any(|c| c != '\n' && is_hostile(c)));
            no_command(&shown);
        }

        #[test]
        fn no_command_survives_and_twice_is_once(text in nasty()) {
            let shown = commands(&text);
            no_command(&shown);
            prop_assert_eq!(commands(&shown), shown);
        }

        #[test]
        fn prose_is_inert(text in nasty()) {
            let shown = prose(&text);
            prop_assert!(!shown.chars().any(is_hostile));
            let outside = outside_code(&shown);
            for c in outside.chars() {
                prop_assert!(c.is_alphanumeric() || " ,.;:'’\"-/–%()?".contains(c), "{:?} in {:?}", c, shown);
            }
            prop_assert!(!outside.contains("://") && !outside.to_lowercase().contains("www."), "{:?}", shown);
            prop_assert!(!outside.starts_with(['-', '=', '+']));
            no_command(&shown);
        }

        #[test]
        fn code_is_one_span(text in nasty()) {
            let shown = code(&text);
            let outside = outside_code(&shown);
            prop_assert_eq!(outside.trim(), "");
            prop_assert!(!shown.chars().any(is_hostile));
        }

        #[test]
        fn a_block_is_closed_only_by_its_own_fence(text in nasty()) {
            let shown = block(&text, "");
            let fence = shown.lines().next().unwrap_or_default().to_owned();
            let closing = shown.lines().skip(1).filter(|l| l.trim_start().starts_with(&fence)).count();
            prop_assert_eq!(closing, 1);
            no_command(&shown);
        }

        #[test]
        fn json_keeps_its_value(text in nasty()) {
            let plain = serde_json::to_string(&text).unwrap();
            let shown = json(&plain);
            prop_assert!(!shown.chars().any(is_hostile) && !shown.contains("##["));
            prop_assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), text);
        }

        #[test]
        fn a_path_is_a_plain_url(text in nasty()) {
            let url = url_path(&text);
            prop_assert!(url.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~/%".contains(&b)));
        }
    }

    #[test]
    fn escapes_can_be_read() {
        assert_eq!(line("a\u{202e}b\u{1b}[0m\nc\td"), "a\\u{202e}b\\u{1b}[0m\\nc    d");
        assert_eq!(
            commands("  ::error::x\nok ::y\n##[group]"),
            "  :\\u{3a}error::x\nok ::y\n#\\u{23}[group]"
        );
        assert_eq!(commands("\u{1b}[1m ::x"), "\u{1b}[1m :\\u{3a}x");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(url_path("a b/ü#?.py"), "a%20b/%C3%BC%23%3F.py");
    }

    #[test]
    fn paragraphs_keep_their_shape() {
        let text = "Pass `x`, @you:\n\n- one <b>\n1. two\n\n```python\nf(x)  # <b>\n```\nend";
        let shown = "Pass `x`, `@you:`\n\n- one `<b>`\n1. two\n\n```python\nf(x)  # <b>\n```\nend\n";
        assert_eq!(paragraphs(text), shown);
    }

    #[test]
    fn our_own_sentences_stay_as_they_are() {
        let sentence = "The parameter `name` reaches the query (see above), so anyone can read other rows, e.g. \"all\".";
        assert_eq!(prose(sentence), sentence);
        assert_eq!(prose("ask @octocat about #12"), "ask `@octocat` about `#12`");
    }
}
