//! Spans that lie inside each other or apart, and the innermost around a place, found without looking at all of them.

use super::Span;

/// An index over spans that never overlap halfway.
#[derive(Debug, Default)]
pub struct Nest {
    /// The spans, outer ones before those inside, with their numbers.
    spans: Vec<(Span, u32)>,
    /// By place in `spans`: the one around it, plus one; 0 for none.
    around: Vec<u32>,
}

impl Nest {
    /// An index over spans, numbered as they come. Of equal spans the first counts as the inner one.
    pub fn new(spans: impl IntoIterator<Item = Span>) -> Self {
        let mut spans: Vec<(Span, u32)> = spans.into_iter().zip(0..).collect();
        spans.sort_by_key(|(span, at)| (span.start, std::cmp::Reverse(span.end), std::cmp::Reverse(*at)));
        let mut around = Vec::with_capacity(spans.len());
        let mut open: Vec<usize> = Vec::new();
        for (at, (span, _)) in spans.iter().enumerate() {
            while open.last().is_some_and(|last| !spans[*last].0.contains(*span)) {
                open.pop();
            }
            around.push(open.last().map_or(0, |last| *last as u32 + 1));
            open.push(at);
        }
        Self { spans, around }
    }

    /// The number of the innermost span that contains `place`; of an empty place between two spans, the later one.
    pub fn innermost(&self, place: Span) -> Option<usize> {
        let after = self.spans.partition_point(|(span, _)| span.start <= place.start);
        let mut at = after;
        while at > 0 {
            let (span, number) = self.spans[at - 1];
            if span.contains(place) {
                return Some(number as usize);
            }
            at = self.around[at - 1] as usize;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn finds_what_a_look_at_all_finds(cuts in prop::collection::vec((0usize..60, 0usize..20), 0..40), place in (0usize..60, 1usize..8)) {
            // Halves of halves never overlap halfway.
            let spans: Vec<Span> = cuts
                .iter()
                .map(|(start, depth)| {
                    let size = 64 >> (depth % 7);
                    let start = start / size * size;
                    Span::new(start, start + size)
                })
                .collect();
            let place = Span::new(place.0, place.0 + place.1);
            let all = spans.iter().enumerate().filter(|(_, span)| span.contains(place));
            let wanted = all.min_by_key(|(at, span)| (span.len(), *at)).map(|(at, _)| at);
            prop_assert_eq!(Nest::new(spans.iter().copied()).innermost(place), wanted);
        }
    }
}
