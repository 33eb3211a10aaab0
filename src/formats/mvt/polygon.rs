//! Areas on whole coordinates, made valid.
//!
//! Rounding moves corners, so a ring that was simple may touch or cross itself afterwards, and a
//! narrow part may fold to nothing. What comes out here is simple again.

use super::touching::untouched;
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay::{ContourDirection, IntOverlayOptions, Overlay};
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::core::solver::Solver;
use i_overlay::i_float::int::point::IntPoint;

/// A corner, in units of the tile.
pub(super) type Corner = IntPoint;

/// A ring without its closing position.
pub(super) type Ring = Vec<Corner>;

/// Polygons that cover what the given ones cover (a point in two of them, or in a hole, is not
/// covered): each an exterior ring of positive area with y to the south, then its holes. What has no
/// area is gone.
pub(super) fn tidy(polygons: Vec<Vec<Ring>>) -> Vec<Vec<Ring>> {
    if let [polygon] = polygons.as_slice()
        && let [ring] = polygon.as_slice()
        && let Some(ring) = convex(ring)
    {
        return vec![vec![ring]];
    }
    // With y to the south a positive area runs against the clock as the library sees it, with y to the north.
    let output_direction = ContourDirection::CounterClockwise;
    // A corner on a straight edge may be where another edge of the ring touches it.
    let preserve_output_collinear = true;
    let options =
        IntOverlayOptions { output_direction, preserve_output_collinear, ..IntOverlayOptions::default() };
    let tidied = Overlay::with_shapes_options(&polygons, &[], options, Solver::default())
        .overlay(OverlayRule::Subject, FillRule::EvenOdd);
    // Its own way to do this stops at rings that fold back on themselves.
    let mut tidied: Vec<Vec<Ring>> = tidied.into_iter().flat_map(untouched).collect();
    tidied.iter_mut().flatten().for_each(straighten);
    tidied
}

/// Takes out corners on straight edges.
fn straighten(ring: &mut Ring) {
    let count = ring.len();
    let at = |n: usize| ring[n % count];
    let kept: Ring = (0..count).filter(|n| turn(at(n + count - 1), at(*n), at(n + 1)) != 0).map(at).collect();
    *ring = kept;
}

/// The same ring with a positive area and without corners on straight edges, if it is plainly convex: most
/// cells are, and need nothing else.
fn convex(ring: &[Corner]) -> Option<Ring> {
    let count = ring.len();
    let at = |n: usize| ring[n % count];
    let turns: Vec<i64> = (0..count).map(|n| turn(at(n + count - 1), at(n), at(n + 1))).collect();
    let (left, right) = (turns.iter().any(|turn| *turn > 0), turns.iter().any(|turn| *turn < 0));
    if left == right {
        return None;
    }
    // A ring that runs around twice turns one way only, too.
    let ways: Vec<i32> =
        (0..count).map(|n| (at(n + 1).x - at(n).x).signum()).filter(|way| *way != 0).collect();
    let changes = (0..ways.len()).filter(|n| ways[*n] != ways[(n + 1) % ways.len()]).count();
    // A corner that goes straight back is a needle.
    let is_needle = |n: usize| turns[n] == 0 && !is_ahead(at(n + count - 1), at(n), at(n + 1));
    if changes != 2 || (0..count).any(is_needle) {
        return None;
    }
    let mut kept: Ring = (0..count).filter(|n| turns[*n] != 0).map(at).collect();
    if right {
        kept.reverse();
    }
    Some(kept)
}

/// Twice the area of the triangle; positive where the way turns clockwise on the map, y to the south.
fn turn(a: Corner, b: Corner, c: Corner) -> i64 {
    let wide = |one: i32, other: i32| i64::from(one) - i64::from(other);
    wide(b.x, a.x) * wide(c.y, b.y) - wide(b.y, a.y) * wide(c.x, b.x)
}

