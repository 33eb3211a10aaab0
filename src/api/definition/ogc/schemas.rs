//! What the documents of OGC API look like.

use crate::api::definition::geojson;
use crate::api::definition::schema::{
    Schema, address, any_of, anything, constant, integer, list, map, named, numbers, object, text, uuid,
};

pub fn schemas() -> Vec<(&'static str, Schema)> {
    let links = || list(named("Link"));
    let spatial = object().has("bbox", list(numbers(4, 6))).may("crs", address());
    let extent = object().may("spatial", spatial.schema());
    let landing = object()
        .has("title", text())
        .has("description", text())
        .may("attribution", text().or_null())
        .may("extent", named("Extent"))
        .has("links", links());
    let collection = object()
        .has("id", text())
        .has("title", text())
        .has("description", text())
        .has("itemType", constant("feature"))
        .has("crs", list(address()))
        .may("storageCrs", address())
        .may("extent", named("Extent"))
        .has("links", links());
    let collections = object()
        .has("links", links())
        .has("crs", list(address()))
        .has("collections", list(named("Collection")));
    let function = object().has("name", text()).may("description", text()).and_others(anything());
    let json_schema = object()
        .has("$schema", address())
        .has("$id", address())
        .has("title", text())
        .has("type", constant("object"))
        .has("properties", map(map(anything())))
        .may("required", list(text()))
        .may("additionalProperties", constant(false));
    let feature = |properties: Schema| {
        object()
            .has("type", constant("Feature"))
            .has("id", any_of([text(), integer()]))
            // In other reference systems coordinates are no degrees.
            .has("geometry", object().has("type", text()).and_others(anything()).schema().or_null())
            .has("properties", properties)
    };
    let given = object()
        .has("type", constant("Feature"))
        .may("id", uuid().or_null())
        .may("geometry", object().has("type", text()).and_others(anything()).schema().or_null())
        .has("properties", map(anything()).about("见数据集的 schema", "see the collection's schema"));
    let one = feature(map(anything())).may("links", links());
    vec![
        ("Extent", extent.schema()),
        ("LandingPage", landing.schema()),
        ("ConformanceClasses", object().has("conformsTo", list(address())).schema()),
        ("Functions", object().has("functions", list(function.schema())).schema()),
        ("Collection", collection.schema()),
        ("Collections", collections.schema()),
        ("JsonSchema", json_schema.schema()),
        ("Feature", one.schema()),
        ("FeatureCollection", geojson::page(named("Feature")).schema()),
        ("FeatureGiven", given.schema()),
    ]
}
