//! Register, change and remove records: one file per verb, the same for all kinds of them.

mod change;
mod register;
mod remove;

use crate::domain::change::{EntityRef, State};
use crate::domain::id::BlobHash;
use crate::domain::record::Record;
use crate::formats::Value;
use crate::registry::Registry;
use crate::registry::draft::Fields;
use crate::registry::draft::known::Known;
use crate::registry::draft::record::{Drafted, Place};
use crate::registry::error::RegistryError;
use crate::registry::site::{PLACE, given_geometry};
use crate::registry::write::{Members, accept, members, merge, state};
use crate::storage::Keys;
use uuid::Uuid;

/// How the log names a record.
pub fn entity<T: Record>(id: Uuid) -> EntityRef {
    EntityRef { kind: T::KIND, id }
}

/// What the database's constraints guard of a record.
pub fn keys<T: Record>(record: &T) -> Keys {
    Keys { external: Some(record.external()), parent: record.parent(), codes: Vec::new() }
}

/// Members by which a record names others; one that is not told anew keeps the id it has.
const NAMING: [(&str, &str); 2] = [("division", "division_id"), ("organiser", "organiser_id")];

impl Registry {
    /// The registry around a record that is being written, with the contents it names where they are kept.
    pub(in crate::registry) async fn known(&self, fields: &Fields) -> Result<Known<'_>, RegistryError> {
        let mut known = Known::new(self.reference(), self.world());
        let named = fields.peek("blob").map(Value::to_text).and_then(|text| text.parse::<BlobHash>().ok());
        if let Some(hash) = named
            && self.keeps(hash).await?
        {
            known.contents.insert(hash);
        }
        Ok(known)
    }

    /// Whether contents with that hash are kept.
    pub(in crate::registry) async fn keeps(&self, hash: BlobHash) -> Result<bool, RegistryError> {
        Ok(self.store.blob(&hash.0).await?.is_some())
    }
}

/// The record after a patch, as the store keeps it.
pub fn amended<T: Drafted>(
    id: Uuid,
    base: &State,
    patch: &Members,
    known: Known<'_>,
) -> Result<(State, Keys), RegistryError> {
    let mut document = members(base)?;
    let held = NAMING.map(|(_, member)| document.get(member)?.as_str()?.parse::<Uuid>().ok());
    let mut known = known.trusting(held.into_iter().flatten());
    known.contents.extend(document.get("blob").and_then(|hash| hash.as_str()?.parse::<BlobHash>().ok()));
    merge(&mut document, patch);
    document.remove("id");
    for (name, member) in NAMING {
        // To say that it has none is to say that it has no id.
        if patch.get(name).is_some_and(serde_json::Value::is_null) && !patch.contains_key(member) {
            document.remove(member);
        }
    }
    if patch.contains_key("period") {
        document.remove("period_from");
        document.remove("period_to");
    }
    let mut fields = Fields::from_json(document);
    let moves = patch.keys().any(|name| PLACE.contains(&name.as_str()));
    let raw = fields.json("raw");
    let place = if moves {
        given_geometry(&mut fields).into()
    } else {
        Place { geometry: base.geometry.clone(), raw }
    };
    let record = T::draft(&mut fields, id, place, &known);
    // Without one, what was not reached yet is no misspelling.
    if record.is_some() {
        fields.refuse_left_over();
    }
    accept(fields)?;
    let Some(record) = record else {
        return Err(RegistryError::Internal("a record without defects".to_owned()));
    };
    Ok((state(&record, record.geometry())?, keys(&record)))
}
