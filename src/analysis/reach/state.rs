//! The nearest site of every demand point, kept while sites come and go.

use super::block::{along_a_curve, nearest_of};
use super::chord::{Place, chord_squared, place};
use super::error::ReachError;
use super::index::{Near, SiteIndex, ball};
use super::layer::Spot;
use super::target::Target;
use crate::analysis::demand::Surface;
use geo_types::Coord;
use rayon::prelude::*;
use std::ops::ControlFlow;
use std::sync::Arc;

/// No site is within any distance.
pub const NO_SITE: u32 = u32::MAX;

/// Points between two looks at whether to go on.
const PART: usize = 65_536;

/// The nearest site of every point of a demand surface.
///
/// A what-if is a new state that shares everything but the two columns of answers, so the present
/// stays as it is beside it.
#[derive(Clone)]
pub struct ReachState {
    surface: Arc<Surface>,
    places: Arc<[Place]>,
    index: SiteIndex,
    metres: Vec<f64>,
    site: Vec<u32>,
}

impl ReachState {
    /// Finds the nearest of `targets` for every point. O((n + m) log m).
    ///
    /// # Errors
    /// See [`SiteIndex::new`].
    pub fn new(surface: Arc<Surface>, targets: Vec<Target>) -> Result<Self, ReachError> {
        Self::with_progress(surface, targets, &|_| ControlFlow::Continue(()))
    }

    /// The same, telling now and then which share (0 to 1) is done and stopping when told to.
    ///
    /// # Errors
    /// As [`ReachState::new`], and [`ReachError::Cancelled`].
    pub fn with_progress(
        surface: Arc<Surface>,
        targets: Vec<Target>,
        progress: &(dyn Fn(f64) -> ControlFlow<()> + Sync),
    ) -> Result<Self, ReachError> {
        let index = SiteIndex::new(targets)?;
        let places: Arc<[Place]> =
            surface.lon.par_iter().zip(&surface.lat).map(|(lon, lat)| place(*lon, *lat)).collect();
        let count = places.len();
        let mut state =
            Self { surface, places, index, metres: vec![f64::INFINITY; count], site: vec![NO_SITE; count] };
        let (surface, places, index) = (&*state.surface, &*state.places, &state.index);
        let order = along_a_curve(&surface.lon, &surface.lat);
        for (number, part) in order.chunks(PART).enumerate() {
            if progress((number * PART) as f64 / count as f64).is_break() {
                return Err(ReachError::Cancelled);
            }
            let found = nearest_of(index, part, |point| from(surface, places, point as usize));
            for (point, near) in part.iter().zip(found) {
                if let Some(near) = near {
                    state.metres[*point as usize] = near.metres;
                    state.site[*point as usize] = near.site;
                }
            }
        }
        Ok(state)
    }

    pub fn surface(&self) -> &Surface {
        &self.surface
    }

    /// The surface, shared, for another state over the same people.
    pub fn shared_surface(&self) -> Arc<Surface> {
        Arc::clone(&self.surface)
    }

    pub fn sites(&self) -> &SiteIndex {
        &self.index
    }

    /// Geodesic metres to the nearest site, within a millimetre; infinite when there is none.
    pub fn metres(&self) -> &[f64] {
        &self.metres
    }

    /// The nearest site of each point, or [`NO_SITE`].
    pub fn site(&self) -> &[u32] {
        &self.site
    }

    /// The nearest site of one point.
    pub fn near(&self, point: usize) -> Option<Near> {
        let site = self.site[point];
        (site != NO_SITE).then(|| Near { site, metres: self.metres[point] })
    }

    /// Whether one point has a site within `metres`, as Karney's method has it.
    pub fn is_within(&self, point: usize, metres: f64) -> bool {
        self.near(point).is_some_and(|near| self.index.is_within(self.coord(point), near, metres))
    }

    /// For each point whether a site is within `metres`.
    ///
    /// # Errors
    /// Metres that are no distance.
    pub fn covered(&self, metres: f64) -> Result<Vec<bool>, ReachError> {
        check_metres(metres)?;
        let points = 0..self.metres.len();
        Ok(points.into_par_iter().with_min_len(4_096).map(|point| self.is_within(point, metres)).collect())
    }

