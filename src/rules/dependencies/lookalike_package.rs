//! A name one slip away from that of a well-known project.

use std::sync::LazyLock;

use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;
use rustc_hash::{FxHashMap, FxHashSet};

use super::rows::written;
use crate::manifest::Dialect;
use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "lookalike-package",
        summary: "Package named almost like a well-known one",
        family: Family::Dependencies,
        cwe: &[506, 1357],
        owasp: Owasp::A03,
        severity: Severity::High,
        precision: Precision::Medium,
        tier: Tier::Advice,
        answers: &[],
        why: "Packages are uploaded to PyPI under names that differ from a well-known one by a slip of the finger, and wait for somebody \
              to make it. Their code runs as soon as they are installed.",
        instead: "Look the package up on PyPI: who publishes it, since when, and where is its source? If the well-known one was meant, \
                  mend the name. If not, name the package in `dependencies.private` of the configuration, or mark the row.",
        references: &[
            "https://docs.pypi.org/project-management/name-retention/",
            "https://cwe.mitre.org/data/definitions/506.html",
        ],
        words: Words::OWN,
        examples: examples(&[
            Example::Bad { path: "requirements.txt", code: "reqeusts==2.32.3\n" },
            Example::Bad { path: "pyproject.toml", code: "[project]\nname = \"shop\"\ndependencies = [\"python-requests\"]\n" },
            Example::Good { path: "requirements.txt", code: "requests==2.32.3\nrequests-mock==1.12.1\ngrequests==0.7.0\n" },
        ]),
    },
    on: &[On::Manifest(check)],
};

/// Names of projects, the most downloaded first: a text, deflated.
static DATA: &[u8] = include_bytes!("../../../data/popular.zz");

/// The text is smaller than this many bytes.
const LIMIT: usize = 1 << 20;

static POPULAR: LazyLock<String> = LazyLock::new(|| {
    let text = decompress_to_vec_zlib_with_limit(DATA, LIMIT).unwrap_or_default();
    String::from_utf8(text).unwrap_or_default()
});

/// How well known a project has to be for a name near to it to be told, by the kind of slip: common slips are believed
/// of more projects. Measured on the names of ordinary projects: see the test.
mod rank {
    /// Two letters in the wrong order; letters and digits that look alike.
    pub(super) const SWAPPED: usize = 3_000;
    /// A letter too many or too few.
    pub(super) const LENGTH: usize = 1_500;
    /// Another letter.
    pub(super) const OTHER: usize = 800;
    /// The same at the first letter, where names of families differ.
    pub(super) const FIRST: usize = 400;
    /// Only hyphens differ.
    pub(super) const SEPARATORS: usize = 3_000;
    /// `python-` in front, `-py` behind.
    pub(super) const AFFIX: usize = 300;
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| Known::new(&POPULAR));

struct Known {
    ranks: FxHashMap<&'static str, usize>,
    /// By name without hyphens.
    joined: FxHashMap<String, &'static str>,
}

impl Known {
    fn new(text: &'static str) -> Self {
        let names = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let mut out = Self { ranks: FxHashMap::default(), joined: FxHashMap::default() };
        for (rank, name) in names.enumerate() {
            out.ranks.insert(name, rank);
            if rank < rank::SEPARATORS {
                out.joined.entry(name.replace('-', "")).or_insert(name);
            }
        }
        out
    }

