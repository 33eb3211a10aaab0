//! The text of the document on A4, with header and footer.

use super::package::chart_id;
use super::{chart, styles, table};
use crate::formats::markup::Markup;
use crate::formats::report::{Block, Cell, Chart, Language, Report, Section, Words, palette};

pub const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
const GRAPHIC: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";

/// Twentieths of a point between the margins of A4.
pub const WIDTH: u32 = 11_906 - 2 * MARGIN;
const MARGIN: u32 = 1_021;

/// The document under way.
struct Body<'a> {
    language: Language,
    charts: Vec<&'a Chart>,
}

/// The part, and the charts it refers to in their order.
pub fn document(report: &Report, language: Language) -> (String, Vec<&Chart>) {
    let mut body = Body { language, charts: Vec::new() };
    let mut xml = Markup::xml();
    let names = [("xmlns:w", MAIN), ("xmlns:r", RELATIONS), ("xmlns:wp", DRAWING), ("xmlns:a", GRAPHIC)];
    xml.element("w:document", &names, |document| {
        document.element("w:body", &[], |text| {
            words(text, styles::TITLE, &report.title, language);
            words(text, styles::SUBTITLE, &report.subtitle, language);
            words(text, styles::NOTE, &report.basis, language);
            if !report.marks.is_empty() {
                let marks = Cell::Marks(report.marks.clone()).words();
                let warning = Words::new(
                    format!("本报告含：{}", marks.zh),
                    format!("This report contains: {}", marks.en),
                );
                words(text, styles::WARNING, &warning, language);
            }
            for (number, section) in report.sections.iter().enumerate() {
                body.chapter(text, section, number > 0);
            }
            page(text);
        });
    });
    (xml.finish(), body.charts)
}

impl<'a> Body<'a> {
    fn chapter(&mut self, text: &mut Markup, section: &'a Section, on_new_page: bool) {
        paragraph(text, styles::CHAPTER, on_new_page, |inside| {
            runs(inside, &section.title, self.language, true);
        });
        for (at, block) in section.blocks.iter().enumerate() {
            let heads = matches!(section.blocks.get(at + 1), Some(Block::Table(_) | Block::Note(_)));
            match block {
                Block::Heading(title) => words(text, styles::PART, title, self.language),
                Block::Part(title) => paragraph(text, styles::PART, at > 0, |inside| {
                    runs(inside, title, self.language, true);
                }),
                Block::Paragraph(told) => self.told(text, styles::TEXT, told, heads),
                Block::Note(told) => self.told(text, styles::NOTE, told, heads),
                Block::Facts(facts) => table::facts(text, facts, self.language),
                Block::Table(told) => table::put(text, told, self.language),
                Block::Chart(told) => {
                    words(text, styles::CAPTION, &told.title, self.language);
                    self.charts.push(told);
                    let number = self.charts.len();
                    paragraph(text, styles::TEXT, false, |inside| {
                        drawing(inside, told, number, self.language);
                    });
                }
            }
        }
    }

    fn told(&self, text: &mut Markup, style: &str, told: &Words, with_next: bool) {
        laid(text, style, Laid { with_next, ..Laid::default() }, |inside| {
            runs(inside, told, self.language, false);
        });
    }
}

/// A paragraph of a style.
pub fn paragraph(text: &mut Markup, style: &str, on_new_page: bool, inside: impl FnOnce(&mut Markup)) {
    laid(text, style, Laid { on_new_page, with_next: false }, inside);
}

/// Where a paragraph stands on its page.
#[derive(Clone, Copy, Default)]
struct Laid {
    on_new_page: bool,
    /// Not at the foot of a page with what it is about on the next.
    with_next: bool,
}

fn laid(
    text: &mut Markup,
    style: &str,
    Laid { on_new_page, with_next }: Laid,
    inside: impl FnOnce(&mut Markup),
) {
    text.element("w:p", &[], |paragraph| {
        paragraph.element("w:pPr", &[], |properties| {
            properties.empty("w:pStyle", &[("w:val", style)]);
            if with_next {
                properties.empty("w:keepNext", &[]);
            }
            if on_new_page {
                properties.empty("w:pageBreakBefore", &[]);
            }
        });
        inside(paragraph);
    });
}

/// A paragraph of a text, a line for each language.
pub fn words(text: &mut Markup, style: &str, words: &Words, language: Language) {
    let heads = matches!(style, styles::TITLE | styles::SUBTITLE | styles::PART | styles::CAPTION);
    paragraph(text, style, false, |inside| runs(inside, words, language, heads));
}

