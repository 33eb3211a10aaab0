//! Imports population: figures of divisions (a table) or cells and points (shapes).

mod row;

use super::Request;
use super::divisions::known::Known;
use super::report::Report;
use super::source::{Item, Source};
use super::stage::Stager;
use crate::domain::change::{EntityKind, EntityRef, NewChange, Reason};
use crate::domain::id::PopulationId;
use crate::domain::invalid::Invalid;
use crate::domain::population::{Cell, PopulationSet};
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::write::{Author, state};
use crate::storage::{Keys, Write};
use row::{Figure, Key, Meta, Reader, year_end};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A set under construction.
struct Open {
    set: PopulationSet,
    digest: Sha256,
    /// The same year, base and vintage as recorded before.
    known: Option<PopulationSet>,
    /// Rows of the file that went into it.
    rows: u64,
}

impl Registry {
    pub(super) async fn import_population(
        &self,
        author: &Author,
        request: &Request<'_>,
    ) -> Result<Report, RegistryError> {
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
        let mut sets: BTreeMap<Key, Open> = BTreeMap::new();
        let (mut cells_read, mut people_read) = (0u64, 0u64);
        while let Some(item) = source.items.recv().await {
            let rows = match item {
                Item::Notice(code, zh, en) => {
                    stager.report.warn(0, None, &code, &zh, &en);
                    continue;
                }
                Item::Rows(rows) => rows,
            };
            let mut cells: BTreeMap<Key, Vec<Cell>> = BTreeMap::new();
            for row in rows {
                stager.report.read += 1;
                let mut row = match row {
                    Ok(row) => row,
                    Err(error) => {
                        stager.report.unreadable(&error);
                        continue;
                    }
                };
                match reader.read(&mut row) {
                    Ok(row::Told { key, figure, meta }) => {
                        if !sets.contains_key(&key) {
                            let known = self.known_set(&key).await?;
                            sets.insert(key.clone(), meta.open(&key, known));
                        }
                        let Some(open) = sets.get_mut(&key) else { continue };
                        match figure {
                            Figure::Cell { cell, estimate, method } => {
                                cells_read += 1;
                                open.set.estimate |= estimate;
                                open.set.method = open.set.method.take().or(method);
                                people_read += u64::from(cell.people);
                                open.set.cells += 1;
                                open.set.cell_people += u64::from(cell.people);
                                open.digest.update(format!("{},{},{};", cell.lon, cell.lat, cell.people));
                                // Cells of a set that is recorded are compared, not stored again.
                                if open.known.is_none() {
                                    cells.entry(key).or_default().push(cell);
                                }
                            }
                            Figure::Division(figure) => {
                                if open.set.divisions.iter().any(|known| known.division == figure.division) {
                                    stager.report.refuse(row.row, &[twice()]);
                                    continue;
                                }
                                people_read += figure.people;
                                open.digest.update(format!("{},{};", figure.division, figure.people));
                                open.set.divisions.push(figure);
                            }
                        }
                        open.rows += 1;
                    }
                    Err(defects) => stager.report.refuse(row.row, &defects),
                }
            }
            for (key, cells) in cells {
                if let Some(open) = sets.get(&key) {
                    self.store.stage_cells(stager.staging(), open.set.id, cells).await?;
                }
            }
        }
        stager.report.cells = Some(cells_read);
        stager.report.people = Some(people_read);
        self.write_sets(sets, request, stager).await?;
        tell(&reader, request, &mut stager.report);
        Ok(())
    }

    /// Stages the sets; one that is recorded with the same figures is left as it is.
    async fn write_sets(
        &self,
        sets: BTreeMap<Key, Open>,
        request: &Request<'_>,
        stager: &mut Stager<'_>,
    ) -> Result<(), RegistryError> {
        for (key, open) in sets {
            let Open { mut set, digest, known, rows } = open;
            set.digest = hex::encode(digest.finalize());
            if let Some(known) = known {
                // The figures, and what is said of them: which are estimates, and by which method.
                if known.digest == set.digest
                    && known.divisions == set.divisions
                    && (known.estimate, &known.method) == (set.estimate, &set.method)
                {
                    stager.report.unchanged += rows;
                    continue;
                }
                stager.report.refuse(0, &[taken(&key, known.digest == set.digest)]);
                continue;
            }
            let change = NewChange {
                entity: EntityRef { kind: EntityKind::Population, id: set.id.0 },
                // A year-end's figure holds from that year-end on, whenever it was entered.
                effective_from: year_end(set.year),
                reason: request.reason.unwrap_or(Reason::PopulationRevision),
                before: None,
                after: Some(state(&set, None)?),
            };
            let keys = Keys { external: Some(key.external()), ..Keys::default() };
            let write = Write { change, expected: None, unconditional: false, keys };
            stager.stage(vec![write], vec![0]).await?;
            // Rows are counted, not sets: that is what the user sees in the file.
            stager.report.accepted += rows;
        }
        Ok(())
    }

