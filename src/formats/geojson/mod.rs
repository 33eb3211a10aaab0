//! GeoJSON (RFC 7946) and GeoJSON text sequences.

pub mod geometry;
