//! How far apart the points of a grid are, where its source does not say.

use super::footprint::Footprint;
use crate::domain::geodesy::point_distance_m;
use geo_types::Point;

/// Points that are looked at, evenly through the grid.
const SAMPLE: usize = 1_000;

/// What a lone point is drawn as, radius in metres.
const LONE_M: f64 = 50.0;

/// Sides are rounded to whole multiples of this, metres: centroids are rarely told to the centimetre.
const STEP_M: f64 = 1.0;

/// Metres by which points one degree of latitude apart surely are apart.
const LEAST_M_A_DEGREE: f64 = 110_000.0;

/// Squares as wide as the median distance from a point to its nearest neighbour; a disc where there
/// is but one point. Degrees WGS 84.
pub fn guess_footprint(lon: &[f64], lat: &[f64]) -> Footprint {
    let mut order: Vec<usize> = (0..lon.len()).collect();
    order.sort_unstable_by(|a, b| lat[*a].total_cmp(&lat[*b]).then(lon[*a].total_cmp(&lon[*b])));
    let step = (order.len() / SAMPLE).max(1);
    let mut nearest: Vec<f64> = (0..order.len())
        .step_by(step)
        .filter_map(|position| neighbour_m(lon, lat, &order, position))
        .collect();
    nearest.sort_unstable_by(f64::total_cmp);
    match nearest.get(nearest.len() / 2) {
        Some(median) if *median >= STEP_M => Footprint::Square { side_m: (median / STEP_M).round() * STEP_M },
        _ => Footprint::Disc { radius_m: LONE_M },
    }
}

/// Metres from a point to the nearest other place; `order` is by latitude.
fn neighbour_m(lon: &[f64], lat: &[f64], order: &[usize], position: usize) -> Option<f64> {
    let here = order[position];
    let at = Point::new(lon[here], lat[here]);
    let mut best = f64::INFINITY;
    let mut offer = |other: usize| {
        let apart = (lat[other] - lat[here]).abs() * LEAST_M_A_DEGREE;
        if apart < best {
            let metres = point_distance_m(at, Point::new(lon[other], lat[other]));
            if metres > 0.0 {
                best = best.min(metres);
            }
        }
        apart < best
    };
    let _ = order[position + 1..].iter().all(|other| offer(*other));
    let _ = order[..position].iter().rev().all(|other| offer(*other));
    best.is_finite().then_some(best)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_has_the_width_of_its_cells() {
        let (mut lon, mut lat) = (Vec::new(), Vec::new());
        for row in 0..20 {
            for column in 0..30 {
                lon.push(123.4 + f64::from(column) * 0.003);
                lat.push(41.7 + f64::from(row) * 0.00225);
            }
        }
        let Footprint::Square { side_m } = guess_footprint(&lon, &lat) else { panic!("squares") };
        assert!((249.0..=250.0).contains(&side_m), "{side_m}");
    }

    #[test]
    fn one_place_is_a_disc() {
        let lone = Footprint::Disc { radius_m: LONE_M };
        assert_eq!(guess_footprint(&[123.4], &[41.7]), lone);
        assert_eq!(guess_footprint(&[123.4, 123.4], &[41.7, 41.7]), lone);
        assert_eq!(guess_footprint(&[], &[]), lone);
    }
}
