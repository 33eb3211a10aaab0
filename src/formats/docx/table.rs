//! Tables as wide as the text, whose headings are repeated on every page and whose rows are not torn.

use super::body::{WIDTH, paragraph, runs, words};
use super::styles;
use crate::formats::markup::Markup;
use crate::formats::report::{Cell, Language, Row, Table, Words, palette};

/// Names with their values, two pairs a row.
pub fn facts(text: &mut Markup, facts: &[(Words, Cell)], language: Language) {
    let widths = shared(&[17.0, 33.0, 17.0, 33.0]);
    framed(text, &widths, |table| {
        for pair in facts.chunks(2) {
            table.element("w:tr", &[], |row| {
                row.element("w:trPr", &[], |properties| properties.empty("w:cantSplit", &[]));
                for (at, (name, cell)) in pair.iter().enumerate() {
                    cell_of(row, (widths[2 * at], 1), Some(palette::HEADING), |inside| {
                        words(inside, styles::CELL, name, language);
                    });
                    // A last one alone has the rest of the row.
                    let (width, columns) =
                        if pair.len() == 1 { (widths[1..].iter().sum(), 3) } else { (widths[2 * at + 1], 1) };
                    value(row, cell, (width, columns), Place::Facts, language);
                }
            });
        }
    });
}

/// A table.
pub fn put(text: &mut Markup, table: &Table, language: Language) {
    if let Some(title) = &table.title {
        words(text, styles::CAPTION, title, language);
    }
    let widths = shared(&table.columns.iter().map(|column| column.width).collect::<Vec<_>>());
    framed(text, &widths, |xml| {
        xml.element("w:tr", &[], |row| {
            row.element("w:trPr", &[], |properties| {
                properties.empty("w:cantSplit", &[]);
                properties.empty("w:tblHeader", &[]);
            });
            for (column, width) in table.columns.iter().zip(&widths) {
                cell_of(row, (*width, 1), Some(palette::HEADING), |inside| {
                    words(inside, styles::HEADING_CELL, &column.name, language);
                });
            }
        });
        for row in &table.rows {
            put_row(xml, row, &widths, language);
        }
        if table.rows.is_empty() {
            let none = Cell::text("没有行", "no rows");
            xml.element("w:tr", &[], |row| {
                value(row, &none, (widths.iter().sum(), widths.len()), Place::Row, language);
            });
        }
    });
}

fn put_row(xml: &mut Markup, row: &Row, widths: &[u32], language: Language) {
    xml.element("w:tr", &[], |tr| {
        tr.element("w:trPr", &[], |properties| properties.empty("w:cantSplit", &[]));
        for (cell, width) in row.cells.iter().zip(widths) {
            value(tr, cell, (*width, 1), if row.band { Place::Band } else { Place::Row }, language);
        }
    });
}

/// The width of the text, shared in proportion.
fn shared(widths: &[f64]) -> Vec<u32> {
    let all: f64 = widths.iter().sum();
    widths.iter().map(|width| (width / all * f64::from(WIDTH)).round() as u32).collect()
}

fn framed(text: &mut Markup, widths: &[u32], rows: impl FnOnce(&mut Markup)) {
    text.element("w:tbl", &[], |table| {
        table.element("w:tblPr", &[], |properties| {
            let all = widths.iter().sum::<u32>().to_string();
            properties.empty("w:tblW", &[("w:w", &all), ("w:type", "dxa")]);
            properties.element("w:tblBorders", &[], |borders| {
                let colour = palette::hex(palette::RULE);
                for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
                    let name = format!("w:{side}");
                    let look = [("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", &colour)];
                    borders.empty(&name, &look);
                }
            });
            properties.empty("w:tblLayout", &[("w:type", "fixed")]);
            properties.element("w:tblCellMar", &[], |margins| {
                for (side, width) in [("top", "20"), ("left", "60"), ("bottom", "20"), ("right", "60")] {
                    margins.empty(&format!("w:{side}"), &[("w:w", width), ("w:type", "dxa")]);
                }
            });
        });
        table.element("w:tblGrid", &[], |grid| {
            for width in widths {
                grid.empty("w:gridCol", &[("w:w", &width.to_string())]);
            }
        });
        rows(table);
    });
    // Two tables in a row would become one.
    paragraph(text, styles::NOTE, false, |_| ());
}

fn cell_of(
    row: &mut Markup,
    (width, columns): (u32, usize),
    fill: Option<palette::Rgb>,
    inside: impl FnOnce(&mut Markup),
) {
    row.element("w:tc", &[], |cell| {
        cell.element("w:tcPr", &[], |properties| {
            properties.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
            if columns > 1 {
                properties.empty("w:gridSpan", &[("w:val", &columns.to_string())]);
            }
            if let Some(fill) = fill {
                let fill = palette::hex(fill);
                properties.empty("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", &fill)]);
            }
            properties.empty("w:vAlign", &[("w:val", "center")]);
        });
        inside(cell);
    });
}

/// Where a value stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Beside its name.
    Facts,
    Row,
    /// In a row that heads others.
    Band,
}

fn value(row: &mut Markup, cell: &Cell, size: (u32, usize), place: Place, language: Language) {
    let fill = match cell {
        Cell::State(state) => Some(palette::of_state(*state).0),
        _ => (place == Place::Band).then_some(palette::BAND),
    };
    let align = match cell {
        _ if place == Place::Facts => "left",
        _ if cell.is_number() || cell.is_absent() => "right",
        Cell::State(_) | Cell::Date(_) | Cell::Ordinal(_) => "center",
        _ => "left",
    };
    cell_of(row, size, fill, |inside| {
        inside.element("w:p", &[], |paragraph| {
            paragraph.element("w:pPr", &[], |properties| {
                properties.empty("w:pStyle", &[("w:val", styles::CELL)]);
                properties.empty("w:jc", &[("w:val", align)]);
            });
            runs(paragraph, &cell.words(), language, false);
        });
    });
}
