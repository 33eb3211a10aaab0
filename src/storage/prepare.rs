//! A write made ready for the log, outside any transaction: encoded, salted, hashed.

use super::chain::{self, Hash};
use super::{Keys, StoreError, Write};
use crate::domain::change::{EntityKind, EntityRef, State};
use crate::domain::id::Seq;
use crate::formats::wkb;
use geo_types::Geometry;
use uuid::Uuid;

/// A state with its geometry in both forms: WKB for the log, the geometry itself for the data row.
#[derive(Clone, Debug)]
pub struct Encoded {
    pub doc: String,
    pub wkb: Option<Vec<u8>>,
    pub geometry: Option<Geometry<f64>>,
}

impl From<State> for Encoded {
    fn from(state: State) -> Self {
        Self { wkb: state.geometry.as_ref().map(wkb::encode_wkb), doc: state.doc, geometry: state.geometry }
    }
}

impl Encoded {
    fn payload(&self) -> (&str, Option<&[u8]>) {
        (&self.doc, self.wkb.as_deref())
    }
}

/// What one change does to its entity: all that the data row depends on.
#[derive(Clone, Debug)]
pub struct Step {
    pub entity: EntityRef,
    /// ISO day, so that text order is time order.
    pub effective_from: String,
    pub after: Option<Encoded>,
    pub expected: Option<Seq>,
    pub unconditional: bool,
    pub keys: Keys,
}

/// A step with what only its log row needs.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub step: Step,
    pub before: Option<Encoded>,
    pub reason: &'static str,
    pub salt: [u8; 16],
    pub payload_hash: Hash,
    pub digest: Hash,
}

/// The kind of entity on which one of this kind may hang.
pub const fn parent_kind(kind: EntityKind) -> Option<EntityKind> {
    match kind {
        EntityKind::Site | EntityKind::Equipment => Some(EntityKind::Site),
        EntityKind::Division => Some(EntityKind::Division),
        EntityKind::Event => Some(EntityKind::Organisation),
        EntityKind::Cluster
        | EntityKind::Population
        | EntityKind::Layer
        | EntityKind::Network
        | EntityKind::Scenario
        | EntityKind::Organisation
        | EntityKind::Institution
        | EntityKind::Provider
        | EntityKind::Observation
        | EntityKind::Milestone
        | EntityKind::Declaration
        | EntityKind::YearEnd => None,
    }
}

/// The kinds whose entities may hang on one of this kind.
pub fn child_kinds(kind: EntityKind) -> impl Iterator<Item = EntityKind> {
    EntityKind::ALL.into_iter().filter(move |child| parent_kind(*child) == Some(kind))
}

impl Prepared {
    /// # Errors
    /// A day before year 0, or a parent of a kind that this entity can not hang on.
    pub fn new(write: Write) -> Result<Self, StoreError> {
        let change = write.change;
        if change.effective_from.year() < 0 {
            let day = change.effective_from;
            return Err(StoreError::refused(
                format!("effective_from {day} 早于公元元年"),
                format!("effective_from {day} lies before year 0"),
            ));
        }
        if let Some(parent) = write.keys.parent
            && parent_kind(change.entity.kind) != Some(parent.kind)
        {
            let (child, parent) = (change.entity.kind, parent.kind);
            return Err(StoreError::refused(
                format!("{}不能归属于{}", child.name_zh(), parent.name_zh()),
                format!("a {child} can not hang on a {parent}"),
            ));
        }
        let salt: [u8; 16] = rand::random();
        let before = change.before.map(Encoded::from);
        let after = change.after.map(Encoded::from);
        let effective_from = change.effective_from.to_string();
        let reason = change.reason.as_str();
        let payload_hash = chain::payload_hash(
            &salt,
            before.as_ref().map(Encoded::payload),
            after.as_ref().map(Encoded::payload),
        );
        Ok(Self {
            digest: chain::change_digest(change.entity, &effective_from, reason, &payload_hash),
            step: Step {
                entity: change.entity,
                effective_from,
                after,
                expected: write.expected,
                unconditional: write.unconditional,
                keys: write.keys,
            },
            before,
            reason,
            salt,
            payload_hash,
        })
    }

    pub fn all(writes: Vec<Write>) -> Result<Vec<Self>, StoreError> {
        writes.into_iter().map(Self::new).collect()
    }
}

impl Step {
    pub fn parent_id(&self) -> Option<Uuid> {
        self.keys.parent.map(|parent| parent.id)
    }

    pub fn source(&self) -> Option<&str> {
        self.keys.external.as_ref().map(|(source, _)| source.as_str())
    }

    pub fn external_id(&self) -> Option<&str> {
        self.keys.external.as_ref().map(|(_, id)| id.as_str())
    }
}