/// Whether a way without a turn goes on in its direction.
fn is_ahead(a: Corner, b: Corner, c: Corner) -> bool {
    let wide = |one: i32, other: i32| i64::from(one) - i64::from(other);
    wide(b.x, a.x) * wide(c.x, b.x) + wide(b.y, a.y) * wide(c.y, b.y) > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(corners: &[(i32, i32)]) -> Ring {
        corners.iter().map(|(x, y)| Corner::new(*x, *y)).collect()
    }

    /// By the surveyor's formula of the specification.
    fn doubled_area(ring: &[Corner]) -> i64 {
        let next = |n: usize| ring[(n + 1) % ring.len()];
        let part = |n: usize| {
            let (a, b) = (ring[n], next(n));
            i64::from(a.x) * i64::from(b.y) - i64::from(b.x) * i64::from(a.y)
        };
        (0..ring.len()).map(part).sum()
    }

    #[test]
    fn a_convex_ring_runs_the_right_way_around() {
        let square = ring(&[(0, 0), (5, 0), (10, 0), (10, 10), (0, 10)]);
        let backwards: Ring = square.iter().rev().copied().collect();
        for given in [square, backwards] {
            let tidied = tidy(vec![vec![given]]);
            assert_eq!(tidied.len(), 1);
            assert_eq!((tidied[0].len(), tidied[0][0].len()), (1, 4), "the corner on an edge is gone");
            assert_eq!(doubled_area(&tidied[0][0]), 200);
        }
    }

    #[test]
    fn a_hole_runs_the_other_way() {
        let outer = ring(&[(0, 0), (0, 20), (20, 20), (20, 0)]);
        let hole = ring(&[(5, 5), (5, 10), (10, 10), (10, 5)]);
        let tidied = tidy(vec![vec![outer, hole]]);
        let areas: Vec<i64> = tidied[0].iter().map(|ring| doubled_area(ring)).collect();
        assert_eq!((tidied.len(), areas), (1, vec![800, -50]));
    }

    #[test]
    fn a_ring_that_touches_itself_falls_apart_at_that_corner() {
        // Two squares that share a corner, drawn in one go.
        let two = ring(&[(0, 0), (10, 0), (10, 10), (20, 10), (20, 20), (10, 20), (10, 10), (0, 10)]);
        let tidied = tidy(vec![vec![two]]);
        assert_eq!(tidied.iter().map(|polygon| doubled_area(&polygon[0])).collect::<Vec<_>>(), [200, 200]);
        // A square whose edge goes in from a corner, around a triangle, and back: a hole that touches.
        let pinched = ring(&[(0, 0), (30, 0), (30, 30), (0, 30), (0, 0), (10, 20), (20, 10)]);
        let tidied = tidy(vec![vec![pinched]]);
        let areas: Vec<i64> = tidied[0].iter().map(|ring| doubled_area(ring)).collect();
        assert_eq!((tidied.len(), areas), (1, vec![1800, -300]));
    }

    #[test]
    fn what_crosses_itself_falls_apart_and_what_has_no_area_is_gone() {
        let bow = ring(&[(0, 0), (10, 10), (10, 0), (0, 10)]);
        let tidied = tidy(vec![vec![bow]]);
        assert_eq!(tidied.iter().map(|polygon| doubled_area(&polygon[0])).collect::<Vec<_>>(), [50, 50]);
        assert!(tidy(vec![vec![ring(&[(0, 0), (7, 7), (3, 3)])]]).is_empty());
        assert!(tidy(vec![vec![ring(&[(3, 3)])]]).is_empty());
        assert!(tidy(vec![vec![Ring::new()]]).is_empty());
        // A needle on a square.
        let needle = ring(&[(0, 0), (10, 0), (15, 0), (10, 0), (10, 10), (0, 10)]);
        let tidied = tidy(vec![vec![needle]]);
        assert_eq!(tidied[0][0].len(), 4);
        // Twice around a square.
        let twice = ring(&[(0, 0), (10, 0), (10, 10), (0, 10), (0, 0), (10, 0), (10, 10), (0, 10)]);
        assert!(tidy(vec![vec![twice]]).is_empty(), "covered twice is not covered");
    }
}
