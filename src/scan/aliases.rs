//! Other names for something: `run = subprocess.run`. They mean what it means, as names that an import gives do.

/// The words that a statement hands on as they are, neither called nor looked into; `None` for all of its words.
pub(super) fn handed_on(statement: &str) -> Option<Vec<&str>> {
    let mut found = Vec::new();
    let compound = ["try:", "if ", "with ", "for "].iter().any(|word| statement.starts_with(word));
    let equals = memchr::memchr(b'=', statement.as_bytes()).map_or(statement.len(), |at| at + 1);
    let value = statement[equals..].trim_ascii_start();
    if !compound {
        let (name, behind) = value.split_at(end_of_chain(value));
        if name.starts_with("lambda") || name.ends_with("partial") {
            return None;
        }
        // What a call gives back, or a text, is no other name for anything.
        let called = !name.is_empty() && behind.starts_with('(') && value.trim_ascii_end().ends_with(')');
        if called || value.starts_with(['"', '\'']) {
            return Some(found);
        }
    }
    let mut rest = if compound { statement } else { value };
    while let Some(start) = rest.bytes().position(is_part) {
        let (chain, behind) = rest[start..].split_at(end_of_chain(&rest[start..]));
        rest = behind;
        if !rest.trim_ascii_start().starts_with(['(', '[', '=', ':', '"', '\'']) {
            found.extend(chain.split('.'));
        }
    }
    Some(found)
}

/// Where names with dots between them end that a text begins with.
fn end_of_chain(text: &str) -> usize {
    text.bytes().position(|byte| !is_part(byte) && byte != b'.').unwrap_or(text.len())
}

fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::handed_on;

    #[test]
    fn what_is_handed_on() {
        let hands_on = |text| handed_on(text).is_none_or(|words| words.contains(&"subprocess"));
        for text in [
            "run = subprocess.run\n",
            "run, call = (subprocess.run, 1)  # both",
            "RUN = (subprocess.run, 1)\n",
            "ACTIONS = {\n    \"run\": subprocess.run,\n}",
            "try:\n    run = subprocess.run\nexcept ImportError:\n    run = None\n",
            "run = functools.partial(subprocess.run, check=True)",
            "run = lambda line: subprocess.run(line)",
            "run = shop.tools(1).subprocess",
        ] {
            assert!(hands_on(text), "{text}");
        }
        for text in [
            "process = subprocess.run(line)",
            "field = Field(subprocess=1, run=2)",
            "LINE = subprocess.lines[0]",
            "NAMES = {subprocess: 1, \"a\": 2}",
            "subprocess: int",
            "prerun = subprocesses",
        ] {
            assert!(!hands_on(text), "{text}");
        }
    }
}
