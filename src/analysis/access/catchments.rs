//! Which demand point reaches which site, and at what cost: compressed rows by demand point.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// One demand point that reaches one site.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    /// Index of the demand point.
    pub demand: u32,
    /// Index of the site.
    pub supply: u32,
    /// Metres or seconds, in one unit for all pairs.
    pub cost: f32,
}

/// All pairs in reach, grouped by demand point; each row ascends by site, one entry a site. Eight
/// bytes a pair.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catchments {
    /// Row of demand point `i` is `starts[i]..starts[i + 1]`.
    starts: Vec<usize>,
    supplies: Vec<u32>,
    costs: Vec<f32>,
    supply_count: usize,
}

/// Why pairs can not be catchments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CatchmentError {
    #[error(
        "第 {pair} 对的需求点 {index} 不存在（共 {count} 个） / pair {pair}: there is no demand point {index} of {count}"
    )]
    NoSuchDemand { pair: usize, index: u32, count: usize },
    #[error(
        "第 {pair} 对的设施 {index} 不存在（共 {count} 个） / pair {pair}: there is no site {index} of {count}"
    )]
    NoSuchSupply { pair: usize, index: u32, count: usize },
    #[error(
        "第 {pair} 对的成本不是非负的有限数 / pair {pair}: the cost is not a finite number of at least 0"
    )]
    BadCost { pair: usize },
}

impl Catchments {
    /// Groups pairs, given in any order. Of several pairs of one demand point and one site (a park
    /// with several entrances) the cheapest stays. The result does not depend on the order given.
    ///
    /// Pairs in order of demand point and site are taken over as they are; others need eight more
    /// bytes a pair for the moment.
    ///
    /// # Errors
    /// An index beyond `demands` or `supplies`; a cost that is negative or not finite.
    pub fn from_pairs(demands: usize, supplies: usize, pairs: &[Pair]) -> Result<Self, CatchmentError> {
        let empty = Self { starts: vec![0; demands + 1], supply_count: supplies, ..Self::default() };
        let ordered = is_ordered(demands, supplies, pairs)?;
        Ok(if ordered { empty.taken_over(pairs) } else { empty.grouped(pairs) })
    }

