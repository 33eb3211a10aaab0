//! A population raster (GeoTIFF) into the registry.

use super::frame::Frame;
use super::pixels::{Pixels, Tally};
use super::row::{Figure, Reader, Told};
use super::sets::{Open, Sets};
use super::tell;
use crate::domain::crs::{Crs, Transform};
use crate::domain::invalid::Invalid;
use crate::domain::population::Cell;
use crate::formats::{Record, Value, geotiff};
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::import::divisions::known::Known;
use crate::registry::import::mapping::Mapper;
use crate::registry::import::report::Report;
use crate::registry::import::source::{Row, crs_of};
use crate::registry::import::stage::Stager;
use crate::registry::import::{Progress, Request};
use crate::registry::site::Position;
use crate::registry::write::Author;
use geo_types::{Geometry, Point};
use tokio::sync::{mpsc, oneshot};

/// A raster that is being read on a thread of its own.
struct Grid {
    crs: Crs,
    shift_known: bool,
    bands: u16,
    /// Cells block by block, until the first error.
    cells: mpsc::Receiver<Result<Vec<Cell>, RegistryError>>,
    tally: oneshot::Receiver<Tally>,
}

impl Registry {
    pub(super) async fn import_grid(
        &self,
        author: &Author,
        request: &Request<'_>,
    ) -> Result<Report, RegistryError> {
        let row = heading(request, self)?;
        let grid = Grid::open(request, Frame::around(&self.world().tree))?;
        let mut stager = Stager::begin(self, author, request, &grid.crs).await?;
        match self.stage_grid(grid, row, request, &mut stager).await {
            Ok(()) => stager.finish().await,
            Err(error) => Err(stager.abandon(error).await),
        }
    }

    async fn stage_grid(
        &self,
        mut grid: Grid,
        mut row: Row,
        request: &Request<'_>,
        stager: &mut Stager<'_>,
    ) -> Result<(), RegistryError> {
        stager.whole = true;
        let (world, known) = (self.world(), Known::load(self).await?);
        let mut reader = Reader::new(request, &world, &known, &self.reference().columns, &[]);
        let told = match reader.read(&mut row) {
            Ok(told) => told,
            Err(defects) => {
                stager.report.read = 1;
                stager.report.refuse(0, &defects);
                return Ok(());
            }
        };
        let Told { key, figure, meta, .. } = told;
        let mut sets = Sets::default();
        let open = sets.open(self, &key, meta).await?;
        while let Some(cells) = grid.cells.recv().await {
            let stored: Vec<Cell> = cells?.into_iter().filter_map(|cell| open.cell(cell)).collect();
            if !stored.is_empty() {
                self.store.stage_cells(stager.staging(), open.id(), stored).await?;
            }
        }
        let tally = grid.tally.await.map_err(|error| RegistryError::Internal(error.to_string()))?;
        say(open, figure, &tally, request);
        stager.report.read = tally.used;
        let (cells, people) = sets.totals();
        stager.report.cells = Some(cells);
        stager.report.people = Some(people);
        if tally.wrong > 0 {
            stager.report.refuse(0, &[no_people(&tally)]);
        } else {
            sets.write(request, stager).await?;
        }
        tell::tell(&reader, request, &mut stager.report);
        tell_grid(&grid.crs, (grid.shift_known, grid.bands), &tally, &mut stager.report);
        Ok(())
    }
}

impl Grid {
    fn open(request: &Request<'_>, frame: Option<Frame>) -> Result<Self, RegistryError> {
        let reader = geotiff::open(request.file)?;
        let crs = crs_of(request, reader.declared_crs())?;
        let transform = Transform::new(&crs).map_err(|error| {
            RegistryError::refused(
                format!("{}；可用 gdalwarp -t_srs EPSG:4326 -r sum 换成经纬度后再导入", error.message_zh()),
                format!(
                    "{}; bring it to degrees first by gdalwarp -t_srs EPSG:4326 -r sum",
                    error.message_en()
                ),
            )
        })?;
        let (shift_known, bands) = (transform.datum_shift_known(), reader.bands());
        let (sender, cells) = mpsc::channel(2);
        let (told, tally) = oneshot::channel();
        let (pixels, progress) = (Pixels::new(reader, transform, frame), request.progress.clone());
        std::thread::Builder::new()
            .name("import".to_owned())
            .spawn(move || read(pixels, progress.as_ref(), &sender, told))
            .map_err(|error| RegistryError::Internal(error.to_string()))?;
        Ok(Self { crs, shift_known, bands, cells, tally })
    }
}

