//! The review as it stands on a pull request: a short body, and a comment at each finding.
//!
//! [`body`] and [`comment`] are what is posted; [`markdown`] joins them for a person who wants to see it beforehand.
//! Nothing from the code under review is active: see [`safe`]. Knows nothing of GitHub's requests.

use super::diff::{self, Tag};
use super::masks::Masks;
use super::{Suggestion, advice, count, docs_url, halves, places, safe, silence_mark, suggestion, verdict};
use crate::finding::{Finding, Package, Place, Review, Rewrite, Tier};
use crate::source::SourceFile;

/// More comments than this in one review are listed in its body instead.
pub const MAX_COMMENTS: usize = 30;
/// GitHub takes 65,536 characters in one text; we stay below, and cut between findings.
pub const MAX_CHARS: usize = 60_000;
/// Steps of a trace that are shown; the ones in the middle are left out.
const MAX_STEPS: usize = 8;
/// Changed lines of a rewrite that are shown.
const MAX_DIFF: usize = 30;
/// Rows of the table of packages.
const MAX_PACKAGES: usize = 50;
/// Advisory ids in one of its cells.
const MAX_IDS: usize = 6;
/// Characters of one line of code that are shown.
const MAX_LINE: usize = 200;

/// Body and comments in one document.
pub fn markdown(review: &Review) -> String {
    let inline: Vec<&Finding> = commentable(review).take(MAX_COMMENTS).collect();
    let listed: Vec<&Finding> =
        review.findings.iter().filter(|one| !inline.iter().any(|other| std::ptr::eq(*one, *other))).collect();
    let mut out = body(review, &listed);
    for (index, one) in inline.iter().enumerate() {
        out.push_str(&format!("\n---\n\n### {}\n\n", place(review, &one.shown_at)));
        out.push_str(&comment(one, review, repeat_of(&inline[..index], one)));
    }
    safe::commands(&out)
}

/// The findings that have a line to stand at.
pub fn commentable(review: &Review) -> impl Iterator<Item = &Finding> {
    review.findings.iter().filter(|one| review.sources.contains_key(&one.shown_at.path))
}

/// The finding to refer to instead of repeating prose: the first of the same rule, from the third on.
pub fn repeat_of<'a>(earlier: &[&'a Finding], one: &Finding) -> Option<&'a Finding> {
    let same: Vec<&'a Finding> = earlier.iter().copied().filter(|other| other.rule == one.rule).collect();
    if same.len() >= 2 { same.first().copied() } else { None }
}

/// The text of the review itself: the verdict, the findings in `listed` (those without a comment), what was left out.
pub fn body(review: &Review, listed: &[&Finding]) -> String {
    body_within(review, listed, MAX_CHARS)
}

/// As [`body`], with room for so many bytes; the notes below the list may take 4,000 more.
pub fn body_within(review: &Review, listed: &[&Finding], room: usize) -> String {
    let mut out = format!("**{}.**", verdict::verdict(review));
    let severities = verdict::severities(review);
    if review.findings.len() > 1 {
        out.push_str(&format!(" {severities}."));
    }
    out.push('\n');
    if !listed.is_empty() {
        out.push('\n');
        for (index, one) in listed.iter().enumerate() {
            let row = format!(
                "- {} **{}** {}: {}\n",
                place(review, &one.shown_at),
                one.severity,
                link(one.rule),
                safe::prose(&one.message)
            );
            if out.len() + row.len() > room {
                out.push_str(&format!("- and {} more\n", listed.len() - index));
                break;
            }
            out.push_str(&row);
        }
    }
    packages(&mut out, review);
    let mut rest = Vec::new();
    if review.older > 0 {
        rest.push(format!("{} in the touched files there before", count(review.older, "finding")));
    }
    if !review.suppressed.is_empty() {
        rest.push(format!("{} silenced", count(review.suppressed.len(), "finding")));
    }
    if !rest.is_empty() {
        out.push_str(&format!("\nNot listed: {}.\n", rest.join(", ")));
    }
    notes(&mut out, review);
    safe::commands(&out)
}

/// Packages with known vulnerabilities: from, to, advisories, the safe version; and what they were held against.
pub(crate) fn packages(out: &mut String, review: &Review) {
    let all: Vec<&Package> = review.findings.iter().filter_map(|one| one.package.as_ref()).collect();
    if !all.is_empty() {
        out.push_str(
            "\n| package | from | to | advisories | safe version |\n| --- | --- | --- | --- | --- |\n",
        );
    }
    for package in all.iter().take(MAX_PACKAGES) {
        let cell = |text: &Option<String>| text.as_deref().map_or("-".to_owned(), safe::cell);
        let ids: Vec<String> = package.advisories.iter().take(MAX_IDS).map(|id| safe::cell(id)).collect();
        let more = package.advisories.len().saturating_sub(MAX_IDS);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        out.push_str(&format!(
            "| {} | {} | {} | {}{more} | {} |\n",
            safe::cell(&package.name),
            cell(&package.before),
            cell(&package.version),
            ids.join(" "),
            cell(&package.safe)
        ));
    }
    if all.len() > MAX_PACKAGES {
        out.push_str(&format!("\nAnd {} more packages.\n", all.len() - MAX_PACKAGES));
    }
    if let Some(label) = &review.advisories {
        out.push_str(&format!("\nDependencies were held against: {}.\n", safe::prose(label)));
    }
}

