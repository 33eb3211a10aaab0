//! All sites, to be asked for the nearest and for all within a distance.

use super::block::Gathered;
use super::chord::{
    Place, SHORT_M, TOLERANCE_M, chord_squared, chord_squared_within, longest_metres, place, short_metres,
};
use super::error::ReachError;
use super::layer::{Layer, Spot};
use super::near::Search;
use super::target::Target;
use crate::domain::geodesy::distance_m;
use geo_types::Coord;
use std::sync::Arc;

/// Sites that were added after the last full indexing are indexed again whenever one comes, until
/// they are this many.
const LARGEST_OVERLAY: usize = 256;

/// A site and how far it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Near {
    /// Position in the caller's list.
    pub site: u32,
    /// Geodesic metres to its nearest place, within a millimetre; 0 inside a polygon.
    pub metres: f64,
}

/// Sites in memory. Cheap to clone: what was indexed is shared.
#[derive(Clone)]
pub struct SiteIndex {
    targets: Vec<Arc<Target>>,
    gone: Vec<bool>,
    base: Arc<Layer>,
    /// How many sites the base has seen.
    seen: usize,
    overlay: Option<Arc<Layer>>,
}

impl SiteIndex {
    /// # Errors
    /// A coordinate that is no place on earth, or more than 2³² - 2 sites. A site with an empty
    /// geometry is nowhere and never near.
    pub fn new(targets: Vec<Target>) -> Result<Self, ReachError> {
        if u32::try_from(targets.len()).is_ok_and(|count| count < u32::MAX) {
            targets.iter().enumerate().try_for_each(|(index, target)| target.check(index))?;
        } else {
            return Err(ReachError::TooManyTargets { count: targets.len() });
        }
        let targets: Vec<Arc<Target>> = targets.into_iter().map(Arc::new).collect();
        let mut index = Self {
            gone: vec![false; targets.len()],
            base: Arc::new(Layer::new(std::iter::empty())),
            seen: 0,
            overlay: None,
            targets,
        };
        index.rebuild();
        Ok(index)
    }

    /// All sites that were ever given, those taken away included: a site keeps its number.
    pub fn len(&self) -> usize {
        self.targets.len()
    }

    pub fn is_empty(&self) -> bool {
        self.standing().next().is_none()
    }

    /// The sites that stand, with their numbers.
    pub fn standing(&self) -> impl Iterator<Item = (u32, &Target)> {
        let all = (0_u32..).zip(&self.targets).zip(&self.gone);
        all.filter(|(_, gone)| !**gone).map(|((site, target), _)| (site, &**target))
    }

    /// The site with this number, if it stands.
    pub fn get(&self, site: u32) -> Option<&Target> {
        let stands = !self.gone.get(site as usize).copied().unwrap_or(true);
        stands.then(|| &*self.targets[site as usize])
    }

    /// Adds a site; gives its number.
    pub(super) fn add(&mut self, target: Target) -> Result<u32, ReachError> {
        let count = self.targets.len();
        target.check(count)?;
        let site = u32::try_from(count).ok().filter(|site| *site < u32::MAX - 1);
        let site = site.ok_or(ReachError::TooManyTargets { count })?;
        self.targets.push(Arc::new(target));
        self.gone.push(false);
        if self.targets.len() - self.seen > LARGEST_OVERLAY {
            self.rebuild();
        } else {
            let fresh = (0_u32..).zip(&self.targets).skip(self.seen);
            self.overlay = Some(Arc::new(Layer::new(fresh.map(|(site, target)| (site, &**target)))));
        }
        Ok(site)
    }

    /// Takes a site away.
    pub(super) fn remove(&mut self, site: u32) -> Result<(), ReachError> {
        match self.gone.get_mut(site as usize) {
            Some(gone) if !*gone => {
                *gone = true;
                Ok(())
            }
            _ => Err(ReachError::NoSuchSite { site }),
        }
    }

    fn rebuild(&mut self) {
        self.base = Arc::new(Layer::new(self.standing()));
        self.seen = self.targets.len();
        self.overlay = None;
    }

    fn layers(&self) -> impl Iterator<Item = &Layer> {
        std::iter::once(&*self.base).chain(self.overlay.as_deref())
    }

    /// The nearest site from a place (lon, lat); of equally near ones the first. `None` when
    /// there is none.
    pub fn nearest(&self, at: Coord<f64>) -> Option<Near> {
        self.nearest_from(Spot { coord: at, place: place(at.x, at.y) }, f64::INFINITY)
    }

    /// The nearest site at most `limit` away, a squared chord.
    pub(super) fn nearest_from(&self, from: Spot, limit: f64) -> Option<Near> {
        let mut search = Search::new(limit);
        for layer in self.layers() {
            layer.nearest(from, &self.gone, &mut search);
        }
        self.settle(from, &search).map(|(near, _)| near)
    }

