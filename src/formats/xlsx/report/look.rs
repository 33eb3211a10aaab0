//! How cells look: fonts that Chinese offices have, fills of states, number formats with units.

use crate::domain::plan::State;
use crate::formats::report::palette::{self, Rgb};
use crate::formats::report::{Language, Number};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// On every computer with a Chinese Excel; elsewhere another font stands in.
const FONT: &str = "Microsoft YaHei";

fn plain(size: f64) -> Format {
    Format::new()
        .set_font_name(FONT)
        .set_font_size(size)
        .set_font_color(Color::RGB(palette::INK))
        .set_align(FormatAlign::VerticalCenter)
}

fn coloured(format: Format, fill: Rgb, ink: Rgb) -> Format {
    format.set_background_color(Color::RGB(fill)).set_font_color(Color::RGB(ink))
}

/// The report's title on a sheet.
pub fn title() -> Format {
    plain(16.0).set_bold().set_font_color(Color::RGB(palette::ACCENT)).set_text_wrap()
}

/// A section's title.
pub fn heading() -> Format {
    plain(12.0).set_bold().set_font_color(Color::RGB(palette::ACCENT)).set_text_wrap()
}

pub fn paragraph() -> Format {
    plain(10.0).set_text_wrap()
}

/// What is said beside the figures.
pub fn note() -> Format {
    plain(9.0).set_font_color(Color::RGB(palette::QUIET)).set_text_wrap()
}

/// A warning across the sheet.
pub fn warning() -> Format {
    coloured(plain(9.0).set_bold().set_text_wrap(), palette::WARNING, 0x7A4E00)
}

/// Around a cell of a table.
fn ruled(format: Format) -> Format {
    format.set_border(FormatBorder::Thin).set_border_color(Color::RGB(palette::RULE))
}

/// The heading of a column.
pub fn column() -> Format {
    let format = plain(9.0).set_bold().set_text_wrap().set_align(FormatAlign::Center);
    ruled(coloured(format, palette::HEADING, palette::ACCENT))
}

/// A name beside its value.
pub fn name() -> Format {
    ruled(coloured(plain(9.0).set_bold().set_text_wrap(), palette::HEADING, palette::ACCENT))
}

/// A text in a table.
pub fn text(band: bool) -> Format {
    let format = ruled(plain(9.0).set_text_wrap().set_align(FormatAlign::Left).set_indent(1));
    if band { format.set_bold().set_background_color(Color::RGB(palette::BAND)) } else { format }
}

/// What is not there.
pub fn absent(band: bool) -> Format {
    text(band).set_align(FormatAlign::Right).set_font_color(Color::RGB(palette::QUIET)).set_italic()
}

pub fn date(band: bool) -> Format {
    text(band).set_indent(0).set_align(FormatAlign::Center).set_num_format("yyyy-mm-dd")
}

pub fn ordinal(band: bool) -> Format {
    text(band).set_indent(0).set_align(FormatAlign::Center).set_num_format("0")
}

pub fn state(state: Option<State>) -> Format {
    let (fill, ink) = palette::of_state(state);
    ruled(coloured(plain(9.0).set_bold().set_text_wrap().set_align(FormatAlign::Center), fill, ink))
}

pub fn number(number: &Number, language: Language, band: bool) -> Format {
    text(band).set_align(FormatAlign::Right).set_num_format(number_format(number, language))
}

/// As `"≥ "#,##0.00" m²"`: what stands around the digits is quoted.
pub fn number_format(number: &Number, language: Language) -> String {
    let places =
        if number.decimals == 0 { String::new() } else { format!(".{}", "0".repeat(number.decimals)) };
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "'"));
    let sign = number.sign.map_or_else(String::new, |sign| quoted(&format!("{sign} ")));
    let unit = number.unit.as_ref().map(|unit| unit.beside(language)).filter(|unit| !unit.is_empty());
    let unit = unit.map_or_else(String::new, |unit| {
        let space = if unit.starts_with('%') { "" } else { " " };
        quoted(&format!("{space}{unit}"))
    });
    format!("{sign}#,##0{places}{unit}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::report::Words;

    #[test]
    fn units_and_signs_are_quoted() {
        let with = |unit: &str, sign, decimals| {
            let unit = Some(Words::same(unit));
            number_format(&Number { value: 1.0, decimals, unit, sign }, Language::Both)
        };
        assert_eq!(with("m²/人", Some("≥"), 2), "\"≥ \"#,##0.00\" m²/人\"");
        assert_eq!(with("%", None, 1), "#,##0.0\"%\"");
        assert_eq!(with("a\"b", None, 0), "#,##0\" a'b\"");
        let bare = Number { value: 1.0, decimals: 0, unit: None, sign: None };
        assert_eq!(number_format(&bare, Language::English), "#,##0");
    }
}
