//! Advisories by package, from one source or several, and what they come to for a version.

use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};

use pep440_rs::Version;
use rustc_hash::FxHashMap;

use super::union::{drop_ignored, united};
use super::{Advisory, Level};

/// All that is known, and where from.
#[derive(Debug, Clone, Default)]
pub struct Advisories {
    /// What reports say of the source: "PyPA advisory database of 2026-07-23".
    pub label: String,
    by_package: FxHashMap<String, Vec<Advisory>>,
    /// Text that is taken apart when a package is asked for: by package, its bytes.
    pub(super) packed: Option<Packed>,
    /// Records of packages that were asked for, taken apart: a file may name one package very often.
    asked: Arc<Mutex<FxHashMap<String, Arc<Vec<Advisory>>>>>,
}

/// A text of records, and where those of each package lie in it.
pub(super) type Packed = (String, FxHashMap<String, (u32, u32)>);

/// What one flaw is called, and how grave it is: records that share an id are one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// All ids, the record's own first, then aliases; sorted within: PYSEC, CVE, GHSA, others.
    pub ids: Vec<String>,
    /// How grave.
    pub level: Level,
    /// A package that is harmful by intent.
    pub malware: bool,
}

/// What advisories come to for one version of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Flaws, gravest first.
    pub hits: Vec<Hit>,
    /// The least version above that no advisory hits, of those that advisories name.
    pub fixed: Option<String>,
}

impl Verdict {
    /// How grave the gravest is.
    pub fn level(&self) -> Level {
        self.hits.iter().map(|hit| hit.level).max().unwrap_or(Level::Unknown)
    }

    /// True when the package is harmful by intent.
    pub fn malware(&self) -> bool {
        self.hits.iter().any(|hit| hit.malware)
    }

    /// Every id of every flaw.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.hits.iter().flat_map(|hit| hit.ids.iter().map(String::as_str))
    }
}

impl Advisories {
    /// A store without advisories.
    pub fn new(label: &str) -> Self {
        Self { label: label.to_owned(), ..Self::default() }
    }

    /// Adds one for a package, whose name is normalised.
    pub fn add(&mut self, package: String, advisory: Advisory) {
        self.asked = Arc::default();
        self.by_package.entry(package).or_default().push(advisory);
    }

    /// Adds all of another source. Records of both that share an id come out as one flaw.
    pub fn merge(&mut self, other: Self) {
        self.asked = Arc::default();
        if !other.label.is_empty() {
            self.label = match self.label.is_empty() {
                true => other.label,
                false => format!("{}, {}", self.label, other.label),
            };
        }
        for (package, list) in other.by_package {
            self.by_package.entry(package).or_default().extend(list);
        }
        if self.packed.is_none() {
            self.packed = other.packed;
        } else if let Some((text, packages)) = other.packed {
            for (package, (from, to)) in packages {
                let lines = text.get(from as usize..to as usize).unwrap_or_default();
                self.by_package.entry(package).or_default().extend(super::snapshot::records(lines));
            }
        }
    }

    /// How many packages have advisories.
    pub fn packages(&self) -> usize {
        let packed = self.packed.as_ref().map(|(_, packages)| packages);
        let more =
            self.by_package.keys().filter(|name| packed.is_none_or(|packed| !packed.contains_key(*name)));
        packed.map_or(0, FxHashMap::len) + more.count()
    }

    /// What is known of a package, by its normalised name.
    pub fn of(&self, package: &str) -> Vec<Advisory> {
        let mut out = self.by_package.get(package).cloned().unwrap_or_default();
        if let Some((text, packages)) = &self.packed
            && let Some((from, to)) = packages.get(package)
        {
            out.extend(super::snapshot::records(text.get(*from as usize..*to as usize).unwrap_or_default()));
        }
        out
    }

    /// What is known of a package, kept for the next time; `None` of one without advisories.
    fn parsed(&self, package: &str) -> Option<Arc<Vec<Advisory>>> {
        let packed = self.packed.as_ref().is_some_and(|(_, packages)| packages.contains_key(package));
        if !packed && !self.by_package.contains_key(package) {
            return None;
        }
        // A thread that failed here left whole entries only.
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = asked.get(package) {
            return Some(Arc::clone(known));
        }
        let known = Arc::new(self.of(package));
        asked.insert(package.to_owned(), Arc::clone(&known));
        Some(known)
    }

