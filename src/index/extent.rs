//! The box of a whole layer.

use super::layer::Layer;
use rstar::Envelope as _;

impl<F> Layer<F> {
    /// West, south, east, north in degrees of all that stands, never too small; too large by what
    /// the overlay has moved or deleted, until the next compaction. `None` when nothing is anywhere.
    pub fn extent(&self) -> Option<[f64; 4]> {
        let mut whole = rstar::AABB::<[f32; 2]>::new_empty();
        for run in self.runs().iter().filter(|run| run.tree().size() > 0) {
            whole.merge(&run.tree().root().envelope());
        }
        let ([west, south], [east, north]) = (whole.lower(), whole.upper());
        // Edges were rounded outward and may have left the sphere by a hair.
        let within = |degrees: f32, limit: f64| f64::from(degrees).clamp(-limit, limit);
        (west <= east)
            .then(|| [within(west, 180.0), within(south, 90.0), within(east, 180.0), within(north, 90.0)])
    }
}
