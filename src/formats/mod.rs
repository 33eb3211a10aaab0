//! Codecs: one folder a format, each with `read.rs` and `write.rs`.
