//! Styles of the document: Chinese fonts of offices, headings that stay with what follows.

use super::body::MAIN;
use crate::formats::markup::Markup;
use crate::formats::report::{Language, palette};

/// Styles of paragraphs by what they are for.
pub const TITLE: &str = "Title";
pub const SUBTITLE: &str = "Subtitle";
pub const CHAPTER: &str = "Heading1";
pub const PART: &str = "Heading2";
pub const CAPTION: &str = "Heading3";
pub const TEXT: &str = "BodyText";
pub const NOTE: &str = "Note";
pub const WARNING: &str = "Warning";
pub const CELL: &str = "Cell";
pub const HEADING_CELL: &str = "CellHeading";
pub const MARGIN: &str = "Margin";

struct Style {
    id: &'static str,
    name: &'static str,
    /// Half points.
    size: u32,
    bold: bool,
    colour: palette::Rgb,
    /// Twentieths of a point.
    before: u32,
    after: u32,
    /// Level of a heading, from 0.
    outline: Option<u32>,
    keeps_next: bool,
}

const fn style(id: &'static str, name: &'static str, size: u32, colour: palette::Rgb) -> Style {
    Style { id, name, size, bold: false, colour, before: 0, after: 0, outline: None, keeps_next: false }
}

const STYLES: [Style; 11] = [
    Style { bold: true, after: 120, ..style(TITLE, "Title", 40, palette::ACCENT) },
    Style { after: 120, ..style(SUBTITLE, "Subtitle", 24, palette::QUIET) },
    Style {
        bold: true,
        before: 240,
        after: 120,
        outline: Some(0),
        keeps_next: true,
        ..style(CHAPTER, "heading 1", 30, palette::ACCENT)
    },
    Style {
        bold: true,
        before: 280,
        after: 80,
        outline: Some(1),
        keeps_next: true,
        ..style(PART, "heading 2", 24, palette::ACCENT)
    },
    Style {
        bold: true,
        before: 160,
        after: 60,
        outline: Some(2),
        keeps_next: true,
        ..style(CAPTION, "heading 3", 21, palette::ACCENT)
    },
    Style { after: 80, ..style(TEXT, "Body Text", 21, palette::INK) },
    Style { after: 60, ..style(NOTE, "Note", 17, palette::QUIET) },
    Style { bold: true, before: 80, after: 120, ..style(WARNING, "Warning", 19, 0x7A4E00) },
    style(CELL, "Cell", 16, palette::INK),
    Style { bold: true, ..style(HEADING_CELL, "Cell Heading", 16, palette::ACCENT) },
    style(MARGIN, "Margin", 16, palette::QUIET),
];

/// The part.
pub fn styles(language: Language) -> String {
    let tongue = if language == Language::English { "en-US" } else { "zh-CN" };
    let mut xml = Markup::xml();
    xml.element("w:styles", &[("xmlns:w", MAIN)], |styles| {
        styles.element("w:docDefaults", &[], |defaults| {
            defaults.element("w:rPrDefault", &[], |run| {
                run.element("w:rPr", &[], |run| {
                    let fonts = [
                        ("w:ascii", "Arial"),
                        ("w:hAnsi", "Arial"),
                        ("w:cs", "Arial"),
                        ("w:eastAsia", "Microsoft YaHei"),
                    ];
                    run.empty("w:rFonts", &fonts);
                    run.empty("w:sz", &[("w:val", "21")]);
                    run.empty("w:lang", &[("w:val", tongue), ("w:eastAsia", "zh-CN")]);
                });
            });
            defaults.element("w:pPrDefault", &[], |paragraph| {
                paragraph.element("w:pPr", &[], |paragraph| {
                    paragraph.empty("w:spacing", &[("w:line", "300"), ("w:lineRule", "auto")]);
                });
            });
        });
        let normal = [("w:type", "paragraph"), ("w:default", "1"), ("w:styleId", "Normal")];
        styles.element("w:style", &normal, |normal| {
            normal.empty("w:name", &[("w:val", "Normal")]);
        });
        for style in &STYLES {
            one(styles, style);
        }
    });
    xml.finish()
}

fn one(styles: &mut Markup, style: &Style) {
    styles.element("w:style", &[("w:type", "paragraph"), ("w:styleId", style.id)], |xml| {
        xml.empty("w:name", &[("w:val", style.name)]);
        xml.empty("w:basedOn", &[("w:val", "Normal")]);
        xml.empty("w:qFormat", &[]);
        xml.element("w:pPr", &[], |paragraph| {
            if style.keeps_next {
                paragraph.empty("w:keepNext", &[]);
                paragraph.empty("w:keepLines", &[]);
            }
            if style.id == WARNING {
                let fill = palette::hex(palette::WARNING);
                paragraph.empty("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", &fill)]);
            }
            let (before, after) = (style.before.to_string(), style.after.to_string());
            let tight = matches!(style.id, CELL | HEADING_CELL | MARGIN);
            let line = if tight { "240" } else { "300" };
            paragraph.empty(
                "w:spacing",
                &[("w:before", &before), ("w:after", &after), ("w:line", line), ("w:lineRule", "auto")],
            );
            if style.id == HEADING_CELL {
                paragraph.empty("w:jc", &[("w:val", "center")]);
            }
            if let Some(level) = style.outline {
                paragraph.empty("w:outlineLvl", &[("w:val", &level.to_string())]);
            }
        });
        xml.element("w:rPr", &[], |run| {
            if style.bold {
                run.empty("w:b", &[]);
            }
            run.empty("w:color", &[("w:val", &palette::hex(style.colour))]);
            run.empty("w:sz", &[("w:val", &style.size.to_string())]);
        });
    });
}
