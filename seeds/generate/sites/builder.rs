//! Places one site at a time, keeps them apart from each other and keeps the tally of counted area.

use super::record::{Properties, SOURCE, Segment, Site};
use crate::generate::cells::Tiling;
use crate::generate::facts::{Facts, KindWish};
use crate::generate::plane::{rounded, to_degrees, to_metres};
use crate::generate::prng::Prng;
use crate::generate::shapes;
use geo::{Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point};
use std::collections::HashMap;

/// The last year of the base; later sites are new.
pub const BASE: i32 = 2020;

pub struct Builder<'a> {
    pub facts: &'a Facts,
    pub tiling: &'a Tiling,
    pub units: &'a [Coord<f64>],
    pub sites: Vec<Site>,
    pub prng: Prng,
    /// Vertices of trails in metres, so that trails keep clear of each other.
    pub trail_points: Vec<Coord<f64>>,
    /// Discs (centre in metres, radius) that are taken.
    taken: Vec<(Coord<f64>, f64)>,
    /// Counted m2 by sub-district and by year since `BASE`.
    tally: Vec<[f64; 6]>,
    names: HashMap<(usize, String), u32>,
}

impl<'a> Builder<'a> {
    pub fn new(facts: &'a Facts, tiling: &'a Tiling, units: &'a [Coord<f64>]) -> Self {
        Self {
            facts,
            tiling,
            units,
            sites: Vec::new(),
            prng: Prng::new(facts.demo.seed, "sites"),
            trail_points: Vec::new(),
            taken: Vec::new(),
            tally: vec![[0.0; 6]; facts.subdistricts.len()],
            names: HashMap::new(),
        }
    }

    /// Positions in the table of the communities and villages of a sub-district.
    pub fn units_of(&self, cell: usize) -> Vec<usize> {
        let id = &self.facts.subdistricts[cell].id;
        (0..self.units.len()).filter(|i| self.facts.units[*i].subdistrict == *id).collect()
    }

    /// Counted m2 at the end of `year`, if trails stayed in their home sub-district.
    pub fn counted(&self, cell: usize, year: i32) -> f64 {
        self.tally[cell][..=(year - BASE) as usize].iter().sum()
    }

    /// A free place (metres) near a unit, in its cell, with `radius` metres around it.
    pub fn free_place(&mut self, unit: usize, cell: usize, radius: f64, reach: f64) -> Option<Coord<f64>> {
        let around = to_metres(self.units[unit]);
        for attempt in 0..90 {
            let far = self.prng.range(20.0, reach + f64::from(attempt) * 25.0);
            let angle = self.prng.range(0.0, std::f64::consts::TAU);
            let at = Coord { x: around.x + far * angle.cos(), y: around.y + far * angle.sin() };
            let apart = self
                .taken
                .iter()
                .all(|(other, r)| (other.x - at.x).hypot(other.y - at.y) > r + radius + 18.0);
            if apart && self.tiling.holds(cell, to_degrees(at), radius + 5.0) {
                return Some(at);
            }
        }
        None
    }

    pub fn take(&mut self, at: Coord<f64>, radius: f64) {
        self.taken.push((at, radius));
    }

    /// A site of an areal kind near a unit; `None` when there is no room. Gives its position in `sites`.
    pub fn near_unit(&mut self, kind: &str, unit: usize, year: i32, reach: f64) -> Option<usize> {
        let cell = self.facts.subdistrict(&self.facts.units[unit].subdistrict);
        let size = Size::draw(self.facts.wish(kind), &mut self.prng);
        let radius = size.length_m.hypot(size.width_m) / 2.0 * if size.twice { 2.0 } else { 1.0 };
        let at = self.free_place(unit, cell, radius, reach)?;
        self.take(at, radius);
        Some(self.areal(kind, unit, cell, year, at, size))
    }

    /// A site of an areal kind exactly at a place (metres), as in a park.
    pub fn at_place(&mut self, kind: &str, unit: usize, cell: usize, year: i32, at: Coord<f64>) -> usize {
        let mut size = Size::draw(self.facts.wish(kind), &mut self.prng);
        size.twice = false;
        self.areal(kind, unit, cell, year, at, size)
    }

