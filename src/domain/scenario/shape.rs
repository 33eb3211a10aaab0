//! A geometry inside a document, written as GeoJSON (RFC 7946): degrees WGS 84, (lon, lat).

use geo_types::{Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};
use serde::{Deserialize, Serialize};

/// A point, line or polygon, or several of one sort. Heights are left out when it is read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Shape(Geometry<f64>);

impl Shape {
    /// `None` for a sort of geometry that GeoJSON has no name for, and for a collection.
    pub fn new(geometry: Geometry<f64>) -> Option<Self> {
        Written::of(&geometry).map(|_| Self(geometry))
    }

    pub fn geometry(&self) -> &Geometry<f64> {
        &self.0
    }
}

/// As it stands in the text.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Written {
    Point(Position),
    MultiPoint(Vec<Position>),
    LineString(Line),
    MultiLineString(Vec<Line>),
    Polygon(Rings),
    MultiPolygon(Vec<Rings>),
}

type Line = Vec<Position>;
/// The outer ring, then the holes.
type Rings = Vec<Line>;

/// Longitude, latitude; a third number is read and forgotten.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "Vec<f64>", into = "[f64; 2]")]
struct Position(Coord<f64>);

impl TryFrom<Vec<f64>> for Position {
    type Error = String;
    fn try_from(numbers: Vec<f64>) -> Result<Self, String> {
        match numbers[..] {
            [x, y] | [x, y, _] => Ok(Self(Coord { x, y })),
            _ => Err(format!("位置应为 [经度, 纬度] / a position is [lon, lat], not {numbers:?}")),
        }
    }
}

impl From<Position> for [f64; 2] {
    fn from(Position(Coord { x, y }): Position) -> Self {
        [x, y]
    }
}

impl Written {
    fn of(geometry: &Geometry<f64>) -> Option<Self> {
        Some(match geometry {
            Geometry::Point(point) => Self::Point(Position(point.0)),
            Geometry::MultiPoint(points) => {
                Self::MultiPoint(points.iter().map(|point| Position(point.0)).collect())
            }
            Geometry::LineString(line) => Self::LineString(positions(line)),
            Geometry::MultiLineString(lines) => Self::MultiLineString(lines.iter().map(positions).collect()),
            Geometry::Polygon(polygon) => Self::Polygon(rings(polygon)),
            Geometry::MultiPolygon(polygons) => Self::MultiPolygon(polygons.iter().map(rings).collect()),
            _ => return None,
        })
    }
}

fn positions(line: &LineString<f64>) -> Line {
    line.coords().map(|place| Position(*place)).collect()
}

fn rings(polygon: &Polygon<f64>) -> Rings {
    std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(positions).collect()
}

impl From<Shape> for Written {
    fn from(Shape(geometry): Shape) -> Self {
        // `Shape::new` has let in nothing else.
        Self::of(&geometry).unwrap_or(Self::MultiPoint(Vec::new()))
    }
}

impl TryFrom<Written> for Shape {
    type Error = String;
    fn try_from(written: Written) -> Result<Self, String> {
        Ok(Self(match written {
            Written::Point(place) => Geometry::Point(Point(place.0)),
            Written::MultiPoint(places) => {
                Geometry::MultiPoint(MultiPoint(places.into_iter().map(|place| Point(place.0)).collect()))
            }
            Written::LineString(line) => Geometry::LineString(line_string(line)),
            Written::MultiLineString(lines) => {
                Geometry::MultiLineString(MultiLineString(lines.into_iter().map(line_string).collect()))
            }
            Written::Polygon(rings) => Geometry::Polygon(polygon(rings)?),
            Written::MultiPolygon(parts) => Geometry::MultiPolygon(MultiPolygon(
                parts.into_iter().map(polygon).collect::<Result<_, _>>()?,
            )),
        }))
    }
}

fn line_string(line: Line) -> LineString<f64> {
    LineString(line.into_iter().map(|place| place.0).collect())
}

fn polygon(rings: Rings) -> Result<Polygon<f64>, String> {
    let mut rings = rings.into_iter().map(line_string);
    let outer = rings.next().unwrap_or_else(|| LineString(Vec::new()));
    let holes: Vec<LineString<f64>> = rings.collect();
    // The type would close them silently.
    if std::iter::once(&outer).chain(&holes).any(|ring| !ring.is_closed()) {
        return Err(
            "环未闭合：请在末尾重复起点 / a ring is not closed: repeat its first place at the end".to_owned()
        );
    }
    Ok(Polygon::new(outer, holes))
}
