//! Literals that were given in another system, brought to WGS 84 (lon, lat).

use super::error::{At, FilterError};
use super::tree::{Expr, Filter, Literal, Node};
use crate::domain::bbox::Bbox;
use crate::domain::crs::{CrsError, Transform};
use geo::MapCoords;
use geo_types::{Coord, Geometry, LineString, Point, Polygon, Rect};

/// Into so many pieces each edge of a box is cut before it is converted.
const PIECES: u32 = 16;

/// A geometry that is written in a filter.
#[derive(Clone, Debug, PartialEq)]
pub enum SpatialLiteral {
    Geometry(Geometry<f64>),
    /// One corner and the other, as given.
    Box([f64; 4]),
}

impl Filter {
    /// The same filter with every geometry that is written in it changed.
    ///
    /// # Errors
    /// The first that `change` gives.
    pub fn map_geometries<E>(
        mut self,
        mut change: impl FnMut(&At, SpatialLiteral) -> Result<SpatialLiteral, E>,
    ) -> Result<Self, E> {
        visit(self.root_mut(), &mut change)?;
        Ok(self)
    }

    /// The same filter with its geometries brought from another system to WGS 84 (lon, lat).
    /// `north_first`: that system's own axis order, in which filters are written, is latitude or
    /// northing first.
    ///
    /// A box stays a box where only axes are changed. Elsewhere its edges are no edges of a box
    /// any more: it becomes the polygon that it was, its edges cut into pieces first, since the
    /// box around that would also take in what lies outside of the box that was asked for.
    ///
    /// # Errors
    /// A coordinate can not be converted, or a box has its edges the wrong way round.
    pub fn to_wgs84(self, from: &Transform, north_first: bool) -> Result<Self, FilterError> {
        self.map_geometries(|at, literal| {
            Ok(match literal {
                SpatialLiteral::Geometry(geometry) => {
                    let geometry = if north_first { swapped(&geometry) } else { geometry };
                    let converted = from.geometry_to_wgs84(&geometry).map_err(|error| refused(at, &error))?;
                    SpatialLiteral::Geometry(converted)
                }
                SpatialLiteral::Box([a, b, c, d]) => {
                    let corners = if north_first { [b, a, d, c] } else { [a, b, c, d] };
                    a_box(at, corners, from)?
                }
            })
        })
    }
}

fn visit<E>(
    node: &mut Node,
    change: &mut impl FnMut(&At, SpatialLiteral) -> Result<SpatialLiteral, E>,
) -> Result<(), E> {
    let given = match &mut node.expr {
        Expr::Literal(Literal::Geometry(geometry)) => {
            let empty = Geometry::LineString(LineString::new(Vec::new()));
            Some(SpatialLiteral::Geometry(std::mem::replace(geometry, empty)))
        }
        Expr::Literal(Literal::Box(corners)) => Some(SpatialLiteral::Box(*corners)),
        _ => None,
    };
    if let Some(given) = given {
        node.expr = Expr::Literal(match change(&node.at, given)? {
            SpatialLiteral::Geometry(geometry) => Literal::Geometry(geometry),
            SpatialLiteral::Box(corners) => Literal::Box(corners),
        });
    }
    node.children_mut().into_iter().try_for_each(|child| visit(child, change))
}

fn swapped(geometry: &Geometry<f64>) -> Geometry<f64> {
    geometry.map_coords(|c| Coord { x: c.y, y: c.x })
}

fn refused(at: &At, error: &CrsError) -> FilterError {
    FilterError::new(at, "coordinates", error.message_zh(), error.message_en())
}

/// A box, x first.
fn a_box(at: &At, corners: [f64; 4], from: &Transform) -> Result<SpatialLiteral, FilterError> {
    let [west, south, east, north] = corners;
    if from.crs().is_stored() {
        return Ok(SpatialLiteral::Box(corners));
    }
    let rectangles = if from.in_degrees() {
        let bbox = Bbox::new(west, south, east, north)
            .map_err(|error| FilterError::new(at, "bbox", error.message_zh(), error.message_en()))?;
        bbox.split().map(|b| Rect::new((b.min_lon, b.min_lat), (b.max_lon, b.max_lat))).collect()
    } else if west <= east && south <= north {
        vec![Rect::new((west, south), (east, north))]
    } else {
        return Err(FilterError::new(
            at,
            "bbox",
            "BBOX 的第一个角须在第二个角的左下方",
            "the first corner of a BBOX has to be left of and below the second",
        ));
    };
    from.geometry_to_wgs84(&outline(&rectangles))
        .map(SpatialLiteral::Geometry)
        .map_err(|error| refused(at, &error))
}

/// What rectangles cover, with vertices along the edges; without an area a line, or a point.
fn outline(rectangles: &[Rect<f64>]) -> Geometry<f64> {
    let (wide, thin): (Vec<&Rect<f64>>, Vec<&Rect<f64>>) =
        rectangles.iter().partition(|r| r.width() > 0.0 && r.height() > 0.0);
    if wide.is_empty() {
        let line = |r: &&Rect<f64>| cut(&LineString(vec![r.min(), r.max()]));
        return match thin[..] {
            [only] if only.min() == only.max() => Geometry::Point(Point(only.min())),
            _ => Geometry::MultiLineString(thin.iter().map(line).collect()),
        };
    }
    let area = |r: &&Rect<f64>| Polygon::new(cut(r.to_polygon().exterior()), Vec::new());
    Geometry::MultiPolygon(wide.iter().map(area).collect())
}

/// A line with vertices along its edges.
fn cut(line: &LineString<f64>) -> LineString<f64> {
    let mut vertices = Vec::new();
    for edge in line.lines() {
        vertices.extend((0..PIECES).map(|k| edge.start + edge.delta() * (f64::from(k) / f64::from(PIECES))));
    }
    vertices.extend(line.0.last().copied());
    LineString(vertices)
}
