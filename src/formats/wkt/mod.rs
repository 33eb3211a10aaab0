//! Well-known text, as tables hold geometry: x, y (lon, lat), z and m dropped.

mod read;
mod write;

pub use read::read;
pub use write::write;