    /// Gathers the points of the base that may be the nearest of places within `radius` (a chord)
    /// of a middle.
    pub(super) fn gather(&self, middle: Place, radius: f64, gathered: &mut Gathered) -> bool {
        self.base.gather(middle, radius, &self.gone, gathered)
    }

    /// The nearest site and its squared chord, with the base's points gathered before.
    pub(super) fn nearest_gathered(
        &self,
        from: Spot,
        limit: f64,
        gathered: &mut Gathered,
    ) -> Option<(Near, f64)> {
        let mut search = Search::new(limit);
        gathered.offer(from.place, &mut search);
        self.base.nearest_shape(from, &self.gone, &mut search);
        if let Some(overlay) = &self.overlay {
            overlay.nearest(from, &self.gone, &mut search);
        }
        self.settle(from, &search)
    }

    /// The best of a search, ties decided.
    fn settle(&self, from: Spot, search: &Search) -> Option<(Near, f64)> {
        let (squared, site) = search.best()?;
        if search.is_tie() {
            return self.decide(from, search.limit());
        }
        Some((Near { site, metres: self.metres(from, squared, site) }, squared))
    }

    /// Measures all sites within a squared chord by Karney's method; takes the nearest, of equally
    /// near ones the first.
    fn decide(&self, from: Spot, limit: f64) -> Option<(Near, f64)> {
        let mut chords: Vec<(u32, f64)> = Vec::new();
        for layer in self.layers() {
            layer.within(from, limit, &self.gone, &mut |squared, site| chords.push((site, squared)));
        }
        chords.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        chords.dedup_by_key(|(site, _)| *site);
        let measured = chords.into_iter().map(|(site, squared)| (self.exact(from, site), site, squared));
        let (_, site, squared) = measured.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))?;
        Some((Near { site, metres: self.metres(from, squared, site) }, squared))
    }

    /// Metres of a squared chord to a site; the same whatever else stands around.
    fn metres(&self, from: Spot, squared: f64, site: u32) -> f64 {
        let chord = squared.sqrt();
        if chord <= SHORT_M { short_metres(chord) } else { self.exact(from, site) }
    }

    /// Metres by Karney's method.
    fn exact(&self, from: Spot, site: u32) -> f64 {
        let geometry = self.targets.get(site as usize).map(|target| &target.geometry);
        geometry.and_then(|geometry| distance_m(from.coord.into(), geometry)).unwrap_or(f64::INFINITY)
    }

    /// Whether a site found at some distance lies within `metres`, decided by Karney's method
    /// where the distance at hand leaves a doubt.
    pub fn is_within(&self, at: Coord<f64>, near: Near, metres: f64) -> bool {
        if (near.metres - metres).abs() > TOLERANCE_M {
            return near.metres <= metres;
        }
        self.exact(Spot { coord: at, place: [0.0; 3] }, near.site) <= metres
    }

    /// All sites within `metres` of a place (lon, lat), by their number.
    pub fn within(&self, at: Coord<f64>, metres: f64, found: &mut Vec<Near>) {
        self.within_from(Spot { coord: at, place: place(at.x, at.y) }, metres, found);
    }

    pub(super) fn within_from(&self, from: Spot, metres: f64, found: &mut Vec<Near>) {
        found.clear();
        let limit = chord_squared_within(metres);
        for layer in self.layers() {
            // The chord stands where the metres will: it orders in the same way.
            layer.within(from, limit, &self.gone, &mut |squared, site| {
                found.push(Near { site, metres: squared });
            });
        }
        found.sort_unstable_by(|a, b| a.site.cmp(&b.site).then(a.metres.total_cmp(&b.metres)));
        found.dedup_by_key(|near| near.site);
        found.retain_mut(|near| {
            let squared = near.metres;
            near.metres = self.metres(from, squared, near.site);
            longest_metres(squared.sqrt()) <= metres || self.is_within(from.coord, *near, metres)
        });
    }
}

/// A ball that surely holds a geometry: its centre, and a radius in metres along the chord.
pub(super) fn ball(target: &Target) -> Option<(Place, f64)> {
    let bbox = crate::domain::bbox::Bbox::of(&target.geometry)?;
    let (half_lon, half_lat) = (bbox.width_deg() / 2.0, (bbox.max_lat - bbox.min_lat) / 2.0);
    let centre = place(bbox.min_lon + half_lon, bbox.min_lat + half_lat);
    // No step in (lon, lat) is longer than the same step on the largest sphere, unfolded.
    let radius = super::chord::LARGEST_RADIUS_M * half_lon.to_radians().hypot(half_lat.to_radians());
    let corner = chord_squared(centre, place(bbox.min_lon, bbox.min_lat)).sqrt();
    Some((centre, radius.max(corner) + 1e-6))
}
