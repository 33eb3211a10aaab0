//! Tiles of a map: squares of one of two pyramids, named by zoom, column and row.
//!
//! Both are of OGC's Two Dimensional Tile Matrix Set standard. `WebMercatorQuad` has one tile at zoom 0
//! and is what web maps draw; `WorldCRS84Quad` has two and is in plain degrees. Column 0 is in the
//! west, row 0 in the north.

use super::bbox::Bbox;
use std::f64::consts::PI;
use std::fmt;

/// Which pyramid of tiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TileMatrixSet {
    /// Spherical Mercator (EPSG:3857), up to 85.06° north and south.
    WebMercatorQuad,
    /// Degrees (CRS84), all the way to the poles.
    WorldCrs84Quad,
}

impl TileMatrixSet {
    /// As the standard and addresses write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::WebMercatorQuad => "WebMercatorQuad",
            Self::WorldCrs84Quad => "WorldCRS84Quad",
        }
    }

    /// The set with this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::WebMercatorQuad, Self::WorldCrs84Quad].into_iter().find(|set| set.name() == name)
    }

    /// The last zoom that the standard defines.
    pub const fn deepest(self) -> u8 {
        match self {
            Self::WebMercatorQuad => 24,
            Self::WorldCrs84Quad => 23,
        }
    }

    /// Columns at a zoom.
    pub const fn columns(self, z: u8) -> u32 {
        match self {
            Self::WebMercatorQuad => 1 << z,
            Self::WorldCrs84Quad => 2 << z,
        }
    }

    /// Rows at a zoom.
    pub const fn rows(self, z: u8) -> u32 {
        1 << z
    }

    /// Where a place lies at a zoom, in widths of a tile from the north-west corner of the world.
    ///
    /// What Mercator can not show lies far outside.
    fn position(self, z: u8, lon: f64, lat: f64) -> (f64, f64) {
        let tiles = f64::from(self.rows(z));
        match self {
            Self::WebMercatorQuad => {
                let y = 0.5 - lat.to_radians().tan().asinh() / (2.0 * PI);
                ((lon + 180.0) / 360.0 * tiles, y * tiles)
            }
            Self::WorldCrs84Quad => ((lon + 180.0) / 180.0 * tiles, (90.0 - lat) / 180.0 * tiles),
        }
    }

    /// Longitude of a column's west edge, a part of a column being a part of the way.
    fn lon(self, z: u8, column: f64) -> f64 {
        column / f64::from(self.columns(z)) * 360.0 - 180.0
    }

    /// Latitude of a row's north edge, as [`TileMatrixSet::lon`].
    fn lat(self, z: u8, row: f64) -> f64 {
        let share = row / f64::from(self.rows(z));
        match self {
            Self::WebMercatorQuad => (PI * (1.0 - 2.0 * share)).sinh().atan().to_degrees(),
            Self::WorldCrs84Quad => (90.0 - 180.0 * share).clamp(-90.0, 90.0),
        }
    }
}

/// A tile that there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Tile {
    set: TileMatrixSet,
    z: u8,
    x: u32,
    y: u32,
}

/// What a tile looks at, in a part of the world's longitudes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// West, south, east, north, degrees; never over the antimeridian.
    pub bounds: Bbox,
    /// Degrees to add to a longitude in it before it is placed: ±360 where the tile's edge sees across
    /// the antimeridian, else 0.
    pub shift: f64,
}

impl Tile {
    /// # Errors
    /// There is no such tile.
    pub fn new(set: TileMatrixSet, z: u8, x: u32, y: u32) -> Result<Self, TileError> {
        if z > set.deepest() {
            return Err(TileError::TooDeep { set, z: u32::from(z) });
        }
        if x >= set.columns(z) || y >= set.rows(z) {
            return Err(TileError::Outside { set, z, x, y });
        }
        Ok(Self { set, z, x, y })
    }

