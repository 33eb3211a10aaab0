//! OGC API Features, part 1.

pub mod collections;
pub mod conformance;
pub mod definition;
pub mod item;
pub mod items;
pub mod landing;

use super::error::ApiError;
use super::query::Params;

/// `f=json`, which many clients send; there is no other representation.
fn take_format(params: &mut Params) {
    params.read("f", |format| {
        matches!(format, "json" | "geojson")
            .then_some(())
            .ok_or_else(|| ("只有 f=json".to_owned(), "the only format is f=json".to_owned()))
    });
}

/// Of answers without parameters of their own.
fn only_format(mut params: Params) -> Result<(), ApiError> {
    take_format(&mut params);
    params.finish()
}
