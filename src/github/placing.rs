//! Which findings get a comment at a line of the diff, and with what: the gravest first, as many as one review takes.

use super::anchor::{self, Anchor};
use super::plan::Material;
use crate::finding::Finding;
use crate::report::Suggestion;
use crate::report::markdown::{MAX_COMMENTS, Shown};
use crate::source::RepoPath;

/// A finding at its line.
pub(super) struct Placed<'a> {
    pub(super) one: &'a Finding,
    pub(super) at: Anchor,
    /// Where its rewrite is two suggestions.
    pub(super) half: Option<Half>,
}

/// The suggestions of a rewrite in two places.
pub(super) struct Half {
    here: Suggestion,
    pub(super) there: Suggestion,
    /// Where `there` stands.
    pub(super) at: Anchor,
    /// False where another finding's comment has offered `there` already: two findings often want one import.
    pub(super) posted: bool,
}

impl Placed<'_> {
    /// By file, line and rule.
    pub(super) fn order(&self) -> (&RepoPath, u32, &'static str) {
        (&self.one.shown_at.path, self.at.first, self.one.rule)
    }

    /// How the comment shows the rewrite.
    pub(super) fn shown(&self) -> Shown {
        match &self.half {
            Some(half) => Shown::Half(half.here.clone(), half.at.last),
            None if self.at.suggestion => Shown::Whole,
            None => Shown::Diff,
        }
    }

    /// The suggestions that this finding's comments offer: lines, and the text for those of a half.
    fn offers(&self) -> impl Iterator<Item = (Anchor, Option<&Suggestion>)> {
        let own = self.at.suggestion.then_some((self.at, self.half.as_ref().map(|half| &half.here)));
        own.into_iter().chain(self.half.iter().map(|half| (half.at, Some(&half.there))))
    }
}

/// The gravest at lines of the diff, the others for the body; each in the order of gravity.
pub(super) fn place<'a>(new: &[&'a Finding], material: Material<'_>) -> (Vec<Placed<'a>>, Vec<&'a Finding>) {
    let mut order = new.to_vec();
    Finding::order(&mut order, &Finding::by_gravity);
    let mut left = material.most.min(MAX_COMMENTS);
    let (mut inline, mut body): (Vec<Placed<'a>>, Vec<&'a Finding>) = (Vec::new(), Vec::new());
    for one in order {
        let placed = placed(one, &inline, left > 1, material);
        match placed {
            Some(placed) if left > 0 => {
                left -= 1 + usize::from(placed.half.as_ref().is_some_and(|half| half.posted));
                inline.push(placed);
            }
            _ => body.push(one),
        }
    }
    (inline, body)
}

fn placed<'a>(
    one: &'a Finding,
    inline: &[Placed<'_>],
    room_for_two: bool,
    material: Material<'_>,
) -> Option<Placed<'a>> {
    let Material { review, lines, .. } = material;
    let at = anchor::anchor(one, review, lines)?;
    let near = || inline.iter().filter(|other| other.one.shown_at.path == one.shown_at.path);
    // Two suggestions for one line cannot both be applied.
    let clash = |at: Anchor| {
        near().flat_map(Placed::offers).any(|(there, _)| there.first <= at.last && at.first <= there.last)
    };
    if at.suggestion {
        let at = if clash(at) { anchor::without_suggestion(one, review, lines)? } else { at };
        return Some(Placed { one, at, half: None });
    }
    let halves = anchor::halves(one, review, lines).filter(|_| room_for_two);
    if let Some([(here, own), (there, other)]) = halves {
        let same = near().flat_map(Placed::offers).any(|(at, text)| at == there && text == Some(&other));
        if !clash(here) && (same || !clash(there)) {
            let half = Half { here: own, there: other, at: there, posted: !same };
            return Some(Placed { one, at: here, half: Some(half) });
        }
    }
    Some(Placed { one, at, half: None })
}
