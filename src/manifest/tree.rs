//! A document of tables and lists, as TOML, YAML and JSON share it, with the bytes of every key and value.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::source::Span;

/// A value with its bytes.
#[derive(Debug, Clone, Default)]
pub(super) struct Node<'a> {
    /// Of a string, with its quotes.
    pub(super) span: Span,
    pub(super) value: Value<'a>,
}

/// A value.
#[derive(Debug, Clone, Default)]
pub(super) enum Value<'a> {
    /// Nothing, or what is of no interest.
    #[default]
    None,
    Str(Cow<'a, str>),
    Bool(bool),
    /// Numbers, dates.
    Other(&'a str),
    List(Vec<Node<'a>>),
    Table(Vec<Entry<'a>>),
}

/// A key with its value.
#[derive(Debug, Clone)]
pub(super) struct Entry<'a> {
    pub(super) key: Cow<'a, str>,
    pub(super) key_span: Span,
    pub(super) node: Node<'a>,
}

impl<'a> Node<'a> {
    pub(super) fn str(&self) -> Option<&str> {
        match &self.value {
            Value::Str(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    pub(super) fn list(&self) -> &[Node<'a>] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    pub(super) fn entries(&self) -> &[Entry<'a>] {
        match &self.value {
            Value::Table(entries) => entries,
            _ => &[],
        }
    }

    pub(super) fn is_table(&self) -> bool {
        matches!(self.value, Value::Table(_))
    }

    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&Node<'a>> {
        self.entries().iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    /// The value at the end of a way of keys.
    pub(super) fn at(&self, keys: &[&str]) -> Option<&Node<'a>> {
        keys.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The values by key, for who asks for many.
    pub(super) fn by_key(&self) -> FxHashMap<&str, &Node<'a>> {
        self.entries().iter().map(|entry| (&*entry.key, &entry.node)).collect()
    }

    /// The string of a key.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.str()
    }

    /// The strings of a list, or a single one.
    pub(super) fn strings(&self) -> Vec<String> {
        match &self.value {
            Value::Str(text) => vec![text.to_string()],
            Value::List(items) => items.iter().filter_map(|item| item.str().map(str::to_owned)).collect(),
            _ => Vec::new(),
        }
    }

    /// The bytes inside the quotes of a string.
    pub(super) fn inner(&self, text: &str) -> Span {
        let raw = text.get(self.span.range()).unwrap_or_default();
        for quote in ["\"\"\"", "'''", "\"", "'"] {
            if raw.len() >= 2 * quote.len() && raw.starts_with(quote) && raw.ends_with(quote) {
                let range = self.span.range();
                return Span::new(range.start + quote.len(), range.end - quote.len());
            }
        }
        self.span
    }

    /// True when the string stands in the file letter for letter, so that parts of it have bytes of their own.
    pub(super) fn is_plain(&self, text: &str) -> bool {
        self.str().is_some_and(|value| text.get(self.inner(text).range()) == Some(value))
    }
}
