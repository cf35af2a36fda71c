//! From the text of `hognose.toml`, or of `pyproject.toml`, to settings. Strict: nothing is passed over in silence.

use toml_edit::Document;

use super::table::{Entry, Origin, Table, Word};
use super::{
    ConfigError, Custom, CustomRole, DependencySettings, IgnoredDependency, OSV_ADDRESS, Settings, globs,
    suggestion,
};
use crate::finding::{Severity, Threshold};

/// The keys of the file, in the order of the documentation.
const KEYS: &[&str] = &[
    "select",
    "ignore",
    "per-path-ignores",
    "severity",
    "exclude",
    "default-excludes",
    "fail-on",
    "sources",
    "sinks",
    "sanitizers",
    "guards",
    "dependencies",
];

/// The words for a threshold.
const THRESHOLDS: &[&str] = &["low", "medium", "high", "critical", "never"];

/// Reads the text of a `hognose.toml`. `origin` is the file's name for messages, `known_rules` every rule's name.
pub fn parse(text: &str, origin: &str, known_rules: &[&str]) -> Result<Settings, ConfigError> {
    let origin = Origin { name: origin, text };
    let document = document(origin)?;
    read(Table::new(origin, "", 0, document.as_table()), known_rules)
}

/// Reads `[tool.hognose]` of a `pyproject.toml`; `None` when the file has no such table.
pub fn parse_pyproject(
    text: &str,
    origin: &str,
    known_rules: &[&str],
) -> Result<Option<Settings>, ConfigError> {
    let origin = Origin { name: origin, text };
    let document = document(origin)?;
    let Some(tool) = Table::new(origin, "", 0, document.as_table()).get("tool") else { return Ok(None) };
    let Some(own) = tool.table("`[tool]`")?.get("hognose") else { return Ok(None) };
    read(own.table("`[tool.hognose]`")?, known_rules).map(Some)
}

fn document<'a>(origin: Origin<'a>) -> Result<Document<&'a str>, ConfigError> {
    Document::parse(origin.text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let why = error.message().lines().next().unwrap_or("cannot be read").to_owned();
        origin.error(at, format!("not valid TOML: {why}"), "mend the line")
    })
}

/// A threshold from its word.
pub(crate) fn threshold(word: &str) -> Result<Threshold, String> {
    if word == "never" {
        return Ok(Threshold(None));
    }
    let remedy = || suggestion(word, THRESHOLDS.iter().copied(), "");
    word.parse::<Severity>().map(|severity| Threshold(Some(severity))).map_err(|()| remedy())
}

fn read(table: Table<'_>, known_rules: &[&str]) -> Result<Settings, ConfigError> {
    table.only(KEYS)?;
    let rules = Rules { known: known_rules, origin: table.origin };
    let mut settings = Settings::default();
    for entry in table.entries() {
        match entry.key {
            "select" => settings.select = rules.names(entry.strings()?)?,
            "ignore" => settings.ignore = rules.names(entry.strings()?)?,
            "per-path-ignores" => {
                for each in entry.table("`per-path-ignores`")?.entries() {
                    let glob = glob(each.origin, Word { text: each.key.into(), at: each.at })?;
                    settings.per_path_ignores.push((glob, rules.names(each.strings()?)?));
                }
            }
            "severity" => {
                for each in entry.table("`severity`")?.entries() {
                    let rule = rules.name(Word { text: each.key.into(), at: each.at })?;
                    settings.severity.push((rule, severity(each)?));
                }
            }
            "exclude" => {
                let globs = entry.strings()?.into_iter().map(|word| glob(entry.origin, word));
                settings.exclude = globs.collect::<Result<_, _>>()?;
            }
            "default-excludes" => settings.default_excludes = entry.boolean()?,
            "fail-on" => settings.fail_on = gate(entry)?,
            "dependencies" => settings.dependencies = dependencies(entry)?,
            "sources" => custom(entry, "`[[sources]]`", &rules, &mut settings.custom)?,
            "sinks" => custom(entry, "`[[sinks]]`", &rules, &mut settings.custom)?,
            "sanitizers" => custom(entry, "`[[sanitizers]]`", &rules, &mut settings.custom)?,
            _ => custom(entry, "`[[guards]]`", &rules, &mut settings.custom)?,
        }
    }
    Ok(settings)
}

fn gate(entry: Entry<'_>) -> Result<Threshold, ConfigError> {
    let word = entry.string()?;
    threshold(&word.text)
        .map_err(|remedy| entry.origin.error(word.at, format!("unknown threshold `{}`", word.text), remedy))
}

fn dependencies(entry: Entry<'_>) -> Result<DependencySettings, ConfigError> {
    let table = entry.table("`[dependencies]`")?;
    table.only(&["fail-on", "indexes", "private", "light-groups", "osv", "ignore"])?;
    let mut out =
        DependencySettings { origin: entry.origin.name.to_owned(), ..DependencySettings::default() };
    let texts = |entry: Entry<'_>| -> Result<Vec<String>, ConfigError> {
        Ok(entry.strings()?.into_iter().map(|word| word.text).collect())
    };
    for entry in table.entries() {
        match entry.key {
            "fail-on" => out.fail_on = Some(gate(entry)?),
            "indexes" => out.indexes = texts(entry)?,
            "private" => out.private = texts(entry)?,
            "light-groups" => out.light_groups = texts(entry)?,
            "osv" => out.osv = osv(entry)?,
            _ => {
                for each in entry.tables("`[[dependencies.ignore]]`")? {
                    out.ignore.push(ignored_dependency(each)?);
                }
            }
        }
    }
    Ok(out)
}

