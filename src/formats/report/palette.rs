//! Colours of states and plots, the same in every form. No colour tells anything that words do not.

use super::Look;
use crate::domain::plan::State;

/// Red, green and blue, eight bits each.
pub type Rgb = u32;

/// Text on paper.
pub const INK: Rgb = 0x1F2933;
/// What is said beside the figures.
pub const QUIET: Rgb = 0x5F6B76;
/// Titles, headings.
pub const ACCENT: Rgb = 0x1F4E5F;
/// Behind the heading of a table.
pub const HEADING: Rgb = 0xE4ECEF;
/// Behind a row that heads others.
pub const BAND: Rgb = 0xF1F5F6;
/// Between cells.
pub const RULE: Rgb = 0xB8C4CA;
/// Behind a warning.
pub const WARNING: Rgb = 0xFFF4D6;

/// Behind a state's word, and the word itself.
pub const fn of_state(state: Option<State>) -> (Rgb, Rgb) {
    match state {
        Some(State::Met) => (0xDFF0E3, 0x17602D),
        Some(State::OnTrack) => (0xDEEBF6, 0x1B5380),
        Some(State::AtRisk) => (0xFCEBC8, 0x7A4E00),
        Some(State::Missed) => (0xF9DAD7, 0x97231A),
        Some(State::NoData) => (0xE6E8EA, 0x4A545C),
        None => (0xF5F6F7, 0x5F6B76),
    }
}

/// A bar or a piece of a chart.
pub const fn of_bar(state: Option<State>) -> Rgb {
    match state {
        Some(State::Met) => 0x2E8B57,
        Some(State::OnTrack) => 0x3B7EA1,
        Some(State::AtRisk) => 0xD9941E,
        Some(State::Missed) => 0xC0392B,
        Some(State::NoData) => 0x8D969D,
        None => 0xC3CAD0,
    }
}

/// A plot; of one with states the first colour is meant where only one can be.
pub const fn of_look(look: &Look) -> Rgb {
    match look {
        Look::Main => 0x1F6F8B,
        Look::Second => 0x6BA292,
        Look::Third => 0xB5C99A,
        Look::Target => 0xC0392B,
        Look::States(_) => 0x8D969D,
    }
}

/// As six hexadecimal digits.
pub fn hex(colour: Rgb) -> String {
    format!("{colour:06X}")
}
