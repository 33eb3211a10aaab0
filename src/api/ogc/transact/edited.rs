//! What can be written, and how: the registry's own ways, under one name.

use crate::api::body::Given;
use crate::api::features::{Collection, Listed, Pieces, Sites};
use crate::domain::change::{EntityKind, EntityRef};
use crate::domain::id::{EquipmentId, SiteId};
use crate::domain::kind::Catalogue;
use crate::index::{EquipmentFacts, RecordFacts, SiteFacts};
use crate::registry::Registry;
use crate::registry::draft::record::Drafted;
use crate::registry::error::RegistryError;
use crate::registry::write::{Author, Condition, Members, Repeat, Written};
use jiff::civil::Date;
use std::future::Future;
use uuid::Uuid;

type Outcome = Result<Written<Uuid>, RegistryError>;

/// A collection that can be written to.
pub trait Edited: Collection {
    /// How the log names one of its things.
    const KIND: EntityKind;

    /// Valid time of the state that stands.
    fn effective_from(facts: &Self::Facts) -> Option<Date>;

    /// What of a body's division is meant.
    fn understood(given: Given) -> Given {
        given
    }

    /// Refuses what would not be in the collection that it is sent to.
    ///
    /// # Errors
    /// It is none of the collection's.
    fn admits(&self, _: &Members, _: &Catalogue) -> Result<(), RegistryError> {
        Ok(())
    }

    fn register(
        registry: &Registry,
        author: &Author,
        members: Members,
        repeat: Option<&Repeat>,
    ) -> impl Future<Output = Outcome> + Send;

    fn replace(
        registry: &Registry,
        author: &Author,
        id: Uuid,
        members: Members,
        condition: Condition,
    ) -> impl Future<Output = Outcome> + Send;

    fn change(
        registry: &Registry,
        author: &Author,
        id: Uuid,
        patch: Members,
        condition: Condition,
        repeat: Option<&Repeat>,
    ) -> impl Future<Output = Outcome> + Send;

    fn remove(
        registry: &Registry,
        author: &Author,
        id: Uuid,
        condition: Condition,
    ) -> impl Future<Output = Outcome> + Send;

    /// How the log names the thing with this id.
    fn entity(id: Uuid) -> EntityRef {
        EntityRef { kind: Self::KIND, id }
    }
}

fn plain<Id>(written: Written<Id>, id: impl Fn(Id) -> Uuid) -> Written<Uuid> {
    Written { id: id(written.id), seq: written.seq, replayed: written.replayed }
}

impl Edited for Sites {
    const KIND: EntityKind = EntityKind::Site;

    fn effective_from(facts: &SiteFacts) -> Option<Date> {
        facts.effective_from()
    }

    fn admits(&self, members: &Members, catalogue: &Catalogue) -> Result<(), RegistryError> {
        let Some(part) = self.part() else { return Ok(()) };
        part.admits(members, catalogue).map_err(|defect| RegistryError::Invalid(vec![defect]))
    }

    async fn register(
        registry: &Registry,
        author: &Author,
        members: Members,
        repeat: Option<&Repeat>,
    ) -> Outcome {
        Ok(plain(registry.register_site(author, members, repeat).await?, |id| id.0))
    }

    async fn replace(
        registry: &Registry,
        author: &Author,
        id: Uuid,
        members: Members,
        condition: Condition,
    ) -> Outcome {
        Ok(plain(registry.replace_site(author, SiteId(id), members, condition).await?, |id| id.0))
    }

    async fn change(
        registry: &Registry,
        author: &Author,
        id: Uuid,
        patch: Members,
        condition: Condition,
        repeat: Option<&Repeat>,
    ) -> Outcome {
        Ok(plain(registry.change_site(author, SiteId(id), patch, condition, repeat).await?, |id| id.0))
    }

    async fn remove(registry: &Registry, author: &Author, id: Uuid, condition: Condition) -> Outcome {
        Ok(plain(registry.remove_site(author, SiteId(id), condition).await?, |id| id.0))
    }
}

impl Edited for Pieces {
    const KIND: EntityKind = EntityKind::Equipment;

    fn effective_from(facts: &EquipmentFacts) -> Option<Date> {
        facts.effective_from()
    }

    async fn register(
        registry: &Registry,
        author: &Author,
        members: Members,
        repeat: Option<&Repeat>,
    ) -> Outcome {
        Ok(plain(registry.register_equipment(author, members, repeat).await?, |id| id.0))
    }

    async fn replace(
        registry: &Registry,
        author: &Author,
        id: Uuid,
        members: Members,
        condition: Condition,
    ) -> Outcome {
        Ok(plain(registry.replace_equipment(author, EquipmentId(id), members, condition).await?, |id| id.0))
    }

    async fn change(
        registry: &Registry,
        author: &Author,
        id: Uuid,
        patch: Members,
        condition: Condition,
        repeat: Option<&Repeat>,
    ) -> Outcome {
        let id = EquipmentId(id);
        Ok(plain(registry.change_equipment(author, id, patch, condition, repeat).await?, |id| id.0))
    }

    async fn remove(registry: &Registry, author: &Author, id: Uuid, condition: Condition) -> Outcome {
        Ok(plain(registry.remove_equipment(author, EquipmentId(id), condition).await?, |id| id.0))
    }
}

impl<T: Drafted> Edited for Listed<T> {
    const KIND: EntityKind = T::KIND;

    fn effective_from(facts: &RecordFacts<T>) -> Option<Date> {
        facts.effective_from()
    }

    fn understood(given: Given) -> Given {
        given.stating_division()
    }

    async fn register(
        registry: &Registry,
        author: &Author,
        members: Members,
        repeat: Option<&Repeat>,
    ) -> Outcome {
        registry.register_record::<T>(author, members, repeat).await
    }

    async fn replace(
        registry: &Registry,
        author: &Author,
        id: Uuid,
        members: Members,
        condition: Condition,
    ) -> Outcome {
        registry.replace_record::<T>(author, id, members, condition).await
    }

    async fn change(
        registry: &Registry,
        author: &Author,
        id: Uuid,
        patch: Members,
        condition: Condition,
        repeat: Option<&Repeat>,
    ) -> Outcome {
        registry.change_record::<T>(author, id, patch, condition, repeat).await
    }

    async fn remove(registry: &Registry, author: &Author, id: Uuid, condition: Condition) -> Outcome {
        registry.remove_record::<T>(author, id, condition).await
    }
}
