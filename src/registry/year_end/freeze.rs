//! Freezes a year, or opens it again as a new version.

use super::figures::Figures;
use super::grounds::Grounds;
use crate::domain::change::{EntityKind, EntityRef, NewChange, Reason};
use crate::domain::id::{BlobHash, YearEndId};
use crate::domain::invalid::Invalid;
use crate::domain::year_end::{People, YearEnd, day_of, defect};
use crate::formats::{BlobError, json_blob};
use crate::registry::Registry;
use crate::registry::draft::{self, Fields};
use crate::registry::error::RegistryError;
use crate::registry::reference::Texts;
use crate::registry::scoreboard::PlanTold;
use crate::registry::world::World;
use crate::registry::write::{Author, Members, Written, accept, state};
use crate::storage::{Keys, Repeat, StoreError, Write};
use serde::Serialize;
use std::sync::Arc;
use uuid::Uuid;

/// How often the figures are computed anew when somebody wrote meanwhile.
const TRIES: u32 = 5;

/// What is to be frozen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Freezing {
    pub year: i16,
    /// The office that freezes; no person.
    pub by: Option<String>,
    /// Why a frozen year is opened again; `None`: it is frozen for the first time.
    pub reopened: Option<String>,
}

/// One state of the registry, computed to the end.
struct State {
    world: Arc<World>,
    plan: Option<Arc<PlanTold>>,
}

impl Registry {
    /// Freezes the figures of 31 December as they are known now: `year`, `by`, and to open a frozen year
    /// again `reopen` with its `reason`.
    ///
    /// # Errors
    /// The year is not over; it is frozen already (or is to be opened again and is not); the reason is empty;
    /// others write all the time; the store fails. Nothing is changed then.
    pub async fn freeze(
        &self,
        author: &Author,
        members: Members,
        repeat: Option<&Repeat>,
    ) -> Result<Written<YearEndId>, RegistryError> {
        let mut fields = Fields::from_json(members);
        let freezing = draft::freezing::freezing(&mut fields);
        // Without one, what was not reached yet is no misspelling.
        if freezing.is_some() {
            fields.refuse_left_over();
        }
        accept(fields)?;
        let Some(freezing) = freezing else {
            return Err(RegistryError::Internal("a freezing without defects".to_owned()));
        };
        let version = match self.next_version(&freezing) {
            Ok(version) => version,
            // The same request may have frozen it before.
            Err(refused) => return self.replayed(author, freezing.year, repeat).await?.ok_or(refused),
        };
        let state_of_year = self.still(freezing.year).await?;
        let State { world, plan } = &state_of_year;
        let texts = Texts::stored(&*self.store).await?;
        let stored = texts.read()?;
        let same =
            stored.rules == self.reference.rules && stored.catalogue.is_same(&self.reference.catalogue);
        if !same {
            return Err(RegistryError::refused(
                "类型或统计规则已更换而本服务仍在用旧的：请重启服务后再封存",
                "kinds or counting rules were replaced and this service still counts by the old ones: start it anew, then freeze",
            ));
        }
        let coverage = world.coverage(&self.reference, None);
        let figures = Figures::of(&coverage, plan.as_deref())?;
        let grounds = Grounds::of(world, &self.reference.catalogue, texts.kinds.text, texts.rules.text);
        let blob = self.keep(&figures).await?;
        let boundary_version = grounds.boundary_version()?;
        let area_cm2 = grounds.area().cm2();
        let grounds = self.keep(&grounds).await?;
        let whole = coverage.rows.first();
        let people = whole.and_then(|row| row.population.as_ref()).map(|people| People {
            value: people.value,
            year: people.year,
            vintage: people.vintage.clone(),
            estimate: people.estimate,
        });
        let id = YearEndId(Uuid::now_v7());
        let year_end = YearEnd {
            id,
            year: freezing.year,
            version,
            seq: world.seq(),
            frozen_at: self.clock.micros(),
            by: freezing.by.clone(),
            reason: freezing.reopened.clone(),
            rule_version: self.reference.rules.version.clone(),
            program: super::PROGRAM.to_owned(),
            boundary_version,
            people,
            plan: plan.as_ref().map(|plan| plan.plan.id.clone()),
            sites: whole.map_or(0, |row| row.sites.unsigned_abs()),
            area_cm2,
            demo: whole.is_some_and(|row| row.flags.contains(&"demo")),
            blob,
            grounds,
            hash: BlobHash([0; 32]),
        }
        .sealed();
        self.put(author, &year_end, repeat).await
    }

