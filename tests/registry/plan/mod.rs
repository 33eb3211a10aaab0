//! Is the plan kept: its numbers worked out by hand, its states reached one by one, its readings.

/// The invented county of `chenghu/`.
mod county;
/// The shipped district over its demonstration data.
mod demonstration;
/// What must hold whatever the data.
mod holding;
/// The numbers of `PAPER.md`.
mod paper;
/// How what is recorded is read.
mod reading;
/// Each task of the shipped plan in each of its states.
mod states;
