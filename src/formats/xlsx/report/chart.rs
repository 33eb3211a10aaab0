//! Charts of Excel's own: the numbers stand in cells, and the chart is drawn from these.

use super::look;
use super::sheet::{Sheet, TOP};
use crate::formats::report::{Cell, Chart, Look, Number, Plot, palette};
use rust_xlsxwriter::{
    Chart as Native, ChartDataLabel, ChartDataLabelPosition, ChartEmptyCells, ChartFont, ChartFormat,
    ChartLegendPosition, ChartLine, ChartLineDashType, ChartMarker, ChartMarkerType, ChartSeries,
    ChartSolidFill, ChartType, Color, XlsxError,
};

/// Pixels of a chart, and of a row that nobody made higher.
const WIDTH: u32 = 900;
const HEIGHT: u32 = 320;
/// Of one with so many categories that their names stand on end.
const HIGH: u32 = 460;
const MANY: usize = 8;
const ROW: u32 = 20;
/// Categories whose numbers leave no room for the chart on their page.
const FULL: usize = 14;

/// Where the numbers of a chart stand.
struct Cells<'a> {
    sheet: &'a str,
    first: u32,
    last: u32,
}

/// Writes the numbers, then the chart below them.
pub fn put(sheet: &mut Sheet<'_>, chart: &Chart) -> Result<(), XlsxError> {
    sheet.row += 1;
    // A chart and its numbers are not torn.
    if sheet.row > TOP {
        sheet.breaks.push(sheet.row);
    }
    let (name_end, _) = sheet.span(0, 30.0);
    let title = chart.title.inline(sheet.language);
    sheet.sheet.write_string_with_format(sheet.row, 0, &title, &look::heading().unset_text_wrap())?;
    sheet.row += 1;
    sheet.merge((0, name_end), &chart.over.beside(sheet.language), &look::column())?;
    for (column, plot) in (name_end + 1..).zip(&chart.plots) {
        let name = plot.name.beside(sheet.language);
        sheet.sheet.write_string_with_format(sheet.row, column, name, &look::column())?;
    }
    sheet.sheet.set_row_height(sheet.row, 20)?;
    let heading = sheet.row;
    sheet.row += 1;
    for (at, category) in chart.categories.iter().enumerate() {
        sheet.merge((0, name_end), &category.beside(sheet.language), &look::name())?;
        for (column, plot) in (name_end + 1..).zip(&chart.plots) {
            let cell = match plot.values.get(at).copied().flatten() {
                None => Cell::NoData,
                Some(value) => {
                    Cell::Number(Number { value, decimals: chart.decimals, unit: None, sign: None })
                }
            };
            let format = match &cell {
                Cell::Number(number) => look::number(number, sheet.language, false),
                _ => look::absent(false),
            };
            sheet.put(column, &cell, &format)?;
        }
        sheet.row += 1;
    }
    let cells = Cells { sheet: sheet.name, first: heading + 1, last: sheet.row.saturating_sub(1) };
    let mut native = drawn(chart, &cells, (heading, name_end + 1), sheet);
    sheet.row += 1;
    if chart.categories.len() > FULL {
        sheet.breaks.push(sheet.row);
    }
    let height = if chart.categories.len() > MANY { HIGH } else { HEIGHT };
    native.set_width(WIDTH).set_height(height);
    sheet.sheet.insert_chart(sheet.row, 0, &native)?;
    sheet.row += height / ROW + 2;
    Ok(())
}

fn drawn(chart: &Chart, cells: &Cells<'_>, (heading, first): (u32, u16), sheet: &Sheet<'_>) -> Native {
    let language = sheet.language;
    let main = if chart.in_time { ChartType::Line } else { ChartType::Column };
    let mut native = Native::new(main);
    let mut lines = Native::new(ChartType::Line);
    let mut has_lines = false;
    for (column, plot) in (first..).zip(&chart.plots) {
        let mut series = series(chart, plot, cells, (heading, column));
        if plot.look == Look::Target || chart.in_time {
            let mut line = ChartLine::new();
            line.set_color(Color::RGB(palette::of_look(&plot.look))).set_width(2.25);
            if plot.look == Look::Target {
                line.set_dash_type(ChartLineDashType::Dash);
                series.set_marker(ChartMarker::new().set_none());
            } else {
                series.set_marker(ChartMarker::new().set_type(ChartMarkerType::Circle).set_size(6));
            }
            series.set_format(ChartFormat::new().set_line(&line));
        }
        if plot.look == Look::Target && !chart.in_time {
            has_lines = true;
            lines.push_series(&series);
        } else {
            native.push_series(&series);
        }
    }
    if has_lines {
        native.combine(&lines);
    }
    let font = |size: f64| {
        let mut font = ChartFont::new();
        font.set_name("Microsoft YaHei").set_size(size);
        font
    };
    native.title().set_name(&chart.title.inline(language)).set_font(font(11.0).set_bold());
    native.x_axis().set_font(&font(8.0));
    native.y_axis().set_font(&font(8.0)).set_name(&chart.unit.beside(language)).set_name_font(&font(8.0));
    native.y_axis().set_min(0).set_num_format(if chart.decimals == 0 { "0" } else { "0.0" });
    let legend = native.legend();
    legend.set_position(ChartLegendPosition::Bottom).set_font(&font(8.0));
    if chart.plots.len() < 2 {
        legend.set_hidden();
    }
    native.show_empty_cells_as(ChartEmptyCells::Gaps);
    native.set_alt_text(chart.title.inline(language));
    native
}

fn series(chart: &Chart, plot: &Plot, cells: &Cells<'_>, (heading, column): (u32, u16)) -> ChartSeries {
    let mut series = ChartSeries::new();
    series
        .set_name((cells.sheet, heading, column))
        .set_categories((cells.sheet, cells.first, 0, cells.last, 0))
        .set_values((cells.sheet, cells.first, column, cells.last, column));
    if plot.look != Look::Target {
        let mut font = ChartFont::new();
        font.set_size(8.0);
        let mut label = ChartDataLabel::new();
        if chart.plots.iter().any(|plot| plot.look == Look::Target) && !chart.in_time {
            // Above the bars the target's line would cross the numbers.
            font.set_color(Color::White).set_bold();
            label.set_position(ChartDataLabelPosition::InsideBase);
        }
        let places = "0".repeat(chart.decimals);
        label.show_value().set_font(&font);
        label.set_num_format(if places.is_empty() { "0".to_owned() } else { format!("0.{places}") });
        // Three bars side by side leave no room for their numbers; the cells have them.
        if chart.plots.iter().filter(|plot| plot.look != Look::Target).count() < 3 {
            series.set_data_label(&label);
        }
    }
    if let Look::States(states) = &plot.look {
        let colours: Vec<Color> = states.iter().map(|state| Color::RGB(palette::of_bar(*state))).collect();
        series.set_point_colors(&colours);
        series.set_gap(60);
    } else if !chart.in_time && plot.look != Look::Target {
        let mut fill = ChartSolidFill::new();
        fill.set_color(Color::RGB(palette::of_look(&plot.look)));
        series.set_format(ChartFormat::new().set_solid_fill(&fill));
        series.set_gap(60);
    }
    series
}