    async fn put(
        &self,
        author: &Author,
        year_end: &YearEnd,
        repeat: Option<&Repeat>,
    ) -> Result<Written<YearEndId>, RegistryError> {
        let change = NewChange {
            entity: EntityRef { kind: EntityKind::YearEnd, id: year_end.id.0 },
            effective_from: self.today(),
            reason: Reason::NewlyFound,
            before: None,
            after: Some(state(year_end, None)?),
        };
        let keys = Keys { external: Some(year_end.external()), ..Keys::default() };
        let write = Write { change, expected: None, unconditional: false, keys };
        let appended = self.commit(author, false, repeat, vec![write]).await?;
        let first = appended.replayed.as_ref().and_then(|first| first.first());
        let id = first.map_or(year_end.id, |first| YearEndId(first.id));
        Ok(Written { id, seq: appended.last, replayed: appended.replayed.is_some() })
    }

    /// The answer to a request that was carried out before, by its key; the store knows the keys, so it is
    /// asked to write once more what stands, which it refuses when the key is new.
    async fn replayed(
        &self,
        author: &Author,
        year: i16,
        repeat: Option<&Repeat>,
    ) -> Result<Option<Written<YearEndId>>, RegistryError> {
        let (Some(_), Ok(standing)) = (repeat, self.year_end(year, None)) else { return Ok(None) };
        match self.put(author, &standing, repeat).await {
            Ok(written) => Ok(Some(written)),
            Err(RegistryError::Conflict { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Which version it will be.
    fn next_version(&self, freezing: &Freezing) -> Result<u32, RegistryError> {
        let Freezing { year, by, reopened } = freezing;
        let defects: Vec<Invalid> = [defect("/by", by.as_deref()), defect("/reason", reopened.as_deref())]
            .into_iter()
            .flatten()
            .collect();
        if !defects.is_empty() {
            return Err(RegistryError::Invalid(defects));
        }
        if day_of(*year) >= self.today() {
            return Err(RegistryError::invalid(
                "/year",
                "year_not_over",
                format!("{year} 年尚未结束；12月31日过后才能封存"),
                format!("{year} is not over; it can be frozen after 31 December"),
            ));
        }
        let standing = self.year_end(*year, None).ok();
        match (standing, reopened) {
            (None, None) => Ok(1),
            (Some(standing), Some(_)) => Ok(standing.version + 1),
            (Some(standing), None) => Err(RegistryError::invalid(
                "/year",
                "frozen_already",
                format!(
                    "{year} 年已封存（第 {} 版）；确需重开请写明原因：jiantu freeze {year} --reopen --reason …",
                    standing.version
                ),
                format!(
                    "{year} is frozen already (version {}); to open it again, tell why: jiantu freeze {year} --reopen --reason …",
                    standing.version
                ),
            )),
            (None, Some(_)) => Err(RegistryError::invalid(
                "/year",
                "not_frozen",
                format!("{year} 年尚未封存，无从重开；请先封存：jiantu freeze {year}"),
                format!(
                    "{year} is not frozen, so it can not be opened again; freeze it first: jiantu freeze {year}"
                ),
            )),
        }
    }

    /// The year-end, computed while nobody wrote: all of it is of one number of the log.
    async fn still(&self, year: i16) -> Result<State, RegistryError> {
        let day = day_of(year);
        for _ in 0..TRIES {
            let head = self.store.identity().await?.head;
            if self.follows {
                self.wait_for(head, std::time::Duration::from_secs(30)).await?;
            }
            let world = self.world_at(Some(day), None).await?;
            let of_plan = self.reference.plan.as_ref();
            let asked = of_plan.is_some_and(|plan| (plan.starts.year()..=plan.ends.year()).contains(&year));
            let plan = if asked { Some(self.plan_in_full(day).await?) } else { None };
            let seen = [Some(world.seq()), plan.as_ref().map(|plan| crate::domain::id::Seq(plan.seq))];
            let same = seen.into_iter().flatten().all(|seq| seq == head);
            if same && self.store.identity().await?.head == head {
                return Ok(State { world, plan });
            }
        }
        Err(RegistryError::Unavailable(
            "数据正在被修改，未能取得静止的状态 / others write all the time, so no still state could be read"
                .to_owned(),
        ))
    }

    async fn keep<T: Serialize>(&self, contents: &T) -> Result<BlobHash, RegistryError> {
        let packed: Result<Vec<u8>, BlobError> = tokio::task::block_in_place(|| json_blob::write(contents));
        let bytes = packed.map_err(|error| RegistryError::Internal(error.to_string()))?;
        let kept: Result<[u8; 32], StoreError> = self.store.put_blob(&bytes).await;
        Ok(BlobHash(kept?))
    }
}
