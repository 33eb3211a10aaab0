//! GeoJSON (RFC 7946): geometries, features and lists of them.

use super::schema::{
    Object, Schema, address, any_of, constant, count, instant, list, named, number, object, text, uuid,
};
use serde_json::json;

/// Degrees of longitude and latitude, and perhaps a height in metres.
fn position() -> Schema {
    let lon = number().least(-180).most(180);
    let lat = number().least(-90).most(90);
    let places = [lon, lat, number()].map(super::node::Node::from).to_vec();
    list(number()).items(2, 3).set("prefixItems", super::node::Node::List(places))
}

fn of(kind: &str, coordinates: Schema) -> Schema {
    object().has("type", constant(kind)).has("coordinates", coordinates).may("bbox", list(number())).schema()
}

/// Geometries as components.
pub fn schemas() -> Vec<(&'static str, Schema)> {
    let position = || named("Position");
    let line = || list(position()).set("minItems", 2);
    let ring = || list(position()).set("minItems", 4);
    let geometries = ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"];
    vec![
        (
            "Position",
            self::position().about("经度, 纬度（度，WGS 84）", "longitude, latitude in degrees, WGS 84"),
        ),
        (
            "Point",
            of("Point", position()).example(json!({"type": "Point", "coordinates": [123.463, 41.679]})),
        ),
        ("MultiPoint", of("MultiPoint", list(position()))),
        ("LineString", of("LineString", line())),
        ("MultiLineString", of("MultiLineString", list(line()))),
        ("Polygon", of("Polygon", list(ring()))),
        ("MultiPolygon", of("MultiPolygon", list(list(ring())))),
        ("Geometry", super::schema::one_of(geometries.map(named))),
        (
            "Link",
            object()
                .has("rel", text())
                .has("href", address())
                .may("type", text())
                .may("title", text())
                .may("hreflang", text())
                .may("templated", super::schema::boolean())
                .schema(),
        ),
    ]
}

/// A geometry, or `null`: it has no place.
pub fn geometry() -> Schema {
    any_of([named("Geometry"), Schema::null()])
}

/// A feature whose properties are told by a component.
pub fn feature(properties: &str) -> Schema {
    object()
        .has("type", constant("Feature"))
        .has("id", uuid())
        .has("geometry", geometry())
        .has("properties", named(properties))
        .schema()
}

/// A page of features; `beside` stands beside them.
pub fn page(feature: Schema) -> Object {
    object()
        .has("type", constant("FeatureCollection"))
        .has("numberMatched", count().about("全部符合的，精确", "all that match, on whatever page; exact"))
        .has("numberReturned", count())
        .has("timeStamp", instant())
        .has("links", list(named("Link")))
        .has("features", list(feature))
}