    /// The well-known project that a name is one slip away from; `None` for known projects.
    fn meant(&self, name: &str) -> Option<&'static str> {
        // Longer names are compounds that differ in one word by intent, and cost more to compare.
        if self.ranks.contains_key(name) || !(4..=40).contains(&name.len()) || !name.is_ascii() {
            return None;
        }
        self.near(name)
    }

    fn well_known(&self, name: &str, least: usize) -> Option<(usize, &'static str)> {
        let (name, rank) = self.ranks.get_key_value(name)?;
        (*rank < least).then_some((*rank, *name))
    }

    fn near(&self, name: &str) -> Option<&'static str> {
        let joined = name.replace('-', "");
        if joined.len() >= 6
            && let Some(found) = self.joined.get(&joined).filter(|found| **found != name)
        {
            return Some(found);
        }
        let alike = [
            name.replace('0', "o").replace('1', "l").replace('5', "s"),
            name.replace('1', "i"),
            name.replace("vv", "w"),
            name.replace("rn", "m"),
        ];
        let alike = alike.iter().filter(|other| *other != name && other.len() >= 4);
        if let Some((_, found)) = alike.filter_map(|other| self.well_known(other, rank::SWAPPED)).min() {
            return Some(found);
        }
        if let Some((_, found)) = self.slips(name).into_iter().min() {
            return Some(found);
        }
        let prefix = ["python-", "py-", "python", "py"].iter().find_map(|affix| name.strip_prefix(affix));
        let suffix = ["-python", "-py", "python", "py"].iter().find_map(|affix| name.strip_suffix(affix));
        let bare = [prefix, suffix].into_iter().flatten().filter(|bare| bare.len() >= 5);
        bare.filter_map(|bare| self.well_known(bare, rank::AFFIX)).min().map(|(_, found)| found)
    }

    /// Well-known names that differ by one letter.
    fn slips(&self, name: &str) -> Vec<(usize, &'static str)> {
        let bytes = name.as_bytes();
        let mut found = Vec::new();
        let mut ask = |other: &[u8], most: usize, least_length: usize| {
            let Ok(other) = std::str::from_utf8(other) else { return };
            if other.len() >= least_length && other != name {
                found.extend(self.well_known(other, most));
            }
        };
        let edge = |at: usize, most: usize| if at == 0 { most.min(rank::FIRST) } else { most };
        for at in 0..bytes.len() {
            // Two letters in the wrong order.
            if at + 1 < bytes.len() {
                let mut other = bytes.to_vec();
                other.swap(at, at + 1);
                ask(&other, rank::SWAPPED, 5);
            }
            // One too many: a digit or a plural at the end makes another name, a letter twice does not.
            let extra = bytes[at];
            let doubled = at > 0 && bytes[at - 1] == extra;
            let plural = at + 1 == bytes.len() && extra == b's' && !doubled;
            if !extra.is_ascii_digit() && !plural {
                let mut other = bytes.to_vec();
                other.remove(at);
                ask(&other, edge(at, rank::LENGTH), 6);
            }
        }
        const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789-";
        for letter in LETTERS {
            for at in 0..=bytes.len() {
                // One too few.
                if !letter.is_ascii_digit() || at < bytes.len() {
                    let mut other = bytes.to_vec();
                    other.insert(at, *letter);
                    let most = if at == bytes.len() && *letter == b's' { 1_000 } else { rank::LENGTH };
                    if !letter.is_ascii_digit() {
                        ask(&other, edge(at, most), 6);
                    }
                }
                // Another one.
                let Some(old) = bytes.get(at).filter(|old| *old != letter) else { continue };
                let number = old.is_ascii_digit() && letter.is_ascii_digit();
                if !number && *old != b'-' && *letter != b'-' {
                    let mut other = bytes.to_vec();
                    other[at] = *letter;
                    ask(&other, edge(at, rank::OTHER), 7);
                }
            }
        }
        found
    }
}

/// So many names of one file that are not well known themselves are compared.
const MAX_ASKED: usize = 5_000;

fn check(cx: &mut ManifestCx<'_>) {
    // What a lock brings in beside the direct ones was chosen by other projects.
    let lock = cx.manifest.format.is_lock();
    let rows: Vec<_> = cx.manifest.rows.iter().filter(|row| lock && row.direct).chain(written(cx)).collect();
    let mut asked: FxHashSet<&str> = FxHashSet::default();
    for row in rows {
        let known = KNOWN.ranks.contains_key(row.name.as_str());
        if known || !row.source.is_index() || row.dialect == Dialect::Conda || !asked.insert(row.name.as_str()) {
            continue;
        }
        if asked.len() > MAX_ASKED {
            break;
        }
        if cx.around.policy.owns(&row.name) {
            continue;
        }
        let Some(meant) = KNOWN.meant(&row.name) else { continue };
        let draft = cx.row(row, format!("`{}` is named almost like the well-known `{meant}`: is that the one that was meant?", row.name));
        cx.report(draft);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told() {
        for (name, meant) in [
            ("reqeusts", "requests"),
            ("requestss", "requests"),
            ("requets", "requests"),
            ("djang0", "django"),
            ("urlib3", "urllib3"),
            ("colourama", "colorama"),
            ("crytography", "cryptography"),
            ("pythondateutil", "python-dateutil"),
            ("setup-tools", "setuptools"),
            ("python-requests", "requests"),
            ("requests-py", "requests"),
        ] {
            assert_eq!(KNOWN.meant(name), Some(meant), "{name}");
        }
    }

    #[test]
    fn known_and_different_names_are_not() {
        for name in ["requests", "requests3", "boto3", "boto4", "flask", "shop-core", "attr", "a", "python-dateutil"] {
            assert_eq!(KNOWN.meant(name), None, "{name}");
        }
    }

    /// Projects that are in use but not among the best known, each looked at as if it were unknown.
    #[test]
    fn at_most_one_ordinary_name_in_a_hundred_is_told() {
        let names: Vec<&str> = POPULAR.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
        let ordinary = &names[1_000..];
        let told = ordinary.iter().filter(|name| name.len() <= 40 && KNOWN.near(name).is_some_and(|found| found != **name));
        let told = told.count();
        assert!(told * 100 <= ordinary.len(), "{told} of {}", ordinary.len());
        assert!(told > 0, "nothing is told of any: the measure is broken");
    }
}
