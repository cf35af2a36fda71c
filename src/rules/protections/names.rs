//! What a protection protects from, told by its name: of a library's function, or of one of the project's own.
//!
//! Knows names only. A project names its checks for what they check, so the words say more than could be followed.

use super::Topic;
use super::words::{CHECKS, CLEANS, MASKS, OTHER, SECRETS, TOPICS};
use crate::rules::configuration::places::words;
use crate::semantic::models::{Effect, Kind, Kinds, Models};

/// How a function protects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// It gives back what it was given, made harmless.
    Cleans,
    /// It says whether what it was given is harmless, or raises where it is not.
    Checks,
}

/// Of a library's function, by its dotted name.
pub(super) fn of_library(models: &Models, name: &str) -> Option<(Topic, Manner)> {
    const COMPARE: &[&str] = &[
        "hmac.compare_digest",
        "secrets.compare_digest",
        "django.utils.crypto.constant_time_compare",
        "werkzeug.security.safe_str_cmp",
        "cryptography.hazmat.primitives.constant_time.bytes_eq",
    ];
    if COMPARE.contains(&name) {
        return Some((Topic::Timing, Manner::Checks));
    }
    if name.starts_with("defusedxml.") {
        return Some((Topic::Xml, Manner::Cleans));
    }
    if name.starts_with("tarsafe.") {
        return Some((Topic::Archive, Manner::Cleans));
    }
    // A file made around another one, or under a name of its own: the name that was given does not lead there, with
    // this call or with another one.
    if ["io.", "gzip.", "tempfile."].iter().any(|module| name.starts_with(module)) {
        return None;
    }
    models.effects(name).find_map(|effect| match effect {
        Effect::Clean(_, kinds) => Some((of_kinds(kinds)?, Manner::Cleans)),
        Effect::Guard(_, kinds) | Effect::Check(_, kinds)
            if kinds.has(Kind::Redirect) && !kinds.has(Kind::Sql) =>
        {
            Some((Topic::Address, Manner::Checks))
        }
        _ => None,
    })
}

/// What an escape is good for. Percent signs are good for much and say nothing of what was meant.
fn of_kinds(kinds: Kinds) -> Option<Topic> {
    if kinds.has(Kind::Ldap) && kinds.has(Kind::Header) {
        return None;
    }
    let known = [
        (Kind::Path, Topic::Path),
        (Kind::Html, Topic::Markup),
        (Kind::Command, Topic::Shell),
        (Kind::Sql, Topic::Query),
        (Kind::Ldap, Topic::Directory),
        (Kind::Regex, Topic::Pattern),
    ];
    known.iter().find(|(kind, _)| kinds.has(*kind)).map(|(_, topic)| *topic)
}

/// Of a function that is known by its last name alone. `None` for those that protect from nothing, or from something that
/// the name does not tell: see [`is_general`].
pub(super) fn of_name(name: &str) -> Option<(Topic, Manner)> {
    let words = words(name);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    if has(MASKS) && has(SECRETS) {
        return Some((Topic::Secret, Manner::Cleans));
    }
    let rights = ["permission", "permissions", "perm", "perms", "authorized", "authorization"];
    let asks = has(&["assert", "check", "ensure", "require", "requires", "verify"]) && has(&rights);
    if has(OTHER) && !asks {
        return None;
    }
    let begins = |known: &[&str]| words.first().is_some_and(|word| known.contains(&word.as_str()));
    // What is asked for is a right, whatever it is a right to: `requires_access_to_file`.
    let right = begins(&["require", "requires", "has", "can", "may"])
        && has(&["access", "permission", "permissions", "perm", "perms", "role", "privilege"]);
    let first = TOPICS.iter().find(|(_, known)| has(known)).map(|(topic, _)| *topic);
    // Groups and classes have members, too: only those of archives are safe or not.
    let member = has(&["safe", "secure", "extract"]) && has(&["member", "members"]);
    let topic = match first {
        _ if right => Some(Topic::Access),
        None if member => Some(Topic::Path),
        first => first,
    };
    if has(CLEANS) {
        return match (topic, &words[..]) {
            (Some(topic), _) => Some((topic, Manner::Cleans)),
            (None, [only]) if only == "escape" => Some((Topic::Markup, Manner::Cleans)),
            (None, [.., last]) if last == "escape" => Some((Topic::Markup, Manner::Cleans)),
            (None, _) => None,
        };
    }
    let is_in = words.first().is_some_and(|word| word == "is")
        && has(&["in", "under", "local", "internal", "private", "relative", "subpath"]);
    let has_right = has(&["has", "user", "can"])
        && has(&["permission", "permissions", "perm", "perms", "access", "role", "privilege"]);
    let manner = if words.first().is_some_and(|word| matches!(word.as_str(), "safe" | "secure")) {
        Manner::Cleans
    } else {
        Manner::Checks
    };
    (has(CHECKS) || is_in || has_right).then(|| Some((topic?, manner)))?
}

