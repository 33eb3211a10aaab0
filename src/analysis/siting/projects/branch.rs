//! Exact search in the order of cost per area, with the fractional mix as bound (after P. J. Kolesar,
//! "A branch and bound algorithm for the knapsack problem", 1967, turned into a covering).

use super::Item;

/// Counts by project with the least cost found, a lower bound, and whether the two met.
pub struct Searched {
    pub counts: Vec<u64>,
    pub bound: u64,
    pub proven: bool,
}

/// Cheapest counts whose areas sum to at least `wanted`; ends after `steps`. The items together
/// have to be enough.
pub fn search(items: &[Item], wanted: u64, steps: u64) -> Searched {
    let mut order = items.to_vec();
    // Cost per area, compared without division; ties: the larger area, then the earlier project.
    order.sort_by(|a, b| {
        let (left, right) =
            (u128::from(a.cost) * u128::from(b.area), u128::from(b.cost) * u128::from(a.area));
        left.cmp(&right).then(b.area.cmp(&a.area)).then(a.project.cmp(&b.project))
    });
    let mut searching = Searching {
        counts: vec![0; order.len()],
        best: vec![0; order.len()],
        least: u64::MAX,
        left: steps,
        items: order,
    };
    let bound = searching.relaxed(0, wanted).unwrap_or(0);
    searching.from(0, wanted, 0);
    let mut counts = vec![0; items.len()];
    for (item, count) in searching.items.iter().zip(&searching.best) {
        counts[item.project] = *count;
    }
    Searched {
        counts,
        bound: bound.min(searching.least),
        proven: searching.left > 0 || bound >= searching.least,
    }
}

struct Searching {
    items: Vec<Item>,
    counts: Vec<u64>,
    best: Vec<u64>,
    least: u64,
    left: u64,
}

impl Searching {
    /// Least cost of the rest when parts of projects could be built, rounded up; `None`: not enough.
    fn relaxed(&self, first: usize, wanted: u64) -> Option<u64> {
        let mut cost = 0_u64;
        let mut wanted = wanted;
        for item in &self.items[first..] {
            let all = item.area * item.most;
            if all >= wanted {
                let part = (u128::from(wanted) * u128::from(item.cost)).div_ceil(u128::from(item.area));
                return Some(cost + part as u64);
            }
            wanted -= all;
            cost += item.cost * item.most;
        }
        (wanted == 0).then_some(cost)
    }

    /// Tries counts of the item at `first`, many first: that is what the cheapest area suggests. The
    /// depth is the number of projects.
    fn from(&mut self, first: usize, wanted: u64, spent: u64) {
        if wanted == 0 {
            if spent < self.least {
                self.least = spent;
                self.best.clone_from(&self.counts);
            }
            return;
        }
        let Some(item) = self.items.get(first).copied() else { return };
        let most = item.most.min(wanted.div_ceil(item.area));
        for count in (0..=most).rev() {
            // The first dive always ends in an answer, so that there is one when the steps run out.
            if self.left == 0 && self.least < u64::MAX {
                break;
            }
            self.left = self.left.saturating_sub(1);
            let here = spent + item.cost * count;
            let rest = wanted.saturating_sub(item.area * count);
            match self.relaxed(first + 1, rest) {
                Some(bound) if here + bound < self.least => {
                    self.counts[first] = count;
                    self.from(first + 1, rest, here);
                    self.counts[first] = 0;
                }
                // Without surplus, fewer of the cheapest per area only raises the bound.
                _ if rest > 0 || item.area * count == wanted => break,
                _ => {}
            }
        }
    }
}
