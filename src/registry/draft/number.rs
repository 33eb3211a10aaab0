//! Numbers as people write them in tables.

/// Why a text is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A comma where no thousands end: `34658,7` would become 346,587 if it were left out.
    Comma,
    Other,
}

/// Reads a number; commas may stand between groups of three digits only.
pub fn read(text: &str) -> Result<f64, Fault> {
    let plain = text.trim().replace('，', ",");
    let whole = plain.split_once('.').map_or(plain.as_str(), |(whole, _)| whole);
    let commas = plain.contains(',');
    if commas && (!is_grouped(whole) || plain[whole.len()..].contains(',')) {
        return Err(Fault::Comma);
    }
    plain.replace(',', "").parse().map_err(|_| if commas { Fault::Comma } else { Fault::Other })
}

/// `1,234,567`: one to three digits, then groups of three.
fn is_grouped(whole: &str) -> bool {
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.strip_prefix(['-', '+']).unwrap_or(whole).split(',');
    groups.next().is_some_and(|first| (1..=3).contains(&first.len()) && digits(first))
        && groups.all(|group| group.len() == 3 && digits(group))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_group_thousands_and_nothing_else() {
        for (text, number) in [
            ("34658.7", 34_658.7),
            (" 1,234.5 ", 1234.5),
            ("1，234，567", 1_234_567.0),
            ("-1,234", -1234.0),
            ("600", 600.0),
            ("1e3", 1000.0),
        ] {
            assert_eq!(read(text), Ok(number), "{text}");
        }
        for text in ["34658,7", "1.234,5", "34658,700", "1,23", "1,2345", ",500", "1,,234", "1,234,5"] {
            assert_eq!(read(text), Err(Fault::Comma), "{text}");
        }
        for text in ["", "六百", "6 00"] {
            assert_eq!(read(text), Err(Fault::Other), "{text}");
        }
    }
}
