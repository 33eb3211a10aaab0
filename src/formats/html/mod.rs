//! A report as one page that needs nothing else: made to be printed on A4.

/// Charts as SVG.
mod chart;
/// Tables.
mod table;

use super::markup::Markup;
use super::report::{Block, Cell, Language, Report, Section, Words};
use std::fmt::Write;

/// The style sheet, as a whole.
const STYLE: &str = include_str!("page.css");

/// The page.
pub fn write(report: &Report, language: Language) -> String {
    let mut page = Markup::html();
    let tongue = if language == Language::English { "en" } else { "zh-Hans" };
    page.element("html", &[("lang", tongue)], |html| {
        html.element("head", &[], |head| {
            head.empty("meta", &[("charset", "utf-8")]);
            head.empty("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
            head.empty("meta", &[("name", "generator"), ("content", "jiantu")]);
            head.leaf("title", &[], &report.title.inline(language));
            head.element("style", &[], |style| style.raw(STYLE));
            head.leaf("style", &[], &above_pages(&report.basis, language));
        });
        html.element("body", &[], |body| {
            cover(body, report, language);
            for (number, section) in (1..).zip(&report.sections) {
                chapter(body, (number, section), language);
            }
            body.element("footer", &[("class", "foot")], |foot| {
                words(foot, "p", "", &report.basis, language);
            });
        });
    });
    page.finish()
}

/// What every figure rests on, above every printed page.
fn above_pages(basis: &Words, language: Language) -> String {
    let text = basis.parts(language).first().map_or("", |(_, text)| *text);
    let mut quoted = String::new();
    for c in text.chars() {
        // In a style sheet a text is no markup: it has escapes of its own.
        if c.is_alphanumeric() || c == ' ' || (!c.is_ascii() && !c.is_control()) {
            quoted.push(c);
        } else {
            // Writing to a text never fails.
            let _ = write!(quoted, "\\{:x} ", u32::from(c));
        }
    }
    format!("@page {{ @top-left {{ content: \"{quoted}\"; }} }}")
}

fn cover(body: &mut Markup, report: &Report, language: Language) {
    body.element("header", &[("class", "cover")], |header| {
        words(header, "h1", "", &report.title, language);
        words(header, "p", "plan", &report.subtitle, language);
        words(header, "p", "basis", &report.basis, language);
        if !report.marks.is_empty() {
            let marks = Cell::Marks(report.marks.clone()).words();
            words(header, "p", "warning", &warning(&marks), language);
        }
    });
    body.element("nav", &[], |nav| {
        nav.element("ol", &[], |list| {
            for (number, section) in (1..).zip(&report.sections) {
                list.element("li", &[], |item| {
                    let link = format!("#s{number}");
                    item.leaf("a", &[("href", &link)], &section.title.inline(language));
                });
            }
        });
    });
}

/// What the marks on the cover say.
pub(super) fn warning(marks: &Words) -> Words {
    Words::new(format!("本报告含：{}", marks.zh), format!("This report contains: {}", marks.en))
}

fn chapter(body: &mut Markup, (number, section): (usize, &Section), language: Language) {
    let id = format!("s{number}");
    body.element("section", &[("id", &id)], |chapter| {
        words(chapter, "h2", "", &section.title, language);
        for block in &section.blocks {
            put(chapter, block, language);
        }
    });
}

fn put(chapter: &mut Markup, block: &Block, language: Language) {
    match block {
        Block::Heading(title) => words(chapter, "h3", "", title, language),
        Block::Part(title) => words(chapter, "h3", "part", title, language),
        Block::Paragraph(text) => words(chapter, "p", "", text, language),
        Block::Note(text) => words(chapter, "p", "note", text, language),
        Block::Facts(facts) => table::facts(chapter, facts, language),
        Block::Table(told) => table::put(chapter, told, language),
        Block::Chart(told) => chart::put(chapter, told, language),
    }
}

/// A text in each language that is wanted, marked as what it is.
fn words(into: &mut Markup, element: &str, class: &str, words: &Words, language: Language) {
    let attributes: &[(&str, &str)] = if class.is_empty() { &[] } else { &[("class", class)] };
    into.element(element, attributes, |inside| spans(inside, words, language));
}

fn spans(into: &mut Markup, words: &Words, language: Language) {
    for (at, (tongue, text)) in words.parts(language).into_iter().enumerate() {
        if at > 0 {
            // A reader without the style sheet sees two words, not one.
            into.text(" ");
        }
        into.leaf("span", &[("lang", if tongue == "zh" { "zh-Hans" } else { "en" })], text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_above_pages_can_not_leave_its_string() {
        let basis = Words::same("截至 2025；\"}</style><b>\\");
        let style = above_pages(&basis, Language::Both);
        assert_eq!(
            style,
            "@page { @top-left { content: \"截至 2025；\\22 \\7d \\3c \\2f style\\3e \\3c b\\3e \\5c \"; } }"
        );
    }
}
