//! Reads WKB of any dialect, and never trusts a count in it.

use super::{EWKB_M, EWKB_SRID, EWKB_Z, MAX_DEPTH, WkbError};
use geo_types::{
    Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon,
};

/// Reads any of the three: the GeoPackage header is recognised by its magic, EWKB by its flags.
/// Coordinates come back as they are stored; the spatial reference is not interpreted.
pub fn decode(blob: &[u8]) -> Result<Geometry<f64>, WkbError> {
    let body = match blob {
        [b'G', b'P', _, flags, ..] => gpkg_header_len(*flags)?,
        _ => 0,
    };
    let mut input = Input { bytes: blob, at: body };
    if body > blob.len() {
        return Err(WkbError::Truncated { offset: blob.len() });
    }
    read_geometry(&mut input, 0)
}

fn gpkg_header_len(flags: u8) -> Result<usize, WkbError> {
    match (flags >> 1) & 0b111 {
        0 => Ok(8),
        1 => Ok(8 + 32),
        2 | 3 => Ok(8 + 48),
        4 => Ok(8 + 64),
        _ => Err(WkbError::Header { flags }),
    }
}

struct Input<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Input<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], WkbError> {
        let truncated = WkbError::Truncated { offset: self.bytes.len() };
        let slice = self.bytes.get(self.at..self.at + N).ok_or(truncated)?;
        self.at += N;
        let mut out = [0; N];
        out.copy_from_slice(slice);
        Ok(out)
    }

    fn u32(&mut self, little: bool) -> Result<u32, WkbError> {
        let raw = self.take::<4>()?;
        Ok(if little { u32::from_le_bytes(raw) } else { u32::from_be_bytes(raw) })
    }

    fn f64(&mut self, little: bool) -> Result<f64, WkbError> {
        let raw = self.take::<8>()?;
        Ok(if little { f64::from_le_bytes(raw) } else { f64::from_be_bytes(raw) })
    }

    /// A count, refused when the bytes left cannot hold that many items of at least `size` bytes:
    /// a damaged count must not reserve gigabytes.
    fn count(&mut self, little: bool, size: usize) -> Result<usize, WkbError> {
        let count = self.u32(little)? as usize;
        if count.saturating_mul(size) > self.bytes.len() - self.at {
            return Err(WkbError::Truncated { offset: self.bytes.len() });
        }
        Ok(count)
    }
}

/// What a geometry's head says: type 1-7, byte order, and how many values follow x and y.
struct Head {
    code: u32,
    little: bool,
    extra: usize,
}

fn read_head(input: &mut Input) -> Result<Head, WkbError> {
    let offset = input.at;
    let little = match input.take::<1>()?[0] {
        0 => false,
        1 => true,
        found => return Err(WkbError::ByteOrder { found, offset }),
    };
    let raw = input.u32(little)?;
    if raw & EWKB_SRID != 0 {
        input.take::<4>()?;
    }
    let plain = raw & !(EWKB_Z | EWKB_M | EWKB_SRID);
    let iso = match plain / 1000 {
        0 => 0,
        1 | 2 => 1,
        3 => 2,
        _ => return Err(WkbError::Type { code: raw }),
    };
    let ewkb = usize::from(raw & EWKB_Z != 0) + usize::from(raw & EWKB_M != 0);
    Ok(Head { code: plain % 1000, little, extra: iso.max(ewkb) })
}

fn read_geometry(input: &mut Input, depth: u32) -> Result<Geometry<f64>, WkbError> {
    if depth > MAX_DEPTH {
        return Err(WkbError::Nesting);
    }
    let head = read_head(input)?;
    Ok(match head.code {
        1 => match read_point(input, &head)? {
            Some(point) => Geometry::Point(point),
            // WKB has no empty point; the convention is NaN. Ours is an empty multi-point.
            None => Geometry::MultiPoint(MultiPoint(Vec::new())),
        },
        2 => Geometry::LineString(read_line(input, &head)?),
        3 => Geometry::Polygon(read_polygon(input, &head)?),
        4 => {
            let mut points = Vec::new();
            for _ in 0..input.count(head.little, 21)? {
                let head = member(input, 1)?;
                points.extend(read_point(input, &head)?);
            }
            Geometry::MultiPoint(MultiPoint(points))
        }
        5 => {
            let mut lines = Vec::new();
            for _ in 0..input.count(head.little, 9)? {
                let head = member(input, 2)?;
                lines.push(read_line(input, &head)?);
            }
            Geometry::MultiLineString(MultiLineString(lines))
        }
        6 => {
            let mut polygons = Vec::new();
            for _ in 0..input.count(head.little, 9)? {
                let head = member(input, 3)?;
                polygons.push(read_polygon(input, &head)?);
            }
            Geometry::MultiPolygon(MultiPolygon(polygons))
        }
        7 => {
            let mut members = Vec::new();
            for _ in 0..input.count(head.little, 9)? {
                members.push(read_geometry(input, depth + 1)?);
            }
            Geometry::GeometryCollection(GeometryCollection(members))
        }
        code => return Err(WkbError::Type { code }),
    })
}

fn member(input: &mut Input, wanted: u32) -> Result<Head, WkbError> {
    let head = read_head(input)?;
    if head.code == wanted { Ok(head) } else { Err(WkbError::Member { code: head.code }) }
}

fn read_point(input: &mut Input, head: &Head) -> Result<Option<Point<f64>>, WkbError> {
    let offset = input.at;
    let x = input.f64(head.little)?;
    let y = input.f64(head.little)?;
    for _ in 0..head.extra {
        input.take::<8>()?;
    }
    match (x.is_nan() && y.is_nan(), x.is_finite() && y.is_finite()) {
        (true, _) => Ok(None),
        (_, true) => Ok(Some(Point::new(x, y))),
        _ => Err(WkbError::NotFinite { offset }),
    }
}

fn read_line(input: &mut Input, head: &Head) -> Result<LineString<f64>, WkbError> {
    let count = input.count(head.little, 16 + 8 * head.extra)?;
    let mut coords = Vec::with_capacity(count);
    for _ in 0..count {
        let offset = input.at;
        let point = read_point(input, head)?.ok_or(WkbError::NotFinite { offset })?;
        coords.push(point.0);
    }
    Ok(LineString(coords))
}

fn read_polygon(input: &mut Input, head: &Head) -> Result<Polygon<f64>, WkbError> {
    let count = input.count(head.little, 4)?;
    let mut rings = Vec::new();
    for _ in 0..count {
        rings.push(read_line(input, head)?);
    }
    let mut rings = rings.into_iter();
    let exterior = rings.next().unwrap_or(LineString(Vec::new()));
    Ok(Polygon::new(exterior, rings.collect()))
}
