//! What a secret looks like: the forms that issuers give their keys, and whether a text could be one at all.
//!
//! Looks at one text; knows nothing of where it stands.

use super::Signs;

/// Words in a text that was put there to be replaced.
const PLACEHOLDERS: &[&str] = &[
    "changeme",
    "change_me",
    "change-me",
    "change-this",
    "example",
    "placeholder",
    "dummy",
    "xxxx",
    "your",
    "todo",
    "fixme",
    "insert",
    "replace",
    "fake",
    "sample",
    "redacted",
    "****",
    "....",
    "foobar",
    "test",
    "not-a-secret",
    "notasecret",
    "mysecret",
    "my-secret",
    "secret-key",
    "secret_key",
    "default",
    "password",
    "development",
    "dev-",
    "dev_",
    "local",
    "insecure",
    "goes-here",
    "<",
    "${",
    "{{",
    "%(",
    "aaaa",
    "0000",
    "----",
];

/// Tells at once of most texts, by the `signs` in them, that [`known_form`] does not know them.
pub(in crate::rules) fn may_have_form(text: &str, signs: Signs) -> bool {
    // A password in an address, a private key, an address that posts somewhere.
    let long = || signs.has(Signs::AT) || text.len() > 60 && signs.has(Signs::COLON.and(Signs::DASH));
    let others = Signs::COLON.and(Signs::SLASH).and(Signs::CLOSING).and(Signs::BACKSLASH);
    text.len() >= SHORTEST && (!signs.has(others) && text.starts_with(FIRST) || long())
}

/// Whose key a text is, when it has the form that the issuer gives its keys and is not the one from the manual.
pub(in crate::rules) fn known_form(text: &str) -> Option<&'static str> {
    // Asked of each string of a file: its beginning tells of most that they are none.
    let begins = || text.starts_with(FIRST) || text.len() > 60 || text.contains('@');
    if text.len() < SHORTEST || !begins() || !may_have_form(text, Signs::of(text)) {
        return None;
    }
    if text.len() > 64 && text.contains("-----BEGIN ") && text.contains("PRIVATE KEY-----") {
        // Only the line that begins one is a text to look for, and a manual leaves the lines of the key out.
        let body = text.split("PRIVATE KEY-----").nth(1).unwrap_or_default();
        let body = body.split("-----").next().unwrap_or_default();
        let is_line = |line: &str| {
            line.len() >= 40
                && line.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte))
        };
        let mut lines = body.split("\\n").flat_map(str::split_whitespace);
        return lines.any(is_line).then_some("a private key");
    }
    let form = issued_form(text)?;
    let lower = text.to_ascii_lowercase();
    let placeholder = ["example", "xxxx", "your", "fake", "dummy", "placeholder", "****", "...", "test"];
    (!placeholder.iter().any(|word| lower.contains(word))).then_some(form)
}

/// The letters that the keys of issuers begin with.
const FIRST: [char; 9] = ['A', 'S', 'g', 'h', 'n', 'p', 'r', 's', 'x'];

/// No form is shorter, in bytes.
const SHORTEST: usize = 12;

fn issued_form(text: &str) -> Option<&'static str> {
    let forms: &[(&str, usize, &'static str)] = &[
        ("AKIA", 16, "a key of an AWS account"),
        ("ghp_", 36, "a token for GitHub"),
        ("gho_", 36, "a token for GitHub"),
        ("ghs_", 36, "a token for GitHub"),
        ("ghr_", 36, "a token for GitHub"),
        ("github_pat_", 40, "a token for GitHub"),
        ("glpat-", 20, "a token for GitLab"),
        ("sk_live_", 20, "a live key for Stripe"),
        ("rk_live_", 20, "a live key for Stripe"),
        ("xoxb-", 20, "a token for Slack"),
        ("xoxp-", 20, "a token for Slack"),
        ("xoxa-", 20, "a token for Slack"),
        ("xoxr-", 20, "a token for Slack"),
        ("AIza", 35, "a key for Google's services"),
        ("SG.", 40, "a key for SendGrid"),
        ("npm_", 36, "a token for npm"),
        ("pypi-AgE", 40, "a token for PyPI"),
        ("hf_", 30, "a token for Hugging Face"),
        ("sk-ant-", 30, "a key for Anthropic"),
        ("sk-proj-", 30, "a key for OpenAI"),
    ];
    // Most texts begin like none of them.
    let begins = |prefix: &str| prefix.as_bytes().first() == text.as_bytes().first();
    for (prefix, length, whose) in forms.iter().filter(|(prefix, ..)| begins(prefix)) {
        if let Some(rest) = text.strip_prefix(prefix) {
            let plain = rest.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c));
            if plain && rest.len() >= *length && entropy(rest) >= 2.5 {
                return Some(whose);
            }
        }
    }
    if text.starts_with("https://hooks.slack.com/services/T") && text.len() > 60 {
        return Some("an address that posts to Slack");
    }
    with_password(text).then_some("the password in this address")
}

