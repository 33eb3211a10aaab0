//! Rings that touch themselves in a corner, taken apart into rings that do not.

use super::polygon::{Corner, Ring};
use std::collections::HashMap;

/// A polygon (exterior, then holes, no edge crossing another) as polygons whose rings pass each of their
/// corners once.
pub(super) fn untouched(polygon: Vec<Ring>) -> Vec<Vec<Ring>> {
    let count = polygon.len();
    let rings: Vec<Ring> = polygon
        .into_iter()
        .enumerate()
        .flat_map(|(place, mut ring)| {
            // The library may turn a hole that touches its exterior the wrong way around.
            if (doubled_area(&ring) > 0) != (place == 0) {
                ring.reverse();
            }
            apart(ring)
        })
        .collect();
    if rings.len() == count {
        return vec![rings];
    }
    // The direction tells what is a hole: a lobe that was drawn inwards is one, too.
    let (exteriors, holes): (Vec<Ring>, Vec<Ring>) =
        rings.into_iter().partition(|ring| doubled_area(ring) > 0);
    let mut polygons: Vec<Vec<Ring>> = exteriors.into_iter().map(|exterior| vec![exterior]).collect();
    // Of those that lie in one another a hole belongs to the smallest around it.
    polygons.sort_by_key(|polygon| doubled_area(&polygon[0]));
    for hole in holes {
        if let Some(around) = polygons.iter_mut().find(|polygon| holds(&polygon[0], &hole)) {
            around.push(hole);
        }
    }
    polygons
}

/// The loops of a ring: each time it comes back to a corner, what lies between is a ring of its own.
fn apart(ring: Ring) -> Vec<Ring> {
    let mut loops = Vec::new();
    let mut way: Ring = Vec::with_capacity(ring.len());
    let mut places: HashMap<(i32, i32), usize> = HashMap::with_capacity(ring.len());
    for corner in ring {
        if let Some(place) = places.get(&(corner.x, corner.y)).copied() {
            let part = way.split_off(place);
            for passed in &part {
                places.remove(&(passed.x, passed.y));
            }
            loops.push(part);
        }
        places.insert((corner.x, corner.y), way.len());
        way.push(corner);
    }
    loops.push(way);
    loops.retain(|ring| ring.len() > 2 && doubled_area(ring) != 0);
    loops
}

/// Twice the area by the surveyor's formula; positive for an exterior ring, y to the south.
fn doubled_area(ring: &[Corner]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    let part = |(a, b): (&Corner, &Corner)| i64::from(a.x) * i64::from(b.y) - i64::from(b.x) * i64::from(a.y);
    ring.iter().zip(next).map(part).sum()
}

/// Whether a ring that crosses no edge of `exterior` lies in it. Corners may lie on its edge; the first
/// corner or middle of an edge that does not decides.
fn holds(exterior: &[Corner], ring: &[Corner]) -> bool {
    let next = ring.iter().cycle().skip(1);
    let corners = ring.iter().map(|c| (2 * i64::from(c.x), 2 * i64::from(c.y)));
    let middles = ring
        .iter()
        .zip(next)
        .map(|(a, b)| (i64::from(a.x) + i64::from(b.x), i64::from(a.y) + i64::from(b.y)));
    corners.chain(middles).find_map(|doubled| side(exterior, doubled)).unwrap_or(true)
}

/// Whether a place, in half units, lies in a ring; `None` on its edge.
fn side(ring: &[Corner], (x, y): (i64, i64)) -> Option<bool> {
    let mut is_inside = false;
    let doubled = |c: &Corner| (2 * i64::from(c.x), 2 * i64::from(c.y));
    let next = ring.iter().cycle().skip(1);
    for ((ax, ay), (bx, by)) in ring.iter().map(doubled).zip(next.map(doubled)) {
        let turn = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
        let is_between = (ax.min(bx)..=ax.max(bx)).contains(&x) && (ay.min(by)..=ay.max(by)).contains(&y);
        if turn == 0 && is_between {
            return None;
        }
        // A ray to the east meets the edge.
        if (ay > y) != (by > y) && ((turn > 0) == (by > ay)) {
            is_inside = !is_inside;
        }
    }
    Some(is_inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_in_a_ring_outside_or_on_its_edge() {
        let ring: Ring = [(0, 0), (10, 0), (10, 10), (0, 10)].map(|(x, y)| Corner::new(x, y)).to_vec();
        let at = |x: i64, y: i64| side(&ring, (2 * x, 2 * y));
        assert_eq!(
            [at(5, 5), at(-5, 5), at(15, 5), at(5, -5), at(5, 15)],
            [true, false, false, false, false].map(Some)
        );
        assert_eq!([at(0, 5), at(10, 5), at(5, 0), at(10, 10)], [None; 4]);
        assert_eq!([at(15, 0), at(15, 10), at(-5, 10)], [Some(false); 3], "beside a horizontal edge");
    }
}
