//! A GeoJSON FeatureCollection, written feature by feature.

use super::answer::{Answer, Media};
use crate::formats::geojson;
use crate::registry::error::RegistryError;
use geo::Geometry;
use serde::Serialize;

/// Features of one answer; more are refused, since no map reads them in one piece.
const MOST: usize = 300_000;

pub struct Features {
    out: Vec<u8>,
    count: usize,
}

impl Features {
    pub fn new() -> Self {
        Self { out: br#"{"type":"FeatureCollection","features":["#.to_vec(), count: 0 }
    }

    /// # Errors
    /// There are more than anybody could show.
    pub fn push(
        &mut self,
        geometry: &Geometry<f64>,
        properties: &impl Serialize,
    ) -> Result<(), RegistryError> {
        if self.count == MOST {
            return Err(RegistryError::refused(
                format!("结果超过 {MOST} 个图形；请用 division 限定范围"),
                format!("more than {MOST} features; ask for one division at a time"),
            ));
        }
        if self.count > 0 {
            self.out.push(b',');
        }
        self.count += 1;
        self.out.extend_from_slice(br#"{"type":"Feature","geometry":"#);
        geojson::geometry::write(geometry, &mut self.out);
        self.out.extend_from_slice(br#","properties":"#);
        serde_json::to_writer(&mut self.out, properties)
            .map_err(|error| RegistryError::Internal(error.to_string()))?;
        self.out.push(b'}');
        Ok(())
    }

    /// Closes the collection; members of `beside` stand next to its features.
    ///
    /// # Errors
    /// They can not be written as a JSON object.
    pub fn finish(mut self, beside: &impl Serialize) -> Result<Answer, RegistryError> {
        let beside =
            serde_json::to_vec(beside).map_err(|error| RegistryError::Internal(error.to_string()))?;
        self.out.push(b']');
        // Both are objects: what is written after the first brace goes on with ours.
        match beside.strip_prefix(b"{") {
            Some(b"}") | None => self.out.push(b'}'),
            Some(members) => {
                self.out.push(b',');
                self.out.extend_from_slice(members);
            }
        }
        Ok(Answer { media: Media::GeoJson, body: self.out.into() })
    }
}

/// # Errors
/// The answer can not be written as JSON, which no answer is.
pub fn json(answer: &impl Serialize) -> Result<Answer, RegistryError> {
    let body = serde_json::to_vec(answer).map_err(|error| RegistryError::Internal(error.to_string()))?;
    Ok(Answer { media: Media::Json, body: body.into() })
}
