//! Area per head over divisions, and access over people.

use super::EquityQuestion;
use super::area::{Compared, LeftOut};
use super::measures::{Measures, measures};
use crate::analysis::demand::People;
use crate::domain::contribution::Ordinal;
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::study::access::{Made, Measured};
use crate::registry::study::answer::Answer;
use crate::registry::study::features::{Features, json};
use crate::registry::study::grounds::Grounds;
use crate::registry::study::head::{DivisionName, Head};
use crate::registry::study::over_people::{lineage, people};
use crate::registry::study::question::Part;
use crate::registry::world::World;
use serde::Serialize;

#[derive(Serialize)]
struct Answered<'a> {
    question: &'a EquityQuestion,
    #[serde(flatten)]
    head: Head,
    area: OfArea<'a>,
    access: OfAccess,
}

/// Square metres per head, one figure a division: nothing is known of what is within.
#[derive(Serialize)]
struct OfArea<'a> {
    #[serde(flatten)]
    measures: Measures,
    #[serde(skip_serializing_if = "Option::is_none")]
    divisions: Option<Vec<Row>>,
    left_out: &'a [LeftOut],
}

#[derive(Serialize)]
struct Row {
    division: Option<DivisionName>,
    people: People,
    m2_per_head: f64,
}

#[derive(Serialize)]
struct OfAccess {
    #[serde(flatten)]
    measures: Measures,
    made: Made,
}

pub(super) fn answer(
    registry: &Registry,
    world: &World,
    question: &EquityQuestion,
    grounds: &Grounds,
    measured: &Measured,
    compared: &Compared,
) -> Result<Answer, RegistryError> {
    let located = &grounds.located;
    let surface = located.state.surface();
    let home = |home: &Ordinal| {
        lineage(&world.tree, *home).find(|above| compared.level.contains(above)).unwrap_or(Ordinal::NONE)
    };
    let homes: Vec<Ordinal> = surface.division().iter().map(home).collect();
    let of_area = measures(world, &compared.people, &compared.values, &compared.groups)?;
    let of_access = measures(world, &measured.people, &measured.access.access, &homes)?;
    let rows = compared.divisions.iter().zip(compared.people.iter().zip(&compared.values));
    let rows = rows.map(|(division, (heads, value))| {
        let row =
            Row { division: DivisionName::of(world, *division), people: people(*heads), m2_per_head: *value };
        (*division, row)
    });
    let mut answered = Answered {
        question,
        head: registry.head(world, &question.scope, grounds),
        area: OfArea { measures: of_area, divisions: None, left_out: &compared.left_out },
        access: OfAccess { measures: of_access, made: Made::of(registry, &question.scope, &question.how) },
    };
    if question.part == Part::Figures {
        answered.area.divisions = Some(rows.map(|(_, row)| row).collect());
        return json(&answered);
    }
    let mut features = Features::new();
    for (division, row) in rows {
        if let Some(geometry) = &world.tree.node(division).division.geometry {
            features.push(geometry, &row)?;
        }
    }
    features.finish(&answered)
}
