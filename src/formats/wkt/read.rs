//! Reads well-known text, and says by character what is wrong with it.

use crate::formats::geojson::geometry::{GeometryError, GeometryRules};
use geo_types::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon,
};

/// Reads one geometry; `None` for an `EMPTY` one. An `SRID=…;` before it is ignored.
pub fn read(text: &str, rules: &GeometryRules) -> Result<Option<Geometry<f64>>, GeometryError> {
    let start = match text.trim_start().get(..5) {
        Some(head) if head.eq_ignore_ascii_case("SRID=") => text.find(';').map_or(0, |at| at + 1),
        _ => 0,
    };
    let mut reader = Reader { text, at: start, rules, vertices: 0 };
    let geometry = reader.geometry(0)?;
    reader.space();
    if reader.at < text.len() {
        return Err(reader.fail("wkt_syntax", "几何之后还有多余内容", "there is more after the geometry"));
    }
    Ok(geometry)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    rules: &'a GeometryRules,
    vertices: usize,
}

type Found<T> = Result<T, GeometryError>;

impl Reader<'_> {
    fn geometry(&mut self, depth: usize) -> Found<Option<Geometry<f64>>> {
        let word = self.word().to_ascii_uppercase();
        let mut kind = word.as_str();
        // `POINTZ` and `POINT Z` are both in use.
        if let Some(plain) = ["ZM", "Z", "M"].into_iter().find_map(|tail| kind.strip_suffix(tail)) {
            kind = plain;
        } else {
            let before = self.at;
            if !matches!(self.word().to_ascii_uppercase().as_str(), "Z" | "M" | "ZM") {
                self.at = before;
            }
        }
        let known = [
            "POINT",
            "LINESTRING",
            "POLYGON",
            "MULTIPOINT",
            "MULTILINESTRING",
            "MULTIPOLYGON",
            "GEOMETRYCOLLECTION",
        ];
        if !known.contains(&kind) {
            let shown: String = word.chars().take(30).collect();
            return Err(self.fail(
                "wkt_type",
                format!("“{shown}”不是几何类型;应为 {} 之一", known.join("、")),
                format!("'{shown}' is not a geometry type; one of {} was expected", known.join(", ")),
            ));
        }
        let before = self.at;
        if self.word().eq_ignore_ascii_case("EMPTY") {
            return Ok(None);
        }
        self.at = before;
        Ok(Some(match kind {
            "POINT" => {
                self.expect('(')?;
                let coord = self.coord()?;
                self.expect(')')?;
                Geometry::Point(Point(coord))
            }
            "LINESTRING" => Geometry::LineString(self.line()?),
            "POLYGON" => Geometry::Polygon(self.polygon()?),
            "MULTIPOINT" => {
                let points = self.list(|reader| {
                    // `(1 2, 3 4)` is as common as `((1 2), (3 4))`.
                    let wrapped = reader.take('(');
                    let coord = reader.coord()?;
                    if wrapped {
                        reader.expect(')')?;
                    }
                    Ok(Point(coord))
                })?;
                Geometry::MultiPoint(MultiPoint(points))
            }
            "MULTILINESTRING" => Geometry::MultiLineString(MultiLineString(self.list(Self::line)?)),
            "MULTIPOLYGON" => Geometry::MultiPolygon(MultiPolygon(self.list(Self::polygon)?)),
            _ => {
                if depth >= self.rules.max_depth {
                    return Err(self.fail(
                        "geometry_nesting",
                        "几何集合嵌套过深",
                        "geometry collections nest too deep",
                    ));
                }
                let members = self.list(|reader| reader.geometry(depth + 1))?;
                Geometry::GeometryCollection(GeometryCollection(members.into_iter().flatten().collect()))
            }
        }))
    }

    fn line(&mut self) -> Found<LineString<f64>> {
        let coords = self.list(Self::coord)?;
        if coords.len() < 2 {
            return Err(self.fail(
                "short_line",
                "线只有一个点,至少需要两个",
                "a line has one position; two are needed",
            ));
        }
        Ok(LineString(coords))
    }

    fn polygon(&mut self) -> Found<Polygon<f64>> {
        let mut rings = self.list(Self::ring)?.into_iter();
        let exterior = rings.next().unwrap_or(LineString(Vec::new()));
        Ok(Polygon::new(exterior, rings.collect()))
    }

    fn ring(&mut self) -> Found<LineString<f64>> {
        let mut coords = self.list(Self::coord)?;
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

    fn list<T>(&mut self, item: impl Fn(&mut Self) -> Found<T>) -> Found<Vec<T>> {
        self.expect('(')?;
        let mut out = Vec::new();
        loop {
            out.push(item(self)?);
            if !self.take(',') {
                self.expect(')')?;
                return Ok(out);
            }
        }
    }

    fn coord(&mut self) -> Found<Coord<f64>> {
        self.vertices += 1;
        if self.vertices > self.rules.max_vertices {
            let most = self.rules.max_vertices;
            return Err(self.fail(
                "too_many_vertices",
                format!("顶点超过 {most} 个"),
                format!("more than {most} vertices"),
            ));
        }
        let (x, y) = (self.number()?, self.number()?);
        // At most z and m follow.
        for _ in 0..2 {
            self.space();
            let rest = &self.text[self.at..];
            if !rest.is_empty() && !rest.starts_with([',', ')']) {
                self.number()?;
            }
        }
        Ok(Coord { x, y })
    }

    fn number(&mut self) -> Found<f64> {
        self.space();
        let rest = &self.text[self.at..];
        let len = rest.find(|c: char| c.is_whitespace() || "(),".contains(c)).unwrap_or(rest.len());
        match rest[..len].parse::<f64>() {
            Ok(value) if value.is_finite() => {
                self.at += len;
                Ok(value)
            }
            _ => Err(self.fail("coordinate_number", "此处应为有限的数", "a finite number was expected here")),
        }
    }

    fn word(&mut self) -> String {
        self.space();
        let rest = &self.text[self.at..];
        let len = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        self.at += len;
        rest[..len].to_owned()
    }

    fn expect(&mut self, wanted: char) -> Found<()> {
        if self.take(wanted) {
            return Ok(());
        }
        Err(self.fail("wkt_syntax", format!("此处应为“{wanted}”"), format!("'{wanted}' was expected here")))
    }

    fn take(&mut self, wanted: char) -> bool {
        self.space();
        let found = self.text[self.at..].starts_with(wanted);
        self.at += if found { wanted.len_utf8() } else { 0 };
        found
    }

    fn space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn fail(&self, code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> GeometryError {
        let character = self.text[..self.at].chars().count() + 1;
        let (zh, en) = (
            format!("WKT 第 {character} 个字符:{}", zh.into()),
            format!("WKT, character {character}: {}", en.into()),
        );
        GeometryError::new(String::new(), code, zh, en)
    }
}