    /// Number of demand points.
    pub fn demand_count(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Number of sites.
    pub fn supply_count(&self) -> usize {
        self.supply_count
    }

    /// Number of pairs in reach.
    pub fn pair_count(&self) -> usize {
        self.supplies.len()
    }

    /// Sites that a demand point reaches, with their costs, by index of site.
    pub fn row(&self, demand: usize) -> (&[u32], &[f32]) {
        let range = self.starts[demand]..self.starts[demand + 1];
        (&self.supplies[range.clone()], &self.costs[range])
    }

    /// Costs of several rows, one after the other.
    pub(super) fn costs(&self, rows: Range<usize>) -> &[f32] {
        &self.costs[self.starts[rows.start]..self.starts[rows.end]]
    }

    /// Cuts the demand points into at most `parts` runs of nearly equally many pairs. The cut
    /// depends on the table alone.
    pub(super) fn runs(&self, parts: usize) -> Vec<Range<usize>> {
        let (rows, pairs) = (self.demand_count(), self.pair_count());
        let border = |part: usize| {
            let wanted = (pairs as u128 * part as u128 / parts as u128) as usize;
            if part == parts { rows } else { self.starts[..rows].partition_point(|start| *start < wanted) }
        };
        let borders: Vec<usize> = (0..=parts).map(border).collect();
        borders.windows(2).map(|ends| ends[0]..ends[1]).filter(|run| !run.is_empty()).collect()
    }

    fn taken_over(mut self, pairs: &[Pair]) -> Self {
        let mut row = 0;
        for (at, pair) in pairs.iter().enumerate() {
            while row < pair.demand as usize {
                row += 1;
                self.starts[row] = at;
            }
        }
        self.starts.iter_mut().skip(row + 1).for_each(|start| *start = pairs.len());
        let parts = pairs.par_iter().map(|pair| (pair.supply, pair.cost));
        parts.unzip_into_vecs(&mut self.supplies, &mut self.costs);
        self
    }

    fn grouped(mut self, pairs: &[Pair]) -> Self {
        for pair in pairs {
            self.starts[pair.demand as usize + 1] += 1;
        }
        for row in 1..self.starts.len() {
            self.starts[row] += self.starts[row - 1];
        }
        let mut free = self.starts.clone();
        let mut entries = vec![0; pairs.len()];
        for pair in pairs {
            let place = &mut free[pair.demand as usize];
            entries[*place] = entry(pair);
            *place += 1;
        }
        self.sort_rows(&mut entries);
        self.keep_cheapest(&entries);
        self
    }

    /// Sorts each row by site, then cost.
    fn sort_rows(&self, entries: &mut [u64]) {
        let rows = self.demand_count();
        let mut apart = Vec::with_capacity(rows.div_ceil(ROWS_AT_ONCE));
        let (mut rest, mut done) = (entries, 0);
        for first in (0..rows).step_by(ROWS_AT_ONCE) {
            let last = (first + ROWS_AT_ONCE).min(rows);
            let (run, after) = rest.split_at_mut(self.starts[last] - done);
            apart.push((&self.starts[first..=last], run));
            (rest, done) = (after, self.starts[last]);
        }
        apart.into_par_iter().for_each(|(starts, run)| {
            for row in starts.windows(2) {
                run[row[0] - starts[0]..row[1] - starts[0]].sort_unstable();
            }
        });
    }

    /// Takes over sorted rows with one entry for each site, the first.
    fn keep_cheapest(&mut self, entries: &[u64]) {
        self.supplies.reserve_exact(entries.len());
        self.costs.reserve_exact(entries.len());
        let mut start = 0;
        for row in 0..self.demand_count() {
            let end = self.starts[row + 1];
            let mut last = None;
            for entry in &entries[start..end] {
                let supply = (entry >> 32) as u32;
                if last.replace(supply) != Some(supply) {
                    self.supplies.push(supply);
                    self.costs.push(f32::from_bits(*entry as u32));
                }
            }
            start = end;
            self.starts[row + 1] = self.supplies.len();
        }
    }
}

/// Rows that one task sorts.
const ROWS_AT_ONCE: usize = 1024;

/// Pairs that one task looks at.
const PAIRS_AT_ONCE: usize = 1 << 15;

/// Site and cost in one number that sorts by site, then cost: the bits of floats that are not
/// negative sort like the floats.
fn entry(pair: &Pair) -> u64 {
    // -0 is 0 as a cost, and would sort last by its bits.
    let cost = pair.cost + 0.0;
    (u64::from(pair.supply) << 32) | u64::from(cost.to_bits())
}

/// Whether the pairs strictly ascend by demand point and site, if all are good; else the first
/// that is not.
fn is_ordered(demands: usize, supplies: usize, pairs: &[Pair]) -> Result<bool, CatchmentError> {
    let look = |(run, these): (usize, &[Pair])| {
        let first = run * PAIRS_AT_ONCE;
        let mut last = first.checked_sub(1).map(|before| pairs[before]);
        let mut ordered = true;
        for (at, pair) in these.iter().enumerate() {
            check(first + at, pair, demands, supplies)?;
            ordered &= last.is_none_or(|last| (last.demand, last.supply) < (pair.demand, pair.supply));
            last = Some(*pair);
        }
        Ok(ordered)
    };
    let looked: Vec<Result<bool, CatchmentError>> =
        pairs.par_chunks(PAIRS_AT_ONCE).enumerate().map(look).collect();
    looked.into_iter().try_fold(true, |all, one| Ok(all & one?))
}

fn check(at: usize, pair: &Pair, demands: usize, supplies: usize) -> Result<(), CatchmentError> {
    if pair.demand as usize >= demands {
        return Err(CatchmentError::NoSuchDemand { pair: at, index: pair.demand, count: demands });
    }
    if pair.supply as usize >= supplies {
        return Err(CatchmentError::NoSuchSupply { pair: at, index: pair.supply, count: supplies });
    }
    if !pair.cost.is_finite() || pair.cost < 0.0 {
        return Err(CatchmentError::BadCost { pair: at });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    use super::*;

    fn pair(demand: u32, supply: u32, cost: f32) -> Pair {
        Pair { demand, supply, cost }
    }

    #[test]
    fn several_entrances_leave_the_cheapest() {
        let pairs = [pair(1, 0, 9.0), pair(0, 2, 4.0), pair(1, 0, 3.0), pair(1, 0, 5.0), pair(0, 1, 1.0)];
        let table = Catchments::from_pairs(3, 3, &pairs).unwrap();
        assert_eq!(table.row(0), ([1, 2].as_slice(), [1.0, 4.0].as_slice()));
        assert_eq!(table.row(1), ([0].as_slice(), [3.0].as_slice()));
        assert_eq!(table.row(2), ([].as_slice(), [].as_slice()));
        assert_eq!((table.demand_count(), table.supply_count(), table.pair_count()), (3, 3, 3));
    }

    #[test]
    fn a_bad_pair_is_named() {
        let build = |p| Catchments::from_pairs(2, 1, &[pair(0, 0, 1.0), p]);
        assert_eq!(build(pair(2, 0, 1.0)), Err(CatchmentError::NoSuchDemand { pair: 1, index: 2, count: 2 }));
        assert_eq!(build(pair(1, 1, 1.0)), Err(CatchmentError::NoSuchSupply { pair: 1, index: 1, count: 1 }));
        for cost in [f32::NAN, f32::INFINITY, -1.0] {
            assert_eq!(build(pair(1, 0, cost)), Err(CatchmentError::BadCost { pair: 1 }));
        }
    }

    #[test]
    fn nothing_is_a_table_too() {
        let table = Catchments::from_pairs(0, 0, &[]).unwrap();
        assert_eq!((table.demand_count(), table.pair_count()), (0, 0));
        assert!(table.runs(4).is_empty());
        assert_eq!(Catchments::default().demand_count(), 0);
        assert!(Catchments::default().runs(4).is_empty());
    }

    proptest! {
        #[test]
        fn any_order_gives_the_same_rows_as_a_map(
            given in prop::collection::vec((0..9_u32, 0..7_u32, 0..50_u16), 0..120), order in 0..3_u8, parts in 1..9_usize) {
            let mut pairs: Vec<Pair> = given.iter().map(|(d, s, c)| pair(*d, *s, f32::from(*c))).collect();
            match order {
                0 => pairs.sort_by_key(|p| p.supply),
                1 => pairs.sort_by_key(|p| (p.demand, p.supply)),
                _ => {}
            }
            let mut map: BTreeMap<(u32, u32), f32> = BTreeMap::new();
            for p in &pairs {
                map.entry((p.demand, p.supply)).and_modify(|c| *c = c.min(p.cost)).or_insert(p.cost);
            }
            let table = Catchments::from_pairs(9, 7, &pairs).unwrap();
            let mut rows = Vec::new();
            for demand in 0..9 {
                let (supplies, costs) = table.row(demand);
                rows.extend(supplies.iter().zip(costs).map(|(s, c)| ((demand as u32, *s), *c)));
            }
            prop_assert_eq!(rows, map.into_iter().collect::<Vec<_>>());
            let covered: Vec<usize> = table.runs(parts).into_iter().flatten().collect();
            prop_assert_eq!(covered, (0..9).collect::<Vec<_>>());
            prop_assert!(table.runs(parts).len() <= parts);
        }
    }
}
