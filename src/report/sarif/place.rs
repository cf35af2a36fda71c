//! Places and messages of SARIF.

use serde_sarif::sarif;

use crate::finding::{Place, Review};
use crate::report::{places, safe};

/// Characters of one message that are kept.
const MAX_MESSAGE: usize = 1_000;

/// Plain text, cut, on one line.
pub(super) fn message(text: &str) -> sarif::Message {
    sarif::Message::builder().text(cut(&safe::line(text), MAX_MESSAGE)).build()
}

/// At most `max` characters.
pub(super) fn cut(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    text.chars().take(max - 1).chain(['…']).collect()
}

/// Percent-encoded, relative to the root of the repository.
pub(super) fn artifact(path: &str) -> sarif::ArtifactLocation {
    sarif::ArtifactLocation::builder().uri(safe::url_path(path)).build()
}

/// The region, all four numbers given; the end is exclusive.
pub(super) fn region(review: &Review, place: &Place) -> Option<sarif::Region> {
    let found = places::find(review, place)?;
    Some(
        sarif::Region::builder()
            .start_line(i64::from(found.start.line))
            .start_column(i64::from(found.start.column))
            .end_line(i64::from(found.end.line))
            .end_column(i64::from(found.end.column))
            .build(),
    )
}

/// A location; without text to count in, or when the place is the file, line 1 stands for the file.
pub(super) fn location(review: &Review, place: &Place, exact: bool) -> sarif::Location {
    let first = || sarif::Region::builder().start_line(1).build();
    let region = if exact { region(review, place).unwrap_or_else(first) } else { first() };
    let physical = sarif::PhysicalLocation::builder()
        .artifact_location(artifact(place.path.as_str()))
        .region(region)
        .build();
    sarif::Location::builder().physical_location(physical).build()
}
