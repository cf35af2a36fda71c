//! The workflows of the README are the files that the linters see, and ask for no more than they need.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect(path)
}

fn workflows() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/workflows");
    let mut found: Vec<(String, String)> = fs::read_dir(folder)
        .expect("docs/workflows")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .map(|name| (name.clone(), read(&format!("docs/workflows/{name}"))))
        .collect();
    found.sort();
    found
}

#[test]
fn the_readme_shows_the_files() {
    let readme = read("README.md");
    let shown: BTreeSet<&str> =
        readme.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let files = workflows();
    assert_eq!(files.len(), 7);
    for (name, text) in &files {
        assert!(shown.contains(text.as_str()), "README.md does not show docs/workflows/{name} as it is");
    }
    assert_eq!(shown.len(), files.len(), "README.md shows a workflow that is no file of docs/workflows");
}

#[test]
fn no_workflow_asks_for_more_than_it_needs() {
    let allowed = ["contents: read", "pull-requests: read", "pull-requests: write", "security-events: write"];
    for (name, text) in workflows() {
        // What the first stage left is reached by this alone.
        let artifacts = (name == "forks-second.yml").then_some("actions: read");
        assert!(text.contains("\npermissions: {}\n"), "{name} does not begin with no permission");
        let asked = text.split("    permissions:\n").nth(1).expect("a job's permissions");
        for line in asked.lines().take_while(|line| line.starts_with("      ")) {
            let line = line.trim();
            assert!(allowed.contains(&line) || artifacts == Some(line), "{name} asks for {line}");
            assert!(
                !line.contains("security-events") || name == "code-scanning.yml",
                "{name} uploads nothing"
            );
        }
        // A required check that never reports blocks for ever.
        assert!(!text.contains("paths:"), "{name} leaves pull requests out");
        assert!(!text.contains("pull_request_target"), "{name}");
        for line in text.lines().filter(|line| line.contains("uses:")) {
            let pin = line.split('@').nth(1).and_then(|rest| rest.split(' ').next()).unwrap_or_default();
            assert!(pin.len() == 40 && pin.bytes().all(|byte| byte.is_ascii_hexdigit()), "{name}: {line}");
        }
    }
}

/// The names under a key of `action.yml`, which is written plainly enough to be read by lines.
fn names(action: &str, key: &str) -> Vec<String> {
    let section = action.split(&format!("\n{key}:\n")).nth(1).expect(key);
    let lines = section.lines().take_while(|line| line.is_empty() || line.starts_with(' '));
    let names =
        lines.filter(|line| line.starts_with("  ") && !line.starts_with("   ") && line.ends_with(':'));
    names.map(|line| line.trim().trim_end_matches(':').to_owned()).collect()
}

#[test]
fn the_action_is_what_the_marketplace_takes() {
    let action = read("action.yml");
    let inputs = names(&action, "inputs");
    for name in [
        "github-token",
        "config",
        "fail-on",
        "comments",
        "sarif",
        "sarif-file",
        "paths",
        "working-directory",
        "advisories",
    ] {
        assert!(inputs.iter().any(|input| input == name), "no input {name} among {inputs:?}");
    }
    let outputs = names(&action, "outputs");
    assert_eq!(
        outputs,
        ["findings-count", "blocking-count", "conclusion", "sarif-file", "report-file", "findings-file"]
    );
    let kebab = |name: &String| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    assert!(inputs.iter().chain(&outputs).all(kebab));
    // Only the token has a default: an input that is not set must not override the configuration file.
    assert_eq!(action.matches("default:").count(), 1);
    assert!(action.contains("default: ${{ github.token }}"));
    for key in ["name:", "description:", "branding:", "  icon: shield", "  using: docker", "  image: "] {
        assert!(action.lines().any(|line| line.starts_with(key)), "{key}");
    }
    for (name, text) in workflows() {
        for line in text.lines().filter_map(|line| line.strip_prefix("          ")) {
            let Some((key, _)) = line.split_once(": ") else { continue };
            let foreign = [
                "persist-credentials",
                "sarif_file",
                "ref",
                "sha",
                "name",
                "path",
                "retention-days",
                "run-id",
            ];
            assert!(
                foreign.contains(&key) || line.starts_with('#') || inputs.iter().any(|input| input == key),
                "{name}: {line}"
            );
        }
    }
}
