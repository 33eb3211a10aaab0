//! Sites and their filters; trails are the sites that are measured by length and width.

use super::{Collection, Tests};
use crate::api::error::ApiError;
use crate::api::query::Params;
use crate::domain::change::EntityKind;
use crate::domain::site::{Access, Level, Status};
use crate::index::{Day, Layer, SiteFacts, Snapshot};
use crate::registry::error::Thing;
use crate::registry::reference::Reference;
use crate::registry::world::World;
use uuid::Uuid;

pub struct Sites;
pub struct Trails;

impl Collection for Sites {
    type Facts = SiteFacts;
    const ID: &'static str = "sites";
    const WHAT: Thing = Thing::Entity(EntityKind::Site);

    fn layer(snapshot: &Snapshot) -> &Layer<SiteFacts> {
        &snapshot.sites
    }

    fn filters<'a>(
        params: &mut Params,
        world: &'a World,
        reference: &Reference,
    ) -> Result<Tests<'a, SiteFacts>, ApiError> {
        let mut tests = Tests::<'a, SiteFacts>::default();
        let kind = |label: &str| reference.catalogue.find(label).map(|(index, _)| index);
        let kinds = params.list("kind", kind, "/api/v1/kinds");
        tests.push_some(kinds, |wanted, entry| wanted.contains(&entry.facts.kind));
        let words = words(Status::ALL, Status::as_str);
        let status = params.list("status", Status::parse, &words);
        tests.push_some(status, |wanted, entry| wanted.contains(&entry.facts.status));
        let words = self::words(Access::ALL, Access::as_str);
        let access = params.list("access", Access::parse, &words);
        tests.push_some(access, |wanted, entry| wanted.contains(&entry.facts.access));
        let words = self::words(Level::ALL, Level::as_str);
        let level = params.list("level", Level::parse, &words);
        tests
            .push_some(level, |wanted, entry| entry.facts.level.is_some_and(|level| wanted.contains(&level)));
        tests.push_on(params.list("container", |text| Uuid::parse_str(text).ok(), "UUID"));
        // A trail across a boundary is in both divisions, as its area is.
        let division = super::divisions::chosen(params, world)?;
        tests.push_some(division, |wanted, entry| {
            entry.facts.contribution.shares.as_slice().iter().any(|share| wanted.has(share.division))
        });
        let smart = params.boolean("smart");
        tests.push_some(smart, |wanted, entry| entry.facts.is_smart() == *wanted);
        Ok(tests)
    }

    fn time(facts: &SiteFacts) -> (Day, Day) {
        (facts.opened, facts.closed)
    }
}

impl Collection for Trails {
    type Facts = SiteFacts;
    const ID: &'static str = "trails";
    const WHAT: Thing = Thing::Trail;

    fn layer(snapshot: &Snapshot) -> &Layer<SiteFacts> {
        &snapshot.sites
    }

    fn holds(facts: &SiteFacts) -> bool {
        facts.is_trail()
    }

    fn filters<'a>(
        params: &mut Params,
        world: &'a World,
        reference: &Reference,
    ) -> Result<Tests<'a, SiteFacts>, ApiError> {
        let mut tests = Sites::filters(params, world, reference)?;
        tests.push(|entry| Self::holds(&entry.facts));
        Ok(tests)
    }

    fn time(facts: &SiteFacts) -> (Day, Day) {
        Sites::time(facts)
    }
}

fn words<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> String {
    all.iter().map(|item| word(*item)).collect::<Vec<_>>().join(", ")
}
