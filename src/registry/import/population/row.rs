//! One row of a population file: a division's figure, or a cell's.

use super::count::{Count, ages, count, groups};
use super::extent::Extent;
use super::hexagons::hexagon;
use crate::analysis::divisions::home_place;
use crate::domain::contribution::Ordinal;
use crate::domain::hexagon::Hexagon;
use crate::domain::id::DivisionId;
use crate::domain::invalid::Invalid;
use crate::domain::population::{Base, Cell, DivisionFigure};
use crate::registry::draft::{Fields, rounded};
use crate::registry::import::Request;
use crate::registry::import::columns::{Columns, key};
use crate::registry::import::divisions::known::Known;
use crate::registry::import::source::Row;
use crate::registry::world::World;
use geo_types::{Coord, Geometry, Point};
use jiff::civil::Date;
use std::collections::HashMap;

/// People in one cell, at most: a city of tens of millions in one cell is a wrong column.
pub const MOST_PER_CELL: i64 = 50_000_000;
/// People in one division, at most.
const MOST_PER_DIVISION: i64 = 10_000_000_000;

/// What makes a set: year, base and vintage.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    pub year: i16,
    pub base: &'static str,
    pub vintage: String,
}

impl Key {
    pub fn external(&self) -> (String, String) {
        ("population".to_owned(), format!("{}/{}/{}", self.year, self.base, self.vintage))
    }
}

/// A row, understood.
pub struct Told {
    pub key: Key,
    pub figure: Figure,
    pub meta: Meta,
    /// The cell is one of the H3 grid.
    pub hexagon: Option<Hexagon>,
}

pub enum Figure {
    Cell {
        cell: Cell,
        estimate: bool,
        method: Option<String>,
        extent: Extent,
    },
    Division(DivisionFigure),
    /// The source keeps back how many people there are.
    Unknown {
        of_cell: bool,
    },
}

/// What the rows of one set share; the first row's word is taken.
#[derive(Clone, Debug)]
pub struct Meta {
    pub base: Base,
    pub published_on: Option<Date>,
    pub source: Option<String>,
    pub demo: bool,
}

/// Reads rows and remembers what it had to take for granted.
pub struct Reader<'a> {
    request: &'a Request<'a>,
    world: &'a World,
    known: &'a Known,
    /// Year in the file's name.
    guessed: Option<i16>,
    /// What the heading of the people says: 常住人口 are residents.
    headed: Option<Base>,
    /// Divisions by the name that rows call them by and the year: files name the same ones again and again.
    named: HashMap<(String, i16), Vec<DivisionId>>,
    pub year_guessed: bool,
    pub base_assumed: bool,
    pub vintage_assumed: bool,
    /// Cells that state another division than the one their centre lies in: how many, and the first.
    pub elsewhere: u64,
    pub first_elsewhere: u64,
    /// Cells that state a division where there is none yet.
    pub unchecked: u64,
    /// Rows that keep back how many people there are, and how many age groups do.
    pub unknown: u64,
    pub unknown_ages: u64,
    /// Rows of divisions that tell of age groups, which are kept of cells only.
    pub ages_of_divisions: u64,
    /// Cells whose coordinates lie in another hexagon than the one named: how many, and the first.
    pub outside_hexagon: u64,
    pub first_outside: u64,
}

impl<'a> Reader<'a> {
    pub fn new(
        request: &'a Request<'a>,
        world: &'a World,
        known: &'a Known,
        headings: &Columns,
        columns: &[String],
    ) -> Self {
        Self {
            request,
            world,
            known,
            guessed: year_in(&request.file_stem()),
            headed: headed(request, headings, columns),
            named: HashMap::new(),
            year_guessed: false,
            base_assumed: false,
            vintage_assumed: false,
            elsewhere: 0,
            first_elsewhere: 0,
            unchecked: 0,
            unknown: 0,
            unknown_ages: 0,
            ages_of_divisions: 0,
            outside_hexagon: 0,
            first_outside: 0,
        }
    }

