//! Imports a layer: features that analyses use, kept as they are in one piece.

use super::Request;
use super::datum::Batch;
use super::named::{Whole, told};
use super::report::Report;
use super::source::{Item, Row, Source};
use crate::domain::change::EntityKind;
use crate::domain::id::LayerId;
use crate::domain::invalid::Invalid;
use crate::domain::layer::Layer;
use crate::domain::name;
use crate::formats::feature_blob::Writer;
use crate::formats::{BlobError, Record};
use crate::registry::Registry;
use crate::registry::draft::Fields;
use crate::registry::error::RegistryError;
use crate::registry::write::Author;

/// What `--set` may tell of a layer.
struct Told {
    title_zh: Option<String>,
    title_en: Option<String>,
    source: Option<String>,
    licence: Option<String>,
    demo: bool,
    estimate: bool,
}

impl Registry {
    pub(super) async fn import_layer(
        &self,
        author: &Author,
        request: &Request<'_>,
    ) -> Result<Report, RegistryError> {
        let naming = &request.naming;
        let name = naming.name.clone().unwrap_or_default();
        if let Some(wrong) = name::defect(&name) {
            return Err(RegistryError::Invalid(vec![wrong]));
        }
        let told = told(request, read)?;
        let mut source = Source::open_as_it_is(request, self.reference())?;
        let mut reading = Reading {
            report: Report::new(request.dry_run),
            datum: Batch::new(&source.crs),
            features: Writer::default(),
        };
        while let Some(item) = source.items.recv().await {
            tokio::task::block_in_place(|| reading.take(item)).map_err(internal)?;
        }
        let Reading { mut report, datum, features } = reading;
        datum.report(&self.world(), &mut report);
        if report.read == 0 {
            report.warn(0, None, "empty", "文件中没有任何数据行", "the file has no rows");
        }
        let count = features.count();
        if report.broken_off || report.rejected > 0 && !request.lenient || count == 0 {
            return Ok(report);
        }
        let contents = tokio::task::block_in_place(|| features.finish()).map_err(internal)?;
        let build = |id, blob| {
            let layer = Layer {
                id: LayerId(id),
                name: name.clone(),
                title_zh: naming.title_zh.clone().or(told.title_zh),
                title_en: naming.title_en.clone().or(told.title_en),
                role: naming.role.unwrap_or_default(),
                source: told.source,
                licence: told.licence,
                features: count,
                demo: told.demo,
                estimate: told.estimate,
                blob,
            };
            layer.checked()
        };
        let external = Layer::external_of(&name);
        let whole = Whole { kind: EntityKind::Layer, external, rows: count, since: None, contents };
        self.put_whole(author, request, whole, build, report).await
    }
}

fn read(fields: &mut Fields) -> Told {
    Told {
        title_zh: fields.text("title_zh"),
        title_en: fields.text("title_en"),
        source: fields.text("source"),
        licence: fields.text("licence"),
        demo: fields.boolean("demo").unwrap_or(false),
        estimate: fields.boolean("estimate").unwrap_or(false),
    }
}

/// A file as far as it has been read.
struct Reading {
    report: Report,
    datum: Batch,
    features: Writer,
}

impl Reading {
    fn take(&mut self, item: Item) -> Result<(), BlobError> {
        let rows = match item {
            Item::Notice(code, zh, en) => {
                self.report.warn(0, None, &code, &zh, &en);
                return Ok(());
            }
            Item::Rows(rows) => rows,
        };
        for row in rows {
            self.report.read += 1;
            match row {
                Ok(row) => self.row(row)?,
                Err(error) => self.report.unreadable(&error),
            }
        }
        Ok(())
    }

    fn row(&mut self, row: Row) -> Result<(), BlobError> {
        let Row { row, id, fields, position } = row;
        if !fields.defects.is_empty() {
            self.report.refuse(row, &fields.defects);
        } else if position.geometry.is_none() {
            self.report.refuse(row, &[without_place()]);
        } else {
            self.datum.look(position.geometry.as_ref(), None);
            let fields = fields.into_values();
            self.features.add(&Record { row, id, geometry: position.geometry, fields })?;
        }
        Ok(())
    }
}

fn without_place() -> Invalid {
    Invalid::new(
        "geometry",
        "required",
        "没有位置：请给出几何；表格须有 wkt 列，或经度和纬度两列",
        "it has no place: give a geometry; a table needs a column wkt, or lon and lat",
    )
}

fn internal(error: BlobError) -> RegistryError {
    RegistryError::Internal(error.to_string())
}
