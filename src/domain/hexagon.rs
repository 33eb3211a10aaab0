//! Hexagons of the H3 grid (h3geo.org), told by their index.
//!
//! The grid covers the earth in 16 resolutions; the hexagons of one resolution do not overlap, and
//! each lies in one hexagon of every coarser resolution, by its centre. Twelve cells of each
//! resolution are pentagons; they are treated alike.

use geo_types::{Coord, LineString, Polygon};
use h3o::{CellIndex, LatLng, Resolution};

/// One cell of the H3 grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hexagon(CellIndex);

impl Hexagon {
    /// From the text of an index, such as `8928308280fffff`; capitals and `0x` before it are taken
    /// too. `None` where it is no index of a cell.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")).unwrap_or(text);
        digits.parse().ok().map(Self)
    }

    /// The one of a resolution (0 to 15) that holds a place, degrees WGS 84; `None` where the place
    /// is not finite or there is no such resolution.
    pub fn at(lon: f64, lat: f64, resolution: u8) -> Option<Self> {
        let place = LatLng::new(lat, lon).ok()?;
        Resolution::try_from(resolution).ok().map(|resolution| Self(place.to_cell(resolution)))
    }

    /// 0 (some 1,100 km to an edge) to 15 (some 0.6 m).
    pub fn resolution(self) -> u8 {
        self.0.resolution().into()
    }

    /// The coarser one it lies in, itself at its own resolution; `None` for a finer one.
    pub fn parent(self, resolution: u8) -> Option<Self> {
        self.0.parent(Resolution::try_from(resolution).ok()?).map(Self)
    }

    /// Its centre, (lon, lat) in degrees WGS 84.
    pub fn centre(self) -> Coord<f64> {
        let centre = LatLng::from(self.0);
        Coord { x: centre.lng(), y: centre.lat() }
    }

    /// Its edge as a polygon, (lon, lat) in degrees WGS 84; cut off at ±180° of longitude.
    pub fn outline(self) -> Polygon<f64> {
        let centre = self.centre().x;
        let corner = |corner: &LatLng| {
            let lon = corner.lng();
            // Of a corner beyond the antimeridian the name that goes on from the centre.
            let lon = lon - ((lon - centre) / 360.0).round() * 360.0;
            Coord { x: lon.clamp(-180.0, 180.0), y: corner.lat() }
        };
        Polygon::new(LineString::new(self.0.boundary().iter().map(corner).collect()), Vec::new())
    }
}

impl std::fmt::Display for Hexagon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of h3geo.org: 37.3615593, -122.0553238 at resolution 7 is 87283472bffffff.
    #[test]
    fn the_published_example() {
        let hexagon = Hexagon::at(-122.055_323_8, 37.361_559_3, 7).expect("a hexagon");
        assert_eq!(hexagon.to_string(), "87283472bffffff");
        assert_eq!(Hexagon::read(" 0x87283472BFFFFFF "), Some(hexagon));
        assert_eq!(hexagon.resolution(), 7);
    }

    #[test]
    fn parents_hold_children() {
        let child = Hexagon::at(123.463, 41.679, 9).expect("a hexagon");
        let parent = child.parent(8).expect("coarser");
        assert_eq!(parent, Hexagon::at(child.centre().x, child.centre().y, 8).expect("a hexagon"));
        assert_eq!(child.parent(10), None);
        assert_eq!(child.parent(9), Some(child));
    }

    #[test]
    fn outlines_go_round_the_centre() {
        use geo::Contains;
        for (lon, lat) in [(123.463, 41.679), (-51.2, -30.1), (179.99, 10.0), (-179.999, -16.0)] {
            let hexagon = Hexagon::at(lon, lat, 5).expect("a hexagon");
            assert!(hexagon.outline().contains(&hexagon.centre()), "{hexagon}");
        }
    }

    #[test]
    fn what_is_no_index_is_none() {
        for text in ["", "x", "8928308280ffff", "ffffffffffffffff", "0", "89283082803fffff0"] {
            assert_eq!(Hexagon::read(text), None, "{text}");
        }
        assert_eq!(Hexagon::at(f64::NAN, 0.0, 9), None);
        assert_eq!(Hexagon::at(0.0, 0.0, 16), None);
    }
}
