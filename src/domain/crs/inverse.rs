//! Undoing a shift that has only a forward formula.

/// Degrees; about a hundredth of a millimetre.
const CLOSE_DEG: f64 = 1e-10;

const MAX_ROUNDS: usize = 30;

/// The (lon, lat) that `forward` takes to `target`, all in degrees.
///
/// Each round takes off the error that the last guess still has. Where a shift changes slowly
/// (all of China, by a wide margin) three rounds reach some micrometres; more are run only
/// until the error is below [`CLOSE_DEG`]. `None` where it does not settle (near the poles).
pub(super) fn invert(target: (f64, f64), forward: impl Fn(f64, f64) -> (f64, f64)) -> Option<(f64, f64)> {
    let (mut lon, mut lat) = target;
    for _ in 0..MAX_ROUNDS {
        let (x, y) = forward(lon, lat);
        let (dx, dy) = (x - target.0, y - target.1);
        lon -= dx;
        lat -= dy;
        if dx.abs().max(dy.abs()) < CLOSE_DEG {
            return Some((lon, lat));
        }
    }
    None
}
