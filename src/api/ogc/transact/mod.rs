//! Writing features (OGC API Features, part 4): one file a verb, the same for every collection that is the
//! registry's own. Divisions, clusters and imported layers are read-only here.

pub mod change;
pub mod create;
/// What can be written, and how.
mod edited;
/// What the body of a write is told in.
mod given;
pub mod options;
/// Which version a write is meant for.
mod precondition;
pub mod remove;
pub mod replace;

pub use edited::Edited;
pub use given::Told;
pub use precondition::Unmodified;

use crate::api::error::ApiError;
use crate::api::features::{Any, Collection, missing};
use crate::index::Entry;
use crate::registry::world::World;
use uuid::Uuid;

/// Does the same with a collection that can be written to; of others the answer is that it can not.
macro_rules! with_edited {
    ($any:expr, $of:ident => $body:expr) => {
        match $any {
            $crate::api::features::Any::Sites($of) => $body,
            $crate::api::features::Any::Equipment($of) => $body,
            $crate::api::features::Any::Organisations($of) => $body,
            $crate::api::features::Any::Institutions($of) => $body,
            _ => Err($crate::api::error::ApiError::MethodNotAllowed),
        }
    };
}
pub(crate) use with_edited;

/// Whether a collection can be written to.
pub fn is_edited(any: &Any) -> bool {
    let told: Result<(), ApiError> = with_edited!(any, of => {
        let _ = of;
        Ok(())
    });
    told.is_ok()
}

type Standing<'a, C> = (Uuid, Option<&'a Entry<<C as Collection>::Facts>>);

/// The id that an address names, and what stands under it: another feature than the collection's own is none.
fn standing<'a, C: Edited>(of: &'a C, world: &'a World, id: &str) -> Result<Standing<'a, C>, ApiError> {
    let key = of.key(id).ok_or_else(|| missing(of.what(), id))?;
    let entry = of.layer(&world.snapshot).get(key);
    if entry.is_some_and(|entry| !of.holds(entry)) {
        return Err(missing(of.what(), id));
    }
    Ok((key, entry))
}
