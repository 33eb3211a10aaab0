//! One number in one world, by the metric that an indicator names.
//!
//! What nobody recorded is no zero: an empty list gives no value. Each file holds the metrics of one sort
//! of thing.

/// Venue area per head, and how evenly it is spread.
mod area;
/// Clusters by sorts of facility.
pub mod clusters;
/// Events by tag, by series, by organiser.
mod events;
/// Institutions with equipment for a group.
mod institutions;
/// Milestones with accepted evidence.
mod milestones;
/// Reported figures.
mod observations;
/// Organisations by kind.
mod organisations;
/// Pieces of equipment.
mod pieces;
/// Suppliers of guidance by category.
mod providers;
/// People within reach of a station.
pub mod reach;
/// Who pays for sites, and who runs them.
mod shares;
/// Sites by programme and by stage.
mod sites;
/// Flagged divisions with their facilities.
pub mod villages;

use crate::analysis::plan::Nature;
use crate::domain::contribution::Ordinal;
use crate::domain::id::DivisionId;
use crate::domain::plan::{Indicator, Period, Plan};
use crate::registry::reference::Reference;
use crate::registry::world::World;
use jiff::civil::Date;
use reach::ReachedShares;
use uuid::Uuid;

/// What a number is asked of.
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    pub reference: &'a Reference,
    pub plan: &'a Plan,
    pub world: &'a World,
    /// The day of the world.
    pub on: Date,
    /// First day of the year, or of the plan where that begins in it, for a number of a year.
    pub from: Option<Date>,
    /// The world at the end of the year before.
    pub before: Option<&'a World>,
    /// The world of the indicator's base.
    pub base: Option<&'a World>,
    /// Whose clusters are meant.
    pub terrain: &'a World,
    /// `None`: the whole district.
    pub division: Option<Ordinal>,
    /// The same in every world.
    pub id: Option<DivisionId>,
    pub indicator: &'a Indicator,
    pub reached: &'a ReachedShares,
}

impl Asking<'_> {
    pub fn text(&self, name: &str) -> &str {
        self.indicator.params.text(name).unwrap_or_default()
    }

    pub fn number(&self, name: &str) -> Option<f64> {
        self.indicator.params.number(name)
    }

    /// Whether something with that home is in the division that is asked about.
    pub fn is_here(&self, home: Ordinal) -> bool {
        self.division.is_none_or(|top| home != Ordinal::NONE && self.world.tree.is_within(home, top))
    }

    /// The same of another world, in whose own tree the division is looked up: ordinals are of one world. Nothing
    /// is in a division that did not exist there.
    pub fn is_here_in(&self, world: &World, home: Ordinal) -> bool {
        let within = |top: Ordinal| home != Ordinal::NONE && world.tree.is_within(home, top);
        self.id.is_none_or(|id| world.tree.find(id).is_some_and(within))
    }

    /// Whether a day lies in the time that is asked about.
    pub fn is_in_time(&self, day: Date) -> bool {
        day <= self.on && self.from.is_none_or(|from| from <= day)
    }
}

/// A value, and what it rests on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measured {
    /// `None`: nobody knows.
    pub value: Option<f64>,
    /// The day it is of, where that is not the day looked at.
    pub at: Option<Date>,
    pub demo: bool,
    pub estimate: bool,
    pub note: Option<(String, String)>,
    /// Rows of a list that the value was made of: name, whether it counts, and what it is.
    pub parts: Vec<Part>,
}

/// One of the things that a value is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub name_zh: String,
    pub name_en: Option<String>,
    /// Path of the list that it is in, such as `sites`; `None` of what is no record.
    pub list: Option<&'static str>,
    pub id: Option<Uuid>,
    pub value: Option<f64>,
    /// It counts towards the target.
    pub counts: bool,
}

impl Measured {
    pub fn of(value: f64) -> Self {
        Self { value: Some(value), ..Self::default() }
    }

    pub fn unknown(zh: &str, en: &str) -> Self {
        Self { note: Some((zh.to_owned(), en.to_owned())), ..Self::default() }
    }
}

/// The value of an indicator.
pub fn measure(asking: &Asking<'_>) -> Measured {
    let name = asking.indicator.metric.name;
    match computation(name) {
        Some(compute) => compute(asking),
        None => Measured::unknown(
            &format!("指标算法 {name} 尚不可用"),
            &format!("the metric {name} is not computed"),
        ),
    }
}

type Computation = fn(&Asking<'_>) -> Measured;

/// How the metric of that name is computed.
fn computation(name: &str) -> Option<Computation> {
    Some(match name {
        "site_stage" => sites::stage,
        "site_count_growth" => sites::growth,
        "equipment_count_growth" => pieces::growth,
        "area_per_head" => area::per_head,
        "area_gini_change" => area::gini_change,
        "cluster_matrix" => clusters::matrix,
        "organisation_count" => organisations::count,
        "divisions_with_organisation" => organisations::divisions_with,
        "share_of_organisations_with_events" => events::organisers,
        "event_count" => events::count,
        "brand_series_editions" => events::brands,
        "observation" => observations::newest,
        "observation_sum" => observations::sum,
        "observation_per_head" => observations::per_head,
        "observation_recorded" => observations::recorded,
        "observation_growth_less_reference" => observations::growth_less_reference,
        "observation_sample" => observations::sample,
        "divisions_with_observation" => observations::divisions_with,
        "milestone" => milestones::accepted,
        "population_within_reach" => reach::share,
        "provider_categories" => providers::categories,
        "flagged_division_facilities" => villages::equipped,
        "institutions_with_equipment" => institutions::equipped,
        "site_share_change" => shares::change,
        _ => return None,
    })
}

/// How a metric's number behaves in its time.
pub fn nature(indicator: &Indicator) -> Nature {
    match (indicator.metric.name, indicator.period) {
        ("milestone", _) => Nature::Milestone,
        (
            "event_count"
            | "brand_series_editions"
            | "observation_sum"
            | "observation_recorded"
            | "observation_sample",
            _,
        )
        | ("observation", Period::EachYear) => Nature::Tally,
        _ => Nature::Level,
    }
}

/// Whether a year's number is nothing when the year begins, so that its line starts there.
pub fn starts_at_nothing(indicator: &Indicator) -> bool {
    matches!(
        indicator.metric.name,
        "event_count"
            | "brand_series_editions"
            | "observation_sum"
            | "share_of_organisations_with_events"
            | "site_count_growth"
            | "equipment_count_growth"
    )
}

#[cfg(test)]
mod tests {
    use crate::domain::plan::metric::METRICS;

    #[test]
    fn every_metric_that_a_plan_may_name_is_computed() {
        for metric in METRICS {
            assert!(super::computation(metric.name).is_some(), "{}", metric.name);
        }
    }
}
