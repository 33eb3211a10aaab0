//! Charts as SVG in the page: lines over time, bars beside their names.

use crate::formats::markup::Markup;
use crate::formats::report::{Chart, Language, Look, Plot, Words, palette};
use std::fmt::Write;

/// Units of the drawing across; the page scales it.
const WIDTH: f64 = 720.0;

/// Room for the names of bars, at most.
const NAMES: f64 = 290.0;

/// A bar with the space around it.
const BAR: f64 = 26.0;

/// A figure with its title.
pub fn put(into: &mut Markup, chart: &Chart, language: Language) {
    let height = if chart.in_time { 300.0 } else { 34.0 + BAR * chart.categories.len() as f64 + 26.0 };
    let view = format!("0 0 {WIDTH} {height}");
    into.element("figure", &[], |figure| {
        figure.element("figcaption", &[], |caption| super::spans(caption, &chart.title, language));
        let label = chart.title.inline(language);
        let attributes = [
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("viewBox", view.as_str()),
            ("role", "img"),
            ("aria-label", label.as_str()),
        ];
        figure.element("svg", &attributes, |svg| {
            legend(svg, chart, language);
            if chart.in_time {
                lines(svg, chart, height, language);
            } else {
                bars(svg, chart, height, language);
            }
        });
    });
}

fn colour(rgb: palette::Rgb) -> String {
    format!("#{}", palette::hex(rgb))
}

fn number(value: f64) -> String {
    format!("{value:.1}")
}

fn line(svg: &mut Markup, (x1, y1): (f64, f64), (x2, y2): (f64, f64), class: &str, stroke: &str) {
    let ends = [number(x1), number(y1), number(x2), number(y2)];
    svg.empty(
        "line",
        &[
            ("x1", &ends[0]),
            ("y1", &ends[1]),
            ("x2", &ends[2]),
            ("y2", &ends[3]),
            ("class", class),
            ("stroke", stroke),
        ],
    );
}

/// `anchor`: start, middle, end.
fn label(svg: &mut Markup, (x, y): (f64, f64), anchor: &str, class: &str, text: &str) {
    let at = [number(x), number(y)];
    svg.leaf("text", &[("x", &at[0]), ("y", &at[1]), ("text-anchor", anchor), ("class", class)], text);
}

/// Names of plots, where there are several, and the unit.
fn legend(svg: &mut Markup, chart: &Chart, language: Language) {
    let mut x = 0.0;
    if chart.plots.len() > 1 {
        for plot in &chart.plots {
            let stroke = colour(palette::of_look(&plot.look));
            let class = if plot.look == Look::Target { "target" } else { "line" };
            line(svg, (x, 12.0), (x + 22.0, 12.0), class, &stroke);
            let name = plot.name.beside(language);
            label(svg, (x + 27.0, 16.0), "start", "key", &name);
            x += 27.0 + wide(&name) + 18.0;
        }
    }
    label(svg, (WIDTH, 16.0), "end", "key", &unit(chart).beside(language));
}

fn unit(chart: &Chart) -> Words {
    Words::new(format!("单位：{}", chart.unit.zh), format!("unit: {}", chart.unit.en))
}

/// About how wide a text is at the size of labels.
fn wide(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 6.4 } else { 11.5 }).sum()
}

/// The end of the axis, and the steps to it: 1, 2 or 5 times a power of ten.
fn axis(chart: &Chart) -> (f64, f64) {
    let values = chart.plots.iter().flat_map(|plot| plot.values.iter().flatten());
    let most = values.fold(0.0_f64, |most, value| most.max(*value));
    if most <= 0.0 {
        return (1.0, 1.0);
    }
    let rough = most / 5.0;
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|times| times * power).find(|step| *step >= rough);
    let mut step = step.unwrap_or(power * 10.0);
    if chart.decimals == 0 {
        step = step.max(1.0);
    }
    (((most * 1.04) / step).ceil() * step, step)
}

fn ticks((end, step): (f64, f64)) -> impl Iterator<Item = f64> {
    let count = (end / step).round() as u32;
    (0..=count).map(move |at| f64::from(at) * step)
}

fn tick(value: f64, step: f64) -> String {
    if step < 1.0 { format!("{value:.1}") } else { format!("{value:.0}") }
}

