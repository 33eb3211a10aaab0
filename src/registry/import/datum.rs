//! Was the datum declared rightly? Looks at a batch as a whole, never at single points.
//!
//! A wrong datum moves everything by the same 500 to 1,400 m: against places that are already known
//! (the same sites, the site a piece stands on), against the division that a row names, or, at
//! worst, out of the district.

use super::report::Report;
use crate::analysis::divisions::Tree;
use crate::domain::contribution::Ordinal;
use crate::domain::crs::{Crs, Transform};
use crate::domain::geodesy::point_distance_m;
use crate::registry::site::Position;
use crate::registry::world::World;
use geo_types::{Geometry, Point};

/// Places that are looked at; a file's first thousands tell enough.
const LOOKED_AT: usize = 4_096;
/// Fewer than this tell nothing.
const ENOUGH: usize = 5;
/// A shift is recognised when the batch lies this near (metres) to where that datum would put it.
const NEAR_M: f64 = 150.0;

/// Places of one import, in WGS 84 as converted from the declared datum.
pub struct Batch {
    declared: Crs,
    places: Vec<Point<f64>>,
    /// Place with the name of the division its row states.
    stated: Vec<(Point<f64>, String)>,
    /// Place with the place where the same thing, or what it stands on, is known to be.
    known: Vec<(Point<f64>, Point<f64>)>,
}

/// What the batch would be if it had been declared otherwise.
const OTHERS: [(&str, Crs); 3] = [("WGS 84", Crs::Wgs84), ("GCJ-02", Crs::Gcj02), ("BD-09", Crs::Bd09)];

impl Batch {
    pub fn new(declared: &Crs) -> Self {
        Self { declared: declared.clone(), places: Vec::new(), stated: Vec::new(), known: Vec::new() }
    }

    pub fn look(&mut self, position: &Position, stated: Option<String>) {
        let Some(Geometry::Point(point)) = position.geometry else { return };
        if self.places.len() < LOOKED_AT {
            self.places.push(point);
            self.stated.extend(stated.map(|stated| (point, stated)));
        }
    }

    /// A place and where the same thing is known to be.
    pub fn compare(&mut self, given: Option<&Geometry<f64>>, known: Option<&Geometry<f64>>) {
        if let (Some(Geometry::Point(given)), Some(Geometry::Point(known))) = (given, known)
            && self.known.len() < LOOKED_AT
        {
            self.known.push((*given, *known));
        }
    }

    /// Adds a warning when the batch looks as if it were in another datum.
    pub fn report(&self, world: &World, report: &mut Report) {
        if let Some(other) = self.shifted() {
            self.warn(other, "与已登记的位置整体偏移", "all places are shifted against those known", report);
            return;
        }
        let tree = &world.tree;
        let inside = |place: Point<f64>| tree.locate(place.0) != Ordinal::NONE;
        let states = |place: Point<f64>, name: &str| {
            let home = tree.locate(place.0);
            tree.named(name).into_iter().any(|top| tree.is_within(home, top))
        };
        let stated: Vec<&(Point<f64>, String)> =
            self.stated.iter().filter(|(_, name)| !tree.named(name).is_empty()).collect();
        if stated.len() >= ENOUGH {
            let share = |crs: &Crs| self.share(stated.iter().map(|(p, n)| (*p, n.as_str())), crs, &states);
            if self.judge(&share, "不在所填的行政区划内", "do not lie in the division they state", report)
            {
                return;
            }
        }
        if bounded(tree) && self.places.len() >= ENOUGH {
            let all = || self.places.iter().map(|place| (*place, ""));
            let share = |crs: &Crs| self.share(all(), crs, &|place, _| inside(place));
            self.judge(&share, "不在本区范围内", "do not lie in the district", report);
        }
    }

    /// Warns when most places are wrong as declared; names the datum that would put them right.
    fn judge(&self, share: &dyn Fn(&Crs) -> f64, zh: &str, en: &str, report: &mut Report) -> bool {
        let now = share(&self.declared);
        if now >= 0.5 {
            return false;
        }
        match OTHERS.iter().filter(|(_, crs)| *crs != self.declared).find(|(_, crs)| share(crs) >= 0.8) {
            Some((name, _)) => self.warn(name, zh, en, report),
            None => {
                let percent = ((1.0 - now) * 100.0).round();
                report.warn(
                    0,
                    Some("geometry"),
                    "outside",
                    &format!("{percent}% 的位置{zh}：请核对坐标系（--crs）和经纬度顺序"),
                    &format!(
                        "{percent} % of the places {en}; check the datum (--crs) and the order of lon and lat"
                    ),
                );
            }
        }
        true
    }

    fn warn(&self, other: &str, zh: &str, en: &str, report: &mut Report) {
        let declared = &self.declared;
        report.warn(
            0,
            Some("geometry"),
            "wrong_datum",
            &format!("坐标系可能声明有误：声明为 {declared}，{zh}，而按 {other} 则吻合；请核对 --crs"),
            &format!("the datum is probably wrong: declared as {declared} the places {en}, as {other} they fit; check --crs"),
        );
    }

    /// The datum under which the places would lie where they are known to be.
    fn shifted(&self) -> Option<&'static str> {
        if self.known.len() < ENOUGH {
            return None;
        }
        let off = |crs: &Crs| {
            let mut metres: Vec<f64> = self
                .known
                .iter()
                .filter_map(|(given, known)| Some(point_distance_m(self.as_if(*given, crs)?, *known)))
                .collect();
            metres.sort_by(f64::total_cmp);
            metres.get(metres.len() / 2).copied().unwrap_or(f64::INFINITY)
        };
        if off(&self.declared) < 3.0 * NEAR_M {
            return None;
        }
        OTHERS
            .iter()
            .filter(|(_, crs)| *crs != self.declared)
            .find(|(_, crs)| off(crs) < NEAR_M)
            .map(|(name, _)| *name)
    }

    /// Where the given coordinate would be if it were in `crs`.
    fn as_if(&self, place: Point<f64>, crs: &Crs) -> Option<Point<f64>> {
        if *crs == self.declared {
            return Some(place);
        }
        let raw = Transform::new(&self.declared).ok()?.from_wgs84(place.x(), place.y()).ok()?;
        let (lon, lat) = Transform::new(crs).ok()?.to_wgs84(raw.0, raw.1).ok()?;
        Some(Point::new(lon, lat))
    }

    #[expect(clippy::cast_precision_loss, reason = "a few thousand places")]
    fn share<'a>(
        &self,
        places: impl Iterator<Item = (Point<f64>, &'a str)>,
        crs: &Crs,
        fits: &dyn Fn(Point<f64>, &str) -> bool,
    ) -> f64 {
        let (mut fitting, mut all) = (0usize, 0usize);
        for (place, name) in places {
            all += 1;
            fitting += usize::from(self.as_if(place, crs).is_some_and(|place| fits(place, name)));
        }
        if all == 0 { 1.0 } else { fitting as f64 / all as f64 }
    }
}

fn bounded(tree: &Tree) -> bool {
    !tree.bounded().is_empty()
}
