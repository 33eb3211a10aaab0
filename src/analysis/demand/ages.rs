//! People by age group, where the source tells.

use super::people::People;

/// People of each group at each point. What a source leaves out or suppresses is unknown, which is
/// not zero.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ages {
    groups: Vec<String>,
    /// Thousandths, point by point; [`UNKNOWN`] where not told.
    values: Vec<u64>,
}

const UNKNOWN: u64 = u64::MAX;

impl Ages {
    /// Of some groups, with room for as many points.
    pub(super) fn with_groups(groups: Vec<String>, points: usize) -> Self {
        let values = vec![UNKNOWN; groups.len() * points];
        Self { groups, values }
    }

    pub(super) fn set(&mut self, point: usize, group: usize, people: People) {
        let at = point * self.groups.len() + group;
        self.values[at] = people.thousandths().min(UNKNOWN - 1);
    }

    /// Those of some points, in the order given.
    pub(super) fn only(&self, points: &[usize]) -> Self {
        let width = self.groups.len();
        let of = |point: &usize| &self.values[point * width..(point + 1) * width];
        Self { groups: self.groups.clone(), values: points.iter().flat_map(of).copied().collect() }
    }

    /// Every number that is known, changed by what `people` makes of it at its point.
    pub(super) fn changed(&self, people: &impl Fn(usize, People) -> People) -> Self {
        let width = self.groups.len().max(1);
        let change = |(at, value): (usize, &u64)| match *value {
            UNKNOWN => UNKNOWN,
            known => people(at / width, People::from_thousandths(known)).thousandths().min(UNKNOWN - 1),
        };
        Self { groups: self.groups.clone(), values: self.values.iter().enumerate().map(change).collect() }
    }

    /// The groups' names, in the order in which they were first met.
    pub fn groups(&self) -> &[String] {
        &self.groups
    }

    /// People of a group (its position in [`Ages::groups`]) at a point; `None` where it is not
    /// known.
    pub fn get(&self, point: usize, group: usize) -> Option<People> {
        let value = *self.values.get(point * self.groups.len() + group)?;
        (value != UNKNOWN && group < self.groups.len()).then(|| People::from_thousandths(value))
    }
}
