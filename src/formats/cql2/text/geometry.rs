//! Geometries in a text: well-known text and boxes. Heights and measures are read and dropped.

use super::parser::{Found, Parser};
use super::tokens::Token;
use crate::domain::filter::{FilterError, Literal, MAX_VERTICES};
use geo_types::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon,
};

const TYPES: &[&str] = &[
    "POINT",
    "LINESTRING",
    "POLYGON",
    "MULTIPOINT",
    "MULTILINESTRING",
    "MULTIPOLYGON",
    "GEOMETRYCOLLECTION",
];

impl Parser<'_> {
    /// The geometry that starts with this word, which has been taken; `None`, and nothing more is
    /// taken, when the word starts none.
    pub(super) fn geometry(&mut self, word: &str) -> Found<Option<Literal>> {
        let plain = ["ZM", "Z", "M"].iter().find_map(|tail| word.strip_suffix(tail)).unwrap_or(word);
        if word == "BBOX" && self.symbol() == Some("(") {
            return self.a_box().map(Some);
        }
        let Some(kind) = TYPES.iter().find(|kind| **kind == word || **kind == plain) else {
            return Ok(None);
        };
        // `POINT Z (` too.
        let dimension = matches!(self.peek(), Some(Token::Word(word))
            if ["Z", "M", "ZM"].iter().any(|own| own.eq_ignore_ascii_case(word)));
        let bracket = self.peek_at(usize::from(dimension));
        if bracket != Some(&Token::Symbol("(")) {
            return Ok(None);
        }
        if dimension {
            self.advance();
        }
        let geometry = if *kind == "GEOMETRYCOLLECTION" {
            let members = self.bracketed(Self::member)?;
            self.not_empty(&members)?;
            Geometry::GeometryCollection(GeometryCollection(members))
        } else {
            self.shape(kind)?
        };
        Ok(Some(Literal::Geometry(geometry)))
    }

    fn member(&mut self) -> Found<Geometry<f64>> {
        let word = match self.peek() {
            Some(Token::Word(word)) => word.to_ascii_uppercase(),
            _ => String::new(),
        };
        if word != "BBOX" && !word.starts_with("GEOMETRYCOLLECTION") && !word.is_empty() {
            self.advance();
            if let Some(Literal::Geometry(geometry)) = self.geometry(&word)? {
                return Ok(geometry);
            }
            self.retreat();
        }
        Err(self.expected("几何集合的成员,如 POINT(1 2)", "a member of the collection such as POINT(1 2)"))
    }

    fn shape(&mut self, kind: &str) -> Found<Geometry<f64>> {
        Ok(match kind {
            "POINT" => Geometry::Point(Point(self.within_brackets(Self::position)?)),
            "LINESTRING" => Geometry::LineString(self.line()?),
            "POLYGON" => Geometry::Polygon(self.polygon()?),
            "MULTIPOINT" => {
                let points = self.bracketed(|parser| {
                    // `(1 2, 3 4)` is as common as `((1 2), (3 4))`.
                    let wrapped = parser.symbol() == Some("(");
                    let at = if wrapped { parser.within_brackets(Self::position) } else { parser.position() };
                    at.map(Point)
                })?;
                self.not_empty(&points)?;
                Geometry::MultiPoint(MultiPoint(points))
            }
            "MULTILINESTRING" => {
                let lines = self.bracketed(Self::line)?;
                self.not_empty(&lines)?;
                Geometry::MultiLineString(MultiLineString(lines))
            }
            _ => {
                let polygons = self.bracketed(Self::polygon)?;
                self.not_empty(&polygons)?;
                Geometry::MultiPolygon(MultiPolygon(polygons))
            }
        })
    }

    fn not_empty<T>(&self, parts: &[T]) -> Found<()> {
        if parts.is_empty() {
            return Err(FilterError::new(&self.at(), "empty_geometry", "几何为空", "the geometry is empty"));
        }
        Ok(())
    }

    fn line(&mut self) -> Found<LineString<f64>> {
        let at = self.at();
        let positions = self.bracketed(Self::position)?;
        if positions.len() < 2 {
            return Err(FilterError::new(
                &at,
                "short_line",
                "线至少需要两个点",
                "a line needs two positions",
            ));
        }
        Ok(LineString(positions))
    }

    fn polygon(&mut self) -> Found<Polygon<f64>> {
        let mut rings = self.bracketed(Self::ring)?.into_iter();
        let Some(exterior) = rings.next() else {
            return Err(FilterError::new(
                &self.at(),
                "empty_geometry",
                "面没有环",
                "the polygon has no ring",
            ));
        };
        Ok(Polygon::new(exterior, rings.collect()))
    }

    fn ring(&mut self) -> Found<LineString<f64>> {
        let at = self.at();
        let positions = self.bracketed(Self::position)?;
        if positions.len() < 4 {
            return Err(FilterError::new(
                &at,
                "short_ring",
                "环少于四个点(含闭合点)",
                "a ring has fewer than four positions (the closing one included)",
            ));
        }
        if positions.first() != positions.last() {
            return Err(FilterError::new(
                &at,
                "unclosed_ring",
                "环未闭合:最后一个点必须等于第一个点",
                "the ring is not closed: its last position must equal its first",
            ));
        }
        Ok(LineString(positions))
    }

    /// x and y, and at most z and m.
    fn position(&mut self) -> Found<Coord<f64>> {
        self.count_vertex(MAX_VERTICES)?;
        let (x, y) = (self.coordinate()?, self.coordinate()?);
        for _ in 0..2 {
            if !matches!(self.symbol(), Some("," | ")")) {
                self.coordinate()?;
            }
        }
        Ok(Coord { x, y })
    }

    fn coordinate(&mut self) -> Found<f64> {
        let start = self.at();
        let sign = if self.take("-") {
            -1.0
        } else {
            self.take("+");
            1.0
        };
        match self.peek() {
            Some(Token::Number(number)) => {
                let value = sign * number;
                self.advance();
                Ok(value)
            }
            _ => {
                let mut error = self.expected("坐标(数)", "a coordinate (a number)");
                error.at = start;
                Err(error)
            }
        }
    }

    fn a_box(&mut self) -> Found<Literal> {
        let at = self.at();
        let numbers = self.bracketed(Self::coordinate)?;
        match numbers[..] {
            [a, b, c, d] | [a, b, _, c, d, _] => Ok(Literal::Box([a, b, c, d])),
            _ => Err(FilterError::new(
                &at,
                "bbox",
                "BBOX 应有 4 个数(西,南,东,北)或 6 个数(含高度)",
                "a BBOX has four numbers (west, south, east, north), or six with heights",
            )),
        }
    }
}
