//! The index against brute force: every kind of question, every geometry type, random histories.

/// Readers see one consistent snapshot while a writer publishes.
mod concurrency;
/// Vector tiles, read from the specification alone.
#[path = "../support/mvt.rs"]
mod decode;
/// Tiles of a layer, features and sums.
mod drawn;
/// What the encoded features say.
mod encode;
/// Random histories of changes and compactions against a map.
mod history;
/// Paging is exact, and stable while entities change.
mod paging;
/// Questions by place against a scan with independent predicates.
mod place;
/// Random places, geometries and histories.
mod world;
