//! JSON-FG (OGC 21-045r1): GeoJSON whose features may have a `place` in any reference system, in the order of
//! axes that its authority gives it, beside a `geometry` in WGS 84, and a `time`.
//!
//! It is read by the reader of GeoJSON, which asks [`read::Frame`] what a feature's members mean.

pub(super) mod read;
pub(super) mod write;

/// What a document conforms to, as its own word says; earlier drafts have another number in it.
const CORE: &str = "http://www.opengis.net/spec/json-fg-1/1.0/conf/core";
const TYPES: &str = "http://www.opengis.net/spec/json-fg-1/1.0/conf/types-schemas";
/// What the conformance of any edition has in it.
const ANY: &str = "json-fg-1";
/// An end of an interval that is open.
const OPEN: &str = "..";
