//! One advisory, and whether a version is affected.

use std::str::FromStr;

use pep440_rs::Version;

/// A step on the line of versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Affected from this version on; `None` from the beginning.
    Introduced(Option<Version>),
    /// Affected above this version.
    IntroducedAfter(Version),
    /// Not affected from this version on.
    Fixed(Version),
    /// Not affected above this version.
    LastAffected(Version),
}

/// The version of an event; the beginning comes before all versions.
pub type Bound = Option<Version>;

impl Event {
    /// Reads a kind (`introduced`, `fixed`, `last_affected`, `limit`, or its first letter) and a version. `None` for
    /// what is no version of PEP 440.
    pub fn read(kind: &str, version: &str) -> Option<Self> {
        if matches!(kind, "introduced" | "i") && version == "0" {
            return Some(Self::Introduced(None));
        }
        let version = Version::from_str(version).ok()?;
        match kind {
            "introduced" | "i" => Some(Self::Introduced(Some(version))),
            "fixed" | "f" | "limit" => Some(Self::Fixed(version)),
            "last_affected" | "l" => Some(Self::LastAffected(version)),
            _ => None,
        }
    }

    fn bound(&self) -> Bound {
        match self {
            Self::Introduced(version) => version.clone(),
            Self::Fixed(version) | Self::LastAffected(version) | Self::IntroducedAfter(version) => {
                Some(version.clone())
            }
        }
    }

    /// The version that mends, where the event names it.
    pub fn fix(&self) -> Option<&Version> {
        match self {
            Self::Fixed(version) => Some(version),
            _ => None,
        }
    }
}

/// How grave; the words are those of CVSS. `Unknown` is a level of its own: most often nobody has rated it yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Not rated.
    Unknown,
    /// Below 4.
    Low,
    /// 4 to 6.9.
    Medium,
    /// 7 to 8.9.
    High,
    /// 9 and more, and packages that are malware.
    Critical,
}

impl Level {
    /// The level of a score in tenths, 0 to 100.
    pub fn of_tenths(score: Option<u8>) -> Self {
        match score {
            None | Some(0) => Self::Unknown,
            Some(..40) => Self::Low,
            Some(..70) => Self::Medium,
            Some(..90) => Self::High,
            Some(_) => Self::Critical,
        }
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

/// What one record says of one package.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Advisory {
    /// The record's own id.
    pub id: String,
    /// Other ids of the same thing.
    pub aliases: Vec<String>,
    /// Ranges of affected versions, events sorted.
    pub ranges: Vec<Vec<Event>>,
    /// Affected versions that are listed one by one, as written.
    pub versions: Vec<String>,
    /// CVSS base score in tenths; `None` where nobody rated it.
    pub score: Option<u8>,
    /// The record itself says that the package is harmful by intent.
    pub malware: bool,
}

impl Advisory {
    /// Adds a range. Events are sorted; those of one version stay as they came. A range with a bound that is no version
    /// of PEP 440 is given as `None` and dropped: without the bound it would say more than the record does.
    pub fn add_range(&mut self, events: Option<Vec<Event>>) {
        let Some(mut events) = events else { return };
        events.sort_by_key(Event::bound);
        if !events.is_empty() {
            self.ranges.push(events);
        }
    }

    /// True for a package that is harmful by intent.
    pub fn is_malware(&self) -> bool {
        self.malware || std::iter::once(&self.id).chain(&self.aliases).any(|id| id.starts_with("MAL-"))
    }

