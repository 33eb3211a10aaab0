//! A GeoJSON FeatureCollection, written feature by feature.

use super::answer::{Answer, Media};
use crate::analysis::demand::{People, Surface};
use crate::analysis::gaps::{Hidden, shown_points};
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

/// Every populated cell with at least `fewest` people as a polygon, and what is hidden of the others.
///
/// # Errors
/// As [`Features::push`].
pub fn push_cells<T: Serialize>(
    features: &mut Features,
    surface: &Surface,
    fewest: u32,
    cell: impl Fn(usize) -> T,
) -> Result<Hidden, RegistryError> {
    let is_populated = |point: &u32| surface.people()[*point as usize] > People::ZERO;
    let populated: Vec<u32> = (0..surface.len() as u32).filter(is_populated).collect();
    let (shown, hidden) = shown_points(surface, &populated, People::whole(u64::from(fewest)));
    for point in shown {
        let point = point as usize;
        let outline = surface.footprint().outline(point, surface.lon()[point], surface.lat()[point]);
        features.push(&Geometry::Polygon(outline), &cell(point))?;
    }
    Ok(hidden)
}
