//! The words of a silencing mark, apart from where it stands.

use jiff::civil::Date;

use crate::config::nearest;

/// What a mark silences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Names {
    /// Rules by our names.
    Own(Vec<String>),
    /// bandit's codes; none means all.
    Bandit(Vec<String>),
    /// ruff's codes; none means all.
    Ruff(Vec<String>),
    /// ruff's codes for the whole file; none means all.
    File(Vec<String>),
}

/// One mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) names: Names,
    pub(super) reason: Option<String>,
    /// The last day on which it counts.
    pub(super) until: Option<Date>,
}

/// What is wrong with a mark, a sentence each without a full stop.
pub(super) type Faults = Vec<String>;

/// How a mark of ours is written, for messages.
const SHAPE: &str = "write `# hognose: ignore[rule] -- reason`";

/// Longest piece of a comment that a message repeats, in characters.
const REPEATED: usize = 60;

/// False when the comment cannot hold a mark; cheap.
pub(super) fn maybe(comment: &str) -> bool {
    keyword_at(comment).is_some()
}

/// Every mark of one comment, in order, each with what is wrong with it.
pub(super) fn parse(comment: &str) -> Vec<(Mark, Faults)> {
    let mut out = Vec::new();
    let mut rest = comment;
    while let Some((keyword, at)) = keyword_at(rest) {
        let body = rest.get(at..).unwrap_or_default();
        // A reason may hold a number sign; only one before another mark ends it.
        let end = keyword_at(body).map_or(body.len(), |(_, next)| body[..next].rfind('#').unwrap_or(next));
        let (body, left) = body.split_at(end);
        rest = left;
        match keyword {
            Keyword::Own => out.extend(own(body)),
            Keyword::Nosec => out.push((plain(Names::Bandit(bandit_codes(body))), Vec::new())),
            Keyword::Noqa => out.extend(noqa(body).map(|codes| (plain(Names::Ruff(codes)), Vec::new()))),
            Keyword::File => out.extend(noqa(body).map(|codes| (plain(Names::File(codes)), Vec::new()))),
        }
    }
    out
}

#[derive(Debug, Clone, Copy)]
enum Keyword {
    Own,
    Nosec,
    Noqa,
    File,
}

/// The first keyword that directly follows a number sign, and the byte after it. bandit's word is in small letters,
/// ruff's in any.
fn keyword_at(text: &str) -> Option<(Keyword, usize)> {
    for (sign, _) in text.match_indices('#') {
        let body = text[sign + 1..].trim_start();
        let at = text.len() - body.len();
        if let Some(after) = word(body, "hognose", false) {
            let gap = after.len() - after.trim_start().len();
            if after.trim_start().starts_with(':') {
                return Some((Keyword::Own, text.len() - after.len() + gap + 1));
            }
        } else if word(body, "nosec", true).is_some() {
            return Some((Keyword::Nosec, at + "nosec".len()));
        } else if word(body, "noqa", false).is_some() {
            return Some((Keyword::Noqa, at + "noqa".len()));
        } else if let Some(after) = word(body, "ruff", false).or_else(|| word(body, "flake8", false)) {
            let after = after.trim_start().strip_prefix(':').map(str::trim_start);
            if let Some(codes) = after.and_then(|after| word(after, "noqa", false)) {
                return Some((Keyword::File, text.len() - codes.len()));
            }
        }
    }
    None
}

/// What follows `wanted` at the start of `text`, when it stands there as a word of its own.
fn word<'a>(text: &'a str, wanted: &str, exact: bool) -> Option<&'a str> {
    let (head, tail) = text.split_at_checked(wanted.len())?;
    let same = if exact { head == wanted } else { head.eq_ignore_ascii_case(wanted) };
    let ends = !tail.starts_with(|next: char| next.is_alphanumeric() || next == '_' || next == '-');
    (same && ends).then_some(tail)
}

fn plain(names: Names) -> Mark {
    Mark { names, reason: None, until: None }
}