/// `postgresql://shop:n7Kq2wXy@db.internal/shop`
fn with_password(text: &str) -> bool {
    let Some((scheme, rest)) =
        Some(text).filter(|text| text.contains('@')).and_then(|text| text.split_once("://"))
    else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let Some((user, host)) = authority.rsplit_once('@') else { return false };
    let Some((name, password)) = user.split_once(':') else { return false };
    let local = ["localhost", "127.0.0.1", "0.0.0.0", "[::1]"].iter().any(|own| host.starts_with(own));
    let scheme = !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    scheme && !local && name != password && host.contains('.') && looks_real(password)
}

/// True when a text was put there to be replaced: it says so, or counts up.
fn is_made_up(lower: &str) -> bool {
    counts_up(lower) || PLACEHOLDERS.iter().any(|word| lower.contains(word))
}

/// Six letters in their order, `abcdef`, `jklmnopqr`, or eight digits: nobody is given those by chance. Shorter runs of
/// digits stand in passwords that people choose.
pub(in crate::rules) fn counts_up(lower: &str) -> bool {
    let rises = |run: &[u8]| run.windows(2).all(|pair| pair[0].checked_add(1) == Some(pair[1]));
    let bytes = lower.as_bytes();
    bytes.windows(6).any(|run| run[0].is_ascii_lowercase() && rises(run))
        || bytes.windows(8).any(|run| run[0].is_ascii_digit() && rises(run))
}

/// True when a text could be a secret that somebody uses: one word, not made to be replaced, not an address, path or
/// identifier, with as much variety as a secret has.
pub(in crate::rules) fn looks_real(text: &str) -> bool {
    if text.len() < 8 || text.len() > 512 || !text.is_ascii() {
        return false;
    }
    // Asked of many strings: one pass over the bytes tells of most that they are none.
    let (mut upper, mut lower, mut digits, mut symbols) = (false, false, 0, false);
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' => lower = true,
            b'A'..=b'Z' => upper = true,
            b'0'..=b'9' => digits += 1,
            b'{' | b'}' | b'\\' | b'|' | 9..=13 | b' ' => return false,
            b'_' | b'-' | b'.' | b':' | b'/' | b',' => {}
            _ => symbols |= byte.is_ascii_punctuation(),
        }
    }
    // `login.reset_password`, `api-key-header`, `OAuth2PasswordBearer`: words with joints between them, with at most a digit.
    let wordy = digits < 2 && !symbols;
    if !(upper || lower) || wordy && !(text.len() >= 24 && upper && lower && digits > 0) {
        return false;
    }
    if text.contains("://") || text.starts_with(['/', '.', '#', '$', '%', '@', '[', '(']) {
        return false;
    }
    let folded = text.to_ascii_lowercase();
    let media = ["application/", "text/", "image/", "audio/", "video/", "multipart/"];
    if media.iter().any(|kind| folded.starts_with(kind)) {
        return false;
    }
    entropy(text) >= if wordy { 4.0 } else { 2.75 } && !is_made_up(&folded)
}

/// True when the value says the same as the name, as keys of dictionaries and fields of forms do.
pub(in crate::rules) fn is_name_like(name: &str, text: &str) -> bool {
    let fold = |text: &str| {
        text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
    };
    let (name, text) = (fold(name), fold(text));
    text.contains(&name) || name.contains(&text)
}

/// Shannon's measure of a text's letters, in bits a letter.
fn entropy(text: &str) -> f64 {
    let mut counts = [0u32; 256];
    text.bytes().for_each(|byte| counts[byte as usize] += 1);
    let all = text.len().max(1) as f64;
    counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| f64::from(*count) / all)
        .map(|part| -part * part.log2())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::{known_form, looks_real};

    #[test]
    fn keys_are_known_by_their_form() {
        let token = format!("{}{}", "ghp_", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8");
        assert_eq!(known_form(&token), Some("a token for GitHub"));
        assert_eq!(known_form("AKIAIOSFODNN7EXAMPLE"), None);
        assert_eq!(known_form("ghp_short"), None);
        assert!(known_form("postgresql://shop:n7Kq2wXy94@db.internal/shop").is_some());
        assert!(known_form("postgresql://shop:shop@localhost/shop").is_none());
        assert!(known_form("-----BEGIN PRIVATE KEY-----").is_none());
        let manual = "{\"private_key\": \"...-----BEGIN PRIVATE KEY-----... in PEM format\", \"thumbprint\": \"such as \
                      A1B2C3D4E5F6, calculated from the public certificate where it is absent\"}";
        assert!(known_form(manual).is_none());
        let line = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj";
        for between in ["\n", "\\n"] {
            let key = format!("-----BEGIN PRIVATE KEY-----{between}{line}{between}-----END PRIVATE KEY-----");
            assert_eq!(known_form(&key), Some("a private key"));
        }
    }

    #[test]
    fn words_are_no_secrets() {
        for text in [
            "changeme",
            "access_token",
            "auth.reset_password",
            "only for this",
            "user-password-1",
            "application/json",
            "OAuth2PasswordBearer",
        ] {
            assert!(!looks_real(text), "{text}");
        }
        for text in ["p8Zr!4vq_T2m#x90bLwe", "n7Kq2wXy94", "f3a91c07be5d4421"] {
            assert!(looks_real(text), "{text}");
        }
    }
}
