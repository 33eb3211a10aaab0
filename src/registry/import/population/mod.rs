//! Imports population: figures of divisions (a table), cells and points (shapes, H3, rasters).

/// Numbers of people as files have them: told, not told, or kept back.
mod count;
/// The ground that cells stand for, as far as their polygons tell.
mod extent;
/// The part of the earth that a raster is cut to.
mod frame;
/// A population raster into the registry.
mod grid;
/// Hexagons of one set.
mod hexagons;
/// The pixels of a population raster as cells of whole people.
mod pixels;
/// One row of a population file.
mod row;
/// The sets that a file makes.
mod sets;
/// What a report says of a file as a whole.
mod tell;

use super::Request;
use super::divisions::known::Known;
use super::report::Report;
use super::source::{Item, Row, Source};
use super::stage::Stager;
use crate::domain::id::PopulationId;
use crate::domain::population::Cell;
use crate::formats::{self, Format, RecordError};
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::write::Author;
use row::Reader;
use sets::Sets;
use std::collections::BTreeMap;

impl Registry {
    pub(super) async fn import_population(
        &self,
        author: &Author,
        request: &Request<'_>,
    ) -> Result<Report, RegistryError> {
        let format = request.read.format.map_or_else(|| formats::detect(request.file), Ok)?;
        if format == Format::GeoTiff {
            return self.import_grid(author, request).await;
        }
        let source = Source::open(request, "population", self.reference())?;
        let mut stager = Stager::begin(self, author, request, &source.crs).await?;
        match self.stage_population(source, request, &mut stager).await {
            Ok(()) => stager.finish().await,
            Err(error) => Err(stager.abandon(error).await),
        }
    }

    async fn stage_population(
        &self,
        mut source: Source,
        request: &Request<'_>,
        stager: &mut Stager<'_>,
    ) -> Result<(), RegistryError> {
        stager.whole = request.what.is_whole();
        let (world, known) = (self.world(), Known::load(self).await?);
        let mut reader = Reader::new(request, &world, &known, &self.reference().columns, &source.columns);
        let mut sets = Sets::default();
        while let Some(item) = source.items.recv().await {
            match item {
                Item::Notice(code, zh, en) => stager.report.warn(0, None, &code, &zh, &en),
                Item::Rows(rows) => {
                    let cells = self.take_rows(rows, &mut reader, &mut sets, &mut stager.report).await?;
                    for (set, cells) in cells {
                        self.store.stage_cells(stager.staging(), set, cells).await?;
                    }
                }
            }
        }
        let (cells, people) = sets.totals();
        stager.report.cells = Some(cells);
        stager.report.people = Some(people);
        sets.write(request, stager).await?;
        tell::tell(&reader, request, &mut stager.report);
        Ok(())
    }

    /// Takes rows into their sets; tells the cells that are to be stored, by set.
    async fn take_rows(
        &self,
        rows: Vec<Result<Row, RecordError>>,
        reader: &mut Reader<'_>,
        sets: &mut Sets,
        report: &mut Report,
    ) -> Result<BTreeMap<PopulationId, Vec<Cell>>, RegistryError> {
        let mut cells: BTreeMap<PopulationId, Vec<Cell>> = BTreeMap::new();
        for row in rows {
            report.read += 1;
            let mut row = match row {
                Ok(row) => row,
                Err(error) => {
                    report.unreadable(&error);
                    continue;
                }
            };
            let told = match reader.read(&mut row) {
                Ok(told) => told,
                Err(defects) => {
                    report.refuse(row.row, &defects);
                    continue;
                }
            };
            let open = sets.open(self, &told.key, told.meta.clone()).await?;
            match open.add(row.row, told) {
                Ok(Some(cell)) => cells.entry(open.id()).or_default().push(cell),
                Ok(None) => {}
                Err(defect) => report.refuse(row.row, &[defect]),
            }
        }
        Ok(cells)
    }
}