    /// True when the version is affected. A local version (`1.0+cu118`) is what its public part is.
    pub fn affects(&self, version: &str) -> bool {
        let Ok(parsed) = Version::from_str(version) else {
            return self.versions.iter().any(|listed| listed == version);
        };
        let public = parsed.without_local();
        self.ranges.iter().any(|events| in_range(events, &public))
            || self.versions.iter().any(|listed| match Version::from_str(listed) {
                Ok(listed) => listed.without_local() == public,
                Err(_) => listed == version,
            })
    }
}

/// The last event that applies decides.
fn in_range(events: &[Event], version: &Version) -> bool {
    let mut affected = false;
    for event in events {
        match event {
            Event::Introduced(None) => affected = true,
            Event::Introduced(Some(from)) if version >= from => affected = true,
            Event::IntroducedAfter(from) if version > from => affected = true,
            Event::Fixed(at) if version >= at => affected = false,
            Event::LastAffected(at) if version > at => affected = false,
            _ => {}
        }
    }
    affected
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn advisory(events: &[(&str, &str)]) -> Advisory {
        let mut out = Advisory::default();
        out.add_range(events.iter().map(|(kind, version)| Event::read(kind, version)).collect());
        out
    }

    fn hits(events: &[(&str, &str)], version: &str) -> bool {
        advisory(events).affects(version)
    }

    #[test]
    fn bounds_are_those_of_pep_440() {
        let fixed = [("introduced", "1.0"), ("fixed", "2.0")];
        for (version, wanted) in [
            ("0.9", false),
            ("1.0.dev1", false),
            ("1.0rc1", false),
            ("1.0", true),
            ("1.0.0", true),
            ("1.0.post1", true),
            ("1.0+local", true),
            ("2.0.dev1", true),
            ("2.0a1", true),
            ("2.0rc1", true),
            ("2.0", false),
            ("2.0+local", false),
            ("1!1.5", false),
            ("not a version", false),
        ] {
            assert_eq!(hits(&fixed, version), wanted, "{version}");
        }
        let last = [("introduced", "0"), ("last_affected", "1.5")];
        for (version, wanted) in [
            ("0.0.1.dev0", true),
            ("1.5", true),
            ("1.5+cu118", true),
            ("1.5.post1", false),
            ("1.5.0.1", false),
        ] {
            assert_eq!(hits(&last, version), wanted, "{version}");
        }
        let epochs = [("introduced", "1!1.0"), ("fixed", "1!2.0")];
        assert!(hits(&epochs, "1!1.5") && !hits(&epochs, "1.5"));
        assert!(hits(&[("introduced", "0")], "999"), "no end");
        assert!(hits(&[("introduced", "0"), ("fixed", "2.0rc1")], "2.0b1"));
        assert!(!hits(&[("introduced", "0"), ("fixed", "2.0rc1")], "2.0rc1"));
    }

    #[test]
    fn events_are_sorted_and_ties_keep_their_order() {
        let mixed = [("fixed", "4.3"), ("introduced", "5.0"), ("introduced", "4.0"), ("fixed", "5.2")];
        assert!(hits(&mixed, "4.1") && !hits(&mixed, "4.5") && hits(&mixed, "5.1") && !hits(&mixed, "5.2"));
        assert!(!hits(&[("introduced", "1.0"), ("fixed", "1.0")], "1.0"), "an empty range is empty");
        assert!(hits(&[("introduced", "0"), ("fixed", "2"), ("introduced", "2"), ("fixed", "3")], "2.5"));
    }

    #[test]
    fn a_bound_that_is_no_version_widens_nothing() {
        assert!(!hits(&[("introduced", "0"), ("fixed", "final")], "1.0"));
        let listed = Advisory { versions: vec!["1.0".into(), "2004d-x".into()], ..Advisory::default() };
        assert!(listed.affects("1.0.0") && listed.affects("1.0+x") && listed.affects("2004d-x"));
        assert!(!listed.affects("1.1") && !listed.affects("2004d"));
    }

    proptest! {
        #[test]
        fn a_range_is_what_lies_between(from in 0u8..9, to in 0u8..9, version in 0u8..9) {
            let events = [("introduced".to_owned(), format!("1.{from}")), ("fixed".to_owned(), format!("1.{to}"))];
            let events: Vec<(&str, &str)> = events.iter().map(|(kind, at)| (kind.as_str(), at.as_str())).collect();
            prop_assert_eq!(hits(&events, &format!("1.{version}")), from <= version && (version < to || to < from));
        }
    }
}
