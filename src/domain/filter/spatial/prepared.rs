//! A geometry as a literal: simplified, boxed and indexed once, asked of many.

use super::are_apart;
use super::relate::relates;
use crate::domain::filter::tree::Relation;
use crate::domain::region::Region;
use geo::coordinate_position::CoordPos;
use geo::dimensions::Dimensions;
use geo::{BoundingRect, Intersects, Relate};
use geo_types::{
    Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon, Rect,
};

pub(in crate::domain::filter) struct Prepared {
    geometry: Geometry<f64>,
    /// `None` for an empty geometry, which is apart from everything.
    bounds: Option<Rect<f64>>,
    form: Form,
    is_collection: bool,
}

enum Form {
    /// Polygons only.
    Area(Box<Region>),
    /// Of several dimensions: each alone.
    Mixed(Vec<Prepared>),
    /// Points only, or lines only.
    Thin,
}

impl Prepared {
    pub(in crate::domain::filter) fn new(geometry: Geometry<f64>) -> Self {
        let is_collection = matches!(geometry, Geometry::GeometryCollection(_));
        let geometry = sorted_out(geometry);
        let form = match &geometry {
            Geometry::GeometryCollection(all) => Form::Mixed(all.iter().cloned().map(Self::new).collect()),
            Geometry::Polygon(_) | Geometry::MultiPolygon(_) => {
                Region::new(&geometry).map_or(Form::Thin, |region| Form::Area(Box::new(region)))
            }
            _ => Form::Thin,
        };
        Self { bounds: geometry.bounding_rect(), geometry, form, is_collection }
    }

    pub(in crate::domain::filter) fn geometry(&self) -> &Geometry<f64> {
        &self.geometry
    }

    /// Whether it is a collection of points, lines and polygons together, or of polygons that lie on
    /// each other. What is its inside and what is its edge does then not follow from its members;
    /// whether it is met does.
    pub(super) fn is_entangled(&self) -> bool {
        self.is_collection
            && match &self.geometry {
                Geometry::GeometryCollection(_) => true,
                Geometry::MultiPolygon(all) => do_overlap(&all.0),
                _ => false,
            }
    }

    pub(super) fn is_apart(&self, bounds: [f64; 4]) -> bool {
        self.bounds.as_ref().is_none_or(|own| are_apart(bounds, own))
    }

    pub(super) fn holds(&self, relation: Relation, geometry: &Geometry<f64>, bounds: [f64; 4]) -> bool {
        if self.is_apart(bounds) {
            return relation == Relation::Disjoint;
        }
        match relation {
            Relation::Intersects => self.meets(geometry, bounds),
            Relation::Disjoint => !self.meets(geometry, bounds),
            _ => match (&self.form, geometry) {
                (Form::Area(region), Geometry::Point(point)) => point_in(region, *point, relation),
                (Form::Area(region), _) => {
                    self.may_hold(region, relation, geometry) && relates(geometry, relation, &self.geometry)
                }
                _ => relates(geometry, relation, &self.geometry),
            },
        }
    }

    fn meets(&self, geometry: &Geometry<f64>, bounds: [f64; 4]) -> bool {
        match &self.form {
            Form::Area(region) => region.meets(geometry),
            Form::Mixed(parts) => parts.iter().any(|part| part.holds(Relation::Intersects, geometry, bounds)),
            Form::Thin => geometry.intersects(&self.geometry),
        }
    }

    /// What the index of the edges can rule out before all edges are looked at.
    fn may_hold(&self, region: &Region, relation: Relation, geometry: &Geometry<f64>) -> bool {
        match relation {
            Relation::Contains | Relation::Equals => is_around(geometry.bounding_rect(), self.bounds),
            Relation::Within => is_around(self.bounds, geometry.bounding_rect()) && region.meets(geometry),
            _ => region.meets(geometry),
        }
    }
}

/// Whether one box holds another.
fn is_around(outer: Option<Rect<f64>>, inner: Option<Rect<f64>>) -> bool {
    outer.zip(inner).is_some_and(|(outer, inner)| {
        outer.min().x <= inner.min().x
            && outer.min().y <= inner.min().y
            && inner.max().x <= outer.max().x
            && inner.max().y <= outer.max().y
    })
}

/// A point has no boundary, so where it lies says all.
fn point_in(region: &Region, point: Point<f64>, relation: Relation) -> bool {
    let location = region.locate(point.0);
    match relation {
        Relation::Intersects => location != CoordPos::Outside,
        Relation::Disjoint => location == CoordPos::Outside,
        Relation::Within => location == CoordPos::Inside,
        Relation::Touches => location == CoordPos::OnBoundary,
        Relation::Equals | Relation::Overlaps | Relation::Crosses | Relation::Contains => false,
    }
}

/// A collection as at most three parts, one a dimension; of one dimension as that part alone.
fn sorted_out(geometry: Geometry<f64>) -> Geometry<f64> {
    let Geometry::GeometryCollection(all) = geometry else { return geometry };
    let (mut points, mut lines, mut polygons) = (Vec::new(), Vec::new(), Vec::new());
    spread(all, &mut points, &mut lines, &mut polygons);
    let mut parts = Vec::new();
    if !points.is_empty() {
        parts.push(Geometry::MultiPoint(MultiPoint(points)));
    }
    if !lines.is_empty() {
        parts.push(Geometry::MultiLineString(MultiLineString(lines)));
    }
    if !polygons.is_empty() {
        parts.push(Geometry::MultiPolygon(MultiPolygon(polygons)));
    }
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => {
            parts.extend(last);
            Geometry::GeometryCollection(GeometryCollection(parts))
        }
    }
}

/// Whether some do more than touch at points.
fn do_overlap(polygons: &[Polygon<f64>]) -> bool {
    /// Pairs that are looked at closely; whoever writes more of them will not know either.
    const MOST: usize = 2_000;
    let boxes: Vec<Option<Rect<f64>>> = polygons.iter().map(BoundingRect::bounding_rect).collect();
    let mut looked_at = 0;
    for (index, a) in polygons.iter().enumerate() {
        for (offset, b) in polygons[index + 1..].iter().enumerate() {
            let near = boxes[index].zip(boxes[index + 1 + offset]).is_some_and(|(a, b)| a.intersects(&b));
            if !near {
                continue;
            }
            looked_at += 1;
            let matrix = a.relate(b);
            let inside = matrix.get(CoordPos::Inside, CoordPos::Inside) != Dimensions::Empty;
            let edge = matrix.get(CoordPos::OnBoundary, CoordPos::OnBoundary) == Dimensions::OneDimensional;
            if inside || edge || looked_at > MOST {
                return true;
            }
        }
    }
    false
}

fn spread(
    all: GeometryCollection<f64>,
    points: &mut Vec<Point<f64>>,
    lines: &mut Vec<LineString<f64>>,
    polygons: &mut Vec<Polygon<f64>>,
) {
    for part in all {
        match part {
            Geometry::Point(point) => points.push(point),
            Geometry::MultiPoint(more) => points.extend(more),
            Geometry::Line(line) => lines.push(line.into()),
            Geometry::LineString(line) => lines.push(line),
            Geometry::MultiLineString(more) => lines.extend(more),
            Geometry::Polygon(polygon) => polygons.push(polygon),
            Geometry::MultiPolygon(more) => polygons.extend(more),
            Geometry::Rect(rectangle) => polygons.push(rectangle.to_polygon()),
            Geometry::Triangle(triangle) => polygons.push(triangle.to_polygon()),
            Geometry::GeometryCollection(more) => spread(more, points, lines, polygons),
        }
    }
}
