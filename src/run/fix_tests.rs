//! Rewrites planned, written and printed as a patch, on real files.

use std::collections::BTreeMap;
use std::process::Command;

use super::super::format::Format;
use super::super::outputs;
use super::super::terminal::Terminal;
use super::*;
use crate::finding::*;
use crate::source::Span;

/// A review of `text` in `app.py` with rewrites given as (from, to, tier); `from` is searched in the text.
fn review(text: &str, rewrites: &[(&str, &str, Tier)]) -> Review {
    let path = RepoPath::new("app.py");
    let source = SourceFile::from_text(path.clone(), text);
    let findings = rewrites.iter().map(|(from, to, tier)| {
        let at = text.find(from).unwrap();
        let span = Span::new(at, at + from.len());
        let place = Place { path: path.clone(), span };
        Finding {
            rule: "weak-hash",
            shown_at: place.clone(),
            scope: Scope { name: String::new(), span },
            severity: Severity::High,
            precision: Precision::High,
            message: String::new(),
            trace: Vec::new(),
            rewrite: Some(Rewrite {
                title: String::new(),
                tier: *tier,
                edits: EditSet::new(vec![Edit { span, text: (*to).into() }]).unwrap(),
                check: None,
            }),
            advice: None,
            fingerprint: Fingerprint::of(&[from]),
            package: None,
            place,
        }
    });
    Review {
        subject: Subject::Files,
        findings: findings.collect(),
        older: 0,
        suppressed: Vec::new(),
        notes: Vec::new(),
        skipped: Vec::new(),
        files_reviewed: 1,
        sources: BTreeMap::from([(path, source)]),
        threshold: Threshold(Some(Severity::High)),
        advisories: None,
        dependency_threshold: None,
    }
}

fn after(plan: &Plan) -> String {
    plan.files[0].edits.apply(plan.files[0].before.text()).unwrap()
}

fn patch(text: &str, plan: &Plan, screen: bool) -> Vec<u8> {
    let terminal = Terminal { color: false, links: false, width: 80 };
    outputs::render(Format::Patch, &review(text, &[]), plan, terminal, screen, 0).unwrap()
}

const TEXT: &str = "a = md5(x)\r\nb = md4(y)\r\n";

#[test]
fn tiers_are_chosen_and_overlaps_left() {
    let all =
        [("md5", "sha256", Tier::Safe), ("md4", "sha512", Tier::Review), ("md5(x)", "f(x)", Tier::Safe)];
    let safe = plan(&review(TEXT, &all), Tier::Safe);
    assert_eq!((after(&safe).as_str(), safe.overlapping), ("a = sha256(x)\r\nb = md4(y)\r\n", 1));
    let both = plan(&review(TEXT, &all), Tier::Review);
    assert_eq!((after(&both).as_str(), both.files[0].rewrites), ("a = sha256(x)\r\nb = sha512(y)\r\n", 2));
    assert!(plan(&review(TEXT, &all[1..2]), Tier::Safe).files.is_empty());
}

#[test]
fn files_are_written_when_they_are_what_was_analysed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("app.py");
    let plan = plan(&review(TEXT, &[("md5", "sha256", Tier::Safe)]), Tier::Safe);
    fs::write(&path, TEXT).unwrap();
    let outcome = apply(&plan, folder.path()).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "a = sha256(x)\r\nb = md4(y)\r\n");
    assert_eq!(outcome.lines(), ["applied 1 rewrite in 1 file"]);
    // A second time the file is another one.
    let outcome = apply(&plan, folder.path()).unwrap();
    assert_eq!(
        outcome.lines(),
        ["applied 0 rewrites in 0 files", "left app.py alone: it changed while it was analysed; run again"]
    );
}

#[cfg(unix)]
#[test]
fn links_and_read_only_files_are_left() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let plan = plan(&review(TEXT, &[("md5", "sha256", Tier::Safe)]), Tier::Safe);
    let (path, elsewhere) = (folder.path().join("app.py"), other.path().join("app.py"));
    fs::write(&elsewhere, TEXT).unwrap();
    symlink(&elsewhere, &path).unwrap();
    assert_eq!(
        apply(&plan, folder.path()).unwrap().lines()[1],
        "left app.py alone: it is not a regular file"
    );
    fs::remove_file(&path).unwrap();
    fs::write(&path, TEXT).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    assert_eq!(apply(&plan, folder.path()).unwrap().lines()[1], "left app.py alone: it is read-only");
    assert_eq!(fs::read_to_string(&elsewhere).unwrap(), TEXT);
}

#[test]
fn git_takes_the_patch() {
    // CRLF, a lone CR, and no newline at the end.
    for text in [TEXT, "x = 1\ra = md5(x)\r\nb = 2", "a = md5(x)"] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("app.py"), text).unwrap();
        let plan = plan(&review(text, &[("md5", "sha256", Tier::Safe)]), Tier::Safe);
        fs::write(folder.path().join("p"), patch(text, &plan, false)).unwrap();
        let git = Command::new("git").args(["apply", "p"]).current_dir(folder.path()).output().unwrap();
        assert!(git.status.success(), "{}", String::from_utf8_lossy(&git.stderr));
        assert_eq!(fs::read_to_string(folder.path().join("app.py")).unwrap(), text.replace("md5", "sha256"));
    }
}

#[test]
fn on_the_screen_the_code_of_a_patch_cannot_act() {
    let text = "a = md5('\u{1b}[2J')\n";
    let plan = plan(&review(text, &[("md5", "sha256", Tier::Safe)]), Tier::Safe);
    let shown = String::from_utf8(patch(text, &plan, true)).unwrap();
    insta::assert_snapshot!(shown, @r"
    diff --git a/app.py b/app.py
    --- a/app.py
    +++ b/app.py
    @@ -1 +1 @@
    -a = md5('\u{1b}[2J')
    +a = sha256('\u{1b}[2J')
    ");
}

#[test]
fn the_exit_status_follows_the_threshold_and_the_precision() {
    let mut found = review(TEXT, &[("md5", "sha256", Tier::Safe)]);
    for (threshold, precision, status) in [
        (Some(Severity::High), Precision::High, 1),
        (Some(Severity::Low), Precision::Medium, 1),
        (Some(Severity::Critical), Precision::High, 0),
        (Some(Severity::Low), Precision::Low, 0),
        (None, Precision::High, 0),
    ] {
        found.threshold = Threshold(threshold);
        found.findings[0].precision = precision;
        assert_eq!(super::super::review::verdict(&found), status, "{threshold:?} {precision:?}");
    }
}