/// Ours: `ignore[rule, rule] until=DATE -- reason`. A mark that cannot be read silences nothing.
fn own(body: &str) -> Option<(Mark, Faults)> {
    let body = body.trim();
    let nothing = |fault: String| Some((plain(Names::Own(Vec::new())), vec![fault]));
    let Some(after) = word(body, "ignore", false) else {
        let verb = body.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let meant =
            nearest(verb, ["ignore"]).map_or("is not known", |_| "is not known; did you mean `ignore`?");
        return nothing(format!("the mark `hognose: {}` {meant}; {SHAPE}", short(verb)));
    };
    let inside = after.trim_start().strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let Some((list, tail)) = inside else {
        return nothing(format!("the mark names no rule; {SHAPE}"));
    };
    let names = list.split(',').map(str::trim).filter(|name| !name.is_empty());
    let mut rules: Vec<String> = names.map(short).collect();
    rules.dedup();
    if rules.is_empty() {
        return nothing(format!("the mark names no rule; {SHAPE}"));
    }
    let (head, reason) = tail.split_once("--").map_or((tail, ""), |(head, reason)| (head, reason));
    let date = |word: &&str| word.starts_with("until=");
    let until = head.split_whitespace().chain(reason.split_whitespace()).find(date);
    let kept: Vec<&str> = reason.split_whitespace().filter(|word| !date(word)).collect();
    let reason = (!kept.is_empty()).then(|| kept.join(" "));

    let mut faults = Vec::new();
    let mut names = Names::Own(rules);
    let until = until.map(|word| &word["until=".len()..]);
    let day = until.map(|day| day.trim_end_matches(['.', ',', ';']).parse::<Date>());
    if let (Some(Err(_)), Some(text)) = (&day, until) {
        faults.push(format!("the mark's date `{}` is not a day; write `until=YYYY-MM-DD`", short(text)));
        names = Names::Own(Vec::new());
    } else if reason.is_none() {
        faults.push("the mark gives no reason; add ` -- ` and why it is safe".into());
    }
    Some((Mark { names, reason, until: day.and_then(Result::ok) }, faults))
}

fn short(text: &str) -> String {
    text.chars().take(REPEATED).collect()
}

/// Codes after `noqa`. A colon without a code is a slip that ruff does not honour either: no mark at all.
fn noqa(body: &str) -> Option<Vec<String>> {
    let Some(list) = body.trim_start().strip_prefix(':') else { return Some(Vec::new()) };
    let code = |word: &&str| {
        let digits = word.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
        digits.len() < word.len() && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let words = list.split(|c: char| c == ',' || c.is_whitespace()).filter(|word| !word.is_empty());
    let codes: Vec<String> = words.take_while(code).map(str::to_owned).collect();
    (!codes.is_empty()).then_some(codes)
}

/// Codes after `nosec`: numbers or test names. Words that bandit would not know leave the mark a blanket one.
fn bandit_codes(body: &str) -> Vec<String> {
    let words = body.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words
        .filter_map(|word| {
            let number = word.strip_prefix('B').filter(|number| number.len() == 3);
            if number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit())) {
                return Some(word.to_owned());
            }
            let named = BANDIT_NAMES.iter().find(|(name, _)| *name == word);
            named.map(|(_, code)| (*code).to_owned())
        })
        .collect()
}

/// bandit's test names, as far as they cannot be taken for a word of prose.
const BANDIT_NAMES: &[(&str, &str)] = &[
    ("assert_used", "B101"),
    ("exec_used", "B102"),
    ("set_bad_file_permissions", "B103"),
    ("hardcoded_bind_all_interfaces", "B104"),
    ("hardcoded_password_string", "B105"),
    ("hardcoded_password_funcarg", "B106"),
    ("hardcoded_password_default", "B107"),
    ("hardcoded_tmp_directory", "B108"),
    ("try_except_pass", "B110"),
    ("try_except_continue", "B112"),
    ("request_without_timeout", "B113"),
    ("flask_debug_true", "B201"),
    ("tarfile_unsafe_members", "B202"),
    ("request_with_no_cert_validation", "B501"),
    ("ssl_with_bad_version", "B502"),
    ("ssl_with_bad_defaults", "B503"),
    ("ssl_with_no_version", "B504"),
    ("weak_cryptographic_key", "B505"),
    ("yaml_load", "B506"),
    ("ssh_no_host_key_verification", "B507"),
    ("snmp_insecure_version", "B508"),
    ("snmp_weak_cryptography", "B509"),
    ("paramiko_calls", "B601"),
    ("subprocess_popen_with_shell_equals_true", "B602"),
    ("subprocess_without_shell_equals_true", "B603"),
    ("any_other_function_with_shell_equals_true", "B604"),
    ("start_process_with_a_shell", "B605"),
    ("start_process_with_no_shell", "B606"),
    ("start_process_with_partial_path", "B607"),
    ("hardcoded_sql_expressions", "B608"),
    ("linux_commands_wildcard_injection", "B609"),
    ("django_extra_used", "B610"),
    ("django_rawsql_used", "B611"),
    ("logging_config_insecure_listen", "B612"),
    ("pytorch_load", "B614"),
    ("jinja2_autoescape_false", "B701"),
    ("use_of_mako_templates", "B702"),
    ("django_mark_safe", "B703"),
    ("markupsafe_markup_xss", "B704"),
];
