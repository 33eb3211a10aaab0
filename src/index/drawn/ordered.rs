//! Entities in the order of their tiles, with sums: what any tile or cell holds is a stretch of the order, and
//! its sum a difference of two sums that were made beforehand.

use super::grid::{Grid, code, unit_of};
use super::{Measured, Summed};
use crate::index::entry::Entry;
use std::ops::Range;

/// Entities between two sums that are kept.
const BLOCK: usize = 128;

/// An area that is not known.
const UNKNOWN: u64 = u64::MAX;

/// A kind that there is not.
const NONE: u16 = u16::MAX;

/// What some entities are together. Whole numbers: no rounding, whatever is added and taken away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub count: i64,
    /// cm², of those that are known.
    pub area: i128,
    pub unknown: i64,
    /// Of columns and rows, in units.
    pub x: i128,
    pub y: i128,
}

impl Sum {
    /// Adds another one so many times.
    pub fn add(&mut self, other: Self, times: i64) {
        self.count += other.count * times;
        self.area += other.area * i128::from(times);
        self.unknown += other.unknown * times;
        self.x += other.x * i128::from(times);
        self.y += other.y * i128::from(times);
    }
}

/// See the module. Costs some 20 bytes an entity.
pub(super) struct Ordered {
    codes: Box<[u64]>,
    /// None where no entity has any.
    areas: Box<[u64]>,
    /// None where no entity has any.
    kinds: Box<[u16]>,
    /// Sum of all that stands before each block, and behind the last.
    before: Box<[Sum]>,
    /// How many of each kind stand before each block.
    kinds_before: Box<[u32]>,
    /// How many kinds there are.
    width: usize,
}

impl Ordered {
    /// Of entities in any order, each once; those that the set does not show are left out.
    pub fn of<'a, F: Summed + 'a>(entries: impl Iterator<Item = &'a Entry<F>>, grid: Grid) -> Self {
        let mut all: Vec<(u64, u64, u16)> = entries
            .filter_map(|entry| {
                let (column, row) = grid.middle(&entry.geometry)?;
                let area = match entry.facts.area() {
                    Measured::Known(cm2) => cm2,
                    Measured::Unknown => UNKNOWN,
                };
                Some((code(column, row), area, entry.facts.kind().unwrap_or(NONE)))
            })
            .collect();
        all.sort_unstable();
        let has_kinds = all.iter().any(|(_, _, kind)| *kind != NONE);
        let kinds: Box<[u16]> =
            if has_kinds { all.iter().map(|(_, _, kind)| *kind).collect() } else { Box::default() };
        let codes = all.iter().map(|(code, _, _)| *code).collect();
        let areas = if F::HAS_AREA { all.iter().map(|(_, area, _)| *area).collect() } else { Box::default() };
        let width = kinds.iter().filter(|kind| **kind != NONE).max().map_or(0, |kind| usize::from(*kind) + 1);
        let mut ordered =
            Self { codes, areas, kinds, before: Box::default(), kinds_before: Box::default(), width };
        ordered.add_up();
        ordered
    }

    fn add_up(&mut self) {
        let (mut sum, mut counts) = (Sum::default(), vec![0_u32; self.width]);
        let (mut before, mut kinds_before) = (vec![sum], counts.clone());
        for first in (0..self.codes.len()).step_by(BLOCK) {
            let block = first..(first + BLOCK).min(self.codes.len());
            sum.add(self.scanned(block.clone()), 1);
            before.push(sum);
            if self.width > 0 {
                for kind in self.kinds[block].iter().filter(|kind| **kind != NONE) {
                    counts[usize::from(*kind)] += 1;
                }
                kinds_before.extend(&counts);
            }
        }
        (self.before, self.kinds_before) = (before.into(), kinds_before.into());
    }

    /// The stretch of entities from one code to before another.
    pub fn stretch(&self, codes: Range<u64>) -> Range<usize> {
        let first = self.codes.partition_point(|code| *code < codes.start);
        first..first + self.codes[first..].partition_point(|code| *code < codes.end)
    }

    /// The code at a place in the order.
    pub fn code(&self, place: usize) -> u64 {
        self.codes[place]
    }

    /// The first place from `from` on, before `to`, whose code is not less than this one; near ones are found
    /// first.
    pub fn first_from(&self, code: u64, from: usize, to: usize) -> usize {
        let (mut low, mut step) = (from, 1);
        while low + step < to && self.codes[low + step] < code {
            low += step;
            step *= 2;
        }
        let high = (low + step).min(to);
        low + self.codes[low..high].partition_point(|other| *other < code)
    }

    /// What a stretch is together.
    pub fn sum(&self, stretch: Range<usize>) -> Sum {
        let Some((head, blocks, tail)) = split(&stretch) else { return self.scanned(stretch) };
        let mut sum = self.before[blocks.end];
        sum.add(self.before[blocks.start], -1);
        sum.add(self.scanned(head), 1);
        sum.add(self.scanned(tail), 1);
        sum
    }

    fn scanned(&self, stretch: Range<usize>) -> Sum {
        let mut sum = Sum { count: stretch.len() as i64, ..Sum::default() };
        for code in &self.codes[stretch.clone()] {
            let (x, y) = unit_of(*code);
            sum.x += i128::from(x);
            sum.y += i128::from(y);
        }
        if !self.areas.is_empty() {
            for area in &self.areas[stretch] {
                match *area {
                    UNKNOWN => sum.unknown += 1,
                    known => sum.area += i128::from(known),
                }
            }
        }
        sum
    }

    /// How many kinds may be counted.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Adds how many there are of each kind in a stretch, so many times.
    pub fn count_kinds(&self, stretch: Range<usize>, times: i64, counts: &mut [i64]) {
        if self.width == 0 {
            return;
        }
        let mut scan = |stretch: Range<usize>| {
            for kind in self.kinds[stretch].iter().filter(|kind| **kind != NONE) {
                counts[usize::from(*kind)] += times;
            }
        };
        let Some((head, blocks, tail)) = split(&stretch) else { return scan(stretch) };
        scan(head);
        scan(tail);
        let at = |block: usize| &self.kinds_before[block * self.width..(block + 1) * self.width];
        for (count, (after, before)) in counts.iter_mut().zip(at(blocks.end).iter().zip(at(blocks.start))) {
            *count += i64::from(after - before) * times;
        }
    }

    pub fn bytes(&self) -> usize {
        size_of_val(&*self.codes)
            + size_of_val(&*self.areas)
            + size_of_val(&*self.kinds)
            + size_of_val(&*self.before)
            + size_of_val(&*self.kinds_before)
    }
}

/// The whole blocks of a stretch, with what stands before and behind them; `None` where there are none.
fn split(stretch: &Range<usize>) -> Option<(Range<usize>, Range<usize>, Range<usize>)> {
    let blocks = stretch.start.div_ceil(BLOCK)..stretch.end / BLOCK;
    (blocks.start < blocks.end)
        .then(|| (stretch.start..blocks.start * BLOCK, blocks.clone(), blocks.end * BLOCK..stretch.end))
}
