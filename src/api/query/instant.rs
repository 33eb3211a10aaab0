//! Days, instants and intervals.

use super::Params;
use crate::domain::time::Micros;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Days from one to another, both included; `None` is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    pub from: Option<Date>,
    pub to: Option<Date>,
}

/// `as_of=YYYY-MM-DD`.
pub fn as_of(params: &mut Params) -> Option<Date> {
    params.read("as_of", |text| {
        day(text).ok_or_else(|| {
            (
                format!("as_of 应为日期，如 2025-12-31，收到“{text}”"),
                format!("`as_of` is a day such as 2025-12-31, not `{text}`"),
            )
        })
    })
}

/// `known_at`: an instant (RFC 3339), or a day, which means its end in the district's time zone.
pub fn known_at(params: &mut Params, zone: &TimeZone) -> Option<Micros> {
    params.read("known_at", |text| {
        instant(text, zone).ok_or_else(|| {
            (
                format!("known_at 应为时刻，如 2026-01-31T12:00:00+08:00，或日期（指当日结束），收到“{text}”"),
                format!("`known_at` is an instant such as 2026-01-31T12:00:00+08:00, or a day (its end), not `{text}`"),
            )
        })
    })
}

/// `datetime` as OGC API Features has it: an instant, or an interval with `..` or nothing for an
/// open end. Features have days, so an instant is read as the day it falls on.
pub fn interval(params: &mut Params, zone: &TimeZone) -> Option<Interval> {
    params.read("datetime", |text| {
        parse_interval(text, zone).ok_or_else(|| {
            (
                format!("datetime 应为时刻或区间，如 2025-12-31、2024-01-01/..，收到“{text}”"),
                format!("`datetime` is an instant or an interval such as 2025-12-31 or 2024-01-01/.., not `{text}`"),
            )
        })
    })
}

fn day(text: &str) -> Option<Date> {
    // Only the plain form: jiff alone would also take `20251231` and a date with a time.
    (text.len() == 10).then(|| text.parse().ok())?
}

fn instant(text: &str, zone: &TimeZone) -> Option<Micros> {
    if let Some(day) = day(text) {
        let next = day.tomorrow().ok()?.to_zoned(zone.clone()).ok()?;
        return Some(Micros(next.timestamp().as_microsecond() - 1));
    }
    Some(Micros(text.parse::<Timestamp>().ok()?.as_microsecond()))
}

fn parse_interval(text: &str, zone: &TimeZone) -> Option<Interval> {
    let Some((from, to)) = text.split_once('/') else {
        let on = day_of(text, zone)?;
        return Some(Interval { from: Some(on), to: Some(on) });
    };
    let end = |text: &str| match text {
        "" | ".." => Some(None),
        text => day_of(text, zone).map(Some),
    };
    let interval = Interval { from: end(from)?, to: end(to)? };
    let open = interval.from.is_none() && interval.to.is_none();
    let ordered = interval.from.zip(interval.to).is_none_or(|(from, to)| from <= to);
    (!open && ordered).then_some(interval)
}

fn day_of(text: &str, zone: &TimeZone) -> Option<Date> {
    let instant = |text: &str| text.parse::<Timestamp>().ok();
    day(text).or_else(|| Some(instant(text)?.to_zoned(zone.clone()).date())).or_else(|| {
        // The calendar's last hours are no instant in every zone, but are sent for what has no end.
        let (last, time) = text.split_at_checked(10)?;
        instant(&format!("2000-01-01{time}"))?;
        day(last).filter(|day| day.year() == Date::MAX.year())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn china() -> TimeZone {
        TimeZone::get("Asia/Shanghai").expect("a time zone")
    }

    #[test]
    fn a_day_is_known_until_its_end_in_the_district() {
        let end = known_at(&mut Params::of("known_at=2025-12-31"), &china()).expect("a day");
        assert_eq!(end.to_rfc3339(), "2025-12-31T15:59:59.999999Z");
        let instant =
            known_at(&mut Params::of("known_at=2025-12-31T08:00:00%2B08:00"), &china()).expect("an instant");
        assert_eq!(instant.to_rfc3339(), "2025-12-31T00:00:00Z");
    }

    #[test]
    fn intervals_may_be_open_at_one_end() {
        let read = |text: &str| parse_interval(text, &china());
        let day = date(2025, 12, 31);
        assert_eq!(read("2025-12-31"), Some(Interval { from: Some(day), to: Some(day) }));
        assert_eq!(read("2025-12-31/.."), Some(Interval { from: Some(day), to: None }));
        assert_eq!(read("/2025-12-30T20:00:00Z"), Some(Interval { from: None, to: Some(day) }));
        let ever = read("2020-01-01T00:00:00Z/9999-12-31T00:00:00Z").expect("an interval");
        assert_eq!(ever, Interval { from: Some(date(2020, 1, 1)), to: Some(date(9999, 12, 31)) });
        assert_eq!(read("9999-12-31Tx"), None);
        for wrong in ["", "/", "../..", "2025-12-31/2025-01-01", "2025-13-01", "yesterday", "2025-12-31/x"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for wrong in ["20251231", "2025-02-30", "2025-12-31T00:00:00Z", "31.12.2025"] {
            let mut params = Params::of(&format!("as_of={wrong}"));
            assert_eq!(as_of(&mut params), None, "{wrong}");
            assert_eq!(params.codes(), ["as_of:malformed"]);
        }
    }
}
