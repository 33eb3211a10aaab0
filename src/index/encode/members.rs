//! Members of a JSON object, appended to a byte buffer without building a tree first.

use crate::domain::area::Area;
use jiff::civil::Date;
use serde::Serialize;
use std::io::Write;

/// Writes `"name":value` pairs separated by commas. The braces are the caller's. Names are
/// constants of this crate and need no escaping.
pub(super) struct Members<'a> {
    out: &'a mut Vec<u8>,
    any: bool,
}

impl<'a> Members<'a> {
    pub fn new(out: &'a mut Vec<u8>) -> Self {
        Self { out, any: false }
    }

    fn name(&mut self, name: &str) {
        if self.any {
            self.out.push(b',');
        }
        self.any = true;
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
    }

    pub fn text(&mut self, name: &str, value: &str) {
        self.name(name);
        write_text(self.out, value);
    }

    /// Left out when there is none.
    pub fn optional(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.text(name, value);
        }
    }

    /// A constant word that needs no escaping.
    pub fn word(&mut self, name: &str, value: &'static str) {
        self.name(name);
        self.out.push(b'"');
        self.out.extend_from_slice(value.as_bytes());
        self.out.push(b'"');
    }

    pub fn flag(&mut self, name: &str, value: bool) {
        self.name(name);
        let word: &[u8] = if value { b"true" } else { b"false" };
        self.out.extend_from_slice(word);
    }

    pub fn integer(&mut self, name: &str, value: u64) {
        self.name(name);
        write_integer(self.out, value);
    }

    /// Square metres with at most four decimals; `null` when it is not known.
    pub fn area(&mut self, name: &str, value: Option<Area>) {
        self.name(name);
        match value {
            None => self.out.extend_from_slice(b"null"),
            Some(area) => write_decimal4(self.out, area.cm2()),
        }
    }

    /// Metres rounded to the millimetre; left out when there is none.
    pub fn metres(&mut self, name: &str, value: Option<f64>) {
        if let Some(value) = value.filter(|value| value.is_finite()) {
            self.name(name);
            let rounded = (value * 1_000.0).round() / 1_000.0;
            write!(self.out, "{rounded}").expect("a Vec takes every write");
        }
    }

    /// `YYYY-MM-DD`; left out when there is none.
    pub fn date(&mut self, name: &str, value: Option<Date>) {
        if let Some(date) = value {
            self.name(name);
            self.out.push(b'"');
            write_date(self.out, date);
            self.out.push(b'"');
        }
    }

    /// A member whose name came with a file.
    pub fn given<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        if self.any {
            self.out.push(b',');
        }
        self.any = true;
        write_text(self.out, name);
        self.out.push(b':');
        let start = self.out.len();
        if serde_json::to_writer(&mut *self.out, value).is_err() {
            self.out.truncate(start);
            self.out.extend_from_slice(b"null");
        }
    }

    /// Anything else, by serde: for the few members that are lists or objects.
    pub fn json<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        self.name(name);
        let start = self.out.len();
        // Only maps with keys that are no text can fail, and there are none; a feature must stay
        // valid JSON all the same.
        if serde_json::to_writer(&mut *self.out, value).is_err() {
            self.out.truncate(start);
            self.out.extend_from_slice(b"null");
        }
    }
}

/// A JSON text; only what RFC 8259 demands is escaped, so Chinese stays readable.
fn write_text(out: &mut Vec<u8>, value: &str) {
    out.push(b'"');
    let bytes = value.as_bytes();
    let mut written = 0;
    for (position, byte) in bytes.iter().enumerate() {
        if *byte >= 0x20 && *byte != b'"' && *byte != b'\\' {
            continue;
        }
        out.extend_from_slice(&bytes[written..position]);
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            other => write!(out, "\\u{other:04x}").expect("a Vec takes every write"),
        }
        written = position + 1;
    }
    out.extend_from_slice(&bytes[written..]);
    out.push(b'"');
}

fn write_integer(out: &mut Vec<u8>, mut value: u64) {
    let mut digits = [0_u8; 20];
    let mut start = digits.len();
    loop {
        start -= 1;
        digits[start] = b'0' + (value % 10) as u8;
        value /= 10;
        if value == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[start..]);
}

/// Ten-thousandths as a decimal without trailing zeros.
fn write_decimal4(out: &mut Vec<u8>, value: i64) {
    if value < 0 {
        out.push(b'-');
    }
    let value = value.unsigned_abs();
    write_integer(out, value / 10_000);
    let mut part = value % 10_000;
    if part == 0 {
        return;
    }
    out.push(b'.');
    let mut unit = 1_000;
    while part > 0 {
        out.push(b'0' + (part / unit) as u8);
        part %= unit;
        unit /= 10;
    }
}

fn write_date(out: &mut Vec<u8>, date: Date) {
    let (Ok(year), Ok(month), Ok(day)) =
        (u16::try_from(date.year()), u8::try_from(date.month()), u8::try_from(date.day()))
    else {
        // Before the year 0: rare enough for the slow way.
        write!(out, "{date}").expect("a Vec takes every write");
        return;
    };
    let two = |out: &mut Vec<u8>, n: u8| out.extend_from_slice(&[b'0' + n / 10, b'0' + n % 10]);
    two(out, (year / 100) as u8);
    two(out, (year % 100) as u8);
    out.push(b'-');
    two(out, month);
    out.push(b'-');
    two(out, day);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).expect("UTF-8")
    }

    proptest! {
        #[test]
        fn texts_read_back_as_they_were(text in any::<String>()) {
            let json = written(|out| write_text(out, &text));
            prop_assert_eq!(serde_json::from_str::<String>(&json).expect("valid JSON"), text);
        }

        #[test]
        fn areas_are_written_as_the_domain_prints_them(cm2 in any::<i32>()) {
            let area = Area::from_cm2(cm2.into());
            prop_assert_eq!(written(|out| write_decimal4(out, area.cm2())), area.to_string());
        }

        #[test]
        fn integers_and_dates_are_written_as_std_and_jiff_do(n in any::<u64>(), days in -900_000..2_000_000_i32) {
            prop_assert_eq!(written(|out| write_integer(out, n)), n.to_string());
            let date = jiff::civil::date(1970, 1, 1).saturating_add(jiff::Span::new().days(days));
            prop_assert_eq!(written(|out| write_date(out, date)), date.to_string());
        }
    }

    #[test]
    fn unknown_is_null_or_left_out() {
        let json = written(|out| {
            let mut members = Members::new(out);
            members.area("area_m2", None);
            members.optional("owner", None);
            members.metres("length_m", Some(f64::NAN));
            members.date("opened_on", None);
        });
        assert_eq!(json, r#""area_m2":null"#);
    }
}