    /// What hits a version of a package; `None` when nothing does. `ignored` says which ids do not count: a flaw with
    /// one of them is left out, and a safe version need not be safe from it.
    pub fn verdict(&self, package: &str, version: &str, ignored: &dyn Fn(&str) -> bool) -> Option<Verdict> {
        let known = self.parsed(package)?;
        let mut rest: Vec<Advisory> = Vec::new();
        let any_ignored =
            known.iter().any(|one| ignored(&one.id) || one.aliases.iter().any(|id| ignored(id)));
        if any_ignored {
            rest.extend(known.iter().cloned());
            drop_ignored(&mut rest, ignored);
        }
        let known: &[Advisory] = if any_ignored { &rest } else { &known };
        let hitting: Vec<&Advisory> = known.iter().filter(|one| one.affects(version)).collect();
        if hitting.is_empty() {
            return None;
        }
        let hits = united(&hitting);
        let malware = hits.iter().any(|hit| hit.malware);
        // No version of a harmful package is to be recommended.
        let fixed = if malware { None } else { safe_version(known, version) };
        Some(Verdict { hits, fixed })
    }
}

/// The least fixed version above `version` that nothing hits. A pre-release only for who has one already.
fn safe_version(known: &[Advisory], version: &str) -> Option<String> {
    let now = Version::from_str(version).ok()?;
    let mut fixes: Vec<&Version> =
        known.iter().flat_map(|one| one.ranges.iter().flatten()).filter_map(|event| event.fix()).collect();
    fixes.sort();
    fixes.dedup();
    let fits = |fix: &&&Version| {
        **fix > &now
            && (fix.is_stable() || now.any_prerelease())
            && !known.iter().any(|one| one.affects(&fix.to_string()))
    };
    fixes.iter().find(fits).map(|fix| fix.to_string())
}

#[cfg(test)]
mod tests {
    use super::super::Event;
    use super::*;

    fn advisory(id: &str, aliases: &[&str], events: &[(&str, &str)], score: Option<u8>) -> Advisory {
        let mut out = Advisory {
            id: id.into(),
            aliases: aliases.iter().map(|id| (*id).to_owned()).collect(),
            score,
            ..Advisory::default()
        };
        out.add_range(events.iter().map(|(kind, version)| Event::read(kind, version)).collect());
        out
    }

    fn store() -> Advisories {
        let mut out = Advisories::new("test");
        for one in [
            advisory(
                "PYSEC-1",
                &["CVE-1"],
                &[("i", "0"), ("f", "1.5"), ("i", "2.0"), ("f", "2.2")],
                Some(75),
            ),
            advisory("GHSA-1", &["CVE-1"], &[("i", "0"), ("f", "1.5.1")], Some(91)),
            advisory("PYSEC-2", &["CVE-2"], &[("i", "1.0"), ("f", "2.1rc1")], None),
        ] {
            out.add("a".into(), one);
        }
        out
    }

    #[test]
    fn records_of_one_flaw_are_one() {
        let verdict = store().verdict("a", "1.2", &|_| false).unwrap();
        let told: Vec<_> = verdict.hits.iter().map(|hit| (hit.ids.join(" "), hit.level.word())).collect();
        assert_eq!(told, [("PYSEC-1 CVE-1 GHSA-1".into(), "critical"), ("PYSEC-2 CVE-2".into(), "unknown")]);
        // 1.5.1 is hit by the second one, 2.1 is no fix that anybody names, 2.1rc1 is hit by the first one.
        assert_eq!(verdict.fixed.as_deref(), Some("2.2"));
        assert!(store().verdict("a", "2.2", &|_| false).is_none());
        assert!(store().verdict("b", "1", &|_| false).is_none());
    }

    #[test]
    fn an_ignored_id_takes_its_aliases_with_it() {
        let verdict = store().verdict("a", "1.2", &|id| id == "CVE-2").unwrap();
        assert_eq!(verdict.hits.len(), 1);
        assert_eq!(verdict.fixed.as_deref(), Some("1.5.1"));
        assert!(store().verdict("a", "1.2", &|id| matches!(id, "CVE-2" | "GHSA-1")).is_none());
    }

    #[test]
    fn no_version_of_malware_is_recommended() {
        let mut store = Advisories::new("test");
        store.add("bad".into(), advisory("MAL-2024-1", &[], &[("i", "0"), ("f", "2")], None));
        let verdict = store.verdict("bad", "1", &|_| false).unwrap();
        assert!(verdict.malware());
        assert_eq!((verdict.level(), verdict.fixed), (Level::Critical, None));
    }

    #[test]
    fn sources_are_merged_by_alias() {
        let mut one = store();
        let mut other = Advisories::new("more");
        other.add("a".into(), advisory("OSV-9", &["GHSA-1"], &[("i", "0"), ("f", "3")], None));
        one.merge(other);
        let verdict = one.verdict("a", "1.2", &|_| false).unwrap();
        assert_eq!(verdict.hits.len(), 2);
        assert_eq!(verdict.fixed.as_deref(), Some("3"));
        assert_eq!(one.label, "test, more");
    }
}
