//! Reads a GeoJSON geometry object from its text, and says by JSON pointer what is wrong with it.

use geo_types::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon,
};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// What a geometry may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GeometryRules {
    /// Most vertices of one geometry.
    pub max_vertices: usize,
    /// How deep geometry collections may nest.
    pub max_depth: usize,
    /// Accept a ring whose last position is not its first, and close it.
    pub close_rings: bool,
}

impl Default for GeometryRules {
    fn default() -> Self {
        Self { max_vertices: 2_000_000, max_depth: 4, close_rings: false }
    }
}

/// Why a text is not a geometry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{pointer}: {message_en}")]
pub struct GeometryError {
    /// JSON pointer from the geometry object, such as `/coordinates/0/3`.
    pub pointer: String,
    /// Stable word for programs, such as `unclosed_ring`.
    pub code: &'static str,
    /// For the user, Chinese.
    pub message_zh: String,
    /// For the user, English.
    pub message_en: String,
}

impl GeometryError {
    pub(crate) fn new(pointer: String, code: &'static str, zh: String, en: String) -> Self {
        Self { pointer, code, message_zh: zh, message_en: en }
    }
}

/// Reads a geometry object. `None` for an empty one (`"coordinates": []`), which RFC 7946 lets a
/// reader treat as null. Positions are x, y; a third value is dropped. Foreign members are ignored.
pub fn read(json: &str, rules: &GeometryRules) -> Result<Option<Geometry<f64>>, GeometryError> {
    let mut budget = rules.max_vertices;
    object(json, rules, &mut budget, "", 0)
}

#[derive(Deserialize)]
struct Object<'a> {
    #[serde(borrow, rename = "type")]
    kind: Option<Cow<'a, str>>,
    #[serde(borrow)]
    coordinates: Option<&'a RawValue>,
    #[serde(borrow)]
    geometries: Option<Vec<&'a RawValue>>,
}

fn object(
    json: &str,
    rules: &GeometryRules,
    budget: &mut usize,
    base: &str,
    depth: usize,
) -> Result<Option<Geometry<f64>>, GeometryError> {
    let fail = |pointer: &str, code, zh: String, en: String| {
        GeometryError::new(format!("{base}{pointer}"), code, zh, en)
    };
    let parsed: Object = serde_json::from_str(json).map_err(|error| {
        fail(
            "",
            "geometry_json",
            format!("几何对象无法解析:{error}"),
            format!("not a geometry object: {error}"),
        )
    })?;
    let kind = parsed.kind.as_deref().ok_or_else(|| {
        fail("/type", "geometry_type", "几何缺少 type".into(), "the geometry has no type".into())
    })?;
    if kind == "GeometryCollection" {
        if depth >= rules.max_depth {
            let (zh, en) = (
                format!("几何集合嵌套超过 {} 层", rules.max_depth),
                format!("geometry collections nest more than {} deep", rules.max_depth),
            );
            return Err(fail("", "geometry_nesting", zh, en));
        }
        let members = parsed.geometries.ok_or_else(|| {
            fail("/geometries", "geometry_members", "缺少 geometries".into(), "geometries is missing".into())
        })?;
        let mut out = Vec::with_capacity(members.len());
        for (index, member) in members.iter().enumerate() {
            let pointer = format!("{base}/geometries/{index}");
            out.extend(object(member.get(), rules, budget, &pointer, depth + 1)?);
        }
        let collection = Geometry::GeometryCollection(GeometryCollection(out));
        return Ok(if members.is_empty() { None } else { Some(collection) });
    }
    let levels = match kind {
        "Point" => 0,
        "MultiPoint" | "LineString" => 1,
        "MultiLineString" | "Polygon" => 2,
        "MultiPolygon" => 3,
        _ => {
            let known =
                "Point, MultiPoint, LineString, MultiLineString, Polygon, MultiPolygon, GeometryCollection";
            let (zh, en) = (
                format!("几何类型“{kind}”未知;可用:{known}"),
                format!("unknown geometry type '{kind}'; one of {known} was expected"),
            );
            return Err(fail("/type", "geometry_type", zh, en));
        }
    };
    let text = parsed.coordinates.ok_or_else(|| {
        fail("/coordinates", "no_coordinates", "缺少 coordinates".into(), "coordinates is missing".into())
    })?;
    let mut reader = Reader { text: text.get().as_bytes(), at: 0, rules, budget, base, path: Vec::new() };
    reader.geometry(kind, levels)
}

// A plain recursion through a second name keeps the closure above from borrowing itself.

/// Walks the text of `coordinates`, which serde has already found to be well-formed JSON.
struct Reader<'a> {
    text: &'a [u8],
    at: usize,
    rules: &'a GeometryRules,
    budget: &'a mut usize,
    base: &'a str,
    path: Vec<usize>,
}

