//! Charts as Word draws them (DrawingML): the numbers stand in the part itself.

use crate::formats::markup::Markup;
use crate::formats::report::{Chart, Language, Look, Plot, palette};

pub const CHART: &str = "http://schemas.openxmlformats.org/drawingml/2006/chart";
const GRAPHIC: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";

/// English metric units of a centimetre.
const CM: u32 = 360_000;

/// Axes by their ids.
const CATEGORIES: &str = "111111";
const VALUES: &str = "222222";

/// Width and height in English metric units.
pub fn size(chart: &Chart) -> (u32, u32) {
    // The names of many categories stand on end.
    let high = if chart.categories.len() > 8 { 11 } else { 7 };
    (17 * CM, high * CM + CM / 2)
}

/// The part.
pub fn part(chart: &Chart, language: Language) -> String {
    let mut xml = Markup::xml();
    xml.element("c:chartSpace", &[("xmlns:c", CHART), ("xmlns:a", GRAPHIC)], |space| {
        value(space, "c:roundedCorners", "0");
        space.element("c:chart", &[], |xml| {
            value(xml, "c:autoTitleDeleted", "1");
            xml.element("c:plotArea", &[], |area| {
                area.empty("c:layout", &[]);
                plots(area, chart, language);
                axes(area, chart, language);
            });
            if chart.plots.len() > 1 {
                xml.element("c:legend", &[], |legend| {
                    value(legend, "c:legendPos", "b");
                    value(legend, "c:overlay", "0");
                    letters(legend, "800");
                });
            }
            value(xml, "c:plotVisOnly", "1");
            value(xml, "c:dispBlanksAs", "gap");
        });
    });
    xml.finish()
}

fn value(xml: &mut Markup, element: &str, value: &str) {
    xml.empty(element, &[("val", value)]);
}

/// The size of letters, in hundredths of a point.
fn letters(xml: &mut Markup, size: &str) {
    coloured_letters(xml, size, None);
}

fn coloured_letters(xml: &mut Markup, size: &str, colour: Option<&str>) {
    xml.element("c:txPr", &[], |text| {
        text.empty("a:bodyPr", &[]);
        text.element("a:p", &[], |paragraph| {
            paragraph.element("a:pPr", &[], |properties| match colour {
                None => properties.empty("a:defRPr", &[("sz", size)]),
                Some(colour) => {
                    properties.element("a:defRPr", &[("sz", size), ("b", "1")], |run| solid(run, colour));
                }
            });
            paragraph.empty("a:endParaRPr", &[("lang", "zh-CN")]);
        });
    });
}

/// Bars and lines, which may share the axes.
fn plots(area: &mut Markup, chart: &Chart, language: Language) {
    let is_line = |plot: &Plot| chart.in_time || plot.look == Look::Target;
    let numbered = || chart.plots.iter().enumerate();
    if numbered().any(|(_, plot)| !is_line(plot)) {
        area.element("c:barChart", &[], |bars| {
            value(bars, "c:barDir", "col");
            value(bars, "c:grouping", "clustered");
            value(bars, "c:varyColors", "0");
            for (number, plot) in numbered().filter(|(_, plot)| !is_line(plot)) {
                series(bars, chart, (number, plot), language);
            }
            value(bars, "c:gapWidth", "60");
            value(bars, "c:axId", CATEGORIES);
            value(bars, "c:axId", VALUES);
        });
    }
    if numbered().any(|(_, plot)| is_line(plot)) {
        area.element("c:lineChart", &[], |lines| {
            value(lines, "c:grouping", "standard");
            value(lines, "c:varyColors", "0");
            for (number, plot) in numbered().filter(|(_, plot)| is_line(plot)) {
                series(lines, chart, (number, plot), language);
            }
            value(lines, "c:marker", "1");
            value(lines, "c:axId", CATEGORIES);
            value(lines, "c:axId", VALUES);
        });
    }
}

