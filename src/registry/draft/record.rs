//! What reading a record has in common, whatever its kind.

use super::Fields;
use super::known::Known;
use crate::domain::invalid::Invalid;
use crate::domain::site::RawPosition;
use crate::formats::Value;
use crate::index::Recorded;
use crate::registry::import::What;
use crate::registry::site::Position;
use geo_types::Geometry;
use uuid::Uuid;

/// A kind of record that can be read out of given values.
pub trait Drafted: Recorded {
    /// How users call all of them.
    const WHAT: What;

    /// Words by which a list of them can be asked for: see [`crate::domain::record::Record::is`].
    const WORDS: &'static [&'static str];

    /// Builds the record with `id`; defects are left in `fields`.
    fn draft(fields: &mut Fields, id: Uuid, place: Place, known: &Known<'_>) -> Option<Self>;

    /// What is not wrong but should be looked at.
    fn doubts(&self, _: &Known<'_>) -> Vec<Invalid> {
        Vec::new()
    }
}

/// Where a record is, and the coordinate it came from.
#[derive(Clone, Debug, Default)]
pub struct Place {
    pub geometry: Option<Geometry<f64>>,
    pub raw: Option<RawPosition>,
}

impl From<Position> for Place {
    fn from(Position { geometry, raw }: Position) -> Self {
        Self { geometry, raw }
    }
}

impl Place {
    /// Of a kind that is nowhere, a place is a mistake.
    pub fn refuse(&self, fields: &mut Fields) {
        if self.geometry.is_some() {
            fields.wrong(
                "geometry",
                "no_place",
                "这类记录没有位置，请去掉坐标；所在区划请填 division",
                "such a record has no place: leave the coordinates out, and tell the division",
            );
        }
    }
}

/// What offices write for a figure that they do not know; to leave it empty says the same.
const UNKNOWN: [&str; 8] = ["不详", "未知", "不知", "暂无", "unknown", "not known", "n/a", "-"];

/// A figure; `None` when it is not known, which is not zero.
pub fn figure(fields: &mut Fields, name: &str) -> Option<f64> {
    let told = fields.peek(name).map(Value::to_text).unwrap_or_default();
    if UNKNOWN.contains(&told.trim().to_lowercase().as_str()) {
        fields.take(name);
        return None;
    }
    fields.decimal(name)
}

/// A whole number of people or things; `None` when it is not known.
pub fn count(fields: &mut Fields, name: &str) -> Option<u64> {
    let told = fields.peek(name).map(Value::to_text).unwrap_or_default();
    if UNKNOWN.contains(&told.trim().to_lowercase().as_str()) {
        fields.take(name);
        return None;
    }
    fields.integer(name, 0..=1_000_000_000).and_then(|count| u64::try_from(count).ok())
}

/// A text that there must be.
pub fn needed(fields: &mut Fields, name: &str) -> Option<String> {
    let text = fields.text(name);
    if text.is_none() {
        fields.missing(name);
    }
    text
}
