//! Values, their types, and who has them.

use geo_types::Geometry;
use jiff::Timestamp;
use jiff::civil::Date;
use std::borrow::Cow;

/// What a property holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    Text,
    Number,
    /// Whole numbers; computed as [`FieldType::Number`].
    Integer,
    Boolean,
    Date,
    Timestamp,
    /// Several texts, in no order.
    Texts,
    /// Several numbers, in no order.
    Numbers,
    /// The feature's geometry.
    Geometry,
    /// Of no fixed type: compared by what each feature holds.
    Json,
}

impl FieldType {
    pub const fn kind(self) -> Kind {
        match self {
            Self::Text => Kind::Text,
            Self::Number | Self::Integer => Kind::Number,
            Self::Boolean => Kind::Boolean,
            Self::Date => Kind::Date,
            Self::Timestamp => Kind::Timestamp,
            Self::Texts | Self::Numbers => Kind::Array,
            Self::Geometry => Kind::Geometry,
            Self::Json => Kind::Any,
        }
    }
}

/// What an expression is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Boolean,
    Number,
    Text,
    Date,
    Timestamp,
    Interval,
    Array,
    Geometry,
    /// Known of each feature only.
    Any,
}

impl Kind {
    /// As OGC API lists of functions and of queryables name it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Number => "number",
            Self::Text => "string",
            Self::Date => "date",
            Self::Timestamp => "timestamp",
            Self::Interval => "interval",
            Self::Array => "array",
            Self::Geometry => "geometry",
            Self::Any => "any",
        }
    }

    /// In a message in Chinese.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Boolean => "布尔值",
            Self::Number => "数",
            Self::Text => "文本",
            Self::Date => "日期",
            Self::Timestamp => "时刻",
            Self::Interval => "时间区间",
            Self::Array => "数组",
            Self::Geometry => "几何",
            Self::Any => "任意值",
        }
    }

    /// In a message in English.
    pub const fn en(self) -> &'static str {
        match self {
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::Text => "a text",
            Self::Date => "a date",
            Self::Timestamp => "a timestamp",
            Self::Interval => "an interval",
            Self::Array => "an array",
            Self::Geometry => "a geometry",
            Self::Any => "any value",
        }
    }
}

/// A property that a filter may ask about.
#[derive(Clone, Debug, PartialEq)]
pub struct Field<P> {
    /// As it is written in a filter. Several fields may name one property.
    pub name: String,
    pub kind: FieldType,
    /// By which a [`Subject`] finds the value.
    pub property: P,
}

impl<P> Field<P> {
    pub fn new(name: impl Into<String>, kind: FieldType, property: P) -> Self {
        Self { name: name.into(), kind, property }
    }
}

/// The value of a property. Numbers are doubles: whole ones are exact up to 2^53.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// It has none.
    Null,
    Bool(bool),
    Number(f64),
    Text(Cow<'a, str>),
    Date(Date),
    Timestamp(Timestamp),
    List(Vec<Value<'a>>),
}

impl<'a> Value<'a> {
    /// A text that is borrowed.
    pub fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    /// Of something that may be missing.
    pub fn of<T: Into<Value<'a>>>(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }

    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The same value; its texts are borrowed.
    pub(super) fn borrowed(&self) -> Value<'_> {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            Self::Number(value) => Value::Number(*value),
            Self::Text(text) => Value::Text(Cow::Borrowed(text)),
            Self::Date(date) => Value::Date(*date),
            Self::Timestamp(time) => Value::Timestamp(*time),
            Self::List(members) => Value::List(members.iter().map(Value::borrowed).collect()),
        }
    }

    /// The same value; its texts are its own.
    pub(super) fn into_owned(self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(value),
            Self::Number(value) => Value::Number(value),
            Self::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Self::Date(date) => Value::Date(date),
            Self::Timestamp(time) => Value::Timestamp(time),
            Self::List(members) => Value::List(members.into_iter().map(Value::into_owned).collect()),
        }
    }
}

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<f64> for Value<'_> {
    /// What is no finite number is no value.
    fn from(value: f64) -> Self {
        if value.is_finite() { Self::Number(value) } else { Self::Null }
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(Cow::Borrowed(value))
    }
}

impl From<String> for Value<'_> {
    fn from(value: String) -> Self {
        Self::Text(Cow::Owned(value))
    }
}

impl From<Date> for Value<'_> {
    fn from(value: Date) -> Self {
        Self::Date(value)
    }
}

impl From<Timestamp> for Value<'_> {
    fn from(value: Timestamp) -> Self {
        Self::Timestamp(value)
    }
}

/// Something that a filter is asked of.
pub trait Subject<P> {
    /// The value of a property; never asked of a [`FieldType::Geometry`].
    fn value(&self, property: &P) -> Value<'_>;

    /// Where it is, degrees (lon, lat).
    fn geometry(&self) -> Option<Cow<'_, Geometry<f64>>>;

    /// The box of its vertices, degrees: west, south, east, north, west not above east. `None`
    /// exactly when there is no geometry.
    fn bounds(&self) -> Option<[f64; 4]>;
}
