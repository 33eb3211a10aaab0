//! Suspected double counting, for a person to decide.
