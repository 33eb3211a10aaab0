//! Was the datum declared rightly? Looks at a batch as a whole, never at single points.
//!
//! A wrong datum moves everything by the same 500 to 1,400 m: against places that are already known
//! (the same sites, the site a piece stands on), against the division that a row names, or, at
//! worst, out of the district.

use super::report::Report;
use crate::analysis::divisions::{Tree, home_place};
use crate::domain::bbox::Bbox;
use crate::domain::contribution::Ordinal;
use crate::domain::crs::{Crs, Suspicion, Transform, suspicions};
use crate::domain::geodesy::point_distance_m;
use crate::registry::world::World;
use geo_types::{Coord, Geometry, Point};

/// Places that are looked at; a file's first thousands tell enough.
const LOOKED_AT: usize = 4_096;
/// Fewer than this tell nothing.
const ENOUGH: usize = 5;
/// A shift is recognised when the batch lies this near (metres) to where that datum would put it.
const NEAR_M: f64 = 150.0;
/// What a batch may be instead of what it was declared.
const OTHERS: [Crs; 3] = [Crs::Wgs84, Crs::Gcj02, Crs::Bd09];

/// Places of one import; of a line or polygon the one place that stands for it.
pub struct Batch {
    declared: Crs,
    /// To read a place as it came; `None` when the declared system is not known.
    back: Option<Transform>,
    /// As they came, x and y.
    raw: Vec<(f64, f64)>,
    /// Which of them (position in `raw`) lie in which division, as their row says.
    stated: Vec<(usize, String)>,
    /// A converted place with the place where the same thing, or what it stands on, is known to be.
    known: Vec<(Point<f64>, Point<f64>)>,
}

impl Batch {
    pub fn new(declared: &Crs) -> Self {
        Self {
            declared: declared.clone(),
            back: Transform::new(declared).ok(),
            raw: Vec::new(),
            stated: Vec::new(),
            known: Vec::new(),
        }
    }

    /// A row's geometry (converted), with the division it states to lie in.
    pub fn look(&mut self, geometry: Option<&Geometry<f64>>, stated: Option<String>) {
        if self.raw.len() >= LOOKED_AT {
            return;
        }
        let Some(place) = geometry.and_then(home_place) else { return };
        let Some(raw) = self.back.as_ref().and_then(|back| back.from_wgs84(place.x, place.y).ok()) else {
            return;
        };
        self.stated.extend(stated.map(|stated| (self.raw.len(), stated)));
        self.raw.push(raw);
    }

    /// A geometry (converted) and where the same thing, or what it stands on, is known to be.
    pub fn compare(&mut self, given: Option<&Geometry<f64>>, known: Option<&Geometry<f64>>) {
        if self.known.len() >= LOOKED_AT {
            return;
        }
        if let (Some(given), Some(known)) = (given.and_then(home_place), known.and_then(home_place)) {
            self.known.push((given.into(), known.into()));
        }
    }

    /// Adds a warning for what looks wrong with the batch as a whole.
    pub fn report(&self, world: &World, report: &mut Report) {
        if let Some(likely) = self.shifted() {
            let declared = &self.declared;
            let zh = format!(
                "坐标系可能声明有误：声明为 {declared}，与已登记的位置整体偏移，按 {likely} 则吻合；请核对 --crs"
            );
            let en = format!(
                "the datum is probably wrong: declared as {declared} all places are shifted against those known, as {likely} they fit; check --crs"
            );
            report.warn(0, Some("geometry"), "suspect_datum", &zh, &en);
            return;
        }
        for suspicion in self.suspicions(&world.tree) {
            let (zh, en) = (suspicion.message_zh(), suspicion.message_en());
            report.warn(0, Some("geometry"), suspicion.code(), &zh, &en);
        }
    }

    /// Against the divisions that rows state, or else against the district.
    fn suspicions(&self, tree: &Tree) -> Vec<Suspicion> {
        let Some(expected) = extent(tree) else { return Vec::new() };
        let locate = |lon: f64, lat: f64| tree.locate(Coord { x: lon, y: lat });
        let stated: Vec<(usize, Vec<Ordinal>)> = self
            .stated
            .iter()
            .map(|(place, name)| {
                let named = tree.named(name);
                (*place, named.into_iter().filter_map(|division| around(tree, division)).collect::<Vec<_>>())
            })
            .filter(|(_, around)| !around.is_empty())
            .collect();
        if stated.len() >= ENOUGH {
            let places: Vec<(f64, f64)> = stated.iter().map(|(place, _)| self.raw[*place]).collect();
            return suspicions(&self.declared, &places, &expected, &|i, lon, lat| {
                let home = locate(lon, lat);
                stated[i].1.iter().any(|top| tree.is_within(home, *top))
            });
        }
        if self.raw.len() < ENOUGH {
            return Vec::new();
        }
        suspicions(&self.declared, &self.raw, &expected, &|_, lon, lat| locate(lon, lat) != Ordinal::NONE)
    }

    /// The datum under which the places would lie where they are known to be.
    fn shifted(&self) -> Option<Crs> {
        if self.known.len() < ENOUGH {
            return None;
        }
        let off = |crs: &Crs| {
            let Ok(read) = Transform::new(crs) else { return f64::INFINITY };
            let as_if = |place: Point<f64>| {
                if *crs == self.declared {
                    return Some(place);
                }
                let raw = self.back.as_ref()?.from_wgs84(place.x(), place.y()).ok()?;
                let (lon, lat) = read.to_wgs84(raw.0, raw.1).ok()?;
                Some(Point::new(lon, lat))
            };
            let mut metres: Vec<f64> = self
                .known
                .iter()
                .filter_map(|(given, known)| Some(point_distance_m(as_if(*given)?, *known)))
                .collect();
            metres.sort_by(f64::total_cmp);
            metres.get(metres.len() / 2).copied().unwrap_or(f64::INFINITY)
        };
        if off(&self.declared) < 2.0 * NEAR_M {
            return None;
        }
        OTHERS.into_iter().filter(|crs| *crs != self.declared).find(|crs| off(crs) < NEAR_M)
    }
}

/// The division itself, or the nearest above it that has a boundary: one without can not tell what lies in it.
fn around(tree: &Tree, division: Ordinal) -> Option<Ordinal> {
    let mut above = std::iter::successors(Some(division), |below| tree.node(*below).parent);
    above.find(|division| tree.boundary_of(*division).is_some())
}

/// Box of all divisions with a boundary.
fn extent(tree: &Tree) -> Option<Bbox> {
    let boxes = tree.bounded().iter().filter_map(|o| Bbox::of(tree.node(*o).division.geometry.as_ref()?));
    boxes.reduce(|one, other| one.union(&other))
}
