//! The commands `review` and `scan`: find, read, analyse, rewrite if asked, report.

use std::io::IsTerminal;

use super::cli::{Common, FixTier, ReviewArgs, ScanArgs, Shared};
use super::format::{self, Format, Target};
use super::inputs::{Ask, Input};
use super::progress::Progress;
use super::terminal::Terminal;
use super::write::{self, Staged};
use super::{BLOCKED, CLEAN, configure, fix, line, online, outputs};
use crate::config::Settings;
use crate::finding::Review;
use crate::scan::{Options, Pin};

/// Reviews a change.
pub(super) fn review(args: &ReviewArgs, common: &Common) -> anyhow::Result<u8> {
    go(&args.shared, common, false, || Input::of_review(args))
}

/// Scans whole files.
pub(super) fn scan(args: &ScanArgs, common: &Common) -> anyhow::Result<u8> {
    go(&args.shared, common, args.across, || Input::of_scan(args))
}

fn go(
    shared: &Shared,
    common: &Common,
    across: bool,
    input: impl Fn() -> anyhow::Result<Input>,
) -> anyhow::Result<u8> {
    // What can be wrong is found out before the work, cheapest first.
    let targets = format::plan(&shared.formats, shared.output.as_deref(), shared.diff)?;
    for (_, target) in &targets {
        if let Target::File(file) = target {
            write::check(file)?;
        }
    }
    let input = input()?;
    if let (Some(why), true, false) = (&input.fixed, shared.fix.is_some(), shared.diff) {
        anyhow::bail!("`--fix` cannot write: {why}, or print a patch with --diff");
    }
    let settings = configure::settings(&input.root, shared, common.quiet)?;
    let options = Options { threads: usize::from(shared.threads), whole: shared.whole, across };
    let progress = Progress::new(common.quiet);
    if common.verbose
        && let Some(text) = &input.assumed
    {
        line::note(text);
    }
    let ask = |pins: &[Pin], settings: &Settings| online::ask(pins, settings, common.quiet);
    let online: Option<&Ask<'_>> = if shared.online { Some(&ask) } else { None };
    let mut review = input.analyse(&settings, options, &progress, online)?;

    if input.named_any && review.files_reviewed == 0 && review.skipped.is_empty() && !common.quiet {
        line::note("what was named holds no Python file to look at");
    }
    let tier = shared.fix.unwrap_or(FixTier::Safe).least();
    let mut plan = fix::Plan::default();
    if shared.diff {
        plan = fix::plan(&review, tier);
    } else if shared.fix.is_some() {
        let outcome = fix::apply(&fix::plan(&review, tier), &input.root)?;
        if !common.quiet {
            outcome.lines().iter().for_each(|text| line::note(text));
        }
        if outcome.applied > 0 {
            // What is reported is what is there now.
            review = input.analyse(&settings, options, &progress, online)?;
        }
    }
    report(&targets, &review, &plan, common)?;
    Ok(verdict(&review))
}

/// Renders everything, then writes everything: a report that cannot be made leaves no other behind.
fn report(
    targets: &[(Format, Target)],
    review: &Review,
    plan: &fix::Plan,
    common: &Common,
) -> anyhow::Result<()> {
    let (mut staged, mut screen) = (Vec::new(), None);
    for (format, target) in targets {
        let terminal = Terminal::of(common.color, *target != Target::Stdout);
        let on_screen = *target == Target::Stdout && std::io::stdout().is_terminal();
        let bytes = outputs::render(*format, review, plan, terminal, on_screen, common.verbosity())?;
        match target {
            Target::Stdout => screen = Some(bytes),
            Target::File(file) => staged.push(Staged::new(file, &bytes)?),
        }
    }
    staged.into_iter().try_for_each(Staged::commit)?;
    screen.map_or(Ok(()), |bytes| write::stdout(&bytes))
}

/// The exit status that the review comes to.
pub(super) fn verdict(review: &Review) -> u8 {
    if review.blocking().next().is_some() { BLOCKED } else { CLEAN }
}
