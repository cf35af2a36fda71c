//! The command line: reads arguments, files and the clock, calls the rooms to the left, writes what they say.
//!
//! The only room that prints, and the only one that knows exit codes: 0 nothing blocks, 1 something does, 2 hognose
//! could not do its work.

#[doc(hidden)]
pub mod action;
mod advisories;
mod catalogue;
mod cli;
mod configure;
mod deps;
mod dev;
mod fix;
mod format;
mod inputs;
mod line;
#[doc(hidden)]
pub mod mutate;
mod online;
mod outputs;
mod paths;
mod progress;
mod review;
mod terminal;
mod usage;
mod write;

use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

use cli::{Cli, Command};

/// Nothing blocks.
const CLEAN: u8 = 0;
/// A finding blocks.
const BLOCKED: u8 = 1;
/// No work done, or the wrong work asked for.
const FAILED: u8 = 2;

/// Runs the program on the arguments of the process.
pub fn main() -> ExitCode {
    line::install_panic_hook();
    // The hook has told of a panic already; the default would leave with a code that means nothing to us.
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| match usage::parse(std::env::args_os()) {
        Ok(cli) => run(&cli),
        Err(early) => early.finish(),
    }));
    ExitCode::from(match outcome {
        Ok(Ok(code)) => code,
        Ok(Err(error)) => {
            line::error(&format!("{error:#}"));
            FAILED
        }
        Err(_) => FAILED,
    })
}

fn run(cli: &Cli) -> anyhow::Result<u8> {
    match &cli.command {
        Command::Review(args) => review::review(args, &cli.common),
        Command::Scan(args) => review::scan(args, &cli.common),
        Command::Action => Ok(action::main()),
        Command::Deps(args) => deps::deps(args, &cli.common),
        Command::Rules(args) => catalogue::rules(args),
        Command::Explain(args) => catalogue::explain(args),
        Command::Completions(args) => catalogue::completions(args),
        Command::Man(args) => catalogue::man(args),
        Command::Dev(args) => dev::run(&args.task),
    }
}
