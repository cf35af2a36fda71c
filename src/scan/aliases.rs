//! Other names for something: `run = subprocess.run`. They mean what it means, as names that an import gives do.

use rustc_hash::FxHashSet;

/// The words that a statement hands on as they are, neither called nor looked into; `None` for all of its words.
pub(super) fn handed_on(statement: &str) -> Option<FxHashSet<&str>> {
    let mut found = FxHashSet::default();
    let compound = ["try:", "if ", "with ", "for "].iter().any(|word| statement.starts_with(word));
    let (_, value) = statement.split_once('=').unwrap_or_default();
    let value = value.trim_ascii_start();
    if !compound {
        let chain = value.find(|letter: char| !is_part(letter) && letter != '.').unwrap_or(value.len());
        let (name, behind) = value.split_at(chain);
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
    while let Some(start) = rest.find(is_part) {
        let chain = &rest[start..];
        let end = chain.find(|letter: char| !is_part(letter) && letter != '.').unwrap_or(chain.len());
        rest = &chain[end..];
        if !rest.trim_ascii_start().starts_with(['(', '[', '=', ':', '"', '\'']) {
            found.extend(chain[..end].split('.'));
        }
    }
    Some(found)
}

fn is_part(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::handed_on;

    #[test]
    fn what_is_handed_on() {
        let hands_on = |text| handed_on(text).is_none_or(|words| words.contains("subprocess"));
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
