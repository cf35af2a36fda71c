//! CVSS vectors to scores.

use std::str::FromStr;

use cvss::Cvss;

/// The highest base score of CVSS 3 and 4 vectors, in tenths, 0 to 100; `None` when there is none that can be read.
pub fn of_vectors<'a>(vectors: impl Iterator<Item = &'a str>) -> Option<u8> {
    let scores = vectors.filter_map(|vector| {
        // Some records end a vector with a slash.
        let vector = Cvss::from_str(vector.trim().trim_end_matches('/')).ok()?;
        Some((vector.score() * 10.0).round().clamp(0.0, 100.0) as u8)
    });
    scores.max()
}

/// The score that stands for a word, where a record has no vector.
pub(super) fn of_word(word: &str) -> Option<u8> {
    match word.to_ascii_lowercase().as_str() {
        "critical" => Some(95),
        "high" => Some(80),
        "moderate" | "medium" => Some(55),
        "low" => Some(25),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_have_the_scores_of_the_standard() {
        for (vector, wanted) in [
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", Some(98)),
            ("CVSS:3.0/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", Some(31)),
            ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", Some(93)),
            ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N", Some(69)),
            ("high", None),
        ] {
            assert_eq!(of_vectors(std::iter::once(vector)), wanted, "{vector}");
        }
    }
}
