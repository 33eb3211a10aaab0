//! The in-memory snapshot from which every read is answered.
