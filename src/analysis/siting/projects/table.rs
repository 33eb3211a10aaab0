//! Exact table over areas: least cost for every area up to the wanted one (R. Bellman, 1957).
//!
//! A project that may be built `n` times becomes pieces of 1, 2, 4, … and the rest, each used once.

use super::Item;

/// Cells of the table times pieces that are worth their memory (one bit each, 128 MB).
const CELLS: u64 = 1 << 30;

#[derive(Clone, Copy)]
struct Piece {
    item: usize,
    times: u64,
    area: u64,
    cost: u64,
}

/// Cheapest counts by project for at least `wanted`; `None` when the table would be too large. The
/// items together have to be enough.
pub fn solve(items: &[Item], wanted: u64) -> Option<Vec<u64>> {
    let pieces = pieces(items);
    let cells = wanted.checked_add(1)?;
    if cells.checked_mul(pieces.len() as u64 + 64)? > CELLS {
        return None;
    }
    let cells = cells as usize;
    let mut least = vec![u64::MAX; cells];
    least[0] = 0;
    let words = cells.div_ceil(64);
    let mut used = vec![0_u64; words * pieces.len()];
    for (piece, used) in pieces.iter().zip(used.chunks_mut(words)) {
        for area in (1..cells).rev() {
            let before = least[area.saturating_sub(piece.area as usize)];
            if before != u64::MAX && before + piece.cost < least[area] {
                least[area] = before + piece.cost;
                used[area / 64] |= 1 << (area % 64);
            }
        }
    }
    if least[cells - 1] == u64::MAX {
        return None;
    }
    let mut counts = vec![0; items.len()];
    let mut area = cells - 1;
    for (piece, used) in pieces.iter().zip(used.chunks(words)).rev() {
        if used[area / 64] >> (area % 64) & 1 == 1 {
            counts[items[piece.item].project] += piece.times;
            area = area.saturating_sub(piece.area as usize);
        }
    }
    Some(counts)
}

fn pieces(items: &[Item]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let (mut left, mut times) = (item.most, 1);
        while left > 0 {
            let now = times.min(left);
            pieces.push(Piece { item: at, times: now, area: item.area * now, cost: item.cost * now });
            left -= now;
            times *= 2;
        }
    }
    pieces
}