    fn areal(
        &mut self,
        kind: &str,
        unit: usize,
        cell: usize,
        year: i32,
        at: Coord<f64>,
        size: Size,
    ) -> usize {
        let wish = self.facts.wish(kind);
        let geometry = self.draw(wish, at, &size);
        let area = (size.length_m * size.width_m * if size.twice { 2.0 } else { 1.0 } * 10.0).round() / 10.0;
        let mut properties = self.describe(kind, &wish.access, unit, cell, year);
        if self.facts.kind(kind).counts_area
            && area < 3_000.0
            && self.prng.percent(self.facts.demo.missing_area_percent + 3)
        {
            properties.area_m2 = None;
        } else {
            properties.area_m2 = Some(area);
            properties.area_grade =
                Some(["measured", "design", "polygon", "estimate"][self.prng.weighted(&[55, 20, 15, 10])]);
        }
        properties.surface = Some(wish.surface.clone());
        properties.capacity = self.prng.percent(60).then(|| ((area / 12.0) as u32).clamp(6, 400));
        self.push(cell, year, to_degrees(at), geometry, properties)
    }

    fn draw(&mut self, wish: &KindWish, at: Coord<f64>, size: &Size) -> Geometry<f64> {
        let centre = rounded(to_degrees(at));
        let (sin, cos) = size.angle.sin_cos();
        let beside = |metres: f64| Coord { x: at.x - sin * metres, y: at.y + cos * metres };
        if self.prng.unit() < wish.polygon_share {
            let (l, w) = (size.length_m, size.width_m);
            if size.twice {
                let half = w / 2.0 + 2.0;
                return Geometry::MultiPolygon(MultiPolygon(vec![
                    shapes::rectangle(beside(-half), l, w, size.angle),
                    shapes::rectangle(beside(half), l, w, size.angle),
                ]));
            }
            Geometry::Polygon(shapes::rectangle(at, l, w, size.angle))
        } else if size.twice {
            let other = rounded(to_degrees(beside(size.width_m + 4.0)));
            Geometry::MultiPoint(MultiPoint(vec![Point(centre), Point(other)]))
        } else {
            Geometry::Point(Point(centre))
        }
    }

    /// Properties of an operating site without its size.
    pub fn describe(&mut self, kind: &str, profile: &str, unit: usize, cell: usize, year: i32) -> Properties {
        let facts = self.facts;
        let (place, names) = (&facts.units[unit], facts.kind(kind));
        let number = self.names.entry((unit, kind.to_owned())).or_insert(0);
        *number += 1;
        let suffix = if *number > 1 { number.to_string() } else { String::new() };
        let office = format!("{}办事处（示范）", facts.subdistricts[cell].name_zh);
        let access = access(profile, &mut self.prng);
        let (owner, operator, funder) = match profile {
            "school" => ("示范学校".to_owned(), "示范学校".to_owned(), "区财政（示范）".to_owned()),
            "commercial" | "members" => {
                ("示范体育公司".to_owned(), "示范体育公司".to_owned(), "示范体育公司".to_owned())
            }
            _ => {
                let funder = ["区财政（示范）", "体育彩票公益金（示范）", "社会捐赠（示范）"]
                    [self.prng.weighted(&[65, 25, 10])];
                let operator =
                    if self.prng.percent(12) { "示范物业公司".to_owned() } else { office.clone() };
                (office.clone(), operator, funder.to_owned())
            }
        };
        let opened_on = self.opened_on(year);
        let reason = match &opened_on {
            Some(day) if day.starts_with("2019") && self.prng.percent(60) => "newly_found",
            Some(_) => "new_built",
            None => "newly_found",
        };
        Properties {
            external_id: format!("demo-s-{:04}", self.sites.len() + 1),
            name_zh: format!("{}{}{suffix}（示范）", place.name_zh, names.name_zh),
            name_en: format!(
                "{}: {}{}{suffix} (demo)",
                place.name_en,
                names.name_en,
                if suffix.is_empty() { "" } else { " " }
            ),
            kind: kind.to_owned(),
            status: if year == BASE && self.prng.percent(2) { "temporarily_closed" } else { "operating" },
            access,
            level: match profile {
                "public" => "community",
                "park" => "subdistrict",
                "paid" => "district",
                _ => "community",
            },
            owner,
            operator,
            funder,
            maintainer: office,
            programmes: vec![],
            area_m2: None,
            area_grade: None,
            counts_area: true,
            container: None,
            segments: vec![],
            effective_from: opened_on.clone().unwrap_or_else(|| format!("{BASE}-12-31")),
            opened_on,
            closed_on: None,
            capacity: None,
            surface: None,
            lighting: self.prng.percent(55),
            accessible: self.prng.percent(40),
            opening_hours: match access {
                "free_open" => Some(["00:00-24:00", "06:00-21:00"][self.prng.below(2)]),
                "open" => Some("09:00-21:00"),
                _ => None,
            },
            source: SOURCE,
            demo: true,
            note: None,
            reason,
        }
    }