    /// The state with one more site, and the points for which it is the nearest, ascending. The
    /// site gets the number [`SiteIndex::len`] had. Looks at every point once, a few nanoseconds
    /// each, and measures those that the site may serve.
    ///
    /// # Errors
    /// A coordinate that is no place on earth.
    pub fn with_site_added(&self, target: Target) -> Result<(Self, Vec<u32>), ReachError> {
        let ball = ball(&target);
        let mut index = self.index.clone();
        let added = index.add(target)?;
        let Some((centre, radius)) = ball else {
            return Ok(self.changed(index, Vec::new()));
        };
        let may_serve = |point: usize| {
            // A site nearer than the present one has a chord shorter than its metres; the
            // millimetre is for ties, which the search decides.
            let nearest = self.metres[point] + radius + 1e-3;
            chord_squared(self.places[point], centre) <= nearest * nearest
        };
        let points = (0..self.places.len()).into_par_iter().with_min_len(4_096);
        let changes: Vec<(u32, Near)> = points
            .filter(|point| may_serve(*point))
            .filter_map(|point| {
                let near = index.nearest_from(from(&self.surface, &self.places, point), f64::INFINITY)?;
                (near.site == added).then_some((point as u32, near))
            })
            .collect();
        Ok(self.changed(index, changes))
    }

    /// The state without one site, and the points that had it as their nearest, ascending. Every
    /// other site keeps its number.
    ///
    /// # Errors
    /// No such site, or it is gone already.
    pub fn with_site_removed(&self, site: u32) -> Result<(Self, Vec<u32>), ReachError> {
        let mut index = self.index.clone();
        index.remove(site)?;
        let points = self.site.par_iter().enumerate().with_min_len(4_096);
        let changes: Vec<(u32, Near)> = points
            .filter(|(_, nearest)| **nearest == site)
            .map(|(point, _)| {
                let near = index.nearest_from(from(&self.surface, &self.places, point), f64::INFINITY);
                (point as u32, near.unwrap_or(Near { site: NO_SITE, metres: f64::INFINITY }))
            })
            .collect();
        Ok(self.changed(index, changes))
    }

    /// The same points with other numbers of people: nobody's way changes.
    ///
    /// # Errors
    /// The other surface has other points.
    pub fn with_people(&self, surface: Arc<Surface>) -> Result<Self, ReachError> {
        let same = surface.lon() == self.surface.lon() && surface.lat() == self.surface.lat();
        if !same {
            return Err(ReachError::MarksDiffer { found: surface.len(), points: self.surface.len() });
        }
        Ok(Self { surface, ..self.clone() })
    }

    fn changed(&self, index: SiteIndex, changes: Vec<(u32, Near)>) -> (Self, Vec<u32>) {
        let mut state = Self {
            surface: Arc::clone(&self.surface),
            places: Arc::clone(&self.places),
            index,
            metres: self.metres.clone(),
            site: self.site.clone(),
        };
        for (point, near) in &changes {
            state.metres[*point as usize] = near.metres;
            state.site[*point as usize] = near.site;
        }
        (state, changes.into_iter().map(|(point, _)| point).collect())
    }

    pub(super) fn coord(&self, point: usize) -> Coord<f64> {
        Coord { x: self.surface.lon[point], y: self.surface.lat[point] }
    }

    pub(super) fn from(&self, point: usize) -> Spot {
        from(&self.surface, &self.places, point)
    }
}

fn from(surface: &Surface, places: &[Place], point: usize) -> Spot {
    Spot { coord: Coord { x: surface.lon[point], y: surface.lat[point] }, place: places[point] }
}

/// # Errors
/// Not a finite number from 0 up.
pub(super) fn check_metres(metres: f64) -> Result<(), ReachError> {
    if metres.is_finite() && metres >= 0.0 { Ok(()) } else { Err(ReachError::BadDistance { metres }) }
}
