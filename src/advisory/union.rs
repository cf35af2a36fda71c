//! Records that speak of one flaw: linked by the ids that they share, whatever source they are from.

use rustc_hash::FxHashMap;

use super::{Advisory, Hit, Level};

/// Leaves out records with an ignored id, and those that share an id with them.
pub(super) fn drop_ignored(known: &mut Vec<Advisory>, ignored: &dyn Fn(&str) -> bool) {
    let all: Vec<&Advisory> = known.iter().collect();
    let groups = grouped(&all);
    let mut gone: Vec<usize> = Vec::new();
    for group in groups {
        let ids =
            |at: &usize| std::iter::once(&known[*at].id).chain(&known[*at].aliases).any(|id| ignored(id));
        if group.iter().any(ids) {
            gone.extend(group);
        }
    }
    let mut at = 0;
    known.retain(|_| {
        at += 1;
        !gone.contains(&(at - 1))
    });
}

/// Numbers of records that speak of one flaw: linked by ids that they share.
fn grouped(all: &[&Advisory]) -> Vec<Vec<usize>> {
    let mut group_of: FxHashMap<&str, usize> = FxHashMap::default();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (at, one) in all.iter().enumerate() {
        let ids: Vec<&str> =
            std::iter::once(one.id.as_str()).chain(one.aliases.iter().map(String::as_str)).collect();
        let mut linked: Vec<usize> = ids.iter().filter_map(|id| group_of.get(id).copied()).collect();
        linked.sort_unstable();
        linked.dedup();
        let target = linked.first().copied().unwrap_or_else(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        for other in linked.iter().skip(1) {
            let moved = std::mem::take(&mut groups[*other]);
            groups[target].extend(moved);
            group_of.values_mut().filter(|group| **group == *other).for_each(|group| *group = target);
        }
        groups[target].push(at);
        for id in ids {
            group_of.insert(id, target);
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
}

/// What hits, a flaw each, gravest first.
pub(super) fn united(hitting: &[&Advisory]) -> Vec<Hit> {
    let mut hits: Vec<Hit> = grouped(hitting)
        .into_iter()
        .map(|group| {
            let records: Vec<&Advisory> = group.iter().map(|at| hitting[*at]).collect();
            let mut ids: Vec<String> = records
                .iter()
                .flat_map(|one| std::iter::once(&one.id).chain(&one.aliases))
                .cloned()
                .collect();
            let rank = |id: &str| {
                ["PYSEC-", "CVE-", "GHSA-"].iter().position(|start| id.starts_with(start)).unwrap_or(3)
            };
            crate::source::sort(&mut ids, |one, other| (rank(one), one).cmp(&(rank(other), other)));
            ids.dedup();
            let malware = records.iter().any(|one| one.is_malware());
            let score = records.iter().filter_map(|one| one.score).max();
            let level = if malware { Level::Critical } else { Level::of_tenths(score) };
            Hit { ids, level, malware }
        })
        .collect();
    crate::source::sort(&mut hits, |one, other| {
        other.level.cmp(&one.level).then_with(|| one.ids.cmp(&other.ids))
    });
    hits
}
