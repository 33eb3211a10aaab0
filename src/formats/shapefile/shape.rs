//! One record of the `.shp` file becomes a geometry; z and m are dropped.

use super::rings;
use geo_types::{Coord, Geometry, LineString, MultiLineString, MultiPoint, Point};

/// What is wrong with a shape: a stable word, Chinese, English.
pub(super) type ShapeError = (&'static str, String, String);

/// Reads a record's content, without its eight bytes of header. `None` for a null shape.
pub(super) fn read(content: &[u8], close_rings: bool) -> Result<Option<Geometry<f64>>, ShapeError> {
    let mut input = Input { bytes: content };
    let kind = input.i32()?;
    Ok(match kind {
        0 => None,
        1 | 11 | 21 => Some(Geometry::Point(Point(input.coord()?))),
        8 | 18 | 28 => {
            input.skip(32)?;
            let count = input.count(16)?;
            let points = (0..count).map(|_| input.coord().map(Point)).collect::<Result<Vec<_>, _>>()?;
            Some(Geometry::MultiPoint(MultiPoint(points))).filter(|_| count > 0)
        }
        3 | 13 | 23 => {
            let mut lines = parts(&mut input)?;
            if lines.iter().any(|line| line.len() < 2) {
                return Err(error("short_line", "线只有一个点", "a line has one position; two are needed"));
            }
            match lines.len() {
                0 => None,
                1 => lines.pop().map(|line| Geometry::LineString(LineString(line))),
                _ => {
                    let lines = lines.into_iter().map(LineString).collect();
                    Some(Geometry::MultiLineString(MultiLineString(lines)))
                }
            }
        }
        5 | 15 | 25 => {
            let mut rings = parts(&mut input)?;
            for ring in &mut rings {
                check_ring(ring, close_rings)?;
            }
            rings::assemble(rings)
        }
        31 => {
            return Err(error(
                "geometry_type",
                "不支持三维面片(MultiPatch)",
                "three-dimensional patches (MultiPatch) are not supported",
            ));
        }
        other => {
            return Err((
                "geometry_type",
                format!("形状类型 {other} 未知"),
                format!("shape type {other} is unknown"),
            ));
        }
    })
}

fn check_ring(ring: &mut Vec<Coord<f64>>, close: bool) -> Result<(), ShapeError> {
    if ring.first() != ring.last() {
        if !close {
            return Err(error(
                "unclosed_ring",
                "环未闭合:最后一个点必须等于第一个点(--lenient 可自动闭合)",
                "the ring is not closed: its last position must equal its first (--lenient closes it)",
            ));
        }
        ring.extend(ring.first().copied());
    }
    if ring.len() < 4 {
        return Err(error(
            "short_ring",
            "环少于四个点(含闭合点)",
            "a ring has fewer than four positions (the closing one included)",
        ));
    }
    Ok(())
}

/// The parts of a line or polygon: box, counts, where each part starts, then all points.
fn parts(input: &mut Input) -> Result<Vec<Vec<Coord<f64>>>, ShapeError> {
    input.skip(32)?;
    let part_count = input.count(4)?;
    let point_count = input.count(16)?;
    let mut starts = Vec::with_capacity(part_count + 1);
    for _ in 0..part_count {
        starts.push(input.i32()? as usize);
    }
    starts.push(point_count);
    let mut coords = Vec::with_capacity(point_count.min(input.bytes.len() / 16));
    for _ in 0..point_count {
        coords.push(input.coord()?);
    }
    starts
        .windows(2)
        .map(|pair| coords.get(pair[0]..pair[1]).map(<[_]>::to_vec).ok_or_else(damaged))
        .collect()
}

fn error(code: &'static str, zh: &str, en: &str) -> ShapeError {
    (code, zh.to_owned(), en.to_owned())
}

fn damaged() -> ShapeError {
    error("damaged_shape", "形状记录损坏:长度不符", "the shape is damaged: its lengths do not agree")
}

struct Input<'a> {
    bytes: &'a [u8],
}

impl Input<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], ShapeError> {
        let (head, rest) = self.bytes.split_first_chunk::<N>().ok_or_else(damaged)?;
        self.bytes = rest;
        Ok(*head)
    }

    fn skip(&mut self, count: usize) -> Result<(), ShapeError> {
        self.bytes = self.bytes.get(count..).ok_or_else(damaged)?;
        Ok(())
    }

    fn i32(&mut self) -> Result<i32, ShapeError> {
        self.take().map(i32::from_le_bytes)
    }

    /// A count that the bytes left can hold.
    fn count(&mut self, size: usize) -> Result<usize, ShapeError> {
        let count = usize::try_from(self.i32()?).map_err(|_| damaged())?;
        if count.saturating_mul(size) > self.bytes.len() { Err(damaged()) } else { Ok(count) }
    }

    fn coord(&mut self) -> Result<Coord<f64>, ShapeError> {
        let (x, y) = (f64::from_le_bytes(self.take()?), f64::from_le_bytes(self.take()?));
        if x.is_finite() && y.is_finite() {
            return Ok(Coord { x, y });
        }
        Err(error("coordinate_number", "坐标不是有限的数", "a coordinate is not a finite number"))
    }
}
