//! What the body of a write is told in: `Content-Crs`.

use crate::api::body::Given;
use crate::api::error::ApiError;
use crate::api::ogc::items::CONTENT_CRS;
use crate::api::query::System;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde_json::Value;

/// The reference system of a body's coordinates; without the header that of GeoJSON.
pub struct Told(Option<System>);

impl<S: Sync> FromRequestParts<S> for Told {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let Some(value) = parts.headers.get(&CONTENT_CRS) else { return Ok(Self(None)) };
        let text = value.to_str().unwrap_or_default().trim();
        // In brackets by the standard; QGIS leaves them out.
        let bare = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(text);
        System::named(bare).map(|system| Self(Some(system))).ok_or_else(|| {
            ApiError::invalid(
                "Content-Crs",
                "unknown_crs",
                format!("Content-Crs 应为尖括号中的坐标系 URI，如 <http://www.opengis.net/def/crs/EPSG/0/4490>，收到“{text}”"),
                format!("Content-Crs is the URI of a reference system in angle brackets, such as <http://www.opengis.net/def/crs/EPSG/0/4490>, not `{text}`"),
            )
        })
    }
}

impl Told {
    /// The body with its place in an order of axes and a system that the registry knows by name.
    pub fn apply(self, mut given: Given) -> Given {
        let Some(system) = self.0 else { return given };
        let Some(geometry) = given.members.get_mut("geometry").filter(|geometry| !geometry.is_null()) else {
            return given;
        };
        if system.north_first() {
            swap(geometry, 0);
        }
        if !system.crs().is_stored() {
            given.members.insert("crs".to_owned(), system.crs().to_string().into());
        }
        given
    }
}

/// Swaps the first two numbers of every position; whatever is no geometry is left for the reader to refuse.
fn swap(value: &mut Value, depth: usize) {
    // As deep as any geometry goes, collections in collections left to the reader, which refuses them.
    if depth > 32 {
        return;
    }
    match value {
        Value::Array(items) => {
            if items.len() >= 2 && items[0].is_number() && items[1].is_number() {
                items.swap(0, 1);
            } else {
                for item in items.iter_mut() {
                    swap(item, depth + 1);
                }
            }
        }
        Value::Object(members) => {
            for name in ["coordinates", "geometries"] {
                if let Some(inner) = members.get_mut(name) {
                    swap(inner, depth + 1);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::swap;
    use serde_json::json;

    #[test]
    fn positions_are_swapped_and_nothing_else() {
        let mut polygon = json!({"type": "Polygon", "coordinates": [[[1, 2, 9], [3, 4], [5, 6], [1, 2]]]});
        swap(&mut polygon, 0);
        assert_eq!(polygon["coordinates"], json!([[[2, 1, 9], [4, 3], [6, 5], [2, 1]]]));
        let mut many =
            json!({"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1, 2]}]});
        swap(&mut many, 0);
        assert_eq!(many["geometries"][0]["coordinates"], json!([2, 1]));
    }
}
