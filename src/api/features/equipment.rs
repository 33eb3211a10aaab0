//! Equipment and its filters.

use super::{Collection, Tests};
use crate::api::error::ApiError;
use crate::api::query::Params;
use crate::domain::change::EntityKind;
use crate::domain::contribution::Ordinal;
use crate::domain::equipment::EquipmentState;
use crate::domain::kind::KindIndex;
use crate::index::{Day, EquipmentFacts, Layer, Snapshot};
use crate::registry::error::Thing;
use crate::registry::reference::Reference;
use crate::registry::world::World;
use uuid::Uuid;

pub struct Pieces;

impl Collection for Pieces {
    type Facts = EquipmentFacts;
    const ID: &'static str = "equipment";
    const WHAT: Thing = Thing::Entity(EntityKind::Equipment);

    fn layer(snapshot: &Snapshot) -> &Layer<EquipmentFacts> {
        &snapshot.equipment
    }

    fn filters<'a>(
        params: &mut Params,
        world: &'a World,
        reference: &Reference,
    ) -> Result<Tests<'a, EquipmentFacts>, ApiError> {
        let mut tests = Tests::<'a, EquipmentFacts>::default();
        tests.push_on(params.list("site", |text| Uuid::parse_str(text).ok(), "UUID"));
        let kinds = params.list("kind", |label| kind(reference, label), "/api/v1/kinds");
        tests.push_some(kinds, |wanted, entry| wanted.contains(&entry.facts.kind));
        let words: Vec<&str> = EquipmentState::ALL.iter().map(|state| state.as_str()).collect();
        let state = params.list("state", EquipmentState::parse, &words.join(", "));
        tests.push_some(state, |wanted, entry| wanted.contains(&entry.facts.state));
        let smart = params.boolean("smart");
        tests.push_some(smart, |wanted, entry| entry.facts.smart == *wanted);
        let division = super::divisions::chosen(params, world)?;
        tests
            .push_some(division, |wanted, entry| wanted.has(entry.facts.division().unwrap_or(Ordinal::NONE)));
        Ok(tests)
    }

    fn time(facts: &EquipmentFacts) -> (Day, Day) {
        (facts.installed, facts.removed)
    }
}

fn kind(reference: &Reference, label: &str) -> Option<KindIndex> {
    let found = reference.catalogue.find_equipment(label)?;
    let position = reference.catalogue.equipment_kinds().iter().position(|kind| kind.id == found.id)?;
    u16::try_from(position).ok().map(KindIndex)
}