    /// A tile as an address names it.
    ///
    /// # Errors
    /// Not three whole numbers, or as [`Tile::new`].
    pub fn parse(set: TileMatrixSet, z: &str, x: &str, y: &str) -> Result<Self, TileError> {
        let number = |name: &'static str, text: &str| {
            let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            let number = digits.then(|| text.parse::<u32>().unwrap_or(u32::MAX));
            number.ok_or_else(|| TileError::NotANumber { name, text: text.to_owned() })
        };
        let (z, x, y) = (number("z", z)?, number("x", x)?, number("y", y)?);
        Self::new(set, u8::try_from(z).map_err(|_| TileError::TooDeep { set, z })?, x, y)
    }

    /// The tile of a zoom that a place lies in; `None` where the set has none.
    pub fn at(set: TileMatrixSet, z: u8, lon: f64, lat: f64) -> Option<Self> {
        let (x, y) = set.position(z, lon, lat);
        let (x, y) = (x.floor(), y.floor());
        let is_there = x >= 0.0 && y >= 0.0 && x <= f64::from(u32::MAX) && y <= f64::from(u32::MAX);
        is_there.then(|| Self::new(set, z, x as u32, y as u32).ok()).flatten()
    }

    pub const fn set(self) -> TileMatrixSet {
        self.set
    }

    pub const fn z(self) -> u8 {
        self.z
    }

    pub const fn x(self) -> u32 {
        self.x
    }

    pub const fn y(self) -> u32 {
        self.y
    }

    /// Its edges, degrees.
    pub fn bounds(self) -> Bbox {
        let (x, y) = (f64::from(self.x), f64::from(self.y));
        Bbox {
            min_lon: self.set.lon(self.z, x),
            min_lat: self.set.lat(self.z, y + 1.0),
            max_lon: self.set.lon(self.z, x + 1.0),
            max_lat: self.set.lat(self.z, y),
        }
    }

    /// What the tile sees with a margin of `buffer` widths of a tile around it: its own part of the
    /// world, and where the margin reaches over the antimeridian, the strip on the other side.
    pub fn windows(self, buffer: f64) -> Vec<Window> {
        let (x, y) = (f64::from(self.x), f64::from(self.y));
        let [west, east] = [x - buffer, x + 1.0 + buffer].map(|column| self.set.lon(self.z, column));
        let [north, south] = [y - buffer, y + 1.0 + buffer].map(|row| self.set.lat(self.z, row));
        let window = |west: f64, east: f64, shift: f64| {
            let (min_lon, max_lon) = (west.max(-180.0), east.min(180.0));
            let bounds = Bbox { min_lon, min_lat: south, max_lon, max_lat: north };
            (min_lon <= max_lon).then_some(Window { bounds, shift })
        };
        let over_west = if west < -180.0 { window(west + 360.0, 180.0, -360.0) } else { None };
        let over_east = if east > 180.0 { window(-180.0, east - 360.0, 360.0) } else { None };
        [window(west, east, 0.0), over_west, over_east].into_iter().flatten().collect()
    }

    /// Where a place lies, in widths of the tile from its north-west corner, x to the east, y to the south.
    pub fn place(self, lon: f64, lat: f64) -> (f64, f64) {
        let (x, y) = self.set.position(self.z, lon, lat);
        (x - f64::from(self.x), y - f64::from(self.y))
    }
}

impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}/{}/{}", self.set.name(), self.z, self.x, self.y)
    }
}

/// Why there is no such tile.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TileError {
    #[error("`{name}` of a tile is a whole number, not `{text}`")]
    NotANumber { name: &'static str, text: String },
    #[error("{} goes to zoom {}, not {z}", set.name(), set.deepest())]
    TooDeep { set: TileMatrixSet, z: u32 },
    #[error(
        "zoom {z} of {} has columns 0 to {} and rows 0 to {}; there is no tile {x}/{y}",
        set.name(), set.columns(*z) - 1, set.rows(*z) - 1
    )]
    Outside { set: TileMatrixSet, z: u8, x: u32, y: u32 },
}

impl TileError {
    /// The message in Chinese.
    pub fn message_zh(&self) -> String {
        match self {
            Self::NotANumber { name, text } => format!("瓦片的 {name} 应为非负整数，收到“{text}”"),
            Self::TooDeep { set, z } => {
                format!("{} 最深为第 {} 级，没有第 {z} 级", set.name(), set.deepest())
            }
            Self::Outside { set, z, x, y } => format!(
                "{} 第 {z} 级的列为 0 至 {}，行为 0 至 {}，没有瓦片 {x}/{y}",
                set.name(),
                set.columns(*z) - 1,
                set.rows(*z) - 1
            ),
        }
    }