fn series(xml: &mut Markup, chart: &Chart, (number, plot): (usize, &Plot), language: Language) {
    let (number, colour) = (number.to_string(), palette::hex(palette::of_look(&plot.look)));
    let is_target = plot.look == Look::Target;
    let is_line = chart.in_time || is_target;
    xml.element("c:ser", &[], |series| {
        value(series, "c:idx", &number);
        value(series, "c:order", &number);
        series.element("c:tx", &[], |name| {
            name.element("c:strRef", &[], |reference| {
                reference.leaf("c:f", &[], &format!("Data!${}$1", letter(&number)));
                reference.element("c:strCache", &[], |cache| {
                    value(cache, "c:ptCount", "1");
                    point(cache, 0, &plot.name.beside(language));
                });
            });
        });
        series.element("c:spPr", &[], |shape| {
            if is_line {
                shape.element("a:ln", &[("w", "25400")], |line| {
                    solid(line, &colour);
                    if is_target {
                        value(line, "a:prstDash", "dash");
                    }
                });
            } else {
                solid(shape, &colour);
            }
        });
        if is_line {
            series.element("c:marker", &[], |marker| {
                if is_target {
                    value(marker, "c:symbol", "none");
                } else {
                    value(marker, "c:symbol", "circle");
                    value(marker, "c:size", "6");
                    marker.element("c:spPr", &[], |shape| solid(shape, &colour));
                }
            });
        } else {
            value(series, "c:invertIfNegative", "0");
        }
        if let Look::States(states) = &plot.look {
            for (at, state) in states.iter().enumerate() {
                series.element("c:dPt", &[], |one| {
                    value(one, "c:idx", &at.to_string());
                    value(one, "c:invertIfNegative", "0");
                    let fill = palette::hex(palette::of_bar(*state));
                    one.element("c:spPr", &[], |shape| solid(shape, &fill));
                });
            }
        }
        labels(series, chart, plot);
        numbers(series, chart, (&number, plot), language);
        if is_line {
            value(series, "c:smooth", "0");
        }
    });
}

/// Numbers above their points, but for a line that is the same everywhere and where there are too many.
fn labels(series: &mut Markup, chart: &Chart, plot: &Plot) {
    let measured = chart.plots.iter().filter(|plot| plot.look != Look::Target).count();
    let shown = if plot.look == Look::Target || measured > 2 { "0" } else { "1" };
    series.element("c:dLbls", &[], |labels| {
        if shown == "1" {
            let format = format(chart.decimals);
            labels.empty("c:numFmt", &[("formatCode", &format), ("sourceLinked", "0")]);
            if !chart.in_time && measured < chart.plots.len() {
                // Above the bars the target's line would cross the numbers.
                coloured_letters(labels, "750", Some("FFFFFF"));
                value(labels, "c:dLblPos", "inBase");
            } else {
                letters(labels, "700");
                value(labels, "c:dLblPos", if chart.in_time { "t" } else { "outEnd" });
            }
        }
        for (element, on) in [
            ("c:showLegendKey", "0"),
            ("c:showVal", shown),
            ("c:showCatName", "0"),
            ("c:showSerName", "0"),
            ("c:showPercent", "0"),
            ("c:showBubbleSize", "0"),
        ] {
            value(labels, element, on);
        }
    });
}

fn format(decimals: usize) -> String {
    if decimals == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(decimals)) }
}

