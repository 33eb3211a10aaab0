//! Which numbers an indicator may ask for, and with which parameters.
//!
//! The table is the contract between a plan file and the computation: what is not here is refused
//! when the file is read, not when a figure is missing.

use serde::Deserialize;
use std::collections::BTreeMap;

/// Name of the metric "counted venue area over resident population".
pub const AREA_PER_HEAD: &str = "area_per_head";

/// A number that can be computed, and what it has to be told.
#[derive(Debug, PartialEq, Eq)]
pub struct Metric {
    pub name: &'static str,
    pub required: &'static [Parameter],
    pub optional: &'static [Parameter],
}

/// A parameter's name and what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    pub name: &'static str,
    pub form: Form,
}

/// What a parameter holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Text,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list of texts with at least one.
    Texts,
    Flag,
    /// A number above zero.
    Positive,
    /// Facility classes: tables with an `id` and either `kind` or `kinds`, optionally `programme`.
    Facilities,
}

impl Form {
    /// In words for both languages.
    pub fn describe(self) -> (String, String) {
        match self {
            Self::Text => ("文字".into(), "a text".into()),
            Self::Word(words) => {
                (format!("{} 之一", words.join("、")), format!("one of {}", words.join(", ")))
            }
            Self::Texts => ("非空的文字列表".into(), "a list of texts, not empty".into()),
            Self::Flag => ("true 或 false".into(), "true or false".into()),
            Self::Positive => ("大于零的数".into(), "a number above zero".into()),
            Self::Facilities => (
                "设施类列表，每项有 id 及 kind 或 kinds，可有 programme".into(),
                "a list of facility classes, each with id and kind or kinds, optionally programme".into(),
            ),
        }
    }

    /// Whether `value` is of this form.
    pub fn fits(self, value: &Param) -> bool {
        match (self, value) {
            (Self::Text, Param::Text(text)) => !text.trim().is_empty(),
            (Self::Word(words), Param::Text(text)) => words.contains(&text.as_str()),
            (Self::Texts, Param::List(items)) => {
                !items.is_empty() && items.iter().all(|item| Self::Text.fits(item))
            }
            (Self::Flag, Param::Flag(_)) => true,
            (Self::Positive, Param::Whole(number)) => *number > 0,
            (Self::Positive, Param::Number(number)) => number.is_finite() && *number > 0.0,
            (Self::Facilities, Param::List(items)) => !items.is_empty() && items.iter().all(is_facility),
            _ => false,
        }
    }
}

fn is_facility(value: &Param) -> bool {
    let Param::Table(entries) = value else { return false };
    let known = entries.iter().all(|(key, value)| match key.as_str() {
        "id" | "kind" | "programme" => Form::Text.fits(value),
        "kinds" => Form::Texts.fits(value),
        _ => false,
    });
    known && entries.contains_key("id") && (entries.contains_key("kind") != entries.contains_key("kinds"))
}

/// A parameter's value as a plan file gives it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Param {
    Flag(bool),
    Whole(i64),
    Number(f64),
    Text(String),
    List(Vec<Param>),
    Table(BTreeMap<String, Param>),
}

impl Param {
    fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// A sort of facility that a metric looks for: sites of these kinds, perhaps of a programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facility<'a> {
    pub id: &'a str,
    pub kinds: Vec<&'a str>,
    pub programme: Option<&'a str>,
}

impl<'a> Facility<'a> {
    fn of(item: &'a Param) -> Option<Self> {
        let Param::Table(entries) = item else { return None };
        let text = |name: &str| entries.get(name).and_then(Param::as_text);
        let kinds = match entries.get("kinds") {
            Some(Param::List(items)) => items.iter().filter_map(Param::as_text).collect(),
            _ => text("kind").into_iter().collect(),
        };
        Some(Self { id: text("id")?, kinds, programme: text("programme") })
    }
}

/// Parameters of one indicator, by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Params(pub BTreeMap<String, Param>);

impl Params {
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Param::as_text)
    }

    /// A number, whole or not.
    #[expect(clippy::cast_precision_loss, reason = "counts and years, far below 2^52")]
    pub fn number(&self, name: &str) -> Option<f64> {
        match self.0.get(name) {
            Some(Param::Whole(number)) => Some(*number as f64),
            Some(Param::Number(number)) => Some(*number),
            _ => None,
        }
    }

    pub fn flag(&self, name: &str) -> Option<bool> {
        match self.0.get(name) {
            Some(Param::Flag(flag)) => Some(*flag),
            _ => None,
        }
    }

    /// The facility classes of a list; empty when there is none.
    pub fn facilities(&self, name: &str) -> Vec<Facility<'_>> {
        let Some(Param::List(items)) = self.0.get(name) else { return Vec::new() };
        items.iter().filter_map(Facility::of).collect()
    }

    /// The texts of a list; empty when there is none.
    pub fn texts(&self, name: &str) -> Vec<&str> {
        let Some(Param::List(items)) = self.0.get(name) else { return Vec::new() };
        items.iter().filter_map(Param::as_text).collect()
    }
}

impl Metric {
    /// By its name.
    pub fn find(name: &str) -> Option<&'static Metric> {
        METRICS.iter().find(|metric| metric.name == name)
    }

    pub fn parameter(&self, name: &str) -> Option<&'static Parameter> {
        self.required.iter().chain(self.optional).find(|parameter| parameter.name == name)
    }
}

const fn p(name: &'static str, form: Form) -> Parameter {
    Parameter { name, form }
}

const fn metric(
    name: &'static str,
    required: &'static [Parameter],
    optional: &'static [Parameter],
) -> Metric {
    Metric { name, required, optional }
}

