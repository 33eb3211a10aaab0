//! The state of one obligation on a day.

use super::track::{Reading, days_between, projected};
use crate::domain::plan::{Comparator, State};
use jiff::civil::Date;
use serde::Serialize;

/// How a number behaves in its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// It may rise and fall: what counts is where it stands on the deadline.
    Level,
    /// It is counted up, and what has happened is not undone: once reached it is met, unless the target is one not
    /// to be passed.
    Tally,
    /// Something that is done on a day, with accepted evidence.
    Milestone,
}

/// One number with its target and its time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Obligation<'a> {
    pub target: f64,
    pub comparator: Comparator,
    pub nature: Nature,
    /// The first day of its time.
    pub begins: Date,
    /// The last day that counts.
    pub deadline: Date,
    /// Oldest first, none later than the day looked at; of a day past the deadline the last one is of the
    /// deadline.
    pub readings: &'a [Reading],
}

/// Where it stands, and why.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// `None`: its time has not begun.
    pub state: Option<State>,
    pub why: Why,
}

/// The reason of a state.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Why {
    /// Its time begins later.
    NotBegun { begins: Date },
    /// Nobody knows the value.
    NoValue,
    /// On the deadline the target was reached.
    Held { value: f64 },
    /// On the deadline it was not.
    FellShort { value: f64 },
    /// What was counted reaches the target already.
    Reached { value: f64 },
    /// One value makes no line.
    TooFewValues,
    /// The line through base and newest value reaches the target by the deadline.
    LineReaches { on_deadline: f64 },
    /// It does not.
    LineFallsShort { on_deadline: f64 },
    /// Accepted evidence is there in time.
    Evidence,
    /// There was none by the deadline.
    NoEvidence,
    /// There is none yet, and there is time.
    EvidencePending,
    /// There is none yet in the last quarter of the time.
    LastQuarter,
}

/// The last part of its time in which a milestone without evidence is at risk.
const LAST_PART: f64 = 0.25;

/// The state of an obligation on a day.
pub fn judge(obligation: &Obligation<'_>, today: Date) -> Verdict {
    let Obligation { target, comparator, nature, begins, deadline, readings } = *obligation;
    let verdict = |state, why| Verdict { state: Some(state), why };
    if today < begins {
        return Verdict { state: None, why: Why::NotBegun { begins } };
    }
    let newest = readings.last().and_then(Reading::known).map(|(_, value)| value);
    let over = today >= deadline;
    if nature == Nature::Milestone {
        return if newest.is_some_and(|value| comparator.holds(value, target)) {
            verdict(State::Met, Why::Evidence)
        } else if over {
            verdict(State::Missed, Why::NoEvidence)
        } else if days_between(today, deadline) <= LAST_PART * days_between(begins, deadline) {
            verdict(State::AtRisk, Why::LastQuarter)
        } else {
            verdict(State::OnTrack, Why::EvidencePending)
        };
    }
    let Some(value) = newest else { return verdict(State::NoData, Why::NoValue) };
    let holds = comparator.holds(value, target);
    match (over, nature) {
        (true, _) if holds => verdict(State::Met, Why::Held { value }),
        (true, _) => verdict(State::Missed, Why::FellShort { value }),
        (false, Nature::Tally) if holds && comparator.wants_more() => {
            verdict(State::Met, Why::Reached { value })
        }
        (false, _) => match projected(readings, deadline) {
            None => verdict(State::AtRisk, Why::TooFewValues),
            Some(on_deadline) if comparator.holds(on_deadline, target) => {
                verdict(State::OnTrack, Why::LineReaches { on_deadline })
            }
            Some(on_deadline) => verdict(State::AtRisk, Why::LineFallsShort { on_deadline }),
        },
    }
}

