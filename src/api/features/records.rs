//! Records and their filters, the same for every kind.

use super::fields;
use super::fields::Field;
use super::{Collection, Tests};
use crate::api::error::ApiError;
use crate::api::query::Params;
use crate::domain::contribution::Ordinal;
use crate::domain::kind::Catalogue;
use crate::domain::record::{Institution, Organisation};
use crate::index::{Day, Layer, RecordFacts, Snapshot};
use crate::registry::draft::record::Drafted;
use crate::registry::error::Thing;
use crate::registry::reference::Reference;
use crate::registry::world::World;
use std::marker::PhantomData;
use uuid::Uuid;

/// All records of a kind.
pub struct Listed<T>(PhantomData<fn() -> T>);

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<T> Clone for Listed<T> {
    fn clone(&self) -> Self {
        Self(PhantomData)
    }
}

/// Those that have a place are collections of their own.
pub type Organisations = Listed<Organisation>;
/// See [`Organisations`].
pub type Institutions = Listed<Institution>;

impl<T: Drafted> Collection for Listed<T> {
    type Facts = RecordFacts<T>;

    fn id(&self) -> &str {
        T::WHAT.as_str()
    }

    fn what(&self) -> Thing {
        Thing::Entity(T::KIND)
    }

    fn title(&self) -> (String, String) {
        fields::records_title(T::KIND)
    }

    fn description(&self) -> (String, String) {
        fields::records_description(T::KIND)
    }

    fn layer<'a>(&'a self, snapshot: &'a Snapshot) -> &'a Layer<RecordFacts<T>> {
        snapshot.records.of::<T>()
    }

    fn filters<'a>(
        &self,
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

    fn time(&self, facts: &RecordFacts<T>) -> (Day, Day) {
        let (first, last) = facts.record.days();
        (Day::of(first), Day::of(last))
    }

    fn fields(&self, catalogue: &Catalogue) -> Vec<Field> {
        fields::records(T::KIND, catalogue)
    }
}
