//! The commands about rules and about the program itself: `rules`, `explain`, `completions`, `man`.

use anyhow::{Context, bail};
use clap::{Command, CommandFactory};

use super::cli::{Cli, Color, CompletionsArgs, ExplainArgs, ListFormat, ManArgs, RulesArgs};
use super::terminal::Terminal;
use super::{CLEAN, outputs, write};
use crate::config::suggestion;
use crate::report::rule_text;
use crate::rules::{self, Rule};

/// Lists the rules.
pub(super) fn rules(args: &RulesArgs) -> anyhow::Result<u8> {
    let text = match args.format {
        ListFormat::Text => rule_text::rules_table(rules::all()),
        ListFormat::Json => outputs::rules_json(rules::all())?,
    };
    write::stdout(text.as_bytes())?;
    Ok(CLEAN)
}

/// Explains one rule.
pub(super) fn explain(args: &ExplainArgs) -> anyhow::Result<u8> {
    let rule = named(rules::all(), &args.rule)?;
    let text = rule_text::explain(rule, Terminal::of(Color::Never, false).width);
    write::stdout(text.as_bytes())?;
    Ok(CLEAN)
}

/// The rule of that name, or the one that answers to that code.
fn named<'a>(all: &[&'a Rule], word: &str) -> anyhow::Result<&'a Rule> {
    if let Some(rule) = all.iter().find(|rule| rule.meta.id == word) {
        return Ok(rule);
    }
    let code = word.to_uppercase();
    let answering: Vec<&'a Rule> =
        all.iter().copied().filter(|rule| rule.meta.answers.contains(&code.as_str())).collect();
    match answering.as_slice() {
        [rule] => Ok(rule),
        [] => {
            let ids = all.iter().map(|rule| rule.meta.id);
            bail!("unknown rule `{word}`; {}", suggestion(word, ids, "`hognose rules` lists them"))
        }
        several => {
            let ids: Vec<&str> = several.iter().map(|rule| rule.meta.id).collect();
            bail!("several rules answer to {code}; name one of {}", ids.join(", "))
        }
    }
}

/// Prints the completions of a shell.
pub(super) fn completions(args: &CompletionsArgs) -> anyhow::Result<u8> {
    let mut out = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "hognose", &mut out);
    write::stdout(&out)?;
    Ok(CLEAN)
}

/// Prints a man page.
pub(super) fn man(args: &ManArgs) -> anyhow::Result<u8> {
    let mut program = Cli::command();
    program.build();
    let page = match &args.command {
        None => program,
        Some(word) => {
            let known = || program.get_subcommands().filter(|command| !command.is_hide_set());
            let found = known().find(|command| command.get_name() == word);
            let Some(command) = found else {
                let names: Vec<&str> = known().map(Command::get_name).collect();
                let remedy = suggestion(word, names.iter().copied(), "see `hognose --help`");
                bail!("unknown command `{word}`; {remedy}");
            };
            command.clone()
        }
    };
    let mut out = Vec::new();
    clap_mangen::Man::new(page).render(&mut out).context("cannot make the man page")?;
    write::stdout(&out)?;
    Ok(CLEAN)
}
