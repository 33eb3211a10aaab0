//! Records and their filters, the same for every kind.

use super::{Collection, Tests};
use crate::api::error::ApiError;
use crate::api::query::Params;
use crate::domain::contribution::Ordinal;
use crate::domain::record::{Institution, Organisation};
use crate::index::{Day, Layer, RecordFacts, Snapshot};
use crate::registry::draft::record::Drafted;
use crate::registry::error::Thing;
use crate::registry::reference::Reference;
use crate::registry::world::World;
use std::marker::PhantomData;
use uuid::Uuid;

/// All records of a kind.
pub struct Listed<T>(PhantomData<T>);

/// Those that have a place are collections of their own.
pub type Organisations = Listed<Organisation>;
/// See [`Organisations`].
pub type Institutions = Listed<Institution>;

impl<T: Drafted> Collection for Listed<T> {
    type Facts = RecordFacts<T>;
    const ID: &'static str = T::WHAT.as_str();
    const WHAT: Thing = Thing::Entity(T::KIND);

    fn layer(snapshot: &Snapshot) -> &Layer<RecordFacts<T>> {
        snapshot.records.of::<T>()
    }

    fn filters<'a>(
        params: &mut Params,
        world: &'a World,
        _: &Reference,
    ) -> Result<Tests<'a, RecordFacts<T>>, ApiError> {
        let mut tests = Tests::<'a, RecordFacts<T>>::default();
        for word in T::WORDS {
            let wanted = params.list(word, |text| Some(text.to_owned()), "");
            tests.push_some(wanted, move |wanted: &Vec<String>, entry| {
                wanted.iter().any(|wanted| entry.facts.record.is(word, wanted) == Some(true))
            });
        }
        if T::HANGS {
            tests.push_on(params.list("organiser", |text| Uuid::parse_str(text).ok(), "UUID"));
        }
        let division = super::divisions::chosen(params, world)?;
        tests
            .push_some(division, |wanted, entry| wanted.has(entry.facts.division().unwrap_or(Ordinal::NONE)));
        Ok(tests)
    }

    fn time(facts: &RecordFacts<T>) -> (Day, Day) {
        let (first, last) = facts.record.days();
        (Day::of(first), Day::of(last))
    }
}