    /// # Errors
    /// What is wrong with the row.
    pub fn read(&mut self, row: &mut Row) -> Result<Told, Vec<Invalid>> {
        let fields = &mut row.fields;
        let groups = groups(fields);
        let year = self.year(fields);
        let base = self.base(fields);
        if fields.text("age_group").is_some() {
            fields.wrong(
                "age_group",
                "part_of_people",
                "这一行只是一个年龄组：请只导入总人口的行",
                "this row is one age group only; import the rows of all ages together",
            );
        }
        let vintage = fields.text("vintage").or_else(|| self.request.population.vintage.clone());
        self.vintage_assumed |= vintage.is_none();
        let vintage = vintage.unwrap_or_else(|| self.request.file_stem());
        let meta = Meta {
            base,
            published_on: fields.date("published_on"),
            source: fields.text("source"),
            demo: fields.boolean("demo").unwrap_or(false),
        };
        let named = fields.has("h3");
        let hexagon = hexagon(fields);
        let geometry = row.position.geometry.as_ref();
        let drawn = geometry.and_then(home_place);
        let place = hexagon.map(Hexagon::centre).or(drawn);
        let most = if place.is_some() { MOST_PER_CELL } else { MOST_PER_DIVISION };
        let people = count(fields, "population", most);
        let (ages, ages_unknown) = ages(fields, &groups, people, most);
        if people.is_none() && fields.defects.is_empty() {
            fields.wrong(
                "population",
                "missing",
                "缺少人口数：请用 --map population=列 指明人口列；未公布的请写 unknown",
                "the population is missing; name its column with --map population=COLUMN, and write `unknown` for one that is kept back",
            );
        }
        let estimate = fields.boolean("estimate").unwrap_or(false);
        let method = fields.text("method");
        let figure = match place {
            // A wrong index has had its say.
            _ if named && hexagon.is_none() => None,
            Some(place) => {
                let place = kept(place);
                self.stated(row.row, fields, place, year);
                self.compare(row.row, hexagon, drawn);
                people.map(|people| match people {
                    Count::Unknown => Figure::Unknown { of_cell: true },
                    Count::Known(people) => {
                        let people = u32::try_from(people).unwrap_or(u32::MAX);
                        let cell = Cell { lon: place.x, lat: place.y, people, ages };
                        let extent = geometry.map(Extent::of).unwrap_or_default();
                        Figure::Cell { cell, estimate, method, extent }
                    }
                })
            }
            None => {
                self.ages_of_divisions += u64::from(!ages.is_empty());
                self.division(fields, year).zip(people).map(|(division, people)| match people {
                    Count::Unknown => Figure::Unknown { of_cell: false },
                    Count::Known(people) => {
                        Figure::Division(DivisionFigure { division, people, estimate, method })
                    }
                })
            }
        };
        let base = if meta.base == Base::Resident { "resident" } else { "registered" };
        match (year, figure) {
            (Some(year), Some(figure)) if fields.defects.is_empty() => {
                self.unknown += u64::from(people == Some(Count::Unknown));
                self.unknown_ages += ages_unknown;
                Ok(Told { key: Key { year, base, vintage }, figure, meta, hexagon })
            }
            _ => Err(std::mem::take(&mut fields.defects)),
        }
    }

    fn year(&mut self, fields: &mut Fields) -> Option<i16> {
        let year = fields.integer("year", 1900..=2200).and_then(|year| i16::try_from(year).ok());
        let year = year.or(self.request.population.year);
        self.year_guessed |= year.is_none() && self.guessed.is_some();
        let year = year.or(self.guessed);
        if year.is_none() {
            fields.wrong(
                "year",
                "missing",
                "缺少年份：请用 --year 给出",
                "the year is missing; give it with --year",
            );
        }
        year
    }

    fn base(&mut self, fields: &mut Fields) -> Base {
        let told = fields.word(
            "base",
            |text| match text {
                "resident" | "常住" | "常住人口" => Some(Base::Resident),
                "registered" | "户籍" | "户籍人口" => Some(Base::Registered),
                _ => None,
            },
            &["resident", "registered"],
        );
        let told = told.or(self.request.population.base).or(self.headed);
        self.base_assumed |= told.is_none();
        told.unwrap_or(Base::Resident)
    }

