//! What answers look like, one file for each resource that tells figures; `Serialize` of the registry's own types
//! is what they are held against.

mod access;
mod bounds;
mod compare;
mod coverage;
mod diversity;
mod equity;
mod freezes;
mod gaps;
mod isochrone;
mod plan;
mod projects;
mod reach;
mod reference;
mod siting;

use super::schema::Schema;

/// All of them, by name.
pub fn schemas() -> Vec<(String, Schema)> {
    let all = [
        access::schemas(),
        bounds::schemas(),
        compare::schemas(),
        coverage::schemas(),
        diversity::schemas(),
        equity::schemas(),
        freezes::schemas(),
        gaps::schemas(),
        isochrone::schemas(),
        plan::schemas(),
        projects::schemas(),
        reach::schemas(),
        reference::schemas(),
        siting::schemas(),
    ];
    all.into_iter().flatten().map(|(name, schema)| (name.to_owned(), schema)).collect()
}
