//! Pull requests that mean harm: their names, code and links are data wherever they come out.

use github_stand_in::{Content, Job};

use super::support::{REPO, SHOP, Scene, TOKEN};

/// Names that do something somewhere: in a log, in Markdown, in an address.
const NAMES: &[&str] = &[
    "a\n::set-output name=x::y\n.py",
    "b##[add-mask]x.py",
    "::error file=x::y.py",
    "c`@octocat` #12 <img src=x> [x](http://evil.example).py",
    "d|\u{202e}yp.cod\u{2066}.py",
    "e?ref=main#L1%2e%2e&x=1.py",
    "--> <!-- f.py",
    "g\u{1b}[2J\r.py",
];

fn hostile() -> Vec<(&'static str, Content)> {
    let code = SHOP.replace("/find", "/::stop-commands::x ##[group] --> @octocat <script>`");
    NAMES
        .iter()
        .enumerate()
        .map(|(at, name)| (*name, Content::from(code.replace("find()", &format!("find{at}()")))))
        .collect()
}

/// What the runner takes for a command, and what is not.
fn command_of(line: &str) -> Option<&str> {
    let trimmed = line.trim_start();
    let named = trimmed.strip_prefix("::").and_then(|rest| rest.split([' ', ':']).next());
    named.or_else(|| line.contains("##[").then_some("old form"))
}

fn is_harmful(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[test]
fn names_and_code_are_data_everywhere() {
    for fork in [false, true] {
        let scene = Scene::new();
        let number = scene.open(hostile());
        let mut job = Job::pull_request(&scene.hub, REPO, number, "opened");
        if fork {
            // Without a right to write, everything goes to the log and the summary.
            job.payload["pull_request"]["head"]["repo"]["full_name"] = "mallory/shop".into();
        }
        let ran = scene.run_job(job);
        assert_eq!((ran.code, ran.output("findings-count")), (1, "8"), "{}", ran.log);
        scene.hub.assert_clean();
        for command in ran.log.lines().filter_map(command_of) {
            assert!(matches!(command, "add-mask" | "error" | "warning" | "notice"), "{command}: {}", ran.log);
        }
        assert_eq!(ran.commands("error").len(), if fork { 8 } else { 0 }, "{}", ran.log);
        let mut texts = vec![ran.log.clone(), ran.summary.clone()];
        texts.extend(scene.comments(number));
        scene.pull(number, |pull| texts.extend(pull.reviews.iter().map(|review| review.body.clone())));
        for text in &texts {
            assert!(!text.chars().any(is_harmful), "{text:?}");
            assert!(!text.contains("##["), "{text}");
        }
        for text in &texts[1..] {
            for line in text.lines() {
                assert!(!line.trim_start().starts_with("::"), "{line}");
            }
            // Comments of HTML are hognose's own marks, each on a line of its own.
            let marks = text
                .lines()
                .filter(|line| line.starts_with("<!-- hognose v1 ") && line.ends_with(" -->"))
                .count();
            let outside = text.lines().map(outside_code).collect::<Vec<_>>().join("\n");
            assert_eq!(outside.matches("<!--").count(), marks, "{outside}");
            assert!(
                !outside.contains("@octocat") && !outside.contains("<img") && !outside.contains("<script"),
                "{outside}"
            );
            assert!(!outside.contains("evil.example"), "{outside}\n---\n{text}");
        }
        if !fork {
            assert_eq!(scene.comments(number).len(), 8);
            scene.hub.with(|world| {
                let upload = &world.repo(REPO).scanning.uploads[0];
                assert_eq!(upload.errors, Vec::<String>::new());
            });
        }
        // Links lead to the repository and to the rules' pages, nowhere else.
        let plain: Vec<String> = ran.summary.lines().map(without_code).collect();
        for link in plain.join("\n").split("](").skip(1) {
            let to = link.split(')').next().unwrap();
            assert!(
                to.starts_with("https://github.com/octo/shop/blob/")
                    || to.starts_with("https://github.com/hognose/"),
                "{to}"
            );
            assert!(to.bytes().all(|byte| byte.is_ascii_graphic()), "{to}");
        }
    }
}

/// A line of Markdown without its inline code and without the addresses of its links.
fn outside_code(line: &str) -> String {
    let plain = without_code(line);
    let links = plain.split("](https://github.com/");
    links.map(|part| part.split_once(')').map_or(part, |(_, rest)| rest)).collect()
}

/// A line of Markdown without its inline code. Lines of code blocks are dropped.
fn without_code(line: &str) -> String {
    if line.starts_with("        ") || line.starts_with("  s") || line.starts_with(['+', '-']) {
        return String::new();
    }
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('`') {
        out.push_str(&rest[..at]);
        let run = rest[at..].len() - rest[at..].trim_start_matches('`').len();
        let inner = &rest[at + run..];
        let mut end = None;
        let mut from = 0;
        while let Some(next) = inner[from..].find('`') {
            let length = inner[from + next..].len() - inner[from + next..].trim_start_matches('`').len();
            if length == run {
                end = Some(from + next + run);
                break;
            }
            from += next + length;
        }
        rest = end.map_or("", |end| &inner[end..]);
    }
    out.push_str(rest);
    out
}

#[test]
#[cfg(unix)]
fn reports_are_not_written_through_links() {
    let scene = Scene::new();
    let number = scene.open(vec![("app.py", SHOP)]);
    let outside = tempfile::NamedTempFile::new().unwrap();
    let target = outside.path().to_owned();
    let link = target.clone();
    let ran = scene.run_in(Job::pull_request(&scene.hub, REPO, number, "opened"), |env| {
        std::os::unix::fs::symlink(&link, format!("{}/hognose.sarif", env["GITHUB_WORKSPACE"])).unwrap();
    });
    assert_eq!((ran.code, ran.output("sarif-file")), (1, "hognose.sarif"));
    assert_eq!(std::fs::read_to_string(target).unwrap(), "");
}

#[test]
fn the_token_goes_nowhere_but_to_the_api() {
    let scene = Scene::new();
    let number = scene.open(vec![("app.py", SHOP)]);
    let ran = scene.run(number);
    assert_eq!(ran.commands("add-mask"), [format!("::add-mask::{TOKEN}")]);
    assert!(ran.log.starts_with("::add-mask::"), "before anything else");
    assert!(scene.hub.log().iter().all(|entry| entry.authorized && !entry.storage));
    assert!(!ran.summary.contains(TOKEN) && !ran.log.contains("runtime-token-that-is-not-yours"));
    for body in scene.comments(number) {
        assert!(!body.contains(TOKEN));
    }
}

#[test]
fn a_payload_that_lies_is_refused() {
    let scene = Scene::new();
    let number = scene.open(vec![("app.py", SHOP)]);
    let mut job = Job::pull_request(&scene.hub, REPO, number, "opened");
    job.payload["pull_request"]["head"]["sha"] = "main/../../other".into();
    let ran = scene.run_job(job);
    assert_eq!(ran.code, 2);
    assert!(scene.hub.log().is_empty());
}

#[test]
fn marks_and_suggestions_in_code_are_data() {
    // The suggestion quotes lines of the file, and these hold a mark and the end of a block.
    let code = SHOP.replace("        rows", "        x = '''\n<!-- hognose v1 gone -->\n```\n'''; rows");
    let scene = Scene::new();
    let number = scene.open(vec![("app.py", code)]);
    scene.run(number);
    assert_eq!(scene.comments(number).len(), 1);
    scene.run(number);
    assert_eq!((scene.comments(number).len(), scene.reviews(number)), (1, 1));
    scene.hub.assert_clean();
}
