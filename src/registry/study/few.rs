//! Numbers of people at one place that are too small to be told.
//!
//! Whoever chooses the place and the distance could otherwise ask house by house. What is told is
//! `null`, which a reader is not to take for zero.

use crate::analysis::demand::People;
use crate::registry::reference::Reference;

/// From how many people on a number is told.
#[derive(Clone, Copy, Debug)]
pub struct Few(People);

impl Few {
    pub fn new(reference: &Reference) -> Self {
        Self(People::whole(u64::from(reference.rules.fewest_shown)))
    }

    /// Nobody, or enough of them.
    pub fn tells(self, people: People) -> bool {
        people == People::ZERO || people >= self.0
    }

    pub fn told(self, people: People) -> Option<People> {
        Some(people).filter(|people| self.tells(*people))
    }

    /// A number beside another one that is told: their difference would tell as much.
    pub fn beside(self, other: People, people: People) -> Option<People> {
        Some(people).filter(|people| self.tells(people.differs(other)))
    }
}

#[cfg(test)]
mod tests {
    use super::Few;
    use crate::analysis::demand::People;

    #[test]
    fn few_people_are_not_told_and_neither_is_what_gives_them_away() {
        let few = Few(People::whole(10));
        let people = People::whole;
        assert_eq!(few.told(People::ZERO), Some(People::ZERO));
        assert_eq!(few.told(people(9)), None);
        assert_eq!(few.told(people(10)), Some(people(10)));
        assert_eq!(few.beside(people(100), people(100)), Some(people(100)));
        assert_eq!(few.beside(people(100), people(91)), None);
        assert_eq!(few.beside(people(91), people(100)), None);
        assert_eq!(few.beside(people(100), people(110)), Some(people(110)));
    }
}
