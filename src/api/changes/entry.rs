//! A change as clients are told of it: what happened to which thing, and where it was and is.

use super::collections::{collection_of, path_of};
use crate::api::address::Address;
use crate::api::features::layer_id;
use crate::api::ogc::collections;
use crate::domain::bbox::Bbox;
use crate::domain::change::{Change, EntityKind, State};
use crate::domain::id::Seq;
use crate::registry::history::shown;
use crate::registry::reference::Reference;
use crate::registry::world::{Moved, World};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

#[derive(Serialize)]
struct Entry<'a> {
    seq: u64,
    recorded_at: String,
    collection: &'a str,
    entity: &'static str,
    id: Uuid,
    what: What,
    /// What it hangs on: a piece's site, a site's container, a division's parent.
    parent: Option<Uuid>,
    /// Number of its newest change: what its entity tag begins with.
    version: u64,
    effective_from: String,
    reason: &'static str,
    actor: &'a str,
    unconditional: bool,
    erased: bool,
    /// West, south, east, north in degrees; null where there is nothing or no place.
    bbox: Option<[f64; 4]>,
    bbox_before: Option<[f64; 4]>,
}

/// What a change did on its `effective_from`.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
enum What {
    Created,
    Changed,
    Removed,
    /// Only that it was is known: what it held was erased.
    Erased,
}

/// A change that is ready to be told: its entry is encoded but for the link, which depends on the name under
/// which a client reached the service.
pub struct Told {
    pub seq: Seq,
    pub kind: EntityKind,
    pub moved: Moved,
    pub erased: bool,
    /// A JSON object without its closing brace.
    json: String,
    path: Option<String>,
}

impl Told {
    pub fn new(change: &Change, world: &World, reference: &Reference) -> Self {
        let moved = world.moved(change, reference);
        let what = match (&change.before, &change.after) {
            _ if change.erased => What::Erased,
            (_, None) => What::Removed,
            (None, Some(_)) => What::Created,
            (Some(_), Some(_)) => What::Changed,
        };
        let stood = moved.new.as_ref().or(moved.old.as_ref());
        let layer = stood.and_then(|stood| stood.layer.as_deref());
        let entry = Entry {
            seq: change.seq.0,
            recorded_at: change.recorded_at.to_rfc3339(),
            collection: layer.unwrap_or(collection_of(change.entity.kind)),
            entity: change.entity.kind.as_str(),
            id: change.entity.id,
            what,
            parent: stood.and_then(|stood| stood.parent),
            version: change.seq.0,
            effective_from: change.effective_from.to_string(),
            reason: change.reason.as_str(),
            actor: &change.actor.0,
            unconditional: change.unconditional,
            erased: change.erased,
            bbox: change.after.as_ref().and_then(bbox),
            bbox_before: change.before.as_ref().and_then(bbox),
        };
        // Of its own types, an entry can always be written.
        let mut json = serde_json::to_string(&entry).unwrap_or_default();
        json.pop();
        let stands = matches!(what, What::Created | What::Changed);
        let of_layer = layer.map(|name| collections::path(&layer_id(&reference.catalogue, name)));
        let path = if stands { of_layer.or_else(|| path_of(change.entity)) } else { None };
        Self { seq: change.seq, kind: change.entity.kind, moved, erased: change.erased, json, path }
    }

    /// The entry, with the link to the thing as it stands now.
    pub fn json(&self, address: &Address) -> String {
        let href = self.path.as_deref().map(|path| address.of(path));
        format!("{},\"href\":{}}}", self.json, Value::from(href))
    }

    /// The entry with both documents, as histories have them.
    pub fn with_documents(&self, change: &Change, address: &Address) -> Value {
        let mut entry: Value = serde_json::from_str(&self.json(address)).unwrap_or_default();
        if let (Value::Object(entry), Value::Object(mut shown)) = (&mut entry, shown(change)) {
            for side in ["before", "after"] {
                entry.insert(side.to_owned(), shown.remove(side).unwrap_or_default());
            }
        }
        entry
    }

    /// Bytes of memory, estimated.
    pub fn bytes(&self) -> usize {
        let sides = [&self.moved.old, &self.moved.new].into_iter().flatten();
        let placed: usize = sides.map(|stood| stood.shape.heap_bytes() + 32 * stood.homes.len()).sum();
        size_of::<Self>() + self.json.len() + self.path.as_ref().map_or(0, String::len) + placed
    }
}

fn bbox(state: &State) -> Option<[f64; 4]> {
    let Bbox { min_lon, min_lat, max_lon, max_lat } = Bbox::of(state.geometry.as_ref()?)?;
    Some([min_lon, min_lat, max_lon, max_lat])
}
