//! Whether a part of a file spreads anything into a call that filters rows: `objects.filter(**wanted)`. Most of what has
//! `**` in it only takes or hands on `**kwargs`.

/// Calls of which the keys of what is spread are asked.
const ASKED: &[&str] = &["filter", "exclude", "get", "filter_by", "Q"];

/// So many bytes before a `**` are looked at; one that stands further behind the name of its call counts. A call may
/// have a hundred thousand of them.
const REACH: usize = 512;

/// True where it may; in doubt it does.
pub(super) fn spreads(text: &str) -> bool {
    let far = |at: usize| at.saturating_sub(REACH);
    memchr::memmem::find_iter(text.as_bytes(), b"**").any(|at| {
        let before = &text.as_bytes()[far(at)..at];
        let begins = far(at) == 0 || memchr::memchr(b'\n', before).is_some();
        !begins || is_asked(before, far(at) > 0)
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
    for (at, byte) in before.iter().enumerate().rev() {
        match byte {
            b')' | b']' | b'}' => depth += 1,
            b'(' | b'[' | b'{' if depth > 0 => depth -= 1,
            // Its name may be cut.
            b'(' if cut && at < 16 => return true,
            b'(' => return is_in_comment(&before[..at]) || is_name_asked(before[..at].trim_ascii_end()),
            // A mapping in a mapping.
            b'[' | b'{' => return false,
            // Brackets may stand in a text or comment.
            b'"' | b'\'' | b'#' | b'\\' => return true,
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
    let defined = rest.trim_ascii_end().ends_with(b"def");
    !defined && (name.is_empty() || ASKED.iter().any(|asked| asked.as_bytes() == name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_spread_where() {
        let many = format!("Item(\n{})", "    **wanted,\n".repeat(100));
        assert!(spreads(&many), "too far from its name");
        for text in [
            "Item.objects.filter(**wanted)",
            "Item.objects.filter(\n    name=first(1),\n    **wanted\n)",
            "Item.objects.exclude(name=\":(\", **wanted)",
            "Q (**wanted)",
            "table[0](**wanted)",
            "Item.objects.get( # the one\n    **wanted)",
            "Item.objects.get(one,  # the other (\n    **wanted)",
        ] {
            assert!(spreads(text), "{text}");
        }
        for text in [
            "def get(self, request, *args, **kwargs): pass",
            "super().get_context_data(**kwargs)",
            "filter(2 ** 3)",
            "filter(x={**first, **second})",
            "Item(**wanted)",
        ] {
            assert!(!spreads(text), "{text}");
        }
    }
}
