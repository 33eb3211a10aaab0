//! Files that prove something: keep one, read one.

pub mod get;
pub mod keep;
mod media;
