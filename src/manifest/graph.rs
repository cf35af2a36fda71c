//! Who brought in whom: direct or not, groups, and the way from a direct dependency to each other package of a lock.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Dependency;

/// Ways are told so far.
const MAX_WAY: usize = 8;

/// Marks what the roots (name, group) reach. Groups of a package are those through which it is reached.
pub(super) fn spread(rows: &mut [Dependency], roots: &[(String, Option<String>)]) {
    let by_name = numbers(rows);
    ways(rows, &by_name, roots.iter().map(|(name, _)| name.as_str()));
    // In their order, which begins with production: `None`.
    let groups: std::collections::BTreeSet<Option<&str>> =
        roots.iter().map(|(_, group)| group.as_deref()).collect();
    // Production has no name of its own: what it reaches is in no group.
    let mut production = vec![false; rows.len()];
    // So many groups are told apart; a lock with more of them is no project's.
    const MAX_GROUPS: usize = 64;
    for group in groups.into_iter().take(MAX_GROUPS) {
        let starts = roots.iter().filter(|(_, own)| own.as_deref() == group).map(|(name, _)| name.as_str());
        for at in reached(rows, &by_name, starts) {
            match group {
                None => production[at] = true,
                Some(group) if !production[at] => rows[at].groups.push(group.to_owned()),
                Some(_) => {}
            }
        }
    }
}

/// For a lock that names no roots: direct is what no other package asks for.
pub(super) fn guess(rows: &mut [Dependency]) {
    let asked: FxHashSet<&str> = rows
        .iter()
        .flat_map(|row| row.requires.iter().filter(|name| **name != row.name).map(String::as_str))
        .collect();
    let roots: Vec<String> =
        rows.iter().filter(|row| !asked.contains(row.name.as_str())).map(|row| row.name.clone()).collect();
    direct(rows, &roots);
}

/// Makes these names the direct ones, and finds the ways from them.
pub(super) fn direct(rows: &mut [Dependency], roots: &[String]) {
    for row in rows.iter_mut() {
        row.direct = false;
        row.via.clear();
    }
    let by_name = numbers(rows);
    ways(rows, &by_name, roots.iter().map(String::as_str));
}

type Numbers = FxHashMap<String, Vec<usize>>;

fn numbers(rows: &[Dependency]) -> Numbers {
    let mut out = Numbers::default();
    for (at, row) in rows.iter().enumerate() {
        out.entry(row.name.clone()).or_default().push(at);
    }
    out
}

/// By breadth, so that the way that is told is a shortest one.
fn ways<'r>(rows: &mut [Dependency], by_name: &Numbers, roots: impl Iterator<Item = &'r str>) {
    let mut from: Vec<Option<usize>> = vec![None; rows.len()];
    let mut queue: Vec<usize> = Vec::new();
    for root in roots {
        for at in by_name.get(root).into_iter().flatten() {
            if !std::mem::replace(&mut rows[*at].direct, true) {
                queue.push(*at);
            }
        }
    }
    let mut next = 0;
    while let Some(at) = queue.get(next).copied() {
        next += 1;
        for name in &rows[at].requires {
            for to in by_name.get(name).into_iter().flatten() {
                if from[*to].is_none() && !rows[*to].direct {
                    from[*to] = Some(at);
                    queue.push(*to);
                }
            }
        }
    }
    for at in 0..rows.len() {
        let mut way = Vec::new();
        let mut step = from[at];
        while let Some(before) = step {
            way.push(rows[before].name.clone());
            step = from[before];
            if way.len() > 4 * MAX_WAY {
                break;
            }
        }
        way.reverse();
        way.truncate(MAX_WAY);
        rows[at].via = way;
    }
}

fn reached<'r>(rows: &[Dependency], by_name: &Numbers, roots: impl Iterator<Item = &'r str>) -> Vec<usize> {
    let mut seen = vec![false; rows.len()];
    let mut queue: Vec<usize> = Vec::new();
    for root in roots {
        queue.extend(by_name.get(root).into_iter().flatten());
    }
    queue.retain(|at| !std::mem::replace(&mut seen[*at], true));
    let mut next = 0;
    while let Some(at) = queue.get(next).copied() {
        next += 1;
        for name in &rows[at].requires {
            for to in by_name.get(name).into_iter().flatten() {
                if !std::mem::replace(&mut seen[*to], true) {
                    queue.push(*to);
                }
            }
        }
    }
    queue
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(edges: &[(&str, &[&str])]) -> Vec<Dependency> {
        edges
            .iter()
            .map(|(name, requires)| Dependency {
                name: (*name).to_owned(),
                requires: requires.iter().map(|name| (*name).to_owned()).collect(),
                ..Dependency::default()
            })
            .collect()
    }

    #[test]
    fn ways_and_groups_are_found() {
        let mut all =
            rows(&[("a", &["b"]), ("b", &["c", "a"]), ("c", &[]), ("t", &["c", "d"]), ("d", &["d"])]);
        spread(&mut all, &[("a".into(), None), ("t".into(), Some("test".into()))]);
        let told: Vec<_> =
            all.iter().map(|row| (row.direct, row.via.join(">"), row.groups.join(","))).collect();
        assert_eq!(
            told,
            [
                (true, "".into(), "".into()),
                (false, "a".into(), "".into()),
                // The shortest way is told, whichever group it belongs to.
                (false, "t".into(), "".into()),
                (true, "".into(), "test".into()),
                (false, "t".into(), "test".into()),
            ]
        );
    }

    #[test]
    fn without_roots_what_nobody_asks_for_is_direct() {
        let mut all = rows(&[("a", &["b"]), ("b", &["c"]), ("c", &["b"])]);
        guess(&mut all);
        assert_eq!(all.iter().map(|row| row.direct).collect::<Vec<_>>(), [true, false, false]);
        assert_eq!(all[2].via, ["a", "b"]);
    }
}
