//! Sorting where the list is short or seldom: one sorting serves every type. One of its own for each takes kilobytes of the
//! program, and the action's image holds no more than it needs.

use std::cmp::Ordering;

/// Sorts a list, and keeps what is alike in its order.
pub fn sort<T>(list: &mut Vec<T>, order: impl Fn(&T, &T) -> Ordering) {
    if list.len() < 2 {
        return;
    }
    let places = places(list.len(), &|one, other| order(&list[one], &list[other]));
    let mut taken: Vec<Option<T>> = std::mem::take(list).into_iter().map(Some).collect();
    list.extend(places.into_iter().filter_map(|at| taken[at].take()));
}

fn places(count: usize, order: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|one, other| order(*one, *other));
    places
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn as_the_standard_library_does(mut list: Vec<(u8, u32)>) {
            let mut known = list.clone();
            known.sort_by_key(|(key, _)| *key);
            super::sort(&mut list, |one, other| one.0.cmp(&other.0));
            prop_assert_eq!(list, known);
        }
    }
}
