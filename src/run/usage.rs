//! Wrong use in one line: what clap says over a paragraph, without the paragraph.

use std::ffi::OsString;

use clap::Parser;
use clap::error::ErrorKind;

use super::cli::Cli;
use super::{CLEAN, line, write};

/// The arguments did not come to a command: help was asked for, or they are wrong.
#[derive(Debug)]
pub(super) struct Early(clap::Error);

/// Reads the arguments of the process, the program's name first.
pub(super) fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Cli, Early> {
    Cli::try_parse_from(args).map_err(Early)
}

impl Early {
    /// Prints help and version, or says what is wrong.
    pub(super) fn finish(self) -> anyhow::Result<u8> {
        match self.0.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                let styled = super::terminal::color_for_help();
                let text = self.0.render();
                let text = if styled { text.ansi().to_string() } else { text.to_string() };
                write::stdout(text.as_bytes())?;
                Ok(CLEAN)
            }
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                anyhow::bail!("no command given; try `hognose review`, or `hognose --help`")
            }
            _ => anyhow::bail!("{}", condensed(&self.0.render().to_string())),
        }
    }
}

/// The first paragraph and the tips of clap's message; where it has no tip, the way to the help.
fn condensed(message: &str) -> String {
    let mut what = String::new();
    let mut tips = Vec::new();
    for text in message.lines().map(str::trim).filter(|text| !text.is_empty()) {
        if text.starts_with("Usage:") || text.starts_with("For more information") {
            break;
        }
        match text.strip_prefix("tip: ") {
            Some(tip) => tips.push(tip),
            None => {
                if !what.is_empty() {
                    what.push(' ');
                }
                what.push_str(text.strip_prefix("error: ").unwrap_or(text));
            }
        }
    }
    if tips.is_empty() && !what.contains("did you mean") && !what.contains("[possible values") {
        tips.push("try `hognose --help`");
    }
    line::one_line(&[vec![what.as_str()], tips].concat().join("; "))
}
