//! Days as people write them in tables: whole, or only a year or a month.

use crate::formats::Value;
use jiff::civil::Date;

/// The day that is written; of a year or a month the first one.
pub fn first(value: &Value) -> Option<Date> {
    whole(value).or_else(|| period(value).map(|(first, _)| first)).filter(is_sensible)
}

/// The day that is written; of a year or a month the last one: what closed in 2024 was there in it.
pub fn last(value: &Value) -> Option<Date> {
    whole(value).or_else(|| period(value).map(|(_, last)| last)).filter(is_sensible)
}

/// First and last day of a bare year or month.
pub fn period(value: &Value) -> Option<(Date, Date)> {
    let (year, month) = match value {
        Value::Integer(year) => (i16::try_from(*year).ok()?, None),
        Value::Text(text) => match parts(text)[..] {
            [year] => (year.parse().ok()?, None),
            [year, month] => (year.parse().ok()?, Some(month.parse().ok()?)),
            _ => return None,
        },
        _ => return None,
    };
    let first = Date::new(year, month.unwrap_or(1), 1).ok()?;
    let last = if month.is_some() { first.last_of_month() } else { first.last_of_year() };
    Some((first, last)).filter(|(first, _)| is_sensible(first))
}

/// First and last day of what is written: a day, a month, a quarter (`2024-Q2`), a year, or two days with
/// `/`, `至` or `~` between.
pub fn span(value: &Value) -> Option<(Date, Date)> {
    if let Some(day) = whole(value).filter(is_sensible) {
        let between = |text: &str| ["/", "至", "~", "～"].iter().any(|mark| text.contains(mark));
        if !matches!(value, Value::Text(text) if between(text) && parts(text).len() > 3) {
            return Some((day, day));
        }
    }
    if let Some(found) = period(value) {
        return Some(found);
    }
    let Value::Text(text) = value else { return None };
    if let Some((year, quarter)) = text.trim().split_once(['Q', 'q']) {
        let year = year.trim_end_matches(['-', ' ', '年']).trim().parse().ok()?;
        let quarter: i8 = quarter.trim().parse().ok().filter(|quarter| (1..=4).contains(quarter))?;
        let first = Date::new(year, quarter * 3 - 2, 1).ok().filter(is_sensible)?;
        return Some((first, Date::new(year, quarter * 3, 1).ok()?.last_of_month()));
    }
    let text = text.replace(['至', '～'], "~");
    let (from, to) = text.split_once('~').or_else(|| text.split_once('/'))?;
    let side = |text: &str| Value::Text(text.trim().to_owned());
    Some((first(&side(from))?, last(&side(to))?))
}

fn whole(value: &Value) -> Option<Date> {
    match value {
        Value::Date(date) => Some(*date),
        Value::Text(text) => {
            let text = text.trim();
            let written = text.get(..10).unwrap_or(text).parse::<Date>().ok();
            written.or_else(|| match parts(text)[..] {
                [year, month, day] => {
                    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
                }
                _ => None,
            })
        }
        _ => None,
    }
}

fn parts(text: &str) -> Vec<&str> {
    text.split(['-', '/', '.', '年', '月', '日']).map(str::trim).filter(|part| !part.is_empty()).collect()
}

fn is_sensible(date: &Date) -> bool {
    (1800..=2200).contains(&date.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_a_day_a_month_a_quarter_a_year_or_two_days() {
        for (text, from, to) in [
            ("2024", "2024-01-01", "2024-12-31"),
            ("2024年2月", "2024-02-01", "2024-02-29"),
            ("2024-Q2", "2024-04-01", "2024-06-30"),
            ("2024年Q4", "2024-10-01", "2024-12-31"),
            ("2024-05-03", "2024-05-03", "2024-05-03"),
            ("2024/5/3", "2024-05-03", "2024-05-03"),
            ("2024-01-01/2024-06-30", "2024-01-01", "2024-06-30"),
            ("2024-01-01 至 2024-06", "2024-01-01", "2024-06-30"),
            ("2023~2024", "2023-01-01", "2024-12-31"),
        ] {
            let told =
                span(&Value::Text(text.to_owned())).map(|(from, to)| (from.to_string(), to.to_string()));
            assert_eq!(told, Some((from.to_owned(), to.to_owned())), "{text}");
        }
        for text in ["", "去年", "2024-Q5", "Q1", "2024-13"] {
            assert_eq!(span(&Value::Text(text.to_owned())), None, "{text}");
        }
        assert_eq!(
            span(&Value::Integer(2024)).map(|(from, _)| from.to_string()),
            Some("2024-01-01".to_owned())
        );
    }

    #[test]
    fn a_year_begins_with_its_first_day_and_ends_with_its_last() {
        let text = |text: &str| Value::Text(text.to_owned());
        for (value, from, to) in [
            (text("2024"), "2024-01-01", "2024-12-31"),
            (text("2024年"), "2024-01-01", "2024-12-31"),
            (Value::Integer(2024), "2024-01-01", "2024-12-31"),
            (text("2024年2月"), "2024-02-01", "2024-02-29"),
            (text("2024/5"), "2024-05-01", "2024-05-31"),
            (text("2024年5月3日"), "2024-05-03", "2024-05-03"),
            (text("2024-05-03T08:00:00"), "2024-05-03", "2024-05-03"),
        ] {
            assert_eq!(first(&value), from.parse().ok(), "{value:?}");
            assert_eq!(last(&value), to.parse().ok(), "{value:?}");
        }
        for value in [text("五月"), text("31.02.2024"), text("24"), Value::Number(2024.5), text("")] {
            assert_eq!((first(&value), last(&value)), (None, None), "{value:?}");
        }
    }
}
