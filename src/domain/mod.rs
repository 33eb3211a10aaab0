//! The words of the field: pure types and rules, no I/O, no clock.

pub mod bbox;
pub mod crs;
pub mod geodesy;
pub mod validity;
