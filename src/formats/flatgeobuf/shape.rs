//! Geometry: flat lists of coordinates with the ends of their parts, and parts within parts.

use crate::formats::error::RecordError;
use crate::formats::geojson::geometry::GeometryRules;
use flatbuffers::{FlatBufferBuilder, WIPOffset};
use flatgeobuf::{Geometry as Table, GeometryArgs, GeometryType};
use geo_types::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon,
};

/// The format's word for a geometry.
pub(super) fn type_of(shape: &Geometry<f64>) -> GeometryType {
    match shape {
        Geometry::Point(_) => GeometryType::Point,
        Geometry::Line(_) | Geometry::LineString(_) => GeometryType::LineString,
        Geometry::Polygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => GeometryType::Polygon,
        Geometry::MultiPoint(_) => GeometryType::MultiPoint,
        Geometry::MultiLineString(_) => GeometryType::MultiLineString,
        Geometry::MultiPolygon(_) => GeometryType::MultiPolygon,
        Geometry::GeometryCollection(_) => GeometryType::GeometryCollection,
    }
}

/// Puts a geometry into the buffer; its type is always told, since the header comes later.
pub(super) fn write<'a>(fbb: &mut FlatBufferBuilder<'a>, shape: &Geometry<f64>) -> WIPOffset<Table<'a>> {
    let type_ = type_of(shape);
    match shape {
        Geometry::Point(point) => flat(fbb, type_, &[&[point.0]]),
        Geometry::Line(line) => flat(fbb, type_, &[&[line.start, line.end]]),
        Geometry::LineString(line) => flat(fbb, type_, &[&line.0]),
        Geometry::MultiPoint(points) => {
            let coords: Vec<Coord<f64>> = points.iter().map(|point| point.0).collect();
            flat(fbb, type_, &[&coords])
        }
        Geometry::MultiLineString(lines) => {
            let parts: Vec<&[Coord<f64>]> = lines.iter().map(|line| line.0.as_slice()).collect();
            flat(fbb, type_, &parts)
        }
        Geometry::Polygon(polygon) => area(fbb, polygon),
        Geometry::Rect(rect) => area(fbb, &rect.to_polygon()),
        Geometry::Triangle(triangle) => area(fbb, &triangle.to_polygon()),
        Geometry::MultiPolygon(polygons) => {
            let parts: Vec<_> = polygons.iter().map(|polygon| area(fbb, polygon)).collect();
            nested(fbb, type_, &parts)
        }
        Geometry::GeometryCollection(members) => {
            let parts: Vec<_> = members.iter().map(|member| write(fbb, member)).collect();
            nested(fbb, type_, &parts)
        }
    }
}

fn area<'a>(fbb: &mut FlatBufferBuilder<'a>, polygon: &Polygon<f64>) -> WIPOffset<Table<'a>> {
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    let parts: Vec<&[Coord<f64>]> = rings.map(|ring| ring.0.as_slice()).collect();
    flat(fbb, GeometryType::Polygon, &parts)
}

fn flat<'a>(
    fbb: &mut FlatBufferBuilder<'a>,
    type_: GeometryType,
    parts: &[&[Coord<f64>]],
) -> WIPOffset<Table<'a>> {
    let xy: Vec<f64> =
        parts.iter().flat_map(|part| part.iter()).flat_map(|coord| [coord.x, coord.y]).collect();
    // One part needs no end.
    let ends = (parts.len() > 1).then(|| {
        let mut end = 0;
        let ends: Vec<u32> = parts
            .iter()
            .map(|part| {
                end += part.len() as u32;
                end
            })
            .collect();
        fbb.create_vector(&ends)
    });
    let xy = Some(fbb.create_vector(&xy));
    Table::create(fbb, &GeometryArgs { ends, xy, type_, ..GeometryArgs::default() })
}

fn nested<'a>(
    fbb: &mut FlatBufferBuilder<'a>,
    type_: GeometryType,
    parts: &[WIPOffset<Table<'a>>],
) -> WIPOffset<Table<'a>> {
    let parts = Some(fbb.create_vector(parts));
    Table::create(fbb, &GeometryArgs { parts, type_, ..GeometryArgs::default() })
}

/// Reads a geometry, of the type it tells itself or else of the file's; `None` for an empty one.
/// z and m are dropped.
pub(super) fn read(
    table: &Table<'_>,
    of_file: GeometryType,
    rules: &GeometryRules,
    row: u64,
) -> Result<Option<Geometry<f64>>, RecordError> {
    let mut reading = Reading { budget: rules.max_vertices, rules, row };
    reading.geometry(table, of_file, 0)
}

struct Reading<'a> {
    budget: usize,
    rules: &'a GeometryRules,
    row: u64,
}

type Found<T> = Result<T, RecordError>;

