//! Commands of the job's log.

use super::*;
use crate::github::patch_fixture::review_of;
use crate::source::RepoPath;

#[test]
fn ten_of_a_kind_the_gravest_first() {
    let text: String = (0..25).map(|at| format!("f({at})\n")).collect();
    let codes: Vec<String> = (0..25).map(|at| format!("f({at})")).collect();
    let mut review = review_of("a.py", &text, &codes.iter().map(String::as_str).collect::<Vec<_>>());
    for (at, one) in review.findings.iter_mut().enumerate() {
        one.severity = [Severity::Low, Severity::High, Severity::Critical][at % 3];
    }
    let commands = annotations(&review);
    assert_eq!(commands.iter().filter(|one| one.starts_with("::error ")).count(), 10);
    assert_eq!(commands.iter().filter(|one| one.starts_with("::notice ")).count(), 9);
    assert!(commands[..8].iter().all(|one| one.contains("(critical)")), "{commands:#?}");
    assert_eq!(
        commands[0],
        "::error file=a.py,line=3,endLine=3,title=hognose%3A weak-hash (critical)::Something is wrong."
    );
}

#[test]
fn hostile_names_and_words_stay_data() {
    let path = "a,b:c\n::error::x##[group]\u{202e}%0A.py";
    let mut review = review_of(path, "f(1)\n", &["f(1)"]);
    review.findings[0].message = "`x`\r\n::set-env name=A::b ##[add-mask]x\u{1b}[2J 100%".into();
    let [command] = &annotations(&review)[..] else { panic!("one") };
    assert!(!command.contains(['\n', '\r', '\u{202e}', '\u{1b}']), "{command:?}");
    assert!(!command.contains("##["));
    let (properties, message) = command.strip_prefix("::error ").unwrap().split_once("::").unwrap();
    // The runner splits properties at commas and the first equals sign.
    let names: Vec<&str> = properties.split(',').map(|one| one.split('=').next().unwrap()).collect();
    assert_eq!(names, ["file", "line", "endLine", "title"]);
    assert!(message.ends_with(" 100%25"), "{message}");
    assert_eq!(review.findings[0].place.path, RepoPath::new(path));
    assert_eq!(mask("a%b\nc"), "::add-mask::a%25b%0Ac");
}
