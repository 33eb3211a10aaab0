//! Things to register, of which a story states only what matters.

use serde_json::{Value, json};

/// A basketball court in the middle of West, 600 m2, operating, free.
pub fn court(name: &str) -> Value {
    json!({"name_zh": name, "kind": "basketball", "access": "free_open", "area_m2": 600, "area_grade": "measured",
        "geometry": point(123.45, 41.7)})
}

/// The same with other members.
pub fn court_with(name: &str, others: Value) -> Value {
    with(court(name), others)
}

/// A piece of equipment on a site.
pub fn walker(site: &str, others: Value) -> Value {
    with(json!({"site_id": site, "kind": "walker"}), others)
}

pub fn point(lon: f64, lat: f64) -> Value {
    json!({"type": "Point", "coordinates": [lon, lat]})
}

fn with(mut object: Value, others: Value) -> Value {
    if let (Value::Object(members), Value::Object(others)) = (&mut object, others) {
        for (name, value) in others {
            members.insert(name, value);
        }
    }
    object
}
