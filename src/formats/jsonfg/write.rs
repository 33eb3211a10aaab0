//! Writes records as one collection: where they are in another system than WGS 84, as `place`, with the
//! WGS 84 geometry beside it for readers of GeoJSON.

use super::{CORE, OPEN, TYPES};
use crate::domain::crs::{Crs, Transform};
use crate::formats::error::FormatError;
use crate::formats::geojson::geometry;
use crate::formats::geojson::write::{CHUNK, write_properties, write_text};
use crate::formats::options::{TimeFields, WriteOptions};
use crate::formats::record::{Record, RecordWriter};
use crate::formats::target::Sink;
use geo::MapCoords;
use geo_types::{Coord, Geometry};

/// A collection under way.
pub(in crate::formats) struct Writer {
    sink: Box<dyn Sink>,
    buffer: Vec<u8>,
    count: u64,
    place: Option<Place>,
    time: Option<TimeFields>,
}

/// How a place is written that is not in WGS 84.
struct Place {
    transform: Transform,
    north_first: bool,
    /// Whether the geometry in WGS 84 stands beside it.
    beside: bool,
}

impl Writer {
    pub fn new(
        sink: impl FnOnce() -> Result<Box<dyn Sink>, FormatError>,
        options: &WriteOptions,
    ) -> Result<Self, FormatError> {
        let crs = &options.crs;
        let mut buffer = b"{\"type\":\"FeatureCollection\",\"conformsTo\":[".to_vec();
        write_text(CORE, &mut buffer);
        buffer.push(b',');
        write_text(TYPES, &mut buffer);
        buffer.extend_from_slice(b"],\"featureType\":");
        write_text(&options.layer, &mut buffer);
        let mut place = None;
        if *crs != Crs::Wgs84 {
            let uri = crs.uri().ok_or_else(without_uri)?;
            buffer.extend_from_slice(b",\"coordRefSys\":");
            write_text(&uri, &mut buffer);
            let transform = Transform::new(crs)
                .map_err(|error| FormatError::write("crs", error.message_zh(), error.message_en()))?;
            place = Some(Place { transform, north_first: crs.north_first(), beside: options.wgs84_beside });
        }
        buffer.extend_from_slice(b",\"features\":[");
        Ok(Self { sink: sink()?, buffer, count: 0, place, time: options.time.clone() })
    }

    fn flush(&mut self) -> Result<(), FormatError> {
        let done = self.sink.write_all(&self.buffer);
        self.buffer.clear();
        done.map_err(|error| FormatError::io(self.sink.name(), error))
    }

    fn feature(&mut self, record: &Record) -> Result<(), FormatError> {
        let out = &mut self.buffer;
        out.extend_from_slice(b"{\"type\":\"Feature\",");
        if let Some(id) = &record.id {
            out.extend_from_slice(b"\"id\":");
            write_text(id, out);
            out.push(b',');
        }
        out.extend_from_slice(b"\"time\":");
        match self.time.as_ref().and_then(|fields| time(record, fields)) {
            Some(time) => out.extend_from_slice(time.to_string().as_bytes()),
            None => out.extend_from_slice(b"null"),
        }
        let (place, beside) = match (&self.place, &record.geometry) {
            (None, shape) => (None, shape.clone()),
            (Some(_), None) => (None, None),
            (Some(how), Some(shape)) => {
                let beside = if how.beside { Some(how.wgs84(shape, record.row)?) } else { None };
                let place = if how.north_first { turned(shape) } else { shape.clone() };
                // The format forbids to say the same twice.
                (Some(place.clone()), beside.filter(|beside| *beside != place))
            }
        };
        for (member, shape) in [(&b",\"place\":"[..], place), (b",\"geometry\":", beside)] {
            out.extend_from_slice(member);
            match shape {
                Some(shape) => geometry::write(&shape, out),
                None => out.extend_from_slice(b"null"),
            }
        }
        out.extend_from_slice(b",\"properties\":");
        write_properties(&record.fields, out);
        out.push(b'}');
        Ok(())
    }
}

impl RecordWriter for Writer {
    fn write(&mut self, record: &Record) -> Result<(), FormatError> {
        self.buffer.extend_from_slice(if self.count == 0 { b"\n" } else { b",\n" });
        self.count += 1;
        self.feature(record)?;
        if self.buffer.len() < CHUNK { Ok(()) } else { self.flush() }
    }

    fn finish(mut self: Box<Self>) -> Result<(), FormatError> {
        self.buffer.extend_from_slice(if self.count == 0 { b"]}\n" } else { b"\n]}\n" });
        self.flush()?;
        self.sink.complete()
    }
}

impl Place {
    fn wgs84(&self, shape: &Geometry<f64>, row: u64) -> Result<Geometry<f64>, FormatError> {
        self.transform.geometry_to_wgs84(shape).map_err(|error| {
            let (zh, en) = (error.message_zh(), error.message_en());
            FormatError::write(
                "wrong_coordinates",
                format!("第 {row} 条：{zh}"),
                format!("record {row}: {en}"),
            )
        })
    }
}

/// With the axes in the other order.
pub(super) fn turned(shape: &Geometry<f64>) -> Geometry<f64> {
    shape.map_coords(|at| Coord { x: at.y, y: at.x })
}

/// An instant or an interval; `None` when no end of it is known.
fn time(record: &Record, fields: &TimeFields) -> Option<serde_json::Value> {
    let told = |name: &str| -> Option<String> {
        let text = record.get(name)?.to_text();
        let known = text.parse::<jiff::civil::Date>().is_ok() && text.len() == 10
            || text.ends_with('Z') && text.parse::<jiff::Timestamp>().is_ok();
        known.then_some(text)
    };
    let begin = told(&fields.begin);
    let Some(end) = &fields.end else {
        let member = |text: &str| if text.len() == 10 { "date" } else { "timestamp" };
        return begin.map(|begin| serde_json::json!({member(&begin): begin}));
    };
    let end = told(end);
    if begin.is_none() && end.is_none() {
        return None;
    }
    let open = |end: Option<String>| end.unwrap_or_else(|| OPEN.to_owned());
    Some(serde_json::json!({"interval": [open(begin), open(end)]}))
}

fn without_uri() -> FormatError {
    FormatError::write(
        "crs_without_uri",
        "JSON-FG 以 URI 指明坐标系，而 .prj 文本没有 URI；请改用 EPSG 编号",
        "JSON-FG names systems by URI, and a .prj text has none; say the EPSG number",
    )
}
