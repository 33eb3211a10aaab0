//! Members as values: from facts where they are there, else from the encoded feature.

use super::Collection;
use super::fields::{Field, Sort};
use crate::domain::filter::{self, FieldType, Subject, Value};
use crate::domain::kind::Catalogue;
use crate::index::{Entry, Shape, feature};
use geo::BoundingRect;
use geo_types::Geometry;
use jiff::civil::Date;
use std::borrow::Cow;
use std::sync::Arc;

/// Reads a member from facts.
pub type Quick<F> = for<'a> fn(&'a F, &'a Catalogue) -> Value<'a>;

/// A text as a value.
pub fn word(text: &str) -> Value<'_> {
    Value::Text(Cow::Borrowed(text))
}

/// A day as a value, also one that is not known.
pub fn day<'a>(day: Option<Date>) -> Value<'a> {
    day.map_or(Value::Null, Value::Date)
}

/// How a member is found.
pub enum Property<F> {
    Quick(Quick<F>),
    /// By its name, from the encoded feature.
    Member(Arc<str>, Sort),
    /// The feature's own id.
    Id,
}

impl<F> Clone for Property<F> {
    fn clone(&self) -> Self {
        match self {
            Self::Quick(read) => Self::Quick(*read),
            Self::Member(name, sort) => Self::Member(Arc::clone(name), *sort),
            Self::Id => Self::Id,
        }
    }
}

impl<F: 'static> Property<F> {
    /// Of a collection's field.
    pub fn of<C: Collection<Facts = F>>(of: &C, field: &Field) -> Self {
        match of.quick(&field.name) {
            Some(read) => Self::Quick(read),
            None => Self::Member(field.name.as_str().into(), field.sort),
        }
    }

    /// The value that an entry has.
    pub fn value<'a>(&self, entry: &'a Entry<F>, catalogue: &'a Catalogue) -> Value<'a> {
        match self {
            Self::Quick(read) => read(&entry.facts, catalogue),
            Self::Member(name, sort) => {
                feature::member(&entry.feature, name).map_or(Value::Null, |raw| read(raw, *sort))
            }
            Self::Id => feature::id(&entry.feature).map_or(Value::Null, Value::Text),
        }
    }
}

/// A JSON value as what its field holds; what is something else is no value.
fn read(raw: &[u8], sort: Sort) -> Value<'_> {
    match sort {
        Sort::Text => feature::text(raw).map_or(Value::Null, Value::Text),
        Sort::Integer | Sort::Number => feature::number(raw).map_or(Value::Null, Value::Number),
        Sort::Bool => match raw {
            b"true" => Value::Bool(true),
            b"false" => Value::Bool(false),
            _ => Value::Null,
        },
        Sort::Date => feature::text(raw).and_then(|text| text.parse().ok()).map_or(Value::Null, Value::Date),
        Sort::Texts => {
            let texts: Vec<String> = serde_json::from_slice(raw).unwrap_or_default();
            Value::List(texts.into_iter().map(|text| Value::Text(Cow::Owned(text))).collect())
        }
        Sort::List | Sort::Object | Sort::Nested => match std::str::from_utf8(raw) {
            Ok(text) if text != "null" => Value::Text(Cow::Borrowed(text)),
            _ => Value::Null,
        },
    }
}

/// What a filter may be asked of a collection.
pub fn queryables<C: Collection>(of: &C, catalogue: &Catalogue) -> Vec<filter::Field<Property<C::Facts>>> {
    let mut all: Vec<_> = of
        .fields(catalogue)
        .iter()
        .map(|field| filter::Field {
            name: field.name.clone(),
            kind: kind(field.sort),
            property: Property::of(of, field),
        })
        .collect();
    all.push(filter::Field { name: "id".to_owned(), kind: FieldType::Text, property: Property::Id });
    for name in ["geometry", "geom"] {
        if !all.iter().any(|field| field.name == name) {
            let field =
                filter::Field { name: name.to_owned(), kind: FieldType::Geometry, property: Property::Id };
            all.push(field);
        }
    }
    all
}

const fn kind(sort: Sort) -> FieldType {
    match sort {
        Sort::Text => FieldType::Text,
        Sort::Integer | Sort::Number => FieldType::Number,
        Sort::Bool => FieldType::Boolean,
        Sort::Date => FieldType::Date,
        Sort::Texts => FieldType::Texts,
        Sort::List | Sort::Object | Sort::Nested => FieldType::Json,
    }
}

/// An entry that a filter looks at.
pub struct Looked<'a, F> {
    pub entry: &'a Entry<F>,
    pub catalogue: &'a Catalogue,
}

impl<F: 'static> Subject<Property<F>> for Looked<'_, F> {
    fn value(&self, property: &Property<F>) -> Value<'_> {
        property.value(self.entry, self.catalogue)
    }

    fn geometry(&self) -> Option<Cow<'_, Geometry<f64>>> {
        match &self.entry.geometry {
            Shape::Nowhere => None,
            Shape::Point(point) => Some(Cow::Owned(Geometry::Point(*point))),
            Shape::Other(geometry) => Some(Cow::Borrowed(geometry)),
        }
    }

    fn bounds(&self) -> Option<[f64; 4]> {
        match &self.entry.geometry {
            Shape::Nowhere => None,
            Shape::Point(point) => Some([point.x(), point.y(), point.x(), point.y()]),
            Shape::Other(geometry) => geometry.bounding_rect().map(|rect| {
                let (low, high) = (rect.min(), rect.max());
                [low.x, low.y, high.x, high.y]
            }),
        }
    }
}
