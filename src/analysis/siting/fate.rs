//! What is known of a candidate in one part of a search.

/// Open to choice, settled as chosen, or settled as not chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Open,
    In,
    Out,
}