/// True for the name of a function that is a check itself: each condition in it is a part of what it protects from.
pub(super) fn is_check(name: &str) -> bool {
    let words = words(name);
    let begins = words.first().is_some_and(|word| {
        matches!(
            word.as_str(),
            "is" | "has"
                | "can"
                | "may"
                | "check"
                | "validate"
                | "verify"
                | "ensure"
                | "assert"
                | "require"
                | "authorize"
        )
    });
    begins || words.iter().any(|word| matches!(word.as_str(), "valid" | "validate" | "safe" | "allowed"))
}

/// A name that says that something is checked or made harmless, and not what: it may stand for any protection.
pub(super) fn is_general(name: &str) -> bool {
    let words = words(name);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    (has(CLEANS) || has(CHECKS)) && !has(OTHER)
}

/// A name of something that may take the place of a protection.
pub(super) fn may_replace(name: &str) -> bool {
    let words = words(name);
    let more = ["clean", "cleaned", "normalize", "resolve", "encode", "quote"];
    is_general(name) || words.iter().any(|word| more.contains(&word.as_str()))
}

/// Of a collection of what is turned away, by its name: `SENSITIVE_KEYS`, `blocked_tags`.
pub(super) fn of_denied(name: &str) -> Option<Topic> {
    const DENIED: &[&str] = &[
        "deny",
        "denied",
        "denylist",
        "block",
        "blocked",
        "blocklist",
        "blacklist",
        "blacklisted",
        "forbidden",
        "disallowed",
        "unsafe",
        "dangerous",
        "sensitive",
        "secret",
        "secrets",
        "masked",
        "redacted",
        "restricted",
        "banned",
    ];
    static ABOUT: &[(Topic, &[&str])] = &[
        (Topic::Secret, &["sensitive", "secret", "secrets", "masked", "redacted"]),
        (Topic::Markup, &["tags", "tag", "attributes", "elements"]),
        (
            Topic::Code,
            &["modules", "module", "builtins", "globals", "names", "functions", "imports", "attrs"],
        ),
    ];
    let words = words(name);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    let of = |topics: &'static [(Topic, &'static [&'static str])]| {
        topics.iter().find(|(_, known)| has(known)).map(|(topic, _)| *topic)
    };
    has(DENIED).then(|| of(ABOUT).or_else(|| of(TOPICS)))?
}

/// A decorator or mixin by whose name one can tell that it turns requests away.
pub(super) fn of_decorator(name: &str) -> Option<Topic> {
    let words = words(name);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    if has(&["csrf", "xsrf"]) {
        return (!has(&["exempt"])).then_some(Topic::Forgery);
    }
    if has(&["exempt", "optional", "anonymous", "public", "skip", "http", "cache"]) {
        return None;
    }
    let asks = [
        "required",
        "require",
        "requires",
        "protect",
        "protected",
        "signed",
        "authenticated",
        "passes",
        "restricted",
        "secured",
    ];
    let about = [
        "login",
        "auth",
        "authenticated",
        "authentication",
        "permission",
        "permissions",
        "perm",
        "admin",
        "staff",
        "superuser",
        "role",
        "roles",
        "access",
        "signed",
        "user",
        "jwt",
        "owner",
        "scope",
        "scopes",
    ];
    (has(&asks) && has(&about)).then_some(Topic::Access)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_they_protect_from() {
        for (name, topic) in [
            ("is_in_folder", Some(Topic::Path)),
            ("is_safe_redirect", Some(Topic::Address)),
            ("escape_html", Some(Topic::Markup)),
            ("sanitize_html_attributes", Some(Topic::Markup)),
            ("sanitize_attributes", None),
            ("assert_permissions_to_update", Some(Topic::Access)),
            ("check_for_updates", None),
            ("check_for_existing_members", None),
            ("check_existing_file", None),
            ("check_members", None),
            ("is_safe_member", Some(Topic::Path)),
            ("requires_access_from_file_token", Some(Topic::Access)),
            ("escape", Some(Topic::Markup)),
            ("safe_join", Some(Topic::Path)),
            ("validateOrigin", Some(Topic::Forgery)),
            ("has_view_permission", Some(Topic::Access)),
            ("mask_password", Some(Topic::Secret)),
            ("is_file", None),
            ("is_dir", None),
            ("check_output", None),
            ("check_file_exists", None),
            ("validate", None),
            ("open_url", None),
        ] {
            assert_eq!(of_name(name).map(|(topic, _)| topic), topic, "{name}");
        }
    }

    #[test]
    fn decorators_turn_requests_away() {
        assert_eq!(of_decorator("login_required"), Some(Topic::Access));
        assert_eq!(of_decorator("csrf_protect"), Some(Topic::Forgery));
        assert_eq!(of_decorator("csrf_exempt"), None);
        assert_eq!(of_decorator("require_http_methods"), None);
        assert_eq!(of_decorator("PermissionRequiredMixin"), Some(Topic::Access));
    }
}
