//! The right word nearest to a wrong one.

/// Words longer than this are not compared: nobody mistypes that much, and the comparison is quadratic.
const LONGEST: usize = 100;

/// The choice that `word` was most likely meant to be, if one is near enough.
pub fn nearest<'a>(word: &str, choices: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    let plain = word.to_lowercase().replace('_', "-");
    let allowed = (plain.chars().count() / 3).max(1);
    choices
        .into_iter()
        .map(|choice| (distance(&plain, &choice.to_lowercase().replace('_', "-")), choice))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, choice)| choice)
}

/// Edits between the two; a word that is the beginning of the other, or its words in another order, counts as near.
fn distance(a: &str, b: &str) -> usize {
    let edits = strsim::damerau_levenshtein(a, b);
    let beginning = a.len() >= 3 && (b.starts_with(a) || a.starts_with(b));
    if beginning { edits.min(1) } else { edits }
}

/// A remedy in words: "did you mean `x`?", else the short list of what is known, else `otherwise`.
pub fn suggestion<'a>(
    word: &str,
    choices: impl IntoIterator<Item = &'a str> + Clone,
    otherwise: &str,
) -> String {
    if let Some(near) = nearest(word, choices.clone()) {
        return format!("did you mean `{near}`?");
    }
    let all: Vec<&str> = choices.into_iter().collect();
    if all.is_empty() || all.len() > 12 { otherwise.into() } else { format!("known: {}", all.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_found_and_a_far_one_is_not() {
        let rules = ["sql-injection", "ssrf", "weak-hash", "weak-cipher"];
        for (word, near) in [
            ("sql-injecton", Some("sql-injection")),
            ("SQL_Injection", Some("sql-injection")),
            ("sql", Some("sql-injection")),
            ("weak-hsah", Some("weak-hash")),
            ("ssfr", Some("ssrf")),
            ("teapot", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, rules), near, "{word}");
        }
        assert_eq!(nearest(&"s".repeat(1000), rules), None);
    }

    #[test]
    fn without_a_near_word_a_short_list_is_shown() {
        assert_eq!(suggestion("x", ["text", "json"], "see --help"), "known: text, json");
        assert_eq!(suggestion("jsn", ["text", "json"], "see --help"), "did you mean `json`?");
        assert_eq!(suggestion("x", [], "see --help"), "see --help");
    }
}
