//! Every report of every review: whatever the code, the names and the places are, nothing panics and nothing is raw.

use proptest::prelude::*;

use super::{json, markdown, safe, sarif, testing, text};
use crate::change::Skipped;
use crate::finding::{Edit, EditSet, Finding, Place, Review, Rewrite, Step, Tier};
use crate::source::{RepoPath, Span};

fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => prop::sample::select(vec![
            "\n", "\n", "\r\n", "\r", "::error::x", "##[group]", "\t", "\u{1b}[31m", "\u{9b}", "\u{202e}", "\u{200d}", "👨\u{200d}👩",
            "値", "e\u{301}", "'", "\"\"\"", "`", "```", "@me", "<b>", "    ", "x = f(y)", "\\", "|", "\u{2028}", "\u{0}",
        ])
        .prop_map(str::to_owned),
        1 => any::<String>(),
        1 => "[a-z ]{100,300}",
    ];
    prop::collection::vec(piece, 0..14).prop_map(|parts| parts.concat())
}

fn span() -> impl Strategy<Value = Span> {
    prop_oneof![(0usize..60, 0usize..60), (0usize..5000, 0usize..500)]
        .prop_map(|(at, len)| Span::new(at, at + len))
}

prop_compose! {
    fn finding(paths: Vec<String>)(
        rule in prop::sample::select(vec!["x-rule", super::SECRET_RULE]),
        which in prop::collection::vec(0..paths.len(), 2),
        place in span(), shown in span(), words in prop::collection::vec(nasty(), 4),
        trace in prop::collection::vec((0..paths.len(), span(), nasty()), 0..5),
        edits in prop::collection::vec((span(), nasty()), 0..3),
        kind in 0..3,
    ) -> Finding {
        let file = |index: usize| RepoPath::new(&paths[index]);
        let bare = testing::review(&[("a.py", "x")]);
        let mut one = testing::finding(&bare, rule, "a.py", "x");
        one.place = Place { path: file(which[0]), span: place };
        one.shown_at = if kind == 0 { Place { path: file(which[1]), span: shown } } else { one.place.clone() };
        one.message = words[0].clone();
        one.trace = trace.into_iter().map(|(at, span, note)| Step { place: Place { path: file(at), span }, note }).collect();
        one.advice = (kind == 1).then(|| words[1].clone());
        one.rewrite = EditSet::new(edits.into_iter().map(|(span, text)| Edit { span, text }).collect()).ok().map(|edits| Rewrite {
            title: words[2].clone(),
            tier: if kind == 2 { Tier::Safe } else { Tier::Review },
            edits,
            check: Some(words[3].clone()),
        });
        one
    }
}

fn review() -> impl Strategy<Value = Review> {
    let files = prop::collection::vec((nasty(), nasty()), 1..3);
    files.prop_flat_map(|files| {
        let mut paths: Vec<String> = files.iter().map(|(path, _)| path.clone()).collect();
        paths.push("missing.py".into());
        prop::collection::vec(finding(paths), 0..4).prop_map(move |findings| {
            let files: Vec<(&str, &str)> =
                files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
            let mut review = testing::review(&files);
            review.findings = findings;
            review.skipped.push(Skipped { path: RepoPath::new(files[0].0), why: files[0].1.into() });
            review
        })
    })
}

fn no_command(text: &str) -> bool {
    !text.contains("##[") && !text.split(['\n', '\r']).any(|line| line.trim_start().starts_with("::"))
}

proptest! {
    #[test]
    fn nothing_gets_out_raw(review in review(), width in 20usize..120) {
        let options = text::Options { width, verbosity: text::Verbosity::Verbose, ..text::Options::default() };
        let shown = text::text(&review, &options);
        prop_assert!(!shown.chars().any(|c| c != '\n' && safe::is_hostile(c)), "{:?}", shown);
        prop_assert!(no_command(&shown), "{:?}", shown);
        let coloured = text::text(&review, &text::Options { color: true, links: true, ..options });
        prop_assert!(no_command(&coloured));
        let shown = markdown::markdown(&review);
        prop_assert!(!shown.chars().any(|c| c != '\n' && c != '\t' && safe::is_hostile(c)), "{:?}", shown);
        prop_assert!(no_command(&shown), "{:?}", shown);
        for shown in [json::json(&review, &[]), sarif::sarif(&review, &[])] {
            prop_assert!(!shown.chars().any(|c| c != '\n' && safe::is_hostile(c)));
            prop_assert!(no_command(&shown));
            prop_assert!(serde_json::from_str::<serde_json::Value>(&shown).is_ok());
        }
    }
}