fn notes(out: &mut String, review: &Review) {
    let mut rows: Vec<String> = review
        .notes
        .iter()
        .map(|note| {
            let at = match note.span {
                Some(span) => place(review, &Place { path: note.path.clone(), span }),
                None => safe::code(note.path.as_str()),
            };
            format!("- {at}: {}\n", safe::prose(&note.text))
        })
        .collect();
    rows.extend(
        review
            .skipped
            .iter()
            .map(|one| format!("- {} skipped: {}\n", safe::code(one.path.as_str()), safe::prose(&one.why))),
    );
    if rows.is_empty() {
        return;
    }
    out.push('\n');
    let shown = 20;
    rows.iter().take(shown).for_each(|row| out.push_str(row));
    if rows.len() > shown {
        out.push_str(&format!("- and {} more\n", rows.len() - shown));
    }
}

/// How a comment shows the rewrite of its finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// As a diff: for a comment that cannot stand at the lines that a suggestion replaces.
    Diff,
    /// As one suggestion, where there is one.
    Whole,
    /// As one of two suggestions; the other one stands at this line of the same file.
    Half(Suggestion, u32),
}

/// How a comment is to be put.
#[derive(Debug, Clone)]
pub struct Telling<'a> {
    /// An earlier finding of the same rule whose comment says the rest.
    pub repeat_of: Option<&'a Finding>,
    /// The rewrite.
    pub shown: Shown,
    /// True where a mark in the change itself silences nothing.
    pub marks_wait: bool,
}

/// The comment at one finding. `repeat_of` is an earlier finding of the same rule whose comment says the rest.
pub fn comment(one: &Finding, review: &Review, repeat_of: Option<&Finding>) -> String {
    comment_as(one, review, &Telling { repeat_of, shown: Shown::Whole, marks_wait: false })
}

/// The comment at the other half of a finding's rewrite, which its own comment at `line` names.
pub fn half_comment(one: &Finding, half: &Suggestion, line: u32) -> String {
    let at = safe::code(&format!("{}:{line}", one.shown_at.path));
    safe::commands(&format!(
        "**{}** {}: the other half of the rewrite at {at}.\n\n{}\n{TOGETHER}\n",
        one.severity,
        link(one.rule),
        half.block()
    ))
}

/// What GitHub calls applying several suggestions in one commit.
const TOGETHER: &str = "Apply both in one commit: *Add suggestion to batch* at each.";

/// As [`comment`], put as `telling` says.
pub fn comment_as(one: &Finding, review: &Review, telling: &Telling<'_>) -> String {
    let Telling { repeat_of, ref shown, marks_wait } = *telling;
    let masks = Masks::of(review);
    let mut out = format!("**{}** {}: {}\n", one.severity, link(one.rule), safe::prose(&one.message));
    if one.place != one.shown_at {
        out.push_str(&format!("\nThe place is {}.\n", place(review, &one.place)));
    }
    trace(&mut out, one, review);
    let source = review.sources.get(&one.place.path);
    match (&one.rewrite, source) {
        (Some(rewrite), Some(source)) => {
            let (fits, other) = match shown {
                Shown::Diff => (None, None),
                Shown::Whole => (fitting(one, rewrite, source, &masks), None),
                Shown::Half(half, line) => (Some(half.clone()), Some(*line)),
            };
            show_rewrite(&mut out, rewrite, source, &masks, fits);
            if let Some(line) = other {
                let at = safe::code(&format!("{}:{line}", one.shown_at.path));
                out.push_str(&format!("\nIt needs the suggestion at {at} as well. {TOGETHER}\n"));
            }
        }
        _ if repeat_of.is_none() => {
            // Words of the finding may carry names from the code; the rule's own are ours alone.
            match (&one.advice, advice(one)) {
                (Some(text), _) => out.push_str(&format!("\n{}", safe::paragraphs(text))),
                (None, Some(text)) => out.push_str(&format!("\n{}\n", text.trim())),
                (None, None) => (),
            }
        }
        _ => (),
    }
    out.push('\n');
    match repeat_of {
        Some(first) => out.push_str(&format!("More at the first one, {}.\n", place(review, &first.shown_at))),
        None => {
            let mark = safe::code(&silence_mark(one.rule));
            let wait = if marks_wait { ", which counts once it is on the base branch" } else { "" };
            out.push_str(&format!("<sub>Silence: {mark}{wait}</sub>\n"));
        }
    }
    safe::commands(&out)
}

/// First and last line that the comment at a finding has to stand at: those that its suggestion replaces, else the
/// first line of where it is shown. `None` when the review does not carry the file.
pub fn anchor(one: &Finding, review: &Review) -> Option<(u32, u32)> {
    review.sources.get(&one.shown_at.path)?;
    let line = places::line(review, &one.shown_at);
    Some(offered(one, review).map_or((line, line), |fit| (fit.start_line, fit.end_line)))
}