    /// The division a row names by `division` or by `division_system` and `division_code`.
    fn name(fields: &mut Fields) -> Option<String> {
        let (system, code) = (fields.text("division_system"), fields.text("division_code"));
        match (fields.text("division"), system, code) {
            (Some(name), _, _) => Some(name),
            (None, Some(system), Some(code)) => Some(format!("{system}:{code}")),
            (None, None, code) => code,
            (None, Some(_), None) => None,
        }
    }

    fn named(&mut self, name: &str, year: Option<i16>) -> &[DivisionId] {
        let year = year.unwrap_or(0);
        let known = self.known;
        // A figure of 2019 may be about a sub-district that has ended since.
        self.named.entry((name.to_owned(), year)).or_insert_with(|| known.named(name, year_end(year)))
    }

    fn division(&mut self, fields: &mut Fields, year: Option<i16>) -> Option<DivisionId> {
        let Some(name) = Self::name(fields) else {
            fields.wrong(
                "division",
                "missing",
                "缺少行政区划：请给 division，或 division_system 和 division_code",
                "the division is missing; give `division`, or `division_system` and `division_code`",
            );
            return None;
        };
        match self.named(&name, year)[..] {
            [one] => Some(one),
            [] => {
                unknown(fields, &name);
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

    /// The index decides where a hexagon is; coordinates beside it are only compared.
    fn compare(&mut self, row: u64, hexagon: Option<Hexagon>, drawn: Option<Coord<f64>>) {
        let Some((hexagon, drawn)) = hexagon.zip(drawn) else { return };
        if Hexagon::at(drawn.x, drawn.y, hexagon.resolution()) != Some(hexagon) {
            self.outside_hexagon += 1;
            if self.first_outside == 0 {
                self.first_outside = row;
            }
        }
    }

    /// A cell belongs where its centre lies; a division that its row states is only compared.
    fn stated(&mut self, row: u64, fields: &mut Fields, place: Coord<f64>, year: Option<i16>) {
        let Some(name) = Self::name(fields) else { return };
        let named = self.named(&name, year).to_vec();
        if named.is_empty() {
            if self.known.is_empty() {
                self.unchecked += 1;
            } else {
                unknown(fields, &name);
            }
            return;
        }
        let tree = &self.world.tree;
        let bounded: Vec<Ordinal> = named
            .iter()
            .filter_map(|id| tree.find(*id))
            .filter(|o| tree.node(*o).boundary.is_some())
            .collect();
        let home = tree.locate(place);
        if !bounded.is_empty() && !bounded.iter().any(|top| tree.is_within(home, *top)) {
            self.elsewhere += 1;
            if self.first_elsewhere == 0 {
                self.first_elsewhere = row;
            }
        }
    }
}

fn unknown(fields: &mut Fields, name: &str) {
    fields.wrong(
        "division",
        "unknown_division",
        format!("没有行政区划“{name}”"),
        format!("there is no division `{name}`"),
    );
}

/// A place in the precision at which coordinates are kept: an export comes back as the same cell.
pub fn kept(place: Coord<f64>) -> Coord<f64> {
    match rounded(&Geometry::Point(Point(place))) {
        Geometry::Point(point) => point.0,
        _ => place,
    }
}

pub fn year_end(year: i16) -> Date {
    Date::new(year, 12, 31).unwrap_or(Date::MAX)
}

/// A year from 1950 to 2100 in a file's name, when there is exactly one.
fn year_in(name: &str) -> Option<i16> {
    let digits = |c: char| !c.is_ascii_digit();
    let numbers = name.split(digits).filter(|part| part.len() == 4).filter_map(|part| part.parse().ok());
    let mut years = numbers.filter(|year| (1950..=2100).contains(year));
    years.next().filter(|_| years.next().is_none())
}

/// What the heading of the column with the people says about who is counted.
fn headed(request: &Request<'_>, headings: &Columns, columns: &[String]) -> Option<Base> {
    let usual = headings.of("population");
    let of_people = || {
        let found = |column: &&String| usual.get(&key(column)).is_some_and(|field| field == "population");
        columns.iter().find(found)
    };
    let column = request.mapping.map.get("population").or_else(of_people)?;
    if column.contains("户籍") {
        return Some(Base::Registered);
    }
    column.contains("常住").then_some(Base::Resident)
}
