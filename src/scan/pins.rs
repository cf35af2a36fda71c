//! The versions that a change pins: what sources of advisories on the network are asked about.

use std::collections::BTreeSet;
use std::str::FromStr;
use std::sync::Arc;

use pep440_rs::Version;

use super::dependencies;
use super::pool::guarded;
use crate::advisory::Advisories;
use crate::change::ChangeSet;
use crate::config::Settings;
use crate::manifest::{self, Dialect, Format, Manifest, Source};
use crate::source::SourceFile;

/// So many are asked about.
pub const MAX_PINS: usize = 1_000;

/// A package of an index in one version.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pin {
    /// The normalised name.
    pub name: String,
    /// The version as written, which PEP 440 knows.
    pub version: String,
}

/// What the head of a change pins and its base does not, sorted, [`MAX_PINS`] at most. Names of packages of the team's own
/// leave the machine as little as what comes from an index of its own.
pub fn pins_of_change(change: &ChangeSet, settings: &Settings) -> Vec<Pin> {
    let files = change.files.iter().filter(|file| !file.is_same_text());
    let before: BTreeSet<Pin> = files
        .clone()
        .filter_map(|file| file.base.as_ref())
        .flat_map(|source| pins(source, settings))
        .collect();
    let after: BTreeSet<Pin> =
        files.filter_map(|file| file.head.as_ref()).flat_map(|source| pins(source, settings)).collect();
    after.difference(&before).take(MAX_PINS).cloned().collect()
}

/// What files pin, sorted, [`MAX_PINS`] at most.
pub fn pins_of_files<'f>(files: impl Iterator<Item = &'f SourceFile>, settings: &Settings) -> Vec<Pin> {
    let all: BTreeSet<Pin> = files.flat_map(|source| pins(source, settings)).collect();
    all.into_iter().take(MAX_PINS).collect()
}

/// What manifests pin, sorted, [`MAX_PINS`] at most.
pub fn pins_of_manifests<'m>(manifests: impl Iterator<Item = &'m Manifest>, settings: &Settings) -> Vec<Pin> {
    let all: BTreeSet<Pin> = manifests.flat_map(|manifest| of_manifest(manifest, settings)).collect();
    all.into_iter().take(MAX_PINS).collect()
}

/// The advisories that files are held against: those of the settings, else those that the program carries.
pub fn advisories(settings: &Settings) -> Arc<Advisories> {
    settings.advisories.clone().unwrap_or_else(dependencies::carried)
}

fn pins(source: &SourceFile, settings: &Settings) -> Vec<Pin> {
    let Some(format) = Format::of_text(source.path(), source.text()) else { return Vec::new() };
    let read = guarded(source.path(), || manifest::read(source, format));
    read.map(|manifest| of_manifest(&manifest, settings)).unwrap_or_default()
}

/// What one file pins.
fn of_manifest(manifest: &Manifest, settings: &Settings) -> Vec<Pin> {
    let policy = dependencies::policy(settings);
    let asked = |row: &&manifest::Dependency| {
        let public = match &row.source {
            Source::Default => true,
            Source::Index(name) => name.eq_ignore_ascii_case("pypi") || name.starts_with("https://pypi.org/"),
            _ => false,
        };
        public && row.dialect != Dialect::Conda && manifest::is_valid(&row.name) && !policy.owns(&row.name)
    };
    let pin = |row: &manifest::Dependency| {
        let version = row.version.clone().filter(|version| Version::from_str(version).is_ok())?;
        Some(Pin { name: row.name.clone(), version })
    };
    manifest.rows.iter().filter(asked).filter_map(pin).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::RepoPath;

    #[test]
    fn names_of_the_teams_own_stay_here() {
        let text = "jinja2==3.1.3\nshop-core==1\nflask>=2\nx==weird\ny @ https://h/y-1.0.zip\n";
        let file = SourceFile::from_text(RepoPath::new("requirements.txt"), text);
        let mut settings = Settings::default();
        settings.dependencies.private = vec!["shop-*".into()];
        let told = |file: &SourceFile| -> Vec<String> {
            let all = pins_of_files(std::iter::once(file), &settings);
            all.into_iter().map(|pin| format!("{} {}", pin.name, pin.version)).collect()
        };
        assert_eq!(told(&file), ["jinja2 3.1.3"]);
        let lock = "[[package]]\nname = \"a\"\nversion = \"1\"\nsource = { registry = \"https://packages.example.com/simple\" }\n[[package]]\nname = \"b\"\nversion = \"2\"\nsource = { registry = \"https://pypi.org/simple\" }\n";
        assert_eq!(told(&SourceFile::from_text(RepoPath::new("uv.lock"), lock)), ["b 2"]);
    }
}
