//! The review as a person reads it in a terminal.
//!
//! Colours and links are on only when asked for; whether a terminal can show them is asked elsewhere.

mod finding;
mod paint;

use super::masks::Masks;
use super::{count, places, safe, verdict, wrap};
use crate::finding::{Finding, Review};
use paint::Paint;

/// How much is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verbosity {
    /// One line a finding, and the verdict.
    Quiet,
    /// Findings in full, the rest counted.
    Normal,
    /// Silenced findings and skipped files listed too.
    Verbose,
}

/// How it is shown.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Colour sequences.
    pub color: bool,
    /// OSC 8 hyperlinks.
    pub links: bool,
    /// Columns of the terminal; source lines are cut and prose is wrapped to fit, with at least 40 columns. Prose takes
    /// no more than 100.
    pub width: usize,
    /// How much is said.
    pub verbosity: Verbosity,
    /// Whether it is said how to silence a finding: not where a mark would silence nothing.
    pub silencing: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { color: false, links: false, width: 100, verbosity: Verbosity::Normal, silencing: true }
    }
}

/// The whole report, ending with the verdict and a line feed.
pub fn text(review: &Review, options: &Options) -> String {
    let paint = Paint { color: options.color, links: options.links };
    let masks = Masks::of(review);
    let mut out = String::new();
    for (index, one) in review.findings.iter().enumerate() {
        if options.verbosity == Verbosity::Quiet {
            out.push_str(&headline(review, one, paint));
            continue;
        }
        let same: Vec<&Finding> =
            review.findings[..index].iter().filter(|other| other.rule == one.rule).collect();
        let first = if same.len() >= 2 { same.first().copied() } else { None };
        let (width, silencing) = (options.width.max(40), options.silencing);
        let cx = finding::Context { review, masks: &masks, paint, width, silencing };
        out.push_str(&cx.finding(one, first));
        out.push('\n');
    }
    if options.verbosity > Verbosity::Quiet {
        out.push_str(&rest(review, options, paint));
    }
    // Lines of the quiet report are for programs too: one a finding, and one for the verdict.
    let width = if options.verbosity == Verbosity::Quiet { usize::MAX } else { options.width.max(40) };
    let verdict = format!("{}.", verdict(review));
    out.push_str(&paint.bold(&wrap::wrap(&verdict, 0, "", width)));
    if review.findings.len() > 1 {
        let severities = format!("{}.", verdict::severities(review));
        let fits = wrap::columns(&verdict) + 1 + wrap::columns(&severities) <= width;
        out.push_str(&format!("{}{severities}", if fits { ' ' } else { '\n' }));
    }
    out.push('\n');
    safe::commands(&out)
}

/// "shop/app.py:12:9: high[sql-injection]: message".
fn headline(review: &Review, one: &Finding, paint: Paint) -> String {
    let place = at(review, &one.shown_at);
    let level = paint.level(one.severity, &format!("{}[{}]", one.severity, one.rule));
    format!("{place}: {level}: {}\n", safe::line(&one.message))
}

/// "path:line:column", or the path alone where the text is not at hand.
fn at(review: &Review, place: &crate::finding::Place) -> String {
    let path = safe::line(place.path.as_str());
    match places::find(review, place) {
        Some(region) => format!("{path}:{}:{}", region.start.line, region.start.column),
        None => path,
    }
}

fn rest(review: &Review, options: &Options, paint: Paint) -> String {
    let verbosity = options.verbosity;
    let mut out = String::new();
    let mut say = |label: &str, text: &str| {
        let text = wrap::wrap(text, label.len() + 2, "    ", options.width.max(40));
        out.push_str(&format!("{}: {text}\n", paint.label(label)));
    };
    for note in &review.notes {
        let place = match note.span {
            Some(span) => at(review, &crate::finding::Place { path: note.path.clone(), span }),
            None => safe::line(note.path.as_str()),
        };
        say("note", &format!("{place}: {}", safe::line(&note.text)));
    }
    let listed = if verbosity == Verbosity::Verbose { usize::MAX } else { 5 };
    for skipped in review.skipped.iter().take(listed) {
        let path = safe::line(skipped.path.as_str());
        say("skipped", &format!("{path}: {}", safe::line(&skipped.why)));
    }
    if review.skipped.len() > listed {
        say("skipped", &format!("{} more; -v lists them", review.skipped.len() - listed));
    }
    if verbosity == Verbosity::Verbose {
        for one in &review.suppressed {
            let place = at(review, &one.finding.place);
            let reason =
                one.reason.as_deref().map(|reason| format!(" -- {}", safe::line(reason))).unwrap_or_default();
            let by = safe::line(&one.by);
            say("silenced", &format!("{place}: {} by {by}{reason}", one.finding.rule));
        }
    } else if !review.suppressed.is_empty() {
        let number = count(review.suppressed.len(), "finding");
        say("silenced", &format!("{number}; -v lists them"));
    }
    if review.older > 0 {
        let number = count(review.older, "finding");
        let was = if review.older == 1 { "was" } else { "were" };
        say("older", &format!("{number} in the touched files {was} there before the change"));
    }
    if let Some(label) = &review.advisories {
        say("advisories", &safe::line(label));
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests;
