//! Numbers that belong together because of links between them.

/// Numbers from 0 on, each alone until it is joined with others.
#[derive(Debug, Default)]
pub struct Groups(Vec<u32>);

impl Groups {
    /// So many numbers, each alone.
    pub fn of(count: usize) -> Self {
        Self((0..count as u32).collect())
    }

    /// Joins the groups of two numbers.
    pub fn join(&mut self, one: usize, other: usize) {
        let (from, to) = (self.top(one), self.top(other));
        self.0[from] = to as u32;
    }

    fn top(&mut self, mut at: usize) -> usize {
        while self.0[at] as usize != at {
            // Ways are halved as they are gone, so that they stay short.
            self.0[at] = self.0[self.0[at] as usize];
            at = self.0[at] as usize;
        }
        at
    }

    /// By number, one number of its group that all of the group share.
    pub fn into_numbers(mut self) -> Vec<u32> {
        (0..self.0.len()).map(|at| self.top(at) as u32).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_linked_by_others_shares_a_number() {
        let mut groups = Groups::of(6);
        for (one, other) in [(0, 1), (2, 3), (3, 1), (5, 5)] {
            groups.join(one, other);
        }
        let numbers = groups.into_numbers();
        assert!(numbers[..4].iter().all(|number| *number == numbers[0]), "{numbers:?}");
        assert!(
            numbers[4] != numbers[0] && numbers[5] != numbers[0] && numbers[4] != numbers[5],
            "{numbers:?}"
        );
    }
}
