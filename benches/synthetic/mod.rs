//! Synthetic sites for all benchmarks: the same number and seed always give the same sites.
//!
//! They are invented and look like a real registry in what costs time and memory: nine in ten are
//! points, the others courts as polygons and trails of several segments; names are Chinese, most
//! optional texts are absent, every ninth area is unknown. Depends on nothing but domain types.

use geo_types::{Geometry, LineString, MultiLineString, Point, Polygon};
use jiantu::domain::area::Area;
use jiantu::domain::id::SiteId;
use jiantu::domain::site::{Access, Grade, Level, Segment, Site, Status};
use uuid::Uuid;

/// West, south, east, north of where the sites lie, degrees.
pub const EXTENT: [f64; 4] = [123.2, 41.4, 123.9, 41.95];

/// Kinds of points and polygons, ids of `seeds/kinds.toml`.
const KINDS: [&str; 6] = ["basketball", "table_tennis", "badminton", "football_5", "volleyball", "gateball"];

/// Kind of the trails.
const TRAIL: &str = "trail";

/// A small deterministic generator (SplitMix64), so that figures do not hang on another crate's.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// At least 0 and below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.roll() % end
    }

    /// Evenly between two numbers.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * (self.roll() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A place in the extent (lon, lat), degrees.
    pub fn place(&mut self) -> Point<f64> {
        Point::new(self.between(EXTENT[0], EXTENT[2]), self.between(EXTENT[1], EXTENT[3]))
    }
}

/// The sites numbered `0 .. count`.
pub fn sites(count: u32) -> impl Iterator<Item = Site> {
    (0..count).map(site)
}

/// The site with this number; needs no other one, so parts can be made in parallel.
pub fn site(number: u32) -> Site {
    let mut dice = Dice::new(u64::from(number) << 20);
    let at = dice.place();
    let (kind, geometry, segments) = match dice.below(100) {
        0..=89 => (kind(&mut dice), at.into(), vec![]),
        90..=96 => (kind(&mut dice), court(at, &mut dice), vec![]),
        _ => trail(at, &mut dice),
    };
    let area = (segments.is_empty() && dice.below(9) != 0).then(|| dice.below(20_000_000) as i64 + 500_000);
    Site {
        id: SiteId(Uuid::from_u64_pair(
            0x0198_0000_0000_7000 | (u64::from(number) << 16),
            1 << 63 | dice.roll() >> 2,
        )),
        external_id: Some(format!("S{number:07}")),
        source: Some("synthetic".to_owned()),
        name_zh: format!("浑南区第{number}号健身场地"),
        name_en: (dice.below(3) == 0).then(|| format!("Fitness site No. {number}")),
        kind: kind.to_owned(),
        status: if dice.below(20) == 0 { Status::Closed } else { Status::Operating },
        access: Access::ALL[dice.below(Access::ALL.len() as u64) as usize],
        level: (dice.below(2) == 0).then_some(Level::Community),
        owner: (dice.below(2) == 0).then(|| format!("第{}社区居民委员会", dice.below(257))),
        operator: None,
        funder: None,
        receiver: None,
        maintainer: None,
        programmes: if dice.below(10) == 0 { vec!["smart".to_owned()] } else { vec![] },
        area_m2: area.map(Area::from_cm2),
        area_grade: area.map(|_| Grade::Measured),
        counts_area: true,
        container_id: None,
        allocation: vec![],
        segments,
        opened_on: Some(jiff::civil::date(2000 + dice.below(25) as i16, 1 + dice.below(12) as i8, 1)),
        closed_on: None,
        capacity: None,
        surface: Some("塑胶".to_owned()),
        lighting: Some(dice.below(2) == 0),
        accessible: None,
        opening_hours: None,
        address: Some(format!("沈阳市浑南区某街道{}号", dice.below(999))),
        photos: vec![],
        official_codes: std::collections::BTreeMap::new(),
        note: None,
        demo: true,
        raw: None,
        geometry: Some(geometry),
    }
}

fn kind(dice: &mut Dice) -> &'static str {
    KINDS[dice.below(KINDS.len() as u64) as usize]
}

/// About 15 m by 28 m.
fn court(at: Point<f64>, dice: &mut Dice) -> Geometry<f64> {
    let (wide, high) = (dice.between(1.2e-4, 3e-4), dice.between(1e-4, 4e-4));
    let (x, y) = (at.x(), at.y());
    let ring = vec![(x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y)];
    Polygon::new(LineString::from(ring), vec![]).into()
}

/// One to three parts of 20 vertices, some hundred metres each.
fn trail(at: Point<f64>, dice: &mut Dice) -> (&'static str, Geometry<f64>, Vec<Segment>) {
    let mut here = at.0;
    let mut part = || {
        let line: Vec<_> = (0..20)
            .map(|_| {
                here.x += dice.between(-2e-4, 6e-4);
                here.y += dice.between(-2e-4, 4e-4);
                here
            })
            .collect();
        LineString::new(line)
    };
    let parts: Vec<LineString<f64>> = (0..=(at.x().to_bits() % 3)).map(|_| part()).collect();
    let width = |part: usize| Segment { width_m: (part != 2).then_some(2.5), surface: None };
    let segments = (0..parts.len()).map(width).collect();
    (TRAIL, MultiLineString(parts).into(), segments)
}
