//! Patches, held against a differ of another maker.

use proptest::prelude::*;
use similar::{ChangeTag, TextDiff};

use super::*;

/// The patch of two texts as GitHub gives it: hunks only, no line feed at its end. `None` when nothing differs.
pub(in crate::github) fn patch_of(base: &str, head: &str) -> Option<String> {
    let old: Vec<&str> = base.split_inclusive('\n').collect();
    let new: Vec<&str> = head.split_inclusive('\n').collect();
    let diff = TextDiff::from_slices(&old, &new);
    let mut out = Vec::new();
    for group in diff.grouped_ops(3) {
        let (first, last) = (group.first()?, group.last()?);
        let range = |start: usize, end: usize| match end - start {
            0 => format!("{start},0"),
            1 => format!("{}", start + 1),
            n => format!("{},{n}", start + 1),
        };
        out.push(format!(
            "@@ -{} +{} @@ def f():",
            range(first.old_range().start, last.old_range().end),
            range(first.new_range().start, last.new_range().end)
        ));
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let sign = match change.tag() {
                ChangeTag::Equal => ' ',
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
            };
            let text = change.value();
            out.push(format!("{sign}{}", text.strip_suffix('\n').unwrap_or(text)));
            if !text.ends_with('\n') {
                out.push("\\ No newline at end of file".into());
            }
        }
    }
    (!out.is_empty()).then(|| out.join("\n"))
}

fn text() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "a\n",
        "b\n",
        "c\r\n",
        "-d\n",
        "+e\n",
        "@@ -1 +1 @@\n",
        "\n",
        "\\ g\n",
        "h",
        "é\n",
    ]);
    prop::collection::vec(line, 0..40).prop_map(|lines| lines.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn the_old_text_comes_back(base in text(), head in text()) {
        let Some(patch) = patch_of(&base, &head) else { return Ok(()) };
        let parsed = Patch::parse(&patch).expect("a patch");
        prop_assert_eq!(parsed.base_of(&head), Some(base.clone()));
        let lines = head.split_inclusive('\n').count() as u32;
        let hunks = parsed.hunks();
        for line in 1..=lines {
            // What the change touches can carry a comment, and what can carry one is a line of the file.
            prop_assert!(!hunks.touches(line) || parsed.commentable().holds(line, line));
        }
        prop_assert!(!parsed.commentable().holds(lines + 1, lines + 1));
        prop_assert!(!parsed.commentable().holds(0, 0));
        let old: u32 = hunks.iter().map(|hunk| hunk.base.end - hunk.base.start).sum();
        let new: u32 = hunks.iter().map(|hunk| hunk.head.end - hunk.head.start).sum();
        prop_assert_eq!(parsed.counts(), (u64::from(new), u64::from(old)));
    }

    #[test]
    fn another_text_is_refused_or_no_worse(base in text(), head in text(), other in text()) {
        let Some(patch) = patch_of(&base, &head) else { return Ok(()) };
        if let Some(made) = Patch::parse(&patch).and_then(|patch| patch.base_of(&other)) {
            // Where it fits by chance, it is still a patch from what was made to `other`.
            prop_assert!(made != other || base == head);
        }
    }

    #[test]
    fn nothing_panics(text in "(@@ -[0-9]{0,11}(,[0-9]{0,11})? \\+[0-9]{0,11}(,[0-9])? @@\n|[-+ \\\\]x?\n|\u{e9}){0,9}") {
        if let Some(patch) = Patch::parse(&text) {
            let _ = (patch.base_of(&text), patch.hunks(), patch.commentable(), patch.counts());
        }
    }
}

#[test]
fn rows_without_a_final_newline() {
    let patch = Patch::parse(
        "@@ -1 +1 @@\n-eval(x)\n\\ No newline at end of file\n+eval(y)\n\\ No newline at end of file",
    );
    assert_eq!(patch.unwrap().base_of("eval(y)").as_deref(), Some("eval(x)"));
}

#[test]
fn a_comment_spans_no_deleted_row() {
    let patch = Patch::parse("@@ -3,4 +3,4 @@\n a\n-b\n+B\n c\n d\n@@ -20,2 +20,3 @@\n x\n+y\n z").unwrap();
    let lines = patch.commentable();
    for ((first, last), wanted) in [
        ((3, 3), true),
        ((4, 6), true),
        ((3, 4), false),
        ((2, 3), false),
        ((6, 7), false),
        ((6, 20), false),
        ((20, 22), true),
        ((22, 23), false),
        ((5, 4), false),
    ] {
        assert_eq!(lines.holds(first, last), wanted, "{first}..={last}");
    }
}

#[test]
fn what_is_no_patch_is_none() {
    for text in [
        "",
        "Binary files differ",
        "@@ -1 +1 @@\n-a",
        "@@ -1,2 +1 @@\n-a\n+b",
        "@@ -0 +1 @@\n-a\n+b",
        "@@ -1 +1 @@\n-a\n+b\nmore",
    ] {
        assert_eq!(Patch::parse(text), None, "{text:?}");
    }
}
