//! Trails given as one row per segment (`trail_id, seq, width_m`): rows that follow each other with
//! one `trail_id` become one trail.

use crate::formats::{Record, RecordError, Value};
use geo_types::{Geometry, LineString, MultiLineString};
use std::sync::Arc;

/// Rows of the trail that is still open at the end of a batch.
#[derive(Default)]
pub struct Segments {
    open: Vec<Record>,
}

type Parsed = Result<Record, RecordError>;

impl Segments {
    /// Gathers segment rows into trails; every other row passes as it is.
    pub fn gather(&mut self, parsed: Vec<Parsed>, at_end: bool) -> Vec<Parsed> {
        let is_segment = |record: &Parsed| record.as_ref().is_ok_and(|r| trail_id(r).is_some());
        if self.open.is_empty() && !parsed.iter().any(is_segment) {
            return parsed;
        }
        let mut out = Vec::with_capacity(parsed.len());
        for item in parsed {
            let continues = match (&item, self.open.first()) {
                (Ok(record), Some(first)) => {
                    trail_id(record).is_some() && trail_id(record) == trail_id(first)
                }
                _ => false,
            };
            if !continues {
                out.extend(self.close());
            }
            match item {
                Ok(record) if trail_id(&record).is_some() => self.open.push(record),
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
            |record: &Record| record.get("seq").and_then(|seq| seq.to_text().trim().parse::<u32>().ok());
        // Without numbers the rows' own order is the order of the parts.
        rows.sort_by_key(|record| number(record).unwrap_or(u32::MAX));
        let mut trail = rows.first()?.clone();
        let id = trail_id(&trail)?;
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
            segments.push(match segment(row) {
                Ok(segment) => segment,
                Err(error) => return Some(Err(error)),
            });
        }
        trail.geometry = Some(Geometry::MultiLineString(MultiLineString(lines)));
        trail
            .fields
            .retain(|(name, _)| !["trail_id", "seq", "width_m", "segment_surface"].contains(&&**name));
        if trail.get("external_id").is_none() {
            trail.fields.push((Arc::from("external_id"), Value::Text(id)));
        }
        trail.fields.push((Arc::from("segments"), Value::Json(serde_json::Value::Array(segments))));
        Some(Ok(trail))
    }
}

fn trail_id(record: &Record) -> Option<String> {
    record
        .get("trail_id")
        .filter(|value| !value.is_null())
        .map(Value::to_text)
        .filter(|text| !text.is_empty())
}

fn segment(row: &Record) -> Result<serde_json::Value, RecordError> {
    let text = row.get("width_m").map(Value::to_text).unwrap_or_default();
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
    if let Some(surface) = row.get("segment_surface").filter(|value| !value.is_null()) {
        segment["surface"] = surface.to_text().into();
    }
    Ok(segment)
}