    /// The day a site of the base opened is unknown for one in seven.
    fn opened_on(&mut self, year: i32) -> Option<String> {
        if year > BASE {
            return Some(self.prng.day_of(year));
        }
        let opened = 2012 + self.prng.below(9) as i32;
        let day = self.prng.day_of(opened);
        (!self.prng.percent(14)).then_some(day)
    }

    /// A trail or cycling path from its parts (lon, lat); one segment per part.
    pub fn trail(
        &mut self,
        kind: &str,
        unit: usize,
        cell: usize,
        year: i32,
        parts: Vec<LineString<f64>>,
    ) -> usize {
        let mut properties = self.describe(kind, "public", unit, cell, year);
        properties.segments = parts
            .iter()
            .map(|_| {
                let width =
                    if kind == "trail" { self.prng.between(15, 32) } else { self.prng.between(25, 40) };
                Segment {
                    width_m: (!self.prng.percent(self.facts.demo.unknown_width_percent))
                        .then(|| f64::from(width) / 10.0),
                    surface: (*self.prng.pick(&["asphalt", "rubber", "paving", "gravel"])).to_owned(),
                }
            })
            .collect();
        properties.area_grade = Some("measured");
        let at = parts[0].0[0];
        for part in &parts {
            self.trail_points.extend(part.0.iter().map(|at| to_metres(*at)));
        }
        let geometry = match parts.len() {
            1 => Geometry::LineString(parts.into_iter().next().unwrap_or_else(|| LineString(vec![]))),
            _ => Geometry::MultiLineString(MultiLineString(parts)),
        };
        self.push(cell, year, at, geometry, properties)
    }

    /// Adds a finished site and counts what it counts. Gives its position in `sites`.
    pub fn push(
        &mut self,
        cell: usize,
        year: i32,
        at: Coord<f64>,
        geometry: Geometry<f64>,
        properties: Properties,
    ) -> usize {
        self.tally[cell][(year - BASE) as usize] +=
            super::trails::counted_area(self.facts, &geometry, &properties);
        self.sites.push(Site { cell, at: rounded(at), year, geometry, properties });
        self.sites.len() - 1
    }

    /// Declares that the surface of a site is counted by another one.
    pub fn declare_overlap(&mut self, site: usize, note: &'static str) {
        let site = &mut self.sites[site];
        self.tally[site.cell][(site.year - BASE) as usize] -=
            super::trails::counted_area(self.facts, &site.geometry, &site.properties);
        site.properties.counts_area = false;
        site.properties.note = Some(note);
    }
}

/// Drawn size of an areal site.
pub struct Size {
    pub length_m: f64,
    pub width_m: f64,
    pub angle: f64,
    /// Two equal surfaces side by side.
    pub twice: bool,
}

impl Size {
    fn draw(wish: &KindWish, prng: &mut Prng) -> Self {
        let factor = 1.0 + wish.spread * prng.range(-1.0, 1.0);
        let pair = matches!(
            wish.kind.as_str(),
            "tennis" | "badminton" | "basketball" | "fitness_path" | "table_tennis"
        );
        Self {
            length_m: (wish.length_m * factor * 10.0).round() / 10.0,
            width_m: (wish.width_m * factor * 10.0).round() / 10.0,
            angle: prng.range(0.0, std::f64::consts::PI),
            twice: prng.percent(if pair { 10 } else { 0 }),
        }
    }
}

fn access(profile: &str, prng: &mut Prng) -> &'static str {
    let weights: [u32; 4] = match profile {
        "public" => [100, 0, 0, 0],
        "park" => [88, 12, 0, 0],
        "paid" => [5, 75, 20, 0],
        "commercial" => [0, 55, 45, 0],
        "members" => [0, 30, 70, 0],
        _ => [22, 18, 10, 50],
    };
    ["free_open", "open", "members", "closed_to_public"][prng.weighted(&weights)]
}