impl Reading<'_> {
    fn geometry(
        &mut self,
        table: &Table<'_>,
        otherwise: GeometryType,
        depth: usize,
    ) -> Found<Option<Geometry<f64>>> {
        let own = table.type_();
        let shape = match if own == GeometryType::Unknown { otherwise } else { own } {
            GeometryType::Point => return self.point(table),
            GeometryType::LineString => Geometry::LineString(LineString(self.coords(table)?)),
            GeometryType::MultiPoint => {
                Geometry::MultiPoint(MultiPoint(self.coords(table)?.into_iter().map(Point).collect()))
            }
            GeometryType::Polygon => Geometry::Polygon(self.polygon(table)?),
            GeometryType::MultiLineString => Geometry::MultiLineString(MultiLineString(self.parts(table)?)),
            GeometryType::MultiPolygon => match table.parts() {
                Some(parts) => {
                    let all: Found<Vec<_>> = parts.iter().map(|part| self.polygon(&part)).collect();
                    Geometry::MultiPolygon(MultiPolygon(all?))
                }
                None => Geometry::MultiPolygon(MultiPolygon(vec![self.polygon(table)?])),
            },
            GeometryType::GeometryCollection => {
                if depth >= self.rules.max_depth {
                    return Err(self.wrong(
                        "geometry_nesting",
                        "几何集合嵌套过深",
                        "geometry collections nest too deep",
                    ));
                }
                let mut members = Vec::new();
                for part in table.parts().into_iter().flatten() {
                    members.extend(self.geometry(&part, GeometryType::Unknown, depth + 1)?);
                }
                Geometry::GeometryCollection(GeometryCollection(members))
            }
            other => {
                let name = other.variant_name().unwrap_or("?");
                return Err(self.wrong(
                    "geometry_type",
                    format!("不支持几何类型 {name}；请先把曲线和曲面转为普通几何"),
                    format!("the geometry type {name} is not supported; convert curves and surfaces first"),
                ));
            }
        };
        Ok((!is_empty(&shape)).then_some(shape))
    }

    fn point(&mut self, table: &Table<'_>) -> Found<Option<Geometry<f64>>> {
        let nowhere = |xy: &flatbuffers::Vector<'_, f64>| xy.len() == 2 && xy.iter().all(f64::is_nan);
        if table.xy().as_ref().is_some_and(nowhere) {
            return Ok(None);
        }
        match self.coords(table)?.as_slice() {
            [] => Ok(None),
            [coord] => Ok(Some(Geometry::Point(Point(*coord)))),
            _ => Err(self.damaged()),
        }
    }

    fn polygon(&mut self, table: &Table<'_>) -> Found<Polygon<f64>> {
        let mut rings = self.parts(table)?.into_iter();
        let exterior = rings.next().unwrap_or(LineString(Vec::new()));
        Ok(Polygon::new(exterior, rings.collect()))
    }

    /// The coordinates, cut at their ends.
    fn parts(&mut self, table: &Table<'_>) -> Found<Vec<LineString<f64>>> {
        let coords = self.coords(table)?;
        let Some(ends) = table.ends().filter(|ends| ends.len() > 1) else {
            return Ok(vec![LineString(coords)]);
        };
        let mut start = 0;
        let mut parts = Vec::new();
        for end in ends {
            let end = end as usize;
            let part = coords.get(start..end).ok_or_else(|| self.damaged())?;
            parts.push(LineString(part.to_vec()));
            start = end;
        }
        if start == coords.len() { Ok(parts) } else { Err(self.damaged()) }
    }

    fn coords(&mut self, table: &Table<'_>) -> Found<Vec<Coord<f64>>> {
        let Some(xy) = table.xy() else { return Ok(Vec::new()) };
        let count = xy.len() / 2;
        if !xy.len().is_multiple_of(2) {
            return Err(self.damaged());
        }
        if count > self.budget {
            let most = self.rules.max_vertices;
            return Err(self.wrong(
                "too_many_vertices",
                format!("顶点超过 {most} 个"),
                format!("more than {most} vertices"),
            ));
        }
        self.budget -= count;
        let coords: Vec<Coord<f64>> =
            (0..count).map(|at| Coord { x: xy.get(2 * at), y: xy.get(2 * at + 1) }).collect();
        if coords.iter().all(|coord| coord.x.is_finite() && coord.y.is_finite()) {
            return Ok(coords);
        }
        Err(self.wrong("coordinate_number", "坐标不是有限的数", "a coordinate is not a finite number"))
    }

    fn damaged(&self) -> RecordError {
        self.wrong("damaged_geometry", "几何数据损坏", "the geometry is damaged")
    }

    fn wrong(&self, code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> RecordError {
        RecordError::new(self.row, code, zh, en).in_field("geometry")
    }
}

fn is_empty(shape: &Geometry<f64>) -> bool {
    use geo::CoordsIter;
    shape.coords_iter().next().is_none()
}
