//! A real checkout of a commit, with git's own tools and the very ids that the server names.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::objects::{AUTHOR, Mode, Sha};
use crate::world::World;

fn quoted(path: &str) -> String {
    format!("\"{}\"", path.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

/// The commit and its ancestors as `git fast-import` reads them.
fn stream(world: &World, sha: &str) -> Vec<u8> {
    let mut order: Vec<Sha> = world.objects.ancestry(sha).into_iter().collect();
    order.sort_by_key(|sha| world.objects.commit(sha).map_or(0, |commit| commit.time));
    let mut out = Vec::new();
    let mut marks: BTreeMap<Sha, usize> = BTreeMap::new();
    let (name, mail) = AUTHOR;
    for sha in &order {
        let Some(commit) = world.objects.commit(sha) else { continue };
        for entry in commit.files.values() {
            let Some(bytes) = world.objects.blob(&entry.oid) else { continue };
            if entry.mode == Mode::Submodule || marks.contains_key(&entry.oid) {
                continue;
            }
            marks.insert(entry.oid.clone(), marks.len() + 1);
            out.extend_from_slice(format!("blob\nmark :{}\ndata {}\n", marks.len(), bytes.len()).as_bytes());
            out.extend_from_slice(bytes);
            out.push(b'\n');
        }
        marks.insert(sha.clone(), marks.len() + 1);
        let who = format!("{name} <{mail}> {} +0000", commit.time);
        let head = format!(
            "commit refs/heads/stand-in-{sha}\nmark :{}\nauthor {who}\ncommitter {who}\ndata {}\n{}\n",
            marks[sha],
            commit.message.len(),
            commit.message
        );
        out.extend_from_slice(head.as_bytes());
        for (at, parent) in commit.parents.iter().enumerate() {
            let word = if at == 0 { "from" } else { "merge" };
            out.extend_from_slice(format!("{word} :{}\n", marks[parent]).as_bytes());
        }
        out.extend_from_slice(b"deleteall\n");
        for (path, entry) in commit.files.iter() {
            let what = match entry.mode {
                Mode::Submodule => entry.oid.clone(),
                _ => format!(":{}", marks[&entry.oid]),
            };
            out.extend_from_slice(format!("M {} {what} {}\n", entry.mode.octal(), quoted(path)).as_bytes());
        }
    }
    out
}

/// Makes a git repository in `folder` with this commit checked out, detached, as `actions/checkout` leaves it.
///
/// # Panics
/// If git is missing or fails, or makes another id than the server names.
pub fn checkout(world: &World, sha: &str, folder: &Path) {
    std::fs::create_dir_all(folder).expect("a folder for the checkout");
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(folder).args(["-c", "core.autocrlf=false", "-c", "gc.auto=0"]).args(arguments);
        command
    };
    let run = |arguments: &[&str]| {
        let output = git(arguments).output().expect("git runs");
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    };
    run(&["init", "--quiet"]);
    let mut import =
        git(&["fast-import", "--quiet", "--force"]).stdin(Stdio::piped()).spawn().expect("git runs");
    import.stdin.take().expect("a pipe").write_all(&stream(world, sha)).expect("git reads");
    assert!(import.wait().expect("git ends").success(), "git fast-import failed");
    run(&["checkout", "--quiet", "--detach", sha]);
}
