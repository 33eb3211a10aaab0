//! Imported layers as collections: indexed and encoded like everything else that is read.

use super::Registry;
use super::error::RegistryError;
use super::world::World;
use crate::formats::{Record, Value};
use crate::index::encode::encode_imported;
use crate::index::{Entry, ImportedFacts, Layer, Shape};
use std::sync::Arc;
use uuid::Uuid;

/// What a member of an imported layer holds, as far as all features agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    Text,
    Integer,
    Number,
    Bool,
    Date,
    /// Lists, objects, or values of several sorts.
    Anything,
}

/// The features of an imported layer.
pub struct Imported {
    /// Ids are the features' numbers in their file, from 1.
    pub layer: Layer<ImportedFacts>,
    /// Names of members in the order in which they are first met.
    pub members: Vec<(Arc<str>, Holds)>,
}

impl Imported {
    /// Indexes records with geometries in degrees WGS 84 (lon, lat).
    pub fn of(records: &[Record]) -> Self {
        let entries = records.iter().zip(1_u64..).map(|(record, number)| {
            let mut feature = Vec::with_capacity(256);
            encode_imported(&mut feature, number, record);
            Entry {
                id: Self::key(number),
                version: 1,
                geometry: Shape::of(record.geometry.clone()),
                feature: feature.into(),
                facts: ImportedFacts,
            }
        });
        Self { layer: Layer::build(entries.collect()), members: members(records) }
    }

    /// The id in the index of the feature with that number.
    pub fn key(number: u64) -> Uuid {
        Uuid::from_u128(number.into())
    }
}

fn members(records: &[Record]) -> Vec<(Arc<str>, Holds)> {
    let mut found: Vec<(Arc<str>, Option<Holds>)> = Vec::new();
    for record in records {
        for (at, (name, value)) in record.fields.iter().enumerate() {
            // Most records have the same members in the same order.
            let here = found.get(at).is_some_and(|(known, _)| known == name);
            let place = if here { Some(at) } else { found.iter().position(|(known, _)| known == name) };
            let place = place.unwrap_or_else(|| {
                found.push((Arc::clone(name), None));
                found.len() - 1
            });
            let Some(holds) = holds(value) else { continue };
            let told = &mut found[place].1;
            *told = Some(told.map_or(holds, |told| both(told, holds)));
        }
    }
    found.into_iter().map(|(name, holds)| (name, holds.unwrap_or(Holds::Text))).collect()
}

const fn holds(value: &Value) -> Option<Holds> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(_) => Holds::Bool,
        Value::Integer(_) => Holds::Integer,
        Value::Number(_) => Holds::Number,
        Value::Text(_) => Holds::Text,
        Value::Date(_) => Holds::Date,
        Value::Json(_) => Holds::Anything,
    })
}

const fn both(a: Holds, b: Holds) -> Holds {
    match (a, b) {
        (Holds::Integer, Holds::Integer) => Holds::Integer,
        (Holds::Integer | Holds::Number, Holds::Integer | Holds::Number) => Holds::Number,
        (Holds::Text, Holds::Text) => Holds::Text,
        (Holds::Bool, Holds::Bool) => Holds::Bool,
        (Holds::Date, Holds::Date) => Holds::Date,
        _ => Holds::Anything,
    }
}

impl Registry {
    /// The world's layer with that name as a collection; `None` when it has no such layer.
    ///
    /// # Errors
    /// As [`Registry::layer_features`].
    pub async fn imported(&self, world: &World, name: &str) -> Result<Option<Arc<Imported>>, RegistryError> {
        let Some(layer) = world.layers.find(name) else { return Ok(None) };
        self.imported_contents(layer.thing.blob).await.map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(fields: &[(&str, Value)]) -> Record {
        let fields = fields.iter().map(|(name, value)| (Arc::from(*name), value.clone())).collect();
        Record { row: 0, id: None, geometry: None, fields }
    }

    #[test]
    fn members_hold_what_all_features_agree_on() {
        let records = [
            record(&[("n", Value::Integer(1)), ("t", Value::Text("a".to_owned())), ("x", Value::Null)]),
            record(&[
                ("t", Value::Text("b".to_owned())),
                ("n", Value::Number(0.5)),
                ("m", Value::Bool(true)),
            ]),
            record(&[("m", Value::Integer(1))]),
        ];
        let imported = Imported::of(&records);
        assert_eq!(imported.layer.len(), 3);
        let told: Vec<(&str, Holds)> =
            imported.members.iter().map(|(name, holds)| (&**name, *holds)).collect();
        assert_eq!(
            told,
            [("n", Holds::Number), ("t", Holds::Text), ("x", Holds::Text), ("m", Holds::Anything)]
        );
    }

    #[test]
    fn a_name_of_a_file_is_escaped() {
        let imported = Imported::of(&[record(&[("a\"b", Value::Text("c\"".to_owned()))])]);
        let entry = imported.layer.get(Imported::key(1)).expect("the first");
        let read: serde_json::Value = serde_json::from_slice(&entry.feature).expect("JSON");
        assert_eq!(read["properties"]["a\"b"], "c\"");
    }
}
