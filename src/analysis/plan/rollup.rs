//! A task's state from those of its obligations.

use crate::domain::plan::State;
use serde::Serialize;

/// How many obligations are met, of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Progress {
    pub met: u32,
    /// Those whose time has not begun are among them.
    pub of: u32,
}

/// The worst state, as [`State::ALL`] has them worst first, with the number of those that are met. While some
/// obligations' time has not begun (`None`), a task whose others are met is on track, not met; `None`: of no
/// obligation it has begun.
pub fn roll_up(states: impl IntoIterator<Item = Option<State>>) -> (Option<State>, Progress) {
    let place = |state: State| State::ALL.iter().position(|one| *one == state);
    let (mut worst, mut progress, mut ahead) = (None::<State>, Progress::default(), false);
    for state in states {
        progress.of += 1;
        let Some(state) = state else {
            ahead = true;
            continue;
        };
        progress.met += u32::from(state == State::Met);
        worst = match worst {
            Some(known) if place(known) <= place(state) => Some(known),
            _ => Some(state),
        };
    }
    let worst = if ahead && worst == Some(State::Met) { Some(State::OnTrack) } else { worst };
    (worst, progress)
}

#[cfg(test)]
mod tests {
    use super::*;
    use State::{AtRisk, Met, Missed, NoData, OnTrack};

    #[test]
    fn the_worst_decides_and_the_met_are_counted() {
        let (state, progress) = roll_up([Some(Met), Some(OnTrack), Some(Met), None]);
        assert_eq!((state, progress), (Some(OnTrack), Progress { met: 2, of: 4 }));
        assert_eq!(roll_up([Some(NoData), Some(OnTrack)]).0, Some(NoData));
        assert_eq!(roll_up([Some(NoData), Some(AtRisk)]).0, Some(AtRisk));
        assert_eq!(roll_up([Some(AtRisk), Some(Missed), Some(Met)]).0, Some(Missed));
        assert_eq!(roll_up([Some(Met); 12]), (Some(Met), Progress { met: 12, of: 12 }));
        assert_eq!(roll_up([Some(Met), None]).0, Some(OnTrack), "the rest is still to come");
        assert_eq!(roll_up([Some(Missed), None]).0, Some(Missed));
        assert_eq!(roll_up([None, None]).0, None);
    }
}
