//! Trails given as one row per segment (`trail_id, seq, width_m`): rows that follow each other with
//! one `trail_id` become one trail. A row without `trail_id` is a whole trail; its width, if it has
//! one, is that of all its parts.

use super::mapping::{Mapper, is_any};
use crate::domain::site::line_parts;
use crate::formats::{Record, RecordError, Value};
use crate::registry::draft::Fields;
use geo_types::{Geometry, LineString, MultiLineString};
use std::sync::Arc;

/// Fields that tell of a segment and not of its trail.
pub const OF_A_SEGMENT: [&str; 4] = ["trail_id", "seq", "width_m", "segment_surface"];

/// Rows of the trail that is still open at the end of a batch.
pub struct Segments<'a> {
    open: Vec<Record>,
    mapper: &'a Mapper,
    /// Columns that mean the fields of a segment, in their order.
    keys: [Vec<String>; 4],
    /// Columns that mean the trail's external id.
    external: Vec<String>,
}

type Parsed = Result<Record, RecordError>;

impl<'a> Segments<'a> {
    pub fn new(mapper: &'a Mapper) -> Self {
        let keys = OF_A_SEGMENT.map(|field| mapper.keys_of(field));
        Self { open: Vec::new(), mapper, keys, external: mapper.keys_of("external_id") }
    }

    /// Gathers segment rows into trails; every other row passes as it is.
    pub fn gather(&mut self, parsed: Vec<Parsed>, at_end: bool) -> Vec<Parsed> {
        let is_segment = |record: &Parsed| record.as_ref().is_ok_and(|r| self.trail_id(r).is_some());
        if self.open.is_empty() && !parsed.iter().any(is_segment) {
            return parsed;
        }
        let mut out = Vec::with_capacity(parsed.len());
        for item in parsed {
            let continues = match (&item, self.open.first()) {
                (Ok(record), Some(first)) => {
                    let id = self.trail_id(record);
                    id.is_some() && id == self.trail_id(first)
                }
                _ => false,
            };
            if !continues {
                out.extend(self.close());
            }
            match item {
                Ok(record) if self.trail_id(&record).is_some() => self.open.push(record),
                other => out.push(other),
            }
        }
        if at_end {
            out.extend(self.close());
        }
        out
    }

    fn close(&mut self) -> Option<Parsed> {
        let mut rows = std::mem::take(&mut self.open);
        let number =
            |record: &Record| self.value(record, 1).and_then(|seq| seq.to_text().trim().parse::<u32>().ok());
        // Without numbers the rows' own order is the order of the parts.
        rows.sort_by_key(|record| number(record).unwrap_or(u32::MAX));
        let mut trail = rows.first()?.clone();
        let id = self.trail_id(&trail)?;
        let mut lines: Vec<LineString<f64>> = Vec::with_capacity(rows.len());
        let mut segments = Vec::with_capacity(rows.len());
        for row in &rows {
            match &row.geometry {
                Some(Geometry::LineString(line)) => lines.push(line.clone()),
                _ => {
                    return Some(Err(RecordError::new(
                        row.row,
                        "segment_is_no_line",
                        "路段须是一条线（LINESTRING）",
                        "a segment must be one line (LINESTRING)",
                    )
                    .in_field("wkt")));
                }
            }
            segments.push(match self.segment(row) {
                Ok(segment) => segment,
                Err(error) => return Some(Err(error)),
            });
        }
        trail.geometry = Some(Geometry::MultiLineString(MultiLineString(lines)));
        trail.fields.retain(|(name, _)| !self.keys.iter().any(|keys| is_any(name, keys)));
        if self.mapper.value(&trail, "external_id", &self.external).is_none() {
            trail.fields.push((Arc::from("external_id"), Value::Text(id)));
        }
        trail.fields.push((Arc::from("segments"), Value::Json(serde_json::Value::Array(segments))));
        Some(Ok(trail))
    }

    fn value(&self, record: &Record, field: usize) -> Option<Value> {
        self.mapper.value(record, OF_A_SEGMENT[field], &self.keys[field])
    }

    fn trail_id(&self, record: &Record) -> Option<String> {
        // Only a column makes a row a segment, never a value for every row.
        let given =
            record.fields.iter().find(|(column, value)| !value.is_null() && is_any(column, &self.keys[0]));
        given.map(|(_, value)| value.to_text()).filter(|text| !text.is_empty())
    }

    fn segment(&self, row: &Record) -> Result<serde_json::Value, RecordError> {
        let text = self.value(row, 2).map(|width| width.to_text()).unwrap_or_default();
        let width = match text.trim() {
            "" => None,
            text => Some(text.parse::<f64>().ok().filter(|w| w.is_finite()).ok_or_else(|| {
                RecordError::new(
                    row.row,
                    "not_a_number",
                    format!("宽度“{text}”不是数；不知道就留空"),
                    format!("width `{text}` is not a number; leave it empty when unknown"),
                )
                .in_field("width_m")
            })?),
        };
        let mut segment = serde_json::json!({ "width_m": width });
        if let Some(surface) = self.value(row, 3) {
            segment["surface"] = surface.to_text().into();
        }
        Ok(segment)
    }
}

/// A whole trail in one row: its width and surface are those of all its parts. Parts that are told
/// one by one have told theirs.
pub fn one_width(fields: &mut Fields, geometry: Option<&Geometry<f64>>) {
    let parts = geometry.map_or(0, line_parts);
    if parts == 0 || !OF_A_SEGMENT.iter().any(|field| fields.has(field)) {
        return;
    }
    let (width, surface) = (fields.decimal("width_m"), fields.text("segment_surface"));
    fields.take("trail_id");
    fields.take("seq");
    if fields.has("segments") || (width.is_none() && surface.is_none()) {
        return;
    }
    let mut segment = serde_json::json!({ "width_m": width });
    if let Some(surface) = surface {
        segment["surface"] = surface.into();
    }
    fields.set("segments", Value::Json(serde_json::Value::Array(vec![segment; parts])));
}
