//! A rewrite as data: disjoint, sorted replacements in one file, and how far they may be trusted.

use crate::source::Span;

/// Replace the text under `span` by `text`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// What goes; empty for an insertion.
    pub span: Span,
    /// What comes.
    pub text: String,
}

/// Why edits do not make a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// Two edits touch the same bytes, or two insertions the same place.
    #[error("two edits overlap at byte {0}")]
    Overlap(u32),
    /// An edit lies outside the text, or splits a character.
    #[error("an edit lies outside the text at byte {0}")]
    Outside(u32),
}

/// Edits that are sorted and disjoint; checked when built.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EditSet(Vec<Edit>);

impl EditSet {
    /// Sorts the edits, drops exact repeats and those that change nothing of length, and refuses overlap.
    pub fn new(mut edits: Vec<Edit>) -> Result<Self, EditError> {
        edits.sort();
        edits.dedup();
        for two in edits.windows(2) {
            let same_place = two[0].span.is_empty() && two[1].span.is_empty() && two[0].span == two[1].span;
            if two[1].span.start < two[0].span.end || same_place {
                return Err(EditError::Overlap(two[1].span.start));
            }
        }
        Ok(Self(edits))
    }

    /// The edits in order.
    pub fn iter(&self) -> impl Iterator<Item = &Edit> {
        self.0.iter()
    }

    /// True when there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The least span that holds every edit.
    pub fn cover(&self) -> Option<Span> {
        self.0.iter().map(|edit| edit.span).reduce(Span::cover)
    }

    /// The text with all edits applied.
    pub fn apply(&self, text: &str) -> Result<String, EditError> {
        let mut out = String::with_capacity(text.len() + 64);
        let mut at = 0;
        for edit in &self.0 {
            let range = edit.span.range();
            let kept = text.get(at..range.start).ok_or(EditError::Outside(edit.span.start))?;
            if !text.is_char_boundary(range.end.min(text.len())) || range.end > text.len() {
                return Err(EditError::Outside(edit.span.end));
            }
            out.push_str(kept);
            out.push_str(&edit.text);
            at = range.end;
        }
        out.push_str(&text[at..]);
        Ok(out)
    }

    /// Both sets as one, refused when they touch the same bytes.
    pub fn merge(&self, other: &Self) -> Result<Self, EditError> {
        Self::new(self.0.iter().chain(&other.0).cloned().collect())
    }
}

/// How far a rewrite may be trusted; decides how it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// No local edit is right: prose and an example only.
    Advice,
    /// Closes the hole but may change behaviour: a suggestion with a thing to check.
    Review,
    /// Same behaviour for every legitimate input.
    Safe,
}

impl Tier {
    /// The word for it in reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Advice => "advice",
            Self::Review => "review",
            Self::Safe => "safe",
        }
    }

    /// One tier lower; advice stays advice.
    pub fn demoted(self) -> Self {
        match self {
            Self::Safe => Self::Review,
            Self::Review | Self::Advice => Self::Advice,
        }
    }
}

/// A secure rewrite of the place of a finding, in the finding's own file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewrite {
    /// One sentence in the imperative: "Pass the value as a parameter".
    pub title: String,
    /// How far it may be trusted. Never [`Tier::Advice`]: that has no edits.
    pub tier: Tier,
    /// The replacements, an import that is needed included.
    pub edits: EditSet,
    /// For [`Tier::Review`]: what the reader has to check, one sentence.
    pub check: Option<String>,
}
