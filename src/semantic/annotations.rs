//! What an annotation says of a parameter.

use crate::syntax::{BinOp, ExprId, ExprKind, Module};

/// Generic and abstract types whose values may be, or hold, plain text; and names for kinds of text.
const MAY_HOLD_TEXT: &[&str] = &[
    "Any",
    "AnyStr",
    "Text",
    "LiteralString",
    "Path",
    "PurePath",
    "Optional",
    "Union",
    "List",
    "Dict",
    "Sequence",
    "Iterable",
    "Iterator",
    "Collection",
    "Tuple",
    "Set",
    "FrozenSet",
    "Mapping",
    "MutableMapping",
    "Generator",
    "Callable",
    "Annotated",
    "Literal",
    "Final",
    "ClassVar",
    "Self",
    "Unpack",
    "Awaitable",
    "Json",
    "JSON",
    "JsonDict",
];
const TEXT_ENDINGS: &[&str] = &[
    "Str", "String", "Text", "Path", "Like", "Name", "Id", "ID", "Type", "Url", "URL", "Uri", "Query", "SQL",
    "Sql",
];
/// How deep an annotation is read.
const DEPTH: u32 = 4;

/// True when a parameter is surely an object of some class and no text: `translation: Translation`, `cursor: "Cursor | None"`.
pub fn is_object(module: &Module, annotation: ExprId) -> bool {
    of(module, annotation, DEPTH) == Some(true)
}

/// `None` for the type `None`, which decides nothing.
fn of(module: &Module, annotation: ExprId, depth: u32) -> Option<bool> {
    if depth == 0 {
        return Some(false);
    }
    match &module.expr(annotation).kind {
        ExprKind::None => None,
        ExprKind::Name(name) | ExprKind::Attr { name, .. } => Some(is_class(module.name(*name))),
        ExprKind::Str(text) => {
            let parts: Vec<bool> =
                text.split('|').map(str::trim).filter(|part| *part != "None").map(named).collect();
            (!parts.is_empty()).then(|| parts.into_iter().all(|object| object))
        }
        ExprKind::Subscript { base, index } => match &module.expr(*base).kind {
            ExprKind::Name(name) | ExprKind::Attr { name, .. } if module.name(*name) == "Optional" => {
                of(module, *index, depth - 1)
            }
            _ => Some(false),
        },
        ExprKind::Binary { left, op: BinOp::Or, right } => {
            match (of(module, *left, depth - 1), of(module, *right, depth - 1)) {
                (None, other) | (other, None) => other,
                (Some(left), Some(right)) => Some(left && right),
            }
        }
        _ => Some(false),
    }
}

fn named(text: &str) -> bool {
    let plain = text.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '.'));
    plain && is_class(text.rsplit('.').next().unwrap_or(text))
}

fn is_class(name: &str) -> bool {
    let letters = name.trim_start_matches('_');
    letters.len() > 1
        && letters.starts_with(|first: char| first.is_uppercase())
        && letters.contains(|letter: char| letter.is_lowercase())
        && !MAY_HOLD_TEXT.contains(&letters)
        && !TEXT_ENDINGS.iter().any(|ending| letters.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::{is_class, named};

    #[test]
    fn names_of_classes() {
        for name in ["Translation", "Cursor", "BaseProcessor", "_Component"] {
            assert!(is_class(name), "{name}");
        }
        for name in ["str", "bytes", "T", "Any", "StrPath", "PathLike", "UserId", "Text", "JSON"] {
            assert!(!is_class(name), "{name}");
        }
        assert!(named("models.Translation"));
        assert!(!named("list[Translation]"));
    }
}
