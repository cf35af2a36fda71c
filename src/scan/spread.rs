//! Whether a part of a file spreads anything into a call that filters rows: `objects.filter(**wanted)`. Most of what has
//! `**` in it only takes or hands on `**kwargs`.

use std::sync::LazyLock;

use crate::semantic::models;

/// Calls of which the keys of what is spread are asked.
static ASKED: LazyLock<Vec<&str>> = LazyLock::new(|| models::spread_words().collect());

/// So many bytes before a `**` are looked at; one that stands further behind the name of its call counts. A call may
/// have a hundred thousand of them.
const REACH: usize = 512;

/// True where it may; in doubt it does. `handed` says whether anything but `**kwargs` is spread in the file: if not, the
/// keys of those are names that callers wrote.
pub(super) fn spreads(text: &str, handed: impl Fn() -> bool) -> bool {
    let far = |at: usize| at.saturating_sub(REACH);
    memchr::memmem::find_iter(text.as_bytes(), b"**").any(|at| {
        let before = &text.as_bytes()[far(at)..at];
        let begins = far(at) == 0 || memchr::memchr(b'\n', before).is_some();
        (!begins || is_asked(before, far(at) > 0)) && (!is_kwargs(&text[at..]) || handed())
    })
}

/// True when a text spreads any mapping that is not called `kwargs`, or changes one that is.
pub(super) fn hands(text: &str) -> bool {
    let bytes = text.as_bytes();
    // `kwargs[name] = value`, `kwargs.update(wanted)`, `kwargs = wanted`
    let changed = |at: usize| {
        let rest = text[at + b"kwargs".len()..].trim_ascii_start();
        !rest.starts_with([')', ',', ':'])
    };
    memchr::memmem::find_iter(bytes, b"**").any(|at| !is_kwargs(&text[at..]))
        || memchr::memmem::find_iter(bytes, b"kwargs").any(changed)
}

/// `**kwargs` and nothing behind it.
fn is_kwargs(spread: &str) -> bool {
    let name = spread.trim_start_matches('*').trim_ascii_start();
    name.strip_prefix("kwargs").is_some_and(|rest| {
        rest.trim_ascii_start().starts_with([')', ',']) && !rest.starts_with(|c: char| c.is_alphanumeric())
    })
}

/// What stands before a `**`; `cut` where more stands before that.
fn is_asked(before: &[u8], cut: bool) -> bool {
    let before = before.trim_ascii_end();
    if is_in_comment(before) {
        return true;
    }
    if !matches!(before.last(), Some(b'(' | b',' | b'\\')) {
        // A power.
        return false;
    }
    let mut depth = 0;
    let mut end = before.len();
    while let Some(at) = end.checked_sub(1) {
        end = at;
        match before[at] {
            b')' | b']' | b'}' => depth += 1,
            b'(' | b'[' | b'{' if depth > 0 => depth -= 1,
            // Its name may be cut.
            b'(' if cut && at < 16 => return true,
            b'(' => return is_in_comment(&before[..at]) || is_name_asked(before[..at].trim_ascii_end()),
            // A mapping in a mapping.
            b'[' | b'{' => return false,
            // Brackets may stand in a text: it begins in the same line, or is taken to be none.
            quote @ (b'"' | b'\'') => {
                let line = memchr::memrchr(b'\n', &before[..at]).map_or(0, |line| line + 1);
                match memchr::memrchr(quote, &before[line..at]) {
                    Some(start) if !before[line..at].contains(&b'\\') => end = line + start,
                    _ => return true,
                }
            }
            b'#' | b'\\' => return true,
            _ => {}
        }
    }
    cut
}

fn is_in_comment(text: &[u8]) -> bool {
    let line = memchr::memrchr(b'\n', text).map_or(text, |at| &text[at + 1..]);
    memchr::memchr(b'#', line).is_some()
}

fn is_name_asked(called: &[u8]) -> bool {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || !byte.is_ascii();
    let start = called.iter().rposition(|byte| !plain(byte)).map_or(0, |at| at + 1);
    let (rest, name) = called.split_at(start);
    let rest = rest.trim_ascii_end();
    // What an object calls of its own, or of its class's bases, is no query.
    let own = rest.strip_suffix(b".").is_some_and(|object| {
        let object = object.trim_ascii_end();
        let is = |word: &[u8]| object.strip_suffix(word).is_some_and(|rest| !rest.last().is_some_and(plain));
        object.ends_with(b"super()") || is(b"self") || is(b"cls")
    });
    let defined = rest.ends_with(b"def");
    !defined && !own && (name.is_empty() || ASKED.iter().any(|asked| asked.as_bytes() == name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_spread_where() {
        let many = format!("Item(\n{})", "    **wanted,\n".repeat(100));
        assert!(spreads(&many, || true), "too far from its name");
        for text in [
            "Item.objects.filter(**wanted)",
            "Item.objects.filter(\n    name=first(1),\n    **wanted\n)",
            "Item.objects.exclude(name=\":(\", **wanted)",
            "Q (**wanted)",
            "itself.filter(**wanted)",
            "self.items.filter(**wanted)",
            "table[0](**wanted)",
            "Item.objects.get( # the one\n    **wanted)",
            "Item.objects.get(one,  # the other (\n    **wanted)",
        ] {
            assert!(spreads(text, || true), "{text}");
        }
        for text in [
            "def get(self, request, *args, **kwargs): pass",
            "super().get_context_data(**kwargs)",
            "return super().get(request, *args, **kwargs)",
            "self.get(request, **kwargs)",
            "filter(2 ** 3)",
            "filter(x={**first, **second})",
            "Item(**wanted)",
            "self.items.filter(name={\"a\": 1, **wanted})",
            "render({\n    \"(\": 1,\n    **wanted,\n})",
        ] {
            assert!(!spreads(text, || true), "{text}");
        }
    }

    #[test]
    fn names_that_callers_wrote_are_none_of_a_client() {
        let own = "def find(self, **kwargs):\n    return Item.objects.filter(**kwargs)\n";
        assert!(!hands(own) && !spreads(own, || hands(own)));
        for other in
            ["find(**wanted)\n", "kwargs[name] = 1\n", "kwargs.update(wanted)\n", "kwargs = wanted\n"]
        {
            let text = format!("{own}{other}");
            assert!(spreads(own, || hands(&text)), "{other}");
        }
    }
}
