//! The words of the field: pure types and rules, no I/O, no clock.

pub mod area;
pub mod bbox;
pub mod change;
pub mod cluster;
pub mod contribution;
pub mod crs;
pub mod division;
pub mod equipment;
pub mod filter;
pub mod geodesy;
pub mod hexagon;
pub mod id;
pub mod invalid;
pub mod kind;
pub mod layer;
pub mod name;
pub mod network;
pub mod plan;
pub mod population;
pub mod record;
pub mod rules;
pub mod scenario;
pub mod site;
pub mod tile;
pub mod time;
pub mod validity;
