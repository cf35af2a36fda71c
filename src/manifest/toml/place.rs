//! Where a value goes in a tree of tables: the way of its keys, made where it is missing.

use std::borrow::Cow;

use super::super::tree::{Entry, Node, Value};
use super::Key;
use crate::source::Span;

/// The entries of a table inside others, made where it is missing; of a list, those of its last table.
pub(super) fn descend<'t, 'a>(
    at: &'t mut Vec<Entry<'a>>,
    key: &Cow<'a, str>,
    key_span: Span,
) -> Option<&'t mut Vec<Entry<'a>>> {
    let place = find(at, key).unwrap_or_else(|| {
        let node = Node { span: key_span, value: Value::Table(Vec::new()) };
        at.push(Entry { key: key.clone(), key_span, node });
        at.len() - 1
    });
    let node = &mut at[place].node;
    if let Value::List(items) = &mut node.value {
        if !items.last().is_some_and(Node::is_table) {
            items.push(Node { span: key_span, value: Value::Table(Vec::new()) });
        }
    } else if !node.is_table() {
        node.value = Value::Table(Vec::new());
    }
    let value = match &mut node.value {
        Value::List(items) => &mut items.last_mut()?.value,
        other => other,
    };
    match value {
        Value::Table(entries) => Some(entries),
        _ => None,
    }
}

/// Tables are opened again near to where they were opened first, or are among the first of all. Looking no further keeps
/// a file of very many tables from taking the square of their number.
const NEAR: usize = 512;

pub(super) fn find(entries: &[Entry<'_>], key: &str) -> Option<usize> {
    let same = |entry: &Entry<'_>| entry.key == key;
    let near = entries.len().saturating_sub(NEAR);
    let last = entries[near..].iter().rposition(same).map(|at| near + at);
    last.or_else(|| entries[..near.min(NEAR)].iter().position(same))
}

pub(super) fn put<'a>(entries: &mut Vec<Entry<'a>>, mut keys: Vec<Key<'a>>, node: Node<'a>) {
    let Some((key, key_span)) = keys.pop() else { return };
    let mut at = entries;
    for (key, key_span) in &keys {
        let Some(inner) = descend(at, key, *key_span) else { return };
        at = inner;
    }
    at.push(Entry { key, key_span, node });
}

pub(super) fn merge<'a>(entries: &mut Vec<Entry<'a>>, entry: Entry<'a>) {
    // Looking for a name that is there already is for tables only: long tables of plain values stay cheap.
    let known = if entry.node.is_table() { find(entries, &entry.key) } else { None };
    match (known.map(|at| &mut entries[at].node.value), entry.node.value) {
        (Some(Value::Table(into)), Value::Table(from)) => into.extend(from),
        (_, value) => {
            let node = Node { span: entry.node.span, value };
            entries.push(Entry { key: entry.key, key_span: entry.key_span, node });
        }
    }
}