/// The suggestion that the comment at a finding offers, if any.
pub fn offered(one: &Finding, review: &Review) -> Option<Suggestion> {
    let source = review.sources.get(&one.shown_at.path)?;
    one.rewrite.as_ref().and_then(|rewrite| fitting(one, rewrite, source, &Masks::of(review)))
}

/// Two suggestions that together are the rewrite of a finding, where one alone cannot be: that at the finding's own lines,
/// and the other. None of them shows a secret.
pub fn offered_halves(one: &Finding, review: &Review) -> Option<(Suggestion, Suggestion)> {
    let source = review.sources.get(&one.shown_at.path)?;
    let rewrite = one.rewrite.as_ref().filter(|_| one.shown_at.path == one.place.path)?;
    let (first, last) = source.line_range(places::clamp(source.text(), one.shown_at.span));
    let masks = Masks::of(review);
    let [above, below] = halves(rewrite, source)?;
    if masks.touch(&above.body) || masks.touch(&below.body) {
        return None;
    }
    let here = |half: &Suggestion| half.start_line <= last && first <= half.end_line;
    match (here(&above), here(&below)) {
        (true, false) => Some((above, below)),
        (false, true) => Some((below, above)),
        _ => None,
    }
}

/// First and last line of a place, from 1; `None` when the review does not carry the file.
pub fn lines(review: &Review, place: &Place) -> Option<(u32, u32)> {
    let source = review.sources.get(&place.path)?;
    Some(source.line_range(places::clamp(source.text(), place.span)))
}

fn trace(out: &mut String, one: &Finding, review: &Review) {
    if one.trace.is_empty() {
        return;
    }
    out.push('\n');
    let skipped = one.trace.len().saturating_sub(MAX_STEPS);
    for (index, step) in one.trace.iter().enumerate() {
        if skipped > 0 && index == MAX_STEPS / 2 {
            out.push_str(&format!("{}. {} left out\n", index + 1, count(skipped, "step")));
        }
        if skipped == 0 || index < MAX_STEPS / 2 || index >= MAX_STEPS / 2 + skipped {
            out.push_str(&format!(
                "{}. {}: {}\n",
                index + 1,
                place(review, &step.place),
                safe::prose(&step.note)
            ));
        }
    }
}

fn show_rewrite(
    out: &mut String,
    rewrite: &Rewrite,
    source: &SourceFile,
    masks: &Masks,
    fits: Option<Suggestion>,
) {
    out.push_str(&format!("\n{}:\n\n", safe::prose(&rewrite.title)));
    match fits {
        Some(fit) => out.push_str(&fit.block()),
        None => {
            let groups = diff::changed(source, &rewrite.edits);
            out.push_str(&safe::block(&diff_text(&groups, masks), "diff"));
            if groups.len() > 1 {
                let lines: Vec<String> = groups
                    .iter()
                    .filter_map(|group| group.first())
                    .map(|line| line.number.to_string())
                    .collect();
                out.push_str(&format!(
                    "\nThe changes belong together; they stand at lines {}.\n",
                    lines.join(", ")
                ));
            }
        }
    }
    if rewrite.tier == Tier::Review
        && let Some(check) = &rewrite.check
    {
        out.push_str(&format!("\n**Check:** {}\n", safe::prose(check)));
    }
}

fn fitting(one: &Finding, rewrite: &Rewrite, source: &SourceFile, masks: &Masks) -> Option<Suggestion> {
    let (first, last) = source.line_range(places::clamp(source.text(), one.shown_at.span));
    let here = one.shown_at.path == one.place.path;
    // A comment stands at the lines that its suggestion replaces, so these must be the lines of the finding.
    suggestion(rewrite, source)
        .filter(|fit| here && fit.start_line <= last && first <= fit.end_line && !masks.touch(&fit.body))
}

fn diff_text(groups: &[Vec<diff::Line>], masks: &Masks) -> String {
    let mut out = String::new();
    let mut left = MAX_DIFF;
    for (index, group) in groups.iter().enumerate() {
        if index > 0 && left > 0 {
            out.push_str("@@\n");
        }
        for line in group.iter().take(left) {
            let sign = if line.tag == Tag::New { '+' } else { '-' };
            let text = masks.apply(&line.text);
            let cut: String = text.chars().take(MAX_LINE).collect();
            let more = if cut.len() < text.len() { "…" } else { "" };
            out.push_str(&format!("{sign}{cut}{more}\n"));
        }
        left = left.saturating_sub(group.len());
    }
    let total: usize = groups.iter().map(Vec::len).sum();
    if total > MAX_DIFF {
        out.push_str(&format!("@@ {} more lines\n", total - MAX_DIFF));
    }
    out
}

fn place(review: &Review, place: &Place) -> String {
    if review.sources.contains_key(&place.path) {
        safe::code(&format!("{}:{}", place.path, places::line(review, place)))
    } else {
        safe::code(place.path.as_str())
    }
}

fn link(rule: &str) -> String {
    format!("[{rule}]({})", docs_url(rule))
}

#[cfg(test)]
mod tests;
