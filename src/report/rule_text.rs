//! A rule's facts and prose for people: in the terminal, in the documentation, as SARIF help. Made from its
//! [`Meta`] alone, so that nothing can be stale.

use super::docs_url;
use super::wrap::wrap;
use crate::finding::Tier;
use crate::rules::{Example, Family, Meta, Rule};

/// One rule in full, for a terminal of `width` columns.
pub fn explain(rule: &Rule, width: usize) -> String {
    let meta = &rule.meta;
    let mut out = format!("{}: {}\n\n", meta.id, meta.summary);
    for (name, value) in facts(meta) {
        out.push_str(&format!("  {name:<10} {value}\n"));
    }
    let (why, instead) = (prose(meta.why, width), prose(meta.instead, width));
    out.push_str(&format!("\n{why}\nWhat to do instead\n\n{instead}"));
    for example in meta.examples.iter() {
        let (title, path, code) = match example {
            Example::Rewrite { path, bad, .. } => ("Bad", path, bad),
            Example::Bad { path, code } => ("Bad", path, code),
            Example::Good { path, code } => ("Good", path, code),
        };
        out.push_str(&format!("\n{title}, {path}\n\n{}", indent(code)));
        if let Example::Rewrite { good, .. } = example {
            out.push_str(&format!("\nis rewritten as\n\n{}", indent(good)));
        }
    }
    out.push_str(&format!("\nSilence it:  {}\n", super::silence_mark(meta.id)));
    out.push_str("\nSee\n");
    for link in meta.references.iter().copied().chain([docs_url(meta.id).as_str()]) {
        out.push_str(&format!("  {link}\n"));
    }
    out
}

