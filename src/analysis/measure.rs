//! Lengths in metres and areas in square metres, as [`crate::domain::geodesy`] computes them.

pub use crate::domain::geodesy::{area_cm2, area_m2, edge_m, length_m, line_m};