/// Runs of a text; the second language on a line of its own, smaller in a heading.
pub fn runs(inside: &mut Markup, words: &Words, language: Language, heads: bool) {
    for (at, (tongue, text)) in words.parts(language).into_iter().enumerate() {
        inside.element("w:r", &[], |run| {
            run.element("w:rPr", &[], |properties| {
                if at > 0 {
                    if heads {
                        properties.empty("w:b", &[("w:val", "0")]);
                    }
                    properties.empty("w:color", &[("w:val", &palette::hex(palette::QUIET))]);
                    if heads {
                        properties.empty("w:sz", &[("w:val", "20")]);
                    }
                }
                let of = if tongue == "zh" { "zh-CN" } else { "en-US" };
                properties.empty("w:lang", &[("w:val", of), ("w:eastAsia", "zh-CN")]);
            });
            if at > 0 {
                run.empty("w:br", &[]);
            }
            run.leaf("w:t", &[("xml:space", "preserve")], text);
        });
    }
}

/// A chart in its line.
fn drawing(inside: &mut Markup, told: &Chart, number: usize, language: Language) {
    let (width, height) = chart::size(told);
    let (width, height, id) = (width.to_string(), height.to_string(), number.to_string());
    let (name, alt) = (format!("Chart {number}"), told.title.inline(language));
    inside.element("w:r", &[], |run| {
        run.element("w:drawing", &[], |drawing| {
            let close = [("distT", "0"), ("distB", "0"), ("distL", "0"), ("distR", "0")];
            drawing.element("wp:inline", &close, |inline| {
                inline.empty("wp:extent", &[("cx", &width), ("cy", &height)]);
                inline.empty("wp:docPr", &[("id", &id), ("name", &name), ("descr", &alt)]);
                inline.empty("wp:cNvGraphicFramePr", &[]);
                inline.element("a:graphic", &[], |graphic| {
                    graphic.element("a:graphicData", &[("uri", chart::CHART)], |data| {
                        data.empty("c:chart", &[("xmlns:c", chart::CHART), ("r:id", &chart_id(number))]);
                    });
                });
            });
        });
    });
}

/// Paper, margins, and what stands on every page.
fn page(text: &mut Markup) {
    let margin = MARGIN.to_string();
    text.element("w:sectPr", &[], |section| {
        section.empty("w:headerReference", &[("w:type", "default"), ("r:id", "rIdHeader")]);
        section.empty("w:footerReference", &[("w:type", "default"), ("r:id", "rIdFooter")]);
        section.empty("w:pgSz", &[("w:w", "11906"), ("w:h", "16838")]);
        section.empty(
            "w:pgMar",
            &[
                ("w:top", "1247"),
                ("w:bottom", "1134"),
                ("w:left", &margin),
                ("w:right", &margin),
                ("w:header", "567"),
                ("w:footer", "567"),
                ("w:gutter", "0"),
            ],
        );
    });
}

/// What the report is, above every page.
pub fn header(report: &Report, language: Language) -> String {
    let mut xml = Markup::xml();
    xml.element("w:hdr", &[("xmlns:w", MAIN), ("xmlns:r", RELATIONS)], |header| {
        let text = match language {
            Language::English => &report.basis.en,
            _ => &report.basis.zh,
        };
        paragraph(header, styles::MARGIN, false, |inside| plain(inside, text));
    });
    xml.finish()
}

/// The page's number below it.
pub fn footer(language: Language) -> String {
    let (before, between, after) = match language {
        Language::Chinese => ("第 ", " 页，共 ", " 页"),
        Language::English => ("page ", " of ", ""),
        Language::Both => ("第 ", " 页，共 ", " 页 / page "),
    };
    let mut xml = Markup::xml();
    xml.element("w:ftr", &[("xmlns:w", MAIN), ("xmlns:r", RELATIONS)], |footer| {
        footer.element("w:p", &[], |paragraph| {
            paragraph.element("w:pPr", &[], |properties| {
                properties.empty("w:pStyle", &[("w:val", styles::MARGIN)]);
                properties.empty("w:jc", &[("w:val", "center")]);
            });
            plain(paragraph, before);
            field(paragraph, "PAGE");
            plain(paragraph, between);
            field(paragraph, "NUMPAGES");
            plain(paragraph, after);
            if language == Language::Both {
                field(paragraph, "PAGE");
                plain(paragraph, " of ");
                field(paragraph, "NUMPAGES");
            }
        });
    });
    xml.finish()
}

fn plain(inside: &mut Markup, text: &str) {
    if text.is_empty() {
        return;
    }
    inside.element("w:r", &[], |run| run.leaf("w:t", &[("xml:space", "preserve")], text));
}

fn field(inside: &mut Markup, code: &str) {
    inside.element("w:fldSimple", &[("w:instr", code)], |field| plain(field, "1"));
}
