//! Deciding about a chunk of staged writes from what the database knows of their keys. Both stores
//! ask their database and decide here.

use super::constraint::external_key;
use super::prepare::{Prepared, Step};
use super::staging::Outcome;
use crate::domain::change::{EntityKind, EntityRef};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// How a kept write goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A new entity: its data row is written now, hidden. Without its parent, if that is not there yet.
    Fresh { parent_stands: bool },
    /// It changes what stands, so it is applied when the staging is published.
    Later,
}

/// A chunk, sifted. `ways` belongs to `kept`; `outcomes` to all writes.
#[derive(Debug, Default)]
pub struct Sifted {
    pub kept: Vec<Prepared>,
    pub ways: Vec<Way>,
    pub outcomes: Vec<Outcome>,
}

/// Who has taken a key, and its ordinal if it is of this staging.
#[derive(Clone, Copy, Debug)]
struct Holder {
    id: Uuid,
    ordinal: Option<i64>,
}

/// A data row with an id of the chunk.
#[derive(Clone, Copy, Debug)]
struct Row {
    visible: bool,
    own: bool,
}

type External = (String, String);

/// What the database knows of the chunk's keys.
#[derive(Debug, Default)]
pub struct Known {
    rows: HashMap<EntityRef, Row>,
    logged: HashSet<EntityRef>,
    staged: HashMap<EntityRef, HashMap<String, i64>>,
    externals: HashMap<(EntityKind, External), Holder>,
    codes: HashMap<(EntityKind, String), Holder>,
    parents: HashSet<EntityRef>,
}

impl Known {
    pub fn row(&mut self, kind: EntityKind, id: Uuid, visible: bool, own: bool) {
        self.rows.insert(EntityRef { kind, id }, Row { visible, own });
    }

    /// A log row of an entity; `ordinal` if it is of this staging.
    pub fn logged(&mut self, kind: EntityKind, id: Uuid, day: String, ordinal: Option<i64>) {
        let entity = EntityRef { kind, id };
        self.logged.insert(entity);
        if let Some(ordinal) = ordinal {
            self.staged.entry(entity).or_default().insert(day, ordinal);
        }
    }

    pub fn external(&mut self, kind: EntityKind, key: External, id: Uuid, ordinal: Option<i64>) {
        self.externals.insert((kind, key), Holder { id, ordinal });
    }

    pub fn code(&mut self, kind: EntityKind, code: String, id: Uuid, ordinal: Option<i64>) {
        self.codes.insert((kind, code), Holder { id, ordinal });
    }

    pub fn parent(&mut self, kind: EntityKind, id: Uuid) {
        self.parents.insert(EntityRef { kind, id });
    }
}

/// Goes through a chunk in order and remembers what its own writes take.
pub struct Sieve {
    known: Known,
    next: i64,
    /// Parents that the chunk itself brings count as standing, wherever in it they are.
    brought: HashSet<EntityRef>,
}

impl Sieve {
    /// `ordinal` is that of the first write that is kept.
    pub fn new(known: Known, ordinal: i64) -> Self {
        Self { known, next: ordinal, brought: HashSet::new() }
    }

    pub fn run(mut self, writes: Vec<Prepared>) -> Sifted {
        let mut sifted = Sifted::default();
        for write in writes {
            if let Some(taken) = self.taken(&write.step) {
                sifted.outcomes.push(taken);
                continue;
            }
            sifted.ways.push(self.keep(&write.step));
            sifted.outcomes.push(Outcome::Kept(write.digest));
            sifted.kept.push(write);
        }
        for (way, write) in sifted.ways.iter_mut().zip(&sifted.kept) {
            if let (Way::Fresh { parent_stands }, Some(parent)) = (way, write.step.keys.parent) {
                *parent_stands = self.known.parents.contains(&parent) || self.brought.contains(&parent);
            }
        }
        sifted
    }

    fn taken(&self, step: &Step) -> Option<Outcome> {
        self.taken_id(step).or_else(|| self.taken_external(step)).or_else(|| self.taken_code(step))
    }

    fn taken_id(&self, step: &Step) -> Option<Outcome> {
        let entity = step.entity;
        let key = || format!("{} {}", entity.kind, entity.id);
        if let Some(days) = self.known.staged.get(&entity) {
            let same_day = days.get(&step.effective_from).copied();
            let by = same_day.or_else(|| days.values().max().copied());
            return (same_day.is_some() || !step.unconditional).then(|| Outcome::Taken { key: key(), by });
        }
        match self.known.rows.get(&entity) {
            Some(row) if !row.visible && !row.own => Some(Outcome::Taken { key: key(), by: None }),
            Some(row) if row.visible && step.expected.is_none() && !step.unconditional => {
                Some(Outcome::Taken { key: key(), by: None })
            }
            _ => None,
        }
    }

    fn taken_external(&self, step: &Step) -> Option<Outcome> {
        let key = step.keys.external.clone()?;
        let holder = self.known.externals.get(&(step.entity.kind, key))?;
        (holder.id != step.entity.id).then(|| Outcome::Taken { key: external_key(step), by: holder.ordinal })
    }

    fn taken_code(&self, step: &Step) -> Option<Outcome> {
        step.keys.codes.iter().find_map(|code| {
            let holder = self.known.codes.get(&(step.entity.kind, code.clone()))?;
            (holder.id != step.entity.id).then(|| Outcome::Taken { key: code.clone(), by: holder.ordinal })
        })
    }

    fn keep(&mut self, step: &Step) -> Way {
        let EntityRef { kind, id } = step.entity;
        let ordinal = Some(self.next);
        let stands = self.known.rows.contains_key(&step.entity) || self.known.logged.contains(&step.entity);
        let fresh = !stands && step.after.is_some() && (step.expected.is_none() || step.unconditional);
        self.known.logged(kind, id, step.effective_from.clone(), ordinal);
        if let Some(key) = &step.keys.external {
            self.known.external(kind, key.clone(), id, ordinal);
        }
        for code in &step.keys.codes {
            self.known.code(kind, code.clone(), id, ordinal);
        }
        self.next += 1;
        if !fresh {
            return Way::Later;
        }
        self.known.row(kind, id, false, true);
        self.brought.insert(step.entity);
        Way::Fresh { parent_stands: true }
    }
}
