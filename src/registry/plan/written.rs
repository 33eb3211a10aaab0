//! The file as it is written: every value that a check may refuse carries its place.

use crate::domain::plan::metric::Param;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

type Text = Spanned<String>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    pub plan: Heading,
    #[serde(rename = "group")]
    pub groups: Vec<Group>,
    #[serde(rename = "body")]
    pub bodies: Vec<Body>,
    #[serde(default, rename = "party_class")]
    pub party_classes: Vec<PartyClass>,
    /// Describes the metrics to readers of the file; must agree with the program's table.
    #[serde(default, rename = "metric")]
    pub metrics: Vec<Metric>,
    #[serde(rename = "task")]
    pub tasks: Vec<Task>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heading {
    pub id: String,
    pub name_zh: String,
    pub name_en: String,
    pub district: String,
    pub starts: Text,
    pub ends: Text,
    pub base_date: Text,
    /// How many tasks there must be, so that a lost one is noticed.
    pub tasks: Spanned<usize>,
    #[serde(default)]
    pub deadline_reading_is_ours: bool,
    /// States, worst first; written for readers, must be the program's.
    #[serde(default)]
    pub states: Vec<Text>,
    pub source: String,
    #[serde(default)]
    pub source_mark: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    pub id: Text,
    pub name_zh: String,
    pub name_en: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    pub name: Text,
    pub name_en: String,
    pub kind: Text,
    #[serde(default)]
    pub aliases: Vec<Text>,
    #[serde(default)]
    pub alias_note_en: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartyClass {
    pub id: Text,
    pub name_zh: String,
    pub name_en: String,
    pub words: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metric {
    pub name: Text,
    #[serde(default, rename = "description_en")]
    _description_en: Option<String>,
    #[serde(default, rename = "description_zh")]
    _description_zh: Option<String>,
    #[serde(default)]
    pub required: Vec<Text>,
    #[serde(default)]
    pub optional: Vec<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    pub number: Spanned<u16>,
    pub group: Text,
    pub title_zh: Text,
    pub title_en: String,
    pub deadline: Deadline,
    pub cadence: Text,
    pub expand: Text,
    pub lead: Spanned<Vec<Text>>,
    #[serde(default)]
    pub supporting: Vec<Text>,
    #[serde(default)]
    pub related_subdistricts: Vec<String>,
    #[serde(default)]
    pub related_is_our_reading: bool,
    #[serde(default, rename = "indicator")]
    pub indicators: Vec<Indicator>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    pub text: Text,
    pub read_as: Text,
    #[serde(default)]
    pub strict: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    pub id: Text,
    pub name_zh: String,
    pub name_en: String,
    pub unit: Text,
    pub target: Spanned<f64>,
    pub comparator: Text,
    pub source: Text,
    pub metric: Text,
    #[serde(default)]
    pub params: BTreeMap<Text, Spanned<Param>>,
    #[serde(default)]
    pub our_reading: bool,
    pub scope: Spanned<Vec<Text>>,
    pub period: Text,
    #[serde(default = "yes")]
    pub decides: bool,
    #[serde(default)]
    pub base_date: Option<Text>,
    #[serde(default)]
    pub note_zh: Option<String>,
    #[serde(default)]
    pub note_en: Option<String>,
}

const fn yes() -> bool {
    true
}
