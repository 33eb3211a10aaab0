//! Suspected double counting.