    /// The message in English.
    pub fn message_en(&self) -> String {
        self.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::TileMatrixSet::{WebMercatorQuad, WorldCrs84Quad};
    use super::*;

    /// The edges of spherical Mercator's square world, degrees, as the standard states them.
    const MERCATOR_EDGE: f64 = 85.051_128_779_806_59;

    fn tile(set: TileMatrixSet, z: u8, x: u32, y: u32) -> Tile {
        Tile::new(set, z, x, y).expect("a tile")
    }

    #[test]
    fn the_first_tiles_are_the_world() {
        let world = tile(WebMercatorQuad, 0, 0, 0).bounds();
        assert_eq!((world.min_lon, world.max_lon), (-180.0, 180.0));
        assert!(
            (world.max_lat - MERCATOR_EDGE).abs() < 1e-12 && (world.min_lat + MERCATOR_EDGE).abs() < 1e-12
        );
        let west = tile(WorldCrs84Quad, 0, 0, 0).bounds();
        assert_eq!((west.min_lon, west.min_lat, west.max_lon, west.max_lat), (-180.0, -90.0, 0.0, 90.0));
        assert_eq!(
            tile(WorldCrs84Quad, 1, 3, 1).bounds(),
            Bbox::new(90.0, -90.0, 180.0, 0.0).expect("a box")
        );
    }

    #[test]
    fn a_known_place_is_in_the_tile_that_maps_of_the_web_draw_it_in() {
        // Shenyang at zoom 10, worked out by hand: (123.463 + 180) / 360 · 1024 = 863.18, and the row
        // from ln(tan 41.679° + sec 41.679°) = 0.80158: (1 - 0.80158 / π) / 2 · 1024 = 381.36.
        let found = Tile::at(WebMercatorQuad, 10, 123.463, 41.679).expect("a tile");
        assert_eq!((found.x(), found.y()), (863, 381));
        let (x, y) = found.place(123.463, 41.679);
        assert!((x - 0.183).abs() < 0.001 && (y - 0.36).abs() < 0.01, "{x} {y}");
        let found = Tile::at(WorldCrs84Quad, 10, 123.463, 41.679).expect("a tile");
        // 303.463 / 180 · 1024 and 48.321 / 180 · 1024
        assert_eq!((found.x(), found.y()), (1726, 274));
        assert_eq!(Tile::at(WebMercatorQuad, 3, 0.0, 89.0), None, "Mercator ends before");
    }

    #[test]
    fn corners_lie_at_the_corners_on_every_zoom() {
        for set in [WebMercatorQuad, WorldCrs84Quad] {
            for z in 0..=set.deepest() {
                let (x, y) = (set.columns(z) * 5 / 7, set.rows(z) / 3);
                let tile = tile(set, z, x, y);
                let edges = tile.bounds();
                let (left, top) = tile.place(edges.min_lon, edges.max_lat);
                let (right, bottom) = tile.place(edges.max_lon, edges.min_lat);
                let errors = [left, top, right - 1.0, bottom - 1.0];
                assert!(errors.iter().all(|error| error.abs() < 1e-6), "{tile}: {errors:?}");
                let (lon, lat) = edges.center();
                assert_eq!(Tile::at(set, z, lon, lat), Some(tile));
            }
        }
    }

    #[test]
    fn a_margin_looks_over_the_antimeridian_and_not_over_the_poles() {
        let tile = tile(WorldCrs84Quad, 0, 1, 0);
        let windows = tile.windows(0.1);
        assert_eq!(windows.len(), 2);
        assert_eq!(
            windows[0],
            Window { bounds: Bbox::new(-18.0, -90.0, 180.0, 90.0).expect("a box"), shift: 0.0 }
        );
        let over = windows[1];
        assert_eq!(over.shift, 360.0);
        assert!((over.bounds.max_lon + 162.0).abs() < 1e-9 && over.bounds.min_lon == -180.0);
        // What is seen there lies beyond the right edge.
        assert!((tile.place(-171.0 + over.shift, 0.0).0 - 1.05).abs() < 1e-9);
        assert_eq!(Tile::new(WebMercatorQuad, 4, 7, 3).expect("a tile").windows(0.1).len(), 1);
    }

    #[test]
    fn what_is_no_tile_is_told_in_both_languages() {
        for (z, x, y, en) in [
            (
                "1",
                "2",
                "0",
                "zoom 1 of WebMercatorQuad has columns 0 to 1 and rows 0 to 1; there is no tile 2/0",
            ),
            ("25", "0", "0", "WebMercatorQuad goes to zoom 24, not 25"),
            ("300", "0", "0", "WebMercatorQuad goes to zoom 24, not 300"),
            ("1", "-1", "0", "`x` of a tile is a whole number, not `-1`"),
            ("1", "0", "", "`y` of a tile is a whole number, not ``"),
            (
                "1",
                "99999999999",
                "0",
                "zoom 1 of WebMercatorQuad has columns 0 to 1 and rows 0 to 1; there is no tile 4294967295/0",
            ),
        ] {
            let error = Tile::parse(WebMercatorQuad, z, x, y).expect_err(en);
            assert_eq!(error.message_en(), en);
            assert!(!error.message_zh().is_ascii());
        }
        assert_eq!(TileMatrixSet::named("WorldCRS84Quad"), Some(WorldCrs84Quad));
        assert_eq!(TileMatrixSet::named("worldcrs84quad"), None);
    }
}
