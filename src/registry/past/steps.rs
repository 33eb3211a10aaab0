//! What came into the log of late, as far as it tells which days of the past it may have altered.

use crate::domain::change::{Change, EntityKind};
use crate::domain::id::Seq;
use jiff::civil::Date;
use std::collections::VecDeque;

/// Steps that are remembered: a world that takes longer to build than they took to come is built again.
const REMEMBERED: usize = 1_024;

/// Runs of changes without a gap between them.
#[derive(Default)]
pub struct Steps {
    /// Number of the log before the first of them.
    from: Seq,
    all: VecDeque<Step>,
}

#[derive(Clone, Copy)]
struct Step {
    /// Number of its last change.
    to: Seq,
    /// The first day that it may have altered.
    earliest: Date,
}

impl Steps {
    /// Remembers the changes that follow a number. After a gap nothing is known of what came before.
    pub fn note(&mut self, after: Seq, changes: &[Change]) {
        let Some(last) = changes.last() else { return };
        if self.to() != after {
            self.all.clear();
            self.from = after;
        }
        let earliest = changes.iter().map(earliest).min().unwrap_or(Date::MAX);
        self.all.push_back(Step { to: last.seq, earliest });
        if self.all.len() > REMEMBERED
            && let Some(oldest) = self.all.pop_front()
        {
            self.from = oldest.to;
        }
    }

    /// The newest number that is known of.
    pub fn to(&self) -> Seq {
        self.all.back().map_or(self.from, |step| step.to)
    }

    /// The number up to which a day is known to be as it was at an earlier one; `None`: it may have been altered.
    pub fn unaltered(&self, day: Date, since: Seq) -> Option<Seq> {
        if since >= self.to() {
            return Some(since);
        }
        let newer = self.all.iter().filter(|step| step.to > since);
        (self.from <= since && newer.map(|step| step.earliest).all(|earliest| earliest > day))
            .then(|| self.to())
    }
}

/// The first day that a change may alter: its own. On divisions and people everything hangs, people's cells are those of
/// now for every day, and what was erased has to go from everywhere: these may alter any day.
fn earliest(change: &Change) -> Date {
    match change.entity.kind {
        EntityKind::Division | EntityKind::Population => Date::MIN,
        _ if change.erased => Date::MIN,
        _ => change.effective_from,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::change::{Actor, EntityRef, Reason};
    use crate::domain::time::Micros;
    use jiff::civil::date;
    use uuid::Uuid;

    fn change(seq: u64, kind: EntityKind, effective_from: Date) -> Change {
        Change {
            seq: Seq(seq),
            recorded_at: Micros(0),
            actor: Actor("tester".to_owned()),
            unconditional: true,
            entity: EntityRef { kind, id: Uuid::from_u128(1) },
            effective_from,
            reason: Reason::Changed,
            before: None,
            after: None,
            erased: false,
        }
    }

    const END: Date = date(2020, 12, 31);

    #[test]
    fn a_day_is_altered_by_what_holds_from_it_or_before() {
        let mut steps = Steps::default();
        steps.note(Seq(5), &[change(6, EntityKind::Site, date(2021, 1, 1))]);
        assert_eq!(steps.unaltered(END, Seq(5)), Some(Seq(6)));
        assert_eq!(steps.unaltered(date(2021, 1, 1), Seq(5)), None);
        steps.note(
            Seq(6),
            &[change(7, EntityKind::Site, date(2024, 1, 1)), change(8, EntityKind::Event, END)],
        );
        assert_eq!(steps.unaltered(END, Seq(5)), None);
        assert_eq!(steps.unaltered(END, Seq(7)), None, "in the middle of a run");
        assert_eq!(steps.unaltered(END, Seq(8)), Some(Seq(8)));
        assert_eq!(steps.unaltered(END, Seq(9)), Some(Seq(9)), "newer than all that came");
    }

    #[test]
    fn divisions_people_and_what_was_erased_alter_every_day() {
        let erased = Change { erased: true, ..change(2, EntityKind::Site, date(2026, 1, 1)) };
        let others =
            [EntityKind::Division, EntityKind::Population].map(|kind| change(2, kind, date(2026, 1, 1)));
        for altering in others.into_iter().chain([erased]) {
            let mut steps = Steps::default();
            steps.note(Seq(1), &[altering]);
            assert_eq!(steps.unaltered(END, Seq(1)), None);
        }
    }

    #[test]
    fn nothing_is_known_across_a_gap_or_of_what_was_forgotten() {
        let mut steps = Steps::default();
        let later = |seq| [change(seq, EntityKind::Site, date(2026, 1, 1))];
        steps.note(Seq(1), &later(2));
        steps.note(Seq(4), &later(5));
        assert_eq!(steps.unaltered(END, Seq(2)), None);
        assert_eq!(steps.unaltered(END, Seq(4)), Some(Seq(5)));
        for seq in 5..5 + REMEMBERED as u64 {
            steps.note(Seq(seq), &later(seq + 1));
        }
        assert_eq!(steps.unaltered(END, Seq(4)), None);
        assert_eq!(steps.unaltered(END, Seq(6)), Some(steps.to()));
    }
}