impl Reader<'_> {
    fn geometry(&mut self, kind: &str, levels: usize) -> Result<Option<Geometry<f64>>, GeometryError> {
        if levels == 0 {
            self.expect_array()?;
            if self.close() {
                return Ok(None);
            }
            return Ok(Some(Geometry::Point(Point(self.position_rest()?))));
        }
        let geometry = match kind {
            "LineString" => Geometry::LineString(self.line()?),
            "MultiPoint" => {
                let coords = self.list(Self::position)?;
                Geometry::MultiPoint(MultiPoint(coords.into_iter().map(Point).collect()))
            }
            "Polygon" => Geometry::Polygon(self.polygon()?),
            "MultiLineString" => Geometry::MultiLineString(MultiLineString(self.list(Self::line)?)),
            _ => Geometry::MultiPolygon(MultiPolygon(self.list(Self::polygon)?)),
        };
        let empty = match &geometry {
            Geometry::LineString(line) => line.0.is_empty(),
            Geometry::MultiPoint(points) => points.0.is_empty(),
            Geometry::Polygon(polygon) => polygon.exterior().0.is_empty(),
            Geometry::MultiLineString(lines) => lines.0.is_empty(),
            Geometry::MultiPolygon(polygons) => polygons.0.is_empty(),
            _ => false,
        };
        Ok(if empty { None } else { Some(geometry) })
    }

    fn line(&mut self) -> Result<LineString<f64>, GeometryError> {
        let coords = self.list(Self::position)?;
        if coords.len() == 1 {
            return Err(self.fail(
                "short_line",
                "线只有一个点,至少需要两个",
                "a line has one position; two are needed",
            ));
        }
        Ok(LineString(coords))
    }

    fn polygon(&mut self) -> Result<Polygon<f64>, GeometryError> {
        let mut rings = self.list(Self::ring)?.into_iter();
        let exterior = rings.next().unwrap_or(LineString(Vec::new()));
        Ok(Polygon::new(exterior, rings.collect()))
    }

    fn ring(&mut self) -> Result<LineString<f64>, GeometryError> {
        let mut coords = self.list(Self::position)?;
        if coords.first() != coords.last() {
            if !self.rules.close_rings {
                return Err(self.fail(
                    "unclosed_ring",
                    "环未闭合:最后一个点必须等于第一个点(--lenient 可自动闭合)",
                    "the ring is not closed: its last position must equal its first (--lenient closes it)",
                ));
            }
            coords.extend(coords.first().copied());
        }
        if coords.len() < 4 {
            return Err(self.fail(
                "short_ring",
                "环少于四个点(含闭合点)",
                "a ring has fewer than four positions (the closing one included)",
            ));
        }
        Ok(LineString(coords))
    }

    fn list<T>(
        &mut self,
        item: impl Fn(&mut Self) -> Result<T, GeometryError>,
    ) -> Result<Vec<T>, GeometryError> {
        self.expect_array()?;
        let mut out = Vec::new();
        if self.close() {
            return Ok(out);
        }
        loop {
            self.path.push(out.len());
            out.push(item(self)?);
            self.path.pop();
            if self.close() {
                return Ok(out);
            }
            self.comma();
        }
    }

    fn position(&mut self) -> Result<Coord<f64>, GeometryError> {
        self.expect_array()?;
        if self.close() {
            return Err(self.short_position());
        }
        self.position_rest()
    }

    /// A position whose bracket is open and not at once closed again.
    fn position_rest(&mut self) -> Result<Coord<f64>, GeometryError> {
        if *self.budget == 0 {
            let most = self.rules.max_vertices;
            return Err(self.fail(
                "too_many_vertices",
                format!("顶点超过 {most} 个"),
                format!("more than {most} vertices"),
            ));
        }
        *self.budget -= 1;
        let x = self.number(0)?;
        if self.close() {
            return Err(self.short_position());
        }
        self.comma();
        let y = self.number(1)?;
        let mut index = 2;
        while !self.close() {
            self.comma();
            self.number(index)?;
            index += 1;
        }
        Ok(Coord { x, y })
    }

    fn short_position(&self) -> GeometryError {
        self.fail(
            "short_position",
            "坐标至少需要两个数(经度、纬度)",
            "a position needs two numbers (lon, lat)",
        )
    }

    fn number(&mut self, index: usize) -> Result<f64, GeometryError> {
        self.space();
        let rest = &self.text[self.at..];
        let len = rest
            .iter()
            .position(|byte| !matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'))
            .unwrap_or(rest.len());
        // Only ASCII was let through, so this is text; an empty slice fails to parse.
        let parsed = std::str::from_utf8(&rest[..len]).ok().and_then(|text| text.parse::<f64>().ok());
        match parsed {
            Some(value) if value.is_finite() => {
                self.at += len;
                Ok(value)
            }
            _ => {
                self.path.push(index);
                let error = self.fail(
                    "coordinate_number",
                    "坐标不是有限的数",
                    "the coordinate is not a finite number",
                );
                Err(error)
            }
        }
    }

    fn expect_array(&mut self) -> Result<(), GeometryError> {
        self.space();
        if self.text.get(self.at) == Some(&b'[') {
            self.at += 1;
            return Ok(());
        }
        Err(self.fail(
            "coordinates_shape",
            "此处应为数组;坐标的层数与几何类型不符",
            "an array was expected here; the nesting of coordinates does not fit the geometry type",
        ))
    }

    fn close(&mut self) -> bool {
        self.space();
        let closes = self.text.get(self.at) == Some(&b']');
        self.at += usize::from(closes);
        closes
    }

    fn comma(&mut self) {
        self.space();
        self.at += usize::from(self.text.get(self.at) == Some(&b','));
    }

    fn space(&mut self) {
        while matches!(self.text.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn fail(&self, code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> GeometryError {
        let mut pointer = format!("{}/coordinates", self.base);
        for index in &self.path {
            pointer.push('/');
            pointer.push_str(&index.to_string());
        }
        GeometryError::new(pointer, code, zh.into(), en.into())
    }
}
