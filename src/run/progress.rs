//! A progress bar on standard error: in a terminal, and only where there is enough to wait for.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Fewer files than this are done before a bar could be read.
const WORTHWHILE: usize = 200;

/// Whether bars are shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Progress {
    shown: bool,
}

/// A bar that runs, or nothing.
#[derive(Debug)]
pub(super) struct Bar(Option<ProgressBar>);

impl Progress {
    pub(super) fn new(quiet: bool) -> Self {
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Self { shown: !quiet && !dumb && std::io::stderr().is_terminal() }
    }

    /// Starts a bar for so many files.
    pub(super) fn start(self, files: usize) -> Bar {
        if !self.shown || files < WORTHWHILE {
            return Bar(None);
        }
        let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::stderr_with_hz(10));
        if let Ok(style) = ProgressStyle::with_template("scanning {wide_bar} {pos} of {len} files") {
            bar.set_style(style);
        }
        Bar(Some(bar))
    }
}

impl Bar {
    /// One file is done. Called from several threads.
    pub(super) fn step(&self) {
        if let Some(bar) = &self.0 {
            bar.inc(1);
        }
    }

    /// Takes the bar off the screen.
    pub(super) fn finish(self) {
        if let Some(bar) = self.0 {
            bar.finish_and_clear();
        }
    }
}