fn read(
    mut pixels: Pixels,
    progress: Option<&Progress>,
    cells: &mpsc::Sender<Result<Vec<Cell>, RegistryError>>,
    tally: oneshot::Sender<Tally>,
) {
    while let Some(block) = pixels.next_cells() {
        let failed = block.is_err();
        if let Some(progress) = progress {
            let (read, total) = pixels.progress();
            progress(read, total);
        }
        let empty = block.as_ref().is_ok_and(Vec::is_empty);
        // The receiver is gone after a failure of its own; then nobody wants the rest.
        if !empty && cells.blocking_send(block).is_err() || failed {
            return;
        }
    }
    drop(tally.send(pixels.into_tally()));
}

/// A raster has no rows: what `--set`, the options and the file's name say stands for one.
fn heading(request: &Request<'_>, registry: &Registry) -> Result<Row, RegistryError> {
    let mapper = Mapper::new("population", &registry.reference().columns, &request.mapping, Some(&[]))?;
    let mut fields = mapper.fields(&mut Record { row: 0, id: None, geometry: None, fields: Vec::new() });
    fields.set("population", Value::Integer(0));
    // Belongs to no division and is no cell of the H3 grid.
    for field in ["division", "division_system", "division_code", "h3"] {
        fields.take(field);
    }
    let position = Position { geometry: Some(Geometry::Point(Point::new(0.0, 0.0))), ..Position::default() };
    Ok(Row { row: 0, id: None, fields, position })
}

/// What holds for all cells of the raster.
fn say(open: &mut Open, figure: Figure, tally: &Tally, request: &Request<'_>) {
    if let Figure::Cell { estimate, method, .. } = figure {
        // Nobody counts parts of people: they are computed, unless the user knows better.
        let told = request.mapping.set.contains_key("estimate");
        open.said(estimate || tally.has_parts && !told, method);
    }
    open.count_rows(tally.used);
    if let Some(footprint) = tally.footprint {
        open.stand_for(footprint);
    }
}

/// A value that can not be a number of people, and is not marked as "no value" either.
fn no_people(tally: &Tally) -> Invalid {
    let (column, row, value) = tally.first_wrong.unwrap_or_default();
    let count = tally.wrong;
    Invalid::new(
        "population",
        "not_people",
        format!(
            "{count} 个像元的值不是人口数，首见第 {column} 列第 {row} 行：{value}；若它表示“无数据”，请先用 gdal_translate -a_nodata {value} 标明"
        ),
        format!(
            "{count} pixels hold what is no number of people, first {value} in column {column}, row {row}; if that means `no value`, mark it by gdal_translate -a_nodata {value}"
        ),
    )
}

fn tell_grid(crs: &Crs, (shift_known, bands): (bool, u16), tally: &Tally, report: &mut Report) {
    let Tally { used, cells, outside, .. } = tally;
    if *outside > 0 {
        let people = tally.people_outside.round();
        let zh = format!("{outside} 个像元（{people} 人）在行政区划范围以外，未导入");
        let en = format!("{outside} pixels with {people} people lie outside the divisions and were left out");
        report.warn(0, None, "outside_divisions", &zh, &en);
    }
    if tally.has_parts {
        let zh = format!("像元的值含小数：{used} 个像元的人口以整数归入 {cells} 个格网，总数不变");
        let en = format!(
            "pixels hold parts of people: those of {used} pixels were put into {cells} cells of whole people, the total is kept"
        );
        report.warn(0, Some("population"), "whole_people", &zh, &en);
    }
    if bands > 1 {
        let zh = format!("栅格有 {bands} 个波段，只导入第一个；其他可用 gdal_translate -b 取出");
        let en =
            format!("the raster has {bands} bands, the first was read; take out others by gdal_translate -b");
        report.warn(0, None, "first_band", &zh, &en);
    }
    if !shift_known {
        let name = crs.short_name();
        let zh = format!("{name} 到 WGS 84 的转换参数不公开：只能视为相同，位置可能偏差数十至数百米");
        let en = format!(
            "the way from {name} to WGS 84 is not public: the two are taken as equal, and places may lie tens to hundreds of metres off"
        );
        report.warn(0, None, "datum_shift_unknown", &zh, &en);
    }
}