/// The catalogue for a terminal: one line a rule.
pub fn rules_table(rules: &[&'static Rule]) -> String {
    let width = rules.iter().map(|rule| rule.meta.id.len()).max().unwrap_or(0);
    let mut out = String::new();
    for family in Family::ALL {
        let of = members(rules, *family);
        if of.is_empty() {
            continue;
        }
        out.push_str(&format!("{}\n", family.word()));
        for rule in of {
            let meta = &rule.meta;
            let fix = rewrite_word(meta.tier);
            out.push_str(&format!(
                "  {:width$}  {:8}  {fix:7}  {}\n",
                meta.id,
                meta.severity.word(),
                meta.summary
            ));
        }
        out.push('\n');
    }
    let rewrites = rules.iter().filter(|rule| rule.meta.tier != Tier::Advice).count();
    out.push_str(&format!(
        "{}, {rewrites} with rewrites. One in full: hognose explain RULE\n",
        super::count(rules.len(), "rule")
    ));
    out
}

/// `docs/rules/<id>.md`.
pub fn rule_page(rule: &Rule) -> String {
    let meta = &rule.meta;
    let mut out = format!("# {}\n\n{}.\n\n| | |\n| --- | --- |\n", meta.id, meta.summary);
    for (name, value) in facts(meta) {
        out.push_str(&format!("| {name} | {value} |\n"));
    }
    out.push_str(&format!("\n{}", help_with(meta, "##")));
    if !meta.examples.is_empty() {
        out.push_str("\n## Examples\n");
    }
    for example in meta.examples.iter() {
        match example {
            Example::Rewrite { path, bad, good } => {
                let (bad, good) = (code(path, bad), code(path, good));
                out.push_str(&format!("\nReported in `{path}`:\n\n{bad}\nand rewritten as:\n\n{good}"));
            }
            Example::Bad { path, code: text } => {
                out.push_str(&format!("\nReported in `{path}`, with advice:\n\n{}", code(path, text)));
            }
            Example::Good { path, code: text } => {
                out.push_str(&format!("\nSilent in `{path}`:\n\n{}", code(path, text)))
            }
        }
    }
    out.push_str(&format!("\n## Silence it\n\n```python\n{}\n```\n", super::silence_mark(meta.id)));
    out
}

/// `docs/rules/README.md`.
pub fn rules_index(rules: &[&'static Rule]) -> String {
    let mut out = String::from("# Rules\n\nMade from the rules themselves; do not edit.\n");
    for family in Family::ALL {
        let of = members(rules, *family);
        if of.is_empty() {
            continue;
        }
        out.push_str(&format!(
            "\n## {}\n\n| rule | what | severity | rewrite | CWE |\n| --- | --- | --- | --- | --- |\n",
            capital(family.word())
        ));
        for rule in of {
            let meta = &rule.meta;
            let cwe = meta.cwe.first().map(|number| format!("CWE-{number}")).unwrap_or_default();
            let (id, fix) = (meta.id, rewrite_word(meta.tier));
            let summary = meta.summary.replace('|', "\\|");
            out.push_str(&format!("| [{id}]({id}.md) | {summary} | {} | {fix} | {cwe} |\n", meta.severity));
        }
    }
    out
}

/// The prose of a rule as Markdown, for SARIF.
pub(super) fn help(meta: &Meta) -> String {
    help_with(meta, "###")
}

fn help_with(meta: &Meta, heading: &str) -> String {
    let mut out = format!("{}\n\n{heading} What to do instead\n\n{}\n", meta.why.trim(), meta.instead.trim());
    if !meta.references.is_empty() {
        out.push_str(&format!("\n{heading} See also\n\n"));
        meta.references.iter().for_each(|link| out.push_str(&format!("- <{link}>\n")));
    }
    out
}

fn facts(meta: &Meta) -> Vec<(&'static str, String)> {
    let cwe: Vec<String> = meta.cwe.iter().map(|number| format!("CWE-{number}")).collect();
    let mut out = vec![
        ("family", meta.family.word().to_owned()),
        ("severity", meta.severity.to_string()),
        ("precision", meta.precision.to_string()),
        ("rewrite", rewrite_word(meta.tier).to_owned()),
        ("weakness", cwe.join(", ")),
        ("OWASP", meta.owasp.title().to_owned()),
    ];
    if !meta.answers.is_empty() {
        out.push(("marks", meta.answers.join(", ")));
    }
    out
}

fn rewrite_word(tier: Tier) -> &'static str {
    match tier {
        Tier::Advice => "-",
        tier => tier.word(),
    }
}

fn members(rules: &[&'static Rule], family: Family) -> Vec<&'static Rule> {
    let mut of: Vec<&'static Rule> =
        rules.iter().copied().filter(|rule| rule.meta.family == family).collect();
    of.sort_by_key(|rule| rule.meta.id);
    of
}

fn code(path: &str, text: &str) -> String {
    let language = match path.rsplit(['.', '/']).next() {
        Some("py") => "python",
        Some("toml" | "lock") => "toml",
        Some("yml" | "yaml") => "yaml",
        Some("sh") => "sh",
        Some("Dockerfile") => "dockerfile",
        _ => "text",
    };
    format!("```{language}\n{}\n```\n", text.trim_end())
}

/// Markdown of ours for a terminal: paragraphs and items of lists wrapped, code indented instead of fenced.
fn prose(text: &str, width: usize) -> String {
    let (mut out, mut in_code) = (String::new(), false);
    for line in text.trim().lines() {
        if line.starts_with("```") {
            in_code = !in_code;
        } else if in_code {
            out.push_str(&indent(line));
        } else {
            let hanging = if line.starts_with("- ") { "  " } else { "" };
            out.push_str(&wrap(line, 0, hanging, width));
            out.push('\n');
        }
    }
    out
}

fn indent(text: &str) -> String {
    let line = |line: &str| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") };
    text.trim_end().lines().map(line).collect()
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_ascii_uppercase().to_string() + chars.as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing::SQL;

    #[test]
    fn explained() {
        insta::assert_snapshot!(explain(&SQL, 50), @r#"
    sql-injection: SQL built from outside data

      family     injection
      severity   high
      precision  high
      rewrite    safe
      weakness   CWE-89, CWE-943
      OWASP      A05:2025 Injection
      marks      B608, S608

    Text from outside becomes part of a query, so it
    can end the value and go on as SQL.

    An attacker reads or changes every row.

    What to do instead

    Pass the value apart from the statement:

        db.execute("SELECT * FROM item WHERE name = ?", (name,))

    Bad, app.py

        db.execute(f"SELECT {x}")

    is rewritten as

        db.execute("SELECT ?", (x,))

    Bad, app.py

        db.execute(build(x))

    Good, app.py

        db.execute("SELECT 1")

    Silence it:  # hognose: ignore[sql-injection] -- reason

    See
      https://docs.python.org/3/library/sqlite3.html
      https://github.com/hognose/hognose/blob/main/docs/rules/sql-injection.md
    "#);
    }

    #[test]
    fn page() {
        insta::assert_snapshot!(rule_page(&SQL), @r#"
    # sql-injection

    SQL built from outside data.

    | | |
    | --- | --- |
    | family | injection |
    | severity | high |
    | precision | high |
    | rewrite | safe |
    | weakness | CWE-89, CWE-943 |
    | OWASP | A05:2025 Injection |
    | marks | B608, S608 |

    Text from outside becomes part of a query, so it can end the value and go on as SQL.

    An attacker reads or changes every row.

    ## What to do instead

    Pass the value apart from the statement:

    ```python
    db.execute("SELECT * FROM item WHERE name = ?", (name,))
    ```

    ## See also

    - <https://docs.python.org/3/library/sqlite3.html>

    ## Examples

    Reported in `app.py`:

    ```python
    db.execute(f"SELECT {x}")
    ```

    and rewritten as:

    ```python
    db.execute("SELECT ?", (x,))
    ```

    Reported in `app.py`, with advice:

    ```python
    db.execute(build(x))
    ```

    Silent in `app.py`:

    ```python
    db.execute("SELECT 1")
    ```

    ## Silence it

    ```python
    # hognose: ignore[sql-injection] -- reason
    ```
    "#);
    }

    #[test]
    fn table_and_index() {
        insta::assert_snapshot!(format!("{}\n{}", rules_table(&[&SQL]), rules_index(&[&SQL])), @r#"
    injection
      sql-injection  high      safe     SQL built from outside data

    1 rule, 1 with rewrites. One in full: hognose explain RULE

    # Rules

    Made from the rules themselves; do not edit.

    ## Injection

    | rule | what | severity | rewrite | CWE |
    | --- | --- | --- | --- | --- |
    | [sql-injection](sql-injection.md) | SQL built from outside data | high | safe | CWE-89 |
    "#);
    }
}
