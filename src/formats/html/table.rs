//! Tables whose headings are repeated on every printed page.

use super::{spans, words};
use crate::domain::plan::State;
use crate::formats::markup::Markup;
use crate::formats::report::{Cell, Language, Row, Table, Words};

/// Names with their values, two pairs a row.
pub fn facts(into: &mut Markup, facts: &[(Words, Cell)], language: Language) {
    into.element("table", &[("class", "facts")], |table| {
        table.element("tbody", &[], |body| {
            for pair in facts.chunks(2) {
                body.element("tr", &[], |row| {
                    for (name, cell) in pair {
                        row.element("th", &[("scope", "row")], |th| spans(th, name, language));
                        // A last one alone has the rest of the row.
                        put_cell(row, cell, if pair.len() == 1 { "3" } else { "1" }, language);
                    }
                });
            }
        });
    });
}

/// A table.
pub fn put(into: &mut Markup, table: &Table, language: Language) {
    if let Some(title) = &table.title {
        words(into, "h4", "", title, language);
    }
    let all: f64 = table.columns.iter().map(|column| column.width).sum();
    into.element("table", &[], |html| {
        html.element("colgroup", &[], |group| {
            for column in &table.columns {
                let width = format!("width:{:.2}%", column.width / all * 100.0);
                group.empty("col", &[("style", &width)]);
            }
        });
        html.element("thead", &[], |head| {
            head.element("tr", &[], |row| {
                for column in &table.columns {
                    row.element("th", &[("scope", "col")], |th| spans(th, &column.name, language));
                }
            });
        });
        html.element("tbody", &[], |body| {
            for row in &table.rows {
                put_row(body, row, language);
            }
            if table.rows.is_empty() {
                let columns = table.columns.len().to_string();
                body.element("tr", &[], |row| {
                    row.element("td", &[("colspan", &columns), ("class", "absent")], |td| {
                        spans(td, &Words::new("没有行", "no rows"), language);
                    });
                });
            }
        });
    });
}

fn put_row(body: &mut Markup, row: &Row, language: Language) {
    let class: &[(&str, &str)] = if row.band { &[("class", "band")] } else { &[] };
    body.element("tr", class, |tr| {
        for cell in &row.cells {
            put_cell(tr, cell, "1", language);
        }
    });
}

fn put_cell(row: &mut Markup, cell: &Cell, columns: &str, language: Language) {
    let class = match cell {
        Cell::State(state) => format!("state {}", state.map_or("not_begun", State::as_str)),
        Cell::Marks(marks) if !marks.is_empty() => "marks".to_owned(),
        _ if cell.is_number() => "number".to_owned(),
        _ if cell.is_absent() => "absent".to_owned(),
        Cell::Date(_) | Cell::Ordinal(_) => "date".to_owned(),
        _ => String::new(),
    };
    let mut attributes: Vec<(&str, &str)> = Vec::new();
    if !class.is_empty() {
        attributes.push(("class", &class));
    }
    if columns != "1" {
        attributes.push(("colspan", columns));
    }
    // The unrounded number, for whoever reads the page by a program.
    let exact = match cell {
        Cell::Number(number) => Some(number.value.to_string()),
        _ => None,
    };
    if let Some(exact) = &exact {
        attributes.push(("data-value", exact));
    }
    row.element("td", &attributes, |td| spans(td, &cell.words(), language));
}
