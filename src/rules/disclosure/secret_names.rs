//! Which names speak of a secret, and which only look as if they did: `access_token` against `token_count`.
//!
//! Knows English names of variables, attributes and keys; values it does not see.

use crate::rules::configuration::places::words;

/// Words that make a name a secret's.
const SECRET: &[&str] = &[
    "password", "passwords", "passwd", "pwd", "passphrase", "passcode", "secret", "secrets", "token", "apikey", "authorization",
    "credentials", "jwt", "privatekey",
];

/// Two words in a row that do the same.
const PAIRS: &[(&str, &str)] = &[
    ("api", "key"), ("access", "key"), ("private", "key"), ("secret", "key"), ("encryption", "key"), ("signing", "key"),
    ("auth", "key"), ("session", "key"), ("pass", "word"), ("master", "key"),
];

/// Last words that make it something about a secret: how many, of which kind, where to get one.
const ABOUT: &[&str] = &[
    "count", "counts", "counter", "type", "types", "kind", "id", "ids", "uuid", "url", "urls", "uri", "name", "names", "length", "lengths", "len", "lens", "size", "sizes",
    "expiry", "expires", "expired", "expiration", "exp", "ttl", "age", "at", "time", "date", "timestamp", "valid", "validity",
    "hash", "hashed", "digest", "field", "fields", "form", "policy", "policies", "path", "file", "filename", "dir", "reset", "required", "error",
    "errors", "limit", "limits", "usage", "index", "status", "state", "enabled", "strength", "label", "prefix", "param", "params", "arn", "version",
    "provider", "changed", "missing", "masked", "redacted", "encrypted", "endpoint", "client", "manager", "attempts", "rules",
    "validator", "validators", "min", "max", "class", "model", "backend", "store", "service", "view", "page", "link", "email", "issuer",
    "lifetime", "response",
    "capacity",
    "consumption",
    "quota",
    "cost", "costs", "request", "rate", "rates", "budget", "budgets", "totals", "indices", "positions", "probs", "logprobs", "embeddings", "mask", "pool", "key", "info", "source", "location", "regex", "pattern", "algorithm", "alg", "algo", "kid",
    "ok", "set", "exists", "present", "used", "created", "updated", "hint", "method", "env", "var", "header", "scope", "scopes", "list",
    "offset", "position", "pos", "start", "end", "line", "text", "value_type", "stream", "iterator", "map", "table", "bucket",
];

/// First or inner words that make it harmless: of language models and pagers, or of what is already covered up.
const HARMLESS: &[&str] = &[
    "orm",
    "obj",
    "log",
    "is", "has", "num", "n", "total", "use", "uses", "requires", "require", "no", "hashed", "masked", "encrypted", "redacted", "public",
    "csrf", "xsrf", "next", "page", "continuation", "sync", "stop", "eos", "bos", "pad", "special", "input", "output", "prompt",
    "completion", "max", "min", "allow", "should", "can", "missing", "invalid", "expired", "safe", "sanitized", "obfuscated", "partial",
    "fake", "dummy", "cancellation", "cancel", "fcm", "design", "lexer", "parser", "word", "sub", "tokenized",
];

/// True when something of this name holds a secret. `session_key`, `user.password`, `Authorization`.
pub(in crate::rules) fn is_secret(name: &str) -> bool {
    let words = words(name);
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    let pair = words.windows(2).any(|two| PAIRS.iter().any(|(a, b)| two[0] == *a && two[1] == *b));
    let ends_in_pair =
        words.len() > 1 && PAIRS.iter().any(|(a, b)| words[words.len() - 2] == *a && words[words.len() - 1] == *b);
    if words.iter().any(|word| HARMLESS.contains(&word.as_str())) {
        return false;
    }
    // `GET_TOKEN`, `verify_password` are names of what is done.
    if matches!(first.as_str(), "get" | "verify" | "check" | "validate" | "generate" | "make" | "reset" | "change" | "update" | "set" | "create" | "delete" | "forgot" | "add") {
        return false;
    }
    if ABOUT.contains(&last.as_str()) && !ends_in_pair {
        return false;
    }
    pair || words.iter().any(|word| SECRET.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::is_secret;

    #[test]
    fn secrets_are_told_from_what_is_said_about_them() {
        for name in ["password", "access_token", "apiKey", "API_KEY", "Authorization", "client_secret", "private_key", "new_password"] {
            assert!(is_secret(name), "{name}");
        }
        for name in [
            "token_count", "token_type", "password_reset_url", "has_password", "hashed_password", "public_key", "next_token",
            "max_tokens", "passwords_changed", "key", "tokenizer", "token_alg", "author", "csrf_token", "token_budgets", "token_sizes", "secretary", "password_field",
        ] {
            assert!(!is_secret(name), "{name}");
        }
    }
}
