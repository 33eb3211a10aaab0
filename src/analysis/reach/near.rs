//! The nearest so far, and whether another comes so close to it that only Karney can decide.

use super::chord::longest_metres;

/// Two best sites by chord.
pub(super) struct Search {
    /// Squared chord and site of the nearest so far.
    best: Option<(f64, u32)>,
    /// Squared chord of the nearest among all others.
    second: f64,
    /// Squared chord beyond which nothing can be the nearest, nor tie with it.
    limit: f64,
}

impl Search {
    /// Looks for what is at most `limit` away, a squared chord.
    pub fn new(limit: f64) -> Self {
        Self { best: None, second: f64::INFINITY, limit }
    }

    pub fn limit(&self) -> f64 {
        self.limit
    }

    pub fn best(&self) -> Option<(f64, u32)> {
        self.best
    }

    /// Whether another site may be as near as the best.
    pub fn is_tie(&self) -> bool {
        self.second <= self.limit
    }

    pub fn offer(&mut self, squared: f64, site: u32) {
        if squared > self.limit {
            return;
        }
        match self.best {
            Some((_, best)) if best == site => {
                if self.best.is_some_and(|(nearest, _)| squared < nearest) {
                    self.take(squared, site);
                }
            }
            Some((nearest, _)) if squared >= nearest => self.second = self.second.min(squared),
            Some((nearest, _)) => {
                self.second = nearest;
                self.take(squared, site);
            }
            None => self.take(squared, site),
        }
    }

    fn take(&mut self, squared: f64, site: u32) {
        self.best = Some((squared, site));
        // Whatever has a longer chord than the best's longest possible geodesic is farther.
        let longest = longest_metres(squared.sqrt());
        self.limit = self.limit.min(longest * longest);
    }
}
