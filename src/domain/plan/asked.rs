//! What a plan's indicators ask of records: the words by which they name them.

use super::metric::Param;
use super::{Indicator, Plan, Task};
use std::collections::BTreeSet;

/// What the metrics' parameters name: (metric, parameter).
type Named = &'static [(&'static str, &'static str)];

const SERIES: Named = &[
    ("observation", "series"),
    ("observation_sum", "series"),
    ("observation_per_head", "series"),
    ("observation_recorded", "series"),
    ("observation_growth_less_reference", "series"),
    ("observation_growth_less_reference", "reference"),
    ("observation_growth_less_reference", "alternative"),
    ("observation_sample", "series"),
    ("divisions_with_observation", "series"),
];
const MILESTONES: Named = &[("milestone", "milestone")];
const BRANDS: Named = &[("brand_series_editions", "series")];
const EVENT_TAGS: Named = &[("event_count", "tag"), ("share_of_organisations_with_events", "event_tag")];
const ORGANISATION_KINDS: Named = &[
    ("organisation_count", "kind"),
    ("share_of_organisations_with_events", "kind"),
    ("divisions_with_organisation", "kind"),
];
const INSTITUTION_KINDS: Named = &[
    ("institutions_with_equipment", "institution_kind"),
    ("institutions_with_equipment", "institution_kinds"),
];
const PROVIDER_CATEGORIES: Named = &[("provider_categories", "categories")];

impl Plan {
    /// Series of observations.
    pub fn series(&self) -> BTreeSet<&str> {
        self.named(SERIES)
    }

    pub fn milestones(&self) -> BTreeSet<&str> {
        self.named(MILESTONES)
    }

    /// Series of events.
    pub fn brands(&self) -> BTreeSet<&str> {
        self.named(BRANDS)
    }

    pub fn event_tags(&self) -> BTreeSet<&str> {
        self.named(EVENT_TAGS)
    }

    pub fn organisation_kinds(&self) -> BTreeSet<&str> {
        self.named(ORGANISATION_KINDS)
    }

    pub fn institution_kinds(&self) -> BTreeSet<&str> {
        self.named(INSTITUTION_KINDS)
    }

    pub fn provider_categories(&self) -> BTreeSet<&str> {
        self.named(PROVIDER_CATEGORIES)
    }

    /// An indicator by its id, with its task.
    pub fn indicator(&self, id: &str) -> Option<(&Task, &Indicator)> {
        let all = self.tasks.iter().flat_map(|task| task.indicators.iter().map(move |i| (task, i)));
        all.into_iter().find(|(_, indicator)| indicator.id == id)
    }

    fn named(&self, by: Named) -> BTreeSet<&str> {
        let indicators = self.tasks.iter().flat_map(|task| &task.indicators);
        indicators.flat_map(|indicator| named(indicator, by)).collect()
    }
}

impl Indicator {
    /// The one series of observations it asks for, if it is one.
    pub fn one_series(&self) -> Option<&str> {
        self.only(SERIES)
    }

    /// The milestone it asks for.
    pub fn one_milestone(&self) -> Option<&str> {
        self.only(MILESTONES)
    }

    fn only(&self, by: Named) -> Option<&str> {
        match named(self, by)[..] {
            [only] => Some(only),
            _ => None,
        }
    }
}

fn named(indicator: &Indicator, by: Named) -> Vec<&str> {
    let parameters = by.iter().filter(|(metric, _)| *metric == indicator.metric.name);
    let values = parameters.filter_map(|(_, parameter)| indicator.params.0.get(*parameter));
    values
        .flat_map(|value| match value {
            Param::List(items) => items.iter().collect::<Vec<_>>(),
            one => vec![one],
        })
        .filter_map(|value| match value {
            Param::Text(text) => Some(text.as_str()),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::metric::Metric;
    use super::*;

    #[test]
    fn the_tables_name_metrics_and_parameters_that_there_are() {
        let all = [
            SERIES,
            MILESTONES,
            BRANDS,
            EVENT_TAGS,
            ORGANISATION_KINDS,
            INSTITUTION_KINDS,
            PROVIDER_CATEGORIES,
        ];
        for (metric, parameter) in all.concat() {
            let found = Metric::find(metric).and_then(|metric| metric.parameter(parameter));
            assert!(found.is_some(), "{metric}: {parameter}");
        }
    }
}
