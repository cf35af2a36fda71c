//! Whether a part of a file gives an exception a name: `except ValueError as error`. Most that catch one only go on.

/// True where it may; in doubt it does.
pub(super) fn names_exception(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memmem::find_iter(bytes, b"except").any(|at| {
        let rest = &bytes[at + b"except".len()..];
        let head = &rest[..memchr::memchr(b':', rest).unwrap_or(rest.len())];
        // A colon may stand inside of these.
        let unclear = |byte: &u8| matches!(byte, b'#' | b'"' | b'\'' | b'[' | b'{' | b'\\');
        // `except (E := ValueError) as error`: the colon is not the last.
        let goes_on = rest.get(head.len() + 1) == Some(&b'=');
        goes_on
            || head.windows(2).any(|pair| pair == b"as")
            || head.iter().any(unclear)
            || head.windows(6).any(|word| word == b"lambda")
    })
}

#[cfg(test)]
mod tests {
    use super::names_exception;

    #[test]
    fn what_is_caught_under_a_name() {
        for text in [
            "try:\n    a()\nexcept ValueError as error:\n    b(error)\n",
            "try:\n    a()\nexcept (\n    ValueError,  # of ours: it is\n    KeyError,\n) as error:\n    b(error)\n",
            "try:\n    a()\nexcept:\n    b()\nexcept* E as error: pass\n",
            "try:\n    a()\nexcept ERRORS[1:] as error:\n    b(error)\n",
            "try:\n    a()\nexcept (E := ValueError) as error:\n    b(error)\n",
        ] {
            assert!(names_exception(text), "{text}");
        }
        for text in [
            "try:\n    a()\nexcept ValueError:\n    b()\n",
            "try:\n    a()\nexcept:\n    with b() as c: pass\n",
        ] {
            assert!(!names_exception(text), "{text}");
        }
    }
}
