//! What the terminal can do, from the environment and the kind of the streams.

use std::env;
use std::io::IsTerminal;

use super::cli::Color;

/// What a text report may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Terminal {
    pub(super) color: bool,
    pub(super) links: bool,
    /// Columns.
    pub(super) width: usize,
}

/// Columns where there is no terminal to ask.
const WIDTH: usize = 80;

impl Terminal {
    /// What may be written to standard output, or to a file.
    pub(super) fn of(choice: Color, to_file: bool) -> Self {
        let terminal = !to_file && std::io::stdout().is_terminal();
        let set = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
        let color = match choice {
            Color::Always => true,
            Color::Never => false,
            // A file is read by programs and editors, whatever the terminal can do.
            Color::Auto => !to_file && wanted(&set, terminal),
        };
        let width = if terminal { columns(&set) } else { WIDTH };
        Self { color, links: color && terminal && links(&set), width: width.clamp(40, 200) }
    }
}

/// COLUMNS wins over what the terminal says of itself: who sets it means it.
fn columns(set: &dyn Fn(&str) -> Option<String>) -> usize {
    let wanted = set("COLUMNS").and_then(|columns| columns.parse().ok()).filter(|columns| *columns > 0);
    let size = || terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| usize::from(width.0));
    wanted.or_else(|| size().filter(|columns| *columns > 0)).unwrap_or(WIDTH)
}

/// Colours in help, which comes before the options are known.
pub(super) fn color_for_help() -> bool {
    wanted(&|name| env::var(name).ok().filter(|value| !value.is_empty()), std::io::stdout().is_terminal())
}

/// NO_COLOR wins over CLICOLOR_FORCE, that over the terminal.
fn wanted(set: &dyn Fn(&str) -> Option<String>, terminal: bool) -> bool {
    if set("NO_COLOR").is_some() {
        return false;
    }
    if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") {
        return true;
    }
    terminal
        && set("TERM").is_none_or(|term| term != "dumb")
        && set("CLICOLOR").is_none_or(|value| value != "0")
}

/// Terminals that are known to show links; others may print them as rubbish.
fn links(set: &dyn Fn(&str) -> Option<String>) -> bool {
    let program = set("TERM_PROGRAM").unwrap_or_default();
    let version = |name: &str| set(name).and_then(|value| value.parse::<u32>().ok()).unwrap_or(0);
    matches!(program.as_str(), "iTerm.app" | "WezTerm" | "vscode" | "ghostty" | "Hyper")
        || set("KITTY_WINDOW_ID").is_some()
        || set("WT_SESSION").is_some()
        || set("KONSOLE_VERSION").is_some()
        || version("VTE_VERSION") >= 5000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_is_heeded_in_order() {
        for (vars, terminal, color) in [
            (&[][..], true, true),
            (&[], false, false),
            (&[("NO_COLOR", "1")], true, false),
            (&[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], true, false),
            (&[("CLICOLOR_FORCE", "1")], false, true),
            (&[("CLICOLOR_FORCE", "0")], false, false),
            (&[("TERM", "dumb")], true, false),
        ] {
            let set = |name: &str| vars.iter().find(|(key, _)| *key == name).map(|(_, v)| (*v).to_owned());
            assert_eq!(wanted(&set, terminal), color, "{vars:?}");
        }
    }
}
