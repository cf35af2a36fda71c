//! The command line: reads arguments, files and the clock, calls the rooms to the left, writes what they say.
//!
//! The only room that prints, and the only one that knows exit codes: 0 nothing blocks, 1 something does, 2 hognose
//! could not do its work.

#[doc(hidden)]
pub mod action;
#[cfg(feature = "commands")]
mod advisories;
#[cfg(not(feature = "commands"))]
mod bare;
#[cfg(feature = "commands")]
mod catalogue;
#[cfg(feature = "commands")]
mod cli;
mod configure;
#[cfg(feature = "commands")]
mod deps;
#[cfg(feature = "commands")]
mod dev;
#[cfg(feature = "commands")]
mod fix;
#[cfg(feature = "commands")]
mod format;
#[cfg(feature = "commands")]
mod inputs;
mod line;
#[doc(hidden)]
#[cfg(feature = "commands")]
pub mod mutate;
#[cfg(feature = "commands")]
mod online;
#[cfg(feature = "commands")]
mod outputs;
mod paths;
#[cfg(feature = "commands")]
mod progress;
#[cfg(feature = "commands")]
mod review;
#[cfg(feature = "commands")]
mod terminal;
#[cfg(feature = "commands")]
mod usage;
mod write;

use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

#[cfg(feature = "commands")]
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
    let outcome = panic::catch_unwind(AssertUnwindSafe(start));
    ExitCode::from(match outcome {
        Ok(Ok(code)) => code,
        Ok(Err(error)) => {
            line::error(&format!("{error:#}"));
            FAILED
        }
        Err(_) => FAILED,
    })
}

#[cfg(feature = "commands")]
fn start() -> anyhow::Result<u8> {
    match usage::parse(std::env::args_os()) {
        Ok(cli) => run(&cli),
        Err(early) => early.finish(),
    }
}

#[cfg(not(feature = "commands"))]
fn start() -> anyhow::Result<u8> {
    bare::start(std::env::args_os().skip(1))
}

#[cfg(feature = "commands")]
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