fn lines(svg: &mut Markup, chart: &Chart, height: f64, language: Language) {
    let (left, right, top, bottom) = (40.0, WIDTH - 30.0, 40.0, height - 26.0);
    let axis = axis(chart);
    let y = |value: f64| bottom - value / axis.0 * (bottom - top);
    let count = chart.categories.len().max(1) as f64;
    let x = |at: usize| left + (at as f64 + 0.5) / count * (right - left);
    for value in ticks(axis) {
        line(svg, (left, y(value)), (right, y(value)), "grid", "#D5DCE0");
        label(svg, (left - 6.0, y(value) + 4.0), "end", "tick", &tick(value, axis.1));
    }
    for (at, category) in chart.categories.iter().enumerate() {
        label(svg, (x(at), height - 8.0), "middle", "tick", &category.beside(language));
    }
    for plot in &chart.plots {
        let stroke = colour(palette::of_look(&plot.look));
        let class = if plot.look == Look::Target { "target" } else { "line" };
        let mut path = String::new();
        let mut pen = "M";
        for (at, value) in plot.values.iter().enumerate() {
            // A gap lifts the pen.
            let Some(value) = value else {
                pen = "M";
                continue;
            };
            // Writing to a text never fails.
            let _ = write!(path, "{pen}{:.1} {:.1}", x(at), y(*value));
            pen = "L";
        }
        svg.empty("path", &[("d", &path), ("class", class), ("stroke", &stroke), ("fill", "none")]);
        if plot.look == Look::Target {
            continue;
        }
        for (at, value) in plot.values.iter().enumerate() {
            let Some(value) = value else { continue };
            let place = [number(x(at)), number(y(*value))];
            svg.empty("circle", &[("cx", &place[0]), ("cy", &place[1]), ("r", "3"), ("fill", &stroke)]);
            let text = format!("{value:.*}", chart.decimals);
            label(svg, (x(at), y(*value) - 7.0), "middle", "value", &text);
        }
    }
}

fn bars(svg: &mut Markup, chart: &Chart, height: f64, language: Language) {
    let longest = chart.categories.iter().map(|name| wide(&name.beside(language))).fold(60.0, f64::max);
    let (left, right, top) = (longest.min(NAMES) + 12.0, WIDTH - 46.0, 30.0);
    let bottom = height - 22.0;
    let axis = axis(chart);
    let x = |value: f64| left + value.max(0.0) / axis.0 * (right - left);
    for value in ticks(axis) {
        line(svg, (x(value), top), (x(value), bottom), "grid", "#D5DCE0");
        label(svg, (x(value), height - 6.0), "middle", "tick", &tick(value, axis.1));
    }
    let mut values: Vec<(f64, f64, String)> = Vec::new();
    let measured: Vec<&Plot> = chart.plots.iter().filter(|plot| plot.look != Look::Target).collect();
    let thick = (BAR - 8.0) / measured.len().max(1) as f64;
    for (at, category) in chart.categories.iter().enumerate() {
        let y = top + BAR * at as f64 + 4.0;
        label(svg, (left - 8.0, y + 13.0), "end", "tick", &category.beside(language));
        for (place, plot) in measured.iter().enumerate() {
            let y = y + thick * place as f64;
            let Some(value) = plot.values.get(at).copied().flatten() else {
                let absent = Words::new("无数据", "no data").beside(language);
                label(svg, (left + 6.0, y + 13.0), "start", "value", &absent);
                continue;
            };
            let fill = match &plot.look {
                Look::States(states) => palette::of_bar(states.get(at).copied().flatten()),
                look => palette::of_look(look),
            };
            let (fill, places) =
                (colour(fill), [number(left), number(y), number(x(value) - left), number(thick)]);
            svg.empty(
                "rect",
                &[
                    ("x", &places[0]),
                    ("y", &places[1]),
                    ("width", &places[2]),
                    ("height", &places[3]),
                    ("fill", &fill),
                ],
            );
            let text = format!("{value:.*}", chart.decimals);
            values.push((x(value) + 5.0, y + thick / 2.0 + 4.0, text));
        }
    }
    for plot in chart.plots.iter().filter(|plot| plot.look == Look::Target) {
        if let Some(target) = plot.values.first().copied().flatten() {
            line(
                svg,
                (x(target), top),
                (x(target), bottom),
                "target",
                &colour(palette::of_look(&Look::Target)),
            );
        }
    }
    // Last, so that nothing crosses them.
    for (x, y, text) in values {
        label(svg, (x, y), "start", "value", &text);
    }
}