/// `true` for the public one, or the address of another that answers the same.
fn osv(entry: Entry<'_>) -> Result<Option<String>, ConfigError> {
    if let Ok(on) = entry.boolean() {
        return Ok(on.then(|| OSV_ADDRESS.to_owned()));
    }
    let word = entry.string()?;
    let host = word.text.strip_prefix("http://").and_then(|rest| rest.split([':', '/']).next());
    let local = matches!(host, Some("127.0.0.1" | "localhost"));
    if !local && !word.text.starts_with("https://") {
        let what = format!("`{}` is no address with https", word.text);
        return Err(entry.origin.error(word.at, what, "write true, or \"https://osv.example.com\""));
    }
    Ok(Some(word.text))
}

fn ignored_dependency(table: Table<'_>) -> Result<IgnoredDependency, ConfigError> {
    table.only(&["advisory", "package", "reason", "until"])?;
    let text = |key: &str| -> Result<Option<String>, ConfigError> {
        table.get(key).map(|entry| Ok(entry.string()?.text)).transpose()
    };
    let (advisory, package) = (text("advisory")?, text("package")?);
    if advisory.is_none() && package.is_none() {
        table.need("advisory", "advisory = \"CVE-2024-0001\"")?;
    }
    let reason = table.need("reason", "reason = \"why it does no harm here\"")?.string()?.text;
    let until = match table.get("until") {
        None => None,
        Some(entry) => {
            let word = entry.string()?;
            let day = word.text.parse().map_err(|_| {
                let what = format!("`{}` is no day", word.text);
                entry.origin.error(word.at, what, "write it as \"2027-01-31\"")
            })?;
            Some(day)
        }
    };
    Ok(IgnoredDependency { advisory, package, reason, until })
}

fn severity(entry: Entry<'_>) -> Result<Severity, ConfigError> {
    let word = entry.string()?;
    word.text.parse().map_err(|()| {
        let remedy = suggestion(&word.text, Severity::ALL.iter().map(|level| level.word()), "");
        entry.origin.error(word.at, format!("unknown severity `{}`", word.text), remedy)
    })
}

fn glob(origin: Origin<'_>, word: Word) -> Result<String, ConfigError> {
    match globs::fault(&word.text) {
        None => Ok(word.text),
        Some(fault) => {
            let what = format!("`{}` is not a glob: {fault}", word.text);
            Err(origin.error(word.at, what, "mend the pattern"))
        }
    }
}

fn custom<'a>(
    entry: Entry<'a>,
    label: &'a str,
    rules: &Rules<'_>,
    out: &mut Vec<Custom>,
) -> Result<(), ConfigError> {
    for table in entry.tables(label)? {
        let sink = entry.key == "sinks";
        table.only(if sink { &["name", "argument", "kind"] } else { &["name", "kinds"] })?;
        let name = dotted(entry.origin, table.need("name", "name = \"package.module.function\"")?.string()?)?;
        let (role, kinds) = if sink {
            let argument = table.get("argument").map_or(Ok(0), |argument| argument.position())?;
            let kind = rules.name(table.need("kind", "kind = \"sql-injection\"")?.string()?)?;
            (CustomRole::Sink { argument }, vec![kind])
        } else {
            let (role, optional) = match entry.key {
                "sources" => (CustomRole::Source, true),
                "sanitizers" => (CustomRole::Sanitizer, false),
                _ => (CustomRole::Guard, false),
            };
            let kinds = if optional && table.get("kinds").is_none() {
                Vec::new()
            } else {
                rules.names(table.need("kinds", "kinds = [\"ssrf\"]")?.strings()?)?
            };
            (role, kinds)
        };
        out.push(Custom { name, role, kinds });
    }
    Ok(())
}

fn dotted(origin: Origin<'_>, word: Word) -> Result<String, ConfigError> {
    let identifier = |part: &str| {
        part.chars().next().is_some_and(|first| first == '_' || first.is_alphabetic())
            && part.chars().all(|letter| letter == '_' || letter.is_alphanumeric())
    };
    if word.text.split('.').all(identifier) {
        return Ok(word.text);
    }
    let what = format!("`{}` is not a dotted name", word.text);
    Err(origin.error(word.at, what, "write it as Python imports it: `package.module.function`"))
}

/// The rules that there are.
struct Rules<'a> {
    known: &'a [&'a str],
    origin: Origin<'a>,
}

impl Rules<'_> {
    fn name(&self, word: Word) -> Result<String, ConfigError> {
        if self.known.contains(&word.text.as_str()) {
            return Ok(word.text);
        }
        let remedy = suggestion(&word.text, self.known.iter().copied(), "`hognose rules` lists them");
        Err(self.origin.error(word.at, format!("unknown rule `{}`", word.text), remedy))
    }

    fn names(&self, words: Vec<Word>) -> Result<Vec<String>, ConfigError> {
        words.into_iter().map(|word| self.name(word)).collect()
    }
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
