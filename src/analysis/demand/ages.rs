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
