//! Things to ask filters of.

use geo::BoundingRect;
use geo_types::Geometry;
use jiantu::domain::filter::{Bound, Field, FieldType, Filter, FilterError, Subject, Value};
use jiantu::formats::cql2;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Something with properties of every type; a name that is not there has no value.
#[derive(Clone, Debug, Default)]
pub struct Thing {
    pub values: BTreeMap<&'static str, Value<'static>>,
    pub geometry: Option<Geometry<f64>>,
}

impl Thing {
    pub fn with(mut self, name: &'static str, value: impl Into<Value<'static>>) -> Self {
        self.values.insert(name, value.into());
        self
    }

    pub fn at(geometry: impl Into<Geometry<f64>>) -> Self {
        Self { geometry: Some(geometry.into()), ..Self::default() }
    }
}

impl Subject<String> for Thing {
    fn value(&self, property: &String) -> Value<'_> {
        self.values.get(property.as_str()).cloned().unwrap_or(Value::Null)
    }
    fn geometry(&self) -> Option<Cow<'_, Geometry<f64>>> {
        self.geometry.as_ref().map(Cow::Borrowed)
    }
    fn bounds(&self) -> Option<[f64; 4]> {
        let rectangle = self.geometry.as_ref()?.bounding_rect()?;
        Some([rectangle.min().x, rectangle.min().y, rectangle.max().x, rectangle.max().y])
    }
}

/// The properties there are.
pub fn fields() -> Vec<Field<String>> {
    let field = |name: &str, kind| Field::new(name, kind, name.to_owned());
    vec![
        field("name", FieldType::Text),
        field("kind", FieldType::Text),
        field("名称", FieldType::Text),
        field("area", FieldType::Number),
        field("count", FieldType::Integer),
        field("open", FieldType::Boolean),
        field("shut", FieldType::Boolean),
        field("lit", FieldType::Boolean),
        field("date", FieldType::Date),
        field("opened_on", FieldType::Date),
        field("closed_on", FieldType::Date),
        field("start", FieldType::Timestamp),
        field("end", FieldType::Timestamp),
        field("tags", FieldType::Texts),
        field("widths", FieldType::Numbers),
        field("extra", FieldType::Json),
        field("geometry", FieldType::Geometry),
        Field::new("geom", FieldType::Geometry, "geometry".to_owned()),
    ]
}

pub fn read(text: &str) -> Filter {
    cql2::text::read(text).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

pub fn bound(text: &str) -> Bound<String> {
    read(text).bind(&fields()).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

/// Why a text is refused, by reading or by binding.
pub fn refusal(text: &str) -> FilterError {
    match cql2::text::read(text).and_then(|filter| filter.bind(&fields())) {
        Ok(_) => panic!("{text} is not refused"),
        Err(error) => error,
    }
}

/// What a condition says of a thing: true, false, or neither.
pub fn truth(text: &str, of: &Thing) -> Option<bool> {
    let (yes, no) = (bound(text).matches(of), bound(&format!("NOT ({text})")).matches(of));
    assert!(!(yes && no), "{text} is true and false");
    if yes { Some(true) } else { no.then_some(false) }
}