impl Why {
    /// A sentence in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::NotBegun { begins } => format!("{begins} 起计"),
            Self::NoValue => "没有数据".to_owned(),
            Self::Held { .. } => "到期时达到目标".to_owned(),
            Self::FellShort { .. } => "到期时未达到目标".to_owned(),
            Self::Reached { .. } => "累计数已达到目标".to_owned(),
            Self::TooFewValues => "已知数值不足两个，无法判断趋势".to_owned(),
            Self::LineReaches { on_deadline } => {
                format!("按基期到最新值的直线，到期时为 {on_deadline:.2}，达到目标")
            }
            Self::LineFallsShort { on_deadline } => {
                format!("按基期到最新值的直线，到期时为 {on_deadline:.2}，达不到目标")
            }
            Self::Evidence => "佐证材料按时认定".to_owned(),
            Self::NoEvidence => "到期时没有认定的佐证材料".to_owned(),
            Self::EvidencePending => "尚无佐证材料，时间未到".to_owned(),
            Self::LastQuarter => "尚无佐证材料，时间已到最后四分之一".to_owned(),
        }
    }

    /// The same in English.
    pub fn en(&self) -> String {
        match self {
            Self::NotBegun { begins } => format!("begins on {begins}"),
            Self::NoValue => "no data".to_owned(),
            Self::Held { .. } => "the target was reached on the deadline".to_owned(),
            Self::FellShort { .. } => "the target was not reached on the deadline".to_owned(),
            Self::Reached { .. } => "what was counted reaches the target".to_owned(),
            Self::TooFewValues => "fewer than two values are known: no trend can be told".to_owned(),
            Self::LineReaches { on_deadline } => {
                format!(
                    "the line from base to newest value is at {on_deadline:.2} on the deadline: reaches the target"
                )
            }
            Self::LineFallsShort { on_deadline } => {
                format!(
                    "the line from base to newest value is at {on_deadline:.2} on the deadline: falls short"
                )
            }
            Self::Evidence => "accepted evidence in time".to_owned(),
            Self::NoEvidence => "no accepted evidence by the deadline".to_owned(),
            Self::EvidencePending => "no evidence yet, and there is time".to_owned(),
            Self::LastQuarter => "no evidence yet in the last quarter of the time".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn readings(values: &[(i16, Option<f64>)]) -> Vec<Reading> {
        values.iter().map(|(year, value)| Reading { at: date(*year, 12, 31), value: *value }).collect()
    }

    fn state(nature: Nature, values: &[(i16, Option<f64>)], today: Date) -> Option<State> {
        let readings = readings(values);
        let obligation = Obligation {
            target: 4.5,
            comparator: Comparator::AtLeast,
            nature,
            begins: date(2021, 1, 1),
            deadline: date(2025, 12, 31),
            readings: &readings,
        };
        judge(&obligation, today).state
    }

    #[test]
    fn a_level_is_judged_by_its_line_until_the_deadline_and_by_its_value_then() {
        let on = |year| date(year, 12, 31);
        let rising = [(2020, Some(3.0)), (2021, Some(3.3))];
        assert_eq!(state(Nature::Level, &rising, on(2021)), Some(State::OnTrack));
        let slow = [(2020, Some(3.0)), (2021, Some(3.2))];
        assert_eq!(state(Nature::Level, &slow, on(2021)), Some(State::AtRisk));
        assert_eq!(state(Nature::Level, &[(2021, Some(4.6))], on(2021)), Some(State::AtRisk), "one value");
        let falling = [(2020, Some(5.0)), (2021, Some(4.8))];
        assert_eq!(
            state(Nature::Level, &falling, on(2021)),
            Some(State::AtRisk),
            "it holds now, and not then"
        );
        assert_eq!(state(Nature::Level, &[(2020, Some(3.0)), (2025, Some(4.5))], on(2025)), Some(State::Met));
        let close = [(2020, Some(3.0)), (2025, Some(4.496))];
        assert_eq!(state(Nature::Level, &close, on(2025)), Some(State::Missed), "4.496 prints as 4.50");
    }

    #[test]
    fn no_data_is_never_met_and_never_zero() {
        for today in [date(2021, 6, 30), date(2025, 12, 31), date(2026, 5, 1)] {
            for nature in [Nature::Level, Nature::Tally] {
                let unknown = [(2020, Some(9.0)), (2024, None)];
                assert_eq!(state(nature, &unknown, today), Some(State::NoData));
                assert_eq!(state(nature, &[], today), Some(State::NoData));
            }
        }
    }

    #[test]
    fn what_was_counted_stays_counted() {
        let counted = [(2020, Some(0.0)), (2021, Some(5.0))];
        assert_eq!(state(Nature::Tally, &counted, date(2021, 12, 31)), Some(State::Met));
        assert_eq!(state(Nature::Level, &counted, date(2021, 12, 31)), Some(State::OnTrack));
    }

    #[test]
    fn what_is_counted_is_not_met_early_where_it_may_still_be_too_much() {
        let counted = readings(&[(2020, Some(0.0)), (2021, Some(2.0))]);
        let at = |comparator, today, readings| {
            let (target, nature) = (5.0, Nature::Tally);
            let (begins, deadline) = (date(2021, 1, 1), date(2025, 12, 31));
            judge(&Obligation { target, comparator, nature, begins, deadline, readings }, today).state
        };
        for comparator in [Comparator::AtMost, Comparator::LessThan, Comparator::Equal] {
            let state = at(comparator, date(2021, 12, 31), &counted);
            assert_eq!(state, Some(State::AtRisk), "{comparator:?}: two a year are ten in the end");
        }
        let few = readings(&[(2020, Some(0.0)), (2021, Some(0.5))]);
        assert_eq!(at(Comparator::AtMost, date(2021, 12, 31), &few), Some(State::OnTrack));
        let ended = readings(&[(2020, Some(0.0)), (2025, Some(5.0))]);
        assert_eq!(at(Comparator::AtMost, date(2025, 12, 31), &ended), Some(State::Met));
        assert_eq!(at(Comparator::LessThan, date(2025, 12, 31), &ended), Some(State::Missed));
    }

    #[test]
    fn a_milestone_is_at_risk_in_the_last_quarter_of_its_time() {
        let at = |today, value| {
            let readings = [Reading { at: today, value: Some(value) }];
            let obligation = Obligation {
                target: 1.0,
                comparator: Comparator::AtLeast,
                nature: Nature::Milestone,
                begins: date(2021, 1, 1),
                deadline: date(2024, 12, 31),
                readings: &readings,
            };
            judge(&obligation, today)
        };
        // 1,460 days; the last 365 begin on the last day of 2023.
        assert_eq!(at(date(2023, 12, 31), 0.0).state, Some(State::OnTrack));
        assert_eq!(at(date(2024, 1, 1), 0.0).state, Some(State::AtRisk));
        assert_eq!(at(date(2024, 12, 31), 0.0).state, Some(State::Missed));
        assert_eq!(at(date(2021, 3, 1), 1.0).state, Some(State::Met));
        let before = at(date(2020, 12, 31), 1.0);
        assert_eq!((before.state, before.why), (None, Why::NotBegun { begins: date(2021, 1, 1) }));
    }
}
