//! Typed, strict reading of TOML tables: every wrong thing is an error with the line that it stands on.

use std::ops::Range;

use toml_edit::{Item, TableLike, Value};

use super::{ConfigError, suggestion};

/// The text that is being read, for turning byte offsets into lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin<'a> {
    pub(super) name: &'a str,
    pub(super) text: &'a str,
}

impl Origin<'_> {
    /// An error at byte `at`.
    pub(super) fn error(self, at: usize, what: impl Into<String>, remedy: impl Into<String>) -> ConfigError {
        let before = self.text.as_bytes().iter().take(at);
        let line = before.filter(|byte| **byte == b'\n').count() as u32 + 1;
        ConfigError { origin: self.name.into(), line, what: what.into(), remedy: remedy.into() }
    }
}

/// A table under strict reading.
#[derive(Clone, Copy)]
pub(super) struct Table<'a> {
    pub(super) origin: Origin<'a>,
    /// How messages call it: "`[[sinks]]`".
    label: &'a str,
    at: usize,
    inner: &'a dyn TableLike,
}

/// One key of a table, with its value.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    pub(super) origin: Origin<'a>,
    pub(super) key: &'a str,
    pub(super) at: usize,
    item: &'a Item,
}

/// One string with the byte that it starts at.
pub(super) struct Word {
    pub(super) text: String,
    pub(super) at: usize,
}

impl<'a> Table<'a> {
    pub(super) fn new(origin: Origin<'a>, label: &'a str, at: usize, inner: &'a dyn TableLike) -> Self {
        Self { origin, label, at, inner }
    }

    /// Every entry in the order of the file.
    pub(super) fn entries(self) -> impl Iterator<Item = Entry<'a>> {
        self.inner.iter().map(move |(key, item)| {
            let at = self.inner.key(key).and_then(|key| key.span()).or_else(|| item.span());
            Entry { origin: self.origin, key, at: at.map_or(self.at, |span: Range<usize>| span.start), item }
        })
    }

    /// The entry of that name.
    pub(super) fn get(self, key: &str) -> Option<Entry<'a>> {
        self.entries().find(|entry| entry.key == key)
    }

    /// The entry of that name, or an error that says it is missing.
    pub(super) fn need(self, key: &str, example: &str) -> Result<Entry<'a>, ConfigError> {
        self.get(key).ok_or_else(|| {
            self.origin.error(self.at, format!("{} has no `{key}`", self.label), format!("add `{example}`"))
        })
    }

    /// An error unless every key is one of `known`.
    pub(super) fn only(self, known: &[&str]) -> Result<(), ConfigError> {
        let stranger = self.entries().find(|entry| !known.contains(&entry.key));
        stranger.map_or(Ok(()), |entry| {
            let place = if self.label.is_empty() { String::new() } else { format!(" in {}", self.label) };
            let remedy = suggestion(entry.key, known.iter().copied(), "see docs/configuration.md");
            Err(self.origin.error(entry.at, format!("unknown key `{}`{place}", entry.key), remedy))
        })
    }
}

impl<'a> Entry<'a> {
    fn wrong(&self, wanted: &str) -> ConfigError {
        let what = format!("`{}` is {}, not {wanted}", self.key, article(self.item.type_name()));
        self.origin.error(self.at, what, format!("write {wanted}"))
    }

    pub(super) fn string(&self) -> Result<Word, ConfigError> {
        let text = self.item.as_str().ok_or_else(|| self.wrong("a string"))?;
        Ok(Word { text: text.into(), at: self.at })
    }

    pub(super) fn boolean(&self) -> Result<bool, ConfigError> {
        self.item.as_bool().ok_or_else(|| self.wrong("true or false"))
    }

    pub(super) fn position(&self) -> Result<usize, ConfigError> {
        let number = self.item.as_integer().and_then(|number| u8::try_from(number).ok());
        number.map(usize::from).ok_or_else(|| self.wrong("a position from 0 to 255"))
    }

    pub(super) fn strings(&self) -> Result<Vec<Word>, ConfigError> {
        let array = self.item.as_array().ok_or_else(|| self.wrong("a list of strings"))?;
        array
            .iter()
            .map(|value| {
                let at = value.span().map_or(self.at, |span| span.start);
                let text = value.as_str().map(str::to_owned);
                let word = text.map(|text| Word { text, at });
                word.ok_or_else(|| {
                    let what =
                        format!("`{}` holds {}, not strings only", self.key, article(value.type_name()));
                    self.origin.error(at, what, "put it in quotes")
                })
            })
            .collect()
    }

    pub(super) fn table(&self, label: &'a str) -> Result<Table<'a>, ConfigError> {
        let inner = self.item.as_table_like().ok_or_else(|| self.wrong("a table"))?;
        Ok(Table::new(self.origin, label, self.at, inner))
    }

    /// `[[key]]` tables, or a list of inline ones.
    pub(super) fn tables(&self, label: &'a str) -> Result<Vec<Table<'a>>, ConfigError> {
        if let Some(array) = self.item.as_array_of_tables() {
            let at = |table: &toml_edit::Table| table.span().map_or(self.at, |span| span.start);
            return Ok(array.iter().map(|t| Table::new(self.origin, label, at(t), t)).collect());
        }
        let array = self.item.as_array().ok_or_else(|| self.wrong("a list of tables"))?;
        let inline = array.iter().map(|value| match value {
            Value::InlineTable(table) => {
                let at = value.span().map_or(self.at, |span| span.start);
                Ok(Table::new(self.origin, label, at, table))
            }
            _ => Err(self.wrong("a list of tables")),
        });
        inline.collect()
    }
}

fn article(name: &str) -> String {
    let vowel = name.starts_with(['a', 'e', 'i', 'o', 'u']);
    format!("{} {name}", if vowel { "an" } else { "a" })
}
