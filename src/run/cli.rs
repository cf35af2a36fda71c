//! The one table of commands and options: `--help`, the man page and the completions are made from it.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::format::Spec;
use crate::config::threshold;
use crate::finding::{Threshold, Tier};

/// Reviews a change to a Python project for the security weaknesses it introduces, and proposes proven rewrites.
#[derive(Debug, Parser)]
#[command(name = "hognose", version, max_term_width = 100, infer_subcommands = false)]
#[command(after_help = "Exit status: 0 nothing blocks, 1 a finding blocks, 2 hognose could not do its work.")]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) common: Common,
}

/// Options of every command.
#[derive(Debug, Args)]
pub(super) struct Common {
    /// When to use colours; `auto` heeds NO_COLOR, CLICOLOR_FORCE and the terminal
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_default_value = true)]
    pub(super) color: Color,
    /// Say less: findings and errors only
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Say more: also what was silenced, skipped and assumed
    #[arg(short, long, global = true)]
    pub(super) verbose: bool,
}

impl Common {
    /// -1 quiet, 0 as usual, 1 verbose.
    pub(super) fn verbosity(&self) -> i8 {
        i8::from(self.verbose) - i8::from(self.quiet)
    }
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// In a terminal
    Auto,
    /// Everywhere
    Always,
    /// Nowhere
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Review a change: what it introduces, compared with what was there
    ///
    /// Inside a git repository the change runs from the merge base with the default branch to the working tree,
    /// untracked files included. With exactly two folders and neither --base nor --head, the first is compared with
    /// the second, without git.
    Review(ReviewArgs),
    /// Scan whole files: everything there is to say
    Scan(ScanArgs),
    /// Do the work of the GitHub Action: read the event, review, speak on the pull request
    ///
    /// Takes everything from the environment that the runner of GitHub Actions sets up. README.md has workflows that are
    /// ready to copy.
    Action,
    /// List what a project installs, from all its files that say so
    Deps(DepsArgs),
    /// List the rules
    Rules(RulesArgs),
    /// Explain one rule in full
    Explain(ExplainArgs),
    /// Print shell completions
    Completions(CompletionsArgs),
    /// Print the man page of hognose, or of one of its commands
    Man(ManArgs),
    /// Tasks of hognose's own repository
    #[command(hide = true)]
    Dev(DevArgs),
}

#[derive(Debug, Args)]
pub(super) struct ReviewArgs {
    /// The commit before the change; default: merge base of the head and the default branch
    #[arg(long, value_name = "REV")]
    pub(super) base: Option<String>,
    /// The commit after the change; default: the working tree
    #[arg(long, value_name = "REV")]
    pub(super) head: Option<String>,
    /// Only these files and folders; or BASE_DIR HEAD_DIR, two folders to compare
    ///
    /// To filter by exactly two folders inside a repository, give --base as well.
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) shared: Shared,
}

#[derive(Debug, Args)]
pub(super) struct ScanArgs {
    /// Files and folders; default: the whole project
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Follow data from file to file too, as a review does among the files of a change; takes several times as long
    #[arg(long)]
    pub(super) across: bool,
    #[command(flatten)]
    pub(super) shared: Shared,
}

/// Options of `review` and `scan`.
#[derive(Debug, Args)]
pub(super) struct Shared {
    /// What to write: text, json, sarif or markdown, each with =FILE if it is not for the screen; may be repeated
    #[arg(long = "format", value_name = "FORMAT[=FILE]", value_parser = Spec::parse)]
    pub(super) formats: Vec<Spec>,
    /// Where the one format without a file of its own goes; `-` is standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// The least severity that makes the exit status 1; default: high
    #[arg(long, value_name = "SEVERITY", value_parser = threshold_parser())]
    pub(super) fail_on: Option<Threshold>,
    /// The configuration file, instead of the one that would be found
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Hold dependencies against these advisories instead of those that the program carries: OSV records, as JSON files, a
    /// folder or a zip of them
    #[arg(long, value_name = "PATH")]
    pub(super) advisories: Option<PathBuf>,
    /// Ask OSV about the versions that the change pins, besides: names and versions of packages leave this machine
    #[arg(long)]
    pub(super) online: bool,
    /// Worker threads; 0 takes one a core, and a single one for a change of few files
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(super) threads: u8,

    /// Parse every file whole: slower, same findings
    #[arg(long, hide = true, help_heading = "Options")]
    pub(super) whole: bool,
    /// Apply rewrites to the working tree: those that are safe, or with `review` also those that want a look
    #[arg(long, value_name = "TIER", num_args = 0..=1, require_equals = true, default_missing_value = "safe")]
    pub(super) fix: Option<FixTier>,
    /// Print the rewrites as a patch and change nothing
    #[arg(long)]
    pub(super) diff: bool,
}

fn threshold_parser() -> impl TypedValueParser<Value = Threshold> {
    let words = PossibleValuesParser::new(["low", "medium", "high", "critical", "never"]);
    words.try_map(|word| threshold(&word))
}

/// Which rewrites are applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FixTier {
    /// Same behaviour for every legitimate input
    Safe,
    /// Also those whose effect has to be looked at
    Review,
}

impl FixTier {
    /// The least tier that is applied.
    pub(super) fn least(self) -> Tier {
        match self {
            Self::Safe => Tier::Safe,
            Self::Review => Tier::Review,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct DepsArgs {
    /// A file, or a folder with all files below it
    #[arg(value_name = "PATH", default_value = ".", hide_default_value = true)]
    pub(super) path: PathBuf,
    /// How to list them
    #[arg(long, value_name = "FORMAT", default_value = "text", hide_default_value = true)]
    pub(super) format: ListFormat,
    /// Say which rows these advisories hit: OSV records, as JSON files, a folder or a zip of them
    #[arg(long, value_name = "PATH")]
    pub(super) advisories: Option<PathBuf>,
    /// Say which rows the advisories that the program carries and those of OSV hit; names and versions of packages leave
    /// this machine
    #[arg(long)]
    pub(super) online: bool,
}

#[derive(Debug, Args)]
pub(super) struct RulesArgs {
    /// How to list them
    #[arg(long, value_name = "FORMAT", default_value = "text", hide_default_value = true)]
    pub(super) format: ListFormat,
}

/// How to list things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ListFormat {
    /// A table
    Text,
    /// For programs
    Json,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// The rule's name, or the code of bandit or ruff that it answers to
    pub(super) rule: String,
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    pub(super) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// The command; default: the program as a whole
    pub(super) command: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct DevArgs {
    #[command(subcommand)]
    pub(super) task: DevTask,
}

#[derive(Debug, Subcommand)]
pub(super) enum DevTask {
    /// Write docs/rules from the rules
    Docs {
        /// Only say whether the pages are fresh
        #[arg(long)]
        check: bool,
    },
    /// Make the file of a new rule from the template
    NewRule {
        /// Its family: the folder under src/rules
        family: String,
        /// Its name in kebab-case
        name: String,
    },
    /// Change one model of a library after the other and list the changes that no annotation of the corpora notices
    Mutate {
        /// Only models whose name holds this
        only: Option<String>,
    },
    /// Make the snapshot of advisories that is built into the program
    Advisories {
        /// One JSON object a line, as data/README.md describes it
        from: PathBuf,
        /// What reports call the source, with its date
        label: String,
    },
    /// Fail on purpose, to see how an internal error is told
    Panic,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_table_is_consistent() {
        Cli::command().debug_assert();
    }
}
