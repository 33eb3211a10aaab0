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

    /// Part (0 to 1) of the layer's box that a box covers (west, south, east, north; degrees), to guess
    /// how many of its entities a question looks at.
    pub fn share_of_extent(&self, part: [f64; 4]) -> f64 {
        let Some(whole) = self.extent() else { return 0.0 };
        let along = |low: usize, high: usize| {
            let common = part[high].min(whole[high]) - part[low].max(whole[low]);
            let length = whole[high] - whole[low];
            // A layer on one meridian or parallel is hit wholly or not at all.
            if length > 0.0 { (common / length).clamp(0.0, 1.0) } else { f64::from(u8::from(common >= 0.0)) }
        };
        along(0, 2) * along(1, 3)
    }
}