    /// The set that is recorded under that key.
    async fn known_set(&self, key: &Key) -> Result<Option<PopulationSet>, RegistryError> {
        let found = self.store.find_external(EntityKind::Population, &[key.external()]).await?;
        let Some(Some(stored)) = found.into_iter().next() else { return Ok(None) };
        let set = serde_json::from_str(&stored.state.doc);
        set.map(Some).map_err(|error| RegistryError::Internal(error.to_string()))
    }
}

/// What the file did not say and was taken for granted, or says against the map.
fn tell(reader: &Reader<'_>, request: &Request<'_>, report: &mut Report) {
    let name = request.file_name();
    if reader.year_guessed {
        let zh = format!("年份取自文件名 {name}；可用 --year 指定");
        let en = format!("the year is taken from the file's name {name}; give --year to be sure");
        report.warn(0, Some("year"), "year_from_name", &zh, &en);
    }
    if reader.vintage_assumed {
        let stem = request.file_stem();
        let zh = format!("没有发布版本，以文件名“{stem}”代替；请用 --vintage 写明是哪次公布的数字");
        let en = format!(
            "there is no vintage, the file's name `{stem}` stands in; tell by --vintage which publication it is"
        );
        report.warn(0, Some("vintage"), "vintage_from_name", &zh, &en);
    }
    if reader.base_assumed {
        let zh = "没有说明口径，按常住人口登记；若为户籍人口请用 --base registered（户籍人口不作分母）";
        let en = "nothing tells who is counted, residents are assumed; of registered people give --base registered (they are no denominator)";
        report.warn(0, Some("base"), "base_assumed", zh, en);
    }
    if reader.elsewhere > 0 {
        let (count, first) = (reader.elsewhere, reader.first_elsewhere);
        let zh = format!("{count} 个格网所写的区划不是其中心所在的区划（首见第 {first} 行）：以中心所在为准");
        let en = format!(
            "{count} cells state another division than the one their centre lies in (first in row {first}); the centre decides"
        );
        report.warn(0, Some("division"), "division_differs", &zh, &en);
    }
    if reader.unchecked > 0 {
        let count = reader.unchecked;
        let zh = format!("尚无行政区划，{count} 个格网所写的区划无法核对");
        let en =
            format!("there are no divisions yet: what {count} cells state as theirs could not be checked");
        report.warn(0, Some("division"), "division_unchecked", &zh, &en);
    }
}

/// A set of that year, base and vintage is recorded, and says something else.
fn taken(key: &Key, same_figures: bool) -> Invalid {
    let Key { year, vintage, .. } = key;
    let (zh, en) = if same_figures {
        ("数字相同而估算标记或方法不同的一份", "with the same figures, but other marks of estimate or method")
    } else {
        ("不同的数字", "with other figures")
    };
    Invalid::new(
        "vintage",
        "vintage_taken",
        format!("{year} 年“{vintage}”已登记过{zh}：已公布的数字不会改变，请用 --vintage 给修订版命名"),
        format!(
            "{year} `{vintage}` is recorded {en}; published figures do not change: name the revision with --vintage"
        ),
    )
}

impl Meta {
    fn open(self, key: &Key, known: Option<PopulationSet>) -> Open {
        Open {
            set: PopulationSet {
                id: PopulationId(Uuid::now_v7()),
                year: key.year,
                base: self.base,
                vintage: key.vintage.clone(),
                published_on: self.published_on,
                source: self.source,
                demo: self.demo,
                divisions: Vec::new(),
                cells: 0,
                cell_people: 0,
                estimate: false,
                method: None,
                digest: String::new(),
            },
            digest: Sha256::new(),
            known,
            rows: 0,
        }
    }
}

fn twice() -> Invalid {
    Invalid::new(
        "division",
        "duplicate",
        "同一年份的同一区划出现两次",
        "the same division and year come twice",
    )
}
