//! The job summary: the verdict first, then the findings as a table with links, the way of the data, what was left out.
//!
//! GitHub drops a summary of more than 1 MiB as a whole, so it is cut well below, between rows.

use std::fmt::Write;

use crate::finding::{Finding, Place, Review};
use crate::report::{docs_url, markdown, safe, verdict};

/// Bytes of the whole summary.
pub const MAX_BYTES: usize = 900_000;
/// Findings that get a row.
const MAX_ROWS: usize = 1_000;
/// Flows that get a picture.
const MAX_FLOWS: usize = 20;
/// Steps of one picture.
const MAX_STEPS: usize = 12;
/// Characters of one step.
const MAX_LABEL: usize = 120;
/// Files that were not reviewed, and notes.
const MAX_NOTES: usize = 100;

/// What the summary is made from.
#[derive(Debug, Clone, Copy)]
pub struct Material<'a> {
    /// The review.
    pub review: &'a Review,
    /// The address of the reviewed commit's tree, `https://github.com/octo/shop/blob/SHA`; links begin with it.
    pub tree: &'a str,
    /// Sentences on what was said where, and what went wrong. Markdown of ours, or made harmless.
    pub remarks: &'a [String],
    /// What kept the change from being read as a whole.
    pub partial: &'a [String],
}

/// The summary.
pub fn summary(material: Material<'_>) -> String {
    let Material { review, tree, remarks, partial } = material;
    let mut out = format!("## hognose: {}\n", verdict(review));
    for text in partial {
        let _ = write!(out, "\n> [!WARNING]\n> Partial: {}.\n", safe::prose(text));
    }
    let mut order: Vec<&Finding> = review.findings.iter().collect();
    Finding::order(&mut order, &|one, other| {
        review.blocks(other).cmp(&review.blocks(one)).then_with(|| one.by_gravity(other))
    });
    table(&mut out, &order, material);
    let flows = order.iter().filter(|one| one.trace.len() > 1).take(MAX_FLOWS);
    for one in flows {
        let picture = flow(one, review, tree);
        if out.len() + picture.len() > MAX_BYTES {
            break;
        }
        out.push_str(&picture);
    }
    markdown::packages(&mut out, review);
    for remark in remarks {
        let _ = write!(out, "\n{remark}\n");
    }
    rest(&mut out, review);
    if out.len() > MAX_BYTES {
        let end = out[..out.floor_char_boundary(MAX_BYTES)].rfind('\n').map_or(0, |at| at + 1);
        out.truncate(end);
        out.push_str("\nThe rest was cut.\n");
    }
    safe::commands(&out)
}

/// The summary of a run that had nothing to look at, or failed.
pub fn short(text: &str) -> String {
    format!("## hognose\n\n{}\n", safe::prose(text))
}

fn table(out: &mut String, order: &[&Finding], material: Material<'_>) {
    let Material { review, tree, .. } = material;
    if order.is_empty() {
        return;
    }
    out.push_str("\n| | Severity | Rule | Place | Finding |\n| --- | --- | --- | --- | --- |\n");
    let mut rows = 0;
    for one in order.iter().take(MAX_ROWS) {
        let mark = if review.blocks(one) { "blocks" } else { "" };
        let row = format!(
            "| {mark} | {} | [{}]({}) | {} | {} |\n",
            one.severity,
            one.rule,
            docs_url(one.rule),
            link(&one.shown_at, review, tree),
            safe::prose(&one.message).replace('|', "\\|"),
        );
        if out.len() + row.len() > MAX_BYTES / 2 {
            break;
        }
        out.push_str(&row);
        rows += 1;
    }
    if rows < order.len() {
        let _ = write!(out, "\nAnd {} more, in the report and the SARIF log.\n", order.len() - rows);
    }
}

/// A place as a link to its line at the reviewed commit.
fn link(place: &Place, review: &Review, tree: &str) -> String {
    let (first, last) = markdown::lines(review, place).unwrap_or((1, 1));
    let lines = if last > first { format!("#L{first}-L{last}") } else { format!("#L{first}") };
    let name = safe::cell(&format!("{}:{first}", place.path));
    format!("[{name}]({tree}/{}{lines})", safe::url_path(place.path.as_str()))
}

/// The way of the data as a picture, folded away.
fn flow(one: &Finding, review: &Review, tree: &str) -> String {
    let over = one.trace.len().saturating_sub(MAX_STEPS);
    let half = MAX_STEPS / 2;
    let mut boxes = String::new();
    let mut shown = 0;
    for (at, step) in one.trace.iter().enumerate() {
        if over > 0 && at == half {
            let _ = writeln!(boxes, "  s{shown}[\"{over} steps left out\"]");
            shown += 1;
        }
        if over > 0 && (half..half + over).contains(&at) {
            continue;
        }
        let line = markdown::lines(review, &step.place).map_or(1, |(first, _)| first);
        let place = label(&format!("{}:{line}", step.place.path));
        let _ = writeln!(boxes, "  s{shown}[\"{place}<br/>{}\"]", label(&step.note));
        shown += 1;
    }
    for next in 1..shown {
        let _ = writeln!(boxes, "  s{} --> s{next}", next - 1);
    }
    format!(
        "\n<details><summary>Way of the data to {}</summary>\n\n{}\n\n```mermaid\nflowchart TD\n{boxes}```\n\n</details>\n",
        one.rule,
        link(&one.place, review, tree)
    )
}

/// Text for a box of a picture: letters, digits and a few marks as they are, everything else as Mermaid's own code for
/// a character. So nothing in it ends the box, and no HTML, link or directive comes about.
fn label(text: &str) -> String {
    let mut out = String::new();
    for c in safe::line(text).chars().take(MAX_LABEL) {
        match c {
            '`' => out.push('\''),
            c if c.is_alphanumeric() || " .,:/_()=+'".contains(c) => out.push(c),
            c => {
                let _ = write!(out, "#{};", u32::from(c));
            }
        }
    }
    if text.chars().count() > MAX_LABEL { out + "…" } else { out }
}

fn rest(out: &mut String, review: &Review) {
    if review.older > 0 {
        let _ = write!(out, "\nFindings in the touched files that were there before: {}.\n", review.older);
    }
    let mut rows: Vec<String> = review
        .suppressed
        .iter()
        .map(|one| {
            let reason =
                one.reason.as_deref().map(|reason| format!(", {}", safe::code(reason))).unwrap_or_default();
            let place = safe::code(one.finding.place.path.as_str());
            format!("- silenced: {} in {place} by {}{reason}\n", one.finding.rule, safe::prose(&one.by))
        })
        .collect();
    rows.extend(review.notes.iter().map(|note| {
        let line =
            note.span.and_then(|span| markdown::lines(review, &Place { path: note.path.clone(), span }));
        let name = line.map_or_else(|| note.path.to_string(), |(first, _)| format!("{}:{first}", note.path));
        format!("- {}: {}\n", safe::code(&name), safe::prose(&note.text))
    }));
    rows.extend(review.skipped.iter().map(|one| {
        format!("- not reviewed: {}, {}\n", safe::code(one.path.as_str()), safe::prose(&one.why))
    }));
    if rows.is_empty() {
        return;
    }
    out.push('\n');
    rows.iter().take(MAX_NOTES).for_each(|row| out.push_str(row));
    if rows.len() > MAX_NOTES {
        let _ = writeln!(out, "- and {} more", rows.len() - MAX_NOTES);
    }
}

#[cfg(test)]
#[path = "summary_tests.rs"]
mod tests;
