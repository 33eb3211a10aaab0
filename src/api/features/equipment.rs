//! Equipment and its filters.

use super::fields::{self, Field};
use super::property::{Quick, day, word};
use super::{Collection, Tests};
use crate::api::error::ApiError;
use crate::api::query::Params;
use crate::domain::change::EntityKind;
use crate::domain::contribution::Ordinal;
use crate::domain::equipment::EquipmentState;
use crate::domain::filter::Value;
use crate::domain::kind::Catalogue;
use crate::domain::kind::KindIndex;
use crate::index::{Day, EquipmentFacts, Layer, Snapshot};
use crate::registry::error::Thing;
use crate::registry::reference::Reference;
use crate::registry::world::World;
use uuid::Uuid;

#[derive(Clone)]
pub struct Pieces;

impl Collection for Pieces {
    type Facts = EquipmentFacts;

    fn id(&self) -> &'static str {
        "equipment"
    }

    fn what(&self) -> Thing {
        Thing::Entity(EntityKind::Equipment)
    }

    fn title(&self) -> (String, String) {
        ("健身器材".to_owned(), "Fitness equipment".to_owned())
    }

    fn description(&self) -> (String, String) {
        ("场地上的器材，每件一条".to_owned(), "pieces of equipment on sites".to_owned())
    }

    fn layer<'a>(&'a self, snapshot: &'a Snapshot) -> &'a Layer<EquipmentFacts> {
        &snapshot.equipment
    }

    fn filters<'a>(
        &self,
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

    fn time(&self, facts: &EquipmentFacts) -> (Day, Day) {
        (facts.installed, facts.removed)
    }

    fn quick(&self, name: &str) -> Option<Quick<EquipmentFacts>> {
        Some(match name {
            "kind" => |facts, catalogue| {
                let kind = catalogue.equipment_kinds().get(usize::from(facts.kind.0));
                kind.map_or(Value::Null, |kind| word(&kind.id))
            },
            "state" => |facts, _| word(facts.state.as_str()),
            "target_group" => |facts, _| word(facts.target_group.as_str()),
            "smart" => |facts, _| Value::Bool(facts.smart),
            "wheelchair" => |facts, _| Value::Bool(facts.wheelchair),
            "installed_on" => |facts, _| day(facts.installed.date()),
            "removed_on" => |facts, _| day(facts.removed.date()),
            "demo" => |facts, _| Value::Bool(facts.demo),
            _ => return None,
        })
    }

    fn fields(&self, catalogue: &Catalogue) -> Vec<Field> {
        fields::equipment(catalogue)
    }
}

fn kind(reference: &Reference, label: &str) -> Option<KindIndex> {
    let found = reference.catalogue.find_equipment(label)?;
    let position = reference.catalogue.equipment_kinds().iter().position(|kind| kind.id == found.id)?;
    u16::try_from(position).ok().map(KindIndex)
}
