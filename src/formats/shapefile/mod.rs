//! ESRI Shapefile: geometry in `.shp`, attributes in `.dbf`, and `.shx`, `.prj`, `.cpg` beside them.
//!
//! Read only: a Shapefile holds one kind of geometry and cuts names at ten bytes, so nothing is
//! exported to it.

mod dbf;
mod parts;
pub(super) mod read;
mod rings;
mod shape;
