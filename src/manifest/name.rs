//! Names of packages: PEP 503 and PEP 508.

/// Lower case, with each run of `-`, `_` and `.` as one hyphen.
pub fn normalise(name: &str) -> String {
    // Most names are written so already.
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if name.bytes().all(plain) && !name.contains("--") {
        return name.to_owned();
    }
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    for c in name.trim().chars() {
        if matches!(c, '-' | '_' | '.') {
            gap = true;
            continue;
        }
        if std::mem::take(&mut gap) {
            out.push('-');
        }
        out.extend(c.to_lowercase());
    }
    if gap {
        out.push('-');
    }
    out
}

/// True for a name as PEP 508 has it: letters and digits of ASCII, with `-`, `_` and `.` inside.
pub fn is_valid(name: &str) -> bool {
    let bytes = name.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return false };
    first.is_ascii_alphanumeric()
        && last.is_ascii_alphanumeric()
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_normalised_as_pep_503_has_it() {
        for (raw, wanted) in [
            ("Django", "django"),
            ("ruamel.yaml", "ruamel-yaml"),
            ("A__b-.C", "a-b-c"),
            ("zope.interface", "zope-interface"),
        ] {
            assert_eq!(normalise(raw), wanted);
        }
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing(name in "[A-Za-z0-9._-]{0,12}") {
            let once = normalise(&name);
            prop_assert_eq!(normalise(&once), once);
        }
    }
}