const FIGURE: Parameter = p("figure", Form::Word(&["all", "open", "free"]));
const KIND: Parameter = p("kind", Form::Text);
const OVER: Parameter = p("over", Form::Text);
const SERIES: Parameter = p("series", Form::Text);
const SERIES_LIST: Parameter = p("series", Form::Texts);
const MIN_EACH: Parameter = p("min_each", Form::Positive);
const WITHIN_M: Parameter = p("within_m", Form::Positive);
const FACILITIES: Parameter = p("facilities", Form::Facilities);
const TARGET_GROUP: Parameter =
    p("target_group", Form::Word(&["general", "elderly", "rehabilitation", "child"]));

/// All metrics there are.
pub static METRICS: &[Metric] = &[
    metric("site_stage", &[KIND, p("level", Form::Word(LEVELS))], &[]),
    metric(AREA_PER_HEAD, &[FIGURE], &[]),
    metric("site_count_growth", &[], &[p("programme", Form::Text), KIND]),
    metric("equipment_count_growth", &[], &[p("smart", Form::Flag), TARGET_GROUP]),
    metric("area_gini_change", &[FIGURE, OVER], &[]),
    metric("cluster_matrix", &[p("clusters", Form::Texts), FACILITIES, MIN_EACH], &[]),
    metric("organisation_count", &[KIND], &[p("with", Form::Text)]),
    metric(
        "share_of_organisations_with_events",
        &[KIND, p("min_events", Form::Positive)],
        &[p("since", Form::Word(&["founded"])), p("event_tag", Form::Text)],
    ),
    metric("observation", &[SERIES], &[p("needs", Form::Texts)]),
    metric("observation_sum", &[SERIES], &[]),
    metric(
        "observation_per_head",
        &[SERIES, p("per", Form::Positive), p("base", Form::Word(&["resident", "registered"]))],
        &[],
    ),
    metric("observation_recorded", &[SERIES_LIST], &[]),
    metric(
        "observation_growth_less_reference",
        &[SERIES, p("reference", Form::Text)],
        &[p("alternative", Form::Text)],
    ),
    metric("observation_sample", &[SERIES], &[]),
    metric("milestone", &[p("milestone", Form::Text)], &[]),
    metric("divisions_with_organisation", &[KIND, OVER], &[p("with", Form::Text)]),
    metric("divisions_with_observation", &[SERIES, OVER, p("min_value", Form::Positive)], &[]),
    metric(
        "population_within_reach",
        &[
            p("of", Form::Word(&["organisation", "site"])),
            p("kinds", Form::Texts),
            p("mode", Form::Word(&["walk", "ride", "straight"])),
            p("minutes", Form::Positive),
            p("speed_km_h", Form::Positive),
        ],
        &[],
    ),
    metric("provider_categories", &[p("categories", Form::Texts), MIN_EACH], &[]),
    metric(
        "flagged_division_facilities",
        &[p("flag", Form::Word(&["ethnic", "rural"])), FACILITIES, WITHIN_M],
        &[],
    ),
    metric("event_count", &[p("tag", Form::Text)], &[]),
    metric(
        "institutions_with_equipment",
        &[TARGET_GROUP, p("state", Form::Word(&["working", "faulty", "sealed_off", "removed"])), WITHIN_M],
        &[p("institution_kind", Form::Text), p("institution_kinds", Form::Texts)],
    ),
    metric("brand_series_editions", &[SERIES_LIST, MIN_EACH], &[]),
    metric(
        "site_share_change",
        &[
            p("party", Form::Word(&["funder", "owner", "operator"])),
            p("classes", Form::Texts),
            p("of", Form::Word(&["sites", "area"])),
        ],
        &[],
    ),
];

const LEVELS: &[&str] = &["national", "province", "city", "district", "subdistrict", "community"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::site::Level;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_unique_and_found() {
        let names: BTreeSet<_> = METRICS.iter().map(|m| m.name).collect();
        assert_eq!(names.len(), METRICS.len());
        for metric in METRICS {
            assert_eq!(Metric::find(metric.name), Some(metric));
            let parameters: BTreeSet<_> =
                metric.required.iter().chain(metric.optional).map(|p| p.name).collect();
            assert_eq!(parameters.len(), metric.required.len() + metric.optional.len(), "{}", metric.name);
        }
        assert_eq!(Metric::find("area_per_tail"), None);
    }

    #[test]
    fn levels_are_those_of_sites() {
        assert_eq!(LEVELS, Level::ALL.iter().map(|l| l.as_str()).collect::<Vec<_>>());
    }

    #[test]
    fn forms_take_what_they_say() {
        let text = |t: &str| Param::Text(t.into());
        let facility = |entries: &[(&str, Param)]| {
            Param::List(vec![Param::Table(
                entries.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect(),
            )])
        };
        assert!(
            Form::Text.fits(&text("a")) && !Form::Text.fits(&text(" ")) && !Form::Text.fits(&Param::Whole(1))
        );
        assert!(Form::Word(&["a", "b"]).fits(&text("b")) && !Form::Word(&["a"]).fits(&text("b")));
        assert!(Form::Texts.fits(&Param::List(vec![text("a")])) && !Form::Texts.fits(&Param::List(vec![])));
        assert!(!Form::Texts.fits(&text("a")));
        assert!(Form::Positive.fits(&Param::Number(0.5)) && !Form::Positive.fits(&Param::Whole(0)));
        assert!(!Form::Positive.fits(&Param::Number(f64::INFINITY)));
        assert!(Form::Facilities.fits(&facility(&[("id", text("a")), ("kind", text("b"))])));
        assert!(!Form::Facilities.fits(&facility(&[("id", text("a"))])));
        let both = [("id", text("a")), ("kind", text("b")), ("kinds", Param::List(vec![text("b")]))];
        assert!(!Form::Facilities.fits(&facility(&both)));
    }
}
