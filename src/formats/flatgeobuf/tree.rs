//! The packed Hilbert R-tree over features that lie in a file, in the order of a curve through their
//! centres. Memory holds 8 bytes a feature to sort them and 3 for the levels above the leaves.

use super::{NODE_SIZE, nodes};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};

/// Cells of the curve along one side.
const SIDE: f64 = 65_535.0;

/// One feature: its box (west, south, east, north) and where its bytes lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Leaf {
    pub bounds: [f64; 4],
    pub at: u64,
    pub length: u32,
}

/// The box of what has no place: nothing meets it, and it widens nothing.
pub(super) const NOWHERE: [f64; 4] = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];

const LEAF_BYTES: usize = 44;

impl Leaf {
    fn put(&self, out: &mut impl Write) -> io::Result<()> {
        self.bounds.iter().try_for_each(|bound| out.write_all(&bound.to_le_bytes()))?;
        out.write_all(&self.at.to_le_bytes())?;
        out.write_all(&self.length.to_le_bytes())
    }

    fn take(input: &mut impl Read) -> io::Result<Self> {
        let mut bytes = [0; LEAF_BYTES];
        input.read_exact(&mut bytes)?;
        let eight = |at: usize| {
            let mut eight = [0; 8];
            eight.copy_from_slice(&bytes[8 * at..8 * at + 8]);
            eight
        };
        let bounds = [0, 1, 2, 3].map(|at| f64::from_le_bytes(eight(at)));
        let length = u32::from_le_bytes([bytes[40], bytes[41], bytes[42], bytes[43]]);
        Ok(Self { bounds, at: u64::from_le_bytes(eight(4)), length })
    }
}

/// The box that holds both.
pub(super) fn around(a: [f64; 4], b: [f64; 4]) -> [f64; 4] {
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}

/// Leaves on their way into a file.
pub(super) struct Leaves {
    file: BufWriter<File>,
    pub count: u32,
}

impl Leaves {
    pub fn new() -> io::Result<Self> {
        Ok(Self { file: BufWriter::new(tempfile::tempfile()?), count: 0 })
    }

    pub fn add(&mut self, leaf: &Leaf) -> io::Result<()> {
        self.count = self.count.checked_add(1).ok_or(io::ErrorKind::FileTooLarge)?;
        leaf.put(&mut self.file)
    }

    /// The leaves along the curve.
    pub fn sorted(self, extent: [f64; 4]) -> io::Result<Sorted> {
        let mut file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        let mut input = BufReader::new(&file);
        let mut order: Vec<(u32, u32)> = Vec::with_capacity(self.count as usize);
        for number in 0..self.count {
            order.push((along(Leaf::take(&mut input)?.bounds, extent), number));
        }
        // Descending, as other writers do; among equals as they came.
        order.sort_unstable_by_key(|(along, number)| (u32::MAX - along, *number));
        let mut sorted = BufWriter::new(tempfile::tempfile()?);
        for (_, number) in &order {
            file.seek(SeekFrom::Start(u64::from(*number) * LEAF_BYTES as u64))?;
            Leaf::take(&mut file)?.put(&mut sorted)?;
        }
        let file = sorted.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(Sorted { file, count: self.count })
    }
}

/// Leaves in the order in which their features stand in the file.
pub(super) struct Sorted {
    file: File,
    count: u32,
}

impl Sorted {
    /// Calls for each leaf, in order.
    pub fn each(&mut self, mut each: impl FnMut(&Leaf) -> io::Result<()>) -> io::Result<()> {
        self.file.rewind()?;
        let mut input = BufReader::new(&self.file);
        (0..self.count).try_for_each(|_| each(&Leaf::take(&mut input)?))
    }

    /// Writes the index: the root first, the leaves last.
    pub fn write_index(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let mut levels = vec![self.parents()?];
        while let Some(last) = levels.last().filter(|level| level.len() > 1) {
            levels.push(last.chunks(usize::from(NODE_SIZE)).map(united).collect());
        }
        let all = nodes(u64::from(self.count), NODE_SIZE).ok_or(io::ErrorKind::FileTooLarge)?;
        // A node tells the number of its first child; levels lie one behind the other from the root on.
        let mut first = 0;
        for (depth, level) in levels.iter().enumerate().rev() {
            first += level.len() as u64;
            for (number, bounds) in (0_u64..).zip(level) {
                put_node(out, *bounds, first + number * u64::from(NODE_SIZE))?;
            }
            debug_assert!(depth > 0 || first + u64::from(self.count) == all);
        }
        let mut offset = 0;
        self.each(|leaf| {
            put_node(out, leaf.bounds, offset)?;
            offset += u64::from(leaf.length);
            Ok(())
        })
    }

    /// The boxes right above the leaves.
    fn parents(&mut self) -> io::Result<Vec<[f64; 4]>> {
        let mut parents = Vec::with_capacity(self.count.div_ceil(u32::from(NODE_SIZE)) as usize);
        let mut number = 0;
        self.each(|leaf| {
            if number % u32::from(NODE_SIZE) == 0 {
                parents.push(NOWHERE);
            }
            number += 1;
            if let Some(last) = parents.last_mut() {
                *last = around(*last, leaf.bounds);
            }
            Ok(())
        })?;
        Ok(parents)
    }
}

fn united(level: &[[f64; 4]]) -> [f64; 4] {
    level.iter().copied().fold(NOWHERE, around)
}

fn put_node(out: &mut dyn Write, bounds: [f64; 4], offset: u64) -> io::Result<()> {
    bounds.iter().try_for_each(|bound| out.write_all(&bound.to_le_bytes()))?;
    out.write_all(&offset.to_le_bytes())
}

/// How far along the curve the centre of a box lies.
fn along(bounds: [f64; 4], extent: [f64; 4]) -> u32 {
    let cell = |low: f64, high: f64, from: f64, to: f64| {
        let share = (f64::midpoint(low, high) - from) / (to - from);
        // What has no place, and everything where the extent has no width, is at 0.
        (share * SIDE).floor().clamp(0.0, SIDE) as u32
    };
    let x = cell(bounds[0], bounds[2], extent[0], extent[2]);
    let y = cell(bounds[1], bounds[3], extent[1], extent[3]);
    let (mut x, mut y, mut along) = (x, y, 0);
    for level in (0..16).rev() {
        let side = 1_u32 << level;
        let (right, upper) = (x & side != 0, y & side != 0);
        along = along << 2 | ((3 * u32::from(right)) ^ u32::from(upper));
        (x, y) = (x & (side - 1), y & (side - 1));
        (x, y) = match (right, upper) {
            (_, true) => (x, y),
            (false, false) => (y, x),
            (true, false) => (side - 1 - y, side - 1 - x),
        };
    }
    along
}
