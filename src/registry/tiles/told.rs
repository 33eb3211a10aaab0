//! What tiles of collections tell, and when they tell sums: the same for the service and for files of tiles.

use crate::domain::kind::Catalogue;
use std::sync::Arc;

/// Members that tiles leave out: long texts, lists, and what only an editor wants to know.
const LEFT_OUT: [&str; 24] = [
    "allocation",
    "area_grade",
    "codes",
    "counts_area",
    "effective_from",
    "evidence",
    "external_id",
    "funder",
    "licence",
    "maintainer",
    "maker",
    "model",
    "note",
    "official_codes",
    "opening_hours",
    "operator",
    "owner",
    "parent_id",
    "photos",
    "receiver",
    "segments",
    "source",
    "standard_edition",
    "address",
];

/// Whether tiles tell a member of the registry's features. Of imported layers they tell all.
pub fn is_told(member: &str) -> bool {
    !LEFT_OUT.contains(&member)
}

/// From this zoom on a map shows streets and houses, and every feature is wanted.
const CLOSE: u8 = 14;

/// A tile with more features than this tells sums by cell instead; some hundred bytes each.
pub const fn most_features(z: u8) -> usize {
    if z < CLOSE { 2_000 } else { 8_000 }
}

/// Ids of the kinds of sites, by their numbers.
pub fn kinds_of_sites(catalogue: &Catalogue) -> Vec<Arc<str>> {
    catalogue.kinds().iter().map(|kind| Arc::from(kind.id.as_str())).collect()
}

/// Ids of the kinds of equipment, by their numbers.
pub fn kinds_of_equipment(catalogue: &Catalogue) -> Vec<Arc<str>> {
    catalogue.equipment_kinds().iter().map(|kind| Arc::from(kind.id.as_str())).collect()
}
