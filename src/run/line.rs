//! Lines for standard error: one line each, nothing in them that a terminal would obey.

use std::io::Write;
use std::panic;
use std::sync::Once;

use crate::report::safe::is_hostile;

/// Where internal errors are to be reported.
const REPORT: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/issues");

/// `text` on one line: line breaks become spaces, other control characters and those that reorder text are escaped.
pub(super) fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.trim_end().chars() {
        match letter {
            '\n' | '\r' | '\t' => out.push(' '),
            _ if is_hostile(letter) => out.extend(letter.escape_unicode()),
            _ => out.push(letter),
        }
    }
    out
}

/// Says why hognose gives up.
pub(super) fn error(text: &str) {
    say("", text);
}

/// Says something worth knowing that is no part of a report.
pub(super) fn note(text: &str) {
    say("note: ", text);
}

fn say(kind: &str, text: &str) {
    // Nobody is left to tell when standard error is closed.
    let _ = writeln!(std::io::stderr().lock(), "hognose: {kind}{}", one_line(text));
}

/// Makes a panic on any thread one line; further ones say nothing.
pub(super) fn install_panic_hook() {
    static TOLD: Once = Once::new();
    panic::set_hook(Box::new(|info| {
        super::action::worker::leave_word();
        TOLD.call_once(|| {
            let payload = info.payload();
            let words = payload.downcast_ref::<&str>().copied();
            let words = words.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
            let words: String = words.unwrap_or("no message").chars().take(200).collect();
            let place = info.location().map_or("an unknown place".into(), ToString::to_string);
            error(&format!("internal error at {place}: {words}; please report it at {REPORT}"));
        });
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line_without_commands_for_the_terminal() {
        assert_eq!(one_line("a\nb\t\u{1b}[2J\u{202e}c\n"), "a b \\u{1b}[2J\\u{202e}c");
    }
}
