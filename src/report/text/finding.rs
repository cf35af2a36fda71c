//! One finding in full: snippet, trace, rewrite or advice, how to silence it, where to read more.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use super::paint::Paint;
use super::{at, places, safe};
use crate::finding::{Finding, Place, Review, Rewrite, Severity, Tier};
use crate::report::diff::{self, Tag};
use crate::report::masks::Masks;
use crate::report::wrap::{columns, pieces, wrap};
use crate::report::{advice, docs_url, excerpt, silence_mark};
use crate::source::{SourceFile, Span};

/// Steps this many lines away from the sink are still drawn into its snippet.
const NEAR: u32 = 12;
/// Marks over more lines than this show their first line only.
const TALL: u32 = 6;
/// More changed lines than this are counted.
const MAX_DIFF: usize = 40;
/// Characters of a changed line that are shown.
const MAX_CODE: usize = 400;

/// What a finding is shown with.
pub(super) struct Context<'a> {
    pub(super) review: &'a Review,
    pub(super) masks: &'a Masks,
    pub(super) paint: Paint,
    pub(super) width: usize,
    pub(super) silencing: bool,
}

struct Mark {
    span: Span,
    label: Option<String>,
}

impl Context<'_> {
    /// The finding; `first` is an earlier one of the same rule to refer to instead of repeating prose.
    pub(super) fn finding(&self, one: &Finding, first: Option<&Finding>) -> String {
        let mut near = self.near_trace(one);
        let (mut drawn, digits) = self.snippet(one, near.as_deref().unwrap_or_default());
        // Words at the marks that run out of the terminal are better read below the snippet.
        if near.as_ref().is_some_and(|marks| !marks.is_empty()) && !self.fits(&drawn) {
            near = None;
            (drawn, _) = self.snippet(one, &[]);
        }
        let mut out = format!("{}\n{drawn}\n", self.title(one));
        // Brings `=` under the bar of the snippet.
        let gutter = " ".repeat(digits + 1);
        let mut field = |name: &str, text: &str| {
            let space = if text.starts_with('\n') { "" } else { " " };
            out.push_str(&format!(
                "{gutter}{} {}:{space}{text}\n",
                self.paint.label("="),
                self.paint.bold(name)
            ));
        };
        if one.shown_at != one.place {
            let line = self.source_line(&one.shown_at, &gutter);
            field("change", &(at(self.review, &one.shown_at) + &line));
        }
        if near.is_none() && !one.trace.is_empty() {
            field("path", &self.trace(one, &gutter));
        }
        match (&one.rewrite, advice(one)) {
            (Some(rewrite), _) => {
                field(&format!("rewrite ({})", rewrite.tier.word()), &self.rewrite(one, rewrite, &gutter))
            }
            (None, Some(text)) if first.is_none() => field("advice", &self.short(text, &gutter)),
            _ => (),
        }
        match first {
            Some(first) => {
                let text = format!("the first {} at {}", one.rule, at(self.review, &first.shown_at));
                field("see", &wrap(&text, gutter.len() + 7, &format!("{gutter}    "), self.width))
            }
            None => {
                if self.silencing {
                    field("silence", &silence_mark(one.rule));
                }
                field("see", &self.paint.link(&docs_url(one.rule), &docs_url(one.rule)));
            }
        }
        out
    }

    /// "high[sql-injection]: message", wrapped.
    fn title(&self, one: &Finding) -> String {
        let start = columns(&format!("{}[{}]: ", one.severity, one.rule));
        let message = wrap(&safe::line(&one.message), start, "    ", self.width);
        let rule = self.paint.link(&docs_url(one.rule), one.rule);
        let level = self.paint.level(one.severity, &format!("{}[{rule}]", one.severity));
        format!("{level}{}", self.paint.bold(&format!(": {message}")))
    }

    /// True when no line of the snippet is wider than the terminal.
    fn fits(&self, drawn: &str) -> bool {
        let plain = anstream::adapter::strip_str(drawn).to_string();
        plain.lines().all(|line| columns(line) <= self.width || !line.contains('│'))
    }

    /// The trace as marks in the snippet, when all of it lies near the sink, on lines of its own; else `None`.
    fn near_trace(&self, one: &Finding) -> Option<Vec<Mark>> {
        let source = self.review.sources.get(&one.place.path)?;
        let sink = source.line_range(places::clamp(source.text(), one.place.span)).0;
        let mut marks = Vec::new();
        if one.trace.len() > 6 {
            return None;
        }
        for (index, step) in one.trace.iter().enumerate() {
            let span = places::clamp(source.text(), step.place.span);
            let (line, last) = source.line_range(span);
            let near =
                line.abs_diff(sink) <= NEAR && line == last && self.is_visible(source, line, span, one);
            if step.place.path != one.place.path || !near || span.is_empty() {
                return None;
            }
            marks.push(Mark { span, label: Some(format!("{}. {}", index + 1, safe::line(&step.note))) });
        }
        Some(marks)
    }

    /// True when the excerpt will show the whole of `span`, which lies in `line`.
    fn is_visible(&self, source: &SourceFile, line: u32, span: Span, one: &Finding) -> bool {
        let room = self.width.saturating_sub(12);
        let start = source.lines().span(line).start;
        let column = |at: u32| at.saturating_sub(start) as usize;
        // A long line is cut around the sink, or else around the first step in it.
        let focus =
            if source.line_range(one.place.span).0 == line { one.place.span.start } else { span.start };
        let from_the_start = column(focus) <= room / 4 && column(span.end) <= room;
        places::line_text(source, line).len() <= room || from_the_start
    }

    /// The drawn snippet, and how many digits its line numbers take.
    fn snippet(&self, one: &Finding, marks: &[Mark]) -> (String, usize) {
        let level = match one.severity {
            Severity::Critical | Severity::High => Level::ERROR,
            Severity::Medium => Level::WARNING,
            Severity::Low => Level::INFO,
        };
        // The renderer neither wraps nor leaves out a title: its line is taken off, ours stands above.
        let title = level.primary_title("");
        let untitled =
            |drawn: String| drawn.split_once('\n').map(|(_, rest)| rest.to_owned()).unwrap_or_default();
        let renderer = if self.paint.color { Renderer::styled() } else { Renderer::plain() };
        // The excerpt is cut to the width already; the renderer's own cutting would not know what matters.
        let renderer = renderer.decor_style(DecorStyle::Unicode).term_width(100_000);
        let path = safe::line(one.place.path.as_str());
        let Some(source) = self.review.sources.get(&one.place.path) else {
            return (untitled(renderer.render(&[title.element(Origin::path(path))])), 0);
        };
        let start = places::region(source, one.place.span).start;
        let origin = Origin::path(path).line(start.line as usize).char_column(start.column as usize);
        let (snippet, first, last) = self.lines(source, one, marks);
        let drawn = renderer.render(&[title.element(origin).element(snippet.line_start(first as usize))]);
        let drawn = untitled(drawn);
        // An origin with a snippet of no path is drawn as two places; the mark between them says nothing here.
        let lines = drawn.split_inclusive('\n').enumerate();
        let drawn =
            lines.filter(|(index, line)| *index != 2 || !line.contains('⸬')).map(|(_, line)| line).collect();
        (drawn, last.to_string().len())
    }

    fn lines<'s>(
        &self,
        source: &SourceFile,
        one: &Finding,
        marks: &[Mark],
    ) -> (Snippet<'s, annotate_snippets::Annotation<'s>>, u32, u32) {
        let mut span = places::clamp(source.text(), one.place.span);
        let (first, last) = source.line_range(span);
        if last - first >= TALL {
            let end = source.lines().span(first).start as usize + places::line_text(source, first).len();
            span = Span::new(span.start as usize, end.max(span.start as usize));
        }
        let last = if last - first >= TALL { first } else { last };
        let mut spans = vec![span];
        spans.extend(marks.iter().map(|mark| mark.span));
        let numbers = || spans.iter().map(|span| source.line_range(*span));
        let top = numbers().map(|(line, _)| line).min().unwrap_or(first).saturating_sub(1).max(1);
        let bottom = (numbers().map(|(_, line)| line).max().unwrap_or(last).max(last) + 1)
            .min(source.lines().count().max(1));
        // One line before and after the sink is shown whatever the marks are.
        for line in [first.saturating_sub(1).max(1), (last + 1).min(bottom)] {
            let at = source.lines().span(line).start;
            spans.push(Span { start: at, end: at });
        }
        // Beside the line's number, the bar, and the marks of a cut at both ends.
        let tall = spans.iter().any(|span| source.line_range(*span).0 != source.line_range(*span).1);
        let bars = if tall { 2 } else { 0 };
        let room = self.width.saturating_sub(bottom.to_string().len() + 5 + bars);
        let shown = excerpt::excerpt(source, top..=bottom, &spans, self.masks, room);
        let end = shown.text.len();
        let mut annotations = Vec::new();
        for (index, range) in shown.marks.iter().enumerate() {
            let range = if range.is_empty() && index == 0 {
                range.start..(range.start + 1).min(end)
            } else {
                range.clone()
            };
            let range = shown.text.floor_char_boundary(range.start)
                ..shown.text.ceil_char_boundary(range.end.min(end));
            let kind = match index {
                0 => AnnotationKind::Primary,
                index if index <= marks.len() => AnnotationKind::Context,
                _ => AnnotationKind::Visible,
            };
            let same = index > 0 && range == shown.marks[0];
            let label = marks.get(index.wrapping_sub(1)).and_then(|mark| mark.label.clone());
            if same && let Some(label) = label {
                annotations[0] = AnnotationKind::Primary.span(range).label(label);
            } else {
                annotations.push(kind.span(range).label(label));
            }
        }
        (Snippet::source(shown.text).annotations(annotations), top, bottom)
    }

    /// The steps, numbered, each with its place and its line.
    fn trace(&self, one: &Finding, gutter: &str) -> String {
        let mut out = String::new();
        for (index, step) in one.trace.iter().enumerate() {
            let text = format!("{}. {}: {}", index + 1, at(self.review, &step.place), safe::line(&step.note));
            let text = wrap(&text, gutter.len() + 4, &format!("{gutter}       "), self.width);
            out.push_str(&format!("\n{gutter}    {text}"));
            // Steps on one line share it, and that of the sink is in the snippet already.
            let (line, sink) = (self.line_of(&step.place), self.line_of(&one.place));
            let next = one.trace.get(index + 1).map(|next| self.line_of(&next.place));
            if next != Some(line) && line != sink {
                out.push_str(&self.source_line(&step.place, gutter));
            }
        }
        out
    }

    fn line_of<'p>(&self, place: &'p Place) -> (&'p str, u32) {
        (place.path.as_str(), places::line(self.review, place))
    }

    /// The line of a place on a line of its own, cut around the place; nothing where the text is not at hand.
    fn source_line(&self, place: &Place, gutter: &str) -> String {
        let Some(source) = self.review.sources.get(&place.path) else { return String::new() };
        let start = places::clamp(source.text(), place.span).start;
        let number = source.lines().line_of(start);
        let text = places::line_text(source, number);
        let focus = start.saturating_sub(source.lines().span(number).start) as usize;
        let skip = text.len() - text.trim_start().len();
        let width = self.width.saturating_sub(gutter.len() + 11);
        let line = excerpt::one_line(&text[skip..], focus.saturating_sub(skip), self.masks, width);
        format!("\n{gutter}         {line}")
    }

    fn rewrite(&self, one: &Finding, rewrite: &Rewrite, gutter: &str) -> String {
        let start = format!("{gutter}= rewrite ({}): ", rewrite.tier.word()).len();
        let mut out = wrap(&safe::line(&rewrite.title), start, &format!("{gutter}    "), self.width);
        let Some(source) = self.review.sources.get(&one.place.path) else { return out };
        let lines: Vec<_> = diff::changed(source, &rewrite.edits).into_iter().flatten().collect();
        let digits = lines.iter().map(|line| line.number).max().unwrap_or(1).to_string().len();
        // Nobody can judge a rewrite whose end is cut off: long lines go on below, and first of all to the left.
        let width = self.width.saturating_sub(gutter.len() + 7 + digits).max(20);
        let shown = |line: &diff::Line| excerpt::one_line(&line.text, 0, self.masks, MAX_CODE);
        let texts: Vec<String> = lines.iter().take(MAX_DIFF).map(shown).collect();
        let blanks = |text: &String| text.len() - text.trim_start_matches(' ').len();
        let common = texts.iter().filter(|text| !text.is_empty()).map(blanks).min().unwrap_or(0);
        let skip = if texts.iter().all(|text| columns(text) <= width) { 0 } else { common };
        for (line, text) in lines.iter().zip(&texts) {
            let (sign, number) = (if line.tag == Tag::New { '+' } else { '-' }, line.number);
            let number = format!("{number:>digits$}");
            for (index, part) in pieces(text.get(skip..).unwrap_or_default(), width).iter().enumerate() {
                let text = if index == 0 { format!("{sign} {part}") } else { format!("  {part}") };
                let text = text.trim_end();
                let text = if line.tag == Tag::New { self.paint.added(text) } else { self.paint.gone(text) };
                let number = if index == 0 { self.paint.label(&number) } else { " ".repeat(digits) };
                out.push_str(&format!("\n{gutter}    {number} {text}"));
            }
        }
        if lines.len() > MAX_DIFF {
            out.push_str(&format!("\n{gutter}    … {} more lines", lines.len() - MAX_DIFF));
        }
        if rewrite.tier == Tier::Review
            && let Some(check) = &rewrite.check
        {
            let indent = format!("{gutter}    ");
            let check = wrap(&safe::line(check), indent.len() + 7, &indent, self.width);
            out.push_str(&format!("\n{indent}{} {check}", self.paint.bold("Check:")));
        }
        out
    }

    /// The first paragraph of an advice, and its first code block when it leads up to one.
    fn short(&self, text: &str, gutter: &str) -> String {
        let mut parts = text.trim().split("\n\n");
        let words: Vec<String> = parts.next().unwrap_or_default().lines().map(safe::line).collect();
        let start = format!("{gutter}= advice: ").len();
        let mut out = wrap(&words.join(" "), start, &format!("{gutter}    "), self.width);
        if let Some(code) = parts.next().filter(|next| next.starts_with("```")) {
            for line in code.lines().filter(|line| !line.starts_with("```")).take(12) {
                out.push_str(format!("\n{gutter}      {}", safe::line(line)).trim_end());
            }
        }
        out
    }
}
