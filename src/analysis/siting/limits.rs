//! What may be built: how many sites, for how much, and where at least one has to stand.

use super::SitingError;

/// In no division.
pub const NO_DIVISION: u32 = u32::MAX;

/// Limits of what may be built. At least one of count and budget is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// At most so many new sites.
    pub count: Option<usize>,
    /// At most so much for all of them, in the unit of the candidates' costs.
    pub budget: Option<u64>,
    /// Divisions that get at least one new site each (list those without an existing one, if
    /// existing ones should count).
    pub one_in_each: Vec<u32>,
}

/// What each candidate costs and where it lies.
#[derive(Clone, Copy, Debug, Default)]
pub struct Candidates<'a> {
    pub len: usize,
    /// Cost by candidate in any unit (yuan, say); empty: each costs 1.
    pub cost: &'a [u64],
    /// Division by candidate ([`NO_DIVISION`] for none); empty: none lies in any.
    pub division: &'a [u32],
}

/// Room that is left on the way: limits in the form that the search keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Room {
    pub count: usize,
    pub budget: Option<u64>,
    /// Divisions that still wait for a site, ascending.
    pub pending: Vec<u32>,
}

impl Candidates<'_> {
    pub fn cost_of(&self, candidate: usize) -> u64 {
        self.cost.get(candidate).copied().unwrap_or(1)
    }

    pub fn division_of(&self, candidate: usize) -> u32 {
        self.division.get(candidate).copied().unwrap_or(NO_DIVISION)
    }

    pub(super) fn check(&self) -> Result<(), SitingError> {
        if self.len == 0 {
            return Err(SitingError::NoCandidates);
        }
        if u32::try_from(self.len).is_err() {
            return Err(SitingError::TooLarge);
        }
        for (what, found) in [("cost", self.cost.len()), ("division", self.division.len())] {
            if found != 0 && found != self.len {
                return Err(SitingError::Length { what, found, expected: self.len });
            }
        }
        let sum = self.cost.iter().try_fold(0_u64, |sum, cost| sum.checked_add(*cost));
        if sum.is_none_or(|sum| sum >= 1 << 52) {
            return Err(SitingError::TooLarge);
        }
        Ok(())
    }
}

impl Limits {
    /// Checks that the limits leave something to choose from.
    pub(super) fn room(&self, candidates: &Candidates) -> Result<Room, SitingError> {
        candidates.check()?;
        if self.count.is_none() && self.budget.is_none() {
            return Err(SitingError::NoLimit);
        }
        if self.count == Some(0) || self.budget == Some(0) {
            return Err(SitingError::NothingAllowed);
        }
        let mut pending = self.one_in_each.clone();
        pending.sort_unstable();
        pending.dedup();
        let count = self.count.unwrap_or(candidates.len).min(candidates.len);
        if pending.len() > count {
            return Err(SitingError::TooFewSites { needed: pending.len(), allowed: count });
        }
        let mut cheapest = vec![None::<u64>; pending.len()];
        for candidate in 0..candidates.len {
            if let Ok(at) = pending.binary_search(&candidates.division_of(candidate)) {
                let cost = candidates.cost_of(candidate);
                cheapest[at] = Some(cheapest[at].map_or(cost, |c| c.min(cost)));
            }
        }
        let mut needed = 0_u64;
        for (division, cost) in pending.iter().zip(&cheapest) {
            let none = SitingError::NoCandidateIn { division: *division };
            needed = needed.saturating_add(cost.ok_or(none)?);
        }
        match self.budget {
            Some(budget) if needed > budget => Err(SitingError::BudgetTooSmall { needed, budget }),
            budget => Ok(Room { count, budget, pending }),
        }
    }
}
