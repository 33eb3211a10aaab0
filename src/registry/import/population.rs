//! Imports population: figures of divisions (a table) or cells and points (shapes).

use super::Request;
use super::report::Report;
use super::source::{Item, Row, Source};
use super::stage::Stager;
use crate::analysis::divisions::home_place;
use crate::domain::change::{EntityKind, EntityRef, NewChange, Reason};
use crate::domain::id::{DivisionId, PopulationId};
use crate::domain::invalid::Invalid;
use crate::domain::population::{Base, Cell, DivisionFigure, PopulationSet};
use crate::registry::Registry;
use crate::registry::error::RegistryError;
use crate::registry::world::World;
use crate::registry::write::{Author, state};
use crate::storage::{Keys, Write};
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use uuid::Uuid;

/// People in one cell, at most: a city of tens of millions in one cell is a wrong column.
const MOST_PER_CELL: i64 = 50_000_000;

/// What makes a set: year, base and vintage.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    year: i16,
    base: &'static str,
    vintage: String,
}

/// A set under construction.
struct Open {
    set: PopulationSet,
    digest: Sha256,
    /// The same year, base and vintage as recorded before.
    known: Option<PopulationSet>,
    /// Rows of the file that went into it.
    rows: u64,
}

impl Key {
    fn external(&self) -> (String, String) {
        ("population".to_owned(), format!("{}/{}/{}", self.year, self.base, self.vintage))
    }
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
        let world = self.world();
        let guessed = year_in(&request.file_stem());
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
                match read(&mut row, request, guessed, &world) {
                    Ok((key, figure, meta)) => {
                        if !sets.contains_key(&key) {
                            let known = self.known_set(&key).await?;
                            sets.insert(key.clone(), meta.open(&key, known));
                        }
                        let Some(open) = sets.get_mut(&key) else { continue };
                        match figure {
                            Figure::Cell(cell) => {
                                cells_read += 1;
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
        if request.population.year.is_none()
            && cells_read > 0
            && let Some(year) = guessed
        {
            let zh = format!("年份取自文件名：{year}；可用 --year 指定");
            let en = format!("the year {year} is taken from the file's name; give --year to be sure");
            stager.report.warn(0, Some("year"), "year_from_name", &zh, &en);
        }
        self.write_sets(sets, request, stager).await
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
                if known.digest == set.digest {
                    stager.report.unchanged += rows;
                    continue;
                }
                let (year, vintage) = (key.year, &key.vintage);
                stager.report.refuse(0, &[Invalid::new(
                    "vintage",
                    "vintage_taken",
                    format!("{year} 年“{vintage}”已登记过不同的数字：已公布的数字不会改变，请用 --vintage 给修订版命名"),
                    format!("{year} `{vintage}` is recorded with other figures; published figures do not change: name the revision with --vintage"),
                )]);
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

fn read(
    row: &mut Row,
    request: &Request<'_>,
    guessed: Option<i16>,
    world: &World,
) -> Result<(Key, Figure, Meta), Vec<Invalid>> {
    let fields = &mut row.fields;
    let year = fields.integer("year", 1900..=2200).and_then(|year| i16::try_from(year).ok());
    let year = year.or(request.population.year).or(guessed);
    if year.is_none() {
        fields.wrong(
            "year",
            "missing",
            "缺少年份：请用 --year 给出",
            "the year is missing; give it with --year",
        );
    }
    let base = fields.word(
        "base",
        |text| match text {
            "resident" | "常住" | "常住人口" => Some(Base::Resident),
            "registered" | "户籍" | "户籍人口" => Some(Base::Registered),
            _ => None,
        },
        &["resident", "registered"],
    );
    let base = base.or(request.population.base).unwrap_or(Base::Resident);
    if fields.text("age_group").is_some() {
        fields.wrong(
            "age_group",
            "part_of_people",
            "这一行只是一个年龄组：请只导入总人口的行",
            "this row is one age group only; import the rows of all ages together",
        );
    }
    let vintage = fields.text("vintage").or_else(|| request.population.vintage.clone());
    let vintage = vintage.unwrap_or_else(|| request.file_stem());
    let meta = Meta {
        base,
        published_on: fields.date("published_on"),
        source: fields.text("source"),
        demo: fields.boolean("demo").unwrap_or(false),
    };
    let whole_place = row.position.geometry.is_some();
    let most = if whole_place { MOST_PER_CELL } else { 10_000_000_000 };
    let people = fields.integer("population", 0..=most);
    if people.is_none() && fields.defects.is_empty() {
        fields.wrong(
            "population",
            "missing",
            "缺少人口数：请用 --map population=列 指明人口列",
            "the population is missing; name its column with --map population=COLUMN",
        );
    }
    let figure = match &row.position.geometry {
        Some(geometry) => home_place(geometry).map(|place| {
            let people = people.and_then(|people| u32::try_from(people).ok()).unwrap_or(0);
            Figure::Cell(Cell { lon: place.x, lat: place.y, people, ages: Vec::new() })
        }),
        None => division(fields, world).map(|division| {
            Figure::Division(DivisionFigure {
                division,
                people: people.and_then(|people| u64::try_from(people).ok()).unwrap_or(0),
                estimate: fields.boolean("estimate").unwrap_or(false),
                method: fields.text("method"),
            })
        }),
    };
    let base = if meta.base == Base::Resident { "resident" } else { "registered" };
    match (year, figure) {
        (Some(year), Some(figure)) if fields.defects.is_empty() => {
            Ok((Key { year, base, vintage }, figure, meta))
        }
        _ => Err(std::mem::take(&mut fields.defects)),
    }
}

enum Figure {
    Cell(Cell),
    Division(DivisionFigure),
}

/// What the rows of one set share; the first row's word is taken.
struct Meta {
    base: Base,
    published_on: Option<Date>,
    source: Option<String>,
    demo: bool,
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
                digest: String::new(),
            },
            digest: Sha256::new(),
            known,
            rows: 0,
        }
    }
}

/// The division a row names by `division` or by `division_system` and `division_code`.
fn division(fields: &mut crate::registry::draft::Fields, world: &World) -> Option<DivisionId> {
    let system = fields.text("division_system");
    let code = fields.text("division_code");
    let name = match (fields.text("division"), system, code) {
        (Some(name), _, _) => name,
        (None, Some(system), Some(code)) => format!("{system}:{code}"),
        (None, None, Some(code)) => code,
        _ => {
            fields.wrong(
                "division",
                "missing",
                "缺少行政区划：请给 division，或 division_system 和 division_code",
                "the division is missing; give `division`, or `division_system` and `division_code`",
            );
            return None;
        }
    };
    match world.tree.named(&name)[..] {
        [one] => Some(world.tree.node(one).division.id),
        [] => {
            fields.wrong(
                "division",
                "unknown_division",
                format!("没有行政区划“{name}”"),
                format!("there is no division `{name}`"),
            );
            None
        }
        _ => {
            fields.wrong(
                "division",
                "ambiguous_division",
                format!("“{name}”对应多个行政区划：请写明代码系统"),
                format!("`{name}` names several divisions; tell the code system"),
            );
            None
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

fn year_end(year: i16) -> Date {
    Date::new(year, 12, 31).unwrap_or(Date::MAX)
}

/// A year from 1950 to 2100 in a file's name, when there is exactly one.
fn year_in(name: &str) -> Option<i16> {
    let digits = |c: char| !c.is_ascii_digit();
    let numbers = name.split(digits).filter(|part| part.len() == 4).filter_map(|part| part.parse().ok());
    let mut years = numbers.filter(|year| (1950..=2100).contains(year));
    years.next().filter(|_| years.next().is_none())
}
