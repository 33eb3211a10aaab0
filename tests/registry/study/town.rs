//! A town of two halves with three cells of people, whose figures can be worked out by hand.
//!
//! `west` is 123.45-123.46 E, `east` 123.46-123.47 E. People: 100 at A (123.455) in the west, 300 at B
//! (123.465) and 5 at C (123.4695) in the east, all at 41.68 N. A and B are 832 m apart, B and C 374 m.

use crate::database::Database;
use crate::office::{Office, court, object};
use jiantu::registry::RegistryError;
use jiantu::registry::import::What;
use jiantu::registry::study::{Asked, Question, Study, Unwatched};
use serde_json::{Value, json};

pub const A: [f64; 2] = [123.455, 41.68];
pub const B: [f64; 2] = [123.465, 41.68];

const CELLS: &str = "lon,lat,population,year,vintage,base\n\
    123.455,41.68,100,2024,grid,resident\n123.465,41.68,300,2024,grid,resident\n123.4695,41.68,5,2024,grid,resident\n";

pub fn divisions() -> String {
    let square = |id: &str, parent: Value, level: &str, west: f64, east: f64| {
        let (south, north) = (41.675, 41.685);
        let ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
        json!({ "type": "Feature", "geometry": { "type": "Polygon", "coordinates": [ring] },
            "properties": { "external_id": id, "name_zh": id, "level": level, "parent": parent } })
    };
    let all = [
        square("town", Value::Null, "district", 123.45, 123.47),
        square("west", json!("town"), "subdistrict", 123.45, 123.46),
        square("east", json!("town"), "subdistrict", 123.46, 123.47),
    ];
    json!({ "type": "FeatureCollection", "features": all }).to_string()
}

/// The halves and their people, without a site.
pub async fn empty(database: Database) -> Office {
    let office = Office::open(database).await;
    office.import(What::Divisions, "town.geojson", divisions()).await;
    office.import(What::Population, "cells.csv", CELLS).await;
    office
}

/// With a court of 600 m2 at A, one of 300 m2 at B, one of 50 m2 far from everybody, one at A whose
/// area nobody knows, and a park at A.
pub async fn town(database: Database) -> Office {
    let office = empty(database).await;
    let at = |[lon, lat]: [f64; 2]| json!({ "lon": lon, "lat": lat });
    office.register(court("甲", 600.0, with(at(A), json!({ "capacity": 40 })))).await;
    office.register(court("乙", 300.0, with(at(B), json!({ "kind": "table_tennis", "capacity": 20 })))).await;
    office.register(court("远", 50.0, at([123.6, 41.68]))).await;
    office.register(court("未测", 1.0, with(at(A), json!({ "area_m2": null })))).await;
    office.register(court("公园", 1.0, with(at(A), json!({ "area_m2": null, "kind": "sports_park" })))).await;
    office
}

pub fn with(value: Value, more: Value) -> Value {
    let mut members = object(value);
    members.extend(object(more));
    Value::Object(members)
}

pub fn question(office: &Office, study: Study, asked: Value) -> Result<Question, RegistryError> {
    Question::read(study, Asked::of_json(object(asked)).unwrap(), office.registry.reference())
}

/// The answer to a question, as JSON.
pub async fn ask(office: &Office, study: Study, asked: Value) -> Value {
    let question = question(office, study, asked).unwrap();
    let answer = office.registry.study(&question, &Unwatched).await.unwrap();
    serde_json::from_slice(&answer.body).unwrap()
}

/// `field:code` of everything that is wrong with a question.
pub fn wrong(office: &Office, study: Study, asked: Value) -> Vec<String> {
    match question(office, study, asked) {
        Err(RegistryError::Invalid(defects)) => {
            defects.iter().map(|defect| format!("{}:{}", defect.field, defect.code)).collect()
        }
        other => panic!("{other:?}"),
    }
}

/// The row of a division; of everybody for `""`.
pub fn row<'a>(answer: &'a Value, division: &str) -> &'a Value {
    let rows = answer["rows"].as_array().unwrap();
    if division.is_empty() {
        return &rows[0];
    }
    rows.iter()
        .find(|row| row["division"]["code"] == division || row["division"]["name_zh"] == division)
        .unwrap()
}

pub fn near(found: &Value, wanted: f64) {
    let found = found.as_f64().unwrap_or(f64::NAN);
    assert!((found - wanted).abs() <= 1e-9 * wanted.abs().max(1.0), "{found} is not {wanted}");
}