/// Categories and values, as if they stood in a sheet.
fn numbers(series: &mut Markup, chart: &Chart, (number, plot): (&str, &Plot), language: Language) {
    let count = chart.categories.len();
    let (last, rows) = (count + 1, count.to_string());
    series.element("c:cat", &[], |categories| {
        categories.element("c:strRef", &[], |reference| {
            reference.leaf("c:f", &[], &format!("Data!$A$2:$A${last}"));
            reference.element("c:strCache", &[], |cache| {
                value(cache, "c:ptCount", &rows);
                for (at, category) in chart.categories.iter().enumerate() {
                    point(cache, at, &category.beside(language));
                }
            });
        });
    });
    series.element("c:val", &[], |values| {
        values.element("c:numRef", &[], |reference| {
            let column = letter(number);
            reference.leaf("c:f", &[], &format!("Data!${column}$2:${column}${last}"));
            reference.element("c:numCache", &[], |cache| {
                cache.leaf("c:formatCode", &[], "General");
                value(cache, "c:ptCount", &rows);
                for (at, known) in plot.values.iter().enumerate() {
                    // A point that is not there leaves a gap.
                    if let Some(known) = known {
                        point(cache, at, &known.to_string());
                    }
                }
            });
        });
    });
}

/// The column of a plot, after that of the categories.
fn letter(number: &str) -> char {
    let at = number.parse::<u8>().unwrap_or(0).min(24);
    char::from(b'B' + at)
}

fn point(cache: &mut Markup, at: usize, text: &str) {
    cache.element("c:pt", &[("idx", &at.to_string())], |point| point.leaf("c:v", &[], text));
}

fn solid(xml: &mut Markup, colour: &str) {
    xml.element("a:solidFill", &[], |fill| fill.empty("a:srgbClr", &[("val", colour)]));
}

fn axes(area: &mut Markup, chart: &Chart, language: Language) {
    let grey = palette::hex(palette::RULE);
    area.element("c:catAx", &[], |axis| {
        value(axis, "c:axId", CATEGORIES);
        axis.element("c:scaling", &[], |scaling| value(scaling, "c:orientation", "minMax"));
        value(axis, "c:delete", "0");
        value(axis, "c:axPos", "b");
        value(axis, "c:majorTickMark", "none");
        value(axis, "c:minorTickMark", "none");
        value(axis, "c:tickLblPos", "low");
        letters(axis, "750");
        value(axis, "c:crossAx", VALUES);
        value(axis, "c:crosses", "autoZero");
        value(axis, "c:auto", "1");
        value(axis, "c:lblAlgn", "ctr");
        value(axis, "c:lblOffset", "100");
        value(axis, "c:noMultiLvlLbl", "0");
    });
    area.element("c:valAx", &[], |axis| {
        value(axis, "c:axId", VALUES);
        axis.element("c:scaling", &[], |scaling| {
            value(scaling, "c:orientation", "minMax");
            value(scaling, "c:min", "0");
        });
        value(axis, "c:delete", "0");
        value(axis, "c:axPos", "l");
        axis.element("c:majorGridlines", &[], |lines| {
            lines.element("c:spPr", &[], |shape| {
                shape.element("a:ln", &[("w", "6350")], |line| solid(line, &grey));
            });
        });
        axis.element("c:title", &[], |title| {
            title.element("c:tx", &[], |text| {
                text.element("c:rich", &[], |rich| {
                    rich.empty("a:bodyPr", &[("rot", "-5400000"), ("vert", "horz")]);
                    rich.element("a:p", &[], |paragraph| {
                        paragraph.element("a:r", &[], |run| {
                            run.empty("a:rPr", &[("lang", "zh-CN"), ("sz", "750"), ("b", "0")]);
                            run.leaf("a:t", &[], &chart.unit.beside(language));
                        });
                    });
                });
            });
            value(title, "c:overlay", "0");
        });
        axis.empty(
            "c:numFmt",
            &[("formatCode", if chart.decimals == 0 { "0" } else { "0.0" }), ("sourceLinked", "0")],
        );
        value(axis, "c:majorTickMark", "none");
        value(axis, "c:minorTickMark", "none");
        value(axis, "c:tickLblPos", "nextTo");
        letters(axis, "750");
        value(axis, "c:crossAx", CATEGORIES);
        value(axis, "c:crosses", "autoZero");
        value(axis, "c:crossBetween", "between");
    });
}
