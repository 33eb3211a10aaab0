//! The words of walking and cycling: streets as they were mapped, and the modes that use them.

mod extract;
mod heights;
mod mode;
mod modes_file;
mod street_network;

pub use extract::{Extract, Street, StreetNode, Tags, Wanted};
pub use heights::Heights;
pub use mode::{Mode, Modes, Open, Slope, StreetClass};
pub use street_network::{StreetElevation, StreetNetwork};
