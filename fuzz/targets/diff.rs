//! The hunks between two texts make the one out of the other, and a review of that change ends well.
#![no_main]

use hognose::change::{ChangeSet, FileChange, Status, diff};
use hognose::config::Settings;
use hognose::scan::{Options, review};
use hognose::source::{LineIndex, RepoPath, SourceFile};
use libfuzzer_sys::fuzz_target;

/// So many bytes at the end say what happens to the lines; the rest is the old text.
const ORDERS: usize = 16;

fuzz_target!(|data: &[u8]| {
    let (text, orders) = data.split_at(data.len().saturating_sub(ORDERS));
    let Ok(base) = std::str::from_utf8(text) else { return };
    let head = edited(base, orders);
    let hunks = diff::hunks(base, &head);
    let (old, new) = (lines(base), lines(&head));
    let mut made = Vec::new();
    let mut at = 1;
    for hunk in hunks.iter() {
        made.extend_from_slice(&old[at - 1..hunk.base.start as usize - 1]);
        made.extend_from_slice(&new[hunk.head.start as usize - 1..hunk.head.end as usize - 1]);
        at = hunk.base.end as usize;
    }
    made.extend_from_slice(&old[at - 1..]);
    assert_eq!(made.concat(), head);

    let path = RepoPath::new("app/views.py");
    let side = |text: &str| Some(SourceFile::from_text(path.clone(), text));
    let file = FileChange {
        path: path.clone(),
        old_path: None,
        status: Status::Modified,
        base: side(base),
        head: side(&head),
        hunks,
    };
    let change = ChangeSet { files: vec![file], skipped: Vec::new() };
    let outcome = review(&change, &Settings::default(), Options { threads: 1, whole: false, across: true });
    assert!(outcome.skipped.is_empty(), "{:?}", outcome.skipped);
});

fn lines(text: &str) -> Vec<&str> {
    if text.is_empty() {
        return Vec::new();
    }
    let index = LineIndex::new(text);
    (1..=index.count()).map(|line| &text[index.span(line).range()]).collect()
}

/// Two bytes an order: what to do, and at which line.
fn edited(base: &str, orders: &[u8]) -> String {
    let mut made: Vec<String> = base.split_inclusive('\n').map(str::to_owned).collect();
    for order in orders.chunks_exact(2) {
        if made.is_empty() {
            break;
        }
        let at = usize::from(order[1]) % made.len();
        match order[0] % 6 {
            0 => drop(made.remove(at)),
            1 => made.insert(at, made[at].clone()),
            2 => made.swap(at, 0),
            3 => made[at].push_str("    pass\r\n"),
            4 => made[at] = made[at].replace(' ', "\t"),
            _ => {}
        }
    }
    made.concat()
}
