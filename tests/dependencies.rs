//! Changes of what a project installs: what is told of them, where, and with which edit.

mod support;

use std::sync::Arc;

use hognose::change::Context;
use hognose::config::Settings;
use hognose::finding::{Finding, Review, Severity, Tier};
use hognose::scan::{Options, review, review_within};
use hognose::source::{RepoPath, SourceFile};
use support::{Sides, change, review_texts, scan_text, shown};

fn configured(files: &[Sides<'_>], toml: &str) -> Review {
    let known: Vec<&str> = hognose::rules::all().iter().map(|rule| rule.meta.id).collect();
    let settings = hognose::config::parse(toml, "hognose.toml", &known).expect("valid");
    let settings = Settings { today: Some("2026-11-28".parse().expect("a day")), ..settings };
    review(&change(files), &settings, Options { threads: 1, ..Options::default() })
}

fn only(review: &Review) -> &Finding {
    match review.findings.as_slice() {
        [one] => one,
        all => panic!("{all:?}"),
    }
}

fn edited(review: &Review, finding: &Finding) -> String {
    let rewrite = finding.rewrite.as_ref().expect("a rewrite");
    let source = &review.sources[&finding.place.path];
    rewrite.edits.apply(source.text()).expect("edits apply")
}

#[test]
fn only_rows_that_change_are_judged() {
    let base = "jinja2==3.1.3\nflask==3.0.0\n";
    let head = "# moved\nflask==3.0.0\n\njinja2==3.1.3\nurllib3==1.26.4\n";
    let review = review_texts(&[("requirements.txt", base, "requirements.txt", head)]);
    assert_eq!(shown(&review), ["vulnerable-dependency@5"]);
    assert!(review.older >= 1);
    let package = only(&review).package.as_ref().unwrap();
    assert_eq!((package.name.as_str(), package.version.as_deref()), ("urllib3", Some("1.26.4")));
    assert!(package.advisories.iter().any(|id| id.starts_with("CVE-")));
    assert!(review.advisories.as_deref().is_some_and(|label| label.contains("2026-07-23")));
}

#[test]
fn a_pin_is_raised_in_place() {
    let base = "jinja2[i18n] == 3.1.2 ; python_version >= '3.8'  # pages\r\nsix==1.17.0\r\n";
    let head = base.replace("3.1.2", "3.1.3");
    let review = review_texts(&[("requirements.txt", base, "requirements.txt", &head)]);
    let finding = only(&review);
    assert_eq!(edited(&review, finding), base.replace("3.1.2", "3.1.6"));
    assert_eq!(finding.rewrite.as_ref().unwrap().tier, Tier::Review);
    assert_eq!(finding.package.as_ref().unwrap().before.as_deref(), Some("3.1.2"));
}

#[test]
fn hashes_go_as_a_whole_or_not_at_all() {
    let one = "jinja2==3.1.3 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n";
    let alone = review_texts(&[("", "", "requirements.txt", one)]);
    assert_eq!(edited(&alone, only(&alone)), "jinja2==3.1.6\n");
    // Without its hashes the row would be the only one that lacks them.
    let with = format!("{one}six==1.17.0 --hash=sha256:cc\n");
    let among = review_texts(&[("", "", "requirements.txt", &with)]);
    let finding = only(&among);
    assert_eq!(
        (finding.rule, finding.rewrite.is_none(), finding.advice.is_some()),
        ("vulnerable-dependency", true, true)
    );
}

#[test]
fn every_format_keeps_its_form() {
    for (path, bad, good) in [
        (
            "pyproject.toml",
            "[project]\nname = 'x'\ndependencies = [\n  'jinja2==3.1.3',  # why\n]\n",
            "3.1.6",
        ),
        (
            "pyproject.toml",
            "[tool.poetry.dependencies]\njinja2 = {version = \"3.1.3\", extras = [\"i18n\"]}\n",
            "3.1.6",
        ),
        ("pyproject.toml", "[dependency-groups]\nweb = [\"jinja2==3.1.3\"]\n", "3.1.6"),
        ("Pipfile", "[packages]\njinja2 = \"==3.1.3\"\n", "3.1.6"),
        ("setup.cfg", "[options]\ninstall_requires =\n    jinja2==3.1.3\n", "3.1.6"),
        (
            "setup.py",
            "from setuptools import setup\nsetup(name='x', install_requires=['jinja2==3.1.3'])\n",
            "3.1.6",
        ),
        (
            "noxfile.py",
            "import nox\n@nox.session\ndef web(session):\n    session.install('jinja2==3.1.3')\n",
            "3.1.6",
        ),
        ("tox.ini", "[testenv:web]\ndeps = jinja2==3.1.3\n", "3.1.6"),
        ("environment.yml", "dependencies:\n  - pip:\n    - jinja2==3.1.3\n", "3.1.6"),
        ("tool.py", "# /// script\n# dependencies = [\"jinja2==3.1.3\"]\n# ///\nprint(1)\n", "3.1.6"),
        ("Dockerfile", "FROM python:3.13\nRUN pip install 'jinja2==3.1.3'\n", "3.1.6"),
        (
            ".github/workflows/ci.yml",
            "jobs:\n  a:\n    steps:\n      - run: |\n          pip install jinja2==3.1.3\n",
            "3.1.6",
        ),
        ("install.sh", "pip install jinja2==3.1.3\n", "3.1.6"),
    ] {
        let review = review_texts(&[("", "", path, bad)]);
        let finding = review.findings.iter().find(|one| one.rule == "vulnerable-dependency");
        let finding = finding.unwrap_or_else(|| panic!("nothing in {path}: {:?}", review.notes));
        assert_eq!(edited(&review, finding), bad.replace("3.1.3", good), "{path}");
    }
}

#[test]
fn locks_get_a_command_and_never_an_edit() {
    for (path, lock, command) in [
        (
            "uv.lock",
            "[[package]]\nname = \"shop\"\nversion = \"0\"\nsource = { virtual = \".\" }\ndependencies = [{ name = \"flask\" }]\n\n[[package]]\nname = \"flask\"\nversion = \"3.1.3\"\ndependencies = [{ name = \"jinja2\" }]\n\n[[package]]\nname = \"jinja2\"\nversion = \"3.1.3\"\n",
            "uv lock --upgrade-package jinja2==3.1.6",
        ),
        (
            "poetry.lock",
            "[[package]]\nname = \"flask\"\nversion = \"3.1.3\"\n\n[package.dependencies]\njinja2 = \">=3\"\n\n[[package]]\nname = \"jinja2\"\nversion = \"3.1.3\"\n",
            "poetry update jinja2",
        ),
        (
            "pdm.lock",
            "[[package]]\nname = \"flask\"\nversion = \"3.1.3\"\ndependencies = [\"jinja2>=3\"]\n\n[[package]]\nname = \"jinja2\"\nversion = \"3.1.3\"\n",
            "pdm update jinja2",
        ),
        (
            "Pipfile.lock",
            "{\"default\": {\"jinja2\": {\"version\": \"==3.1.3\"}}}\n",
            "pipenv upgrade \"jinja2==3.1.6\"",
        ),
    ] {
        let review = review_texts(&[("", "", path, lock)]);
        let finding = only(&review);
        assert!(finding.rewrite.is_none(), "{path}");
        assert!(
            finding.advice.as_deref().is_some_and(|advice| advice.contains(command)),
            "{path}: {:?}",
            finding.advice
        );
        if path != "Pipfile.lock" {
            assert!(finding.message.contains("It comes with `flask`"), "{path}: {}", finding.message);
            let package = finding.package.as_ref().unwrap();
            assert_eq!(package.via, ["flask"]);
            assert!(["medium", "high", "critical"].contains(&package.level), "{}", package.level);
        }
    }
}

#[test]
fn one_package_is_told_once_where_it_can_be_mended() {
    let manifest = "[project]\nname = \"shop\"\ndependencies = [\"jinja2==3.1.3\"]\n";
    let lock = "[[package]]\nname = \"shop\"\nversion = \"0\"\nsource = { virtual = \".\" }\ndependencies = [{ name = \"jinja2\" }]\n\n[[package]]\nname = \"jinja2\"\nversion = \"3.1.3\"\n";
    let review = review_texts(&[("", "", "pyproject.toml", manifest), ("", "", "uv.lock", lock)]);
    assert_eq!(only(&review).place.path.as_str(), "pyproject.toml");
    // Of a range, the lock decides.
    let open = manifest.replace("==3.1.3", ">=3.0");
    let review = review_texts(&[("", "", "pyproject.toml", &open), ("", "", "uv.lock", lock)]);
    assert_eq!(only(&review).place.path.as_str(), "uv.lock");
}

#[test]
fn a_floor_is_raised_and_weighs_little() {
    let review = review_texts(&[("", "", "requirements.txt", "jinja2>=3.0,<4\n")]);
    let finding = only(&review);
    assert_eq!(finding.severity, Severity::Low);
    assert_eq!(edited(&review, finding), "jinja2>=3.1.6,<4\n");
    let capped = review_texts(&[("", "", "requirements.txt", "jinja2>=3.0,<3.1\n")]);
    assert!(only(&capped).rewrite.is_none());
    assert!(review_texts(&[("", "", "requirements.txt", "jinja2\n")]).findings.is_empty());
    assert!(review_texts(&[("", "", "requirements.txt", "jinja2<3\n")]).findings.is_empty());
    let poetry =
        review_texts(&[("", "", "pyproject.toml", "[tool.poetry.dependencies]\njinja2 = \"^3.0\"\n")]);
    assert_eq!(edited(&poetry, only(&poetry)), "[tool.poetry.dependencies]\njinja2 = \"^3.1.6\"\n");
}

#[test]
fn a_range_that_allows_nothing_worse_is_not_new() {
    let told = |base: &str, head: &str| {
        let project = |row: &str| format!("[project]\nname = \"shop\"\ndependencies = [\"{row}\"]\n");
        let review = review_texts(&[("pyproject.toml", &project(base), "pyproject.toml", &project(head))]);
        (review.findings.len(), review.older)
    };
    // Another upper bound, a lower one that is raised, extras, a marker.
    for head in [
        "jinja2>=3.0,<5",
        "jinja2>=3.1,<4",
        "jinja2[i18n]>=3.0,<4",
        "jinja2>=3.0,<4; python_version < '3.12'",
    ] {
        assert_eq!(told("jinja2>=3.0,<4", head), (0, 1), "{head}");
    }
    // It allows more of what has flaws, or it was bound, or another package's.
    for base in ["jinja2>=3.1,<4", "jinja2>=3.1.6", "jinja2==3.1.6", "jinja2", "urllib3>=1.26"] {
        assert_eq!(told(base, "jinja2>=3.0,<4").0, 1, "{base}");
    }
}

#[test]
fn imports_and_groups_are_told() {
    let files = [("", "", "requirements-dev.txt", "jinja2==3.1.3\n"), ("", "", "app.py", "import jinja2\n")];
    let review = review_texts(&files);
    let finding = only(&review);
    assert!(finding.message.ends_with("`app.py` imports it."), "{}", finding.message);
    let production = review_texts(&[("", "", "requirements.txt", "jinja2==3.1.3\n")]);
    assert!(finding.severity < only(&production).severity, "a file for development weighs less");
    let group = "[dependency-groups]\ndev = [\"jinja2==3.1.3\"]\n";
    assert_eq!(only(&review_texts(&[("", "", "pyproject.toml", group)])).severity, finding.severity);
}

#[test]
fn configuration_silences_with_a_reason_and_for_a_time() {
    let files = [("", "", "requirements.txt", "jinja2==3.1.5\n")];
    let ids = only(&review_texts(&files)).package.as_ref().unwrap().advisories.clone();
    let cve = ids.iter().find(|id| id.starts_with("CVE-")).unwrap();
    let entry = |keys: &str| format!("[[dependencies.ignore]]\nreason = \"not reached\"\n{keys}\n");
    let by_alias = configured(&files, &entry(&format!("advisory = \"{cve}\"")));
    assert!(by_alias.findings.is_empty());
    assert_eq!(by_alias.suppressed[0].reason.as_deref(), Some("not reached"));
    assert!(configured(&files, &entry("package = \"Jinja2\"")).findings.is_empty());
    let other = configured(&files, &entry(&format!("package = \"flask\"\nadvisory = \"{cve}\"")));
    assert_eq!(other.findings.len(), 1);
    let over = configured(&files, &entry(&format!("advisory = \"{cve}\"\nuntil = \"2026-11-27\"")));
    assert_eq!(over.findings.len(), 1);
    assert!(over.notes.iter().any(|note| note.text.contains("expired after 2026-11-27")), "{:?}", over.notes);
    let gate = configured(&files, "[dependencies]\nfail-on = \"never\"\n");
    assert_eq!((gate.findings.len(), gate.blocking().count()), (1, 0));
}

#[test]
fn marks_in_comments_count() {
    let mark = "# hognose: ignore[vulnerable-dependency] -- not reached\n";
    let review = review_texts(&[("", "", "requirements.txt", &format!("jinja2==3.1.3  {mark}"))]);
    assert!(review.findings.is_empty() && review.suppressed.len() == 1);
    let unused = review_texts(&[("", "", "requirements.txt", &format!("six==1.17.0  {mark}"))]);
    assert!(unused.notes.iter().any(|note| note.text.contains("silences nothing")), "{:?}", unused.notes);
}

#[test]
fn a_lock_that_no_tool_wrote_is_told() {
    let lock = |hash: &str, source: &str| {
        format!(
            "[[package]]\nname = \"six\"\nversion = \"1.17.0\"\nsource = {{ {source} }}\nsdist = {{ url = \"https://files.pythonhosted.org/six.tar.gz\", hash = \"sha256:{hash}\" }}\n"
        )
    };
    let pypi = "registry = \"https://pypi.org/simple\"";
    let told = |before: &str, after: &str| shown(&review_texts(&[("uv.lock", before, "uv.lock", after)]));
    assert_eq!(told(&lock("aa", pypi), &lock("bb", pypi)), ["lock-mismatch@5"]);
    assert_eq!(
        told(&lock("aa", pypi), &lock("aa", "registry = \"https://other.example.com/simple\"")),
        ["lock-mismatch@4"]
    );
    assert!(told(&lock("aa", pypi), &lock("aa", pypi).replace("\n\n", "\n")).is_empty());
    let manifest = "[project]\nname = \"shop\"\ndependencies = [\"six>=1.18\"]\n";
    let review =
        review_texts(&[("", "", "pyproject.toml", manifest), ("", "", "uv.lock", &lock("aa", pypi))]);
    assert_eq!(shown(&review), ["lock-mismatch@2"]);
}

#[test]
fn broken_and_hostile_files_are_named_and_the_rest_is_read() {
    let review = scan_text("requirements.txt", "\u{202e}evil\njinja2==3.1.3\n", None);
    assert_eq!(review.findings.len(), 1);
    assert!(review.notes.iter().any(|note| note.text.starts_with("not a requirement")), "{:?}", review.notes);
    let review = scan_text("uv.lock", "[[package]]\nname = \"jinja2\"\nversion = \"3.1.3\"\n[broken\n", None);
    assert_eq!((review.findings.len(), review.notes.is_empty()), (1, false));
    let name = format!("name-{}", "x".repeat(10_000));
    scan_text("requirements.txt", &format!("{name}==1\n"), None);
}

#[test]
fn advisories_are_a_value_that_is_handed_in() {
    let mut own = hognose::advisory::Advisories::new("our own");
    let record = "{\"id\":\"OWN-1\",\"affected\":[{\"package\":{\"ecosystem\":\"PyPI\",\"name\":\"shop-core\"},\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[{\"introduced\":\"0\"},{\"fixed\":\"1.5\"}]}]}]}";
    hognose::advisory::read_osv(record, &mut own).expect("a record");
    let settings = Settings { advisories: Some(Arc::new(own)), ..Settings::default() };
    let files = change(&[("", "", "requirements.txt", "shop-core==1.4\njinja2==3.1.3\n")]);
    let review = review(&files, &settings, Options::default());
    assert_eq!(shown(&review), ["vulnerable-dependency@1"]);
    assert_eq!(edited(&review, only(&review)), "shop-core==1.5\njinja2==3.1.3\n");
    assert_eq!(review.advisories.as_deref(), Some("our own"));
    assert_eq!(only(&review).place.path, RepoPath::new("requirements.txt"));
}

/// Every row of a manifest that a review is shown, in one change, with what nobody could mean to be harmful.
#[test]
fn harmless_changes_are_silent() {
    let base = "[project]\nname = \"shop\"\ndependencies = [\"django>=5.2.8\", \"httpx\"]\n";
    for head in [
        base.replace(", \"httpx\"", ", \"httpx>=0.28\", \"structlog>=24\""),
        base.replace("\"httpx\"", "'httpx'"),
        format!(
            "{base}\n[dependency-groups]\ndev = [\"ruff>=0.4\", {{include-group = \"docs\"}}]\ndocs = [\"mkdocs\"]\n"
        ),
        format!(
            "{base}\n[[tool.uv.index]]\nname = \"internal\"\nurl = \"https://packages.example.com/simple\"\nexplicit = true\n"
        ),
    ] {
        let review = review_texts(&[("pyproject.toml", base, "pyproject.toml", &head)]);
        assert!(review.findings.is_empty() && review.notes.is_empty(), "{head}{:?}", review.findings);
    }
    for (path, text) in [
        (
            "Dockerfile",
            "FROM python:3.13\nRUN pip install --no-cache-dir -r requirements.txt && rm -rf /opt/uvcache\n",
        ),
        ("run.sh", "#!/bin/sh\npython3 -m venv .venv\n.venv/bin/pip install \"$@\"\nexec uv run app\n"),
        (
            ".github/workflows/ci.yml",
            "jobs:\n  a:\n    steps:\n      - run: pip install ${{ matrix.package }} .\n",
        ),
        ("environment.yml", "dependencies:\n  - python=3.12\n  - numpy=1.21\n  - openssl=1.1.1\n"),
        (
            "setup.py",
            "import os\nfrom setuptools import setup\nsetup(name='x', version=os.environ.get('V', '0'), install_requires=['six'])\n",
        ),
        ("tox.ini", "[testenv]\ndeps = -rrequirements.txt\n    pytest\n"),
    ] {
        let review = review_texts(&[("", "", path, text)]);
        assert!(
            review.findings.is_empty() && review.notes.is_empty(),
            "{path}: {:?} {:?}",
            review.findings,
            review.notes
        );
    }
}

/// Files of the project that a change leaves alone.
struct Beside(&'static [(&'static str, &'static str)]);

impl Context for Beside {
    fn paths(&self) -> Vec<RepoPath> {
        self.0.iter().map(|(path, _)| RepoPath::new(path)).collect()
    }

    fn load(&self, paths: &[RepoPath]) -> Vec<Option<SourceFile>> {
        let text =
            |path: &RepoPath| self.0.iter().find(|(name, _)| *name == path.as_str()).map(|(_, text)| *text);
        paths.iter().map(|path| Some(SourceFile::from_text(path.clone(), text(path)?))).collect()
    }
}

fn within(files: &[Sides<'_>], beside: &'static [(&'static str, &'static str)]) -> Review {
    review_within(&change(files), &Beside(beside), &Settings::default(), Options::default())
}

const SIX: &str = "[project]\nname = \"shop\"\ndependencies = [\n  \"six>=1.16\",\n]\n";
const SIX_LOCKED: &str = "[[package]]\nname = \"shop\"\nversion = \"0\"\nsource = { virtual = \".\" }\ndependencies = [{ name = \"six\" }]\n\n[[package]]\nname = \"six\"\nversion = \"1.17.0\"\n";

#[test]
fn a_manifest_is_held_against_the_lock_that_stays() {
    let told = |head: &str| {
        shown(&within(&[("pyproject.toml", SIX, "pyproject.toml", head)], &[("uv.lock", SIX_LOCKED)]))
    };
    assert_eq!(told(&SIX.replace("1.16\",", "1.16\",\n  \"rich>=13\",")), ["lock-mismatch@5"]);
    assert_eq!(told(&SIX.replace("1.16", "1.18")), ["lock-mismatch@4"]);
    for silent in [
        SIX.replace("1.16", "1.17"),
        SIX.replace("1.16\",", "1.16\",\n  \"rich; os_name == 'nt'\",\n  \"shop[x]\","),
        format!("{SIX}[build-system]\nrequires = [\"hatchling\"]\n[dependency-groups]\ndev = [\"rich\"]\n"),
    ] {
        assert!(told(&silent).is_empty(), "{silent}");
    }
}

#[test]
fn a_lock_is_held_against_the_manifest_that_stays() {
    let told = |path: &str, base: &str, head: &str| {
        shown(&within(&[(path, base, path, head)], &[("pyproject.toml", SIX)]))
    };
    assert_eq!(told("uv.lock", SIX_LOCKED, &SIX_LOCKED.replace("1.17.0", "1.15.0")), ["lock-mismatch@8"]);
    assert!(told("uv.lock", SIX_LOCKED, &SIX_LOCKED.replace("1.17.0", "1.16.0")).is_empty());
    let poetry = "[[package]]\nname = \"six\"\nversion = \"1.17.0\"\n";
    let more = format!("{poetry}\n[[package]]\nname = \"helper-tools\"\nversion = \"1.0\"\n");
    assert_eq!(told("poetry.lock", poetry, &more), ["lock-mismatch@6"]);
    let asked = format!(
        "{poetry}[package.dependencies]\nhelper-tools = \"*\"\n\n[[package]]\nname = \"helper-tools\"\nversion = \"1.0\"\n"
    );
    assert!(told("poetry.lock", poetry, &asked).is_empty());
}

#[test]
fn a_branch_is_no_matter_where_a_lock_holds_the_commit() {
    let manifest = "[project]\nname = \"shop\"\ndependencies = [\"tool\"]\n[tool.uv.sources]\ntool = { git = \"https://code.example.com/tool\" }\n";
    let lock = "[[package]]\nname = \"tool\"\nversion = \"1\"\nsource = { git = \"https://code.example.com/tool#3f786850e387550fdab836ed7e6dc881de23001b\" }\n";
    let alone = [("", "", "pyproject.toml", manifest)];
    assert_eq!(shown(&review_texts(&alone)), ["unpinned-revision@3"]);
    let both = [("", "", "pyproject.toml", manifest), ("", "", "uv.lock", lock)];
    assert!(review_texts(&both).findings.is_empty());
}

#[test]
fn what_a_manifest_that_stays_pins_is_told_in_the_lock() {
    let lock = "[[package]]\nname = \"jinja2\"\nversion = \"3.1.6\"\n";
    let beside = &[("pyproject.toml", "[project]\nname = \"shop\"\ndependencies = [\"jinja2==3.1.3\"]\n")];
    let review = within(&[("uv.lock", lock, "uv.lock", &lock.replace("3.1.6", "3.1.3"))], beside);
    assert_eq!(shown(&review), ["vulnerable-dependency@2"]);
}
